"""Copies of one text, kept together as articles come and go: a cluster, named after the article that stands for it.

An article joins the cluster of the one it is most alike, of those it shares a band with (`corpus.copies`); the earliest
published of a cluster stands for it. All of this happens inside the ledger's transactions.
"""

import sqlite3
from typing import Any

from corpus.copies import COPY, Sketch, alike, bands, sketch

_NEIGHBOURS = 64  # articles compared, those that share most bands first; a copy shares nearly all of them


class Clusters:
    """Over the tables `articles`, `texts` and `bands`; `generation` is the one in which a change is made."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def join(self, number: int, text: str, generation: int) -> None:
        """File an article by its text, and put it with its copies."""
        own = sketch(text)
        keys = bands(own)
        nearest = self._nearest(number, own, keys)
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, number) for key in keys])
        self._db.execute("UPDATE texts SET sketch = ? WHERE article = ?", (own.to_bytes(), number))
        if nearest is not None:
            cluster = self._rows("SELECT cluster FROM articles WHERE number = ?", nearest)[0][0]
            self._db.execute("UPDATE articles SET cluster = ? WHERE number = ?", (cluster, number))
            self._name(cluster, generation)

    def leave(self, number: int, generation: int) -> None:
        """Take an article out of its cluster, before its text changes or it goes; it stands alone then."""
        joined = "articles a JOIN texts t ON t.article = a.number"
        found = self._rows(f"SELECT a.id, a.cluster, t.sketch FROM {joined} WHERE a.number = ?", number)
        if not found or not found[0][2]:
            return
        key, cluster, kept = found[0]
        self._db.executemany(
            "DELETE FROM bands WHERE band = ? AND article = ?",
            [(one, number) for one in bands(Sketch.from_bytes(kept))],
        )
        self._db.execute("UPDATE articles SET cluster = id WHERE number = ?", (number,))
        self._db.execute("UPDATE texts SET sketch = x'' WHERE article = ?", (number,))
        if cluster == key:  # the others need another name than its own
            rest = self._rows("SELECT id FROM articles WHERE cluster = ? AND number != ? LIMIT 1", cluster, number)
            if rest:
                self._db.execute(
                    "UPDATE articles SET cluster = ? WHERE cluster = ? AND number != ?", (rest[0][0], cluster, number)
                )
                cluster = rest[0][0]
        self._name(cluster, generation)

    def rename(self, number: int, generation: int) -> None:
        """See to the name of an article's cluster after its date may have changed."""
        self._name(self._rows("SELECT cluster FROM articles WHERE number = ?", number)[0][0], generation)

    def _nearest(self, number: int, own: Sketch, keys: list[int]) -> int | None:
        """The article most alike of those that share a band, if it is a copy."""
        if not keys:
            return None
        near = self._rows(
            f"SELECT t.article, t.sketch FROM bands b JOIN texts t ON t.article = b.article "
            f"WHERE b.band IN ({', '.join('?' * len(keys))}) AND t.article != ? "
            f"GROUP BY t.article ORDER BY count(*) DESC, t.article LIMIT {_NEIGHBOURS}",
            *keys,
            number,
        )
        scored = [(alike(own, Sketch.from_bytes(kept)), -other) for other, kept in near]
        best = max(scored, default=(0.0, 0))
        return -best[1] if best[0] >= COPY else None

    def _name(self, cluster: str, generation: int) -> None:
        """Name a cluster after its earliest article."""
        members = self._rows(
            "SELECT id FROM articles WHERE cluster = ? ORDER BY published IS NULL, published, number", cluster
        )
        if members and members[0][0] != cluster:
            self._db.execute(
                "UPDATE articles SET cluster = ?, changed = ? WHERE cluster = ?", (members[0][0], generation, cluster)
            )
        else:
            self._db.execute("UPDATE articles SET changed = ? WHERE cluster = ?", (generation, cluster))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query; Any because their types are what the schema says."""
        return self._db.execute(statement, values).fetchall()
