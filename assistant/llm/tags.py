"""Keys under which a model knows its passages: four consonants, so that no word and no footnote is one."""

import hashlib
from collections.abc import Iterator, Sequence

ALPHABET = "bcdfghjkmnpqrtvwxz"
LENGTH = 4


def tags(passage_ids: Sequence[str], question: str) -> list[str]:
    """One key a passage, no two alike; another question gives other keys."""
    taken: list[str] = []
    for passage_id in passage_ids:
        taken.append(next(tag for tag in _candidates(f"{question}\n{passage_id}") if tag not in taken))
    return taken


def _candidates(seed: str) -> Iterator[str]:
    block = seed.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield "".join(ALPHABET[byte % len(ALPHABET)] for byte in block[:LENGTH])
