"""A query becomes hits: both stores are asked, their rankings fused, and what is not live is dropped."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.fuse import fuse
from index.manifest import Manifest
from index.passage import Hit

if TYPE_CHECKING:
    from index.stores import Stores

OVER_FETCH = 5
"""Each side is asked for this many times `k`: a passage that is tenth on both sides beats one that is first on one and
nowhere on the other, and the stores may still hold passages that are no longer live."""

_FETCH_MIN = 50  # passages from each side however small `k` is, so that the best hit does not depend on `k`


def retrieve(manifest: Manifest, stores: "Stores", query: str, vector: NDArray[np.float32], *, k: int) -> list[Hit]:
    """The `k` best live passages for a query and its vector (d,), best first."""
    fetch = max(k * OVER_FETCH, _FETCH_MIN)
    fused = fuse(
        {
            "dense": [key for key, _ in stores.vectors.query(vector, fetch)],
            "words": [key for key, _ in stores.words.search(query, fetch)],
        }
    )
    live = manifest.passages([item.id for item in fused])
    found = [item for item in fused if item.id in live][:k]
    return [Hit(live[item.id], rank, item.score, item.origins) for rank, item in enumerate(found, start=1)]
