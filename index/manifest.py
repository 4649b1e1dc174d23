"""The manifest: which articles and passages are live, in SQLite. What it does not list does not exist.

The stores (vectors, their graphs, words) are written around it in one order, so that a crash leaves nothing half-seen:

    begin(n)          rows are reserved for n passages, and noted as pending
    ... the stores are written ...
    settle(articles)  the articles are live as they now are, and the note goes, in one transaction

A note found at the next start names what the stores may hold beyond the manifest; `build` cleans it up. Reading is
here, writing in `index.ledger`.
"""

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Origin
from index.database import Database
from index.errors import IndexMissing
from index.passage import Passage, Span

_VARIABLES = 500  # values in one statement; older SQLite takes 999

ARTICLE = "id, source, key, digest, title, outlet, author, url, published, language, alone"
_SLICE = "substr(t.text, p.start + 1, p.end - p.start)"  # both count code points
_PASSAGE = f"p.id, a.id, p.start, p.end, {_SLICE}, p.sentences"
_FROM = "FROM passages p JOIN articles a ON a.number = p.article"
_WITH_TEXT = f"{_FROM} JOIN texts t ON t.article = p.article"
_INSIDE = "FROM passages p JOIN sentence_vectors s ON s.row = p.row"
_LISTED = (
    "id, source, key, title, outlet, published, json_extract(origins, '$.published[0]'), language, words, passages, "
    "cluster"
)

Rows = NDArray[np.int64]
"""Numbers of passages' rows, shape (n,)."""


@dataclass(frozen=True, slots=True)
class State:
    """Which index this is. `edition` counts rebuilds and names the folder; `generation` counts changes.

    `next_row` is the first row never used; `dimension` is the length of a vector; `place` is from where the encoder
    was loaded (see `index.encoders.place`).
    """

    edition: int
    generation: int
    fingerprint: str  # everything that shapes the index
    encoder: str  # the encoder's part of it: vectors of another encoder cannot be compared
    place: str
    dimension: int
    next_row: int
    articles: int
    passages: int


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
class ArticleFacts:
    """What a filter looks at (see `index.where.Facts`); `number` is the article's in this edition."""

    number: int
    id: str
    outlet: str
    published: str | None
    language: str
    cluster: str


@dataclass(frozen=True, slots=True)
class SameText:
    """A source that was not taken since a live article, `number` and `article_id`, has its very text."""

    number: int
    article_id: str
    source: str
    key: str


class Manifest(Database):
    """The manifest of one edition, for reading."""

    @classmethod
    def read(cls, path: Path) -> "Manifest | None":
        """The manifest at `path`, or None when nothing was ever indexed there; raises `IndexUnusable`."""
        try:
            return cls(path) if path.is_file() else None
        except IndexMissing:
            return None

    def _among(self, statement: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement that ends in `IN`, for any number of values, in no order; Any as in `_rows`."""
        for first in range(0, len(values), _VARIABLES):
            some = values[first : first + _VARIABLES]
            yield from self._rows(f"{statement} ({', '.join('?' * len(some))})", some)

    @functools.cached_property
    def recurring(self) -> set[int]:
        """The keys of lines that are furniture of their outlet (see `index.recurring`), as they were found first."""
        return {key for (key,) in self._rows("SELECT line FROM recurring")}

    def state(self) -> State:
        """Which index this is, and its size; edition 0 before the first build."""
        found = dict(self._rows("SELECT key, value FROM meta"))
        numbers = [int(found.get(name, 0)) for name in ("dimension", "next_row", "articles", "passages")]
        edition, generation = int(found.get("edition", 0)), int(found.get("generation", 0))
        texts = [found.get(name, "") for name in ("fingerprint", "encoder", "place")]
        return State(edition, generation, *texts, *numbers)

    def data_version(self) -> int:
        """A number that is another one after anybody else has written anything, also what is no change of generation.

        It says nothing across two openings of the file.
        """
        return int(self._rows("PRAGMA data_version")[0][0])

    def letters_a_second(self) -> float:
        """How quick the last large build was, from text to searchable; 0 when there was none."""
        found = dict(self._rows("SELECT key, value FROM meta WHERE key = 'letters_a_second'"))
        return float(found.get("letters_a_second", 0))

    def counts(self) -> tuple[int, int]:
        """Live articles and live passages."""
        state = self.state()
        return state.articles, state.passages

    def recount(self) -> tuple[int, int]:
        """Live articles and passages, counted one by one."""
        (row,) = self._rows("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)")
        return row[0], row[1]

    def strays(self) -> int:
        """Texts, passages and vectors whose article or passage is not there."""
        return len(self._rows("PRAGMA foreign_key_check"))

    def bare(self) -> int:
        """Passages without vectors of their sentences."""
        found = self._rows("SELECT count(*) FROM passages WHERE row NOT IN (SELECT row FROM sentence_vectors)")
        return int(found[0][0])

    # Passages

    def passages_at(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The live passages in `rows`, by row."""
        found = self._among(f"SELECT p.row, {_PASSAGE} {_WITH_TEXT} WHERE p.row IN", rows)
        return {row: _passage(columns) for row, *columns in found}

    def live_among(self, rows: Sequence[int]) -> int:
        """How many of `rows` are live."""
        return sum(1 for _ in self._among("SELECT row FROM passages WHERE row IN", rows))

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article, in reading order."""
        found = self._rows(f"SELECT {_PASSAGE} {_WITH_TEXT} WHERE a.id = ? ORDER BY p.start, p.id", (article_id,))
        return [_passage(columns) for columns in found]

    def rows_of(self, article_id: str) -> dict[str, int]:
        """The rows of an article's passages, by passage id."""
        return dict(self._rows(f"SELECT p.id, p.row {_FROM} WHERE a.id = ?", (article_id,)))

    def live_rows(self, first: int = 0, last: int | None = None) -> Rows:
        """The live rows in [first, last), ascending."""
        end = self.state().next_row if last is None else last
        found = self._rows("SELECT row FROM passages WHERE row >= ? AND row < ? ORDER BY row", (first, end))
        return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The sentences' vectors (m, d) of the live passages among `ids`; no entry for those that are not live."""
        dimension = self.state().dimension
        found = self._among(f"SELECT p.id, s.vectors {_INSIDE} WHERE p.id IN", ids)
        return {key: unpack(blob, dimension) for key, blob in found}

    def seen(self, digests: Sequence[bytes]) -> dict[bytes, tuple[int, bytes]]:
        """For each text encoded before, by its digest: its row, and its sentences' vectors as they are kept."""
        found = self._among(f"SELECT p.seen, p.row, s.vectors {_INSIDE} WHERE p.seen IN", digests)
        return {digest: (row, blob) for digest, row, blob in found}

    def seen_in(self, article_ids: Sequence[str]) -> list[bytes]:
        """The digests of what was encoded of articles."""
        return [digest for (digest,) in self._among(f"SELECT p.seen {_FROM} WHERE a.id IN", article_ids)]

    def sample(self, count: int) -> dict[int, str]:
        """The texts of some `count` live passages, by row, spread evenly over all."""
        rows = self.live_rows()
        step = max(len(rows) // count, 1)
        return {row: passage.text for row, passage in self.passages_at(rows[::step][:count].tolist()).items()}

    def entries(self, first: int, last: int) -> list[tuple[Any, ...]]:
        """What the lexical index is given of the live passages in rows [first, last), ascending; Any as in `_rows`.

        The columns are those of `index.lexical.Entry`.
        """
        columns = f"p.row, a.id, a.outlet, a.language, a.published, a.title, {_SLICE}"
        return self._rows(f"SELECT {columns} {_WITH_TEXT} WHERE p.row >= ? AND p.row < ? ORDER BY p.row", (first, last))

    def placed(self, after: int) -> tuple[Rows, Rows]:
        """All live rows above `after`, ascending, and the number of the article of each."""
        found = self._rows("SELECT row, article FROM passages WHERE row > ? ORDER BY row", (after,))
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    # Articles

    def article(self, article_id: str) -> Article | None:
        """A live article whole, or None."""
        joined = "articles a JOIN texts t ON t.article = a.number"
        rows = self._rows(f"SELECT {ARTICLE}, origins, text, offsets, pages FROM {joined} WHERE id = ?", (article_id,))
        if not rows:
            return None
        *described, origins, text, offsets, pages = rows[0]
        fields: dict[str, Any] = dict(zip(ARTICLE.split(", "), described, strict=True))  # Any as in `_rows`
        fields["alone"] = bool(fields["alone"])
        return Article(
            **fields,
            text=text,
            offsets=tuple((start, raw) for start, raw in json.loads(offsets)),
            pages=tuple(json.loads(pages)),
            origins={name: Origin(*origin) for name, origin in json.loads(origins).items()},
        )

    def article_of(self, key: str) -> Article | None:
        """The live article of a source, or None."""
        found = self._rows("SELECT id FROM articles WHERE key = ?", (key,))
        return self.article(found[0][0]) if found else None

    def article_rows(self) -> list[tuple[Any, ...]]:
        """All live articles without their texts, newest first, undated last; Any as in `_rows`.

        The columns are those of `index.catalog.ArticleInfo`, but for the last two.
        """
        return self._rows(
            f"SELECT {_LISTED} FROM articles ORDER BY published IS NULL, published DESC, source, id",
        )

    def article_rows_at(self, numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The rows of `article_rows` that live articles among `numbers` have, by number."""
        found = self._among(f"SELECT number, {_LISTED} FROM articles WHERE number IN", numbers)
        return {number: tuple(row) for number, *row in found}

    def article_numbers(self, after: int = -1) -> Rows:
        """The numbers of the live articles that changed in a generation above `after`, ascending."""
        # One row, since a row a number takes six times as long.
        ((found,),) = self._rows("SELECT group_concat(number) FROM articles WHERE changed > ?", (after,))
        return np.sort(np.fromstring(found or "", dtype=np.int64, sep=","))

    def article_words(self, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """What a listing needs of live articles among `numbers`, in no order; Any as in `_rows`.

        The columns: number, words, published, outlet, language, and all texts that words are looked for in.
        """
        columns = "number, words, published, outlet, language, title, outlet, author, url, source"
        return self._among(f"SELECT {columns} FROM articles WHERE number IN", numbers)

    def numbers_in(self, column: Literal["id", "cluster"], values: Sequence[str]) -> Rows:
        """The numbers of the live articles that have one of `values`, in no order."""
        found = [number for (number,) in self._among(f"SELECT number FROM articles WHERE {column} IN", values)]
        return np.array(found, dtype=np.int64)

    def cluster_sizes(self) -> Rows:
        """The articles that are not alone in their cluster, by number, and how many it has: shape (n, 2)."""
        sizes = "SELECT cluster, count(*) size FROM articles GROUP BY cluster HAVING size > 1"
        found = self._rows(f"SELECT number, size FROM articles JOIN ({sizes}) USING (cluster)")
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def outlets(self) -> tuple[str, ...]:
        """The outlets that live articles name, by the alphabet."""
        return tuple(name for (name,) in self._rows("SELECT DISTINCT outlet FROM articles ORDER BY outlet") if name)

    def dates(self) -> tuple[str | None, str | None]:
        """The earliest and the latest date of a live article, each as precise as it is known."""
        (row,) = self._rows("SELECT min(published), max(published) FROM articles")
        return row[0], row[1]

    def article_ids(self) -> list[str]:
        """The ids of all live articles, ascending."""
        return [key for (key,) in self._rows("SELECT id FROM articles ORDER BY id")]

    def cluster_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The cluster of each live article."""
        return dict(self._among("SELECT id, cluster FROM articles WHERE id IN", article_ids))

    def articles_in(self, clusters: Sequence[str]) -> list[str]:
        """The ids of the live articles in clusters."""
        return sorted(key for (key,) in self._among("SELECT id FROM articles WHERE cluster IN", clusters))

    def facts(self, after: int = -1) -> list[ArticleFacts]:
        """What filters look at, of the articles that changed in a generation above `after`."""
        columns = "number, id, outlet, published, language, cluster"
        return [ArticleFacts(*row) for row in self._rows(f"SELECT {columns} FROM articles WHERE changed > ?", (after,))]

    # What a build needs to know

    def known(self, keys: Sequence[str] | None = None) -> dict[str, Known]:
        """The live articles' sources by key: all, or those among `keys`."""
        statement = "SELECT id, key, source, digest, stamp FROM articles"
        rows = self._rows(statement) if keys is None else self._among(f"{statement} WHERE key IN", keys)
        return {row[1]: Known(*row) for row in rows}

    def known_article(self, article_id: str) -> Known | None:
        """The source of a live article."""
        rows = self._rows("SELECT id, key, source, digest, stamp FROM articles WHERE id = ?", (article_id,))
        return Known(*rows[0]) if rows else None

    def owner_of(self, digest: str) -> str | None:
        """The key of a live source whose article has this text, or None."""
        rows = self._rows("SELECT key FROM articles WHERE digest = ? ORDER BY key LIMIT 1", (digest,))
        return rows[0][0] if rows else None

    def skips(self) -> dict[str, KnownSkip]:
        """The sources that the last build did not take, by key."""
        rows = self._rows("SELECT key, source, reason, hint, stamp, digest FROM skipped ORDER BY key")
        return {row[0]: KnownSkip(*row) for row in rows}

    def failures(self, offset: int, limit: int) -> tuple[list[KnownSkip], int]:
        """Some of the sources that were not taken for what they are, by key; and how many there are.

        Not those that have the text of an article, or had until it went: they wait to take its place.
        """
        columns = "key, source, reason, hint, stamp, digest"
        failed = "FROM skipped WHERE digest = ''"
        found = self._rows(f"SELECT {columns} {failed} ORDER BY key LIMIT ? OFFSET ?", (limit, offset))
        return [KnownSkip(*row) for row in found], int(self._rows(f"SELECT count(*) {failed}")[0][0])

    def same_texts(self, article_id: str | None = None) -> list[SameText]:
        """The sources that were not taken since a live article, or that with an id, has their text; by key."""
        joined = "skipped s JOIN articles a ON a.digest = s.digest"
        only = "" if article_id is None else "AND a.id = ?"
        found = self._rows(
            f"SELECT a.number, a.id, s.source, s.key FROM {joined} WHERE s.digest != '' {only} ORDER BY s.key",
            () if article_id is None else (article_id,),
        )
        return [SameText(*row) for row in found]

    def pending(self) -> list[int]:
        """Rows that an unfinished build may have left in the stores, or failed to take out of them."""
        return [row for (row,) in self._rows("SELECT row FROM pending ORDER BY row")]


def _passage(columns: Sequence[Any]) -> Passage:
    """A passage from its columns; Any as in `Database._rows`."""
    key, article_id, start, end, text, sentences = columns
    return Passage(key, article_id, start, end, text, tuple(Span(a, b) for a, b in json.loads(sentences)))


def pack(vectors: NDArray[np.float32]) -> bytes:
    """Vectors (m, d) in one byte a number, after a scale (float32) for each: 0.0005 of a cosine off, in a quarter."""
    scales: NDArray[np.float32] = np.abs(vectors).max(axis=1, initial=0.0).astype(np.float32) / np.float32(127)
    scales[scales == 0] = 1
    codes: NDArray[np.int8] = np.rint(vectors / scales[:, None]).astype(np.int8)
    return scales.tobytes() + codes.tobytes()


def unpack(blob: bytes, dimension: int) -> NDArray[np.float32]:
    """The vectors (m, d) that were packed."""
    count = len(blob) // (dimension + 4)
    scales = np.frombuffer(blob, dtype=np.float32, count=count)
    codes = np.frombuffer(blob, dtype=np.int8, offset=4 * count).reshape(count, dimension)
    return codes.astype(np.float32) * scales[:, None]
