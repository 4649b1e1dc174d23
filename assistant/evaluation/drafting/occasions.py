"""What an article is about, as a phrase that anybody understands, and what people ask of it.

"the fire in Koszalin", "the referendum on independence", "talks between Latvia and Norway": an event that the title or
the opening sentence names, with where or of what it is. Of it is asked what each who is quoted said about it. Where
neither names an event so, there is none.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.lexicon import COUNTRIES, MONTH
from assistant.evaluation.drafting.nouns import CAPITAL, DEMONYM, Nouns
from assistant.evaluation.drafting.topics import named_topics
from assistant.evaluation.drafting.voices import sayer

_EVENT = (
    r"(?:explosion|blast|crash|collision|fire|flood|shooting|stabbing|attack|bombing|collapse|accident|derailment"
    r"|eruption|earthquake|landslide|storm|hurricane|typhoon|strike|protests?|demonstrations?|riots?|march|elections?"
    r"|referendum|vote|summit|meeting|talks|conference|trial|verdict|ruling|raid|robbery|kidnapping|murder|killing"
    r"|death|funeral|final|tournament|championship|festival|ceremony|launch|outbreak|epidemic|invasion|annexation|war"
    r"|conflict|crisis|siege|offensive|ceasefire|clashes|unrest|fighting|coup|massacre|wildfires?|drought)"
)
_PLACE = rf"(?P<prep>in|at|near|on|over) (?P<place>(?:the )?{CAPITAL}(?:(?: of| de| la)? {CAPITAL}){{0,2}})(?![’'\w-])"
_AT_ONCE = re.compile(rf"\b(?P<noun>(?i:{_EVENT})) {_PLACE}")
_WHERE = re.compile(rf"\b{_PLACE}")
_NOUN = re.compile(
    r"(?<![-’'])\b(?:explosion|blast|crash|collision|fire|flood|shooting|stabbing|attack|bombing|collapse|accident|riots"
    r"|derailment|earthquake|landslide|protests?|march|election|referendum|summit|talks|trial|war|clashes)\b(?![-’'])",
    re.IGNORECASE,
)
_TOPIC = re.compile(  # the topics that are events
    r"\b(?:war|conflict|crisis|ceasefire|truce|invasion|annexation|offensive|blockade|election|referendum|coup|treaty"
    r"|agreement|deal|accord|pact|summit|trial|impeachment|investigation|inquiry|death|killing|murder|assassination"
    r"|poisoning|arrest|crash|explosion|fire|flood|earthquake|storm|resignation|withdrawal|takeover|merger|launch|attack"
    r"|talks|negotiations|sanctions|relations|strikes)\b"
)
_NO_PLACE = re.compile(rf"\b(?:{MONTH}|\w+day)\b|\d")
_OPENING = 3  # sentences


def occasion(title: str, sentences: Sequence[str], nouns: Nouns) -> str:
    """The event that an article is about, as a question names it; "" where its opening names none."""
    opening, whole = [title, *sentences[:_OPENING]], " ".join([title, *sentences])
    for text in opening:
        for match in _AT_ONCE.finditer(text):
            if _is_place(match["place"], nouns) and (text is title or whole.count(match["place"]) > 1):
                return f"the {match['noun'].lower()} {match['prep']} {match['place']}"
    for text in opening[1:]:
        for topic, name in named_topics(text):
            if _TOPIC.search(topic) and whole.count(name.split()[-1]) > 1:
                return topic
    noun = next((match[0].lower() for match in _NOUN.finditer(title)), "")
    told = noun and any(re.search(rf"(?i)\b{noun}\b", sentence) for sentence in sentences[:_OPENING])
    for sentence in opening if told else ():
        for match in _WHERE.finditer(sentence):
            at_once = re.search(rf"(?i)\b{noun}\b", sentence) is not None
            if _is_place(match["place"], nouns) and (at_once or whole.count(match["place"]) > 1):
                return f"the {noun} {match['prep']} {match['place']}"
    return ""


def _is_place(place: str, nouns: Nouns) -> bool:
    bare = place.removeprefix("the ")
    known = nouns.names(bare) in {"", "country"} or bare in COUNTRIES
    return known and not _NO_PLACE.search(place) and not DEMONYM.search(bare)


def views_of_it(
    about: str, text: str, nouns: Nouns, by: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[int, Made]]:
    """What each who is quoted said about the occasion of an article, or said at all where it has none.

    Once a speaker, whose words are the answer, whatever they are: it has none that must stand in them.
    """
    seen: set[str] = set()
    for place in places:
        speaker = sayer(by[place], nouns, text) if by[place] else ""
        named = speaker and speaker not in seen and (about or nouns.names(speaker) == "person")
        if named and not set(about.split()) & set(speaker.split()):
            seen.add(speaker)
            yield (
                place,
                Made("what", f"What did {speaker} say about {about}?" if about else f"What did {speaker} say?", ""),
            )
