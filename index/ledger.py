"""Writing the manifest: one process at a time, see `index.build`. The order of writing stands in `index.manifest`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.article import Article
from index.clusters import Clusters
from index.encoder import Encoder
from index.encoders import place
from index.manifest import ARTICLE, KnownSkip, Manifest, Rows, State
from index.passage import Passage
from index.recurring import Recurring


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a passage that was just written stands: its row, the digest of what was encoded, its sentences' vectors."""

    row: int
    seen: bytes
    vectors: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """An article about to be live, the stamp of its source when it was read, and its passages.

    `placed` has those that are new or newly encoded, by passage id; the others stay in their rows.
    """

    article: Article
    stamp: str
    passages: Sequence[Passage]
    placed: Mapping[str, Placed]
    lines: Sequence[int] = ()  # keys of its lines that may recur


class Ledger(Manifest):
    """The manifest at `path`, made when it is missing, for the one that writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, writing=True)
        self._clusters = Clusters(self._db)
        self._lines = Recurring(self._db)
        self.again: set[str] = set()  # keys of sources to be read again, since a line of theirs recurs

    def start_edition(self, edition: int, fingerprint: str, encoder: Encoder) -> State:
        """Begin an empty index; nothing is live until articles are settled."""
        self.recurring.clear()
        with self._writing():
            for table in (
                "passages",
                "articles",
                "recurring",
                "pending",
                "skipped",
            ):  # texts and vectors go with theirs
                self._db.execute(f"DELETE FROM {table}")
            self._set("edition", edition)
            self._set("fingerprint", fingerprint)
            self._set("encoder", encoder.fingerprint)
            self._set("place", place(encoder))
            self._set("dimension", encoder.dimension)
            for name in ("next_row", "articles", "passages"):
                self._set(name, 0)
            self._advance()
        return self.state()

    def begin(self, count: int) -> int:
        """Reserve rows for `count` passages that the stores are about to be given; returns the first."""
        with self._writing():
            first = self.state().next_row
            self._set("next_row", first + count)
            self._note(range(first, first + count))
        return first

    def settle(self, changes: Sequence[Settled]) -> list[int]:
        """Make articles live as they now are; returns the rows that they no longer use, still pending."""
        gone: list[int] = []
        with self._writing():
            generation = self._advance()
            added = 0
            for change in changes:
                self._unnote(change.placed[p.id].row for p in change.passages if p.id in change.placed)
                is_new, old = self._settle(change, generation)
                added += is_new
                gone.extend(old)
            written = sum(p.id in change.placed for change in changes for p in change.passages)
            self._count(articles=added, passages=written - len(gone))
            self._note(gone)
            risen = self._lines.rise(((one.article.outlet, one.lines) for one in changes), self.recurring)
        self.recurring.update(risen)
        self.again.update(key for keys in risen.values() for key in keys)
        return gone

    def drop(self, article_ids: Iterable[str]) -> list[int]:
        """Take articles out; returns their passages' rows, now pending."""
        gone: list[int] = []
        with self._writing():
            generation = self._advance()
            taken = 0
            for article_id in article_ids:
                gone.extend(sorted(self.rows_of(article_id).values()))
                self._clusters.leave(self._number(article_id), generation)
                taken += self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount
            self._count(articles=-taken, passages=-len(gone))
            self._note(gone)
        return gone

    def forget_pending(self, rows: Iterable[int]) -> None:
        """The stores are as they should be for these rows."""
        with self._writing():
            self._unnote(rows)

    def touch(self, stamps: Mapping[str, str]) -> None:
        """The files of sources, by key, stand as this says, though their texts are the same."""
        with self._writing():
            self._db.executemany(
                "UPDATE articles SET stamp = ? WHERE key = ?", [(stamp, key) for key, stamp in stamps.items()]
            )

    def set_skips(self, skips: Iterable[KnownSkip], *, of: Sequence[str] | None = None) -> None:
        """Remember the sources that were not taken, in place of those remembered before: of all, or of some keys."""
        rows = [(skip.key, skip.source, skip.reason, skip.hint, skip.stamp, skip.digest) for skip in skips]
        before = self.skips()
        gone = [key for key in before if of is None or key in set(of)]
        if rows == [_skip_values(before[key]) for key in gone]:
            return
        with self._writing():
            self._db.executemany("DELETE FROM skipped WHERE key = ?", [(key,) for key in gone])
            self._db.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?, ?, ?)", rows)

    def copy(self, other: Path, edition: int) -> None:
        """Take over what is live in the manifest at `other`, into rows without gaps; this one is still empty."""
        with self._lock, self._named():
            self._db.execute("ATTACH DATABASE ? AS old", (str(other),))
        with self._writing():
            for table in ("meta", "articles", "texts", "bands", "lines", "recurring", "skipped"):
                self._db.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")
            self._db.execute("CREATE TABLE copied (row INTEGER PRIMARY KEY, old INTEGER NOT NULL)")
            self._db.execute(
                "INSERT INTO copied SELECT row_number() OVER (ORDER BY row) - 1, row FROM old.passages ORDER BY row"
            )
            columns = "p.id, p.article, p.start, p.end, p.sentences, p.seen"
            self._db.execute(
                f"INSERT INTO passages SELECT c.row, {columns} "
                "FROM copied c JOIN old.passages p ON p.row = c.old ORDER BY c.row"
            )
            self._db.execute(
                "INSERT INTO sentence_vectors SELECT c.row, s.vectors "
                "FROM copied c JOIN old.sentence_vectors s ON s.row = c.old ORDER BY c.row"
            )
            self._set("next_row", self._rows("SELECT count(*) FROM passages")[0][0])
            self._set("edition", edition)
            self._advance()
        with self._lock, self._named():
            self._db.execute("DETACH DATABASE old")

    def copied(self, first: int, last: int) -> Rows:
        """The rows that the passages in rows [first, last) had where they were copied from."""
        found = self._rows("SELECT old FROM copied WHERE row >= ? AND row < ? ORDER BY row", (first, last))
        return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))

    def forget_copied(self) -> None:
        """The copy is whole."""
        with self._writing():
            self._db.execute("DROP TABLE copied")

    def set_speed(self, letters_a_second: float) -> None:
        """Remember how quick a build was."""
        with self._writing():
            self._set("letters_a_second", f"{letters_a_second:.0f}")

    def finish(self) -> None:
        """Put all of the write-ahead log into the main file, as far as readers let us."""
        with self._lock, self._named():
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _settle(self, change: Settled, generation: int) -> tuple[bool, list[int]]:
        """Write one article and its passages inside a transaction; whether it is new, and the rows that went."""
        article, kept = change.article, {passage.id for passage in change.passages}
        old = self.rows_of(article.id)
        gone = [row for key, row in old.items() if key not in kept or key in change.placed]
        self._db.executemany("DELETE FROM passages WHERE row = ?", [(row,) for row in gone])
        before = self._rows("SELECT number, digest, alone FROM articles WHERE id = ?", (article.id,))
        as_before = bool(before) and before[0][1:] == (article.digest, article.alone)
        if before and not as_before:
            self._clusters.leave(before[0][0], generation)
        self._db.execute(_UPSERT_ARTICLE, _article_values(change, generation))
        number = self._number(article.id)
        self._lines.file(number, change.lines)
        offsets = json.dumps(article.offsets, separators=(",", ":"))
        pages = json.dumps(article.pages, separators=(",", ":"))
        self._db.execute(_UPSERT_TEXT, (number, b"", offsets, pages, article.text))
        if as_before:
            self._clusters.rename(number, generation)
        elif not article.alone:
            self._clusters.join(number, article.text, generation)
        new = [(passage, change.placed[passage.id]) for passage in change.passages if passage.id in change.placed]
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", [_passage_values(*one, number) for one in new]
        )
        self._db.executemany(
            "INSERT INTO sentence_vectors VALUES (?, ?)", [(placed.row, placed.vectors) for _, placed in new]
        )
        return not before, sorted(gone)

    def _number(self, article_id: str) -> int:
        """The number of an article in this edition; -1 when it is not known."""
        found = self._rows("SELECT number FROM articles WHERE id = ?", (article_id,))
        return int(found[0][0]) if found else -1

    def _note(self, rows: Iterable[int]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(row,) for row in rows])

    def _unnote(self, rows: Iterable[int]) -> None:
        self._db.executemany("DELETE FROM pending WHERE row = ?", [(row,) for row in rows])

    def _count(self, *, articles: int, passages: int) -> None:
        """Keep the counts of live articles and passages, which every search asks for."""
        state = self.state()
        self._set("articles", state.articles + articles)
        self._set("passages", state.passages + passages)

    def _advance(self) -> int:
        """Tell readers that something changed; returns the new generation."""
        generation = self.state().generation + 1
        self._set("generation", generation)
        return generation

    def _set(self, key: str, value: str | int) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, str(value)))


_COLUMNS = [*ARTICLE.split(", "), "origins", "stamp", "words", "passages", "cluster", "changed"]
_OWN = {"cluster"}  # kept when an article is described otherwise; `Clusters` sees to it, and to the sketch of a text
_UPSERT_ARTICLE = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS if name not in _OWN)}"
)
_UPSERT_TEXT = (
    "INSERT INTO texts (article, sketch, offsets, pages, text) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (article) DO UPDATE SET offsets = excluded.offsets, pages = excluded.pages, text = excluded.text"
)


def _passage_values(passage: Passage, placed: Placed, number: int) -> tuple[object, ...]:
    """The columns of a passage."""
    sentences = json.dumps([(span.start, span.end) for span in passage.sentences], separators=(",", ":"))
    return placed.row, passage.id, number, passage.start, passage.end, sentences, placed.seen


def _article_values(change: Settled, generation: int) -> tuple[object, ...]:
    """The columns of an article, in the order of `_COLUMNS`; alone in its cluster until it is compared."""
    article = change.article
    described = [getattr(article, name) for name in ARTICLE.split(", ")]
    origins = json.dumps({name: [one.how, one.of] for name, one in article.origins.items()})
    return *described, origins, change.stamp, len(article.text.split()), len(change.passages), article.id, generation


def _skip_values(skip: KnownSkip) -> tuple[str, ...]:
    return skip.key, skip.source, skip.reason, skip.hint, skip.stamp, skip.digest
