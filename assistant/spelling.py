"""Misspelt words of a question, mended with the library's own; what is searched and shown is the mended question.

A word is taken for misspelt only if no passage has it in any form. It is mended only to a word of the passages that a
first search found, spelt nearly the same: one slip for a plain word, two for a name.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.reader.question import STOP_WORDS, words

_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"['’]s$")
_MIN_LENGTH = 5  # characters; shorter words have too many neighbours one slip away
_SLIPS, _NAME_SLIPS = 1, 2  # letters added, dropped, changed or swapped
_LONG_NAME = 6  # characters of a name that may have two slips

Frequency = Callable[[Sequence[str]], Mapping[str, int]]


def mend(question: str, frequency: Frequency, passages: Sequence[str]) -> str:
    """The question with its misspelt words mended, or as it was."""
    asked = [
        word for word in set(_WORD.findall(question)) if len(word) >= _MIN_LENGTH and word.casefold() not in STOP_WORDS
    ]
    counts = frequency(asked)
    unknown = [word for word in asked if not counts.get(word)]
    if not unknown:
        return question
    known = {_POSSESSIVE.sub("", word) for text in passages for word in words(text)}
    vocabulary = sorted(word for word in known if len(word) >= _MIN_LENGTH - 1)
    mended = {word: _nearest(word, vocabulary) for word in unknown}
    return _WORD.sub(lambda match: mended.get(match[0]) or match[0], question)


def _nearest(word: str, vocabulary: Sequence[str]) -> str | None:
    """The word of the vocabulary that is nearest in spelling, in the case of the question; None when none is near."""
    is_name = word[0].isupper()
    slips = _NAME_SLIPS if is_name and len(word) >= _LONG_NAME else _SLIPS
    pool = (
        [one for one in vocabulary if one[0].isupper()] if is_name else [one for one in vocabulary if one[0].islower()]
    )
    best = process.extractOne(word.casefold(), pool, scorer=OSA.distance, processor=str.casefold, score_cutoff=slips)
    return best[0] if best else None
