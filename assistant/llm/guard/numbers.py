"""Numbers, in figures and in words, by their value: "1.5 million", "1,500,000" and "one and a half million" are one."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.llm.guard import dates
from assistant.llm.guard.cited import Cited
from assistant.reader.question import stem

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_WORDS = {
    **dict(zip(_UNITS.split(), range(20), strict=True)),
    **dict(zip(_TENS.split(), range(20, 100, 10), strict=True)),
    **_SCALES,
    "half": 0.5,
}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_UNEVEN = {"five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_ORDINALS = {
    _UNEVEN.get(word) or (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"): value
    for word, value in _WORDS.items()
    if 4 <= value <= 100
} | {"first": 1, "second": 2, "third": 3}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_FIGURES = re.compile(
    r"(?<![\w.,/-])(?P<figures>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:st|nd|rd|th)\b|\s?(?P<short>k|m|mn|bn|tn)\b"
    r"|[\s-](?P<scale>hundred|thousand|million|billion|trillion)s?\b)?(?![\w])"
    r"(?:\s?(?P<percent>%|per ?cent\b))?",
    re.IGNORECASE,
)
_SPELT = re.compile(
    rf"(?<![\w-])(?P<words>(?:{_WORD})s?(?:(?:-| and (?:a )?| )(?:{_WORD})s?)*)(?:-(?P<ordinal>{_ORDINAL}))?(?![\w])"
    r"(?:[-\s](?P<percent>per ?cent\b))?",
    re.IGNORECASE,
)
_ORDINAL_ALONE = re.compile(rf"(?<![\w-])(?:{_ORDINAL})(?![\w-])", re.IGNORECASE)
_LEAST_ORDINAL = 10  # smaller ones by themselves count loosely: "a third party", "a fourth time"
_AND = re.compile(rf"(?<!hundred)(?<!thousand)(?<!illion)s? and (?!a half|half)(?=(?:{_WORD}))", re.IGNORECASE)
"""Between two numbers, not inside one: "eight and nine", not "a hundred and nine"."""

_BESIDE = re.compile(
    rf"\b({'|'.join(_UNITS.split())}) (?=(?:{'|'.join((*_UNITS.split(), *_TENS.split()))})\b)", re.IGNORECASE
)
"""Between two that stand side by side: "the new one nine"."""

_LOOSE = frozenset({"one", "ones", "zero"})  # "one of them", "no one": pronouns more often than counts
_SAID = {
    0.0: r"no|none|nil|nobody|nothing|without|never",
    0.5: r"hal(?:f|ves|ved)|50 ?(?:%|per ?cent)|fifty per ?cent|(?:six|6)[- ]months?|30 minutes|thirty minutes",
    2.0: r"both|pair|couple|twice|second|bilateral|double[ds]?",
    3.0: r"third|triple[ds]?|three-way|trilateral",
    6.0: r"half (?:a|the) year",
    12.0: r"dozen|a year",
    50.0: r"hal(?:f|ves|ved)",
    90.0: r"(?:an )?hour and a half|one and a half hours",
    100.0: r"hundred|century",
}
_ALSO = {value: re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for value, pattern in _SAID.items()}
"""Words that say a number without naming it."""

_FEW = 5
_THE = re.compile(r"\b(?:the|these|those|both|its|their|all)\s+$", re.IGNORECASE)
"""What is counted so few is told by name elsewhere: "the two children" are the boy and the girl."""

_AND_A = re.compile(r"\band a\s+$", re.IGNORECASE)
"""Before a half that is of the number ahead of it: "a decade and a half"."""

_BARE = re.compile(r"[,.;:!?]|$|\s+(?:and|or|but)\b")
"""After a number whose noun was said before: "one draft has eight articles, the other nine"."""

_PLURAL = re.compile(r"\s([a-z]{3,}(?<!s)s)\b")
_NEXT = re.compile(r"[-\s]+([A-Za-z]{3,})")
_TIMES = frozenset(["years", "months", "weeks", "days", "hours", "minutes", "decades", "times"])
_ITEM = r"(?!and )[\w’'-]+(?: (?!and )[\w’'-]+){0,3}"
_LIST = re.compile(rf"{_ITEM}(?:, {_ITEM})+,? and {_ITEM}")

_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "fortnight": 336.0}
_MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0, "decade": 120.0, "century": 1200.0, "centurie": 1200.0}
_UNIT = "|".join((*_HOURS, *_MONTHS))
_ONE_OF_TIME = re.compile(rf"\b(?:an?|one|the next|the following|the same) ({_UNIT})\b", re.IGNORECASE)
_UNIT_NEXT = re.compile(rf"(?:-|\s)(?:full |whole )?({_UNIT})s?\b", re.IGNORECASE)

_COMPARED = re.compile(
    r"\s(?:\w+ )?(?:fewer|more|less|lower|higher|longer|shorter|ahead|behind|above|below)\b", re.IGNORECASE
)
"""After a number that is the difference of two others."""

_SPAN = re.compile(r"(?:-|\s)(?P<unit>year|decade|month|day)s?\b", re.IGNORECASE)

Number = tuple[int, int, float, bool]
"""Where a number stands, its value, and whether it is a percentage."""


def unsupported(sentence: str, cited: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of numbers whose value no cited passage has; years may lie as far apart as a sentence counts.

    A number that is the sum or the difference of two others of the sentence, which a passage has, is none.
    """
    texts = [one.whole for one in cited]
    known = {(value, percent) for text in texts for _, _, value, percent in numbers(text)}
    values = {value for value, _ in known}
    years = {date.year for text in texts for date in dates.dates(text) if date.year}
    apart = {abs(one - other) for one in years for other in years}
    nouns = {noun for text in texts for noun in _counted(text)}
    bare = {value for text in texts for _, end, value, _ in numbers(text) if _BARE.match(text, end)}
    lists = {length for text in texts for length in _list_lengths(text)}
    lasting = {length for text in texts for length in _lengths_of_time(text)}
    missing = []
    far = list(dates.distances(sentence))
    apart_in_days = dates.days_apart(cited) if far else set()
    stated = list(numbers(sentence))
    sums = {
        total
        for at, (_, _, one, _) in enumerate(stated)
        for _, _, other, _ in stated[:at]
        for total in (one + other, abs(one - other))
        if {one, other} <= values
    }
    for start, end, value, percent in stated:
        if any(one.start <= start and end <= one.end and one.days in apart_in_days for one in far):
            continue
        noun = _noun(sentence, end)
        others = {number for number, one in nouns if one == noun} if noun and not percent else set()
        if others and value not in others | bare and value not in sums and not percent:
            missing.append((start, end))
            continue
        unit = _SPAN.match(sentence, end)
        also = _ALSO.get(value)
        if not (
            ((value, True) in known if percent else value in values)
            or (also is not None and any(also.search(text) for text in texts))
            or (unit is not None and unit["unit"].lower() == "year" and value in apart)
            or (value <= _FEW and _THE.search(sentence, 0, start) and not sentence[start:end].isdigit())
            or value in lists
            or _length_of_time(sentence, end, value) in lasting
            or (value in sums and not percent)
            or (_COMPARED.match(sentence, end) and any(abs(one - other) == value for one in values for other in values))
            or (value == 0.5 and _AND_A.search(sentence, 0, start))
        ):
            missing.append((start, end))
    return missing


def _counted(text: str) -> Iterator[tuple[float, str]]:
    """Numbers with the noun that each counts."""
    for _, end, value, percent in numbers(text):
        noun = _noun(text, end)
        if noun and not percent:
            yield value, noun


def _noun(text: str, end: int) -> str:
    """The stem of the plural word next after a number, or empty: "800 missiles", not "700 deployed missiles"."""
    match = _PLURAL.match(text, end)
    return stem(match[1]) if match and match[1] not in _TIMES else ""


def next_word(text: str, end: int) -> str:
    """The stem of the word next after a number, or empty."""
    match = _NEXT.match(text, end)
    return stem(match[1]) if match else ""


def _lengths_of_time(text: str) -> Iterator[tuple[str, float]]:
    """How long a text says that things last, in hours or months: a week is seven days, a year twelve months."""
    for _, end, value, percent in numbers(text):
        length = None if percent else _length_of_time(text, end, value)
        if length:
            yield length
    for match in _ONE_OF_TIME.finditer(text):
        yield _in_units(match[1], 1.0)


def _length_of_time(text: str, end: int, value: float) -> tuple[str, float] | None:
    """The length of time that a number counts, if it counts one."""
    unit = _UNIT_NEXT.match(text, end)
    return _in_units(unit[1], value) if unit else None


def _in_units(unit: str, value: float) -> tuple[str, float]:
    name = unit.lower()
    return ("hours", value * _HOURS[name]) if name in _HOURS else ("months", value * _MONTHS[name])


def _list_lengths(text: str) -> Iterator[float]:
    """How many things each list of a text names: "Norway, Poland and Turkey" three."""
    for match in _LIST.finditer(text):
        yield 1.0 + len(re.findall(r",(?! and)|,? and ", match[0]))


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text that are of no date, by their value."""
    taken = [(date.start, date.end) for date in dates.dates(text)]

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in taken)

    for match in _FIGURES.finditer(text):
        if free(*match.span("figures")):
            value = float(re.sub(r"[,\u00a0\u202f]", "", match["figures"]))
            scale = _SCALES.get((match["scale"] or "").lower(), 1.0) * _SHORT_SCALES.get(
                (match["short"] or "").lower(), 1.0
            )
            yield match.start(), match.end(), round(value * scale, 6), bool(match["percent"])
            taken.append(match.span())
    for match in _SPELT.finditer(text):
        yield from _spelt(match, free)
    for match in _ORDINAL_ALONE.finditer(text):
        value = float(_ORDINALS[match[0].lower()])
        if value >= _LEAST_ORDINAL and free(*match.span()) and not _SPELT.match(text, match.start()):
            yield *match.span(), value, False


def _spelt(match: re.Match[str], free: Callable[[int, int], bool]) -> Iterator[Number]:
    """The numbers of a run of number words: one, or several that "and" joins."""
    start, ordinal = match.start("words"), match["ordinal"]
    parts = [part for one in _AND.split(match["words"]) for part in _BESIDE.sub(r"\1\n", one).split("\n")]
    for number, part in enumerate(parts, start=1):
        place = match.string.index(part, start)
        start = place + len(part)
        last = number == len(parts)
        said = part.lower()
        end = match.end("ordinal") if ordinal and last else start
        if (said in _LOOSE and not (match["percent"] or (ordinal and last))) or not free(place, end):
            continue
        spelt = _value(re.findall(_WORD, said))
        if spelt is not None:
            yield (
                place,
                end,
                spelt + (_ORDINALS[ordinal.lower()] if ordinal and last else 0),
                bool(match["percent"]) and last,
            )


def _value(said: Sequence[str]) -> float | None:
    """The value of number words in order; None for a run of them that is no number ("hundreds")."""
    if said[0] in _SCALES and said[0] not in {"dozen"}:
        return None  # "hundreds", "a million": how many is not said
    total, current = 0.0, 0.0
    for word in said:
        if word == "half":
            current += 0.5
        elif word in _SCALES:
            scale = _SCALES[word]
            current = (current or 1.0) * scale
            if scale > 100:
                total, current = total + current, 0.0
        else:
            current += _WORDS[word]
    return round(total + current, 6)
