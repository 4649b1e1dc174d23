"""When a thing that a question names happened, by the library: "since the Alaska summit", "before the war".

The passages near to the thing's name are searched for dates, and each article counts once for a day that it puts beside
the name. Two articles make a day, or one that appeared just after it; failing that, the day when articles with the name
in their titles began to appear. Where they differ, as with a thing that happened several times, there is none. No list
of events, and nothing is known that no article says.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.periods import Tie, period
from assistant.reader.question import stem, terms
from corpus.article import Article
from index.index import Index, UnknownArticle
from index.passage import Hit

_NUM_HITS = (
    20  # passages searched for dates: a big story has ten articles in it, and each search costs as one of reading
)
_MAX_TOKENS = 7  # words of the name of a thing: "the exchange of prisoners in Ankara" has six
_AGREED = 0.6  # share of the articles with a date that must have the same one; below, it happened more than once
_NEWS = timedelta(days=10)  # after a thing within which the first article on it appears
_ANNOUNCED = timedelta(days=30)  # before it that an article may tell of it ("will meet on 15 August"); an older one
# that has the name tells of another thing of that name
_TITLED = 3  # articles at least; two on a stage of a long thing are no sign of its beginning
_BURST = timedelta(days=14)  # within which the articles named after a thing appear when it happened once

_TIES: dict[str, Tie] = {
    "since": "since", "after": "since", "following": "since",
    "before": "before", "prior to": "before", "until": "before",
}  # fmt: skip
_TIE = re.compile(rf"\b(?:{'|'.join(_TIES)})\s+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w-]*(?:['’]\w+)?")
_LINKS = frozenset("of in at between with on and".split())  # noqa: SIM905  # as the others below
_ENDS = frozenset(
    """
    about above according across after against along although among around as because before being beyond but by
    concerning despite do does did during for from had has have how if into is are was were will would can could may
    might must shall should like near not off once onto or out over per regarding since so than that then through
    throughout till to towards under unless until up upon via what when where whereas whether which while who whom
    whose why within without
    """.split()  # noqa: SIM905  # a list of quoted words would be unreadable
)
_FINITE = frozenset("is are was were has have had do does did will would can could".split())  # noqa: SIM905
# Before whom one stands, not before what something happens.
_BODIES = re.compile(
    r"\b(?:senate|house|court|tribunal|judges?|committee|congress|parliament|council|assembly|duma|commission|cameras?"
    r"|press|media|public|world|nation|jury|board|bundestag)$",
    re.IGNORECASE,
)

# What people do at a place: "landed in Alaska on 15 August" dates the Alaska summit, though no "New START ends on
# 5 February" dates its extension.
_MEETINGS = frozenset(stem(word) for word in ("summit", "meeting", "talks", "conference", "visit", "negotiations"))

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?)"
)
_AWAY = re.compile(  # what parts a date from a name in another clause
    r"[;:“”\"—]|, (?!\d|$)|\b(?:and|but|that|which|who|while|when|before|after|since|until|where|because|if|than)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(  # the date of words about the thing, not of the thing
    r"\b(?:said|told|wrote|announced|added|reported|published|declared|stated|posted)"
    r"(?: [\w’'-]+){0,3} on (?:\w+day,? )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """A thing that a question takes as a mark in time: its half-open place with its tie, and its name."""

    start: int
    end: int
    tie: Tie
    name: str


def events(question: str) -> list[Event]:
    """The things after "since", "after", "before" that may have a date; clauses ("since Russia left") are not taken."""
    found = []
    for match in _TIE.finditer(question):
        name = _name(question[match.end() :])
        tie = _TIES[match[0].strip().lower()]
        if name and not (tie == "before" and _BODIES.search(name)):
            found.append(Event(match.start(), match.end() + len(name), tie, name))
    return found


def _name(rest: str) -> str:
    """The noun phrase that a text begins with: "the" and what follows, or names alone; empty for anything else."""
    tokens = list(_TOKEN.finditer(rest))
    definite = bool(tokens) and tokens[0][0].lower() == "the"
    taken = 1 if definite else 0
    while taken < min(len(tokens), _MAX_TOKENS + 1):
        token = tokens[taken]
        if taken and rest[tokens[taken - 1].end() : token.start()].strip():  # a comma, a bracket
            break
        word, after = token[0].lower(), tokens[taken + 1][0] if taken + 1 < len(tokens) else ""
        if word in _LINKS and not (taken > 1 and (word == "of" or after[:1].isupper() or after == "the")):
            break
        if word in _ENDS or not (definite or token[0][0].isupper()):
            break
        taken += 1
    if taken == (1 if definite else 0):
        return ""
    end = tokens[taken - 1].end()
    follows = tokens[taken][0].lower() if taken < len(tokens) and not rest[end : tokens[taken].start()].strip() else ""
    clause = follows in _FINITE or (not definite and follows and follows not in _ENDS | _LINKS)
    return "" if clause else rest[:end]


def when(name: str, index: Index) -> date | None:
    """The day of a thing by the articles of an index, or None where they give none or differ."""
    asked = set(terms(name))
    names = {stem(token[0]) for token in _TOKEN.finditer(name) if token[0][0].isupper() and token[0].lower() != "the"}
    beside = names if names and asked - names <= _MEETINGS else asked
    said: dict[date, set[str]] = {}  # the articles, by id, that give each day
    published: dict[str, date] = {}
    titled: list[date] = []
    told: list[date] = []  # when articles of which one passage has all of the name appeared
    for article, hits in _found(name, index) if names or len(asked) > 1 else ():
        title, days = set(terms(article.title)), period(article.published or "")
        if not days or not asked <= title | set(terms(article.text)):
            continue
        published[article.id] = days[0]
        titled += days[:1] if asked <= title else ()
        told += days[:1] if any(asked <= title | set(terms(hit.passage.text)) for hit in hits) else ()
        for day in {day for hit in hits for day in _days(hit, beside, days[1])}:
            said.setdefault(day, set()).add(article.id)
    found = _agreed(said, published, sure=bool(names)) or (_burst(sorted(titled)) if names and asked > names else None)
    return found if found and all(one >= found - _ANNOUNCED for one in told) else None


def _found(name: str, index: Index) -> Iterator[tuple[Article, list[Hit]]]:
    """The articles that have passages near to the name, and those passages."""
    hits: dict[str, list[Hit]] = {}
    for hit in index.search(name, _NUM_HITS):
        hits.setdefault(hit.passage.article_id, []).append(hit)
    for article_id, some in hits.items():
        with suppress(UnknownArticle):  # removed since the search
            yield index.article(article_id), some


def _days(hit: Hit, asked: set[str], published: date) -> list[date]:
    """The days that stand beside the name in a sentence; one without a year is the last before the article."""
    days = []
    for start, end in hit.passage.inner:
        sentence = hit.passage.text[start:end]
        for match in _DATED.finditer(sentence):
            near = _AWAY.split(sentence[: match.start()])[-1] + _AWAY.split(sentence[match.end() :])[0]
            if asked <= set(terms(near)) and not _SPOKEN.search(sentence[: match.start()]):
                day = _day(match[0], published)
                if day is not None and day <= published + _ANNOUNCED:
                    days.append(day)
    return days


def _day(written: str, published: date) -> date | None:
    found = period(written) or period(written, year=published.year)
    if found and found[0] > published + _ANNOUNCED and not re.search(r"\d{4}", written):
        found = period(written, year=published.year - 1)
    return found[0] if found else None


def _agreed(said: Mapping[date, Collection[str]], published: Mapping[str, date], *, sure: bool) -> date | None:
    """The day that most of the dated articles give, if two do; one is enough for a name when it appeared just after."""
    if not said:
        return None
    day = min(said, key=lambda one: (-len(said[one]), one))
    if len(said[day]) < _AGREED * sum(len(articles) for articles in said.values()):
        return None
    fresh = sure and any(day <= published[one] <= day + _NEWS for one in said[day])
    return day if len(said[day]) > 1 or fresh else None


def _burst(days: Sequence[date]) -> date | None:
    """The first of the days when articles named after a thing appeared, if most of them appeared soon after it."""
    soon = [day for day in days if day <= days[0] + _BURST]
    return days[0] if len(days) >= _TITLED and len(soon) >= _AGREED * len(days) else None
