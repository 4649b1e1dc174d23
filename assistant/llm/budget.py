"""How many tokens a text has: in the model's own where its tokenizer is known, else a bound.

The bound was measured with the tokenizers at hand over news in English and in Russian: docs/MODELS.md.
"""

from collections.abc import Callable
from math import ceil

_PER_TOKEN = {True: 3.0, False: 1.6}
"""Characters of ASCII, and of anything else, that one token has at least over a passage."""


def counter(encode: Callable[[str], object] | None = None) -> Callable[[str], int]:
    """A function from a text to its tokens; `encode` is a tokenizer's, which gives something with a length."""
    if encode is None:
        return bound
    return lambda text: len(encode(text))  # type: ignore[arg-type]


def bound(text: str) -> int:
    """More tokens than a text has by the tokenizers of today's models."""
    ascii_ = sum(character.isascii() for character in text)
    return ceil(ascii_ / _PER_TOKEN[True] + (len(text) - ascii_) / _PER_TOKEN[False])
