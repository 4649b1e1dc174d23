"""The vector store: passage ids and their unit vectors in Chroma, one collection in a folder of its own.

We always bring the vectors; Chroma embeds nothing, keeps no text and sends no telemetry. It holds what it was told to
hold: whether an id is live is the manifest's to say.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from numpy.typing import NDArray

from index.errors import IndexUnusable

_COLLECTION = "passages"


class VectorStore:
    """Vectors by passage id. One store writes; others, here or in another process, see its work after `reopen`."""

    _opening = threading.Lock()  # Chroma's table of open clients is shared by the whole process

    def __init__(self, folder: Path) -> None:
        """Opens the store in `folder`, or makes it; raises `IndexUnusable` when it cannot be read."""
        self._folder = folder
        self._open()

    def _open(self) -> None:
        """Open a client of our own. Chroma shares one between all of a path, with the graph that it once read."""
        with self._opening:
            SharedSystemClient.clear_system_cache()
            try:
                client = chromadb.PersistentClient(self._folder, settings=Settings(anonymized_telemetry=False))
                self._collection = client.get_or_create_collection(
                    _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
                self._batch = client.get_max_batch_size()
            except ChromaError as error:
                raise IndexUnusable(f"The vector store in {self._folder} cannot be opened: {error}") from error
            finally:
                SharedSystemClient.clear_system_cache()

    def reopen(self) -> None:
        """See what others wrote. A query that runs in another thread meanwhile ends on what it began with."""
        self._open()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What Chroma says of a damaged store, said as `IndexUnusable`."""
        try:
            yield
        except ChromaError as error:
            raise IndexUnusable(f"The vector store in {self._folder} cannot be used: {error}") from error

    def __len__(self) -> int:
        with self._named():
            return self._collection.count()

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Write vectors (n, d) under their ids; an id that is there already is replaced."""
        for first, some in self._batches(ids):
            with self._named():
                self._collection.upsert(ids=some, embeddings=vectors[first : first + len(some)])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget ids; unknown ones are no error."""
        for _, some in self._batches(ids):
            with self._named():
                self._collection.delete(ids=some)

    def get(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors (d,) of those ids that are there."""
        held: dict[str, NDArray[np.float32]] = {}
        for _, some in self._batches(ids):
            with self._named():
                found = self._collection.get(ids=some, include=["embeddings"])
            rows = found["embeddings"]
            held.update(zip(found["ids"], np.asarray([] if rows is None else rows, dtype=np.float32), strict=True))
        return held

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The at most `k` ids nearest to a vector (d,), best first, with their cosine in -1..1."""
        k = min(k, len(self))  # Chroma refuses a number beyond its own range
        if k < 1:
            return []
        with self._named():
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=k, include=["distances"])
        distances = found["distances"]
        if distances is None:  # asked for above; Chroma's type allows None
            return []
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def _batches(self, ids: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Runs of ids no longer than Chroma takes in one call, with where each begins."""
        for first in range(0, len(ids), self._batch):
            yield first, list(ids[first : first + self._batch])
