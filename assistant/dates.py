"""Dates of articles, known to the day, the month or the year."""

import re

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  # a list would be longer
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.44, 365.25
_PART = r"(?:morning|afternoon|evening|night)"
_RELATIVE = re.compile(
    r"(?:(?:on|early|late|later|earlier|last|this|next) )*"
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|tomorrow|{_PART}|week(?:end)?|month|year)"
    rf"(?:['’]s)?(?: {_PART})?",
    re.IGNORECASE,
)


def written(published: str | None) -> str:
    """An ISO date of any precision as people write it: `12 Nov 2025`, `Nov 2025`, `2025`; "" for None."""
    parts = (published or "").split("-")
    if len(parts) == 1 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return published or ""
    return " ".join([*(str(int(day)) for day in parts[2:3]), _MONTHS[int(parts[1]) - 1], parts[0]])


def is_relative(text: str) -> bool:
    """Whether words tell a time only to those who know when they were written: "Monday", "this morning"."""
    return _RELATIVE.fullmatch(text) is not None


def years(published: str) -> float:
    """An ISO date of any precision as years: its first day, to some days."""
    year, month, day = [*(int(part) for part in published.split("-")), 1, 1][:3]
    return year + ((month - 1) * _DAYS_OF_MONTH + day - 1) / _DAYS_OF_YEAR
