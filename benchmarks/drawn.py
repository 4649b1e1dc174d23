"""A library drawn by chance, as large as wanted: texts of made-up words, and vectors at memory speed.

Words follow Zipf's law over 50,000 as the content words of a real library do: the most frequent one stands in every
sixth passage, not in all (those that do are no terms). Article `n` is the same in every run, so a source may be
deleted and written again. Vectors lie around a few hundred centres, one an article, with a part of their own for each
text. Nobody's articles look like this; how long a search or a build takes does not depend on what words mean.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import MiniLM, Spans, Vectors

PASSAGES_AN_ARTICLE = 4

_WORDS = 50_000
_FUNCTION_WORDS = 100  # ranks that belong to words like "the", which are not drawn
_WORDS_AN_ARTICLE = 430  # gives four passages by the counting below, with their overlaps
_WORDS_A_SENTENCE = 15
_SYLLABLES = [first + second for first in "bdgklmnprstv" for second in "aeio"]
_CENTRES = 300
_NOISE = 4096  # vectors of which any two make the part that is a text's own
_OWN = 0.6  # length of each of the two beside the centre's 1: cosines in a cluster are near 0.6, between them near 0
_TOKENS_A_WORD = 1.3  # word pieces of an English word, in the mean

SHARES = {"Tenth Of A Percent": 0.001, "One Percent": 0.01, "Ten Percent": 0.1, "Half": 0.5}
"""Outlets, each with its share of all articles; the rest is shared among many."""

LANGUAGES = {"fr": 0.001, "de": 0.01, "ru": 0.1, "en": 1.0}
"""Languages, each up to this share of all articles, cumulated."""

FIRST_YEAR, YEARS = 2006, 20  # dates are spread evenly over these


@dataclass(frozen=True, slots=True)
class Drawn:
    """One article of the library; `key` is its source's."""

    number: int
    key: str
    text: str
    title: str
    outlet: str
    published: str
    language: str

    def write(self, sources: Path) -> None:
        """Write the source file."""
        path = sources / self.key
        path.parent.mkdir(parents=True, exist_ok=True)
        about = f"title: {self.title}\noutlet: {self.outlet}\ndate: {self.published}\nlanguage: {self.language}"
        path.write_text(f"---\n{about}\n---\n{self.text}\n", encoding="utf-8")


class DrawnTexts:
    """Articles by number."""

    def __init__(self) -> None:
        chance = np.random.default_rng(1)
        syllables = np.array(_SYLLABLES)
        words: dict[str, None] = {}
        while len(words) < _WORDS:
            words["".join(chance.choice(syllables, size=int(chance.integers(2, 5))))] = None
        self._words = np.array(list(words))
        weights = 1 / (_FUNCTION_WORDS + np.arange(1, _WORDS + 1))
        self._shares = np.cumsum(weights / weights.sum())

    def article(self, number: int) -> Drawn:
        """Article `number`, from 0."""
        chance = np.random.default_rng([7, number])
        count = int(_WORDS_AN_ARTICLE * chance.uniform(0.8, 1.2))
        words = self.words(chance, count)
        sentences = [words[at : at + _WORDS_A_SENTENCE] for at in range(0, count, _WORDS_A_SENTENCE)]
        text = " ".join(f"{' '.join(some).capitalize()}." for some in sentences)
        title = " ".join(self.words(chance, 6)).title()
        day = int(chance.integers(0, YEARS * 336))
        published = f"{FIRST_YEAR + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}"
        return Drawn(
            number, f"{number // 1000:04}/{number:07}.md", text, title, _outlet(chance), published, _language(chance)
        )

    def words(self, chance: np.random.Generator, count: int) -> list[str]:
        """So many words by their shares."""
        found: list[str] = self._words[np.searchsorted(self._shares, chance.random(count))].tolist()
        return found

    def question(self, chance: np.random.Generator, articles: int) -> str:
        """Six words out of one of the first `articles`, as a question has them."""
        words = self.article(int(chance.integers(0, articles))).text.replace(".", "").lower().split()
        at = int(chance.integers(0, len(words) - 6))
        return f"when was it that {' '.join(words[at : at + 6])}?"


def _outlet(chance: np.random.Generator) -> str:
    place, below = chance.random(), 0.0
    for name, share in SHARES.items():
        below += share
        if place < below:
            return name
    return f"Paper {int(chance.integers(0, 200))}"


def _language(chance: np.random.Generator) -> str:
    place = chance.random()
    return next(name for name, upto in LANGUAGES.items() if place <= upto)


class DrawnEncoder:
    """Unit vectors (n, 384) from digests of texts. With `real`, questions are encoded by that too, for the time."""

    name = "drawn"
    fingerprint = "drawn-1"
    dimension = 384

    def __init__(self, real: MiniLM | None = None) -> None:
        self.real = real

    @cached_property
    def _parts(self) -> tuple[Vectors, Vectors]:
        chance = np.random.default_rng(3)
        return _units(chance, _CENTRES), _units(chance, _NOISE)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.real:
            self.real.encode(texts)
        return self._drawn(texts)

    def _drawn(self, texts: Sequence[str]) -> Vectors:
        """A text's centre is that of its first line, where the header of a passage is."""
        centres, noise = self._parts
        tops = [_number(text.partition("\n")[0]) % _CENTRES for text in texts]
        own = np.array([_number(text) for text in texts], dtype=np.uint64)
        some = centres[tops] + _OWN * noise[own % _NOISE] + _OWN * noise[own // np.uint64(_NOISE) % _NOISE]
        return np.asarray(some / np.linalg.norm(some, axis=1, keepdims=True), dtype=np.float32).reshape(
            -1, self.dimension
        )

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        vectors = self._drawn(texts)
        inside = [
            self._drawn([text[a:b] for a, b in some]) if some else np.empty((0, self.dimension), np.float32)
            for text, some in zip(texts, spans, strict=True)
        ]
        return vectors, inside

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [int(_TOKENS_A_WORD * (text.count(" ") + 1)) for text in texts]


def _units(chance: np.random.Generator, count: int) -> Vectors:
    some: NDArray[np.float32] = chance.standard_normal((count, DrawnEncoder.dimension), dtype=np.float32)
    units: Vectors = some / np.linalg.norm(some, axis=1, keepdims=True)
    return units


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
