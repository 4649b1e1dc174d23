"""Dates as far as a text gives them: a day, a month, a year, a weekday, a decade; and how far apart events are."""

import contextlib
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.llm.guard.cited import Cited

MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_PATTERNS = [
    re.compile(rf"\b{_YEAR}-(?P<number>[01]\d)(?:-{_DAY})?\b"),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?\b"),
    re.compile(rf"\b{_MONTH} {_DAY}\b(?!,\d|\.\d| ?%)(?:,? {_YEAR})?(?!\d)"),
    re.compile(rf"\b{_MONTH}(?: of)?,? {_YEAR}\b"),
    re.compile(r"\b(?P<decade>1[5-9]\d|20\d)0['’]?s\b"),
    re.compile(rf"(?<![\d,.$€£-]){_YEAR}(?![\d,]\d|\.\d| ?%|\w)"),
    re.compile(r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
]
_ALONE = re.compile(
    r"\b(?P<month>January|February|March|April|June|July|August|September|October|November|December|(?<=\bin )May"
    r"|(?<=[a-z] of )May|(?<=\b[Ll]ast )May|(?<=\b[Ss]ince )May|(?<=\b[Uu]ntil )May|(?<=\b[Bb]y )May|(?<=\bIn )May)\b"
)

_COUNTS = {"a": 1, "one": 1, **{word: at for at, word in enumerate(_SMALL_NUMBERS, 2)}}
_LATER = re.compile(
    rf"\b(?:(?P<count>a|one|\d{{1,2}}|{'|'.join(_SMALL_NUMBERS)}) (?:full |whole )?(?:day|week)s? "
    r"(?:later|earlier|after(?:wards)?|before|previously)"
    r"|the (?:following|next|previous|preceding) (?:day|week)|the (?:day|week) (?:after|before)|the eve(?= of))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:earlier|before|previous(?:ly)?|preceding|eve)\b", re.IGNORECASE)
_YEARS_APART = re.compile(
    rf"\b(?P<count>a|one|\d{{1,2}}|{'|'.join(_SMALL_NUMBERS)}) years? "
    r"(?P<way>later|earlier|after(?:wards)?|before|previously)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text at `start` to `end`; what it does not say is None. `weekday` counts from Monday, 0."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None


@lru_cache(maxsize=256)  # the passages of an answer are asked about again and again
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text, in order, none inside another."""
    found: list[Date] = []
    for pattern in (*_PATTERNS, _ALONE):
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(_date(match))
    return tuple(sorted(found, key=lambda date: date.start))


def unsupported(sentence: str, cited: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of dates and of distances in time ("two days later") that no cited passage gives.

    The year may be that of its publication, or of the last such day before it, and a date may be reckoned: from the
    8th, "two days later" is the 10th. A day of the week beside a date has to be that date's.
    """
    known = [date for one in cited for date in dates(one.whole)]
    published = [date for one in cited for date in dates(one.published)]
    years = {date.year for date in (*known, *published) if date.year}
    known += published
    known += [
        moved
        for one in cited
        for moved in (*_reckoned(one, years), *_on_weekdays(one), *_last(one), *_years_apart(one, dates(one.whole)))
    ]
    said = dates(sentence)
    missing = [(one.start, one.end) for one in said if not any(is_said(one, other, years) for other in known)]
    missing += [
        (one.start, one.end)
        for one, other in pairwise(said)
        if one.weekday is not None
        and not sentence[one.end : other.start].strip(" ,")
        and one.weekday not in _weekdays(other, years)
        and (one.start, one.end) not in missing
    ]
    apart = _told_apart(cited) | _between(known, years)
    return missing + [(one.start, one.end) for one in distances(sentence) if apart and one.days not in apart]


def days_apart(cited: Sequence[Cited]) -> set[int]:
    """How many days or weeks, in days, passages say that events lie apart, or their dates do."""
    known = [date for one in cited for text in (one.whole, one.published) for date in dates(text)]
    return _told_apart(cited) | _between(known, {date.year for date in known if date.year})


def _told_apart(cited: Sequence[Cited]) -> set[int]:
    return {one.days for text in cited for one in distances(text.whole)}


@dataclass(frozen=True, slots=True)
class Distance:
    """How far one event is from another, said at `start` to `end` of a text; `sign` is -1 for what was before."""

    start: int
    end: int
    days: int
    sign: int


def distances(text: str) -> Iterator[Distance]:
    """The distances in time that a text gives in days or weeks, in order."""
    for match in _LATER.finditer(text):
        sign = -1 if _EARLIER.search(match[0]) else 1
        yield Distance(*match.span(), _count(match) * (7 if "week" in match[0].lower() else 1), sign)


def _count(match: re.Match[str]) -> int:
    """How many days, weeks or years a distance has; one where it does not say."""
    said = (match["count"] or "").lower()
    return int(said) if said.isdigit() else _COUNTS.get(said, 1)


def _reckoned(cited: Cited, years: set[int]) -> Iterator[Date]:
    """The days that a passage gives by how far they are from a date: the last before, or the next after it; where it
    has none, that of its publication.
    """
    there = [date for date in dates(cited.text) if date.month and date.day]
    for one in distances(cited.text):
        before = [date for date in there if date.end <= one.start][-1:]
        after = [date for date in there if date.start >= one.end][:1]
        for date in before + after or dates(cited.published):
            for day in _calendar(date, years):
                moved = day + datetime.timedelta(one.sign * one.days)
                yield Date(date.start, date.end, moved.year, moved.month, moved.day)


def _years_apart(cited: Cited, known: Sequence[Date]) -> Iterator[Date]:
    """The dates that lie so many years from a known one as a passage says that something does."""
    for match in _YEARS_APART.finditer(cited.text):
        years = _count(match) * (-1 if _EARLIER.search(match["way"]) else 1)
        for date in known:
            if date.year:
                yield replace(date, year=date.year + years)


def _last(cited: Cited) -> Iterator[Date]:
    """The dates without a year, as the last such days up to the publication: in January, "15 December" is past."""
    for published in dates(cited.published):
        today = published.month or 12, published.day or 31
        for one in dates(cited.text):
            if one.month and not one.year and published.year:
                yield replace(one, year=published.year - ((one.month, one.day or 1) > today))


def _on_weekdays(cited: Cited) -> Iterator[Date]:
    """The days of the week that a passage names, as the last such days up to its publication."""
    for published in dates(cited.published):
        for day in _calendar(published, set()):
            for one in dates(cited.text):
                if one.weekday is not None:
                    then = day - datetime.timedelta((day.weekday() - one.weekday) % 7)
                    yield Date(one.start, one.end, then.year, then.month, then.day)


def _between(known: Sequence[Date], years: set[int]) -> set[int]:
    """How many days lie between any two known days."""
    days = {day for date in known for day in _calendar(date, years)}
    return {abs((one - other).days) for one in days for other in days} - {0}


def _calendar(date: Date, years: set[int]) -> Iterator[datetime.date]:
    """The days that a date may be; none where it gives no day."""
    for year in [date.year] if date.year else sorted(years):
        if date.month and date.day and 1 < year < datetime.MAXYEAR:
            with contextlib.suppress(ValueError):  # 31 June
                yield datetime.date(year, date.month, date.day)


def _date(match: re.Match[str]) -> Date:
    said = match.groupdict()
    month = next(
        (at for at, name in enumerate(MONTHS, 1) if said.get("month") and name.startswith(said["month"].lower()[:3])),
        None,
    )
    weekday = next(
        (at for at, name in enumerate(WEEKDAYS) if said.get("weekday") and name.startswith(said["weekday"].lower())),
        None,
    )
    return Date(
        match.start(),
        match.end(),
        year=int(said["year"]) if said.get("year") else None,
        month=int(said["number"]) if said.get("number") else month,
        day=int(said["day"]) if said.get("day") else None,
        weekday=weekday,
        decade=int(said["decade"]) * 10 if said.get("decade") else None,
    )


def is_said(date: Date, other: Date, years: set[int]) -> bool:
    """Whether another date says all that this one does; a year may be said elsewhere."""
    if date.decade is not None:
        return other.decade == date.decade or (other.year is not None and other.year // 10 * 10 == date.decade)
    if date.weekday is not None:
        return date.weekday in {other.weekday, _weekday(other)}
    if date.month is None:
        return date.year == other.year
    if date.month != other.month or (date.day is not None and date.day != other.day):
        return False
    return date.year is None or date.year == other.year or (other.year is None and date.year in years)


def _weekdays(date: Date, years: set[int]) -> set[int]:
    """The days of the week that a date may be."""
    return {day.weekday() for day in _calendar(date, years)} or set(range(7))


def _weekday(date: Date) -> int | None:
    if date.year is None or date.month is None or date.day is None:
        return None
    try:
        return datetime.date(date.year, date.month, date.day).weekday()
    except ValueError:  # 31 June
        return None
