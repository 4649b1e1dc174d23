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

_SPAN_OF_TIME = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|yrs?|decades?|century|centuries|millennia)"
)
_ORDINAL = (
    r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first)"
)
_TIME = re.compile(
    rf"\b(?:{_ORDINAL}[ -]centur(?:y|ies)|(?<![,.$€£])[1-9]\d{{2,3}}(?![\d,.]\d)"
    rf"|\d[\d,.]*(?: (?:million|billion))?(?: {_SPAN_OF_TIME})? (?:ago|BP|BCE?|AD|CE)|AD \d+"
    rf"|{_SPAN_OF_TIME} (?:ago|later|earlier|before|after|afterwards?)"
    rf"|(?:last|next|this|same) (?:{_SPAN_OF_TIME}|spring|summer|autumn|fall|winter)|yesterday|today|tomorrow|tonight"
    r"|(?:era|age|period|antiquity)"
    r"|after|before|during|until|till|since|when|while|once|as soon as|by the time|following"
    r"|at the (?:end|start|beginning))\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:once|twice|none|no|few|fewer|little|most|all|both|single|couple|pair|tens|dozens|scores|hundreds|thousands"
    r"|millions|billions|entire|whole|free|every|majority|quarter|thirds?"
    r"|daily|weekly|monthly|yearly|annually|always|never|often|rarely|seldom|sometimes|regularly)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(rf"\b(?:{_SPAN_OF_TIME}|from)\b", re.IGNORECASE)

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


def times(text: str) -> list[tuple[int, int]]:
    """Whatever may answer "when": dates, years of any age, centuries, "ago", and the words that lead to an event.

    Some stand in others: they are for whether there is one, not for taking apart.
    """
    return [*dates(text), *(match.span() for match in _TIME.finditer(text))]


def amounts(text: str) -> list[tuple[int, int]]:
    """Whatever may answer "how much" or "how many": quantities, and "twice", "none", "most". As `times`."""
    return [*quantities(text), *(match.span() for match in _VAGUE.finditer(text))]


def durations(text: str) -> list[tuple[int, int]]:
    """Whatever may answer "how long": amounts, times, and what spans from one to another. As `times`."""
    return [*amounts(text), *times(text), *(match.span() for match in _DURATION.finditer(text))]


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
