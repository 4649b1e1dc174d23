"""A passage as the guard sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reader.question import terms
from index.sentences import split


@dataclass(frozen=True, slots=True)
class Cited:
    """The text of a passage, the heading of its article, and when that was published (ISO, or empty)."""

    text: str
    heading: str = ""
    published: str = ""

    @property
    def whole(self) -> str:
        return f"{self.heading}\n{self.text}"


def sentences(cited: Sequence[Cited]) -> list[str]:
    """The sentences of passages, in order."""
    return [one.text[start:end] for one in cited for start, end in split(one.text)]


def nearest(sentence: str, said: Sequence[str]) -> list[int]:
    """The numbers of sentences, those first that share most content words with `sentence`."""
    wanted = set(terms(sentence))
    return sorted(range(len(said)), key=lambda at: -len(wanted & set(terms(said[at]))))
