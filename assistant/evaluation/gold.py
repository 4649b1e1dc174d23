"""Gold files: questions with known answers, read and checked.

One JSON object a line: `id`, `type`, `question`, `history`, `answers` (one is enough) or `answer_parts` (one of each),
`evidence` ([{doc, quote, alt}]; doc is the file's name without its ending), `answerable`, and `leave_out` (a doc or a
list of them that must not be read for this question). Other keys are ignored. Nothing here looks at a library.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import ChanceryError

_HINT = 'Each line: {"id", "question", "answerable", "answers": [...], "evidence": [{"doc", "quote"}]}'

Item = Mapping[str, Any]  # a line of a gold file; its shape is checked by `load`


class GoldError(ChanceryError):
    """A gold file, or the record of an earlier run over one, that cannot be read or used."""


def load(path: Path) -> list[Item]:
    """The items of a gold file; raises `GoldError` with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise GoldError(f"Cannot read {path}: {error}", "Give a UTF-8 file with one JSON object a line.") from error
    items = parse(text, str(path))
    if not items:
        raise GoldError(f"{path} has no questions.", "Give one JSON object a line.")
    return items


def parse(text: str, name: str) -> list[Item]:
    """The items in the text of a gold file called `name`; raises `GoldError` with the line that is wrong."""
    items: list[Item] = []
    first: dict[str, int] = {}  # the line of each id
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        item = _item(f"{name}, line {number}", line)
        id_ = str(item["id"])
        if id_ in first:
            raise GoldError(f"{name}, line {number}: the id {id_} stands in line {first[id_]} too", "Ids are unique.")
        first[id_] = number
        items.append(item)
    return items


def as_lines(items: Iterable[Item]) -> str:
    """The items as a gold file."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def equals(entry: Item) -> Iterator[Item]:
    """A piece of evidence and the quotes that are as good; one without a `doc` of its own is of the same article."""
    yield entry
    for other in entry.get("alt") or []:
        yield {"doc": entry["doc"], **other}


def left_out(item: Item) -> list[str]:
    """The docs that must not be read for a question."""
    given = item.get("leave_out") or []
    return [given] if isinstance(given, str) else list(given)


def expected(item: Item) -> list[list[str]]:
    """The parts of the expected answer, each as the variants of which one is enough; one part of none when unstated."""
    parts: list[list[str]] = item.get("answer_parts") or [item.get("answers") or []]
    return parts


def _item(where: str, line: str) -> Item:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not JSON ({error})", _HINT) from error
    missing = {"id", "question", "answerable"} - set(item) if isinstance(item, dict) else {"an object"}
    if missing:
        raise GoldError(f"{where}: lacks {', '.join(sorted(missing))}", _HINT)
    given = {name: value for name, value in item.items() if value is not None}
    full = {"id": None, "answerable": False, "question": None, "type": "open", "history": [], "evidence": [], **given}
    wrong = _wrong(full)
    if wrong:
        raise GoldError(f"{where}: {wrong}", _HINT)
    return full


def _wrong(item: Item) -> str:
    """What is wrong with the shape of an item; the empty string when nothing is."""
    evidence, history = item["evidence"], item["history"]
    checks = {
        "`question` is text": isinstance(item["question"], str),
        "`type` is text": isinstance(item["type"], str),
        "`history` is a list of {question, answer}": isinstance(history, list) and all(map(_is_turn, history)),
        "`evidence` is a list of {doc, quote}": isinstance(evidence, list) and all(map(_is_evidence, evidence)),
        "`answers` is a list of texts": _texts(item.get("answers", [])),
        "`answer_parts` is a list of lists of texts": isinstance(item.get("answer_parts", []), list)
        and all(map(_texts, item.get("answer_parts", []))),
        "`leave_out` is a doc or a list of docs": isinstance(item.get("leave_out", ""), str)
        or _texts(item["leave_out"]),
    }
    return next((rule for rule, kept in checks.items() if not kept), "")


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_turn(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("question"), str)


def _is_evidence(value: object) -> bool:
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in ("doc", "quote")):
        return False
    others = value.get("alt") or []
    return isinstance(others, list) and all(
        isinstance(one, dict) and isinstance(one.get("quote"), str) and isinstance(one.get("doc", ""), str)
        for one in others
    )
