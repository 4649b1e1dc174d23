"""Whether an edition that was just made can answer: asked before it takes the place of the one that does."""

from contextlib import closing
from pathlib import Path

import numpy as np

from index import editions
from index.manifest import Manifest
from index.stores import Stores

_SAMPLE = 8  # passages looked up by their own text and vector: a few milliseconds
_NEAREST = 10  # a graph is searched by approximation, so a passage need not be the very first for its own vector
_UNIT = 0.02  # by how much a vector's length may differ from 1


def fault(folder: Path) -> str:
    """What is wrong with the edition in `folder`, or nothing: its stores hold what is live, and some of it is found."""
    with closing(Manifest(folder / editions.MANIFEST)) as manifest:
        state = manifest.state()
        stores = Stores(folder, state)
        if len(stores.words) != state.passages:
            return f"{state.passages} passages are live, and the words hold {len(stores.words)}"
        texts = manifest.sample(_SAMPLE)
        if not all(stores.words.holds(row, text) for row, text in texts.items()):
            return "passages are not found by their own words"
        stores.dense.load(state.next_row)
        rows = np.array(sorted(texts), dtype=np.int64)
        vectors = stores.dense.vectors(rows)
        if len(rows) and np.abs(np.linalg.norm(vectors, axis=1) - 1).max() > _UNIT:
            return "its vectors are not of unit length"
        found = [_finds(stores, row, vector, state.next_row) for row, vector in zip(rows, vectors, strict=True)]
        return "passages are not found by their own vectors" if 2 * sum(found) < len(found) else ""


def _finds(stores: Stores, row: int, vector: np.ndarray[tuple[int], np.dtype[np.float32]], next_row: int) -> bool:
    """Whether a vector (d,) finds its row, or others that lie in the same place."""
    nearest = stores.dense.search(vector, _NEAREST, next_row)
    return any(other == row or cosine > 1 - _UNIT for other, cosine in nearest)
