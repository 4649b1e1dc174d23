"""Candidates for a suggestion: what a place of an article answers and a person might ask, what speaks against it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.condense import leans
from assistant.evaluation.drafting.article import drafted
from assistant.evaluation.drafting.clause import Asks, Made
from assistant.evaluation.drafting.described import callings, things
from assistant.evaluation.drafting.events import fates, happenings
from assistant.evaluation.drafting.lexicon import COUNTRIES, NO_START
from assistant.evaluation.drafting.natural import has_short_form, is_natural, tidied
from assistant.evaluation.drafting.occasions import occasion, views_of_it
from assistant.evaluation.drafting.topics import said_about, subjects, views_of, who_is
from assistant.evaluation.drafting.voices import voices
from assistant.reader.question import terms
from assistant.reader.speech.sayer import is_title
from assistant.suggesting.place import Place

if TYPE_CHECKING:
    from assistant.library import Library

_SAME = 0.5  # share of two questions' terms from which they are one question
_TOLD = 0.6  # share of a question's terms in a sentence on the screen from which that answers it
_SAID = 0.8  # share of a sentence's terms in one on the screen from which it is told there
_OF_ONE = re.compile(
    r"Who is .*?(?P<who>[^ ]+)\?$|What did .*?(?P<alone>[^ ]+) say\?$"
    r"|What did .+ say about (?:the )?(?P<topic>[^ ]+)\?$"
)
_NAME_ASKED = re.compile(r"^(?:Who|What|Where) is |\?$")
_SPEAKER = re.compile(r"^What did | say(?: about .+)?\?$")
_KNOWN, _BROAD, _FEW = 0.03, 0.2, 5  # shares of the passages, and passages: a name in more is known, or no topic
_MOST_TEXT = 50_000  # characters of an article in which a fuller name is looked for
_MOST_TOPICS = 2  # names of which it is asked what others say
_FADES = 8  # sentences from the cited one at which nearness is worth half
_TITLED, _LENGTH = 0.3, 0.06  # worth of a term of the title, and of a word less

# How readily a person asks it: reasons and places before names, since a "Who" leaves out whom it is about.
_WORTH: dict[Asks, float] = {"why": 2.0, "what": 1.5, "how-many": 1.5, "where": 1.2, "when": 1.2, "who": 0.8}
_OTHER_VOICE, _BROAD_TOPIC, _COUNTRY, _NO_TOPIC = (
    -0.2,
    -0.4,
    -0.8,
    -1.0,
)  # less: anybody's words; on a plain noun; a country; nothing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, what its sentence answers, and that sentence: its number in its place, its start in its article."""

    asks: Asks
    question: str
    answer: str
    sentence: str
    article_id: str
    outlet: str
    published: str
    number: int
    start: int
    worth: float
    speaker: str = ""  # where it asks for somebody's words
    belongs: bool = False  # to what is asked, however far its sentence is from that
    leaning: str = ""  # a noun that only a conversation about it explains: "the vote"
    exact: bool = False  # only its own sentence will do
    loose: bool = False  # any words of the speaker's will do, in its article
    here: bool = False  # to be asked only where its article is cited

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(terms(self.question))

    @property
    def presents(self) -> bool:
        """Whether it asks who or what something is: of what has not been spoken of, nobody asks that first."""
        return self.question.startswith(("Who is ", "What is ", "Where is "))

    @property
    def kind(self) -> str:
        """What it asks for, by which suggestions take turns."""
        return "says" if self.speaker else self.asks

    def nearer(self, number: int) -> "Candidate":
        """The candidate, worth more the nearer its sentence is to the one with that number."""
        return replace(self, worth=self.worth + 1 / (1 + abs(self.number - number) / _FADES))


def candidates(place: Place, text: str) -> tuple[Candidate, ...]:
    """What a place answers; `text` is all of its article."""
    found = (*_drafted(place), *_spoken(place), *_who_is(place))
    return tuple(_best(one for one in found if _stands(one.question, text)))


def of_conversation(place: Place, asked: str, said: str) -> Iterator[Candidate]:
    """Who those are whom the screen names, and what others say of what the question names."""
    named = place.nouns.persons(said)
    for one in _who_is(place) if named else ():
        if one.question.rstrip("?").split()[-1] in named:
            yield replace(one, belongs=True)
    topics = subjects(place.text, asked or place.title, place.nouns, countries=bool(asked))[:_MOST_TOPICS]
    for number, made in views_of(place.text, place.spans, place.nouns, place.spoken, topics):
        yield replace(_candidate(place, number, made, says=True), belongs=True)


def _drafted(place: Place) -> Iterator[Candidate]:
    """What single sentences answer by what they tell."""
    for number, made in drafted(place.sentences, place.published, place.nouns):
        tidy = Made(made.asks, tidied(made.question), made.answer)
        if is_natural(tidy, place.nouns):
            yield _candidate(place, number, tidy)
    told = place.told
    for number, made in fates(place.sentences, place.nouns, told):
        yield replace(_candidate(place, number, made), exact=True)
    for number, made in happenings(place.sentences, place.published, place.nouns, told):
        yield replace(_candidate(place, number, made), exact=True)


def _spoken(place: Place) -> Iterator[Candidate]:
    """What single sentences answer by what somebody says in them."""
    spoken = place.spoken
    for number, made in said_about(place.text, place.spans, place.nouns, spoken):
        yield _candidate(place, number, made, says=True)
    for number, made, leaning in voices(place.text, place.spans, place.nouns, spoken, place.by):
        one = _candidate(place, number, made, says=True)
        topic = made.question.partition(" say about ")[2].rstrip("?").removeprefix("the ")
        less = _COUNTRY if topic in COUNTRIES else _BROAD_TOPIC if topic.islower() and " " not in topic else 0.0
        yield replace(one, leaning=leaning, here=bool(leaning), worth=one.worth + _OTHER_VOICE + less)
    about = occasion(place.title, [place.sentences[number] for number in spoken], place.nouns)
    for number, made in views_of_it(about, place.text, place.nouns, place.by, spoken):
        one = _candidate(place, number, made, says=True)
        yield replace(one, loose=True, here=not about, worth=one.worth + (_OTHER_VOICE if about else _NO_TOPIC))


def _who_is(place: Place) -> Iterator[Candidate]:
    for number in place.spoken:
        sentence = place.sentences[number]
        for made in (*who_is(sentence, place.nouns), *callings(sentence, place.nouns), *things(sentence, place.nouns)):
            first = _NAME_ASKED.sub("", made.question).split()[0]
            if not is_title(first) and first.casefold() not in NO_START:
                yield _candidate(place, number, made)


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    """Each question once, where it is worth most."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.question not in best or one.worth > best[one.question].worth:
            best[one.question] = one
    return list(best.values())


def _stands(question: str, text: str) -> bool:
    """Whether a question names all in full, as far as its article tells, and points at nothing."""
    return not has_short_form(question, text[:_MOST_TEXT]) and not leans(question)


def _candidate(place: Place, number: int, made: Made, *, says: bool = False) -> Candidate:
    of_title = len(frozenset(terms(made.question)) & frozenset(terms(place.title)))
    return Candidate(
        asks=made.asks,
        question=made.question,
        answer=made.answer,
        sentence=place.sentences[number],
        article_id=place.article_id,
        outlet=place.outlet,
        published=place.published,
        number=number,
        start=place.first + place.spans[number][0],
        worth=_WORTH[made.asks] + _TITLED * min(of_title, 2) - _LENGTH * len(made.question.split()),
        speaker=_SPEAKER.sub("", made.question) if says else "",
    )


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions, or two sentences, with these terms are one."""
    return len(one & other) >= _SAME * len(one | other)


def repeats(one: Candidate, asked: Iterable[str]) -> bool:
    """Whether a question has been asked, in these or like words."""
    return any(alike(one.terms, frozenset(terms(question))) for question in asked)


def is_told(one: Candidate, shown: Iterable[str]) -> bool:
    """Whether what is on the screen answers a question already."""
    own = frozenset(terms(one.sentence))
    for text in shown:
        said = frozenset(terms(text))
        if one.sentence in text or len(own & said) >= _SAID * len(own):
            return True
        if one.answer and one.answer in text and len(one.terms & said) >= _TOLD * len(one.terms):
            return True
    return False


def is_household(library: "Library", one: Candidate) -> bool:
    """Whether a question asks who somebody is, or what is said of a name, that a good part of the library has."""
    found = _OF_ONE.match(one.question)
    if found is None:
        return False
    alone = found["who"] or found["alone"]
    most, name = (_KNOWN, alone) if alone else (_BROAD, found["topic"])
    return library.opened.document_frequency([name])[name] > max(_FEW, most * library.opened.num_passages)
