"""One writer at a time. The operating system holds the lock, so a process that died holds none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLocked

_PATIENCE_S = 0.5
"""A writer waits this long: `is_locked` holds the lock for an instant, and must not turn a writer away."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index in `folder` for writing; raises `IndexLocked`, naming the process, when another one does."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "writer.pid"
    try:
        with _lock(folder).acquire(timeout=_PATIENCE_S, poll_interval=0.02):
            note.write_text(str(os.getpid()))
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout as error:
        who = f"process {note.read_text()}" if note.is_file() else "another process"
        raise IndexLocked(f"The index is being written by {who}.", "Wait until it is done, then try again.") from error


def is_locked(folder: Path) -> bool:
    """Whether someone is writing the index in `folder` now."""
    if not (folder / "writer.pid").is_file():  # nobody, or somebody who began this very instant
        return False
    try:
        with _lock(folder).acquire(timeout=0):
            return False
    except Timeout:
        return True


def _lock(folder: Path) -> FileLock:
    """A lock of our own: two of them exclude each other in one process, too."""
    return FileLock(folder / "writer.lock", thread_local=False)
