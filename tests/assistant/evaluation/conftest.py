"""A small library in a real index, read by a fake whose answers can be told by hand: no model is loaded."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from assistant.engine import Engine
from assistant.evaluation.search import words
from assistant.library import Library
from assistant.reader.reading import Evidence, Reading
from corpus.article import Article
from corpus.home import Home
from index.passage import Hit
from tests.conftest import AxisEncoder

_ENOUGH = 0.5  # share of the question's words that a sentence must have to answer it

MORE_ARTICLES = {
    "envoy.md": """---
title: The envoy <script>alert(1)</script>
outlet: Example & Post
date: 2022-03-15
---
On 13 March the envoy carried a treaty proposal to Moscow.
Sergei Ryabkov presented the grain proposal in Ankara on 14 May 2022.

Seventeen senators signed the treaty letter to President Joe Biden. Subscribe to our newsletter to read more of this.
""",
    "court.txt": """The prison and the court

The Supreme Court closed the prison in Murmansk on 3 April 2019. Elena Petrova visited the prison in Murmansk in 2018.

He said that it was over. They left the prison in May 2017, and nobody knows where they went afterwards.
""",
}


class OverlapReader:
    """Answers with the sentence that has most of the question's words, and is as sure as their share is high."""

    name = "overlap"

    def read(self, question: str, hits: Sequence[Hit], articles: Mapping[str, Article] | None = None) -> Reading:
        asked = set(words(question))
        pieces = [
            Evidence(hit.passage, span, len(asked & set(words(_text(hit, span.start, span.end)))) / len(asked))
            for hit in hits
            for span in hit.passage.sentences
        ]
        best = max(pieces, key=lambda piece: (piece.score, piece.text))
        return Reading((best,) if best.score >= _ENOUGH else (), best.score)


def _text(hit: Hit, start: int, end: int) -> str:
    return hit.passage.text[start - hit.passage.start : end - hit.passage.start]


@pytest.fixture
def encoder() -> AxisEncoder:
    """The fake encoder, in place of the real one of the other tests of the assistant."""
    return AxisEncoder()


@pytest.fixture
def folder(folder: Path) -> Path:
    """The four articles and two more, one of them hostile."""
    for name, text in MORE_ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(home: Home, folder: Path, encoder: AxisEncoder) -> Library:
    """The six articles, added, indexed, and read by the fake."""
    made = Library(home, encoder)
    made.add([folder])
    made.index()
    made.engine = Engine(made.opened, OverlapReader())
    return made
