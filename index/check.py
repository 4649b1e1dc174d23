"""Whether an edition that was just built can answer: asked before it takes the place of the one that does."""

import numpy as np

from index.manifest import Manifest
from index.stores import Stores

_SAMPLE = 8  # passages looked up by their own text and vector: a few milliseconds
_NEAREST = 10  # Chroma's graph is searched by approximation, so a passage need not be the very first for its own vector
_UNIT = 0.02  # by how much a vector's length may differ from 1


def fault(manifest: Manifest, stores: Stores) -> str:
    """What is wrong with an edition, or nothing: both stores hold what is live, and a few passages are found again."""
    live = manifest.counts()[1]
    if not stores.hold(live):
        return f"{live} passages are live, and its stores hold {len(stores.vectors)} and {len(stores.words)}"
    texts = manifest.sample(_SAMPLE)
    if not all(stores.words.holds(key, text) for key, text in texts.items()):
        return "passages are not found by their own words"
    vectors = stores.vectors.get(list(texts))
    if len(vectors) < len(texts) or any(abs(float(np.linalg.norm(v)) - 1) > _UNIT for v in vectors.values()):
        return "its vectors are not of unit length"
    found = [_finds(stores, key, vector) for key, vector in vectors.items()]
    return "passages are not found by their own vectors" if 2 * sum(found) < len(found) else ""


def _finds(stores: Stores, key: str, vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> bool:
    """Whether a vector (d,) finds its passage, or others that lie in the same place."""
    nearest = stores.vectors.query(vector, _NEAREST)
    return any(other == key or cosine > 1 - _UNIT for other, cosine in nearest)
