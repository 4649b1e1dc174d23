"""What people ask of those whom an article names: who they are, and what they said about what.

"What did SPEAKER say about TOPIC?" is the one question that fits all reported speech. SPEAKER is a person who is named
in full; TOPIC is what a sentence names: a body that opens what is said, or a noun of public affairs with what it is of
("sanctions on Latvia", "the Oslo talks"); or it is what the article, or the conversation, is about. Which sentence
tells it best is left to the search. "Who is PERSON?" is asked where a sentence says it beside the name.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.lexicon import COUNTRIES, MONTH, NO_START, OPENERS, WEEKDAY
from assistant.evaluation.drafting.natural import names_in_full
from assistant.evaluation.drafting.nouns import DEMONYM, Nouns
from assistant.evaluation.drafting.told import offices
from assistant.reader.speech.sayer import is_name, may_be_person
from assistant.reader.speech.speakers import speakers

_MOST_OF_NAME = 4  # words
_LEAST_OF_NAME = 2  # fewer are a surname
_LEAST_OFTEN = 3  # times that a text has a name that it is about
_STEM = 4  # letters that a country shares with its people
_LEAST_SENTENCE = 10  # words; a shorter one says too little about anything

AFFAIRS = (  # they take no article: "relations with ..."
    r"(?:ties|relations|talks|negotiations|sanctions|tariffs|attacks|strikes|weapons|missiles|troops|forces|elections"
    r"|protests|demonstrations|riots|reforms|proposals|borders|refugees|migrants|vaccines|exports|imports|prisoners"
    r"|hostages|allegations|accusations|floods|diplomats|votes|agreements|accords"
    r"|dialogue|cooperation|trade|aid|support|independence|sovereignty|membership|accession|migration|interference)"
)
AFFAIR = (
    r"(?:relationship|war|conflict|crisis|ceasefire|truce|invasion|annexation|occupation|intervention|offensive|campaign"
    r"|blockade|election|referendum|coup|treaty|agreement|deal|accord|pact|memorandum|resolution|bill|amendment"
    r"|constitution|plan|proposal|summit|expansion|enlargement|border|pandemic|outbreak|vaccine|lockdown|epidemic|economy"
    r"|debt|budget|pipeline|trial|impeachment|investigation|inquiry|death|killing|murder|assassination|poisoning|arrest"
    r"|crash|explosion|fire|flood|earthquake|hurricane|storm|nomination|candidacy|resignation|withdrawal|victory"
    r"|future|policy|takeover|merger|launch|mission|doctrine|embassy|ambassador|territory|attack|strike)"
)
_CAP = r"(?!I\b)[A-ZÀ-Þ][\w’-]*(?:\.[A-Z]\.)*(?<![’']s)"
_NAMED = rf"(?:the )?{_CAP}(?: (?:of |of the )?{_CAP}){{0,3}}"
ENDS = (
    r"(?=[,;:”\"?!]|\.(?![A-Z])|$| (?:and|or|but|that|which|who|where|when|while|if|as|to|in|on|at|by|with|for|from"
    r"|after|before|since|until|during|because|is|are|was|were|has|have|had|will|would|should|must|can|could|may|might|not|had|\w+ly)\b)"
)
_LINK = r"(?:of|in|on|with|against|between|to|from|over|for)"
_OWNED = r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Tt]heir|[Hh]is|[Hh]er|[Mm]y|[Nn]o|[Aa]ny|\w+[’']s) (?:[\w-]+ ){0,2}?"
_OF = re.compile(
    rf"(?P<own>{_OWNED})?\b(?P<topic>(?P<many>{AFFAIRS})|(?P<one>{AFFAIR})) "
    rf"(?P<of>{_LINK} (?P<name>{_NAMED}(?: and {_NAMED})?)){ENDS}"
)
_BEFORE = re.compile(rf"\b(?P<topic>the (?P<name>{_CAP}(?: {_CAP}){{0,2}}) (?:{AFFAIRS}|{AFFAIR})){ENDS}")
_OPENS = re.compile(
    rf"(?:\bthat |[“\"](?:[Aa]nd |[Bb]ut )?)(?P<topic>(?P<name>[Tt]he {_CAP}(?: {_CAP}){{0,3}}|{_NAMED})) "
    r"(?:is|are|was|were|has|have|had|will|would|must|should|can|could|may|might|needs?|wants?|does|did)\b"
)
_ASIDE = re.compile(
    r"\b(?:at|in|during|after|before|by|within|for|ahead of|to|into|under|from|via) (?:[\w’'-]+ ){0,3}$", re.IGNORECASE
)
_DESCRIBED = re.compile(
    rf"(?P<name>{_CAP}(?: [A-Z]\.)?(?: {_CAP}){{1,2}}), "
    r"(?P<role>(?:the|an?|who (?:heads|leads|led|founded|runs|ran|manages|chairs|owns)) [^,;:.()“”\"]{8,80})(?=[,.])"
)
_RUN = re.compile(rf"\b{_CAP}(?: (?:of |of the )?{_CAP})*")
_TIME = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b|\d")
_POINTS = re.compile(r"\b(?:[Tt]h(?:is|at|ese|ose)|[Oo]ur|[Mm]y|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\b")


def said_about(
    text: str, spans: Sequence[tuple[int, int]], nouns: Nouns, places: Sequence[int]
) -> Iterator[tuple[int, Made]]:
    """Each question with the place of a sentence that answers it; `spans` are all the sentences of the text.

    The answer is the topic's name: what any sentence of that speaker must have that answers the question.
    """
    by = speakers(text, spans) if places else []
    for place in places:
        speaker = by[place]
        sentence = " ".join(text[slice(*spans[place])].split())
        if not is_person(speaker, nouns) or len(sentence.split()) < _LEAST_SENTENCE:
            continue
        for topic, name in named_topics(sentence):
            if _is_topic(topic, name, speaker, nouns) and not (topic == name and is_own(topic, speaker, text)):
                question = nouns.spelt(f"What did {speaker} say about {topic}?", text)
                if names_in_full(question, nouns):
                    yield place, Made("what", question, name)
                    break


def views_of(
    text: str, spans: Sequence[tuple[int, int]], nouns: Nouns, places: Sequence[int], topics: Sequence[str]
) -> Iterator[tuple[int, Made]]:
    """What did SPEAKER say about TOPIC? for each who is quoted in a text and each topic of it that is not the speaker.

    Once a speaker and topic; the answer is the last word of the topic's name, which what is said must have.
    """
    by = speakers(text, spans) if places and topics else []
    seen: set[tuple[str, str]] = set()
    for place in places if by else ():
        speaker, sentence = by[place], text[slice(*spans[place])]
        for topic in topics if is_person(speaker, nouns) else ():
            name = topic.split()[-1]
            told = name in sentence and (speaker, topic) not in seen and not is_own(topic, speaker, text)
            if told and not set(topic.split()) & set(speaker.split()):
                seen.add((speaker, topic))
                yield place, Made("what", f"What did {speaker} say about {topic}?", name)


def is_own(topic: str, speaker: str, text: str) -> bool:
    """Whether a topic may be the speaker's own country: "Latvian minister Anna Berg"."""
    stem = re.sub("^the ", "", topic)[:_STEM]
    return (
        re.search(rf"\b{re.escape(stem)}[\w’']*(?: [\w’'-]+){{0,6}} {re.escape(speaker.split()[-1])}\b", text)
        is not None
    )


def subjects(text: str, told: str, nouns: Nouns, *, countries: bool = True) -> list[str]:
    """What a text is about, of what `told` names (its title, a question): people in full, bodies and countries.

    Those that the text has often, the most frequent first, with the article that it gives them.
    """
    people = {nouns.full(surname, text): surname for surname in nouns.persons(told)}
    counted = {name: text.count(surname) for name, surname in people.items() if " " in name}
    for match in _RUN.finditer(told):
        name = re.sub("^The ", "", match[0])
        if nouns.names(name) in ({"body", "country"} if countries else {"body"}) and name not in " ".join(counted):
            counted[with_article(name, text)] = text.count(name)
    kept = [name for name, count in counted.items() if count >= _LEAST_OFTEN]
    return sorted(kept, key=lambda name: (-counted[name], name))


def with_article(name: str, text: str) -> str:
    """A name with the "the" that a text gives it more often than not, behind a preposition or a verb."""
    bare = len(re.findall(rf"\b(?:in|of|to|by|with|from|for|on|and|at|said|that) {re.escape(name)}\b(?! [A-Z])", text))
    defined = len(re.findall(rf"\bthe {re.escape(name)}\b", text))
    return f"the {name}" if defined > bare else name


def who_is(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """NAME, the ROLE of BODY, -> Who is NAME? and the same of a title before a name; the answer is the role."""
    described = [(match["role"], match["name"]) for match in _DESCRIBED.finditer(sentence)]
    for role, name in (*described, *offices(sentence, nouns)):
        if is_person(name, nouns) and role in sentence:
            yield Made("who", f"Who is {name}?", role)


def named_topics(sentence: str) -> Iterator[tuple[str, str]]:
    """What a sentence may be about, each with the name in it; the fullest first."""
    for match in _OF.finditer(sentence):
        if match["of"].startswith("between ") and " and " not in match["of"]:
            continue
        if _ASIDE.search(sentence[: match.start()]) or not (match["many"] or match["own"]):
            continue  # "at a conference in ...", which is no topic; "to vote for ...", which is no noun
        article = "the " if match["one"] else ""
        yield f"{article}{match['topic']} {match['of']}", _bare(match["name"])
    for pattern in (_BEFORE, _OPENS):
        for match in pattern.finditer(sentence):
            if pattern is _OPENS or not _ASIDE.search(sentence[: match.start()]):
                yield re.sub("^The ", "the ", match["topic"]), _bare(match["name"])


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he | and .*$", "", name)


def is_person(speaker: str, nouns: Nouns) -> bool:
    """Whether a speaker is a person named in full."""
    words = speaker.split()
    named = is_name(speaker) and may_be_person(speaker) and "and" not in words
    return named and _LEAST_OF_NAME <= len(words) <= _MOST_OF_NAME and nouns.names(speaker) == "person"


def _is_topic(topic: str, name: str, speaker: str, nouns: Nouns) -> bool:
    """Whether a topic names a thing that is known by its name, and not the speaker."""
    words = name.split()
    alone = topic.removeprefix("the ") == name
    known = (name.isupper() and name not in COUNTRIES) or nouns.names(name) in {"body", "person"}
    own = topic.startswith("the ") and len(words) > 1
    return (
        (known or own or not alone)
        and not (alone and nouns.names(name) == "country")
        and not (topic.endswith(name) and DEMONYM.search(words[-1]) and name not in COUNTRIES)
        and not set(words) & set(speaker.split())
        and words[0].casefold() not in NO_START | OPENERS
        and not _TIME.search(topic)
        and not _POINTS.search(topic)
    )
