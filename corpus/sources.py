"""The sources folder: what the user gave, byte for byte, each file with a sidecar that tells where it came from.

A copy appears whole or not at all, and never takes the place of a file that came from elsewhere or that the user has
edited since. What cannot become an article is reported and the rest goes on. The folder is the truth: files that are
put into it, edited or deleted by hand are as good as those that were added.
"""

import contextlib
import hashlib
import importlib.resources
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from corpus.article import Skipped
from corpus.errors import SourceError
from corpus.files import write_whole
from corpus.given import Given, from_path, skipped
from corpus.home import Home
from corpus.scan import find, printable
from corpus.sidecar import Sidecar, read_sidecar, sidecar_path, to_toml
from corpus.taken import Taken
from corpus.walk import walk

EARLIER = ".earlier"
"""The folder beside a page in which its earlier versions stay; hidden, so that nothing reads them as articles."""

MAX_NAME = 240  # bytes; file systems allow 255, and the sidecar's suffix and a number must still fit


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files given: keys of those taken in, and what was skipped and why."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    def joined(self, other: "AddReport") -> "AddReport":
        """Both as one."""
        return AddReport(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.skipped + other.skipped,
        )


@dataclass(slots=True)
class _Adding:
    """The state of one `add`."""

    folder: Path
    taken: Taken
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, items: Iterable[Given | Skipped]) -> None:
        """Copy each to its own key or the first that is free, and note what became of it."""
        for item in items:
            if isinstance(item, Skipped):
                self.skipped.append(item)
                continue
            try:
                key, verdict = self._copied(item)
            except SourceError as error:
                self.skipped.append(skipped(item.key, error, item.key))
                continue
            self.taken.note(key)
            {"added": self.added, "changed": self.changed, "unchanged": self.unchanged}[verdict].append(key)

    def _copied(self, item: Given) -> tuple[str, Literal["added", "changed", "unchanged"]]:
        for candidate in _candidates(item.key):
            holder = self.taken.holder(candidate)
            if holder is None:
                _write(self.folder / candidate, item.data, item.beside)
                return candidate, "added"
            verdict = _verdict(self.folder / holder, item.beside, itself=holder == candidate)
            if verdict == "changed":
                _replace(self.folder / holder, item)
            if verdict != "other":
                return holder, verdict
        raise AssertionError("candidates never end")

    def report(self) -> AddReport:
        return AddReport(tuple(self.added), tuple(self.changed), tuple(self.unchanged), tuple(self.skipped))


def add(home: Home, paths: Iterable[str | Path], names: Mapping[str, str] | None = None) -> AddReport:
    """Copy files, and what is in folders, archives and exports, into the sources; nothing given is ever changed.

    `names` says which fields of records hold what, where they have names of their own: `{"text": "story"}`.
    """
    adding = _Adding(home.sources, Taken(home.sources))
    for given in paths:
        if not str(given):  # an unset variable of a script; as a path it would be the folder that one stands in
            adding.skipped.append(Skipped("''", "the path is empty", "Name a file or a folder."))
            continue
        try:
            for path, key in _files(home, Path(given), adding.skipped):
                adding.take(from_path(path, key, names or {}))
        except OSError as error:  # a path that cannot even be looked at: too long, or in a closed folder
            reason = f"it cannot be read: {error.strerror or error}"
            adding.skipped.append(Skipped(_printable(Path(given)), reason, "Check the path and its permissions."))
    return adding.report()


def take(home: Home, items: Iterable[Given | Skipped]) -> AddReport:
    """Put what was fetched or typed into the sources."""
    adding = _Adding(home.sources, Taken(home.sources))
    adding.take(items)
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
    source = next(iter(find(home, [key])), None)
    if source is None or not source.path.is_file():
        raise SourceError(f"{key}: there is no such source", "List the sources with: chancery list")
    path = source.path
    if source.beside:
        raise SourceError(
            f"{key}: it lies in a linked folder, and those are never written",
            f"Delete {_printable(path)} by hand, or unlink the folder: chancery link --remove {key.partition('/')[0]}",
        )
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


def _verdict(copy: Path, given: Sidecar, *, itself: bool) -> Literal["changed", "unchanged", "other"]:
    """What a file is to the copy that holds its key: the same, a new version of it, or another file.

    A copy that the user has edited since it was added is not replaced; a new version is then another file.
    `itself` is false when the key differs in case or in its form of Unicode.
    """
    standing = _digest(copy)
    before = read_sidecar(sidecar_path(copy))
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


def _write(copy: Path, data: bytes, beside: Sidecar) -> None:
    """The copy first, then its sidecar: a crash between them leaves a good file whose origin is not known."""
    write_whole(copy, data)
    _write_sidecar(copy, beside)


def _replace(copy: Path, item: Given) -> None:
    """Put a new version in the place of an old one. What the user said of it stays; a page's old version does too."""
    before = read_sidecar(sidecar_path(copy)) or Sidecar()
    if item.beside.web:
        earlier = copy.parent / EARLIER / f"{before.sha256[:8]}-{copy.name}"
        write_whole(earlier, copy.read_bytes())
        write_whole(sidecar_path(earlier), to_toml(before))
    _write(copy, item.data, replace(item.beside, user=before.user))


def _write_sidecar(copy: Path, beside: Sidecar) -> None:
    write_whole(sidecar_path(copy), to_toml(beside))


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
