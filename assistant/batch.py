"""A batch: a file of one JSON object a line, every line of which is checked before anything is opened."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.answer import Turn
from assistant.asked import Asked, MisuseError, printable
from assistant.filters import where_of

_LINE = (
    'Each line: {"id": ..., "question": "...", "history": [{"question": "...", "answer": "..."}], '
    '"where": {"outlets": ["..."], "since": "2025-03"}}'
)


def batch_of(file: str) -> Iterator[Asked]:
    """The questions of a batch file, `-` for standard input; raises `MisuseError` naming the line that is wrong."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: bytes that are no UTF-8, or a name with a null in it
        raise MisuseError(f"Cannot read {file}: {error}", "Give a UTF-8 file with one JSON object a line.") from error
    for number, line in enumerate(text.split("\n"), start=1):  # not splitlines: JSON may hold other line separators
        if line.strip():
            yield _asked(file, number, line)


def _asked(file: str, number: int, line: str) -> Asked:
    place = f"{file}, line {number}"
    try:
        item = json.loads(line)
        history = tuple(_turn(turn) for turn in item.get("history") or [])
        question, where, ignore = item["question"], item.get("where") or {}, item.get("ignore") or []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MisuseError(f"{place}: not a question ({error!r})", _LINE) from error
    if not isinstance(question, str):
        raise MisuseError(f"{place}: the question is not text", _LINE)
    if not isinstance(where, dict):
        raise MisuseError(f"{place}: where is no object", _LINE)
    if not isinstance(ignore, list) or not all(isinstance(label, str) for label in ignore):
        raise MisuseError(f"{place}: ignore is no list of labels", _LINE)
    try:
        filters = where_of(where)
    except MisuseError as error:
        raise MisuseError(f"{place}: {error.message}", error.hint) from error
    return Asked(item.get("id", number), printable(question), history, filters, tuple(ignore))


def _turn(record: dict[str, object]) -> Turn:
    """An earlier turn; an answer of null is none."""
    return Turn(printable(str(record["question"])), printable(str(record.get("answer") or "")))
