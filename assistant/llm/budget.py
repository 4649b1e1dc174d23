"""How many tokens a text has: in the model's own where it brings its tokenizer, else a bound.

The bound was measured over news in English, in Russian and in Hindi: `python -m benchmarks.tokens`, docs/MODELS.md.
"""

from collections.abc import Callable
from math import ceil

_ASCII, _NEAR, _FAR = 3.0, 1.6, 0.7
"""Characters that one token has at least over a passage: of ASCII; of Latin, Greek and Cyrillic letters and the marks
of print; of any other script, of which older vocabularies know little."""

_EUROPE = "\u058f"  # the last character before the scripts of Asia
_PRINT = range(0x2000, 0x20D0)  # dashes, quotation marks, signs of currency


def counter(encode: Callable[[str], object] | None = None) -> Callable[[str], int]:
    """A function from a text to its tokens; `encode` is a tokenizer's, which gives something with a length."""
    if encode is None:
        return bound
    return lambda text: len(encode(text))  # type: ignore[arg-type]


def bound(text: str) -> int:
    """More tokens than a text has by the tokenizers of today's models."""
    ascii_ = sum(character.isascii() for character in text)
    far = 0 if ascii_ == len(text) else sum(one > _EUROPE and ord(one) not in _PRINT for one in text)
    return ceil(ascii_ / _ASCII + (len(text) - ascii_ - far) / _NEAR + far / _FAR)
