"""A sentence turned into a question by rules of English grammar, where a rule is sure.

The first clause of a sentence is taken apart as subject, verb, rest. The verb must be one of a list, so that the past
form gives the base form without a dictionary; the subject must be a plain noun phrase. A sentence that no rule fits
gives no question: most do not. Nothing here knows of libraries or gold files.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.reader import values
from assistant.reader.question import is_stop, terms

Asks = Literal["who", "when", "where", "how-many"]

_LEAST_WORDS, _MOST_WORDS = 6, 50  # of a sentence; shorter ones tell little, longer ones hide clauses
_MOST_QUESTION = 24  # words
_NEAR = 8  # words between a verb and its date or place; further off, it may be that of something else
_LEAST_SAID = 5  # words of what was said
_LEAST_TERMS = 3  # content words of a question: fewer fit too many sentences

_IRREGULAR = (
    "begin:began break:broke bring:brought build:built buy:bought choose:chose come:came cut:cut draw:drew "
    "fall:fell find:found fly:flew forbid:forbade get:got give:gave go:went grow:grew hear:heard hit:hit "
    "hold:held keep:kept lead:led leave:left lose:lost make:made meet:met pay:paid rise:rose run:ran see:saw "
    "sell:sold send:sent set:set shoot:shot sink:sank speak:spoke spend:spent spread:spread stand:stood "
    "strike:struck take:took teach:taught tell:told throw:threw win:won withdraw:withdrew write:wrote"
)
_REGULAR = (
    "abandon accept accuse add adopt advise agree aim allow announce apologise appear appoint approve arrest "
    "arrive ask attack attend award ban bar block call cancel capture carry cause change charge claim climb "
    "close collapse collect condemn confirm cross declare decline defeat defend delay demand deny deploy "
    "destroy detain die discover discuss dismiss donate double drop earn elect employ end enter escape "
    "establish evacuate exchange expel expire export extend face fail fire found free gain halt hand help hire "
    "host identify impose include increase injure install introduce invade invest invite join jump kill land "
    "last launch list live lower meet mention move name negotiate offer open order oust overturn pass plan "
    "pledge postpone present print produce promise propose protest publish pull quit raise reach recall "
    "receive record reduce refuse reject release remain remove rename reopen repeat replace report rescue "
    "resign resume retire return reveal ship show sign start stay stop suffer support surrender suspend "
    "threaten total train travel treat turn unveil urge use vaccinate veto view visit vote vow walk warn work"
)
_DOUBLED = frozenset({"ban", "bar", "drop", "expel", "plan", "ship", "stop", "cancel", "travel"})  # stopped
_SINGLE_TOO = frozenset({"cancel", "travel"})  # both spellings are in use


def _past(base: str) -> list[str]:
    """The regular past forms of a verb."""
    if base.endswith("e"):
        return [f"{base}d"]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [f"{base[:-1]}ied"]
    doubled = [f"{base}{base[-1]}ed"] if base in _DOUBLED else []
    return [*doubled, *([f"{base}ed"] if base not in _DOUBLED or base in _SINGLE_TOO else [])]


_BASE: dict[str, str] = {
    **{past: base for base in _REGULAR.split() for past in _past(base)},
    **{past: base for base, past in (pair.split(":") for pair in _IRREGULAR.split())},
}
"""Past form to base form. "found" is taken for the past of "find"; "led" of "lead"."""

_VERB = "|".join(sorted(_BASE, key=len, reverse=True))
_BE = "was|were"
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—-]\s|[()]|[.!?]\W*$")
_ROUGHLY = re.compile(r"^(?:At least|About|Some|Nearly|Around|More than|Over|Almost) (?=\d)")
_APPOSITION = re.compile(
    r"^(?P<name>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3}), (?:the|an?|\d\d)\b[^,]{0,60}, "
    rf"(?={_VERB}|said|warned)"
)
_SAID = re.compile(r"^(?P<who>[A-Z][\w’' .-]{4,40}?) (?P<verb>said|warned|argued|explained|added) that (?P<what>.+)$")
_SUBJECT = (
    r"(?:(?:[Tt]he|[Aa]n?)\s)?"
    r"[A-Za-z\d][\w’'-]*(?:\s(?!(?:that|which|who|whom|where|when|had|has|is|are|will|would|as|if|not)\b)[\w’'.-]+){0,5}?"
)
_MAIN = re.compile(rf"^(?P<subject>{_SUBJECT}) (?:(?P<be>{_BE})|(?P<verb>{_VERB})) (?P<rest>.+)$")
_QUOTES = frozenset('"“”«»‘')
_ARTICLES = frozenset({"The", "A", "An", "the", "a", "an"})
_NO_SUBJECT = frozenset({"At", "Without", "Among", "Despite", "Since", "Yet", "Although", "Though", "Last", "Later"})
_MORE_VERBS = re.compile(rf"\b(?:[a-z]+ed|{_BE}|had|has|have|is|are|will|would|{_VERB})\b")
_FINITE = re.compile(r"\b(?:was|were|is|are|has|had|will|would)\b")
_PARTICIPLE = re.compile(r"^(?:\w+ed|held|built|sent|made|won|shot|given|taken|cut|set|found|written|sold|led)\b")
_JOINED = re.compile(r"\b(?:and|but|or|because|while|when|after|before|although|though|if|that|which|who|as|than)\b")
_LEANS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|their|its|this|these|those|we|us|our|you|your|i|my|former|latter|there|"
    r"later|then|also|same|other|another|such|today|yesterday|tomorrow|ago|here|however|instead|meanwhile)\b",
    re.IGNORECASE,
)
_DATE_END = re.compile(r"\s(?:on|in|since)\s(?P<date>(?:(?!\s(?:on|in|since)\s)[^,])+)$")
_PLACE_END = re.compile(
    r"\s(?:in|at)\s(?P<place>[A-Z][\w’'-]+(?:\s(?:of|the|la|de)\s[A-Z][\w’'-]+|\s[A-Z][\w’'-]+){0,3})$"
)
_SPEAKER = re.compile(
    r"(?P<name>[A-Z][a-zé’'-]+(?: [A-Z]\.)? [A-Z][\w’'-]+)(?:, [^,.]{0,60},)? "
    r"(?:said|says|told|added|argued|warned|spoke)\b"
    r"|(?:[Pp]resident|[Mm]inister|[Ss]enator|[Ss]ecretary|[Cc]hancellor|[Mm]ayor|[Jj]udge|[Cc]hief) "
    r"(?P<titled>[A-Z][a-zé’'-]+ [A-Z][\w’'-]+)\b"
)
_PERSON = re.compile(
    r"^(?:(?:President|Senator|Minister|Secretary|General|Judge|Mr|Mrs|Ms|Dr)\.? )?"
    r"[A-Z][a-zé’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}$"
)
_NO_PERSON = re.compile(
    r"\b(?:United|New|North|South|East|West|Northern|Southern|Eastern|Western|Central|Saudi|Great|San|Los|Las|Saint|St|The|"
    r"Hong|Sri|Costa|El|Puerto|Red|White|Black|Wall|Supreme|High|National|International|European|World|Human|Prime|"
    r"Foreign|State|Department|Ministry|House|Union|Nations|States|Party|Court|Bank|Council|Times|News|Post|Street|Group|"
    r"Company|Corporation|Inc|Ltd|University|College|Institute|Agency|Army|Navy|Force|Forces|Police|Office|Committee|"
    r"Commission|Congress|Parliament|Senate|Kingdom|Republic|Islands?|Association|League|Federation|Airlines?|Airways|"
    r"Today|Center|Centre|City|County|Church|Museum|Fund|Organi[sz]ation|Alliance|Watch|Journal|Herald|Press|Television|"
    r"Hurricane|Storm|Typhoon|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Republicans?|Democrats?|Embassy|Kremlin)\b"
)
_NATIONAL = re.compile(r"(?:ian|ish|ese|can|ench|erman|aeli|aqi)s?$")  # of an adjective that opens a group's name
_COUNTED = re.compile(
    r"^(?:(?:at least|about|some|nearly|around|more than|over|almost|up to|all) )?"
    r"(?P<number>[\w,.-]+(?:\s(?:million|billion|thousand|hundred))?) "
    r"(?P<noun>(?:[a-z-]+ |[A-Z][a-z]+(?:ian|ish|ese|can|ench) )?"
    r"(?:people|men|women|children|[a-z]{3,}s))\b"
)
_NO_NOUN = frozenset(
    {"times", "was", "has", "its", "this", "less", "years", "days", "months", "weeks", "hours", "others"}
)
_MONTHS = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day)\b"
)
_BOILERPLATE = re.compile(
    r"\b(?:subscribe|newsletter|click|cookies?|copyright|all rights|read more|sign up|follow us|photos?|image|getty|"
    r"advertis\w+|published|updated|editor|correction|caption|e-?mail|donate to|terms of|http|www|"
    r"sample article)\b|[@©|*_#]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A question that a sentence answers; `answer` is a slice of the sentence."""

    asks: Asks
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """The first clause of a sentence taken apart. `date` and `place` were taken off its ends and are "" when absent."""

    subject: str
    verb: str
    is_be: bool
    rest: str
    date: str
    place: str
    where: str  # the place with its preposition

    @property
    def with_place(self) -> str:
        return f"{self.rest} {self.where}".strip()

    @property
    def when(self) -> str:
        """A date as the end of a question about something else."""
        precise = self.date and re.match(r"\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z]\w+ \d{1,2}\b(?!\d)|\w+day$", self.date)
        return f" {'on' if precise else 'in'} {self.date}" if self.date else ""


def people(text: str) -> frozenset[str]:
    """The surnames of those whom a text reports as speaking, by their full names: `Putin` for "Vladimir Putin said"."""
    return frozenset(
        name.split()[-1] for match in _SPEAKER.finditer(text) if _is_person(name := match["name"] or match["titled"])
    )


def questions(sentence: str, known: Collection[str] = ()) -> Iterator[Made]:
    """The questions that a sentence answers, by the rules that are sure of it; `known` are the surnames of `people`."""
    if not is_plain(sentence):
        return
    clause = _clause(sentence)
    parsed = (*_who(clause, known), *_when(clause), *_where(clause), *_how_many(clause)) if clause else ()
    for made in (*parsed, *_who_said(sentence)):
        if _is_good(made.question):
            yield made


def _is_good(question: str) -> bool:
    """Whether a question can be asked of a whole library: it is short, leans on nothing, and names something."""
    asked = question.split()
    return (
        len(asked) <= _MOST_QUESTION
        and len(terms(question)) >= _LEAST_TERMS
        and not _LEANS.search(question)
        and any(word[0].isupper() or word[:4].isdigit() for word in asked[1:])
    )


def is_plain(sentence: str) -> bool:
    """Whether a sentence is prose that stands by itself: no furniture, no question, no fragment."""
    size = len(sentence.split())
    return (
        _LEAST_WORDS <= size <= _MOST_WORDS
        and sentence[:1].isupper()
        and sentence.rstrip().endswith(".")
        and "\n" not in sentence
        and sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and _BOILERPLATE.search(sentence) is None
    )


def _clause(sentence: str) -> _Clause | None:
    date, sentence = _leading_date(_ROUGHLY.sub("", sentence))
    sentence = _APPOSITION.sub(r"\g<name> ", sentence)
    end = _CLAUSE_END.search(sentence)
    match = _MAIN.match(sentence[: end.start()] if end else sentence)
    if match is None or _is_unsure(match["subject"]) or set(match[0]) & _QUOTES:
        return None
    if match["be"] and not _PARTICIPLE.match(match["rest"]):
        return None
    rest, subject = match["rest"], match["subject"]
    if _JOINED.search(rest) and _MORE_VERBS.search(rest):
        return None
    if not date and (found := _DATE_END.search(rest)) and (date := _whole_date(found["date"])):
        rest = rest[: found.start()]
    place = _PLACE_END.search(rest)
    where = ""
    if place and not _MONTHS.match(place["place"]):
        where, rest = place[0].strip(), rest[: place.start()]
    if values.dates(rest) or _LEANS.search(f"{subject} {rest}"):
        return None
    be = bool(match["be"])
    return _Clause(
        subject, match["be"] or match["verb"], be, rest, date, place["place"] if place and where else "", where
    )


def _leading_date(sentence: str) -> tuple[str, str]:
    """The date that a sentence opens with ("On 3 May the ...", "In 2021, ..."), and the sentence without it."""
    opening = re.match(r"(?:On|In) ", sentence)
    start, end = next(iter(values.dates(sentence)), (0, 0))
    if opening is None or start != opening.end() or not _whole_date(sentence[start:end]):
        return "", sentence
    return sentence[start:end], re.sub(r"^,? ", "", sentence[end:])


def _whole_date(text: str) -> str:
    """The text when it is a date and nothing else, and one that tells more than a weekday; else the empty string."""
    found = values.dates(text)
    return text if found == [(0, len(text))] and re.search(r"\d", text) else ""


def _is_unsure(subject: str) -> bool:
    """Whether a subject may be no plain noun phrase: it has a verb, or opens with an adverb, a preposition or a day."""
    first = subject.split()[0]
    opens = (is_stop(first) and first not in _ARTICLES) or first in _NO_SUBJECT or first.endswith(("ly", "wards"))
    return opens or bool(_MONTHS.match(subject) or _MORE_VERBS.search(subject) or " said" in subject)


def _lowered(subject: str) -> str:
    """A subject as it stands inside a sentence."""
    first, _, rest = subject.partition(" ")
    return f"{first[0].lower()}{first[1:]} {rest}" if first in _ARTICLES else subject


def _who(clause: _Clause, known: Collection[str]) -> Iterator[Made]:
    """SUBJECT VERB REST -> Who VERB REST? where the subject is a person's full or known name."""
    if clause.subject in known or _is_person(clause.subject):
        yield Made("who", f"Who {clause.verb} {clause.with_place}{clause.when}?", clause.subject)


def _who_said(sentence: str) -> Iterator[Made]:
    """PERSON said that CLAUSE -> Who said that CLAUSE?"""
    sentence = _APPOSITION.sub(r"\g<name> ", sentence)
    end = _CLAUSE_END.search(sentence)
    match = _SAID.match(sentence[: end.start()] if end else sentence)
    if match and not set(match[0]) & _QUOTES and _is_person(match["who"]) and len(match["what"].split()) >= _LEAST_SAID:
        yield Made("who", f"Who {match['verb']} that {match['what']}?", match["who"])


def _is_person(name: str) -> bool:
    """Whether a name is the full name of a person, as far as its words can tell."""
    named = _PERSON.match(name) and not _NO_PERSON.search(name)
    return bool(named) and not _NATIONAL.search(name.split()[0])


def _asked(clause: _Clause, rest: str) -> str:
    """The clause inverted: `did SUBJECT BASE REST` or `was SUBJECT REST`. Subjects in small letters need an article."""
    subject = _lowered(clause.subject)
    return " ".join(
        [clause.verb, subject, rest] if clause.is_be else ["did", subject, _BASE[clause.verb], rest]
    ).strip()


def _inverts(clause: _Clause) -> bool:
    """Whether a clause can be turned round: its subject is a name or a noun with its article, and it has one verb."""
    words = clause.subject.split()
    plain = words[0] in _ARTICLES or all(word[0].isupper() for word in words)
    return plain and not _FINITE.search(clause.rest)


def _when(clause: _Clause) -> Iterator[Made]:
    """SUBJECT VERB REST on DATE -> When did SUBJECT BASE REST?"""
    if clause.date and _inverts(clause) and len(clause.rest.split()) <= _NEAR:
        yield Made("when", f"When {_asked(clause, clause.with_place)}?", clause.date)


def _where(clause: _Clause) -> Iterator[Made]:
    """SUBJECT VERB REST in PLACE -> Where did SUBJECT BASE REST?"""
    if clause.place and _inverts(clause) and 0 < len(clause.rest.split()) <= _NEAR:
        yield Made("where", f"Where {_asked(clause, clause.rest)}{clause.when}?", clause.place)


def _how_many(clause: _Clause) -> Iterator[Made]:
    """NUMBER NOUN VERB REST -> How many NOUN VERB REST? SUBJECT VERB NUMBER NOUN -> How many NOUN did SUBJECT BASE?"""
    counted = _counted(clause.subject)
    if counted and counted.end() == len(clause.subject):
        asked = f"How many {counted['noun']} {clause.verb} {clause.with_place}{clause.when}?"
        yield Made("how-many", asked, counted["number"])
    counted = _counted(clause.with_place)
    if counted and not clause.is_be and _inverts(clause):
        left = clause.with_place[counted.end() :].strip()
        if not left or re.match(r"(?:in|at|to|from|for|on|into|by|against|with|over|between)\b", left):
            of = f" {left}" if left else ""
            asked = f"How many {counted['noun']} {_asked(clause, '')}{of}{clause.when}?"
            yield Made("how-many", asked, counted["number"])


def _counted(text: str) -> re.Match[str] | None:
    """The number and the counted noun that a text opens with."""
    found = _COUNTED.match(text)
    if not found or found["noun"].split()[-1] in _NO_NOUN or found["number"].casefold() in {"several", "half"}:
        return None
    number = found["number"]
    return found if values.quantities(number) == [(0, len(number))] else None
