"""The records of the index: a passage, its sentences, and a hit."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets [start, end) in the text of an article."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `article.text[start:end] == text`.

    `id` is derived from the article's id, `text` and `start`, so writing a passage twice is writing it once.
    `sentences` are spans in the article's text, ascending, inside [start, end).
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]

    @property
    def inner(self) -> list[tuple[int, int]]:
        """The sentences as half-open spans of `text`."""
        return [(span.start - self.start, span.end - self.start) for span in self.sentences]

    def text_of(self, span: Span) -> str:
        """The slice of `text` at a span of the article's text."""
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. `rank` counts from 1; `score` is higher for better, comparable in one search only.

    `origins` tells where the score came from: the rank that each side gave it, as {"dense": 3, "words": 1}.
    """

    passage: Passage
    rank: int
    score: float
    origins: Mapping[str, int]
