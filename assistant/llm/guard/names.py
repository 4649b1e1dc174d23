"""Names: runs of capitalised words. Each of their words has to stand in a passage, or to be short for what does."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.llm.guard import dates
from assistant.llm.guard.cited import Cited
from assistant.reader.question import STOP_WORDS, stem, words

_OPENERS = frozenset(
    """
    although whereas though since unlike despite instead however meanwhile according yet still besides among nearly
    almost together afterwards later today yesterday several every neither either another without within across along
    """.split()  # noqa: SIM905  # a list of forty quoted words would be unreadable
)
"""Words that open sentences and are in no list of stop words."""

_NAME_WORD = re.compile(r"(?:[A-Z]\.){2,}|\b[A-ZÀ-ÖØ-ÞА-ЯЁ][\w]*(?:[’'.-][\w]+)*")
_SMALL = frozenset(["of", "the", "and", "de", "von", "van", "bin", "al", "der", "la", "le", "du", "for", "in", "on"])
_MIN_STEM = 4  # letters that Russia and Russian, Iran and Iranian have in common
_ENDING = re.compile(r"(?:ians?|ans?|ese|ish|a|y)$")
"""What Canada and Canadian, Italy and Italian do not have in common."""

_TITLES = frozenset(
    stem(word)
    for word in """
    president minister prime foreign secretary mr mrs ms dr sir lord general senator ambassador chancellor king queen
    prince chief director spokesman spokeswoman spokesperson state defence defense government parliament congress senate
    house administration ministry embassy court treaty agreement summit war west western east eastern north northern
    south southern cold world army navy union republic kingdom
    """.split()  # noqa: SIM905  # a list of sixty quoted words would be unreadable
)
"""Capitalised by custom: what they are is said in small letters, or goes without saying."""

TIMES = frozenset(word.capitalize() for word in (*dates.MONTHS, *dates.WEEKDAYS))
"""Names of months and days, which are looked at as dates."""

_SAME = [
    {"us", "usa", "america", "american", "americans", "united states", "u.s", "washington", "white house"},
    {"uk", "britain", "british", "united kingdom", "u.k", "london"},
    {"eu", "european union", "europe", "european", "brussels"},
    {"un", "united nations", "u.n"},
    {"ussr", "soviet union", "soviet", "soviets"},
    {"russia", "russian", "russians", "moscow", "kremlin", "russian federation"},
    {"china", "chinese", "beijing"},
    {"ukraine", "ukrainian", "ukrainians", "kyiv", "kiev"},
    {"germany", "german", "germans", "berlin"},
    {"france", "french", "paris"},
    {"netherlands", "dutch", "hague"},
    {"poland", "polish", "poles", "warsaw"},
    {"turkey", "turkiye", "turkish", "turks", "ankara"},
    {"sweden", "swedish", "swedes"}, {"denmark", "danish", "danes"}, {"spain", "spanish"},
    {"switzerland", "swiss"}, {"finland", "finnish", "finns"}, {"norway", "norwegian"}, {"greece", "greek"},
    {"saudi arabia", "saudi", "riyadh"}, {"north korea", "dprk", "pyongyang"}, {"iran", "iranian", "tehran"},
]  # fmt: skip
_ALIAS = {one: group for group in _SAME for one in group}


def unsupported(sentence: str, cited: Sequence[Cited], given: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of names that no cited passage has.

    The first word of a sentence is capitalised anyway: it is taken for a name where a passage given, cited or not,
    writes it with a capital inside a sentence, or where it is followed by another name.
    """
    texts = [one.whole for one in cited]
    known = _Known(texts)
    inside = {name.casefold() for one in given for _, _, name, first in names(one.text) if not first}
    plain = {word for one in given for word in re.findall(r"\b[a-z][\w’'-]*", one.text)}
    found: list[tuple[int, int]] = []
    for run in _runs(sentence):
        if known.has_other(sentence[run[0][0] : run[-1][1]]):
            continue
        for start, end, name, first in run:
            if first and len(run) == 1 and (name.casefold() not in inside or name.casefold() in plain):
                continue
            if not known.has(name):
                found.append((start, end))
    return _merged(sentence, found)


class _Known:
    """What the cited passages call things."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stems = {stem(word) for text in texts for word in words(text)}
        self._folded = [" ".join(word.casefold() for word in words(text)) for text in texts]
        self._initials = {initials for text in texts for initials in _initials(text)}
        self._roots = {_ENDING.sub("", word.casefold()) for text in texts for word in words(text) if word[0].isupper()}
        self._long = {one for one in self._stems if len(one) >= _MIN_STEM}

    def has(self, name: str) -> bool:
        parts = [part for part in words(name) if part.casefold() not in _SMALL]
        if all(self._has_word(part) for part in parts):
            return True
        return "-" in name and all(self._has_word(part) for part in re.split(r"[-–]", name) if part)

    def has_other(self, name: str) -> bool:
        """Whether they have the same country by another of its names."""
        same = _ALIAS.get(name.casefold(), set())
        return any(f" {one} " in f" {text} " for one in same for text in self._folded)

    def _has_word(self, word: str) -> bool:
        stemmed = stem(word)
        if stemmed in self._stems or stemmed in _TITLES:
            return True
        plain = word.replace(".", "").casefold()
        if word.isupper() and 2 <= len(plain) <= 6 and (plain in self._initials):
            return True
        if self.has_other(plain):
            return True
        root = _ENDING.sub("", plain)
        if len(root) >= _MIN_STEM and root != plain and root in self._roots:
            return True
        shared = stemmed[:-2] if len(stemmed) > _MIN_STEM + 2 else stemmed
        return len(shared) >= _MIN_STEM and any(
            one.startswith(shared) or (len(one) >= _MIN_STEM and stemmed.startswith(one))
            for one in self._long
            if one[:_MIN_STEM] == stemmed[:_MIN_STEM]
        )


Name = tuple[int, int, str, bool]
"""Where a capitalised word stands, the word, and whether it opens a sentence."""


def names(text: str) -> Iterator[Name]:
    """The capitalised words of a text that may be names, in order."""
    for match in _NAME_WORD.finditer(text):
        name = match[0].removesuffix("'s").removesuffix("’s")
        before = text[: match.start()].rstrip(" \t\"“‘'«([—–-")
        first = not before or before[-1] in ".!?…:;\n"
        plain = name.casefold()
        if (plain in STOP_WORDS and not (len(name) > 1 and name.isupper())) or (first and plain in _OPENERS):
            continue
        if name == "I" or name.isdigit() or name in TIMES:
            continue
        yield match.start(), match.start() + len(name), name, first


def _runs(text: str) -> list[list[Name]]:
    """Names that follow one another with nothing but small words between."""
    runs: list[list[Name]] = []
    for name in names(text):
        between = text[runs[-1][-1][1] : name[0]] if runs else "."
        if runs and all(word in _SMALL for word in between.split()) and not re.search(r"[^\w\s]", between):
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs


@lru_cache(maxsize=512)
def _initials(text: str) -> frozenset[str]:
    """The initials of every run of up to six capitalised words: International Atomic Energy Agency is iaea."""
    found: set[str] = set()
    for run in _runs(text):
        letters = "".join(name[0] for _, _, name, _ in run).casefold()
        found.update(letters[a:b] for a in range(len(letters)) for b in range(a + 2, min(a + 6, len(letters)) + 1))
    return frozenset(found)


def _merged(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged
