"""A list of passages that says more: near-identical ones once, and no article all over it.

Two passages are near-identical when nearly all of their words are the same, and all of their figures and denials, as in
wire copies: a copy with another number says something else, and stays. Copies of an article, which are one cluster,
count as one article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

_ALIKE = (
    0.85  # shared of all distinct words, from which two passages are one; another byline and dateline leave some 0.9
)
_BUCKETS = 512  # words are counted in so many before texts are compared word by word: a passage has some 80

_FREE, _STEP = 3, 0.01
"""Passages of an article that cost it nothing, and what each more costs it, of a fused score (0..1). By trial on 3,000
questions of SQuAD 1.1 train, its subjects as articles: a list of 16 has passages of 7.3 articles instead of 5.8, holds
the right one for 0.965 instead of 0.963, and MRR@10 stays (0.8348, 0.8347). At 2 and 0.02: 8.6, 0.963 and 0.8343."""

_STANDS = 0.04
"""Of a fused score, by how much less the copy that stands for all may have found: less than what a preferred article is
given (`index.retrieve`), so that who asks what RT says is shown RT's."""

_TELLING = re.compile(r"\d+|\b(?:not?|never|neither|nor|none)\b|n[’']t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found: row and score, its article, the cluster of copies that the article is in, and its text.

    A cluster is named after the article that stands for it (`index.clusters`).
    """

    row: int
    score: float
    article: str
    cluster: str
    text: str


def diverse(candidates: Sequence[Candidate], k: int) -> list[Candidate]:
    """The `k` best of `candidates`, given best first, in an order of more variety.

    Of near-identical passages the first is kept, or in its place that of the article that stands for the copies. What
    comes first of each article stays in order among the articles: only the further passages of one make room for
    others. A candidate without a cluster is of its article's own.
    """
    left = _distinct(candidates)
    scores = np.array([one.score for one in left])
    members: dict[str, list[int]] = {}
    for number, one in enumerate(left):
        members.setdefault(one.cluster or one.article, []).append(number)
    taken = dict.fromkeys(members, 0)
    chosen: list[Candidate] = []
    for _ in range(min(k, len(left))):
        best = int(scores.argmax())  # of equals the first
        one = left[best]
        chosen.append(one)
        group = one.cluster or one.article
        taken[group] += 1
        scores[best] = -np.inf
        if taken[group] >= _FREE:
            scores[members[group]] -= _STEP
    return chosen


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that are not near-identical to one before; of copies, the one of the article that stands for them."""
    words = [frozenset(one.text.split()) for one in candidates]
    copies: set[int] = set()
    standing: dict[int, int] = {}  # for the first of some copies, the one that stands for all
    for first, second in _perhaps_alike(words):
        if first in copies or len(words[first] & words[second]) < _ALIKE * len(words[first] | words[second]):
            continue
        if _telling(candidates[first].text) == _telling(candidates[second].text):
            copies.add(second)
            one, other = candidates[first], candidates[second]
            if other.article == other.cluster == one.cluster and one.score - other.score < _STANDS:
                standing[first] = second
    return [
        replace(candidates[standing.get(number, number)], score=one.score)
        for number, one in enumerate(candidates)
        if number not in copies
    ]


def _perhaps_alike(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later), in order, that may be alike; none that is alike is missing.

    Two sets differ in no fewer words than their buckets do, and sets that are alike differ in few words.
    """
    sizes = np.array([len(some) for some in words], dtype=np.int64)
    buckets = np.fromiter(map(hash, chain.from_iterable(words)), dtype=np.int64, count=int(sizes.sum())) % _BUCKETS
    filled = np.zeros((len(words), _BUCKETS), dtype=np.bool_)
    filled[np.repeat(np.arange(len(words)), sizes), buckets] = True
    bits = np.packbits(filled, axis=1).view(np.uint64)
    # Not a product of matrices, as almost nowhere on the way to an answer: tests/assistant/test_blas_threads.py.
    differing = np.bitwise_count(bits[:, None] ^ bits[None, :]).sum(axis=2, dtype=np.int64)
    allowed = np.minimum(sizes[:, None], sizes[None, :]) * (1 - _ALIKE) / _ALIKE
    for first, second in np.argwhere(np.triu(differing <= allowed, k=1)):
        yield int(first), int(second)


def _telling(text: str) -> list[str]:
    """Its figures and denials."""
    return sorted(found.casefold() for found in _TELLING.findall(text))
