"""Dates as far as a text gives them: a day, a month, a year, a weekday, a decade."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.llm.guard.cited import Cited

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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


def dates(text: str) -> list[Date]:
    """The dates of a text, in order, none inside another."""
    found: list[Date] = []
    for pattern in (*_PATTERNS, _ALONE):
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(_date(match))
    return sorted(found, key=lambda date: date.start)


def unsupported(sentence: str, cited: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of dates that no cited passage gives; the year may be that of its publication."""
    known = [date for one in cited for date in dates(one.whole)]
    published = [date for one in cited for date in dates(one.published)]
    years = {date.year for date in (*known, *published) if date.year}
    known += published
    return [(date.start, date.end) for date in dates(sentence) if not any(_is_said(date, one, years) for one in known)]


def _date(match: re.Match[str]) -> Date:
    said = match.groupdict()
    month = next(
        (at for at, name in enumerate(_MONTHS, 1) if said.get("month") and name.startswith(said["month"].lower()[:3])),
        None,
    )
    weekday = next(
        (at for at, name in enumerate(_WEEKDAYS) if said.get("weekday") and name.startswith(said["weekday"].lower())),
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


def _is_said(date: Date, other: Date, years: set[int]) -> bool:
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


def _weekday(date: Date) -> int | None:
    if date.year is None or date.month is None or date.day is None:
        return None
    try:
        return datetime.date(date.year, date.month, date.day).weekday()
    except ValueError:  # 31 June
        return None
