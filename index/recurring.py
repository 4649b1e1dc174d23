"""Which lines recur over an outlet's articles, counted as articles come; `corpus.recurring` says which are counted.

Copies of one text count once. A line that recurs is taken out of every article that has it: those that are read later
lose it at once, those that were read before are noted as not read, and the build reads them again. It stays known when
articles go; a rebuild counts anew. All of this happens inside the ledger's transactions.
"""

import sqlite3
from collections.abc import Container, Iterable, Sequence

MIN_ARTICLES = 5  # that have a line and are no copies of each other
MIN_SHARE = 0.1  # of the outlet's articles; a promotion changes with the years, a stock phrase is in far fewer


class Recurring:
    """Over the tables `articles`, `lines` and `recurring`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def file(self, number: int, keys: Sequence[int]) -> None:
        """Note the lines of an article, in place of those noted before."""
        self._db.execute("DELETE FROM lines WHERE article = ?", (number,))
        self._db.executemany("INSERT OR IGNORE INTO lines VALUES (?, ?)", [(key, number) for key in keys])

    def rise(self, noted: Iterable[tuple[str, Sequence[int]]], known: Container[int]) -> dict[int, list[str]]:
        """The lines that recur from now on, each with the sources to be read again, which are noted as not read.

        `noted` are the lines just filed, by outlet; those that are `known` to recur are left out.
        """
        outlets: dict[int, str] = {key: outlet for outlet, keys in noted for key in keys if key not in known}
        needed = {outlet: self._needed(outlet) for outlet in set(outlets.values())}
        risen = [key for key, outlet in outlets.items() if self._recurs(key, needed[outlet])]
        self._db.executemany("INSERT INTO recurring VALUES (?)", [(key,) for key in risen])
        return {key: self._unread(key) for key in risen}

    def _unread(self, key: int) -> list[str]:
        """Forget how the sources of the articles with a line stood; their keys."""
        found = self._db.execute(
            "SELECT a.key FROM articles a JOIN lines l ON l.article = a.number WHERE l.line = ?", (key,)
        )
        keys = [source for (source,) in found]
        self._db.executemany("UPDATE articles SET stamp = '' WHERE key = ?", [(source,) for source in keys])
        return keys

    def _needed(self, outlet: str) -> float:
        count: int = self._db.execute("SELECT count(*) FROM articles WHERE outlet = ?", (outlet,)).fetchone()[0]
        return max(MIN_ARTICLES, MIN_SHARE * count)

    def _recurs(self, key: int, needed: float) -> bool:
        having: int = self._db.execute("SELECT count(*) FROM lines WHERE line = ?", (key,)).fetchone()[0]
        if having < needed:  # quick to tell, and so of nearly all
            return False
        distinct: int = self._db.execute(
            "SELECT count(DISTINCT a.cluster) FROM lines l JOIN articles a ON a.number = l.article WHERE l.line = ?",
            (key,),
        ).fetchone()[0]
        return distinct >= needed
