"""What an edition keeps beside its manifest, opened together for reading or for writing.

    index/<edition>/vectors.bf16   the vectors, a row each
    index/<edition>/chroma/        graphs over them
    index/<edition>/lexical/       words

Each edition has its own, so nothing written for another encoder or another cleaner can ever be found again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.article import Article
from index import editions
from index.dense import Dense
from index.errors import IndexOutdated
from index.graphs import GraphWriter, torn
from index.ledger import Ledger
from index.lexical import Entry, LexicalIndex
from index.manifest import Manifest, State
from index.passage import Passage
from index.rows import RowFile, Vectors


class Stores:
    """The stores of an edition, for searching. Whether a passage in them is live, only the manifest knows."""

    def __init__(self, folder: Path, state: State) -> None:
        """Raises `IndexOutdated` when they are not there or not the edition's own; makes none."""
        _require(folder)
        self.folder = folder
        self.dense = Dense(folder / editions.VECTORS, RowFile(folder / editions.ROWS, state.dimension))
        self.words = LexicalIndex(folder / editions.WORDS)

    def refresh(self) -> None:
        """See the words that another process wrote; vectors are seen without."""
        self.words.reload()


class StoreWriter:
    """The stores of an edition, for writing; one process at a time."""

    def __init__(self, ledger: Ledger) -> None:
        """Opens what is there; raises `IndexOutdated` when something is missing."""
        _require(ledger.folder)
        self._open(ledger)

    def _open(self, ledger: Ledger) -> None:
        folder = ledger.folder
        self._ledger = ledger
        self._rows = RowFile(folder / editions.ROWS, ledger.state().dimension)
        self._graphs = GraphWriter(folder / editions.VECTORS, self._rows, ledger.live_rows)
        self.words = LexicalIndex(folder / editions.WORDS)

    @classmethod
    def make(cls, ledger: Ledger) -> "StoreWriter":
        """Empty stores for an edition that was just begun."""
        folder = ledger.folder
        (folder / editions.VECTORS).mkdir()
        RowFile.make(folder / editions.ROWS, ledger.state().dimension)
        stores = cls.__new__(cls)
        stores._open(ledger)
        editions.mark_stores(folder)
        return stores

    def write(self, entries: Sequence[Entry], vectors: Vectors, *, graphs: bool = True) -> None:
        """Make passages findable in the rows that `entries` name, which follow each other: words and vectors (n, d).

        Without `graphs` those are left to be made by `mend`, once all rows are there.
        """
        kept = self._rows.append(entries[0].row, vectors)
        if graphs:
            self._graphs.add(entries[0].row, kept)
        self.words.add(entries)
        self.words.commit()

    def delete(self, rows: Sequence[int]) -> None:
        """Forget rows; unknown ones are no error."""
        if rows:
            self._graphs.delete(rows)
            self._rows.erase(np.array(rows, dtype=np.int64))
            self.words.delete(rows)
            self.words.commit()

    def mend(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make the graphs again that a crash left torn; `progress` is told how many rows of one are done."""
        for shard in torn(self._ledger.folder / editions.VECTORS, self._ledger.state().next_row):
            self._graphs.mend(shard, progress)

    def tidy(self, progress: Callable[[int, int], None] | None = None) -> bool:
        """Make torn graphs again, and take out what an unfinished build left; whether it had left passages."""
        self.mend(progress)  # first: a torn graph is not to be opened
        pending = self._ledger.pending()
        if pending:
            live = self._ledger.passages_at(pending)
            self.delete([row for row in pending if row not in live])
            self._ledger.forget_pending(pending)
        return bool(pending)

    @staticmethod
    def is_torn(manifest: Manifest) -> bool:
        """Whether `mend` has something to do in a manifest's edition; opens nothing."""
        return bool(torn(manifest.folder / editions.VECTORS, manifest.state().next_row))

    def hold(self) -> bool:
        """Whether the words hold as many passages as are live; a graph is counted when it is about to be written."""
        return len(self.words) == self._ledger.state().passages

    def catch_up(self) -> None:
        """Write what waits to be put into a graph (`index.graphs`)."""
        self._graphs.catch_up(self._ledger.state().next_row)

    def close(self, *, failed: bool = False) -> None:
        """End writing; after a failure the graph that was being written is left to be made again."""
        if failed:
            self._graphs.abandon()
        self._graphs.close()
        self.words.close()


def _require(folder: Path) -> None:
    if not editions.has_stores(folder):
        raise IndexOutdated(f"The stores of the index in {folder} are missing or not its own.")


def entry(row: int, passage: Passage, article: Article) -> Entry:
    """What the lexical index is given of a passage."""
    known = (article.id, article.outlet, article.language, article.published, article.title)
    return Entry(row, *known, passage.text)
