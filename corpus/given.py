"""What was given, taken apart into files of one article each: a file is one, an archive or an export is many.

A member of a zip keeps its bytes. A record of JSON, JSON Lines or CSV becomes a small JSON file of its own, named by
its title, under a folder with the name of the export; an entry of a saved feed likewise. What cannot become an article
is told as `Skipped` in its place, and the rest goes on.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus import record
from corpus.article import Skipped
from corpus.errors import SourceError
from corpus.formats.archive import Archive
from corpus.formats.kinds import HEAD, Kind, kind_of
from corpus.read import MAX_BYTES, check_readable, read_bytes, size_of, too_large, unreadable
from corpus.scan import printable
from corpus.sidecar import Sidecar

MAX_EXPORT = 8 * 1024**3  # bytes of an export; it is read record by record
MAX_ZIP = 1024**3  # bytes; what is in it has limits of its own, and only one member is unpacked at a time
MAX_DEPTH = 3  # archives inside archives; people nest them twice at most
_SLUG_LENGTH = 80  # characters of a title in a file's name
_NO_LETTER = re.compile(r"[\W_]+")
_LITTER = ("__MACOSX/", "Thumbs.db", "desktop.ini")  # what systems leave in archives


@dataclass(frozen=True, slots=True)
class Given:
    """A file of one article: the key that it asks for, its bytes, and what is to be said of it beside them."""

    key: str
    data: bytes
    beside: Sidecar


@dataclass(frozen=True, slots=True)
class _From:
    """Where a file comes from: its name for people, its origin for the sidecar, how deep in archives it lies."""

    key: str
    shown: str
    origin: str
    names: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0


def from_path(path: Path, key: str, names: Mapping[str, str]) -> Iterator[Given | Skipped]:
    """What a file holds; `names` as in `record.split`."""
    shown = printable(path.as_posix())
    if path.name.startswith(".") or shown != path.as_posix():
        why = "is hidden" if path.name.startswith(".") else "is not valid Unicode"
        yield Skipped(shown, f"its name {why}", "Rename it, then add it again.")
        return
    try:
        yield from _opened(path, _From(key, shown, str(path), names))
    except SourceError as error:
        yield skipped(shown, error, path.name)


def from_bytes(data: bytes, key: str, origin: str, names: Mapping[str, str]) -> Iterator[Given | Skipped]:
    """What some bytes hold that came from elsewhere: standard input, a link."""
    where = _From(key, origin, origin, names)
    try:
        yield from _taken_apart(data, where)
    except SourceError as error:
        yield skipped(where.shown, error, PurePosixPath(key).name)


def skipped(shown: str, error: SourceError, *names: str) -> Skipped:
    """An error as the report shows it, without the name that it begins with: one of `names`."""
    reason = error.message
    for name in names:
        reason = reason.removeprefix(f"{name}: ")
    return Skipped(shown, reason, error.hint)


def _opened(path: Path, where: _From) -> Iterator[Given | Skipped]:
    """A file from disk; one beyond the usual size only if it is an archive or can be read piece by piece."""
    name = path.name
    size = size_of(path, name)
    if size <= MAX_BYTES:
        yield from _taken_apart(read_bytes(path, name), where)
        return
    with _reading(path, name) as file:
        head = file.read(HEAD)
        kind = "zip" if head.startswith(b"PK") and path.suffix.lower() == ".zip" else kind_of(head, name)
        if kind in ("json", "jsonl", "csv") and size <= MAX_EXPORT:
            file.seek(0)
            yield from _records(kind, file, where)
            return
    if kind != "zip":
        raise too_large(name, size)
    yield from _members(read_bytes(path, name, MAX_ZIP), where)


@contextmanager
def _reading(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise unreadable(name, error) from error


def _taken_apart(data: bytes, where: _From) -> Iterator[Given | Skipped]:
    name = PurePosixPath(where.key).name
    kind = kind_of(data, name)
    if kind == "zip":
        yield from _members(data, where)
    elif kind in ("jsonl", "csv") or (kind == "json" and not record.is_one(data)):
        yield from _records(kind, io.BytesIO(data), where)
    elif kind == "feed":
        yield from _entries(data, where)
    elif kind == "sitemap":
        reason = f"{name}: it is a sitemap, a list of links"
        raise SourceError(reason, "Give the address that it came from, and the pages are fetched: chancery add URL")
    else:
        check_readable(data, name)
        yield _given(where.key, data, where.origin, where.names if kind == "json" else {})


def _members(data: bytes, where: _From) -> Iterator[Given | Skipped]:
    """The files in a zip."""
    name = PurePosixPath(where.key).name
    if where.depth >= MAX_DEPTH:
        reason = f"{name}: it lies in {MAX_DEPTH} other archives"
        raise SourceError(reason, "Unpack the outer ones, and add the files in them.")
    archive = Archive(data, name)
    folder = where.key.removesuffix(PurePosixPath(where.key).suffix) or where.key
    for member in archive.members():
        path = PurePosixPath(member)
        hidden = any(part.startswith(".") and part.strip(".") for part in path.parts)
        if hidden or member.startswith(_LITTER) or path.name in _LITTER:
            continue
        inner = _From(
            f"{folder}/{member}", f"{where.shown}/{member}", f"{where.origin}!/{member}", where.names, where.depth + 1
        )
        try:
            yield from _taken_apart(archive.read(member), inner)
        except SourceError as error:
            yield skipped(inner.shown, error, name, path.name)


def _records(kind: Kind, file: BinaryIO, where: _From) -> Iterator[Given | Skipped]:
    """The records of an export."""
    name = PurePosixPath(where.key).name
    if kind not in ("json", "jsonl", "csv"):
        raise ValueError(f"{kind} has no records")
    for found in record.split(kind, file, name, where.names):
        if isinstance(found, SourceError):
            yield skipped(where.shown, found, name)
            continue
        stem = slug(found.title) or slug(found.identity) or "record"
        shown = f"{where.shown}#{found.identity[:_SLUG_LENGTH]}"
        try:
            record.read_record(found.data, name, where.names)
        except SourceError as error:
            yield skipped(shown, error, name)
            continue
        yield _given(f"{where.key}/{stem}.json", found.data, f"{where.origin}#{found.identity}", where.names)


def _entries(data: bytes, where: _From) -> Iterator[Given | Skipped]:
    """The articles that a saved feed has in full; what it only announces cannot be read from the file."""
    from corpus.web.feeds import read_feed

    name = PurePosixPath(where.key).name
    feed = read_feed(data, "")
    for entry in feed.entries:
        content = entry.content
        shown = f"{where.shown}#{entry.title or entry.url}"
        if not content:
            hint = f"Fetch it: chancery add {entry.url}" if entry.url else "Save the page itself."
            yield Skipped(shown, "the feed only announces it", hint)
            continue
        fields = {
            "title": entry.title, "author": entry.author, "published": entry.published, "url": entry.url,
            "outlet": feed.title, "language": feed.language, "text": content,
        }  # fmt: skip
        body = json.dumps({key: value for key, value in fields.items() if value}, ensure_ascii=False, indent=1)
        stem = slug(entry.title) or slug(entry.url) or "entry"
        yield _given(f"{where.key}/{stem}.json", body.encode(), f"{where.origin}#{entry.id or entry.url}", {})
    if not feed.entries:
        raise SourceError(f"{name}: it is a feed with nothing in it", "Get it again when it has entries.")


def _given(key: str, data: bytes, origin: str, names: Mapping[str, str]) -> Given:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Given(key, data, Sidecar(origin, now, hashlib.sha256(data).hexdigest(), names=names))


def slug(title: str) -> str:
    """A title as a file's name, in its own letters."""
    return _NO_LETTER.sub("-", title.lower())[:_SLUG_LENGTH].strip("-")
