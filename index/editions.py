"""Editions of an index: each a folder of its own, one of them live by a pointer that is swapped in one step.

    index/current      the number of the live edition; missing: 1
    index/<number>/    state.sqlite, chroma/, lexical/

An index that must be made anew is made beside the one that answers. The edition before the live one is kept.
"""

import os
import shutil
from pathlib import Path

from index.errors import IndexUnusable

MANIFEST = "state.sqlite"
CURRENT = "current"


def live(index: Path) -> Path:
    """The folder of the edition that answers, whether it has been made yet or not."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        name = "1"
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(
            f"{index / CURRENT} cannot be read: {error}", "Build anew: chancery index --rebuild"
        ) from error
    if not name.isdecimal():
        raise IndexUnusable(f"{index / CURRENT} names no edition: {name!r}", f"Delete {index}, then: chancery index")
    return index / name


def manifest(index: Path) -> Path:
    """The manifest of the live edition."""
    return live(index) / MANIFEST


def beside(index: Path) -> Path:
    """An empty folder for the next edition."""
    folder = index / str(max(_numbers(index), default=0) + 1)
    folder.mkdir(parents=True)
    return folder


def swap(index: Path, folder: Path) -> None:
    """Make the edition in `folder` live, in one step that a crash cannot split."""
    draft = index / f"{CURRENT}.new"
    with draft.open("w", encoding="ascii") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(index / CURRENT)


def sweep(index: Path) -> None:
    """Delete editions that were never finished and those before the previous one."""
    kept = int(live(index).name)
    previous = max((number for number in _numbers(index) if number < kept), default=kept)
    for number in _numbers(index):
        if number not in {kept, previous}:
            shutil.rmtree(index / str(number))


def _numbers(index: Path) -> list[int]:
    return [int(path.name) for path in index.glob("*") if path.is_dir() and path.name.isdecimal()]
