"""A query becomes hits: both stores are asked, their scores fused, and variety seen to.

What is not live is dropped, so a store may hold more than the manifest lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.dense import Scored
from index.fuse import FusedRow, fuse_scores
from index.manifest import Manifest, State
from index.passage import Hit
from index.passing import Passing
from index.rows import Vectors
from index.variety import Candidate, diverse
from index.where import ANYWHERE, Where

if TYPE_CHECKING:
    from index.stores import Stores

OVER_FETCH = 5
"""Each side is asked for this many times `k`: a passage that is tenth on both sides beats one that is first on one and
nowhere on the other, and the stores may still hold passages that are no longer live."""

_FETCH_MIN = 50  # passages from each side however small `k` is, so that the best hit does not depend on `k`

_CONSIDERED = 4  # times `k` passages are looked at for a list of `k`: of those further down variety takes one in 600

_VARIED = 300  # passages at most that are put in an order of more variety; a longer list is a listing

PREFERRED = 0.05
"""Added to the score (0..1) of a passage whose article a preference lets through."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What one search is over: the manifest and its state then, the stores, and the filters."""

    manifest: Manifest
    state: State
    stores: "Stores"
    passing: Passing


@dataclass(frozen=True, slots=True)
class _Sides:
    """What each store found, best first: rows with their cosine, and rows with their BM25 score."""

    dense: Scored
    words: Scored


def retrieve(
    over: Searched, query: str, vector: Vectors, k: int, *, where: Where = ANYWHERE, prefer: Sequence[Where] = ()
) -> list[Hit]:
    """The `k` best live passages for a query and its vector (d,), best first; filters as in `Index.search`."""
    fetch = max(k * OVER_FETCH, _FETCH_MIN)
    passing = over.passing.rows(where, over.state) if where else None
    found = _asked(over, query, vector, fetch, where, passing)
    if len(found.dense) >= fetch and not _enough(over, found.dense, k):  # what an open graph has was deleted since
        found = replace(found, dense=over.stores.dense.search(vector, fetch, over.state.next_row, _live(over, passing)))
    wishes = [over.passing.rows(wish, over.state) for wish in prefer]
    for wish, mask in zip(prefer, wishes, strict=True):
        both = mask if passing is None else mask & passing
        found = _joined(found, _asked(over, query, vector, fetch, wish, both))
    fused = fuse_scores(_completed(over, vector, found), found.words, cut=len(found.words) >= fetch)
    if wishes:
        fused = _raised(fused, np.logical_or.reduce(wishes))
    return _hits(over, fused, k)


def _enough(over: Searched, found: Scored, k: int) -> bool:
    """Whether so many of the rows found are live."""
    dead = over.state.next_row > over.state.passages
    return not dead or over.manifest.live_among([row for row, _ in found]) >= min(k, over.state.passages)


def _live(over: Searched, passing: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """For each row whether it is live, and passes."""
    live = np.zeros(over.state.next_row, dtype=np.bool_)
    live[over.manifest.live_rows(last=over.state.next_row)] = True
    return live if passing is None else live & passing


def _asked(
    over: Searched, query: str, vector: Vectors, fetch: int, where: Where, passing: NDArray[np.bool_] | None
) -> _Sides:
    """What both stores find where the filter, and the rows that it lets through, allow it."""
    words = over.stores.words.search(query, fetch, where=_resolved(over.manifest, where))
    inside = [hit for hit in words if hit[0] < over.state.next_row and (passing is None or passing[hit[0]])]
    return _Sides(over.stores.dense.search(vector, fetch, over.state.next_row, passing), inside)


def _resolved(manifest: Manifest, where: Where) -> Where:
    """The filter with its clusters as the articles in them."""
    if not where.clusters:
        return where
    inside = manifest.articles_in(where.clusters)
    wanted = tuple(key for key in inside if not where.articles or key in where.articles)
    return replace(where, clusters=(), articles=wanted or ("",))


def _joined(first: _Sides, second: _Sides) -> _Sides:
    return _Sides(_merged(first.dense, second.dense), _merged(first.words, second.words))


def _merged(first: Scored, second: Scored) -> Scored:
    """Both lists as one, each row once, by score."""
    return sorted(dict([*first, *second]).items(), key=lambda item: (-item[1], item[0]))


def _completed(over: Searched, vector: Vectors, found: _Sides) -> Scored:
    """The cosines of all rows that either side found: they cost nothing to look up, and fusing needs no guess."""
    known = dict(found.dense)
    missing = np.array(sorted(row for row, _ in found.words if row not in known), dtype=np.int64)
    cosines = over.stores.dense.cosines(missing, vector)
    return _merged(found.dense, list(zip(missing.tolist(), cosines.tolist(), strict=True)))


def _raised(fused: Sequence[FusedRow], preferred: NDArray[np.bool_]) -> list[FusedRow]:
    """Passages of preferred articles a little earlier."""
    scored = [replace(one, score=one.score + PREFERRED) if preferred[one.row] else one for one in fused]
    return sorted(scored, key=lambda one: (-one.score, one.row))


def _hits(over: Searched, fused: Sequence[FusedRow], k: int) -> list[Hit]:
    """The `k` best that are live, near-identical ones once, and no article all over the list."""
    count = k * _CONSIDERED
    hits = _ordered(over, fused[:count], k)
    while len(hits) < k and count < len(fused):  # many were dead, or said the same
        count *= 2
        hits = _ordered(over, fused[:count], k)
    return hits


def _ordered(over: Searched, fused: Sequence[FusedRow], k: int) -> list[Hit]:
    """As `_hits`, all of `fused` being considered."""
    passages = over.manifest.passages_at([one.row for one in fused])
    live = [one for one in fused if one.row in passages]
    clusters = over.manifest.cluster_of(sorted({passage.article_id for passage in passages.values()}))
    candidates = [
        Candidate(one.row, one.score, passage.article_id, clusters.get(passage.article_id, ""), passage.text)
        for one in live[:_VARIED]
        for passage in (passages[one.row],)
    ]
    origins = {one.row: one.origins for one in live}
    scores = {one.row: one.score for one in live}
    order = [one.row for one in diverse(candidates, len(candidates))] + [one.row for one in live[_VARIED:]]
    return [Hit(passages[row], rank, scores[row], origins[row]) for rank, row in enumerate(order[:k], start=1)]
