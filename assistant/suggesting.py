"""Questions to ask next, and to begin with: drafted from the library's sentences, and each asked before it is shown.

Candidates are drafted by rules of grammar (`evaluation/drafting`), judged as an editor would, put in order and then
asked of the engine: one stands when the answer opens with the sentence that it was drawn from, or with its words. A few
are tried and never many, since each costs an answer; none is better than a clumsy one. English only.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Turn
from assistant.condense import leans
from assistant.evaluation.drafting.article import drafted, is_speech
from assistant.evaluation.drafting.clause import Asks, Made
from assistant.evaluation.drafting.natural import has_short_form, is_natural, tidied
from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.topics import said_about, subjects, views_of, who_is
from assistant.reader.question import terms
from corpus.article import Article
from index.errors import UnknownArticle
from index.sentences import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.library import Library

_MOST_FOLLOWUPS = 3
_MOST_ARTICLES = 6  # around an answer: what it cites, then what was read for it
_AROUND = 4_000  # characters before and after a cited place that are looked at: some forty sentences
_ASKED, _SECONDS = 8, 2.0  # questions tried after an answer, and the time after which no other is begun
_SAMPLE, _ASKED_FIRST, _SECONDS_FIRST = 64, 24, 6.0  # the same for the first screen, which is kept with the index
_OPENING = 3_000  # characters of an article that tell what it is about
_SAME = 0.5  # share of two questions' terms from which they are one question
_TOLD = 0.6  # share of a question's terms in a sentence on the screen from which that answers it
_LEAST_SURE = 0.25  # confidence; of 79 drafted questions 63 of 69 above 0.4 and 6 of 10 below found their sentence
_AHEAD = 4  # candidates among which another kind is looked for
_OF_ONE = re.compile(r"Who is .*?(?P<who>[^ ]+)\?$|What did .+ say about (?:the )?(?P<topic>[^ ]+)\?$")
_KNOWN, _BROAD, _FEW = 0.03, 0.2, 5  # shares of the passages, and passages: a name in more is known, or no topic
_MOST_TEXT = 50_000  # characters of an article in which a fuller name is looked for
_MOST_TOPICS = 2  # names of which it is asked what others say
_NEARNESS = 4.0  # worth of a cosine of 1
_NEAR_ENOUGH, _NEAR_ELSEWHERE = 0.2, 0.55  # cosine with the conversation, in an article that is cited and in others
_FARTHER = 0.75  # of that cosine is enough where there are too few that are so near
_FADES = 8  # sentences from the cited one at which nearness is worth half
_TITLED, _LENGTH = 0.3, 0.06  # worth of a term of the title, and of a word less

# How readily a person asks it: reasons and places before names, since a "Who" leaves out whom it is about.
_WORTH: dict[Asks, float] = {"why": 2.0, "what": 1.5, "how-many": 1.5, "where": 1.2, "when": 1.2, "who": 0.8}


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of an article: `spans` are the sentences of `text`, `near` the number of the one that was cited."""

    article: Article
    text: str
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]  # each on one line
    near: int
    first: int  # where `text` begins in the article

    @property
    def plain(self) -> list[int]:
        """The numbers of the sentences that are no furniture, quoted or not."""
        return [number for number, sentence in enumerate(self.sentences) if is_speech(sentence)]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, what its sentence answers, and that sentence; `speaker` where it asks for somebody's words."""

    asks: Asks
    question: str
    answer: str
    sentence: str
    article: Article
    start: int  # of the sentence in the article
    worth: float
    speaker: str = ""
    belongs: bool = False  # to what is asked, however far its sentence is from that

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(terms(self.question))


def followups(
    library: "Library", answer: Answer, history: Sequence[Turn] = (), *, hurried: Callable[[], bool] = lambda: False
) -> tuple[str, ...]:
    """Up to three questions that go on from an answer, each of which the library answers; `history` is before it.

    Takes about a second: it asks the engine a few times, and not again once it is `hurried`. Drawn from the articles
    cited and read, so that a refused answer is followed by what the library can answer near it.
    """
    asked = [answer.standalone_question, answer.question, *(turn.question for turn in history)]
    said = " ".join([answer.standalone_question, *(sentence.text for sentence in answer.sentences)])
    shown = [sentence.text for sentence in answer.sentences] + [turn.answer for turn in history]
    found = [
        one
        for one in _candidates(list(_places(library, answer)), asked=answer.standalone_question, said=said)
        if not (_repeats(one, asked) or _is_told(one, shown) or _is_household(library, one))
    ]
    ranked = _related(
        library, found, answer.standalone_question, {citation.article_id for citation in answer.citations}
    )
    standing = _standing(library, ranked, _MOST_FOLLOWUPS, asked=_ASKED, seconds=_SECONDS, shown=shown, hurried=hurried)
    return tuple(standing)


def _related(
    library: "Library", candidates: Sequence[_Candidate], asked: str, cited: Collection[str]
) -> list[_Candidate]:
    """The candidates that belong to a question, by what their sentences mean: the likeliest of the near ones first.

    Those who are named on the screen belong to it anyhow, and whatever is said of the topic.
    """
    about = library.opened.encode(asked)
    meanings = {article_id: _meanings(library, article_id) for article_id in {one.article.id for one in candidates}}
    kept = []
    for one in candidates:
        vector = meanings[one.article.id].get(one.start)
        score = float(about @ vector) if vector is not None else 0.0
        here = one.article.id in cited
        wanted = _NEAR_ENOUGH if here else _NEAR_ELSEWHERE
        near = (one.belongs and here) or score >= wanted
        if near or score >= _FARTHER * wanted:
            kept.append((not near, replace(one, worth=one.worth + _NEARNESS * score)))
    return [one for _, one in sorted(kept, key=lambda item: (item[0], -item[1].worth, item[1].question))]


def _meanings(library: "Library", article_id: str) -> dict[int, "NDArray[np.float32]"]:
    """The vectors of an article's sentences, by where they begin."""
    passages = library.opened.passages(article_id)
    vectors = library.opened.sentence_vectors([passage.id for passage in passages])
    return {
        span.start: vector
        for passage in passages
        if passage.id in vectors
        for span, vector in zip(passage.sentences, vectors[passage.id], strict=True)
    }


def openers(library: "Library", n: int = 4) -> tuple[str, ...]:
    """Up to `n` questions to begin with, from a sample of the articles, spread over their dates and outlets.

    The same for the same version of the index, but for what a slow machine has no time to try; takes seconds.
    """
    sample = library.opened.sample_articles(_SAMPLE)
    places = [place for info in sample for place in _around(library, info.id, 0, _OPENING)]
    ranked = _candidates(places)
    best: dict[str, _Candidate] = {}
    for one in ranked:
        best.setdefault(one.article.id, one)
    spread = _spread(best.values(), n)
    spread += [one for one in ranked if one not in spread]  # a small library may need a second one of an article
    return tuple(_standing(library, spread, n, asked=_ASKED_FIRST, seconds=_SECONDS_FIRST))


def _places(library: "Library", answer: Answer) -> Iterator[_Place]:
    """The surroundings of what an answer cites, then of what was read for it."""
    wanted = [(one.article_id, one.start) for one in answer.citations] + [
        (one.article_id, one.start) for one in answer.read
    ]
    seen: set[str] = set()
    for article_id, start in wanted:
        if article_id not in seen and len(seen) < _MOST_ARTICLES:
            seen.add(article_id)
            yield from _around(library, article_id, start)


def _around(library: "Library", article_id: str, start: int, reach: int = _AROUND) -> Iterator[_Place]:
    """The sentences of an English article around a place of it; nothing where it was removed meanwhile."""
    try:
        article = library.article(article_id)
    except UnknownArticle:
        return
    if article.language not in {"en", ""}:
        return
    first, last = max(0, start - reach), start + reach
    text = article.text[first:last]
    spans = list(split(text))
    if first:
        del spans[:1]  # cut in the middle
    if last < len(article.text):
        del spans[-1:]
    near = next((number for number, (_, end) in enumerate(spans) if end > start - first), 0)
    sentences = tuple(" ".join(text[slice(*span)].split()) for span in spans)
    yield _Place(article, text, tuple(spans), sentences, near, first)


def _candidates(places: Sequence[_Place], *, asked: str = "", said: str = "") -> list[_Candidate]:
    """What the places answer and a person might ask, the likeliest first; "Who is" only of those whom `said` names."""
    nouns = Nouns(sentence for place in places for sentence in place.sentences)
    found: dict[str, _Candidate] = {}
    for place in places:
        for one in (*_drafted(place, nouns), *_of_names(place, nouns, asked, said)):
            if one.question not in found or one.worth > found[one.question].worth:
                found[one.question] = one
    return sorted(found.values(), key=lambda one: (-one.worth, one.question))


def _drafted(place: _Place, nouns: Nouns) -> Iterator[_Candidate]:
    """What single sentences answer."""
    for number, made in drafted(place.sentences, place.article.published or "", nouns):
        tidy = Made(made.asks, tidied(made.question), made.answer)
        if is_natural(tidy, nouns) and _stands(tidy, place):
            yield _candidate(place, number, tidy)
    for number, made in said_about(place.text, place.spans, nouns, place.plain):
        if _stands(made, place):
            yield _candidate(place, number, made, says=True)


def _of_names(place: _Place, nouns: Nouns, asked: str, said: str) -> Iterator[_Candidate]:
    """Who those are whom the screen names, and what others say of what the question, or else the title, names."""
    named = nouns.persons(said)
    for number in place.plain if named else ():
        for made in who_is(place.sentences[number], nouns):
            if made.question.rstrip("?").split()[-1] in named:
                yield _candidate(place, number, made, belongs=True)
    topics = subjects(place.text, asked or place.article.title, nouns, countries=bool(asked))[:_MOST_TOPICS]
    for number, made in views_of(place.text, place.spans, nouns, place.plain, topics):
        yield _candidate(place, number, made, says=True, belongs=True)


def _stands(made: Made, place: _Place) -> bool:
    """Whether a question names all in full, as far as its article tells, and points at nothing."""
    return not has_short_form(made.question, place.article.text[:_MOST_TEXT]) and not leans(made.question)


def _candidate(place: _Place, number: int, made: Made, *, says: bool = False, belongs: bool = False) -> _Candidate:
    of_title = len(frozenset(terms(made.question)) & frozenset(terms(place.article.title)))
    near = 1 / (1 + abs(number - place.near) / _FADES)
    return _Candidate(
        asks=made.asks,
        question=made.question,
        answer=made.answer,
        sentence=place.sentences[number],
        article=place.article,
        start=place.first + place.spans[number][0],
        worth=_WORTH[made.asks] + _TITLED * min(of_title, 2) + near - _LENGTH * len(made.question.split()),
        speaker=made.question.partition(" say about ")[0].removeprefix("What did ") if says else "",
        belongs=belongs,
    )


def _repeats(one: _Candidate, asked: Iterable[str]) -> bool:
    """Whether a question has been asked, in these or like words."""
    return any(_alike(one.terms, frozenset(terms(question))) for question in asked)


def _is_told(one: _Candidate, shown: Iterable[str]) -> bool:
    """Whether what is on the screen answers a question already."""
    for text in shown:
        if one.sentence in text:
            return True
        said = frozenset(terms(text))
        if one.answer and one.answer in text and len(one.terms & said) >= _TOLD * len(one.terms):
            return True
    return False


def _is_household(library: "Library", one: _Candidate) -> bool:
    """Whether a question asks who somebody is, or what is said of a name, that a good part of the library has."""
    found = _OF_ONE.match(one.question)
    if found is None:
        return False
    most, name = (_KNOWN, found["who"]) if found["who"] else (_BROAD, found["topic"])
    return library.opened.document_frequency([name])[name] > max(_FEW, most * library.opened.num_passages)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * len(one | other)


def _standing(
    library: "Library",
    candidates: Sequence[_Candidate],
    most: int,
    *,
    asked: int,
    seconds: float,
    shown: Sequence[str] = (),
    hurried: Callable[[], bool] = lambda: False,
) -> Iterator[str]:
    """The first candidates that the library answers as drafted: no two alike, and kinds take turns."""
    began = time.monotonic()
    chosen: list[_Candidate] = []
    waiting = list(candidates)
    while waiting and asked and len(chosen) < most and time.monotonic() - began < seconds and not hurried():
        kinds = {other.asks for other in chosen}
        one = next((one for one in waiting[:_AHEAD] if one.asks not in kinds), waiting[0])
        waiting.remove(one)
        if any(_alike(one.terms, other.terms) or one.sentence == other.sentence for other in chosen):
            continue
        asked -= 1
        if _is_answered(library, one, shown):
            chosen.append(one)
            yield one.question


def _is_answered(library: "Library", one: _Candidate, shown: Sequence[str]) -> bool:
    """Whether the engine answers a question with its own sentence, or with its words, and without reservations."""
    answer = library.answer(one.question)
    if answer.refused or not answer.citations or answer.caveats or answer.sides or answer.confidence < _LEAST_SURE:
        return False
    if answer.standalone_question != one.question:
        return False  # a word was taken for misspelt
    first = answer.citations[0]
    said = " ".join(first.quote.split())
    if any(first.quote in text for text in shown) or (said != one.sentence and one.answer not in said):
        return False
    if one.speaker:
        return first.speaker.split()[-1:] == one.speaker.split()[-1:] and _is_about(one, said)
    return answer.short_answer is None or bool(set(terms(answer.short_answer)) & set(terms(one.answer)))


def _is_about(one: _Candidate, said: str) -> bool:
    """Whether words of somebody's have the name and the nouns of what they were asked about."""
    _, _, topic = one.question.partition(" say about ")
    nouns = {stem for word in topic.split() if word.islower() for stem in terms(word)}
    return one.answer in said and nouns <= set(terms(said))


def _spread(candidates: Iterable[_Candidate], n: int) -> list[_Candidate]:
    """One candidate an article, the best of each stretch of time first, and of an outlet that had none."""
    dated = sorted(candidates, key=lambda one: (one.article.published or "", one.article.id))
    size = max(1, -(-len(dated) // max(n, 1)))
    stretches = [sorted(dated[at : at + size], key=lambda one: -one.worth) for at in range(0, len(dated), size)]
    order: list[_Candidate] = []
    outlets: set[str] = set()
    while any(stretches):
        for stretch in filter(None, stretches):
            one = next((one for one in stretch if one.article.outlet not in outlets), stretch[0])
            stretch.remove(one)
            outlets.add(one.article.outlet)
            order.append(one)
    return order
