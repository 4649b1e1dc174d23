"""From a file to its text and the blocks of visible text in it.

It decides what can be read at all (kind, size) and hands over to the reader of each kind, which is known by the file's
content: a name may lie. Readers drop markup, never words: what is furniture and what is the article, `clean` says.
"""

from collections.abc import Mapping
from pathlib import Path

from corpus.decode import decode
from corpus.errors import SourceError
from corpus.formats import READERS
from corpus.formats.kinds import Kind, kind_of, why_not
from corpus.markdown import read_markdown
from corpus.page import read_page
from corpus.plain import read_plain
from corpus.raw import Raw
from corpus.record import read_record

READER_VERSION = "2"
"""Raise it when a reader learns to read what it did not: what was skipped is tried again."""

SUFFIXES = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx", ".odt", ".rtf",
    ".epub", ".eml", ".json",
)  # fmt: skip
"""Of files that are one article; what a file is, its content says."""

MAX_BYTES = 20 * 1024 * 1024
"""The largest file that is read. A long book is 3 MiB of text; anything beyond 20 is an archive, a log or a mistake."""

_TEXTS = {"text": read_plain, "markdown": read_markdown, "html": read_page}
_PLAIN_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown"})  # .css and .py are text, and no articles
_MANY = "Take it apart when it is added: chancery add FILE"


def read(path: Path, name: str = "", names: Mapping[str, str] | None = None) -> Raw:
    """Read a file whole; raises SourceError.

    `name` is what messages call it (default: the file's name); `names` says which fields of a record hold what.
    """
    name = name or path.name
    return read_data(read_bytes(path, name), name, names)


LIGHT: frozenset[Kind] = frozenset({"text", "markdown"})
"""Kinds that are read by our own code alone, in time that is linear in a file's length."""


def read_data(
    data: bytes, name: str, names: Mapping[str, str] | None = None, kind: Kind | None = None, *, charset: str = ""
) -> Raw:
    """As `read`, of a file's bytes; `kind` where it is known already, `charset` as a server states it."""
    kind = _kind(data, name, kind)
    if kind in READERS:
        return READERS[kind](data, name)
    if kind == "json":
        return read_record(data, name, names or {})
    text = decode(data, name, html=kind == "html", charset=charset)
    blocks, stated = _TEXTS[kind](text)
    return Raw(text, tuple(blocks), stated)


def check_readable(data: bytes, name: str, *, charset: str = "") -> None:
    """Raises SourceError when a file cannot become an article, as far as a quick look shows."""
    kind = _kind(data, name)
    if kind in _TEXTS:
        decode(data, name, html=kind == "html", charset=charset)


def _kind(data: bytes, name: str, kind: Kind | None = None) -> Kind:
    """The kind of a file that can be one article; raises SourceError for any other."""
    kind = kind or (kind_of(data, name) if data else "text")
    suffix = Path(name).suffix.lower()
    if kind == "text" and suffix not in SUFFIXES and suffix not in _PLAIN_SUFFIXES:
        raise SourceError(f"{name}: {suffix} files are not read", f"Chancery reads {', '.join(SUFFIXES)}; save it so.")
    if kind == "unknown":
        reason, hint = why_not(data, name)
        raise SourceError(f"{name}: {reason}", hint)
    if kind in ("zip", "jsonl", "csv", "feed", "sitemap"):
        raise SourceError(f"{name}: it holds many articles, not one", _MANY)
    return kind


def size_of(path: Path, name: str) -> int:
    """The size of a regular file, in bytes; raises SourceError for anything else."""
    try:
        if path.is_dir():
            raise SourceError(f"{name}: the folder cannot be read", "Give yourself permission to read it.")
        if path.exists() and not path.is_file():
            raise SourceError(f"{name}: it is not a regular file", "Add a file or a folder of files.")
        return path.stat().st_size
    except FileNotFoundError as error:
        raise SourceError(f"{name}: there is no such file", "Check the path; it may have been moved.") from error
    except OSError as error:
        raise unreadable(name, error) from error


def read_bytes(path: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of a size that is read; raises SourceError without reading a larger one."""
    size = size_of(path, name)
    if size > limit:
        raise too_large(name, size, limit)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(name, error) from error
    if len(data) > limit:
        raise too_large(name, len(data), limit)
    return data


def unreadable(name: str, error: OSError) -> SourceError:
    """The error for a file that the system does not let us read."""
    reason = error.strerror or str(error)
    return SourceError(f"{name}: it cannot be read: {reason}", "Give yourself permission to read it.", passing=True)


def too_large(name: str, size: int, limit: int = MAX_BYTES) -> SourceError:
    """The error for a file beyond the size that is read."""
    reason = f"{size / 1024**2:.0f} MiB, and the most that is read is {limit // 1024**2} MiB"
    return SourceError(f"{name}: it is too large: {reason}", "Split it into one file for each article.")
