"""Two fake encoders that search by words: a text's vector is the sum of its words', and a word's is drawn by its hash.

Long words count for much more, so that a rare one outweighs the common ones around it. They need numpy alone, so that a
process which is about to be killed starts at once. Vectors of one cannot be compared with those of the other.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_LONG, _WEIGHT = (
    10,
    30.0,
)  # letters, and what such a word counts for: a passage has up to 150 common ones and three such


class HashedEncoder:
    """Unit vectors (n, dimension) from the words of texts; the same in every process."""

    def __init__(self, name: str, dimension: int) -> None:
        self.name, self.dimension = name, dimension
        self.fingerprint = f"{name}-{dimension}"
        self.folder = Path(name)  # as if it had been loaded from there
        self._word = cache(self._drawn)

    def _drawn(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(f"{self.name} {word}".encode()).digest()[:8], "big")
        weight = np.float32(_WEIGHT if len(word) >= _LONG else 1.0)
        return weight * np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)

    def _vector(self, text: str) -> NDArray[np.float32]:
        words = _WORD.findall(text.casefold()) or [""]
        total = np.sum([self._word(word) for word in words], axis=0, dtype=np.float32)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        inside = [self.encode([text[a:b] for a, b in some]) for text, some in zip(texts, spans, strict=True)]
        return self.encode(texts), inside

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


ENCODERS = {"short": 192, "long": 256}
"""The encoders' names, each with the length of its vectors."""


@cache
def encoder(name: str) -> HashedEncoder:
    """One of `ENCODERS`, made once in a process."""
    return HashedEncoder(name, ENCODERS[name])


def load(folder: Path | None = None) -> HashedEncoder:
    """In the place of `index.encoder.load_encoder`: the encoder that a manifest says was loaded from a folder."""
    return encoder(folder.name if folder else "short")
