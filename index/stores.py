"""The two stores of one edition of an index, written and opened together.

    index/<edition>/chroma/    vectors
    index/<edition>/lexical/   words

Each edition has its own, so nothing written for another encoder or another cleaner can ever be found again.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import editions
from index.errors import IndexOutdated
from index.lexical import LexicalIndex
from index.passage import Passage
from index.vectors import VectorStore


class Stores:
    """Vectors and words of one edition. Whether a passage in them is live, only the manifest knows."""

    def __init__(self, folder: Path) -> None:
        """Opens the stores of an edition's folder; raises `IndexOutdated` when they are not there, and makes none."""
        if not editions.has_stores(folder):
            raise IndexOutdated(f"The stores of the index in {folder} are missing or not its own.")
        self._open(folder)

    def _open(self, folder: Path) -> None:
        self.folder = folder
        self.vectors = VectorStore(folder / editions.VECTORS)
        self.words = LexicalIndex(folder / editions.WORDS)

    @classmethod
    def make(cls, folder: Path) -> "Stores":
        """Empty stores for a new edition."""
        stores = cls.__new__(cls)
        stores._open(folder)
        editions.mark_stores(folder)
        return stores

    def write(self, passages: Sequence[Passage], titles: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Make passages findable: their articles' titles and their vectors (n, d) in the same order."""
        self.vectors.upsert([passage.id for passage in passages], vectors)
        self.words.add((p.id, title, p.text) for p, title in zip(passages, titles, strict=True))
        self.words.commit()

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; unknown ids are no error."""
        if ids:
            self.vectors.delete(ids)
            self.words.delete(ids)
            self.words.commit()

    def hold(self, passages: int) -> bool:
        """Whether both stores hold that many passages, as they do when nothing was lost or left over."""
        return len(self.vectors) == passages == len(self.words)

    def lack(self, passages: int) -> bool:
        """Whether a store holds fewer than that many passages: it may hold more than is live, never less."""
        return min(len(self.vectors), len(self.words)) < passages

    def refresh(self) -> None:
        """See what another process wrote."""
        self.vectors.reopen()
        self.words.reload()

    def close(self) -> None:
        """End writing."""
        self.words.close()
