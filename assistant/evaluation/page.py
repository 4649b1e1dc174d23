"""A run as one HTML file that stands by itself: no script, no font, no picture, no address to fetch anything from."""

import importlib.resources
from collections.abc import Sequence

from assistant.evaluation import plots
from assistant.evaluation.asking import Case
from assistant.evaluation.cases import card, text, worst
from assistant.evaluation.compare import Comparison, Moved
from assistant.evaluation.figures import Figures, Scores, mean_of
from assistant.evaluation.report import figure
from assistant.evaluation.search import CUTS, DEPTH, recall

_NUM_WORST = 12

_ABOUT = {
    "score": "said and cited, or rightly refused",
    "answer": "expected answers said",
    "cited": "gold evidence quoted",
    "refusal_recall": "unanswerable ones refused",
    "recall_10": "evidence in the first ten passages",
    "auroc": "confidence parts right from wrong",
}
_LABELS = {
    "items": "questions",
    "score": "score",
    "answer": "answer",
    "cited": "cited",
    "right": "right",
    "verbatim": "verbatim quotes",
    "citation_precision": "citation precision",
    "citation_need": "citation need",
    "refusal_precision": "refusal precision",
    "refusal_recall": "refusal recall",
    **{f"recall_{k}": f"recall@{k}" for k in CUTS},
    "mrr": "MRR",
    "auroc": "AUROC, right",
    "auroc_answerable": "AUROC, answerable",
    "ece": "calibration error",
    "median_words": "median words",
    "median_ms": "median ms",
    "p90_ms": "p90 ms",
    "p99_ms": "p99 ms",
}
_COLUMNS = (
    "items",
    "score",
    "answer",
    "cited",
    "citation_precision",
    "refusal_recall",
    "recall_10",
    "mrr",
    "median_ms",
)
_SCALARS = frozenset({"items", "median_words", "median_ms", "p90_ms", "p99_ms"})  # not shares, so without a bar


def html(scores: Scores, cases: Sequence[Case], against: Comparison | None = None) -> str:
    """The report; everything that comes from articles or the gold file is escaped."""
    css = importlib.resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    shown = worst(cases, _NUM_WORST)
    links = [("figures", "Figures"), ("types", "By type"), ("plots", "Plots"), ("worst", "Worst questions")]
    links[1:1] = [("against", "Against")] if against else []
    nav = "".join(f'<a href="#{id_}">{label}</a>' for id_, label in links)
    parts = [
        _headline(scores),
        _against(against) if against else "",
        _types(scores),
        _plots(scores),
        _worst(shown),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Evaluation: {scores.items} questions</title><style>{css}</style></head><body>"
        f'<a class="skip" href="#figures">To the figures</a><header><p class="brand">Chancery</p>'
        f'<nav aria-label="Sections">{nav}</nav></header>'
        f'<main><h1>Evaluation</h1><p class="lead">{scores.items} questions. {text(scores.engine)}</p>'
        f"{_missing(scores)}{''.join(parts)}</main></body></html>\n"
    )


def _missing(scores: Scores) -> str:
    docs = ", ".join(map(text, scores.missing_docs))
    return f'<p class="notice">Named by the gold file but not in the library: {docs}</p>' if docs else ""


def _headline(scores: Scores) -> str:
    tiles = "".join(
        f'<div class="tile"><p class="name">{_LABELS[name]}</p><p class="value">{_short(getattr(scores, name))}</p>'
        f'<p class="meta">{_between(scores, name) or "&nbsp;"}</p><p class="meta">{about}</p></div>'
        for name, about in _ABOUT.items()
    )
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td class="num">{figure(getattr(scores, name))}</td>'
        f'<td class="num soft">{_between(scores, name)}</td>'
        f"<td>{'' if name in _SCALARS else plots.bar(getattr(scores, name), scores.intervals.get(name))}</td></tr>"
        for name, label in _LABELS.items()
    )
    head = _head("figure", "value", "95% interval", "")
    return (
        f'<section id="figures"><h2>Figures</h2><div class="tiles">{tiles}</div>'
        f"<details><summary>All figures</summary><table>{head}<tbody>{rows}</tbody></table></details></section>"
    )


def _types(scores: Scores) -> str:
    rows: list[tuple[str, Figures]] = [*scores.types.items(), ("all", scores)]
    body = "".join(
        f'<tr><th scope="row">{text(kind)}</th>'
        + "".join(f'<td class="num">{_cell(name, getattr(one, name))}</td>' for name in _COLUMNS)
        + "</tr>"
        for kind, one in rows
    )
    head = _head("type", *(_LABELS[name] for name in _COLUMNS))
    return (
        '<section id="types"><h2>By type</h2><div class="wide" tabindex="0" role="region" aria-label="Figures by type">'
        f"<table>{head}<tbody>{body}</tbody></table></div></section>"
    )


def _plots(scores: Scores) -> str:
    rows = scores.rows
    times = [row.milliseconds for row in rows]
    curve = [mean_of([recall(row.type, row.ranks, k) for row in rows]) for k in range(1, DEPTH + 1)]
    drawn = [
        ("Reliability", "How often an answer is right, by its confidence", plots.reliability(scores.calibration)),
        (
            "Score",
            "How many questions, by score",
            plots.histogram("Score", "Questions by score.", [row.score for row in rows], 0, 1, "score"),
        ),
        (
            "Latency",
            "How many questions, by time to answer",
            plots.histogram("Latency", "Questions by milliseconds.", times, 0, max([*times, 1.0]), "milliseconds"),
        ),
    ]
    known = [value for value in curve if value is not None]
    if len(known) == DEPTH:
        about = "How much of the evidence the search finds"
        drawn.insert(1, ("Recall at k", about, plots.recall_curve(known)))
    shown = "".join(
        f"<figure><figcaption><b>{name}</b>{about}</figcaption>{svg}</figure>" for name, about, svg in drawn
    )
    bins = "".join(
        f'<tr><th scope="row">{one.low:.1f} to {one.high:.1f}</th><td class="num">{one.count}</td>'
        f'<td class="num">{_short(one.confidence)}</td><td class="num">{_short(one.right)}</td></tr>'
        for one in scores.calibration
    )
    head = _head("confidence", "answers", "mean confidence", "share right")
    return (
        f'<section id="plots"><h2>Plots</h2><div class="plots">{shown}</div><details><summary>Calibration as a table'
        f"</summary><table>{head}<tbody>{bins}</tbody></table></details></section>"
    )


def _against(against: Comparison) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_LABELS[name]}</th><td class="num">{figure(one.before)}</td>'
        f'<td class="num">{figure(one.after)}</td><td class="num">{figure(one.difference, signed=True)}</td>'
        f'<td class="num soft">{f"{one.interval[0]:+.3f} to {one.interval[1]:+.3f}" if one.interval else ""}</td></tr>'
        for name, one in against.figures.items()
    )
    head = _head("figure", "before", "after", "difference", "95% interval")
    return (
        f'<section id="against"><h2>Against the earlier run</h2><p class="lead">{len(against.won)} questions won, '
        f"{len(against.lost)} lost, {against.same} the same.</p>"
        f"<table>{head}<tbody>{rows}</tbody></table>"
        f"{_moved('Won', against.won)}{_moved('Lost', against.lost)}</section>"
    )


def _moved(word: str, questions: Sequence[Moved]) -> str:
    items = "".join(
        f'<li><span class="num">{one.before:.2f} to {one.after:.2f}</span> {text(one.question)} '
        f'<span class="meta">{text(one.id)}</span></li>'
        for one in questions
    )
    return f"<details><summary>{word} ({len(questions)})</summary><ul>{items}</ul></details>" if items else ""


def _worst(cases: Sequence[Case]) -> str:
    if not cases:
        return '<section id="worst"><h2>Worst questions</h2><p>Every question has a full score.</p></section>'
    links = "".join(
        f'<li><a href="#case-{number}">{text(case.row.question)}</a> <span class="meta">{case.row.score:.2f}</span>'
        "</li>"
        for number, case in enumerate(cases, start=1)
    )
    cards = "".join(card(number, case) for number, case in enumerate(cases, start=1))
    return f'<section id="worst"><h2>Worst questions</h2><ol class="links">{links}</ol>{cards}</section>'


def _head(*names: str) -> str:
    cells = "".join(
        f'<th scope="col"{"" if place == 0 else " class=num"}>{name}</th>' if name else "<td></td>"
        for place, name in enumerate(names)
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _between(scores: Scores, name: str) -> str:
    interval = scores.intervals.get(name)
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""


def _cell(name: str, value: float | None) -> str:
    return (
        figure(value)
        if name == "items"
        else f"{value:,.0f}"
        if name in _SCALARS and value is not None
        else _short(value)
    )


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
