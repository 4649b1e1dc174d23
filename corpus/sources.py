"""The sources folder: what the user gave, byte for byte, each file with a sidecar that tells where it came from.

A copy appears whole or not at all, and never takes the place of a file that came from elsewhere or that the user has
edited since. What cannot become an article is reported and the rest goes on. The folder is the truth: files that are
put into it, edited or deleted by hand are as good as those that were added.
"""

import contextlib
import hashlib
import importlib.resources
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from corpus import sidecar
from corpus.article import Skipped
from corpus.home import Home
from corpus.read import SUFFIXES, SourceError, decode, read_bytes, unsupported
from corpus.scan import find, printable
from corpus.sidecar import Sidecar, read_sidecar, sidecar_path
from corpus.taken import Taken
from corpus.walk import walk

MAX_NAME = 240  # bytes; file systems allow 255, and the sidecar's suffix and a number must still fit


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files given: keys of those taken in, and what was skipped and why."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]


@dataclass(slots=True)
class _Adding:
    """The state of one `add`."""

    folder: Path
    taken: Taken
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def report(self) -> AddReport:
        return AddReport(tuple(self.added), tuple(self.changed), tuple(self.unchanged), tuple(self.skipped))


def add(home: Home, paths: Iterable[str | Path]) -> AddReport:
    """Copy files, and the files below folders, into the sources; nothing given is ever changed."""
    adding = _Adding(home.sources, Taken(home.sources))
    for given in paths:
        if not str(given):  # an unset variable of a script; as a path it would be the folder that one stands in
            adding.skipped.append(Skipped("''", "the path is empty", "Name a file or a folder."))
            continue
        try:
            for path, key in _files(home, Path(given), adding.skipped):
                _take_or_skip(adding, path, key)
        except OSError as error:  # a path that cannot even be looked at: too long, or in a closed folder
            reason = f"it cannot be read: {error.strerror or error}"
            adding.skipped.append(Skipped(_printable(Path(given)), reason, "Check the path and its permissions."))
    return adding.report()


def add_samples(home: Home) -> AddReport:
    """Copy the sample articles that come with Chancery into the sources of `home`."""
    samples = importlib.resources.files("corpus.samples")
    with contextlib.ExitStack() as stack:
        names = sorted(item.name for item in samples.iterdir() if item.name.endswith(".md"))
        paths = [stack.enter_context(importlib.resources.as_file(samples / name)) for name in names]
        return add(home, paths)


def remove(home: Home, key: str) -> None:
    """Delete a source and its sidecar; raises SourceError when there is none, or a link leads out of the folder.

    The key is looked up, not made into a path: for a name that is not Unicode it is only how the name is shown.
    """
    path = next((source.path for source in find(home, [key])), None)
    if path is None or not path.is_file():
        raise SourceError(f"{key}: there is no such source", "List the sources with: chancery list")
    if not path.parent.resolve().is_relative_to(home.sources.resolve()):
        raise SourceError(
            f"{key}: it lies behind a link, outside the sources folder", f"Delete {_printable(path)} by hand."
        )
    try:
        path.unlink()
        sidecar_path(path).unlink(missing_ok=True)
    except OSError as error:
        raise SourceError(
            f"{key}: it cannot be deleted: {error.strerror or error}", f"Delete {_printable(path)} by hand."
        ) from error
    for folder in path.parents:
        if folder == home.sources or any(folder.iterdir()):
            break
        folder.rmdir()


def _files(home: Home, given: Path, skipped: list[Skipped]) -> Iterator[tuple[Path, str]]:
    """Each file of a path that was given, absolute, with the key it asks for; `skipped` takes what is passed over."""
    # The last part is not resolved: a link keeps the name that the user sees.
    given = given.resolve() if given.name in ("", "..") else given.parent.resolve() / given.name
    own = [folder.resolve() for folder in (home.sources, home.index, home.sample.root)]
    if any(given.resolve().is_relative_to(folder) for folder in own):
        skipped.append(Skipped(_printable(given), "it belongs to this library's own home", "Add files from elsewhere."))
    elif given.is_dir():
        for path in walk(given, own):
            if isinstance(path, Skipped):
                skipped.append(Skipped(_printable(Path(path.source)), path.reason, path.hint))
            else:
                yield path, f"{given.name}/{path.relative_to(given).as_posix()}".removeprefix("/")
    elif given.exists() or given.is_symlink():
        yield given, given.name
    else:
        skipped.append(
            Skipped(_printable(given), "there is no such file or folder", "Check the path; it may have been moved.")
        )


def _take_or_skip(adding: _Adding, path: Path, key: str) -> None:
    try:
        _take(adding, path, key)
    except SourceError as error:
        name = _printable(Path(path.name))
        adding.skipped.append(Skipped(_printable(path), error.message.removeprefix(f"{name}: "), error.hint))


def _take(adding: _Adding, path: Path, key: str) -> None:
    """Copy one file to its own key or the first that is free, and note what became of it; raises SourceError."""
    data = _readable(path)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    given = Sidecar(str(path), now, hashlib.sha256(data).hexdigest())
    for candidate in _candidates(key):
        holder = adding.taken.holder(candidate)
        verdict = _verdict(adding.folder / holder, given, itself=holder == candidate) if holder else "added"
        if verdict == "other":
            continue
        taken = holder or candidate
        if verdict != "unchanged":
            _write(adding.folder / taken, data, given)
        adding.taken.note(taken)
        {"added": adding.added, "changed": adding.changed, "unchanged": adding.unchanged}[verdict].append(taken)
        return


def _readable(path: Path) -> bytes:
    """The bytes of a file that can become an article; raises SourceError."""
    name = path.name
    if name.startswith(".") or _printable(path) != path.as_posix():
        why = "is hidden" if name.startswith(".") else "is not valid Unicode"
        raise SourceError(f"{_printable(Path(name))}: its name {why}", "Rename it, then add it again.")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise unsupported(name, suffix)
    data = read_bytes(path, name)
    decode(data, name, html=suffix.startswith(".htm"))
    return data


def _verdict(copy: Path, given: Sidecar, *, itself: bool) -> Literal["changed", "unchanged", "other"]:
    """What a file is to the copy that holds its key: the same, a new version of it, or another file.

    A copy that the user has edited since it was added is not replaced; a new version is then another file.
    `itself` is false when the key differs in case or in its form of Unicode.
    """
    standing = _digest(copy)
    before = read_sidecar(copy)
    if standing == given.sha256:
        if before is None:  # put there by hand, or a crash came between copy and sidecar
            _write_sidecar(copy, given)
        return "unchanged"
    if before is None or before.origin != given.origin or not itself:
        return "other"
    if before.sha256 == given.sha256:
        return "unchanged"
    return "changed" if before.sha256 == standing else "other"


def _candidates(key: str) -> Iterator[str]:
    """`a/b.txt`, `a/b-2.txt`, `a/b-3.txt` and so on, each short enough for a file system."""
    path = PurePosixPath(key)
    number = 1
    while True:
        tail = (f"-{number}" if number > 1 else "") + path.suffix
        stem = path.stem
        while len((stem + tail).encode()) > MAX_NAME:
            stem = stem[:-1]
        yield path.with_name(stem + tail).as_posix()
        number += 1


def _write(copy: Path, data: bytes, origin: Sidecar) -> None:
    """The copy first, then its sidecar: a crash between them leaves a good file whose origin is not known."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(copy, error) from error
    _write_whole(copy, data)
    _write_sidecar(copy, origin)


def _write_sidecar(copy: Path, origin: Sidecar) -> None:
    _write_whole(sidecar_path(copy), sidecar.to_toml(origin))


def _unwritable(path: Path, error: OSError) -> SourceError:
    reason = f"it cannot be copied to {path}: {error.strerror or error}"
    return SourceError(reason, "Make room or give permission there, then add it again.")


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old bytes or the new ones stand there; raises SourceError."""
    try:
        handle, name = tempfile.mkstemp(prefix=".adding-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _digest(copy: Path) -> str:
    """The sha256 of a copy, or "" when it cannot be read (then it is not ours to replace)."""
    try:
        with copy.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _printable(path: Path) -> str:
    """A path with forward slashes, bytes of its name that are not Unicode written out."""
    return printable(path.as_posix())
