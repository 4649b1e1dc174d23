"""Dead rows are given back to the disk: what is live is copied into a new edition, which takes the old one's place.

Deleting leaves a row behind in the graphs, the file of vectors and the lexical index. It is never found, but it takes
room, and every search passes over it. Nothing is encoded; the edition that answers goes on until the new one is whole.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index import editions
from index.check import finish
from index.ledger import Ledger
from index.lexical import Entry
from index.manifest import Manifest
from index.rows import RowFile

DUE_SHARE = 0.3
"""Of all rows used, how many may be dead. A search asks each store for five times what it needs: it loses nothing."""

DUE_ROWS = 512  # below that there is little to gain, 1 MB; above, it takes a second

_BATCH = 2048  # passages copied at once


def dead_share(manifest: Manifest) -> float:
    """Of the rows used, how many are dead, 0..1."""
    state = manifest.state()
    return 1 - state.passages / state.next_row if state.next_row else 0.0


def has_much_dead(folder: Path) -> bool:
    """Whether the edition in `folder` has so many dead rows that it should be compacted."""
    manifest = Manifest.read(folder / editions.MANIFEST)
    if manifest is None:
        return False
    with closing(manifest):
        state = manifest.state()
        return state.next_row - state.passages >= DUE_ROWS and dead_share(manifest) > DUE_SHARE


def compacted(index: Path, progress: Callable[[int, int], None]) -> Path:
    """Copy the live edition without its dead rows, put the copy in its place, and delete all others; under the lock.

    `progress` is told passages done and all of them. Returns the new edition's folder.
    """
    old = editions.live(index)
    folder = editions.beside(index)
    try:
        with closing(Ledger(folder / editions.MANIFEST)) as ledger:
            ledger.copy(old / editions.MANIFEST, int(folder.name))
            _write_stores(ledger, old, progress)
        finish(folder, "compacted")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    editions.swap(index, folder)
    editions.sweep(index, keep_previous=False)
    return folder


class _Made:
    """Tells of rows put into graphs, one graph after the other, as the second half of the work."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._total, self._progress = total, progress
        self._before = 0

    def __call__(self, done: int, rows: int) -> None:
        self._progress(self._total + self._before + done, 2 * self._total)
        if done == rows:
            self._before += rows


def _write_stores(ledger: Ledger, old: Path, progress: Callable[[int, int], None]) -> None:
    """The stores of the new edition, from the vectors of the old one and the texts in the manifest."""
    from index.stores import StoreWriter

    before = RowFile(old / editions.ROWS, ledger.state().dimension)
    stores = StoreWriter.make(ledger)
    total = ledger.state().next_row
    try:
        for first in range(0, total, _BATCH):
            entries = [Entry(*columns) for columns in ledger.entries(first, first + _BATCH)]
            stores.write(entries, before.read(ledger.copied(first, first + _BATCH)), graphs=False)
            progress(min(first + _BATCH, total), 2 * total)
        stores.mend(_Made(total, progress))
    except BaseException:
        stores.close(failed=True)
        raise
    stores.close()
    ledger.forget_copied()
    ledger.finish()
