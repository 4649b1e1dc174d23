"""Dates as articles write them, to ISO 8601 of the precision that is known. Nothing is completed by guessing."""

import re
from datetime import date

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "sept": 9,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8, "сентября": 9,
    "октября": 10, "ноября": 11, "декабря": 12,
    "січня": 1, "лютого": 2, "березня": 3, "квітня": 4, "травня": 5, "червня": 6, "липня": 7, "серпня": 8,
    "вересня": 9, "жовтня": 10, "листопада": 11, "грудня": 12,
    "januar": 1, "jänner": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "décembre": 12,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
}  # fmt: skip

_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DE = r"(?:\s+de)?"  # 12 de noviembre de 2025

_CLOCK = r"(?:[,|T@]|\s|at\b|um\b|à\b|в\b)*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d+)?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2}|a\.?m\.?|p\.?m\.?|UTC|GMT|[A-Z]{2,4}T|Uhr)"
_AFTER = rf"(?:\s*(?:г\.?|года|року))?(?:{_CLOCK}(?:\s*{_ZONE})*)?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,\s+)?"

_FORMS = tuple(
    re.compile(rf"{_WEEKDAY}{form}{_AFTER}", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_YEAR}/(?P<month>\d\d)/(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",
        rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
        rf"{_DAY}{_DE}\s+{_MONTH}{_DE},?\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    )
)
MAX_WRITTEN = 100  # characters; a date with its weekday, time and zone has 60

_PART = re.compile(rf"(?:{_YEAR}(?:-(?P<number>\d\d))?|{_MONTH}{_DE},?\s+(?P<then>(?:19|20)\d\d))", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """A whole string as a full date, with or without weekday and time: `2025-11-12`; None for anything else.

    `03/04/2025` is None, since half of the world reads it the other way round.
    """
    text = text.strip()
    if len(text) > MAX_WRITTEN:
        return None
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _iso(match.groupdict())
    return None


def parse_partial_date(text: str) -> str | None:
    """As `parse_date`, but also `2025` and `November 2025` (`2025-11`), for fields that are known to hold a date."""
    full = parse_date(text)
    match = None if full else _PART.fullmatch(text.strip())
    if match is None:
        return full
    if match["then"]:
        month = _MONTHS.get(match["month"].lower())
        return f"{match['then']}-{month:02}" if month else None
    if match["number"] is None:
        return match["year"]
    return f"{match['year']}-{match['number']}" if 1 <= int(match["number"]) <= 12 else None


def _iso(parts: dict[str, str | None]) -> str | None:
    """The date of a match, or None where there is no such day or it can be read in two ways."""
    if parts.get("first") and parts.get("second"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if second <= 12 else (second, first)
    else:
        written = parts["month"] or ""
        month = int(written) if written.isdigit() else _MONTHS.get(written.lower(), 0)
        day = int(parts["day"] or 0)
    try:
        return date(int(parts["year"] or 0), month, day).isoformat()
    except ValueError:  # 31 June
        return None
