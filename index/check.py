"""Whether an edition that was just made can answer: asked before it takes the place of the one that does."""

from contextlib import closing
from pathlib import Path

import numpy as np

from index import editions
from index.errors import IndexUnusable
from index.graphs import Shards, graph_folder
from index.manifest import Manifest, Rows
from index.rows import Vectors
from index.stores import Stores

_SAMPLE = 8  # passages looked up by their own text and vector: a few milliseconds
_NEAREST = 100  # neighbours looked at: a graph is searched by approximation, the better the more there are
_UNIT = 0.02  # by how much a vector's length may differ from 1


def finish(folder: Path, made: str) -> None:
    """Mark the edition in `folder` as whole, `made` as words say it ("compacted"), after a look whether it can answer.

    Raises `IndexUnusable` when it cannot; it is then not to be swapped in.
    """
    wrong = fault(folder)
    if wrong:
        raise IndexUnusable(f"The index {made} in {folder} failed its check: {wrong}.")
    editions.finish(folder)


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
        place = folder / editions.VECTORS
        of_shard = rows // Shards.of(place).rows
        found = [
            answer
            for shard in np.unique(of_shard).tolist()
            for answer in _found(graph_folder(place, shard), rows[of_shard == shard], vectors[of_shard == shard])
        ]
        return "passages are not found by their own vectors" if 2 * sum(found) < len(rows) else ""


def _found(folder: Path | None, rows: Rows, vectors: Vectors) -> list[bool]:
    """For each of the rows of a shard whether its graph finds it; one graph is open at a time, to spare memory."""
    from index.vectors import Graph  # Chroma: a second to import

    if folder is None:
        return []
    graph = Graph(folder)
    nearest = [graph.query(vector, min(_NEAREST, len(graph))) for vector in vectors]
    return [
        any(other == row or cosine > 1 - _UNIT for other, cosine in near)  # or others that lie in the same place
        for row, near in zip(rows.tolist(), nearest, strict=True)
    ]
