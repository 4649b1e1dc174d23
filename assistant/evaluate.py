"""Scores of a run over questions whose answers are known: is it said, is it cited, is it refused when it should be.

A gold file has one JSON object a line: `id`, `type`, `question`, `history`, `answers` (one is enough) or `answer_parts`
(one of each), `evidence` ([{doc, quote, alt}]; doc is the file's name without its ending), `answerable`.
Only the first 20 words of the short answer and 80 of the answer are searched, so saying everything earns nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Turn
from assistant.asked import QuestionError
from corpus.errors import ChanceryError

if TYPE_CHECKING:
    from assistant.library import Library

_SHORT_WORDS, _ANSWER_WORDS = 20, 80  # what a person takes in at once
_EVIDENCE_SHARE = 0.6  # of the evidence's words that the quotes must hold: a quote may be cut, not merely near
_ALL_SIDES = {"compare", "multi-doc", "conflict"}  # types whose evidence must be cited whole

Item = Mapping[str, Any]  # a line of a gold file; its shape is checked by `load`


class GoldError(ChanceryError):
    """A gold file that cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question's marks, each in 0..1."""

    id: str
    type: str
    answerable: bool
    refused: bool
    answer: float
    cited: float
    score: float
    num_words: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The means of a run; `refusal_precision` and `refusal_recall` are None where nothing counts towards them.

    `score`: answerable: answer * (0.5 + 0.5 * cited); unanswerable: 1 if refused, else 0.
    """

    items: int
    score: float
    answer: float
    cited: float
    verbatim: float
    refusal_precision: float | None
    refusal_recall: float | None
    median_words: float
    median_ms: float
    by_type: Mapping[str, float]
    rows: tuple[Row, ...]


def load(path: Path) -> list[Item]:
    """The items of a gold file; raises `GoldError` with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise GoldError(f"Cannot read {path}: {error}", "Give a UTF-8 file with one JSON object a line.") from error
    items = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            items.append(_item(path, number, line))
    if not items:
        raise GoldError(f"{path} has no questions.", "Give one JSON object a line.")
    return items


def _item(path: Path, number: int, line: str) -> Item:
    hint = 'Each line: {"id", "question", "answerable", "answers": [...], "evidence": [{"doc", "quote"}]}'
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path}, line {number}: not JSON ({error})", hint) from error
    missing = {"id", "question", "answerable"} - set(item) if isinstance(item, dict) else {"an object"}
    if missing:
        raise GoldError(f"{path}, line {number}: lacks {', '.join(sorted(missing))}", hint)
    given = {name: value for name, value in item.items() if value is not None}
    full = {"type": "open", "history": [], "evidence": [], **given}
    if not isinstance(full["question"], str) or not all(
        isinstance(full[name], list) for name in ("history", "evidence")
    ):
        raise GoldError(f"{path}, line {number}: `question` is text, `history` and `evidence` are lists", hint)
    return full


def run(library: "Library", gold: Sequence[Item]) -> Scores:
    """Ask every question of `gold` and score the answers."""
    rows, quotes_right = [], []
    for item in gold:
        history = [Turn(turn["question"], turn.get("answer") or "") for turn in item["history"]]
        answer = _answer(library, item["question"], history)
        quotes_right += [library.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations]
        rows.append(mark(item, answer))
    return _scores(rows, quotes_right)


def _answer(library: "Library", question: str, history: Sequence[Turn]) -> Answer:
    """The library's answer; a question that cannot be asked counts as refused."""
    try:
        return library.answer(question, history)
    except QuestionError as error:
        return Answer(question, question, True, error.message, None, (), (), (), "none", 0.0, {"total": 0.0})


def mark(item: Item, answer: Answer) -> Row:
    """Score one answer."""
    told = bool(item["answerable"]) and not answer.refused
    said = _answer_share(item, answer) if told else 0.0
    cited = _cited_share(item, answer) if told else 0.0
    score = said * (0.5 + 0.5 * cited) if item["answerable"] else float(answer.refused)
    return Row(
        id=str(item["id"]),
        type=item["type"],
        answerable=bool(item["answerable"]),
        refused=answer.refused,
        answer=said,
        cited=cited,
        score=score,
        num_words=len(_words(" ".join(sentence.text for sentence in answer.sentences))),
        milliseconds=answer.elapsed_ms["total"],
    )


def as_json(scores: Scores) -> dict[str, object]:
    """The scores as one JSON object."""
    return asdict(scores)


def as_text(scores: Scores, num_worst: int = 5) -> str:
    """The scores as a table, then the questions that went worst."""
    names = [name for name in Scores.__dataclass_fields__ if name not in {"by_type", "rows"}]
    lines = [f"{name:<18}{_figure(getattr(scores, name))}" for name in names]
    lines += ["", *(f"{kind:<18}{_figure(value)}" for kind, value in scores.by_type.items()), ""]
    worst = sorted(scores.rows, key=lambda row: (row.score, row.id))[:num_worst]
    lines += [f"{row.score:.2f}  {row.id}  {row.type}{'  refused' if row.refused else ''}" for row in worst]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _scores(rows: Sequence[Row], quotes_right: Sequence[bool]) -> Scores:
    answerable = [row for row in rows if row.answerable]
    refused = [row for row in rows if row.refused]
    unanswerable = [row for row in rows if not row.answerable]
    kinds = sorted({row.type for row in rows})
    return Scores(
        items=len(rows),
        score=mean(row.score for row in rows),
        answer=mean([row.answer for row in answerable] or [0.0]),
        cited=mean([row.cited for row in answerable] or [0.0]),
        verbatim=mean([float(right) for right in quotes_right] or [0.0]),
        refusal_precision=mean(float(not row.answerable) for row in refused) if refused else None,
        refusal_recall=mean(float(row.refused) for row in unanswerable) if unanswerable else None,
        median_words=median(row.num_words for row in rows),
        median_ms=median(row.milliseconds for row in rows),
        by_type={kind: mean(row.score for row in rows if row.type == kind) for kind in kinds},
        rows=tuple(rows),
    )


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"[^\W_]+(?:'[a-z]+)?", re.sub(r"\[\d+\]", "", folded))


def _answer_share(item: Item, answer: Answer) -> float:
    """The share of the expected parts that the answer says."""
    body = _words(" ".join(sentence.text for sentence in answer.sentences))[:_ANSWER_WORDS]
    said = f" {' '.join([*_words(answer.short_answer or '')[:_SHORT_WORDS], '|', *body])} "
    parts = item.get("answer_parts") or [item.get("answers") or []]
    return mean(float(any(f" {' '.join(_words(variant))} " in said for variant in part)) for part in parts)


def _cited_share(item: Item, answer: Answer) -> float:
    """Whether the citations hold the evidence: all of it where several sides are asked for, else any."""
    quoted: dict[str, set[str]] = {}
    for citation in answer.citations:
        quoted.setdefault(PurePath(citation.source).stem, set()).update(_words(citation.quote))
    found = [any(_holds(quoted, one) for one in _equals(entry)) for entry in item["evidence"]]
    if not found:
        return 1.0
    return mean(map(float, found)) if item["type"] in _ALL_SIDES else float(any(found))


def _equals(entry: Item) -> Iterator[Item]:
    yield entry
    for other in entry.get("alt", []):
        yield {"doc": entry["doc"], **other}


def _holds(quoted: Mapping[str, set[str]], entry: Item) -> bool:
    need = set(_words(entry["quote"]))
    return bool(need) and len(need & quoted.get(entry["doc"], set())) / len(need) >= _EVIDENCE_SHARE
