"""Whether an edition that was just made can answer: asked before it takes the place of the one that does."""

from contextlib import closing
from pathlib import Path

import numpy as np

from index import editions
from index.graphs import Shards, graph_folder
from index.manifest import Manifest, Rows
from index.rows import Vectors
from index.stores import Stores

_SAMPLE = 8  # passages looked up by their own text and vector: a few milliseconds
_NEAREST = 100  # neighbours looked at: a graph is searched by approximation, the better the more there are
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
        rows = np.array(sorted(texts), dtype=np.int64)
        vectors = stores.dense.vectors(rows)
        if len(rows) and np.abs(np.linalg.norm(vectors, axis=1) - 1).max() > _UNIT:
            return "its vectors are not of unit length"
        shards = Shards.of(folder / editions.VECTORS)
        found = [answer for shard in shards.below(state.next_row) for answer in _found(folder, shard, rows, vectors)]
        return "passages are not found by their own vectors" if 2 * sum(found) < len(rows) else ""


def _found(folder: Path, shard: int, rows: Rows, vectors: Vectors) -> list[bool]:
    """For each of the rows in a shard whether its graph finds it; one graph is open at a time, to spare memory."""
    from index.vectors import Graph  # Chroma: a second to import

    place = folder / editions.VECTORS
    shards, path = Shards.of(place), graph_folder(place, shard)
    inside = [at for at, row in enumerate(rows.tolist()) if shards.shard_of(row) == shard]
    if not inside or path is None:
        return []
    graph = Graph(path)
    nearest = [graph.query(vectors[at], min(_NEAREST, len(graph))) for at in inside]
    return [
        any(other == row or cosine > 1 - _UNIT for other, cosine in near)  # or others that lie in the same place
        for row, near in zip(rows[inside].tolist(), nearest, strict=True)
    ]
