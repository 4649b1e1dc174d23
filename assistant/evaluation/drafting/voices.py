"""What people ask of anybody who is quoted: persons, bodies and groups, about whatever their words name.

"What did SPEAKER say about TOPIC?" as in `topics`, where only persons in full speak, and of few things. TOPIC is here a
name in what is said, a noun that belongs to a country or a name ("the Russian economy", "Berg's trial"), or a matter of
public affairs that needs no other word ("sanctions", "a ceasefire"). No parser: what is said begins after the verb of
saying, or stands between quotation marks.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting import verbs
from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.clauses import clauses
from assistant.evaluation.drafting.lexicon import (
    ADVERBIAL,
    BODY_NOUNS,
    COUNTRIES,
    DROPPED,
    MONTH,
    NO_START,
    OPENERS,
    PERSON_NOUNS,
    PREPOSITIONS,
    WEEKDAY,
    listed,
)
from assistant.evaluation.drafting.natural import names_in_full
from assistant.evaluation.drafting.nouns import DEMONYM, Nouns
from assistant.evaluation.drafting.standing import leans
from assistant.evaluation.drafting.topics import AFFAIR, AFFAIRS, ENDS, is_own, with_article
from assistant.reader import values
from assistant.reader.speech.sayer import is_name, is_title

_LEAST_SENTENCE = 9  # words; a shorter one says too little about anything
_MOST_OF_TOPIC, _LEAST_OF_NAME, _MOST_OF_NAME = 5, 2, 6  # words
_SHORT = 3  # letters; what is shorter is an abbreviation, and an acronym of so many one that few know
_STEM = 4  # letters that a country shares with its people
_CAP = r"(?!I\b)[A-ZÀ-Þ][\w’-]*(?<![’']s)"
_NAMED = re.compile(rf"\b(?:[Tt]he )?(?P<name>{_CAP}(?: (?:of |of the )?(?:{_CAP}|\d+))*){ENDS}(?!, [A-ZÀ-Þ])")
_ADJECTIVE = r"(?:[A-ZÀ-Þ][a-z]+(?:ian|ean|ish|ese|can|nch|rman|aeli|aqi|ani)|Greek|Dutch|Swiss|Thai|Czech|Turk)"
_OWNED = re.compile(
    rf"(?P<topic>(?:[Tt]he )?(?P<name>{_ADJECTIVE}|{_CAP}(?: {_CAP}){{0,2}}[’']s?) (?:[a-z][\w-]+ )??[a-z][\w-]+){ENDS}"
)
_PUBLIC = (
    r"(?:sanctions|tariffs|elections|negotiations|missiles|weapons|refugees|migrants|vaccines|reforms|protests|prisoners"
    r"|hostages|migration|inspections|attacks|independence|corruption|inflation|unemployment|climate change)"
)
_MATTER = re.compile(
    rf"(?P<topic>\b[Aa]n? (?:[a-z-]+ {AFFAIR}|ceasefire|truce|referendum|lockdown|vaccine|blockade|coup)"
    rf"|(?<!\bthe )(?<!\bthese )(?<!\bthose )(?<!\bof )(?<!\bhis )(?<!\bher )(?<!\bits )(?<!\btheir )\b{_PUBLIC}){ENDS}"
)
_MATTERS_OF = (  # what is asked of a thing: "the loss of intelligence"
    r"(?:causes?|consequences|arsenals?|loss|detection|disappearance|victims|number|future|safety|security|quality|costs?"
    r"|price|role|rights|history|use|spread|situation|threat|danger|purpose|impact|effects?|return|release|treatment"
    r"|destruction|construction|recognition|deployment|presence|position|status|results?|terms|protection|supply"
    r"|collapse|state|risks?|prospects?|origins?|end|start|limits|powers|treatment|conditions|exchange|shortage|export)"
)
_OF = re.compile(
    rf"\b(?P<topic>[Tt]he (?P<name>{_MATTERS_OF}|{AFFAIR}) of (?:the )?(?:[\w’'-]+ ){{0,2}}"
    rf"(?P<last>[^\W\d][\w’'-]{{3,}})){ENDS}"
)
_EVENT = (
    r"(?:meeting|decision|vote|law|ruling|verdict|conversation|visit|exchange|swap|offer|ban|experiment|accident"
    r"|collapse|shooting|incident|disaster|match|film|study|report|discovery|sale|closure|extension|suspension"
    r"|cancellation|cargoes|victims|rescue|search|charges|demands|answer)"
)
_THE = re.compile(rf"\b(?P<topic>[Tt]he (?P<name>{AFFAIRS}|{AFFAIR}|{_EVENT})){ENDS}")
_SAYS = (
    r"(?:said|says|say|added|wrote|tweeted|explained|argued|argues|replied|answered|stated|remarked|insisted"
    r"|warned|claimed|claims|maintained|maintains|announced|denied|reported|recalled|thinks?|believes?|estimated)"
)
_THAT = r"(?:(?!\bthat\b)[^,“\"]){0,60}?\bthat\b"
_AFTER = re.compile(rf"\b(?:{_SAYS}\b(?:{_THAT})?|(?:told|informed|assured)\b{_THAT}) ?(?P<said>.+)$")
_BEFORE = re.compile(rf"^(?P<said>.+), (?:[\w’'.-]+ ){{1,7}}(?:{_SAYS}|told)\b[^,]{{0,30}}\.?$")
_QUOTED = re.compile(r"[“\"](?P<said>[^“”\"]+)[”\"]?")
_ASIDE = re.compile(
    r"\b(?:told|asked|informed|at|in|during|after|before|by|within|for|ahead of|to|into|under|from|via|since|with|as)"
    r" (?:the |an? |his |her |its |their )?$",
    re.IGNORECASE,
)
_DEFINED = re.compile(rf"(?:{AFFAIR}|board|games|olympics|cup|fund|act|code|convention|protocol|initiative)")
_TIME = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b|\b\d{{4}}\b")
_GROUP = re.compile(rf"(?:[a-z]+ )?{_ADJECTIVE} (?P<noun>[a-z]+s)$")
_WITH_ARTICLE = listed(
    "ministry department government court committee commission cabinet senate parliament army navy union"
)
_CALLED = listed(
    "police officials authorities firefighters prosecutors rescuers residents witnesses scientists researchers doctors "
    "experts analysts organisers organizers lawyers investigators economists astronomers historians campaigners"
)
"""Who speaks without a name, where what is spoken of tells who that is."""
_NO_NOUN = listed(
    "side sides part parts way ways thing things attempt suggestion own first second last next same more most less "
    "least other such many few several"
)
_PLAIN = PREPOSITIONS | OPENERS | NO_START | ADVERBIAL


def voices(
    text: str, spans: Sequence[tuple[int, int]], nouns: Nouns, places: Sequence[int], by: Sequence[str]
) -> Iterator[tuple[int, Made, str]]:
    """Each question with the place of its sentence; `by` are the speakers of all the sentences.

    The answer is what of the topic an answer must have: its name, or the noun. Last comes the noun that only a
    conversation about it explains ("the vote"), or nothing where the topic stands alone.
    """
    for place in places:
        sentence = " ".join(text[slice(*spans[place])].split())
        speaker = sayer(by[place], nouns, text) if by[place] else ""
        if not speaker or len(sentence.split()) < _LEAST_SENTENCE:
            continue
        for topic, name, leaning in _topics(sentence, nouns, text):
            own = _is_near(topic, speaker) or is_own(topic, speaker, text) or not _is_foreign(topic, speaker, text)
            if not own:
                question = nouns.spelt(f"What did {speaker} say about {topic}?", text)
                if names_in_full(question, nouns):
                    yield place, Made("what", question, name), leaning


def sayer(speaker: str, nouns: Nouns, text: str) -> str:
    """A speaker as a question names it: in full, a country, a body or a group of some country; "" for all others."""
    bare = speaker.removeprefix("the ")
    group = _GROUP.fullmatch(speaker)
    if bare in COUNTRIES or speaker in _CALLED or (group and group["noun"] in PERSON_NOUNS):
        return speaker
    if " " not in speaker:
        speaker = bare = nouns.full(speaker, text)
    short = " ".join(bare.split()[-_LEAST_OF_NAME:])
    if len(bare.split()) > _LEAST_OF_NAME and speaker == bare and text.count(short) > text.count(bare):
        speaker = bare = short
    words = bare.split()
    linked = [word for word in words if word not in {"of", "the", "for"}]
    if (
        not words
        or re.search("[’']s", bare)
        or not is_name(" ".join(linked))
        or is_title(words[-1])
        or words[0].casefold() in _PLAIN
    ):
        return ""
    if len(words) > _MOST_OF_NAME or any(DEMONYM.search(words[-1]) or _TIME.search(word) for word in words):
        return ""
    body = nouns.names(bare) == "body" or any(word.casefold() in BODY_NOUNS for word in words)
    if len(words) == 1:
        return speaker if (bare.isupper() and len(bare) > 1) or (speaker != bare and body) else ""
    defined = re.search(rf"\b[Tt]he {re.escape(bare)}\b", text) or words[-1].casefold() in _WITH_ARTICLE
    return f"the {bare}" if body and speaker == bare and defined else speaker


def _said(sentence: str) -> str:
    """What of a sentence is said, as far as its form tells; "" where it does not."""
    quoted = " … ".join(match["said"] for match in _QUOTED.finditer(sentence))
    if quoted:
        return quoted
    found = _BEFORE.match(sentence) or _AFTER.search(sentence)
    return found["said"] if found else ""


def _topics(sentence: str, nouns: Nouns, text: str) -> Iterator[tuple[str, str, str]]:
    """What is said to be about, the word of it that an answer must have, and that which needs the conversation."""
    said = _said(sentence)
    for name in _names(said):
        if _is_thing(name, nouns, text):
            yield _with_article(name, nouns, text), name, ""
    for topic, noun in _owned(said, text):
        yield _small(topic), noun, ""
    opens = _opening(said, nouns)
    if opens:
        yield opens, opens.split()[-1], ""
    for match in _OF.finditer(said):
        if _is_noun(match["last"]) and not _is_aside(said, match):
            yield _small(match["topic"]), match["name"], ""
    for match in _MATTER.finditer(said):
        yield _small(match["topic"]), match["topic"].split()[-1], ""
    for match in _THE.finditer(said):
        if not _is_aside(said, match):
            yield _small(match["topic"]), match["name"], match["name"]
    for name in _names(said):
        if name in COUNTRIES:
            yield with_article(name, text), name, ""


def _names(said: str) -> list[str]:
    return [match["name"] for match in _NAMED.finditer(said) if not _is_aside(said, match)]


def _owned(said: str, text: str) -> Iterator[tuple[str, str]]:
    """What a country, a people or a name owns, with its noun."""
    for match in _OWNED.finditer(said):
        noun = match["topic"].split()[-1]
        if _is_noun(noun) and _is_owner(match["name"], match["topic"], text) and not _is_aside(said, match):
            yield match["topic"], noun


def _is_aside(said: str, match: re.Match[str]) -> bool:
    """Whether a preposition makes something a place, a time or a listener, and no topic."""
    return _ASIDE.search(said[: match.start()]) is not None


def _opening(said: str, nouns: Nouns) -> str:
    """The subject of what is said, where it explains itself and is no person, number or lone word; else ""."""
    first = next(clauses(f"{said.rstrip('.”')}."), None)
    subject = nouns.lowered(first.subject) if first else ""
    words = subject.split()
    lands = all(part.removeprefix("the ") in COUNTRIES for part in subject.split(" and "))
    if not _LEAST_OF_NAME <= len(words) <= _MOST_OF_NAME or leans(subject) or lands:
        return ""
    head = words[0].casefold()
    vague = head in _PLAIN | _NO_NOUN | {"a", "an", "any"} or head[0].isdigit() or bool(values.quantities(words[0]))
    whole = first is not None and said.startswith(first.subject) and "…" not in subject and _is_noun(words[-1])
    return subject if whole and not vague else ""


def _small(topic: str) -> str:
    return re.sub("^(?:The|An?) ", lambda match: match[0].lower(), topic)


def _with_article(name: str, nouns: Nouns, text: str) -> str:
    """A name as it stands in a sentence: "the Halden Council", "New START", "Greta Lindqvist"."""
    last = name.split()[-1].casefold()
    if nouns.names(name) == "person" or len(name.split()) == 1:
        return with_article(name, text) if nouns.names(name) != "person" else name
    return f"the {name}" if last in BODY_NOUNS or _DEFINED.fullmatch(last) else with_article(name, text)


def _is_thing(name: str, nouns: Nouns, text: str) -> bool:
    """Whether a name is that of one thing or person, known by it alone: no country, office, time or lone word."""
    words = name.split()
    if (
        name in COUNTRIES
        or _TIME.search(name)
        or DEMONYM.search(words[-1])
        or any(map(is_title, re.split("[ -]", name)))
    ):
        return False
    if re.search("-[a-z]|…", name) or any(verbs.by_third(word.casefold()) for word in words):
        return False
    if words[0].casefold() in _PLAIN or len(words) > _MOST_OF_TOPIC or any(len(word) < _SHORT for word in words):
        return False
    if len(words) == 1:
        return (name.isalpha() and name.isupper() and len(name) > _SHORT) or " " in nouns.full(name, text)
    return nouns.names(name) != "country"


def _is_owner(name: str, topic: str, text: str) -> bool:
    """Whether a name can own what follows it: a people, or a name that the text has without its "s" too."""
    bare = re.sub("[’']s?$", "", name)
    if bare == name:
        return bare.casefold() not in _PLAIN and (topic.startswith(("the ", "The ")) or topic.endswith("s"))
    return bare.casefold() not in _PLAIN and (" " in bare or bare in COUNTRIES) and len(re.findall(bare, text)) > 1


def _is_foreign(topic: str, speaker: str, text: str) -> bool:
    """Whether a topic is no country, or one that is not the speaker's own, as far as the text tells whose that is."""
    if topic.removeprefix("the ") not in COUNTRIES:
        return True
    if speaker.removeprefix("the ") in COUNTRIES or _GROUP.fullmatch(speaker):
        return True
    name = re.escape(speaker.split()[-1])
    return (
        re.search(rf"\b(?:{_ADJECTIVE}|U\.?S\.?|UK|EU|NATO)(?:[’']s)? (?:[\w’'-]+ ){{0,4}}{name}\b", text) is not None
    )


def _is_noun(word: str) -> bool:
    known = word in _PLAIN | _NO_NOUN | DROPPED | verbs.AUXILIARIES or verbs.by_past(word) or verbs.by_participle(word)
    return not known and not word.endswith(("ing", "ed", "ly", "ous", "ive", "ful", "able", "ible"))


def _is_near(topic: str, speaker: str) -> bool:
    """Whether a topic and its speaker share a name, or the country that they are of."""
    stems = {word[:_STEM] for word in speaker.split() if word[0].isupper()}
    return any(word[:_STEM] in stems for word in topic.split() if word[0].isupper())
