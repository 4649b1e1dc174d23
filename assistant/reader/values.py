"""Dates, quantities and names that stand in a sentence: what could fill the gap that a question leaves.

Patterns for English text; each finder returns half-open spans in the text given, in order, none overlapping.
"""

import re

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DATE = re.compile(
    rf"\b(?:{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?:,? {_YEAR})?\b|{_MONTH},? {_YEAR}"
    rf"|(?:early|mid|late|the (?:spring|summer|autumn|fall|winter) of)[ -]{_YEAR}"
    rf"|(?:in|since|by|until|last) {_MONTH}\b|{_YEAR}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
)
_LEADING_PREPOSITION = re.compile(r"^(?:in|since|by|until) ")

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozens?|half|several)"
)
_QUANTITY = re.compile(
    rf"(?:[$€£]\s?)?\b\d[\d,.]*\b(?:\s?%|\s(?:per cent|percent|million|billion|trillion|thousand))?"
    rf"|\b{_NUMBER_WORD}(?:[ -]{_NUMBER_WORD})*\b",
    re.IGNORECASE,
)

# Two kinds of link inside a name: particles, and the "of" of offices and organisations.
_NAMES = re.compile(r"\b[A-Z][\w’'-]*(?:\.(?=\s[A-Z]))?(?:\s(?:(?:of|the|and|de|von|van|bin|al)\s)?[A-Z][\w’'-]*)*")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|after|as a result|in response"
    r"|in retaliation|over|citing|blam\w+|on the grounds)\b",
    re.IGNORECASE,
)


def dates(text: str) -> list[tuple[int, int]]:
    """Dates in words or as years, without a leading preposition."""
    spans = []
    for match in _DATE.finditer(text):
        lead = _LEADING_PREPOSITION.match(match[0])
        spans.append((match.start() + (lead.end() if lead else 0), match.end()))
    return spans


def is_year(word: str) -> bool:
    """Whether a word is a year between 1500 and 2099."""
    return re.fullmatch(_YEAR, word) is not None


def quantities(text: str) -> list[tuple[int, int]]:
    """Numbers in figures or words, with the sign or unit of size beside them; numbers inside dates are left out."""
    taken = dates(text)
    return [
        match.span()
        for match in _QUANTITY.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def names(text: str) -> list[tuple[int, int]]:
    """Runs of capitalised words; a single one that only opens the sentence is left out when it is a common word."""
    from assistant.reader.question import STOP_WORDS

    spans = []
    for match in _NAMES.finditer(text):
        start = match.start()
        opening, _, rest = match[0].partition(" ")
        if opening.casefold() in STOP_WORDS:
            if not rest:
                continue
            start += len(opening) + 1
        spans.append((start, match.end()))
    return spans


def gives_reason(text: str) -> bool:
    """Whether a sentence has a word that introduces a reason."""
    return _REASON.search(text) is not None
