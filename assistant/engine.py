"""From a question to an answer: condense, search, read, choose, cite.

One path: `stream` does the work and `answer` drains it. The engine keeps no state between questions, so threads may
share it. What it says are sentences of the articles, word for word; a model that writes its own comes in beside it.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Event, Nearest, Read, Sentence, Side, Stage, Turn
from assistant.asked import check
from assistant.caveats import caveats
from assistant.cite import cite
from assistant.compose import choose
from assistant.condense import Standalone, standalone
from assistant.finding import Finder, Found
from assistant.reader.closed import is_closed
from assistant.reader.question import analyse
from assistant.reader.reading import Evidence, Reader, Reading
from assistant.reader.speech.asked import asks_who_said
from assistant.scope import Scope, Scopes
from assistant.sides import sides
from corpus.article import Article
from index.index import Index
from index.passage import Hit
from index.where import ANYWHERE, Where
from prompts import words

_NUM_NEAREST = 3
_SHORT_SURE, _SHORT_CLEAR = 0.4, 1.0  # confidence, and logit against "no answer", that words by themselves need


class Engine:
    """Answers questions from an index with a reader."""

    def __init__(self, index: Index, reader: Reader | None = None) -> None:
        from assistant.reader.network import Network
        from assistant.reader.trained import TrainedReader

        self.index = index
        self._finder = Finder(index)
        self._scopes = Scopes(index)
        self.reader = reader or TrainedReader(index, Network())

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Answer:
        """`stream`, drained."""
        for event in self.stream(question, history, where=where, ignore=ignore, without=without):
            if isinstance(event, Answer):
                return event
        raise RuntimeError("a stream ended without its answer")

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Iterator[Event]:
        """Stages, then each sentence after its citations, last the whole answer.

        Only articles that pass `where` are looked at, and of them not those whose ids are in `without`. Preferences
        that the question states are followed, but for those whose labels are in `ignore`. Raises `QuestionError`, and
        `MisuseError` for a filter by a name that no article has.
        """
        check(question)
        clock = _Clock()
        asked = standalone(question, history, self.index.document_frequency)
        scope = self._scopes.of(question, asked, where=where, ignore=ignore, without=without)
        searched = self._scopes.num_passages(scope)
        yield Stage("searching", f"{searched:,} passages")
        found = self._finder.find(asked, scope)
        clock.lap("search")
        yield Stage("reading", f"{len(found.hits)} passages")
        found, reading = self._answered(found, scope)
        shown, hits, articles = found.asked.shown, found.hits, found.articles
        clock.lap("read")
        yield Stage("checking", "citations")
        reason = self._refusal(asked, scope, hits, reading)
        groups = [] if reason else sides(shown, reading.evidence)
        chosen = [] if reason else choose(reading.evidence, [group.evidence[0] for group in groups])
        groups = (
            groups if all(group.evidence[0] in chosen for group in groups) else []
        )  # none that nothing is cited for
        citations = cite(chosen, articles)
        short = None if groups else _short(shown, dict(zip(chosen, citations, strict=True)), reading)
        places = [_place(piece, short, reading) for piece in chosen]
        sentences = [
            Sentence(one.quote, (one.n,), "verbatim", place) for one, place in zip(citations, places, strict=True)
        ]
        clusters = self.index.clusters([one.article_id for one in citations])
        clock.lap("check")
        for citation, sentence in zip(citations, sentences, strict=True):
            yield citation
            yield sentence
        yield Answer(
            question=question,
            standalone_question=shown,
            refused=bool(reason),
            reason=reason,
            short_answer=short,
            sentences=tuple(sentences),
            citations=tuple(citations),
            nearest=_nearest(hits, articles),
            engine=f"{self.reader.name}, index {self.index.version}",
            confidence=round(reading.confidence, 4),
            elapsed_ms=clock.total(),
            sides=tuple(Side(group.answer, _numbers(group.evidence, chosen)) for group in groups),
            uncovered=reading.uncovered if reason else (),
            searched=searched,
            caveats=caveats(shown, chosen, articles),
            where=scope.where,
            preferences=scope.preferences,
            ignored=tuple(ignore),
            independent=len(clusters),
            reprints=sum(map(len, clusters.values())) - len(clusters),
            read=_also_read(hits, articles, citations),
        )

    def _answered(self, found: Found, scope: Scope) -> tuple[Found, Reading]:
        """What was read; a question without an answer is tried once more with its spelling mended more boldly."""
        reading = self._read(found)
        if reading.evidence or not self.index.num_passages:
            return found, reading
        wider = self._finder.find_wider(found, scope)
        again = self._read(wider) if wider else reading
        return (wider, again) if wider and again.evidence else (found, reading)

    def _read(self, found: Found) -> Reading:
        return self.reader.read(found.asked.shown, found.hits, found.articles) if found.hits else Reading((), 0.0)

    def standing(self, hits: Sequence[Hit]) -> tuple[list[Hit], dict[str, Article]]:
        """The hits that stand in their articles, and those."""
        return self._finder.standing(hits)

    def _refusal(self, asked: Standalone, scope: Scope, hits: Sequence[Hit], reading: Reading) -> str:
        """Why there is no answer, or the empty string; under a filter, what that kept from being read."""
        if not hits:
            reason = words.REFUSED_NOTHING_FOUND if self.index.num_passages else words.REFUSED_EMPTY
        elif reading.gap:
            reason = words.REFUSED_GAP.format(gap=reading.gap)
        else:
            reason = "" if reading.evidence else words.REFUSED
        return self._refusal_filtered(asked, scope, reason) if reason and scope.where else reason

    def _refusal_filtered(self, asked: Standalone, scope: Scope, reason: str) -> str:
        """The reason with what the filter kept from being read, which is looked for once without it."""
        anywhere = replace(scope, where=ANYWHERE)
        _, reading = self._answered(self._finder.find(asked, anywhere), anywhere)
        gap = "" if reason in {words.REFUSED, words.REFUSED_NOTHING_FOUND} else reason
        return self._scopes.refusal(scope, gap, elsewhere=bool(reading.evidence))


def _short(question: str, cited: Mapping[Evidence, Citation], reading: Reading) -> str | None:
    """The short answer of the best piece, when that is said and sure; of "who said", its speaker.

    Of a question for yes or no only what the best piece says to it: the words that answer it are neither. A reason is
    told by its sentence: a few words of it are half of one.
    """
    best = reading.evidence[0] if reading.evidence else None
    if best is None or best not in cited or analyse(question).kind == "reason":
        return None
    if is_closed(question):
        return best.says.capitalize() or None
    sure = reading.confidence >= _SHORT_SURE and best.certainty >= _SHORT_CLEAR
    short = best.passage.text_of(best.short) if best.short and sure else None
    if asks_who_said(question) is not None:
        return cited[best].speaker or short or words.THE_ARTICLE
    return short


def _place(piece: Evidence, short: str | None, reading: Reading) -> tuple[int, int] | None:
    """Where the short answer stands in its sentence."""
    if not short or piece != reading.evidence[0] or short.lower() == piece.says:
        return None
    if piece.short and piece.passage.text_of(piece.short) == short:
        return piece.short.start - piece.span.start, piece.short.end - piece.span.start
    start = piece.text.find(short)
    return (start, start + len(short)) if start >= 0 else None


def _numbers(evidence: Sequence[Evidence], chosen: Sequence[Evidence]) -> tuple[int, ...]:
    return tuple(n for n, piece in enumerate(chosen, start=1) if piece in evidence)


def _nearest(hits: Sequence[Hit], articles: Mapping[str, Article]) -> tuple[Nearest, ...]:
    ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:_NUM_NEAREST]
    return tuple(Nearest(article_id, articles[article_id].title or articles[article_id].source) for article_id in ids)


def _also_read(hits: Sequence[Hit], articles: Mapping[str, Article], citations: Sequence[Citation]) -> tuple[Read, ...]:
    """The best passage of each article that was read and is not cited."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit)
    cited = {one.article_id for one in citations}
    found = [(articles[key], hit.passage) for key, hit in best.items() if key not in cited]
    return tuple(
        Read(one.id, one.title or one.source, one.outlet, one.published, passage.start, passage.end)
        for one, passage in found
    )


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
