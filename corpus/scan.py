"""What is in the sources folder now, and how each file stands: two system calls a file, nothing is read.

Hidden names (with a leading dot) are passed over. Links to folders are followed, a folder already seen is not.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.article import Source
from corpus.home import Home
from corpus.read import SUFFIXES
from corpus.sidecar import SUFFIX, sidecar_path

_NONE = (
    "-"  # how a file stands that is not there, or that cannot be looked at; it differs from whatever was there before
)

Seen = set[tuple[int, int]]  # device and inode of folders


def scan(home: Home) -> list[Source]:
    """Every file in the sources folder, sorted by key, also those of kinds that are not read.

    A folder that cannot be listed stands in the list itself, so that it is reported rather than taken for empty.
    """
    if not home.sources.is_dir():
        return []
    return sorted(_inside(str(home.sources), "", set()), key=lambda source: source.key)


def find(home: Home, keys: Iterable[str]) -> list[Source]:
    """The sources of those keys that are there, without looking at the others.

    A name that is not Unicode is shown otherwise than it is: such a key is looked for among all.
    """
    found: list[Source] = []
    for key in dict.fromkeys(keys):
        path = home.sources / key
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            found.extend(source for source in (scan(home) if "\\" in key else ()) if source.key == key)
        except OSError:  # it may be there, and cannot be looked at: reading it says why
            found.append(Source(key, str(path), 0, 0, f"{_NONE} {_NONE}"))
        else:
            found.append(_source(key, str(path), status, _standing(sidecar_path(path))))
    return found


def is_sidecar(name: str) -> bool:
    """Whether a file's name is that of a sidecar."""
    return name.endswith(SUFFIX) and os.path.splitext(name[: -len(SUFFIX)])[1].lower() in SUFFIXES  # noqa: PTH122 - quicker


def printable(text: str) -> str:
    """A name with the bytes that are not Unicode written out."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _inside(folder: str, prefix: str, seen: Seen) -> Iterator[Source]:
    """The sources below a folder whose keys begin with `prefix`."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - a Path for each of 100,000 files takes longer than the call
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if not entry.name.startswith(".")]
    except OSError:
        yield Source(printable(prefix.rstrip("/")), folder, 0, 0, f"{_NONE} {_NONE}")
        return
    beside = {entry.name: entry for entry in entries if is_sidecar(entry.name)}
    for entry in entries:
        if entry.name in beside:
            continue
        try:
            if entry.is_dir():
                yield from _inside(entry.path, f"{prefix}{entry.name}/", seen)
                continue
            status = entry.stat()
        except OSError:  # deleted since it was listed, or a link to nowhere: there is no file
            continue
        sidecar = beside.get(entry.name + SUFFIX)
        yield _source(printable(prefix + entry.name), entry.path, status, _standing(sidecar))


def _source(key: str, file: str, status: os.stat_result, sidecar: str) -> Source:
    return Source(key, file, status.st_size, status.st_mtime_ns, f"{_figures(status)} {sidecar}")


def _standing(path: "Path | os.DirEntry[str] | None") -> str:
    try:
        return _figures(path.stat()) if path is not None else _NONE
    except OSError:
        return _NONE


def _figures(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
