"""From a question to an answer: condense, search, read, choose, cite.

One path: `stream` does the work and `answer` drains it. The engine keeps no state between questions, so threads may
share it. The reader says sentences of the articles, word for word; a language model, where one is given, writes its
own, and each is checked (`assistant.llm`).
"""

import time
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import STANDING, Answer, Citation, Event, Nearest, Read, Sentence, Side, Stage, Turn, Written
from assistant.asked import check
from assistant.caveats import caveats
from assistant.cite import cite
from assistant.compose import choose
from assistant.condense import Standalone, standalone
from assistant.dates import is_relative, written
from assistant.finding import Finder, Found
from assistant.llm.spec import spoken
from assistant.parts import Part, parts, together, unanswered
from assistant.reader.closed import is_closed
from assistant.reader.question import analyse, terms
from assistant.reader.reading import Evidence, Reader, Reading
from assistant.reader.speech.asked import asks_who_said
from assistant.scope import Scope, Scopes
from assistant.sides import sides
from corpus.article import Article
from corpus.home import Home
from index.index import Index
from index.passage import Hit
from index.where import ANYWHERE, Where
from prompts import words

if TYPE_CHECKING:
    from assistant.llm.connect import Model

_NUM_NEAREST = 3
_SHORT_SURE, _SHORT_CLEAR = 0.4, 1.0  # confidence, and logit against "no answer", that words by themselves need
_RIVAL, _NUM_RIVALS = 0.4, 4  # of the best sentence's odds, at which one of the next keeps them from standing alone


class Engine:
    """Answers questions from an index with a reader, and with a language model where one is given.

    `home` has the user's own prompts.
    """

    def __init__(self, index: Index, reader: Reader | None = None, home: Home | None = None) -> None:
        from assistant.reader.network import Network
        from assistant.reader.trained import TrainedReader

        self.index = index
        self._home = home or Home.resolve()
        network = Network()
        self._checker = Network.for_claims()  # its weights are read when a model first writes
        self._finder = Finder(index)
        self._scopes = Scopes(index)
        self.reader = reader or TrainedReader(index, network)

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
        model: "Model | None" = None,
        strict: bool = False,
    ) -> Answer:
        """`stream`, drained."""
        for event in self.stream(
            question, history, where=where, ignore=ignore, without=without, model=model, strict=strict
        ):
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
        model: "Model | None" = None,
        strict: bool = False,
    ) -> Iterator[Event]:
        """Stages, then each sentence after its citations, last the whole answer.

        Only articles that pass `where` are looked at, and of them not those whose ids are in `without`. Preferences
        that the question states are followed, but for those whose labels are in `ignore`. With a `model` that writes
        the answer, each of its sentences is checked; `strict` leaves out those that nothing supports. Where it fails
        the reader answers, and the answer says so. Raises `QuestionError`, `MisuseError` for a filter by a name that no
        article has, and `SettingsError` for prompts that cannot be used.
        """
        check(question)
        clock = _Clock()
        if model is not None and history:
            yield Stage("rewording", "the question")
        asked = self._standalone(question, history, model)
        scope = self._scopes.of(question, asked, where=where, ignore=ignore, without=without)
        searched = self._scopes.num_passages(scope)
        yield Stage("searching", f"{searched:,} passages")
        found = self._finder.find(asked, scope)
        clock.lap("search")
        yield Stage("reading", f"{len(found.hits)} passages")
        parts = self._parts(found, scope)
        whole = together(found.asked, parts)
        found, reading = whole.found, whole.reading
        clock.lap("read")
        common = Answer(
            question=question,
            standalone_question=found.asked.shown,
            refused=False,
            reason="",
            short_answer=None,
            sentences=(),
            citations=(),
            nearest=_nearest(found.hits, found.articles),
            engine=f"{self.reader.name}, index {self.index.version}",
            confidence=round(reading.confidence, 4),
            elapsed_ms={},
            searched=searched,
            where=scope.where,
            called=scope.called,
            preferences=scope.preferences,
            ignored=tuple(ignore),
        )
        if model is not None and found.hits:
            wrote = yield from self._written(model, found, reading, common, clock, strict=strict)
            if not wrote.failed:
                return
            common = replace(common, written=wrote)
        yield from self._read_out(whole, parts, self._refusal(asked, scope, found.hits, reading), common, clock)

    def _standalone(self, question: str, history: Sequence[Turn], model: "Model | None") -> Standalone:
        """The question made to stand alone: by the model, where there is one and it gives it."""
        if model is not None and history:
            from assistant.llm.follow import standalone_by

            text = standalone_by(model, question, history, self._home)
            if text is not None:
                return Standalone(text, (text,))
        return standalone(question, history, self.index.document_frequency)

    def _read_out(
        self, whole: Part, parts: Sequence[Part], reason: str, common: Answer, clock: "_Clock"
    ) -> Iterator[Event]:
        """The reader's answer: sentences of the articles, word for word; or why there is none."""
        yield Stage("checking", "citations")
        found, reading = whole.found, whole.reading
        shown, articles = found.asked.shown, found.articles
        differing = [] if reason else [(one, sides(one.question, one.reading.evidence)) for one in parts]
        groups = next((some for _, some in differing if some), [])  # one table has room for one matter
        must = [group.evidence[0] for group in groups]
        must += [one.reading.evidence[0] for one, some in differing if not some and one.reading.evidence]
        chosen = [] if reason else choose(reading.evidence, must if groups or len(parts) > 1 else ())
        groups = (
            groups if all(group.evidence[0] in chosen for group in groups) else []
        )  # none that nothing is cited for
        citations = cite(chosen, articles)
        cited = dict(zip(chosen, citations, strict=True))
        shorts = [None if groups or reason else _short(one.question, cited, one.reading) for one in parts]
        short = None if None in shorts else words.SHORTS.join(map(str, shorts))
        places = [_place(piece, shorts, parts) for piece in chosen]
        sentences = [
            Sentence(one.quote, (one.n,), "verbatim", place) for one, place in zip(citations, places, strict=True)
        ]
        for citation, sentence in zip(citations, sentences, strict=True):
            yield citation
            yield sentence
        wrote = common.written
        if wrote and not reason:
            wrote = replace(wrote, failed=f"{wrote.failed} {words.READERS}")
        answer = replace(
            common,
            written=wrote,
            refused=bool(reason),
            reason=reason,
            short_answer=short if len(parts) > 1 else _dated(short, chosen, articles),
            sentences=tuple(sentences),
            sides=tuple(Side(group.answer, _numbers(group.evidence, chosen)) for group in groups),
            uncovered=reading.uncovered if reason else (),
            caveats=(
                *caveats(shown, chosen, articles, doubtful=reading.doubtful, preferences=common.preferences),
                *(words.DOUBTFUL_PART.format(question=one) for one in unanswered(parts)),
            ),
        )
        yield self._whole(answer, citations, found, clock)

    def _written(
        self, model: "Model", found: Found, reading: Reading, common: Answer, clock: "_Clock", *, strict: bool
    ) -> Generator[Event, None, Written]:
        """The model's answer, its sentences checked; returns what became of it, `failed` where it gave none."""
        from assistant.llm.errors import ModelError
        from assistant.llm.writer import Draft, Writer

        shown, articles = found.asked.shown, found.articles
        likeliest = [*(piece.passage for piece in reading.evidence), *(hit.passage for hit in found.hits)]
        passages = [*{one.id: one for one in likeliest}.values()]
        draft: Draft | None = None
        writer = Writer(self.index, self._checker, self._home)
        try:
            for event in writer.write(model, shown, passages, articles, strict=strict):
                if isinstance(event, Draft):
                    draft = event
                else:
                    yield event
        except ModelError as error:
            clock.lap("model")
            why = words.MODEL_FAILED.format(model=spoken(model.name), why=error.message)
            return Written(model.name, "", failed=why, draft=error.draft)
        if draft is None:
            raise RuntimeError("a model's answer ended without its draft")
        clock.lap("write")
        clock.note("model", draft.model_ms)
        holds = [one for one in draft.sentences if one.support in STANDING or one.support == "partly"]
        refused = draft.none or not holds
        reason = (words.REFUSED_BY_MODEL if draft.none else words.REFUSED_UNSUPPORTED).format(model=spoken(model.name))
        answer = replace(
            common,
            refused=refused,
            reason=reason if refused else "",
            sentences=() if refused else tuple(draft.sentences),
            engine=f"{model.name}, {common.engine}",
            caveats=() if refused else caveats(shown, draft.quotes, articles, preferences=common.preferences),
            written=replace(draft.written, draft=draft.text if refused and not draft.none else ""),
        )
        yield self._whole(answer, [] if refused else draft.citations, found, clock)
        return draft.written

    def _whole(self, answer: Answer, citations: Sequence[Citation], found: Found, clock: "_Clock") -> Answer:
        """An answer with its citations, and what they come to."""
        clusters = self.index.clusters([one.article_id for one in citations])
        clock.lap("check")
        return replace(
            answer,
            citations=tuple(citations),
            elapsed_ms=clock.total(),
            independent=len(clusters),
            reprints=sum(map(len, clusters.values())) - len(clusters),
            read=_also_read(found.hits, found.articles, citations),
        )

    def _parts(self, found: Found, scope: Scope) -> list[Part]:
        """The questions in a question, each found and read; mostly it is one."""
        some = parts(found.asked.shown, self.index.document_frequency)
        each = [found] if len(some) == 1 else [self._finder.find(one, scope) for one in some]
        return [Part(*self._answered(one, scope)) for one in each]

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
        return self._scopes.refusal(scope, gap, elsewhere=bool(reading.evidence) and not reading.doubtful)


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
    short = best.passage.text_of(best.short) if best.short and sure and not _has_rival(reading.evidence) else None
    if asks_who_said(question) is not None:
        return cited[best].speaker or short or words.THE_ARTICLE
    return short


def _has_rival(evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence that is nearly as likely as the best answers in other words: then no words stand alone."""
    best, *others = evidence[: _NUM_RIVALS + 1]
    mine = set(terms(_words_of(best)))
    for piece in others:
        if piece.score >= _RIVAL * best.score and piece.certainty >= _SHORT_CLEAR:
            theirs = set(terms(_words_of(piece)))
            if not (mine <= theirs or theirs <= mine):
                return True
    return False


def _words_of(piece: Evidence) -> str:
    return piece.passage.text_of(piece.short) if piece.short else ""


def _dated(short: str | None, chosen: Sequence[Evidence], articles: Mapping[str, Article]) -> str | None:
    """A short answer that is only known beside its article's date ("Monday"), with that."""
    published = articles[chosen[0].passage.article_id].published if short and chosen else None
    if short is None or published is None or not is_relative(short):
        return short
    return words.SHORT_DATED.format(short=short, date=written(published))


def _place(piece: Evidence, shorts: Sequence[str | None], parts: Sequence[Part]) -> tuple[int, int] | None:
    """Where the short answer of a part stands in the sentence that gives it."""
    for short, part in zip(shorts, parts, strict=True):
        if not short or piece != part.reading.evidence[0] or short.lower() == piece.says:
            continue
        if piece.short and piece.passage.text_of(piece.short) == short:
            return piece.short.start - piece.span.start, piece.short.end - piece.span.start
        start = piece.text.find(short)
        return (start, start + len(short)) if start >= 0 else None
    return None


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

    def note(self, stage: str, milliseconds: float) -> None:
        self._laps[stage] = round(milliseconds, 2)

    def total(self) -> dict[str, float]:
        return {"total": round((time.perf_counter() - self._start) * 1000, 2), **self._laps}
