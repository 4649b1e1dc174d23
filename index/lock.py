"""One writer at a time. The operating system holds the lock, so a process that died holds none."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLocked, IndexUnusable

_PATIENCE_S = 0.5
"""A writer waits this long: `is_locked` holds the lock for an instant, and must not turn a writer away."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index in `folder` for writing; raises `IndexLocked`, naming the process, when another one does.

    A disk that is full, or that cannot be written, is named as `IndexUnusable`, here and wherever the block meets it.
    """
    note = folder / "writer.pid"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder).acquire(timeout=_PATIENCE_S, poll_interval=0.02):
            note.write_text(str(os.getpid()))
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout as error:
        who = f"process {_written(note)}" if _written(note) else "another process"
        raise IndexLocked(f"The index is being written by {who}.", "Wait until it is done, then try again.") from error
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise IndexUnusable(
            f"The index in {folder} cannot be written: {error.strerror}",
            "Make room or give permission there, then: chancery index",
        ) from error


def _written(note: Path) -> str:
    try:
        return note.read_text()
    except OSError:  # the writer has just ended
        return ""


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
