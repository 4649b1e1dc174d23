"""The manifest's file: its tables, and how they are opened, read and written. What is in them: `index.manifest`.

Reading is safe from any thread and while another process writes (write-ahead log), and works on a disk that cannot be
written. A reader never waits: it sees the last transaction that was finished.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexMissing, IndexOutdated, IndexUnusable

SCHEMA_VERSION = 7  # SQLite's user_version; a file of another version is built anew
_PAGE_BYTES = 16384  # five passages' sentence vectors; in pages of 4,096 each takes one, and a quarter stays empty
_BUSY_S = 30.0  # how long a writer waits for another's transaction to end
_ROOM_HINT = "Check that there is room and permission to write, then try again."

# A passage's `row` is its place in vectors.bf16 and its number in Chroma and Tantivy; a row is never used again. What
# is large and seldom read has tables of its own: what every search and every build reads stands close together.
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  digest TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL, author TEXT NOT NULL, url TEXT NOT NULL,
  published TEXT, language TEXT NOT NULL, alone INTEGER NOT NULL,
  origins TEXT NOT NULL,
  stamp TEXT NOT NULL, words INTEGER NOT NULL, passages INTEGER NOT NULL,
  cluster TEXT NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX articles_digest ON articles (digest);
CREATE INDEX articles_changed ON articles (changed);
CREATE INDEX articles_cluster ON articles (cluster);
CREATE INDEX articles_outlet ON articles (outlet);
CREATE TABLE texts (
  article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
  sketch BLOB NOT NULL, offsets TEXT NOT NULL, pages TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE passages (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, seen BLOB NOT NULL);
CREATE TABLE sentence_vectors (
  row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE, vectors BLOB NOT NULL);
CREATE INDEX passages_article ON passages (article, start);
CREATE INDEX passages_seen ON passages (seen);
CREATE TABLE bands (band INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (band, article)) WITHOUT ROWID;
CREATE TABLE lines (
  line INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
  PRIMARY KEY (line, article)) WITHOUT ROWID;
CREATE INDEX lines_article ON lines (article);
CREATE TABLE recurring (line INTEGER PRIMARY KEY);
CREATE TABLE pending (row INTEGER PRIMARY KEY);
CREATE TABLE skipped (
  key TEXT PRIMARY KEY, source TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL,
  stamp TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
"""


class Database:
    """The file at `path`. `writing` makes it when it is missing; else it must be there, and is never written."""

    def __init__(self, path: Path, *, writing: bool = False) -> None:
        self._path = path
        self._lock = threading.RLock()
        if writing:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._fixed = False
        with self._named():
            self._db, self._fixed = _connect(path, writing=writing)
        try:
            self._prepare(writing=writing)
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, *, writing: bool) -> None:
        with self._named():
            if writing:
                self._db.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a file that is made now
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")  # a power cut must not bring back rows without vectors
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA secure_delete = ON")  # what was deleted is not left in free pages
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and writing:
            with self._writing():
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif version == 0:  # a first build has just begun, or was killed as it did
            raise IndexMissing(f"{self._path} is empty.", "Index the sources: chancery index")
        elif version != SCHEMA_VERSION:
            raise IndexOutdated(f"{self._path} has format {version}, and this version reads {SCHEMA_VERSION}.")

    @property
    def folder(self) -> Path:
        """The edition's folder."""
        return self._path.parent

    @property
    def is_stale(self) -> bool:
        """Whether it was opened as a file that nobody writes, for want of room, and somebody does now."""
        return self._fixed and _log(self._path) > 0

    def close(self) -> None:
        """Give the file back; what was written is in the main file then, for a reader on a disk it cannot write."""
        with self._lock:
            self._db.close()

    def is_sound(self) -> bool:
        """Whether the file is undamaged throughout, as far as SQLite can tell."""
        try:
            return self._rows("PRAGMA quick_check(1)") == [("ok",)]
        except IndexUnusable:
            return False

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What SQLite says of a damaged file or a full disk, said as `IndexUnusable`."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            message = f"The index's manifest {self._path} cannot be used: {error}"
            if isinstance(error, sqlite3.OperationalError):  # locked, full or read-only: another build would not help
                raise IndexUnusable(message, _ROOM_HINT) from error
            raise IndexUnusable(message) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; undone when the block raises."""
        with self._lock, self._named():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # some errors have undone it already
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; Any because their types are what the schema says, which no checker reads."""
        with self._lock, self._named():
            return self._db.execute(statement, values).fetchall()


def _connect(path: Path, *, writing: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection that any thread may use under our lock, and whether it takes the file as one that nobody writes.

    A reader's cannot write.

    A write-ahead log wants a file beside the database even for reading. Where none can be made, on a disk that is
    full or cannot be written, the main file alone may be read if the log is empty: every build puts it all into it.
    """
    options: dict[str, Any] = {"timeout": _BUSY_S, "check_same_thread": False, "isolation_level": None, "uri": True}
    uri = path.absolute().as_uri()
    if writing:
        return sqlite3.connect(uri, **options), False
    found = sqlite3.connect(f"{uri}?mode=rw" if os.access(path.parent, os.W_OK) else f"{uri}?mode=ro", **options)
    try:
        found.execute("PRAGMA query_only = ON")
        found.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        found.close()
        somebody_may_write = os.access(path.parent, os.W_OK)
        if somebody_may_write and _log(path):
            raise
        return sqlite3.connect(f"{uri}?immutable=1", **options), somebody_may_write
    return found, False


def _log(path: Path) -> int:
    """Bytes of the write-ahead log of the database at `path`."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except OSError:
        return 0
