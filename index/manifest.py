"""The manifest: which articles and passages are live, in SQLite. What it does not list does not exist.

The stores are written around it in one order, so that a crash at any point leaves nothing half-seen:

    begin(ids)        the ids about to be written or deleted in the stores are noted as pending
    ... the stores are written ...
    settle(change)    rows of the articles change and the note goes, in one transaction

A note found at the next start names what the stores may hold beyond the manifest; `build` cleans it up.
Reading is safe from any thread and while another process writes (write-ahead log).
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from index.errors import IndexOutdated, IndexUnusable
from index.passage import Passage, Span

_SCHEMA_VERSION = 2  # SQLite's user_version; a file of another version is built anew
_VARIABLES = 500  # ids in one statement; older SQLite takes 999
_BUSY_S = 30.0  # how long a writer waits for a reader's snapshot to end

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL,
  outlet TEXT NOT NULL, author TEXT NOT NULL, url TEXT NOT NULL, published TEXT, published_how TEXT,
  language TEXT NOT NULL, text TEXT NOT NULL, offsets TEXT NOT NULL,
  stamp TEXT NOT NULL, words INTEGER NOT NULL, passages INTEGER NOT NULL);
CREATE INDEX articles_digest ON articles (digest);
CREATE TABLE passages (
  id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL,
  sentences TEXT NOT NULL, vectors BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX passages_article ON passages (article_id, start);
CREATE TABLE pending (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE skipped (
  key TEXT PRIMARY KEY, source TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL,
  stamp TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
"""

_ARTICLE = "id, source, key, digest, title, outlet, author, url, published, published_how, language, text, offsets"


@dataclass(frozen=True, slots=True)
class State:
    """Which index this is. `edition` counts rebuilds and names the folder; `generation` counts changes."""

    edition: int
    generation: int
    fingerprint: str  # everything that shapes the index
    encoder: str  # the encoder's part of it: vectors of another encoder cannot be compared


@dataclass(frozen=True, slots=True)
class Known:
    """What the manifest knows of a live article's source. `stamp` tells how its files stood; see `index.changes`."""

    article_id: str
    key: str
    source: str
    digest: str
    stamp: str


@dataclass(frozen=True, slots=True)
class KnownSkip:
    """A source that was not taken. `digest` is that of its text when another source has the same, else empty."""

    key: str
    source: str
    reason: str
    hint: str
    stamp: str
    digest: str


@dataclass(frozen=True, slots=True)
class Row:
    """An article about to be live, the stamp of its source when it was read, and its passages.

    `vectors` holds the sentence vectors (m, d) of the passages that are new or newly encoded, by passage id.
    """

    article: Article
    stamp: str
    passages: Sequence[Passage]
    vectors: dict[str, NDArray[np.float32]]


class Manifest:
    """The manifest of one index. `Manifest(path)` makes the file when it is missing; `Manifest.read` does not."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False, isolation_level=None)
        try:
            self._prepare()
        except IndexUnusable:
            self._db.close()
            raise

    @classmethod
    def read(cls, path: Path) -> "Manifest | None":
        """The manifest at `path`, or None when nothing was ever indexed there; raises `IndexUnusable`."""
        return cls(path) if path.is_file() else None

    def _prepare(self) -> None:
        with self._named():
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")  # a power cut must not bring back rows without their vectors
            self._db.execute("PRAGMA foreign_keys = ON")
        with self._writing():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == _SCHEMA_VERSION:
                return
            if version != 0:
                raise IndexOutdated(f"{self._path} has format {version}, and this version reads {_SCHEMA_VERSION}.")
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")

    @property
    def folder(self) -> Path:
        """The edition's folder."""
        return self._path.parent

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What SQLite says of a damaged file or a full disk, said as `IndexUnusable`."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            message = f"The index's manifest {self._path} cannot be used: {error}"
            if isinstance(error, sqlite3.OperationalError):  # locked, full or read-only: another build would not help
                raise IndexUnusable(
                    message, "Check that there is room and permission to write, then try again."
                ) from error
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

    def _by_ids(self, columns: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Columns of the live passages among `ids`, in no order; Any as in `_rows`."""
        for first in range(0, len(ids), _VARIABLES):
            some = ids[first : first + _VARIABLES]
            marks = ", ".join("?" * len(some))
            yield from self._rows(f"SELECT {columns} FROM passages WHERE id IN ({marks})", some)  # noqa: S608 - our own names

    # What is live

    def state(self) -> State:
        """Which index this is; edition 0 before the first build."""
        found = dict(self._rows("SELECT key, value FROM meta"))
        edition, generation = int(found.get("edition", 0)), int(found.get("generation", 0))
        return State(edition, generation, found.get("fingerprint", ""), found.get("encoder", ""))

    def is_sound(self) -> bool:
        """Whether the file is undamaged throughout, as far as SQLite can tell."""
        try:
            return self._rows("PRAGMA quick_check(1)") == [("ok",)]
        except IndexUnusable:
            return False

    def counts(self) -> tuple[int, int]:
        """Live articles and live passages."""
        (row,) = self._rows("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)")
        return row[0], row[1]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The live passages among `ids`."""
        rows = self._by_ids("id, article_id, start, end, text, sentences", ids)
        return {row[0]: _passage(row) for row in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article, in reading order."""
        columns = "id, article_id, start, end, text, sentences"
        rows = self._rows(f"SELECT {columns} FROM passages WHERE article_id = ? ORDER BY start, id", (article_id,))  # noqa: S608
        return [_passage(row) for row in rows]

    def sentence_vectors(self, ids: Sequence[str], dimension: int) -> dict[str, NDArray[np.float32]]:
        """The sentences' vectors (m, d) of the live passages among `ids`; no entry for those that are not live."""
        rows = self._by_ids("id, vectors", ids)
        return {
            key: np.frombuffer(blob, dtype=np.float16).astype(np.float32).reshape(-1, dimension) for key, blob in rows
        }

    def article(self, article_id: str) -> Article | None:
        """A live article whole, or None."""
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,))  # noqa: S608
        if not rows:
            return None
        fields: dict[str, Any] = dict(zip(_ARTICLE.split(", "), rows[0], strict=True))  # Any as in `_rows`
        fields["offsets"] = tuple((start, raw) for start, raw in json.loads(fields["offsets"]))
        return Article(**fields)

    def article_of(self, key: str) -> Article | None:
        """The live article of a source, or None."""
        found = self._rows("SELECT id FROM articles WHERE key = ?", (key,))
        return self.article(found[0][0]) if found else None

    def sample(self, count: int) -> dict[str, str]:
        """The texts of some `count` live passages, by id, spread evenly over all."""
        step = max(self.counts()[1] // count, 1)
        ids = [key for (key,) in self._rows("SELECT id FROM passages ORDER BY id")][::step][:count]
        return {key: passage.text for key, passage in self.passages(ids).items()}

    def article_rows(self) -> list[tuple[Any, ...]]:
        """All live articles without their texts, newest first, undated last; Any as in `_rows`.

        The columns are those of `index.index.ArticleInfo`.
        """
        return self._rows(
            "SELECT id, source, key, title, outlet, published, published_how, language, words, passages FROM articles "
            "ORDER BY published IS NULL, published DESC, source, id"
        )

    # What a build needs to know

    def known(self) -> dict[str, Known]:
        """The live articles' sources by key."""
        rows = self._rows("SELECT id, key, source, digest, stamp FROM articles")
        return {row[1]: Known(*row) for row in rows}

    def skips(self) -> dict[str, KnownSkip]:
        """The sources that the last build did not take, by key."""
        rows = self._rows("SELECT key, source, reason, hint, stamp, digest FROM skipped ORDER BY key")
        return {row[0]: KnownSkip(*row) for row in rows}

    def pending(self) -> list[str]:
        """Passage ids that an unfinished build may have left in the stores."""
        return [key for (key,) in self._rows("SELECT passage_id FROM pending ORDER BY passage_id")]

    # Writing; one process at a time, see `index.build`

    def start_edition(self, edition: int, fingerprint: str, encoder: str) -> State:
        """Begin an empty index; nothing is live until rows are settled."""
        with self._writing():
            for table in ("passages", "articles", "pending", "skipped"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - the four names above
            self._set("edition", str(edition))
            self._set("fingerprint", fingerprint)
            self._set("encoder", encoder)
            self._advance()
        return self.state()

    def begin(self, ids: Iterable[str]) -> None:
        """Note passages that the stores are about to be given."""
        with self._writing():
            self._note(ids)

    def settle(self, rows: Sequence[Row]) -> list[str]:
        """Make articles live as they now are; returns the ids of passages that they no longer have, still pending."""
        gone: list[str] = []
        with self._writing():
            for row in rows:
                self._unnote(row.vectors)
                gone.extend(self._settle(row))
            self._note(gone)
            self._advance()
        return gone

    def drop(self, article_ids: Iterable[str]) -> list[str]:
        """Take articles out; returns the ids of their passages, now pending."""
        gone: list[str] = []
        with self._writing():
            for article_id in article_ids:
                gone.extend(key for (key,) in self._rows("SELECT id FROM passages WHERE article_id = ?", (article_id,)))
                self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            self._note(gone)
            self._advance()
        return gone

    def forget_pending(self, ids: Iterable[str]) -> None:
        """The stores are as they should be for these passages."""
        with self._writing():
            self._unnote(ids)

    def touch(self, key: str, stamp: str) -> None:
        """The source's files stand as this says, though the text is the same."""
        with self._writing():
            self._db.execute("UPDATE articles SET stamp = ? WHERE key = ?", (stamp, key))

    def set_skips(self, skips: Iterable[KnownSkip]) -> None:
        """Remember the sources that were not taken, in place of those remembered before."""
        rows = [(skip.key, skip.source, skip.reason, skip.hint, skip.stamp, skip.digest) for skip in skips]
        with self._writing():
            self._db.execute("DELETE FROM skipped")
            self._db.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _settle(self, row: Row) -> list[str]:
        """Write one article and its passages inside a transaction; returns the ids of passages that went."""
        article, kept = row.article, {passage.id for passage in row.passages}
        old = {key for (key,) in self._rows("SELECT id FROM passages WHERE article_id = ?", (article.id,))}
        for key in old - kept:
            self._db.execute("DELETE FROM passages WHERE id = ?", (key,))
        self._db.execute(_UPSERT_ARTICLE, _article_values(row))
        new = [
            _passage_values(passage, row.vectors[passage.id]) for passage in row.passages if passage.id in row.vectors
        ]
        self._db.executemany("INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", new)
        return sorted(old - kept)

    def _note(self, ids: Iterable[str]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(key,) for key in ids])

    def _unnote(self, ids: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM pending WHERE passage_id = ?", [(key,) for key in ids])

    def _advance(self) -> None:
        """Tell readers that something changed."""
        self._set("generation", str(self.state().generation + 1))

    def _set(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


_COLUMNS = [*_ARTICLE.split(", "), "stamp", "words", "passages"]
_UPSERT_ARTICLE = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608 - our own names
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)


def _passage(row: tuple[Any, ...]) -> Passage:
    """A passage from its columns; Any as in `Manifest._rows`."""
    key, article_id, start, end, text, sentences = row
    return Passage(key, article_id, start, end, text, tuple(Span(a, b) for a, b in json.loads(sentences)))


def _passage_values(passage: Passage, vectors: NDArray[np.float32]) -> tuple[object, ...]:
    """The columns of a passage. Half precision is 0.0005 of a cosine off, at half the space."""
    sentences = json.dumps([(span.start, span.end) for span in passage.sentences])
    blob = vectors.astype(np.float16).tobytes()
    return passage.id, passage.article_id, passage.start, passage.end, passage.text, sentences, blob


def _article_values(row: Row) -> tuple[object, ...]:
    """The columns of an article, in the order of `_COLUMNS`."""
    article = row.article
    described = [getattr(article, name) for name in _ARTICLE.split(", ")[:-1]]
    state = (row.stamp, len(article.text.split()), len(row.passages))
    return *described, json.dumps(article.offsets), *state
