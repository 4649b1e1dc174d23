"""What is asked: a question with what goes with it, checked before anything is opened."""

from dataclasses import dataclass

from assistant.answer import Turn
from corpus.errors import ChanceryError
from index.where import ANYWHERE, Where

MAX_QUESTION = 10_000  # characters; longer ones are pasted articles, not questions


class MisuseError(ChanceryError):
    """A command was given something that it cannot take."""


class QuestionError(ChanceryError):
    """The question is empty or too long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its id in the batch (any JSON value), the turns before it, its filter, and what not to prefer."""

    id: object
    question: str
    history: tuple[Turn, ...] = ()
    where: Where = ANYWHERE
    ignore: tuple[str, ...] = ()


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
