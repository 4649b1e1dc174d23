"""Outlets that a question names as those who tell: "according to RT", "what does Reuters say", "the Herald's account".

Only outlets that the library has are found, so a person or an office ("according to Lavrov") is none. An outlet that is
merely spoken of ("Why was RT banned?") is none either.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.filters import plain

_MAX_WORDS = 7  # of an outlet's name: "Organization for Security and Co-operation in Europe" has seven
_SUFFIX = re.compile(r"^www\.|\.(?:com|org|net|info|eu|gov|int|ru|ua|de|fr|us|uk|co\.uk)$", re.IGNORECASE)
_KIND = re.compile(r" (?:news agency|news service|news|agency|online|website)$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w.&/-]*(?:['’](?!s\b)\w+)*(?<![.-])")

_WORK = (
    r"(?:accounts?|reports?|reporting|coverage|stor(?:y|ies)|articles?|pieces?|versions?|views?|viewpoint|analys[ie]s|news"
    r"|editorials?|commentar(?:y|ies)|headlines?|telling|description|journalists?|correspondents?|reporters?|figures?|sources?)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:according to|per|tell|tells|told|quoted (?:by|in)|cited (?:by|in)|reported (?:by|in|on)"
    rf"|written (?:by|for|in)|published (?:by|in|on)|interviews? (?:with|to|by|in|for)"
    rf"|{_WORK} (?:by|of|from|in|on|at)))"
    rf"(?: (?:the|an?|newspaper|agency|news agency|website|broadcaster|magazine))*\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:['’]s? (?:[\w-]+ )?{_WORK}\b"
    r"| (?:(?:also|itself|then|first|really|actually) )?"
    r"(?:say|says|said|writes?|wrote|tells?|told|gives?|gave|thinks?|puts? it|makes? of|quote[sd]?|cite[sd]?|note[sd]?"
    r"|argue[sd]?|describe[sd]?|(?:report|claim|call|explain|cover|publish|mention|present)(?:e?s|ed)?)\b"
    rf"| {_WORK}\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|and|or|, and|, or|as well as)\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Outlets of the library that one name in a question means, and its half-open place with the words that tie it."""

    start: int
    end: int
    outlets: tuple[str, ...]


def named(question: str, outlets: Sequence[str]) -> list[Named]:
    """The outlets that a question asks to be told by, in its order; `outlets` are the library's."""
    places = _places(question, _forms(tuple(outlets)))
    found: list[Named] = []
    for group in _groups(question, places):
        before = _BEFORE.search(question[: group[0].start])
        after = _AFTER.match(question, group[-1].end)
        if before or after:
            found += group
    return found


def _places(question: str, forms: dict[str, tuple[str, ...]]) -> list[Named]:
    """Where names of outlets stand, the longest first where several begin at one word."""
    tokens = list(_TOKEN.finditer(question))
    places: list[Named] = []
    for first, token in enumerate(tokens):
        if places and token.start() < places[-1].end:
            continue
        for last in range(min(first + _MAX_WORDS, len(tokens)) - 1, first - 1, -1):
            said = question[token.start() : tokens[last].end()]
            means = forms.get(f"={said}") or forms.get(plain(said))
            if means:
                places.append(Named(token.start(), tokens[last].end(), means))
                break
    return places


def _groups(question: str, places: Sequence[Named]) -> list[list[Named]]:
    """Names that stand in one list: "RT, TASS and Reuters"."""
    groups: list[list[Named]] = []
    for place in places:
        if groups and _JOINED.fullmatch(question, groups[-1][-1].end, place.start):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


@lru_cache(maxsize=8)
def _forms(outlets: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """How each outlet may be written, folded; initials, with `=` before them, only as they are."""
    forms: dict[str, list[str]] = {}
    for outlet in outlets:
        bare = _SUFFIX.sub("", _SUFFIX.sub("", outlet.strip()))
        for form in dict.fromkeys((plain(outlet), plain(bare), plain(_KIND.sub("", bare)), f"={_initials(outlet)}")):
            if len(form) > 1:
                forms.setdefault(form, []).append(outlet)
    # Initials that two outlets share mean neither; a whole name that they share means both.
    return {form: tuple(some) for form, some in forms.items() if not form.startswith("=") or len(some) == 1}


def _initials(outlet: str) -> str:
    """`NYT` for "The New York Times"; empty for a name of one word."""
    letters = [word[0] for word in re.findall(r"[^\W_]+", outlet) if word[0].isupper() and word.lower() != "the"]
    return "".join(letters) if len(letters) > 1 else ""
