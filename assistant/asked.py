"""What is asked, checked before anything is opened: single questions, and batches of one JSON object a line."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Turn
from corpus.errors import ChanceryError

MAX_QUESTION = 10_000  # characters; longer ones are pasted articles, not questions

_LINE = 'Each line: {"id": ..., "question": "...", "history": [{"question": "...", "answer": "..."}]}'


class MisuseError(ChanceryError):
    """A command was given something that it cannot take."""


class QuestionError(ChanceryError):
    """The question is empty or too long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its id in the batch (any JSON value) and the turns before it."""

    id: object
    question: str
    history: tuple[Turn, ...] = ()


def check(question: str) -> None:
    """Raise `QuestionError` for a question that cannot be asked."""
    if not question.strip():
        raise QuestionError("The question is empty.", "Type a question, such as: Who met whom, and when?")
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} can be asked.",
            "Ask about the text instead of pasting it; a text to ask about belongs in the library.",
        )


def printable(text: str) -> str:
    """The text with what is no character (bytes of a terminal that are not UTF-8, half a surrogate pair) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


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
    where = f"{file}, line {number}"
    try:
        item = json.loads(line)
        history = tuple(_turn(turn) for turn in item.get("history") or [])
        question = item["question"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MisuseError(f"{where}: not a question ({error!r})", _LINE) from error
    if not isinstance(question, str):
        raise MisuseError(f"{where}: the question is not text", _LINE)
    return Asked(item.get("id", number), printable(question), history)


def _turn(record: dict[str, object]) -> Turn:
    """An earlier turn; an answer of null is none."""
    return Turn(printable(str(record["question"])), printable(str(record.get("answer") or "")))
