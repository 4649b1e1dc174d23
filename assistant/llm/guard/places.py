"""Dates and numbers that the passages have, but of something else: "On 8 March a price cap was imposed".

A value is taken out of what is said about it, and all values out of the passages; what is left is compared in meaning.
It is of something else where a sentence of the passages with another value of its kind is plainly nearer than all that
have it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.llm.guard import dates, numbers
from assistant.llm.guard.cited import Cited
from assistant.llm.guard.clauses import blanked, clauses
from index.sentences import split

Kind = Literal["date", "number"]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to their unit vectors (n, d)."""

_NEAR = 0.5  # cosine that a sentence with another value has to have at least
_LEAD = 0.2  # by which it has to be nearer
"""By trial on four sets of sentences over the sample articles: docs/LOG.md."""

_MIN_WORDS = 4  # of a part that is compared by itself


@dataclass(frozen=True, slots=True)
class _Value:
    """A date, or a number with the word after it, at `start` to `end` of a text."""

    start: int
    end: int
    date: dates.Date | None = None
    number: float = 0.0
    unit: str = ""

    @property
    def kind(self) -> str:
        return "date" if self.date else self.unit


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a passage without its values, and those."""

    text: str
    values: tuple[_Value, ...]


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A value, which of the passages' sentences have it, and which have another of its kind."""

    value: _Value
    having: Sequence[bool]
    rivals: Sequence[bool]

    def holds(self, near: NDArray[np.float32]) -> bool:
        """Whether the value is of something else, by the cosine (n,) of each sentence to what is said about it."""
        best = near[list(self.rivals)].max()
        return bool(best >= _NEAR and best - near[list(self.having)].max() >= _LEAD)


def misplaced(sentence: str, cited: Sequence[Cited], encode: Encode) -> list[tuple[Kind, int, int]]:
    """The kinds and spans of values that the passages have of something else."""
    said = [_said(one.text[start:end]) for one in cited for start, end in split(one.text)]
    known = [date for one in cited for text in (one.whole, one.published) for date in dates.dates(text)]
    years = {date.year for date in known if date.year}
    own = list(_values(sentence))
    doubts = [one for value in own if value.kind and (one := _doubt(value, said, years))]
    if not doubts:
        return []
    vectors = encode([*(_about(sentence, one.value, own) for one in doubts), *(one.text for one in said)])
    return [
        ("date" if one.value.date else "number", one.value.start, one.value.end)
        for one, vector in zip(doubts, vectors, strict=False)
        if one.holds(np.vecdot(vectors[len(doubts) :], vector))
    ]


def _doubt(value: _Value, said: Sequence[_Said], years: set[int]) -> _Doubt | None:
    """Whether there is anything to compare: the passages have a value, and elsewhere another of its kind."""
    having = [any(_is_said(value, other, years) for other in one.values) for one in said]
    rivals = [
        not has and any(_is_rival(value, other, years) for other in one.values)
        for one, has in zip(said, having, strict=True)
    ]
    return _Doubt(value, having, rivals) if any(having) and any(rivals) else None


def _values(text: str) -> Iterator[_Value]:
    """The dates of a text and its numbers, each with what it counts: the word after it, nothing, or hundredths."""
    for date in dates.dates(text):
        if date.weekday is None and date.decade is None:
            yield _Value(date.start, date.end, date)
    for start, end, number, percent in numbers.numbers(text):
        yield _Value(start, end, None, number, "%" if percent else numbers.next_word(text, end))


def _said(text: str) -> _Said:
    values = tuple(_values(text))
    return _Said(_without(text, values), values)


def _without(text: str, values: Sequence[_Value], start: int = 0, end: int | None = None) -> str:
    """What stands from `start` to `end` of a text, without its values."""
    return " ".join(blanked(text, [(one.start, one.end) for one in values])[start:end].split())


def _is_said(value: _Value, other: _Value, years: set[int]) -> bool:
    """Whether another value says all that this one does."""
    if value.date and other.date:
        return dates.is_said(value.date, other.date, years)
    if value.date or other.date:
        return False
    return value.number == other.number and (value.unit == "%") == (other.unit == "%")


def _is_rival(value: _Value, other: _Value, years: set[int]) -> bool:
    """Whether another value, of the same kind and as precise, says otherwise."""
    if value.kind != other.kind or _is_said(value, other, years) or _is_said(other, value, years):
        return False
    return not (value.date and other.date) or (value.date.month is None) == (other.date.month is None)


def _about(sentence: str, value: _Value, values: Sequence[_Value]) -> str:
    """What is said about a value: the sentence, or its own part of one that has several of its kind; without values."""
    if sum(one.kind == value.kind for one in values) == 1:
        return _without(sentence, values)
    own = next(part for part in _parts(sentence, values) if part[0] <= value.start < part[1])
    return _without(sentence, values, *own)


def _parts(sentence: str, values: Sequence[_Value]) -> list[tuple[int, int]]:
    """The clauses of a sentence, short ones and those before the first value joined with the next."""
    parts: list[tuple[int, int]] = []
    for start, end in clauses(sentence):
        whole = parts and _is_part(sentence, parts[-1], values)
        if not parts or (whole and _is_part(sentence, (start, end), values)):
            parts.append((start, end))
        else:
            parts[-1] = (parts[-1][0], end)
    return parts


def _is_part(sentence: str, part: tuple[int, int], values: Sequence[_Value]) -> bool:
    """Whether a clause can be compared by itself: it has a value, and words enough."""
    start, end = part
    return any(start <= one.start < end for one in values) and len(sentence[start:end].split()) >= _MIN_WORDS
