"""From a question to an answer: condense, search, read, choose, cite.

One path: `stream` does the work and `answer` drains it. The engine keeps no state between questions, so threads may
share it. What it says are sentences of the articles, word for word; a model that writes its own comes in beside it.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from assistant.answer import Answer, Event, Nearest, Sentence, Stage, Turn
from assistant.asked import check
from assistant.cite import cite
from assistant.compose import choose
from assistant.condense import condense
from assistant.reader.reading import Evidence, Reader, Reading
from assistant.spelling import mend
from corpus.article import Article
from index.index import Index, UnknownArticle
from index.passage import Hit, Passage
from prompts import words

_NUM_HITS = 12  # passages read; the reader's cost grows with them, and beyond 12 the fused search rarely has the answer
_NUM_NEAREST = 3


class Engine:
    """Answers questions from an index with a reader."""

    def __init__(self, index: Index, reader: Reader | None = None) -> None:
        from assistant.reader.similarity import SimilarityReader

        self.index = index
        self.reader = reader or SimilarityReader(index)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """`stream`, drained."""
        for event in self.stream(question, history):
            if isinstance(event, Answer):
                return event
        raise RuntimeError("a stream ended without its answer")

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """Stages, then each sentence after its citations, last the whole answer. Raises `QuestionError`."""
        check(question)
        clock = _Clock()
        standalone = condense(question, history)
        yield Stage("searching", f"{self.index.num_passages:,} passages")
        hits, standalone = self._search(standalone)
        hits, articles = self.standing(hits)
        clock.lap("search")
        yield Stage("reading", f"{len(hits)} passages")
        reading = self.reader.read(standalone, hits) if hits else Reading((), 0.0)
        clock.lap("read")
        yield Stage("checking", "citations")
        reason = self._refusal(hits, reading)
        chosen = [] if reason else choose(reading.evidence)
        citations = cite(chosen, articles)
        sentences = [Sentence(citation.quote, (citation.n,), "verbatim") for citation in citations]
        clock.lap("check")
        for citation, sentence in zip(citations, sentences, strict=True):
            yield citation
            yield sentence
        yield Answer(
            question=question,
            standalone_question=standalone,
            refused=bool(reason),
            reason=reason,
            short_answer=_short_answer(chosen, reading),
            sentences=tuple(sentences),
            citations=tuple(citations),
            nearest=_nearest(hits, articles),
            engine=f"{self.reader.name}, index {self.index.version}",
            confidence=round(reading.confidence, 4),
            elapsed_ms=clock.total(),
        )

    def _search(self, question: str) -> tuple[list[Hit], str]:
        """The hits, and the question that found them: with its misspelt words mended, where that changes it."""
        hits = self.index.search(question, _NUM_HITS)
        mended = mend(question, self.index.document_frequency, [hit.passage.text for hit in hits])
        return (hits, question) if mended == question else (self.index.search(mended, _NUM_HITS), mended)

    def standing(self, hits: Sequence[Hit]) -> tuple[list[Hit], dict[str, Article]]:
        """The hits that stand in their articles, and those: one may be edited or removed since the search."""
        articles: dict[str, Article] = {}
        for article_id in {hit.passage.article_id for hit in hits}:
            with suppress(UnknownArticle):  # removed since the search: its hits fall out below
                articles[article_id] = self.index.article(article_id)
        return [hit for hit in hits if _stands(hit.passage, articles.get(hit.passage.article_id))], articles

    def _refusal(self, hits: Sequence[Hit], reading: Reading) -> str:
        """Why there is no answer, or the empty string."""
        if not hits:
            return words.REFUSED_NOTHING_FOUND if self.index.num_passages else words.REFUSED_EMPTY
        if reading.gap:
            return words.REFUSED_GAP.format(gap=reading.gap)
        return "" if reading.evidence else words.REFUSED


def _short_answer(chosen: Sequence[Evidence], reading: Reading) -> str | None:
    """The short answer of the best sentence, if it is said."""
    best = reading.evidence[0] if reading.evidence else None
    if best is None or best.short is None or best not in chosen:
        return None
    return best.passage.text[best.short.start - best.passage.start : best.short.end - best.passage.start]


def _stands(passage: Passage, article: Article | None) -> bool:
    return article is not None and article.text[passage.start : passage.end] == passage.text


def _nearest(hits: Sequence[Hit], articles: dict[str, Article]) -> tuple[Nearest, ...]:
    ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:_NUM_NEAREST]
    return tuple(Nearest(article_id, articles[article_id].title or articles[article_id].source) for article_id in ids)


class _Clock:
    """Milliseconds per stage."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        return {"total": round((time.perf_counter() - self._start) * 1000, 2), **self._laps}
