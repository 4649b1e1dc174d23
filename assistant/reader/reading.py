"""The seam between the engine and whatever reads for it: a question and hits go in, evidence comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.article import Article
from index.passage import Hit, Passage, Span

Says = Literal["yes", "no", ""]
"""What a sentence says to a question for yes or no; mostly neither."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: its span in the article's text, and its odds against the best one (0..1, 1 the best).

    `short` is the span in the article of a short answer inside it, or None; `certainty` the logit that those words
    answer. `says` is what it says to a question for yes or no; to any other one, whether what that takes for granted is
    so.
    """

    passage: Passage
    span: Span
    score: float
    short: Span | None = None
    certainty: float = 0.0
    says: Says = ""

    @property
    def text(self) -> str:
        return self.passage.text_of(self.span)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a question: evidence, best first, and how sure it is (0..1) that the library answers.

    `gap` says in words what the passages lack ("no passage gives a date"), or is empty. `uncovered` are the words of a
    question without evidence that nothing found has. `doubtful`: the evidence is the nearest there is, and questions
    that are answered are rarely this unsure.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    gap: str = ""
    uncovered: tuple[str, ...] = ()
    doubtful: bool = False


class Reader(Protocol):
    """Anything that reads passages for a question."""

    @property
    def name(self) -> str:
        """Goes into the record of every answer."""
        ...

    def read(self, question: str, hits: Sequence[Hit], articles: Mapping[str, Article]) -> Reading:
        """Find the sentences that answer; `hits` come best first, and `articles` has theirs by id."""
        ...
