"""Rankings become one: reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RRF_K = 60
"""Added to every rank. The paper's value; it keeps the first place of one side from outweighing agreement of both."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage id, its fused score (higher is better) and the rank, from 1, that each side gave it."""

    id: str
    score: float
    origins: Mapping[str, int]


def fuse(rankings: Mapping[str, Sequence[str]]) -> list[Fused]:
    """One ranking of all ids in `rankings` (side to ids, best first); ties are in the order of their ids."""
    origins: dict[str, dict[str, int]] = {}
    for side, ids in rankings.items():
        for rank, key in enumerate(ids, start=1):
            origins.setdefault(key, {}).setdefault(side, rank)
    fused = [Fused(key, sum(1 / (RRF_K + rank) for rank in ranks.values()), ranks) for key, ranks in origins.items()]
    return sorted(fused, key=lambda item: (-item.score, item.id))
