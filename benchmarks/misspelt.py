"""Questions with one rare word misspelt, for `benchmarks.recall`."""

import random
import re
from collections.abc import Sequence

from benchmarks.spelling import SLIPS
from index.lexical import LexicalIndex

_WORD = re.compile(r"[^\W\d_]+")
_MIN_LENGTH = 5  # letters of a word that gets a slip
_TRIES = 4  # slips tried on a word until one makes no word of the library

Query = tuple[str, frozenset[str]]


def misspelt(queries: Sequence[Query], lexical: LexicalIndex) -> list[Query]:
    """The queries, the rarest word of each with one slip or two; those left out where no slip can be seen."""
    chance = random.Random(4)
    slipped = ((_slipped(query, lexical, chance), right) for query, right in queries)
    return [(query, right) for query, right in slipped if query]


def _slipped(query: str, lexical: LexicalIndex, chance: random.Random) -> str:
    words = sorted({word for word in _WORD.findall(query) if len(word) >= _MIN_LENGTH})
    known = {word: count for word, count in lexical.document_frequency(words).items() if count}
    for word in sorted(known, key=lambda word: (known[word], word)):
        for _ in range(_TRIES):
            typed = chance.choice(list(SLIPS.values()))(word, chance)
            if not any(lexical.document_frequency([typed]).values()):
                return re.sub(rf"\b{word}\b", typed, query)
    return ""
