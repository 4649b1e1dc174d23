"""Records to HTML: what a run over the user's own questions came to, in figures. Pure functions."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.ui.draw import count, fold, text

if TYPE_CHECKING:
    from assistant.evaluation.compare import Comparison
    from assistant.evaluation.figures import Figures, Scores
    from assistant.evaluation.runs import Run

_TILES = (
    ("score", "Score", "said and cited, or rightly refused"),
    ("answer", "Answer", "expected answers said"),
    ("cited", "Citation", "expected passages quoted"),
    ("refusal_recall", "Refusal", "unanswerable questions refused"),
    ("recall_10", "Search", "expected passages among the first ten"),
)
_COLUMNS = (
    ("items", "Questions"), ("score", "Score"), ("answer", "Answer"), ("cited", "Citation"),
    ("refusal_recall", "Refusal"), ("recall_10", "Search"), ("median_ms", "Time"),
)  # fmt: skip


def figures(runs: "Sequence[Run]", moved: "Comparison | None") -> str:
    """The last run's figures as tiles, each with its interval and what moved since the run before it.

    `runs` has one or more, the newest first.
    """
    run = runs[0]
    tiles = "".join(_tile(run.scores, moved, name, label, about) for name, label, about in _TILES)
    since = ""
    if moved and len(runs) > 1:
        since = (
            f" Since the run of {_when(runs[1].at)}: {len(moved.won)} better, {len(moved.lost)} worse, "
            f"{moved.same} the same."
        )
    missing = ", ".join(map(text, run.scores.missing_docs[:5]))
    lacks = f'<p class="notice">Not in the library: {missing}</p>' if missing else ""
    return (
        f'{lacks}<p class="asof">{count(run.scores.items, "question")} asked on {_when(run.at)}, '
        f'index {text(run.version)}.{since}</p><div class="tiles">{tiles}</div>'
    )


def _tile(scores: "Scores", since: "Comparison | None", name: str, label: str, about: str) -> str:
    value, interval = getattr(scores, name), scores.intervals.get(name)
    change = since.figures[name].difference if since else None
    moved = ""
    if change is not None and abs(change) >= 0.005:
        word = "up" if change > 0 else "down"
        moved = f' <span class="moved {word}">{word} {abs(change):.2f}</span>'
    between = f'<p class="between">{interval[0]:.2f} to {interval[1]:.2f}</p>' if interval and value is not None else ""
    return (
        f'<div class="tile"><p class="name">{label}</p><p class="value">{_short(value)}{moved}</p>{between}'
        f'<p class="about">{about}</p></div>'
    )


def by_type(scores: "Scores") -> str:
    """The figures of each type of question; nothing where there is one type."""
    if len(scores.types) < 2:
        return ""
    rows: list[tuple[str, Figures]] = [*((text(kind), one) for kind, one in scores.types.items()), ("all", scores)]
    return f'<h2 class="part">By type</h2>{_table("Type", rows, "Figures by type")}'


def by_run(runs: "Sequence[Run]") -> str:
    """The figures of the last runs, folded away."""
    rows = [(_when(run.at), run.scores) for run in runs]
    return fold("Runs", f"{len(runs)}", _table("Run", rows, "Runs, the newest first"))


def _table(what: str, rows: "Sequence[tuple[str, Figures]]", label: str) -> str:
    heads = "".join(f'<th scope="col" class="num">{name}</th>' for _, name in _COLUMNS)
    body = "".join(
        f'<tr><th scope="row">{head}</th>'
        + "".join(f'<td class="num">{_cell(name, getattr(one, name))}</td>' for name, _ in _COLUMNS)
        + "</tr>"
        for head, one in rows
    )
    return (
        f'<div class="rows" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>'
        f'<th scope="col">{what}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if name == "items" else f"{value / 1000:.2f} s" if name == "median_ms" else _short(value)


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _when(at: datetime) -> str:
    here = at.astimezone()
    return f"{written(here.date().isoformat())}, {here:%H:%M}"
