"""One graph of neighbours (HNSW) in Chroma: rows and their unit vectors, one collection in a folder of its own.

We always bring the vectors; Chroma embeds nothing, keeps no text and sends no telemetry. Chroma writes its files in
place and is not made for several processes: `index.graphs` sees to it that nobody opens a graph that is being written,
and that one whose writer died is made again.
"""

import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from index.errors import IndexUnusable
from index.graphs import MAIN_FILE

_COLLECTION = "passages"
_SYNC = 256  # vectors that Chroma keeps in its log before it writes the graph; a reader inserts them when it opens it
_BATCH = 100  # its own buffer; its default, and it may not be larger than the above
_CARE = 10  # Chroma looks through as many neighbours as are asked for, and through so many at least
_CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {  # ip: of unit vectors, the cosine
        "space": "ip", "sync_threshold": _SYNC, "batch_size": _BATCH, "ef_search": _CARE,
    }
}  # fmt: skip


class Graph:
    """Vectors by row. One process writes; whoever else has opened it keeps seeing it as it was then."""

    _opening = threading.Lock()  # Chroma's table of open clients is shared by the whole process

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        """Opens the graph in `folder`, or makes it; raises `IndexUnusable` when it is not there or cannot be read."""
        self._folder = folder
        if not make and not (folder / MAIN_FILE).is_file():
            raise IndexUnusable(f"There is no vector store in {folder}.")
        with self._opening, self._named():
            # A client of our own: Chroma shares one between all of a path, with the graph that it once read.
            SharedSystemClient.clear_system_cache()
            try:
                client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
                if isinstance(client, SharedSystemClient):  # as all are; their type does not say so
                    # Its parts refer to each other: 130 MB would stay until Python looks for such rings.
                    weakref.finalize(self, client._system.stop).atexit = False
                if make:
                    client.create_collection(_COLLECTION, embedding_function=None, configuration=_CONFIGURATION)
                self._collection = client.get_collection(_COLLECTION, embedding_function=None)
                self._batch = client.get_max_batch_size()
            finally:
                SharedSystemClient.clear_system_cache()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What Chroma says of a damaged store, said as `IndexUnusable`."""
        try:
            yield
        except (ChromaError, NotFoundError) as error:
            raise IndexUnusable(f"The vector store in {self._folder} cannot be used: {error}") from error

    def __len__(self) -> int:
        with self._named():
            return self._collection.count()

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        """Write vectors (n, d) to the rows from `first` on; a row that is there already is replaced."""
        for at in range(0, len(vectors), self._batch):
            some = vectors[at : at + self._batch]
            with self._named():
                self._collection.upsert(ids=[str(first + at + n) for n in range(len(some))], embeddings=some)

    def put(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Write vectors (n, d) to any rows."""
        for at in range(0, len(rows), self._batch):
            some = slice(at, at + self._batch)
            with self._named():
                self._collection.upsert(ids=[str(row) for row in rows[some].tolist()], embeddings=vectors[some])

    def delete(self, rows: Sequence[int]) -> None:
        """Forget rows; unknown ones are no error."""
        for at in range(0, len(rows), self._batch):
            with self._named():
                self._collection.delete(ids=[str(row) for row in rows[at : at + self._batch]])

    def rows(self) -> NDArray[np.int64]:
        """Every row held, ascending."""
        with self._named():
            ids = self._collection.get(include=[])["ids"]
        return np.sort(np.array([int(key) for key in ids], dtype=np.int64))

    def vectors(self, rows: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The vectors (d,) of those rows that are there."""
        held: dict[int, NDArray[np.float32]] = {}
        for at in range(0, len(rows), self._batch):
            with self._named():
                ids = [str(row) for row in rows[at : at + self._batch]]
                found = self._collection.get(ids=ids, include=["embeddings"])
            vectors = found["embeddings"]
            values = np.asarray([] if vectors is None else vectors, dtype=np.float32)
            held.update(zip(map(int, found["ids"]), values, strict=True))
        return held

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """The `k` rows nearest to a vector (d,), best first, with their cosine in -1..1; `k` at most what it holds."""
        if k < 1:
            return []
        with self._named():
            found = self._collection.query(query_embeddings=vector[None], n_results=k, include=["distances"])
        distances = found["distances"]
        if distances is None:  # asked for above; Chroma's type allows None
            return []
        return [(int(key), 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]
