"""What is in the sources folder and in linked ones now, and how each file stands: two system calls a file.

Nothing is read. Hidden names (with a leading dot) are passed over. Links to folders are followed, a folder already
seen is not.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from corpus.article import SIDECAR_SUFFIX, Source
from corpus.home import Home
from corpus.linked import MARK, Linked, linked_folders
from corpus.read import SUFFIXES

_NONE = (
    "-"  # how a file stands that is not there, or that cannot be looked at; it differs from whatever was there before
)

_STAMP_BYTES = 8  # two standings of one file that share a digest are not to be expected

Seen = set[tuple[int, int]]  # device and inode of folders


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder with sources: their keys begin with `prefix`, their sidecars lie below `beside` if that is named."""

    folder: str
    prefix: str
    beside: str = ""

    def inner(self, path: str, name: str) -> "_Place":
        return _Place(path, f"{self.prefix}{name}/", os.path.join(self.beside, name) if self.beside else "")  # noqa: PTH118 - as in `_inside`


def scan(home: Home) -> list[Source]:
    """Every file in the sources folder and in linked ones, sorted by key, also those of kinds that are not read.

    A folder that cannot be listed stands in the list itself, so that it is reported rather than taken for empty.
    """
    places = [_Place(str(home.sources), "")] if home.sources.is_dir() else []
    places += [_place_of(home, linked) for linked in linked_folders(home)]
    found = (source for place in places for source in _inside(place, set()))
    return sorted(found, key=lambda source: source.key)


def find(home: Home, keys: Iterable[str]) -> list[Source]:
    """The sources of those keys that are there, without looking at the others.

    A name that is not Unicode is shown otherwise than it is: such a key is looked for among all.
    """
    linked = {one.name: _place_of(home, one) for one in linked_folders(home)}
    found: list[Source] = []
    for key in dict.fromkeys(keys):
        first, _, rest = key.partition("/")
        place = linked.get(first.removeprefix(MARK)) if first.startswith(MARK) else None
        path = Path(place.folder, rest) if place else home.sources / key
        beside = str(Path(place.beside, rest).parent) if place else ""
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            found.extend(source for source in (scan(home) if "\\" in key else ()) if source.key == key)
        except OSError:  # it may be there, and cannot be looked at: reading it says why
            found.append(_unknown(key, *os.path.split(path)))
        else:
            sidecar = Path(beside or path.parent, path.name + SIDECAR_SUFFIX)
            stamp = _stamp(f"{_figures(status)} {_standing(sidecar)}")
            found.append(_source(key, path.parent.as_posix(), path.name, stamp, beside))
    return found


def _place_of(home: Home, linked: Linked) -> _Place:
    return _Place(linked.folder, f"{MARK}{linked.name}/", str(home.linked / linked.name))


def is_sidecar(name: str, others: Collection[str] = ()) -> bool:
    """Whether a file's name is that of a sidecar; `others` are the names beside it."""
    base = name.removesuffix(SIDECAR_SUFFIX)
    known = os.path.splitext(base)[1].lower() in SUFFIXES  # noqa: PTH122 - quicker
    return base != name and (known or base in others)


def printable(text: str) -> str:
    """A name with the bytes that are not Unicode written out."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _inside(place: _Place, seen: Seen) -> Iterator[Source]:
    """The sources below a folder."""
    try:
        status = os.stat(place.folder)  # noqa: PTH116 - a Path for each of 100,000 files takes longer than the call
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(place.folder) as listed:
            entries = [entry for entry in listed if not entry.name.startswith(".")]
    except OSError:
        yield _unknown(printable(place.prefix.rstrip("/")), *os.path.split(place.folder))
        return
    names = {entry.name for entry in entries}
    apart = _listed(place.beside) if place.beside else {}
    beside = {entry.name: entry for entry in entries if is_sidecar(entry.name, names)}
    for entry in entries:
        if entry.name in beside:
            continue
        try:
            if entry.is_dir():
                yield from _inside(place.inner(entry.path, entry.name), seen)
                continue
            status = entry.stat()
        except OSError:  # deleted since it was listed, or a link to nowhere: there is no file
            continue
        sidecar = (apart if place.beside else beside).get(entry.name + SIDECAR_SUFFIX)
        stamp = _stamp(f"{_figures(status)} {_standing(sidecar)}")
        yield _source(printable(place.prefix + entry.name), place.folder, entry.name, stamp, place.beside)


def _listed(folder: str) -> dict[str, "os.DirEntry[str]"]:
    """The files in a folder of sidecars; none where nothing in it was ever corrected."""
    try:
        with os.scandir(folder) as listed:
            return {entry.name: entry for entry in listed}
    except OSError:
        return {}


def _source(key: str, folder: str, name: str, stamp: str, beside: str = "") -> Source:
    return Source(key, folder, stamp, beside, "" if key.rpartition("/")[2] == name else name)


def _unknown(key: str, folder: str, name: str) -> Source:
    return _source(key, folder, name, UNSEEN)


def _stamp(standing: str) -> str:
    return blake2b(standing.encode(), digest_size=_STAMP_BYTES).hexdigest()


UNSEEN = _stamp(f"{_NONE} {_NONE}")
"""The stamp of what is there, or may be, and cannot be looked at."""


def _standing(path: "Path | os.DirEntry[str] | None") -> str:
    try:
        return _figures(path.stat()) if path is not None else _NONE
    except OSError:
        return _NONE


def _figures(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
