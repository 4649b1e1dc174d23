"""Writing a file so that it is whole at every moment."""

import os
import tempfile
from pathlib import Path

from corpus.errors import SourceError


def sync(path: Path) -> None:
    """Wait until the disk has a file or a folder's list (which Windows neither needs nor allows)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old bytes or the new ones stand there; raises SourceError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".adding-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            sync(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = f"it cannot be copied to {path}: {error.strerror or error}"
        raise SourceError(reason, "Make room or give permission there, then add it again.") from error
