"""Searching by meaning: the rows nearest to a vector, of all rows or of those that a filter lets through.

Each shard is asked in the cheapest way that finds them all: its graph, or its rows one by one where there is no graph
yet, where it is being written, or where a filter leaves few. Rows that were added since a graph was opened are looked
through one by one too, so that what was just indexed is found without opening anything again.
"""

import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexUnusable
from index.graphs import Shards, graph_folder, opening, waiting
from index.manifest import Rows
from index.rows import RowFile, Vectors

if TYPE_CHECKING:
    from index.vectors import Graph

Scored = list[tuple[int, float]]
"""Rows and their cosine in -1..1, best first; ties by row."""

_FIRST_ASKED = 2  # searches, then graphs are opened: a single question is answered sooner without them
_TAIL = 2048  # more than ever wait: rows looked through one by one beyond what a graph had when it was opened; 0.3 ms
_SLACK = 1.5  # neighbours asked of a graph beyond what a filter should leave of them
_SHARE, _MORE = 2, 20  # of several graphs each is asked for so many times its share, and so many more
_CARE = 100  # neighbours asked of all graphs together at least: the more, the surer a graph finds the nearest

# What the two ways cost, measured on two Zen 5 cores (benchmarks/scale.py), in microseconds.
_ROW_US = 0.2
_GRAPH_US, _NEIGHBOUR_US = 1000.0, 9.0


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A graph in memory, made of `held` of the rows of its shard below `upto`. None: it is damaged, and not used."""

    graph: "Graph | None"
    upto: int
    held: int


class Dense:
    """Searches the vectors of one edition. Safe to share between threads."""

    def __init__(self, folder: Path, rows: RowFile) -> None:
        self._folder, self._rows, self._shards = folder, rows, Shards.of(folder)
        self._loaded: dict[int, _Loaded] = {}
        self._asked = 0
        self._lock = threading.Lock()
        self._loader: threading.Thread | None = None
        self._pool: ThreadPoolExecutor | None = None

    def search(self, vector: Vectors, k: int, next_row: int, passing: NDArray[np.bool_] | None = None) -> Scored:
        """The `k` rows below `next_row` nearest to a vector (d,); `passing` (next_row,) says which rows may be found.

        Rows that are not live may be among them; whoever asks drops them.
        """
        next_row = self._rows.held(next_row)
        self._load_in_time(next_row)
        numbers = self._shards.below(next_row)
        if len(numbers) < 2:
            found = [self._shard(shard, vector, k, next_row, passing) for shard in numbers]
        else:
            found = self._share_out(numbers, vector, k, next_row, passing)
        return _best((item for some in found for item in some), k)

    def _share_out(
        self, numbers: Sequence[int], vector: Vectors, k: int, next_row: int, passing: NDArray[np.bool_] | None
    ) -> list[Scored]:
        """What the shards find: few of each, and `k` of those whose last one is among the best of all.

        A graph takes twice as long for a hundred neighbours as for twenty. Mostly the nearest lie in all shards; where
        they do not, as of an event that was written of in one month, that is seen, and no result differs.
        """
        few = min(k, -(-_SHARE * k // len(numbers)) + _MORE)
        found = list(self._workers().map(lambda n: self._shard(n, vector, few, next_row, passing), numbers))
        if few == k:
            return found
        best = _best((item for some in found for item in some), k)
        least = best[-1][1] if len(best) == k else -1.0
        firsts = [_best(some, few) for some in found]
        again = [n for n, some in zip(numbers, firsts, strict=True) if len(some) == few and some[-1][1] >= least]
        return found + list(self._workers().map(lambda n: self._shard(n, vector, k, next_row, passing), again))

    def cosines(self, rows: Rows, vector: Vectors) -> Vectors:
        """The cosine (n,) of rows with a vector (d,)."""
        return self._rows.cosines(rows, vector)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors (n, d) in rows."""
        return self._rows.read(rows)

    def load(self, next_row: int) -> None:
        """Open the graphs of the rows below `next_row` that are not open, or were opened long before."""
        for shard in self._shards.below(next_row):
            if self._is_stale(shard, next_row) and threading.main_thread().is_alive():
                try:
                    self._open(shard, min(next_row, self._shards.span(shard)[1]))
                except RuntimeError:  # the program ended meanwhile: Chroma's import then cannot start its threads
                    if threading.main_thread().is_alive():
                        raise

    def _shard(self, shard: int, vector: Vectors, k: int, next_row: int, passing: NDArray[np.bool_] | None) -> Scored:
        first, last = self._shards.span(shard)
        last = min(next_row, last)
        loaded = self._loaded.get(shard)
        if loaded is not None and loaded.graph is not None:
            try:
                return self._by_graph(loaded, vector, k, first, last, passing)
            except IndexUnusable:  # its files were made anew under us: what is there now is opened in time
                self._loaded.pop(shard, None)
        rows = np.arange(first, last) if passing is None else np.flatnonzero(passing[first:last]) + first
        return self._scan(rows, vector, k)

    def _by_graph(
        self, loaded: _Loaded, vector: Vectors, k: int, first: int, last: int, passing: NDArray[np.bool_] | None
    ) -> Scored:
        """The best of rows [first, last), by the graph where that is cheaper."""
        upto = min(loaded.upto, last)
        if passing is None:
            return self._graph(loaded, vector, k) + self._scan(np.arange(upto, last), vector, k)
        rows = np.flatnonzero(passing[first:last]) + first
        inside = int(np.searchsorted(rows, upto))
        asked = int(_SLACK * k * (upto - first) / inside) if inside else 0
        if inside * _ROW_US <= _GRAPH_US + asked * _NEIGHBOUR_US:
            return self._scan(rows, vector, k)
        near = [(row, cosine) for row, cosine in self._graph(loaded, vector, asked) if passing[row]]
        if len(near) < min(k, inside):
            return self._scan(rows, vector, k)
        return near[:k] + self._scan(rows[inside:], vector, k)

    def _graph(self, loaded: _Loaded, vector: Vectors, k: int) -> Scored:
        if loaded.graph is None:
            return []
        asked = max(k, -(-_CARE // max(1, len(self._loaded))))
        return loaded.graph.query(vector, min(asked, loaded.held))[:k]

    def _scan(self, rows: Rows, vector: Vectors, k: int) -> Scored:
        """The `k` best of some rows, each looked at; one that was deleted is all zeros, and none."""
        scores = self._rows.cosines(rows, vector)
        perhaps = np.flatnonzero(scores == 0)
        if len(perhaps):
            deleted = perhaps[~self._rows.read(rows[perhaps]).any(axis=1)]
            rows, scores = np.delete(rows, deleted), np.delete(scores, deleted)
        top = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
        return [(int(rows[at]), float(scores[at])) for at in top]

    def _load_in_time(self, next_row: int) -> None:
        """See to it that graphs are opened, beside the searches."""
        with self._lock:
            self._asked += 1
            busy = self._loader is not None and self._loader.is_alive()
            if self._asked < _FIRST_ASKED or busy:
                return
            if any(self._is_stale(shard, next_row) for shard in self._shards.below(next_row)):
                self._loader = threading.Thread(target=self.load, args=(next_row,), name="open-graphs")
                self._loader.start()

    def _is_stale(self, shard: int, next_row: int) -> bool:
        last = min(next_row, self._shards.span(shard)[1])
        loaded = self._loaded.get(shard)
        return loaded is None or last - loaded.upto > _TAIL

    def _open(self, shard: int, upto: int) -> None:
        """Open a graph, if nobody is writing it; one that cannot be opened is done without until it has more rows."""
        from index.vectors import Graph  # Chroma: a second to import

        with opening(self._folder, shard) as may:
            if not may:
                return
            first_waiting = waiting(self._folder)
            upto = upto if first_waiting is None else min(upto, first_waiting)
            loaded = _Loaded(None, upto, 0)
            with suppress(IndexUnusable):  # the rows are all there; `index.doctor` names the fault
                graph = Graph(graph_folder(self._folder, shard) or self._folder / str(shard))
                held = len(graph)
                graph.query(
                    self._rows.read(np.array([self._shards.span(shard)[0]]))[0], min(1, held)
                )  # what reads it into memory
                loaded = _Loaded(graph, upto, held)
            self._loaded[shard] = loaded

    def _workers(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="search")
            return self._pool


def _best(found: Iterable[tuple[int, float]], k: int) -> Scored:
    """The `k` best, each row once: one that a graph and the look through the rows both found."""
    scores: dict[int, float] = {}
    for row, cosine in found:
        scores[row] = max(cosine, scores.get(row, -1.0))
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
