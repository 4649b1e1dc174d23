"""Where sources differ: the answers of different articles to a question that asks for one date or one number.

A short answer counts as another only when both are values of the kind asked for that cannot both be right: "March 2014"
and "2014" agree, "about 5,000" and "5,100" agree, "22" and "23" do not. Copies of one text are one source.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reader import values
from assistant.reader.question import Question, analyse, stem, terms, words
from assistant.reader.reading import Evidence

_RIVAL = 0.15  # of the best sentence's odds that those who say otherwise need together; to agree, a source needs none
_CLEAR, _AS_CLEAR = 5.0, 1.5  # or the logit that its words answer, and by how much it may be below the best sentence's
_VOICE = 0.03  # of them that the first to say otherwise needs
_SURE = 0.0  # logit that the words answer
_ABOUT = 100  # larger numbers are the same within `_NEAR` of each other
_NEAR = 0.03
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12.0}
_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty
""".split()  # noqa: SIM905  # a list of quoted words would be unreadable
_NUMBERS = {word: float(place) for place, word in enumerate(_WORDS)}
_MONTHS = {
    name: place
    for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}
_SHARED = 0.4  # share of the question's words that a sentence needs, to be an answer to the same question

Value = tuple[float, str] | tuple[int | None, int | None, int | None]
"""A number with its unit, or a year, a month and a day as far as they are said."""


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence that gives the same answer, in the words of the first."""

    answer: str
    evidence: tuple[Evidence, ...]


def sides(question: str, evidence: Sequence[Evidence]) -> list[Group]:
    """The differing answers, the likeliest first; empty where the sources do not differ. `evidence` is best first."""
    asked = analyse(question)
    if asked.kind == "yes-no":
        return _yes_and_no(evidence)
    if asked.kind not in {"time", "quantity"}:
        return []
    groups: list[tuple[Value, list[Evidence]]] = []
    heard: set[str] = set()
    for piece in evidence:
        value = _value(asked, piece)
        if value is None or piece.passage.article_id in heard:
            continue
        own = next((some for known, some in groups if agree(known, value)), None)
        if own is not None:
            own.append(piece)
        elif piece.score >= _VOICE * evidence[0].score:
            groups.append((value, [piece]))
        else:
            continue
        heard.add(piece.passage.article_id)
    strong = [some for _, some in groups if _is_strong(some, evidence[0])]
    return [Group(_said(some[0]), tuple(some)) for some in strong] if len(strong) > 1 else []


def _is_strong(some: Sequence[Evidence], best: Evidence) -> bool:
    """Whether a group is a side: likely enough together, or one of it answers as clearly as the best sentence."""
    odds = sum(piece.score for piece in some)
    clear = max(piece.certainty for piece in some) >= max(_CLEAR, best.certainty - _AS_CLEAR)
    return odds >= _RIVAL * best.score or (clear and odds >= _VOICE * best.score)


def _yes_and_no(evidence: Sequence[Evidence]) -> list[Group]:
    """The articles that say yes, and those that say no, where there are both; each heard by its likeliest sentence."""
    said: dict[str, Evidence] = {}
    for piece in evidence:
        if piece.says:
            said.setdefault(piece.passage.article_id, piece)
    groups = [[piece for piece in said.values() if piece.says == answer] for answer in ("yes", "no")]
    first, second = sorted(groups, key=lambda some: -max((piece.score for piece in some), default=0.0))
    return [Group(some[0].says.capitalize(), tuple(some)) for some in (first, second)] if first and second else []


def agree(one: Value, other: Value) -> bool:
    """Whether two values can both be right."""
    if len(one) == 2 and len(other) == 2:  # two numbers
        (first, unit), (second, other_unit) = one, other
        if unit and other_unit and unit != other_unit:
            return True  # of different things: no disagreement
        large = min(abs(first), abs(second)) >= _ABOUT
        return abs(first - second) <= (_NEAR * max(abs(first), abs(second)) if large else 0)
    known = [(a, b) for a, b in zip(one, other, strict=False) if a is not None and b is not None]
    return not known or all(a == b for a, b in known)


def _value(asked: Question, piece: Evidence) -> Value | None:
    """What a piece answers, as a value that can be compared; None where it is unsure or says no such value."""
    if piece.short is None or piece.certainty <= _SURE:
        return None
    own = set(terms(piece.text))
    if len(own & set(asked.terms)) < _SHARED * len(asked.terms):
        return None
    said = _said(piece)
    return date(said) if asked.kind == "time" else number(said)


def _said(piece: Evidence) -> str:
    return piece.passage.text_of(piece.short or piece.span)


def date(text: str) -> tuple[int | None, int | None, int | None] | None:
    """The year, month and day of the one date in a text, each None where it is not said; None without a date."""
    year = month = day = None
    for word in words(text):
        if values.is_year(word):
            year = int(word)
        elif word.casefold()[:3] in _MONTHS and word[:1].isupper():
            month = _MONTHS[word.casefold()[:3]]
        elif re.fullmatch(r"[0-3]?\d", word):
            day = int(word)
    return (year, month, day) if year or month else None


def number(text: str) -> tuple[float, str] | None:
    """The first number in a text and the stem of the word that it counts, or None."""
    found = list(re.finditer(r"\d[\d,]*(?:\.\d+)?|[A-Za-z]+", text))
    for place, match in enumerate(found):
        word = match[0].casefold()
        if not (word[0].isdigit() or word in _NUMBERS):
            continue
        amount = _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", ""))
        following = [one[0].casefold() for one in found[place + 1 :]]
        while following and following[0].rstrip("s") in _SCALES:
            amount *= _SCALES[following.pop(0).rstrip("s")]
        unit = "percent" if "%" in text else stem(following[0]) if following else ""
        return amount, unit
    return None
