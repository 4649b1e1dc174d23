"""Times that a question names, each with the word that ties it: "in March 2025", "since 2022", "from May to July 2024".

A time that only describes a thing says nothing of when articles about it appeared, so it is no time of the question:
"the 2010 treaty", "the treaty of 2010", "the treaty signed in 2010", "the war that began in 2014". English only; a time
without a year ("in March") is not completed, since nothing says which. Northern seasons.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corpus.dates import parse_partial_date

Tie = Literal["in", "since", "after", "before", "until"]

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (1, 14)}
"""First and last month; "winter 2022" may be either end of the year, so it reaches to February of the next."""
_THIRDS = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_HALVES = {"first": 0, "second": 1}

# A date as it is written, longest forms first, and what may stand before it.
_DATE = (
    rf"(?:{_YEAR}-\d\d(?:-\d\d)?|{_DAY}(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}|{_MONTH},?(?: of)? {_YEAR}"
    rf"|{_YEAR})(?!\d|-\d\d?(?!\d))(?!['’]s\b|s\b)"
)
_SHORT_DATE = rf"(?:{_DAY}(?: of)? {_MONTH}|{_MONTH}(?: {_DAY})?)"  # its year comes with the date after it
_LEAD = (
    r"(?:(?:the )?(?P<third>early|mid|late|start|beginning|middle|end)(?: of(?: the year)?|-)? "
    r"|(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of|,)? "
    r"|(?:the )?(?P<half>first|second) half of "
    r"|(?:the )?(?:course|week|weekend|month|year|day|night|morning|evening|days|weeks)(?: of)? (?:of )?|the )?"
)
_WHOLE = re.compile(rf"{_LEAD}(?P<date>{_DATE}|{_SHORT_DATE})", re.IGNORECASE)
_TIES: dict[str, Tie] = {
    "in": "in", "during": "in", "throughout": "in", "on": "in", "over": "in", "at": "in", "as of": "in",
    "since": "since", "ever since": "since", "starting in": "since", "beginning in": "since",
    "after": "after", "following": "after", "before": "before", "prior to": "before",
    "until": "until", "till": "until", "by": "until", "up to": "until",
}  # fmt: skip
_BARE_LEAD = re.sub(r"\?P<\w+>", "?:", _LEAD)
_TIED = re.compile(
    rf"\b(?P<tie>{'|'.join(sorted(_TIES, key=len, reverse=True))}) (?P<when>{_BARE_LEAD}{_DATE})"
    rf"(?P<and>(?:(?:, | and | or |, and |, or ){_BARE_LEAD}{_DATE})*)",
    re.IGNORECASE,
)
_ONWARDS = re.compile(rf"\bfrom (?P<when>{_BARE_LEAD}{_DATE}) (?:on|onwards?|forward)\b", re.IGNORECASE)
_PRINTED = re.compile(
    rf"\b(?:articles?|reports?|reporting|coverage|news|pieces?|stories|published|written) (?:from|of) "
    rf"(?P<when>{_BARE_LEAD}{_DATE})",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?:between (?P<a>{_BARE_LEAD}(?:{_DATE}|{_SHORT_DATE})) and (?P<b>{_BARE_LEAD}{_DATE})"
    rf"|from (?P<c>{_BARE_LEAD}(?:{_DATE}|{_SHORT_DATE})) (?:to|until|till|through) (?P<d>{_BARE_LEAD}{_DATE})"
    rf"|(?:in|during|over|on) (?P<e>{_SHORT_DATE}) (?:and|or|to) (?P<f>{_DATE})"
    rf"|(?:in|during|over|on) (?P<g>{_DATE}|{_SHORT_DATE}) ?[-–—] ?(?P<h>{_DATE}))",
    re.IGNORECASE,
)
_PART = r"(?:spring|summer|autumn|fall|winter|start|beginning|middle|end|first|second|week|weekend|month|year|days?) "
# "since the summit of August 2025": the time of the thing is the time that is meant.
_OF_A_THING = re.compile(
    rf"\b(?P<tie>since|after|following|before|prior to|until) the (?!{_PART})(?:[\w’'-]+ ){{1,5}}?"
    rf"(?:of|in|on) (?P<when>{_BARE_LEAD}{_DATE})",
    re.IGNORECASE,
)

# A time inside a description: the participle before it has no auxiliary of its own, though the question has a verb.
_PARTICIPLE = re.compile(
    r"\b(?:\w+(?<!e)ed|agreed|freed|begun|held|made|struck|reached|met|won|sent|built|brought|written|shot|taken|given|known|seen|done|drawn"
    r"|found|put|set|left|cut|hit|sold|bought|taught|told|led|lost|paid|said|shown|sunk|fought|broken|driven)"
    r"(?: \w+){0,2}\s*$",
    re.IGNORECASE,
)
_OF_PARTICIPLE = re.compile(  # not "is in the treaty signed"
    r"\b(?:is|are|was|were|be|been|being|has|have|had|get|got)\b(?! (?:in|of|about|with|for|on|at|to|from|by)\b)",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|get|got)\b", re.IGNORECASE)
_INVERTED = re.compile(  # "Where was the summit of the two presidents held in June 2021?"
    r"(?:\b(?:where|when|how|why) |^\W*)(?:is|are|was|were|has|have|had)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\s*(?:[?.!,;(]|$)")
_VERB_AHEAD = 4  # words before a participle in which its auxiliary stands: "was finally and formally signed"
_CLAUSE = re.compile(
    r"(?<!\bsay)(?<!\bsays)(?<!\bsaid)(?<!\bsaying)(?<!\bclaim)(?<!\bbelieve)(?<!\bthink)(?<!\bmean)(?<=\w) "
    r"(?:that|which|who|whom|whose) (?:[\w’'-]+ ){1,6}$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a question: its half-open place, how it is tied, and its first and last day."""

    start: int
    end: int
    tie: Tie
    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def times(question: str) -> list[Time]:
    """The times of a question in order, none overlapping."""
    quoted = [match.span() for match in _QUOTED.finditer(question)]
    found: list[Time] = []
    for time in [*_ranges(question), *_things(question), *_singles(question)]:
        taken = [*quoted, *((one.start, one.end) for one in found if (one.start, one.end) != (time.start, time.end))]
        if not any(start < time.end and time.start < end for start, end in taken) and time not in found:
            found.append(time)
    return sorted((one for one in found if not _describes(question, one)), key=lambda one: one.start)


def _ranges(question: str) -> Iterator[Time]:
    for match in _RANGE.finditer(question):
        first = match["a"] or match["c"] or match["e"] or match["g"]
        last = match["b"] or match["d"] or match["f"] or match["h"]
        until = period(last)
        since = period(first, year=until[0].year) if until else None
        if since and until and since[0] <= until[1]:
            yield Time(match.start(), match.end(), "in", since[0], until[1])


def _things(question: str) -> Iterator[Time]:
    for match in _OF_A_THING.finditer(question):
        days = period(match["when"])
        if days and not _AUXILIARY.search(match[0]):
            tie = _TIES[match["tie"].lower()]
            yield Time(match.start(), match.end(), "since" if tie in {"since", "after"} else "until", *days)


def _singles(question: str) -> Iterator[Time]:
    """Times with one tie; "in 2022 and 2023" are two, each from the tie on or from its own start."""
    for match in _TIED.finditer(question):
        tie = _TIES[match["tie"].lower()]
        days = period(match["when"])
        if days:
            yield Time(match.start(), match.end("when"), tie, *days)
        for more in _WHOLE.finditer(question, *match.span("and")):
            days = period(more[0])
            if days:
                yield Time(more.start(), more.end(), tie, *days)
    others: tuple[tuple[re.Pattern[str], Tie], ...] = ((_ONWARDS, "since"), (_PRINTED, "in"))
    for pattern, tie in others:
        for match in pattern.finditer(question):
            days = period(match["when"])
            if days:
                yield Time(match.start(), match.end(), tie, *days)


def period(text: str, *, year: int | None = None) -> tuple[date, date] | None:
    """The first and the last day of a time in words, such as "early 2025"; `year` completes one without."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        return None
    written = match["date"] if re.search(_YEAR, match["date"]) else f"{match['date']} {year}" if year else ""
    parts = _parts(written)
    if not parts:
        return None
    first, last = _whole(parts)
    if match["season"] and len(parts) == 1:
        return _months(parts[0], *_SEASONS[match["season"].lower()])
    if match["half"]:
        return _share(first, last, 2, _HALVES[match["half"].lower()])
    if match["third"] and len(parts) < 3:
        return _share(first, last, 3, _THIRDS[match["third"].lower()])
    return first, last


def _parts(written: str) -> list[int]:
    """Year, month and day of a written date, as far as it has them; none where there is no such day."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|[.,]", " ", written, flags=re.IGNORECASE)
    iso = parse_partial_date(" ".join(plain.split()))
    return [int(part) for part in iso.split("-")] if iso else []


def _whole(parts: list[int]) -> tuple[date, date]:
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    return _months(parts[0], *([parts[1], parts[1]] if len(parts) == 2 else [1, 12]))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last of another; months beyond 12 are of the next year."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _share(first: date, last: date, parts: int, which: int) -> tuple[date, date]:
    days = (last - first).days + 1
    start, end = days * which // parts, days * (which + 1) // parts - 1
    return first + timedelta(start), first + timedelta(end)


def _describes(question: str, time: Time) -> bool:
    """Whether a time is part of the description of a thing."""
    if time.tie != "in":
        return False
    before = question[: time.start]
    if _CLAUSE.search(before):
        return True
    participle = _PARTICIPLE.search(before)
    if participle is None or (_INVERTED.search(before) and _ENDS.match(question, time.end)):
        return False
    near = " ".join(before[: participle.start()].split()[-_VERB_AHEAD:])
    rest = question[: participle.start()] + question[time.end :]
    return not _OF_PARTICIPLE.search(near) and _AUXILIARY.search(rest) is not None
