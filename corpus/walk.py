"""Walking a folder: every file below it in a steady order, each folder once, and nothing that stops the walk.

Hidden names (with a leading dot) are passed over. Links to folders are followed, a folder already seen is not.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from corpus.article import Skipped

Seen = tuple[int, int]  # device and inode


def walk(folder: Path, leave_out: Collection[Path] = ()) -> Iterator[Path | Skipped]:
    """Files below `folder`, sorted by name within each folder; a folder that cannot be listed is a `Skipped`.

    `leave_out` are folders, resolved, that are not entered.
    """
    seen: set[Seen] = set()
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            if not path.is_dir():
                yield path
            elif path.resolve() not in leave_out and _first_visit(path, seen):
                inside = (entry for entry in path.iterdir() if not entry.name.startswith("."))
                pending.extend(sorted(inside, key=lambda entry: entry.name, reverse=True))
        except OSError as error:
            reason = f"it cannot be read: {error.strerror or error}"
            yield Skipped(str(path), reason, "Give yourself permission to read it, then add it again.")


def _first_visit(path: Path, seen: set[Seen]) -> bool:
    status = path.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True
