"""Records to HTML: the user's own questions, and what the last run over them came to. Pure functions."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.chats import Judged
from assistant.ui import draw_scores
from assistant.ui.draw import advice, count, fold, meta, text
from assistant.ui.trial import TrialState

if TYPE_CHECKING:
    from assistant.evaluation.compare import Comparison
    from assistant.evaluation.marks import Row
    from assistant.evaluation.runs import Run, Said

_MOST = 300  # questions shown; the worst are among them


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the tab shows: the questions as a gold file has them, the last runs (newest first), what moved since."""

    questions: "Sequence[Mapping[str, Any]]" = ()  # Any: JSON
    runs: "Sequence[Run]" = ()
    moved: "Comparison | None" = None
    judged: Sequence[Judged] = ()  # in the chat

    @property
    def last(self) -> "Run | None":
        return self.runs[0] if self.runs else None


def head(sheet: Sheet, *, running: bool) -> str:
    """The heading with what can be done, and the figures of the last run."""
    run = "" if running or not sheet.questions else '<button type="button" class="send" data-do="evaluate">Run</button>'
    more = '<button type="button" class="quiet" data-do="evaluate-menu" aria-haspopup="menu">More</button>'
    return (
        '<div class="head"><h1>Evaluate</h1><p class="meta">'
        f"{count(len(sheet.questions), 'question') if sheet.questions else ''}</p>"
        f'<div class="tools">{more}<button type="button" class="quiet" data-do="question-new">Add a question</button>'
        f"{run}</div></div>{draw_scores.figures(sheet.runs, sheet.moved) if sheet.runs else ''}"
    )


def progress(state: TrialState | None) -> str:
    """A run under way as a bar, or why it ended early."""
    if state is None or (state.ended and not state.failure):
        return ""
    if state.failure:
        message, _, hint = state.failure.partition("\n")
        return f'<div class="notice" role="alert"><b>{text(message)}</b> {advice(hint)}</div>'
    stop = '<button type="button" class="link" data-do="stop-evaluation">Stop</button>'
    return (
        '<div class="run" role="status"><p><span>Asking your questions</span>'
        f'<span class="num">{state.done:,} of {state.total:,} {stop}</span></p>'
        f'<progress max="{max(state.total, 1)}" value="{state.done}" aria-label="Evaluating">'
        f"{state.done} of {state.total}</progress></div>"
    )


def told(words: str) -> str:
    """Something was done."""
    return f'<div class="report" role="status">{text(words)}</div>'


def not_kept(message: str, hint: str, given: Mapping[str, Any]) -> str:
    """Why a question was not kept; the page opens the form again with what was `given`, so that nothing is lost."""
    said = f"<b>{text(message)}</b> {advice(hint)}"
    return f'<div class="notice" data-refused="{text(json.dumps(dict(given)))}">{said}</div>'


def questions(sheet: Sheet) -> str:
    """The figures by type, and each question with what came of it: the worst first, before them those not asked yet."""
    if not sheet.questions:
        return _NONE
    rows = {row.id: row for row in sheet.last.rows} if sheet.last else {}
    before = {one.id: one.before for one in (*sheet.moved.won, *sheet.moved.lost)} if sheet.moved else {}
    asked: list[tuple[Mapping[str, Any], Row | None]] = []
    for item in sheet.questions:
        row = rows.get(str(item["id"]))
        asked.append((item, row if row is not None and row.question == item["question"] else None))
    asked.sort(key=lambda one: (-1.0, 0.0) if one[1] is None else (one[1].score, one[1].cited))
    said = sheet.last.said if sheet.last else {}
    cards = "".join(
        _card(item, row, said.get(str(item["id"])) if row else None, before.get(str(item["id"])))
        for item, row in asked[:_MOST]
    )
    more = f'<p class="none">and {len(asked) - _MOST:,} more, which did better</p>' if len(asked) > _MOST else ""
    label = "Questions, worst first" if rows else "Questions"
    types = draw_scores.by_type(sheet.last.scores) if sheet.last else ""
    return f'{types}<h2 class="part">{label}</h2><div class="cases">{cards}</div>{more}'


def below(sheet: Sheet) -> str:
    """The runs before, and what was judged in the chat, folded away."""
    figures = draw_scores.by_run(sheet.runs) if sheet.last else ""
    return figures + _judged(sheet.judged, {item["question"] for item in sheet.questions})


def _judged(judged: Sequence[Judged], here: Collection[str]) -> str:
    """Answers that were judged, each to be made a question here; those that are one already are left out."""
    waiting = [one for one in judged if one.answer.standalone_question not in here]
    if not waiting:
        return ""
    items = []
    for one in waiting:
        answer, right = one.answer, one.helpful and not one.answer.refused
        filled = {
            "question": answer.standalone_question,
            "answers": [answer.short_answer] if right and answer.short_answer else [],
            "quote": answer.citations[0].quote if right and answer.citations else "",
        }
        verdict = "Helpful" if one.helpful else "Not helpful"
        items.append(
            f'<li data-item="{text(json.dumps(filled))}"><b dir="auto">{text(answer.standalone_question)}</b> '
            f"<span>{verdict}{f': {text(one.reason)}' if one.reason else ''}</span> "
            '<button type="button" class="link" data-do="question-judged">Add</button></li>'
        )
    return fold("Judged in the chat", f"{len(waiting)}", f"<ul>{''.join(items)}</ul>")


_NONE = """
<div class="empty"><h2>How good are the answers?</h2>
<p>Put in questions whose answers you know. A run asks them all and shows what was said rightly, whether the right
passage was quoted, whether it refused where your articles do not tell, and what changed since the run before.</p>
<div class="tools"><button type="button" class="send" data-do="question-new">Add a question</button>
<button type="button" class="quiet" data-do="question-file">Take a file</button>
<button type="button" class="quiet" data-do="question-draft">Draft some from the articles</button></div></div>
"""


def _card(item: Mapping[str, Any], row: "Row | None", said: "Said | None", before: float | None) -> str:
    id_, asked = text(str(item["id"])), text(item["question"])
    score = '<span class="score none">not asked</span>' if row is None else _pill(row.score)
    moved = ""
    if row is not None and before is not None:
        word = "up" if row.score > before else "down"
        moved = f'<span class="moved {word}">{word} from {before:.2f}</span>'
    turns = "".join(f"<dd>{text(turn['question'])}</dd>" for turn in item.get("history") or ())
    parts = [
        f"<dt>Asked before</dt>{turns}" if turns else "",
        f"<dt>Expected</dt>{_expected(item)}",
        f"<dt>Said</dt><dd>{_said(row, said)}</dd>" if row and said else "",
        f"<dt>Marks</dt><dd>{_marks(row)}</dd>" if row else "",
    ]
    quotes = _quotes(said) if said else ""
    # The form knows one answer; a question with several parts is changed in its file.
    edit = (
        "" if item.get("answer_parts") else '<button type="button" class="quiet" data-do="question-edit">Edit</button>'
    )
    kept = json.dumps(
        {
            "id": str(item["id"]),
            "question": item["question"],
            "answers": item.get("answers") or [],
            "type": item["type"],
            "quote": next((one["quote"] for one in item["evidence"]), ""),
        }
    )
    return (
        f'<details class="case" data-id="{id_}"><summary>{score}<span class="asks" dir="auto">{asked}</span>{moved}'
        f'<span class="type">{text(item["type"])}</span></summary><dl>{"".join(parts)}</dl>{quotes}'
        f'<div class="tools" data-item="{text(kept)}">'
        f'<button type="button" class="link" data-do="ask-case" data-question="{asked}">Ask in the chat</button>'
        f"{'' if item.get('answer_parts') else edit}"
        '<button type="button" class="quiet" data-do="question-drop">Delete</button></div></details>'
    )


def _pill(score: float) -> str:
    kind = "good" if score >= 0.995 else "bad" if score < 0.5 else "fair"
    return f'<span class="score {kind}">{score:.2f}</span>'


def _expected(item: Mapping[str, Any]) -> str:
    if not item["answerable"]:
        left = item.get("leave_out") or []
        without = f" It is asked without {text(', '.join([left] if isinstance(left, str) else left))}." if left else ""
        return f"<dd>A refusal: the library does not tell.{without}</dd>"
    parts = item.get("answer_parts") or [item.get("answers") or []]
    answers = "".join(f"<dd>{' <i>or</i> '.join(map(text, part))}</dd>" for part in parts if part)
    evidence = "".join(
        f'<dd><q>{text(one["quote"])}</q> <span class="meta">{text(one["doc"])}</span></dd>' for one in item["evidence"]
    )
    return answers + evidence or "<dd>Any answer.</dd>"


def _said(row: "Row", said: "Said") -> str:
    if row.refused:
        return f"<b>Not answered.</b> {text(said.reason)}"
    short = f"<b>{text(said.short)}</b> " if said.short else ""
    return f"{short}{text(said.text)}"


def _marks(row: "Row") -> str:
    if not row.answerable:
        return "rightly refused" if row.refused else "answered, though the library does not tell"
    if row.refused:
        return "refused, though the library tells"
    said = "said" if row.answer == 1 else "not said" if row.answer == 0 else f"{row.answer:.2f} of it said"
    quoted = "" if not row.ranks else ", the passage quoted" if row.cited == 1 else ", another passage quoted"
    ranks = ", ".join("not found" if rank is None else f"at place {rank}" for rank in row.ranks)
    return f"{said}{quoted}{f'; search: {ranks}' if ranks else ''}"


def _quotes(said: "Said") -> str:
    items = "".join(
        f'<li><button type="button" class="link" data-do="read" data-article="{text(one.article_id)}" '
        f'data-start="{one.start}" data-end="{one.end}" data-quote="{text(one.quote)}" dir="auto">{text(one.title)}'
        f'</button> <span class="meta">{meta(one.outlet, one.published)}</span><q dir="auto">{text(one.quote)}</q></li>'
        for one in said.quotes
    )
    return f"<ol>{items}</ol>" if items else ""
