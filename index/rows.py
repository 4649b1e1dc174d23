"""The passages' vectors, one row each, in a file that only grows: `vectors.bf16`.

It is what the graphs of Chroma are made from, and what is searched row by row where they do not reach: passages that
were just added, a graph that is being written, the few passages that a filter leaves. A number takes two bytes
(bfloat16, the upper half of a float32): that moves a cosine by 0.0004 at most, and reads back quicker than any other.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexUnusable

_CHUNK = 512  # rows turned into float32 at once: 1 MB, which stays in the processor's cache

Vectors = NDArray[np.float32]


class RowFile:
    """Vectors (d,) by row number. One process appends; others see its rows after they were settled."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path, self._dimension = path, dimension
        self._codes: NDArray[np.uint16] = np.empty((0, dimension), dtype=np.uint16)

    @classmethod
    def make(cls, path: Path, dimension: int) -> "RowFile":
        """An empty file."""
        path.touch()
        return cls(path, dimension)

    def append(self, first: int, vectors: Vectors) -> Vectors:
        """Write vectors (n, d) to the rows from `first` on, and wait until the disk has them; returns them as kept.

        What a crash left beyond `first` is written over.
        """
        bits = np.ascontiguousarray(vectors, dtype=np.float32).view(np.uint32)
        codes = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)  # to nearest, ties to even
        with self._writing() as file:
            file.seek(first * self._dimension * 2)
            file.write(codes.tobytes())
            file.flush()
            os.fsync(file.fileno())
        return _float(codes)

    def erase(self, rows: NDArray[np.int64]) -> None:
        """Put zeros in rows whose passages were deleted, and wait until the disk has them."""
        nothing = bytes(self._dimension * 2)
        with self._writing() as file:
            for row in rows.tolist():
                file.seek(row * len(nothing))
                file.write(nothing)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _writing(self) -> Iterator[BinaryIO]:
        try:
            with self._path.open("r+b") as file:
                yield file
        except OSError as error:
            raise IndexUnusable(
                f"{self._path} cannot be written: {error.strerror or error}",
                "Check that there is room and permission to write, then try again.",
            ) from error

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors (n, d) in `rows`."""
        return _float(self._mapped(int(rows.max(initial=-1)) + 1)[rows])

    def cosines(self, rows: NDArray[np.int64], query: Vectors) -> Vectors:
        """The inner product (n,) of each row with a vector (d,). Some 0.1 microseconds a row, 0.2 if they lie apart."""
        codes = self._mapped(int(rows.max(initial=-1)) + 1)
        whole = len(rows) > 0 and int(rows[-1]) - int(rows[0]) + 1 == len(rows)  # rows ascend
        found = np.empty(len(rows), dtype=np.float32)
        room = _Room.of(self._dimension)
        for at in range(0, len(rows), _CHUNK):
            some = rows[at : at + _CHUNK]
            part = codes[some[0] : some[-1] + 1] if whole else room.taken(codes, some)
            # Row by row: the threads of a product of matrices and those of a search hinder each other, sevenfold.
            np.vecdot(room.as_float(part), query, out=found[at : at + len(some)])
        return found

    def held(self, wanted: int) -> int:
        """How many of the first `wanted` rows are there: the last ones may be reserved and not written yet."""
        return min(wanted, len(self._grown(wanted)))

    def _mapped(self, count: int) -> NDArray[np.uint16]:
        """At least the first `count` rows, as they lie on disk; raises `IndexUnusable` when the file is shorter."""
        codes = self._grown(count)
        if len(codes) < count:
            raise IndexUnusable(f"{self._path} holds {len(codes)} vectors, and {count} are listed.")
        return codes

    def _grown(self, count: int) -> NDArray[np.uint16]:
        """The rows as they lie on disk; looked at again when there should be more of them."""
        codes = self._codes
        if len(codes) < count:
            try:
                rows = self._path.stat().st_size // (2 * self._dimension)
                if rows > len(codes):
                    codes = np.memmap(self._path, dtype=np.uint16, mode="r", shape=(rows, self._dimension))
            except OSError as error:
                raise IndexUnusable(f"{self._path} cannot be read: {error.strerror or error}") from error
            self._codes = codes
        return codes


class _Room:
    """Where a thread turns rows of a dimension into float32: memory that is asked for anew each time costs more."""

    _each = threading.local()

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._codes = np.empty((_CHUNK, dimension), dtype=np.uint16)
        self._bits = np.empty((_CHUNK, dimension), dtype=np.uint32)

    @classmethod
    def of(cls, dimension: int) -> "_Room":
        """The calling thread's."""
        room: _Room | None = getattr(cls._each, "room", None)
        if room is None or room.dimension != dimension:
            room = cls._each.room = cls(dimension)
        return room

    def taken(self, codes: NDArray[np.uint16], rows: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Some rows, until the next are taken."""
        return np.take(codes, rows, axis=0, out=self._codes[: len(rows)], mode="clip")  # else it would copy them twice

    def as_float(self, codes: NDArray[np.uint16]) -> Vectors:
        """As `_float`, until the next."""
        return _float(codes, self._bits[: len(codes)])


def _float(codes: NDArray[np.uint16], room: NDArray[np.uint32] | None = None) -> Vectors:
    """bfloat16 as float32: the same bits, with zeros below. They lie in `room` where that is given."""
    return np.left_shift(codes, 16, out=room, dtype=np.uint32).view(np.float32)
