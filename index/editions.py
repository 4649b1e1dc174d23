"""Editions of an index: each a folder of its own, one of them live by a pointer that is swapped in one step.

    index/current      the number of the live edition; missing: 1
    index/<number>/    state.sqlite, vectors.bf16, chroma/, lexical/, and `whole` once it was built and checked

An index that must be made anew is made beside the one that answers. The edition before the live one is kept, to go back
to. Each store carries a mark with its edition's number: a store without it was not made for this edition, or is no
longer there.
"""

import os
import shutil
from pathlib import Path

from corpus.files import sync
from index.errors import IndexUnusable

MANIFEST = "state.sqlite"
CURRENT = "current"
ROWS, VECTORS, WORDS = "vectors.bf16", "chroma", "lexical"

_WHOLE = "whole"
_MARK = "edition"
_MARKED = (VECTORS, WORDS)
_NEEDED = (ROWS, f"{WORDS}/meta.json")  # without its own, a lexical index opens as an empty one


def live(index: Path) -> Path:
    """The folder of the edition that answers, whether it has been made yet or not.

    Where the pointer names no edition that is there, the newest whole one answers.
    Raises `IndexUnusable` when the pointer cannot be read.
    """
    number = _pointed(index)
    if (index / str(number) / MANIFEST).is_file():
        return index / str(number)
    whole = (number for number in _numbers(index) if is_whole(index / str(number)))
    return index / str(max(whole, default=1))


def _pointed(index: Path) -> int:
    """The number that the pointer gives; 0 when it gives none."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return 1
    except UnicodeDecodeError:
        return 0
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnusable(
            f"{index / CURRENT} cannot be read: {reason}", f"Delete {index}, then: chancery index"
        ) from error
    return int(name) if name.isdecimal() else 0


def manifest(index: Path) -> Path:
    """The manifest of the live edition."""
    return live(index) / MANIFEST


def previous(index: Path) -> Path | None:
    """The folder of the edition before the live one, or None when none is kept."""
    now = int(live(index).name)
    before = [number for number in _numbers(index) if number < now and is_whole(index / str(number))]
    return index / str(max(before)) if before else None


def folders(index: Path) -> list[Path]:
    """The folders of all editions, newest first, also of unfinished ones."""
    return [index / str(number) for number in sorted(_numbers(index), reverse=True)]


def beside(index: Path) -> Path:
    """An empty folder for the next edition."""
    folder = index / str(max(_numbers(index), default=0) + 1)
    folder.mkdir(parents=True)
    return folder


def swap(index: Path, folder: Path) -> None:
    """Make the edition in `folder` live, in one step that a crash cannot split; nothing is written when it is."""
    if _pointed(index) == int(folder.name):
        return
    draft = index / f"{CURRENT}.new"
    with draft.open("w", encoding="ascii") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(index / CURRENT)
    sync(index)


def sweep(index: Path, *, keep_previous: bool = True) -> None:
    """Delete editions that were never finished and those before the previous one, or that one too."""
    kept = {live(index), previous(index) if keep_previous else None}
    for number in _numbers(index):
        if index / str(number) not in kept:
            shutil.rmtree(index / str(number))


def finish(folder: Path) -> None:
    """Note that the edition has been built to its end and checked."""
    (folder / _WHOLE).touch()
    sync(folder)


def is_whole(folder: Path) -> bool:
    """Whether the edition was built to its end, and its manifest is there."""
    return (folder / _WHOLE).is_file() and (folder / MANIFEST).is_file()


def mark_stores(folder: Path) -> None:
    """Note in both stores of an edition, once they are made, that they are its own."""
    for kind in _MARKED:
        (folder / kind / _MARK).write_text(folder.name, encoding="ascii")


def has_stores(folder: Path) -> bool:
    """Whether the stores were made for this edition and are there. Opens none."""
    marked = all(_content(folder / kind / _MARK) == folder.name for kind in _MARKED)
    return marked and all((folder / name).is_file() for name in _NEEDED)


def identity(folder: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """Which files an edition is made of now: changes when it, or one of its stores, is deleted or made anew."""
    marks = (_figures(folder / kind / _MARK, written=True) for kind in _MARKED)
    return _figures(folder / MANIFEST, written=False), *marks


def _figures(path: Path, *, written: bool) -> tuple[int, int, int] | None:
    """Device, inode and, as inodes are used again, for a file that is `written` once the time (ns); None: no file."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns if written else 0


def _content(path: Path) -> str:
    """What a mark says; nothing when there is none that can be read."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _numbers(index: Path) -> list[int]:
    return [int(path.name) for path in index.glob("*") if path.is_dir() and path.name.isdecimal()]
