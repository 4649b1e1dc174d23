"""Chroma's graphs over the rows of an edition, each over a shard of them; how they are written.

    chroma/0-1/ chroma/1-1/    one graph for each `Shards.rows` rows: shard, and how often it was made
    chroma/3.writing           the graph of shard 3 is being written, or its writer died: nobody opens it
    chroma/3.lock              held while that note is made, or a graph is opened
    chroma/waiting             the first of some rows, the newest ones, that may be in no graph yet
    chroma/shard-rows          how many rows each of these graphs is for

A graph that is made again gets a folder of a new name: SQLite, which Chroma builds on, damages a database that takes
the path of another one that some process still has open.

Shards keep every cost small: writing opens the last one only, a graph that a crash left torn is made again from its
rows in seconds, and memory does not grow with the library while it is indexed. What is in no graph is found all the
same: a reader (`index.dense`) looks through those rows one by one. So a large graph, which takes long to open, need not
be opened for every article: new rows wait until there are many, or until a run over the whole library.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from corpus.files import sync
from index.errors import IndexUnusable
from index.manifest import Rows
from index.rows import RowFile, Vectors

if TYPE_CHECKING:
    from index.vectors import Graph

MAIN_FILE = "chroma.sqlite3"  # Chroma's; where it is missing, Chroma would make an empty store

SHARD_ROWS = 76_800
"""Rows of a graph, of editions that are begun now. Larger ones are quicker to ask together (one takes some 1.2 ms, with
little regard to its size), and slower to open (5 microseconds a row) and to make again (0.4 ms a row); while one is
filled it takes 4 KB a row of memory."""

_FORMER_ROWS = 49_152  # of a graph, where no note says how many

LARGE = 8192
"""Rows of a graph from which on it is not opened for a few new ones; smaller ones are open within 20 ms."""

WAITING = 1024
"""So many rows never wait. Looking through them takes 0.2 ms of a search."""

_WAITING_NOTE, _SHARD_NOTE = "waiting", "shard-rows"
_PATIENCE_S = 30.0  # how long a writer waits for readers that open a graph; one takes 0.2 s
_MENDED_AT_ONCE = 2048  # rows read and put into a graph together: 3 MB


@dataclass(frozen=True, slots=True)
class Shards:
    """How the rows of an edition are divided among its graphs: `rows` for each."""

    rows: int

    @classmethod
    def of(cls, folder: Path) -> "Shards":
        """How those in `folder` are divided, or will be where there are none yet."""
        try:
            return cls(int((folder / _SHARD_NOTE).read_text(encoding="ascii")))
        except FileNotFoundError:
            return cls(_FORMER_ROWS if any(folder.glob("[0-9]*-[0-9]*")) else SHARD_ROWS)

    def shard_of(self, row: int) -> int:
        """The shard of a row."""
        return row // self.rows

    def below(self, next_row: int) -> range:
        """The shards of the rows below `next_row`."""
        return range(-(-next_row // self.rows))

    def span(self, shard: int) -> tuple[int, int]:
        """The first row of a shard, and the one after its last."""
        return shard * self.rows, (shard + 1) * self.rows


def is_writing(folder: Path, shard: int) -> bool:
    """Whether a graph is being written, or its writer died."""
    return _note(folder, shard).exists()


def torn(folder: Path, next_row: int) -> list[int]:
    """Shards of the rows below `next_row` whose graph is missing or was left by a writer that died; opens none."""
    return [
        shard
        for shard in Shards.of(folder).below(next_row)
        if is_writing(folder, shard) or graph_folder(folder, shard) is None
    ]


def graph_folder(folder: Path, shard: int) -> Path | None:
    """The folder of a shard's graph, or None when it has none."""
    found = _made(folder, shard)
    return found[-1] if found and (found[-1] / MAIN_FILE).is_file() else None


def _made(folder: Path, shard: int) -> list[Path]:
    """The folders of all graphs that were made for a shard and are there, oldest first."""
    found = [path for path in folder.glob(f"{shard}-*") if path.name.rpartition("-")[2].isdecimal()]
    return sorted(found, key=lambda path: int(path.name.rpartition("-")[2]))


@contextmanager
def opening(folder: Path, shard: int) -> Iterator[bool]:
    """Whether a graph may be opened now; while the block runs, nobody begins to write it. Never waits."""
    if is_writing(folder, shard):
        yield False
        return
    if not os.access(folder, os.W_OK):  # nobody can write
        yield True
        return
    try:
        with _lock(folder, shard).acquire(timeout=0):
            yield not is_writing(folder, shard)
    except Timeout:
        yield False


def waiting(folder: Path) -> int | None:
    """The first of the rows that may be in no graph yet; None when all are."""
    try:
        return int((folder / _WAITING_NOTE).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


class GraphWriter:
    """Writes the graphs in `folder` from the vectors in `rows`; `live` gives the live rows in [first, last)."""

    def __init__(self, folder: Path, rows: RowFile, live: Callable[[int, int], Rows]) -> None:
        self._folder, self._rows, self._live = folder, rows, live
        self._shards = Shards.of(folder)
        self._graph: Graph | None = None
        self._shard = -1
        self._counted: set[int] = set()  # shards whose graphs were found whole
        self._caught_up = False  # no row waits any more, once what is open is on disk

    def is_whole(self, shard: int) -> bool:
        """Whether a graph can be opened and holds as many rows as are live in its shard, but for those that wait."""
        first, last = self._shards.span(shard)
        until = self._first_waiting()
        return len(self._open(shard)) == len(self._live(first, last if until is None else max(first, min(until, last))))

    def mend(self, shard: int, progress: Callable[[int, int], None] | None = None) -> None:
        """Make a graph again from the live rows of its shard; `progress` is told how many of them are done."""
        self.close()
        self._mark(shard)
        self._fill(shard, progress)
        self.close()

    def _fill(self, shard: int, progress: Callable[[int, int], None] | None = None) -> None:
        """Make a graph of the live rows of a shard, in place of those that were; it stays open."""
        before = _made(self._folder, shard)
        self._graph, self._shard = self._make(shard), shard
        for folder in before:
            shutil.rmtree(folder, ignore_errors=True)
        rows = self._live(*self._shards.span(shard))
        for at in range(0, len(rows), _MENDED_AT_ONCE):
            some = rows[at : at + _MENDED_AT_ONCE]
            self._graph.put(some, self._rows.read(some))
            if progress:
                progress(min(at + _MENDED_AT_ONCE, len(rows)), len(rows))

    def add(self, first: int, vectors: Vectors) -> None:
        """Write vectors (n, d) to the rows from `first` on, which are in `rows` already; a few may wait."""
        until = self._first_waiting()
        if self._may_wait(first if until is None else until, first + len(vectors)):
            if until is None:
                self._note_waiting(first)
            return
        self.catch_up(first)
        at = 0
        while at < len(vectors):
            shard = self._shards.shard_of(first + at)
            room = self._shards.span(shard)[1] - (first + at)
            self._open_whole(shard).add(first + at, vectors[at : at + room])
            at += room

    def catch_up(self, next_row: int) -> None:
        """Write the rows below `next_row` that wait."""
        until = self._first_waiting()
        if until is None:
            return
        for shard in self._shards.below(next_row)[self._shards.shard_of(until) :]:
            first, last = self._shards.span(shard)
            rows = np.arange(max(until, first), min(next_row, last))
            vectors = self._rows.read(rows)
            kept = vectors.any(axis=1)  # what was deleted since is all zeros
            self._open_whole(shard).put(rows[kept], vectors[kept])
        self._caught_up = True

    def _may_wait(self, first: int, last: int) -> bool:
        """Whether the rows [first, last), which are in no graph, need not be written now."""
        shard = self._shards.shard_of(first)
        if self._graph is not None and self._shard == shard:
            return False  # it is open anyway
        return last - first < WAITING and first % self._shards.rows >= LARGE and self._shards.shard_of(last) == shard

    def _first_waiting(self) -> int | None:
        return None if self._caught_up else waiting(self._folder)

    def _note_waiting(self, first: int) -> None:
        self._write(self._folder / _WAITING_NOTE, first)

    def _note_shards(self) -> None:
        """Note how the rows are divided, before there is a graph."""
        path = self._folder / _SHARD_NOTE
        if not path.exists():
            self._write(path, self._shards.rows)

    def _write(self, path: Path, number: int) -> None:
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text(str(number), encoding="ascii")
        sync(fresh)
        fresh.replace(path)
        sync(self._folder)

    def _open_whole(self, shard: int) -> "Graph":
        """A graph to add to, made again when it lacks rows."""
        if shard not in self._counted:
            if not self.is_whole(shard):
                self.mend(shard)
            self._counted.add(shard)
        return self._open(shard)

    def delete(self, rows: Sequence[int]) -> None:
        """Forget rows; unknown ones are no error."""
        by_shard: dict[int, list[int]] = {}
        until = self._first_waiting()
        for row in rows:
            if until is None or row < until:
                by_shard.setdefault(self._shards.shard_of(row), []).append(row)
        for shard, some in sorted(by_shard.items()):
            if graph_folder(self._folder, shard) is not None:
                self._open(shard).delete(some)

    def abandon(self) -> None:
        """End writing after a failure: the graph that was open is made again by the next build."""
        self._graph = None

    def close(self) -> None:
        """End writing: the disk has the graph, and readers may open it."""
        if self._graph is None:
            return
        self._graph = None
        for folder in _made(self._folder, self._shard)[-1:]:
            for path in folder.rglob("*"):
                if path.is_file():
                    sync(path)
        if self._caught_up:
            (self._folder / _WAITING_NOTE).unlink(missing_ok=True)
            self._caught_up = False
        _note(self._folder, self._shard).unlink()
        sync(self._folder)

    def _open(self, shard: int) -> "Graph":
        from index.vectors import Graph  # Chroma: a second to import

        if self._graph is None or self._shard != shard:
            self.close()
            self._mark(shard)
            folder = graph_folder(self._folder, shard)
            try:
                self._shard, self._graph = shard, Graph(folder) if folder else self._make(shard)
            except IndexUnusable:  # damaged: it is made again, with all that is live
                self._fill(shard)
        if self._graph is None:
            raise IndexUnusable(f"The vector store in {self._folder} cannot be used.")
        return self._graph

    def _make(self, shard: int) -> "Graph":
        """An empty graph, in a folder whose name was never used."""
        from index.vectors import Graph

        last = int(_made(self._folder, shard)[-1].name.rpartition("-")[2]) if _made(self._folder, shard) else 0
        return Graph(self._folder / f"{shard}-{last + 1}", make=True)

    def _mark(self, shard: int) -> None:
        """Note that a graph is about to be written, when nobody is opening it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._note_shards()
            with _lock(self._folder, shard).acquire(timeout=_PATIENCE_S, poll_interval=0.02):
                _note(self._folder, shard).touch()
                sync(self._folder)
        except Timeout as error:
            raise IndexUnusable(
                f"A process has been opening the vectors in {self._folder / str(shard)} for {_PATIENCE_S:.0f} s.",
                "Stop it, or wait, then: chancery index",
            ) from error
        except OSError as error:
            raise IndexUnusable(
                f"{self._folder} cannot be written: {error.strerror or error}",
                "Check that there is room and permission to write, then try again.",
            ) from error


def _note(folder: Path, shard: int) -> Path:
    return folder / f"{shard}.writing"


def _lock(folder: Path, shard: int) -> FileLock:
    return FileLock(folder / f"{shard}.lock", thread_local=False)
