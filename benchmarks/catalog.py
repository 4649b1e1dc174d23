"""How quick the library is as a list: pages, searches in what is said of articles, the chart, and what memory it takes.

    python -m benchmarks.catalog [ARTICLES]        (default 100,000: a quarter of a minute to fill)

The manifest is filled straight, without sources, passages or vectors, which none of this looks at. Prints a table;
asserts nothing.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.drawn import DrawnEncoder, DrawnTexts
from corpus.article import Article, Origin
from corpus.home import Home
from index import editions
from index.catalog import Sort, Wanted
from index.index import Index
from index.ledger import Ledger, Settled
from index.manifest import KnownSkip
from index.where import Where

_DEFAULT = 100_000
_BATCH = 1024
_ROUNDS = 9
_SORTS: tuple[Sort, ...] = ("title", "outlet", "published", "words", "sources", "copies", "added")
_CHANGED = 256  # articles in a batch of 1,024 passages: what a build makes live at a time
_TWIN_EVERY, _FAILED_EVERY, _COPY_EVERY, _COPIES = 40, 100, 10, 30
_SEARCHES = ("zzzz", "e", "переговоры", "www example org news 0", "paper 17 2019", "%_'\"")


class Filled:
    """A manifest of so many articles: some with several sources, some copies, some Cyrillic, untitled or undated."""

    def __init__(self, home: Home, articles: int) -> None:
        self.home, self.articles = home, articles
        self._texts = DrawnTexts()
        self._ledger = Ledger(home.index / "1" / editions.MANIFEST)
        self._ledger.start_edition(1, "drawn", DrawnEncoder())
        for first in range(0, articles, _BATCH):
            self.settle(range(first, min(first + _BATCH, articles)))
        twins = [self._skip(f"again/{n}.md", self.article(n).digest) for n in range(0, articles, _TWIN_EVERY)]
        self._ledger.set_skips([*twins, *(self._skip(f"bad/{n}.md") for n in range(0, articles, _FAILED_EVERY))])
        self._ledger.finish()

    def settle(self, numbers: range) -> None:
        """Make articles live, or live again."""
        self._ledger.settle([Settled(self.article(n), f"{n:032}", (), {}) for n in numbers])

    def article(self, number: int) -> Article:
        """Article `number`: what is said of it as in `benchmarks.drawn`, and a text that is compared where it must."""
        drawn = self._texts.article(number)
        chance = np.random.default_rng([9, number // (_COPY_EVERY * _COPIES)])
        text = " ".join(self._texts.words(chance, 60)) if number % _COPY_EVERY == 0 else "Text"
        text += f" {number}"
        title = {3: f"Переговоры о {drawn.title}", 7: ""}.get(number % 50, drawn.title)
        published = None if number % 20 == 5 else drawn.published
        return Article(
            id=_digest(drawn.key)[:16],
            source=drawn.key.rpartition("/")[2],
            key=drawn.key,
            digest=_digest(text),
            title=title,
            outlet=drawn.outlet,
            author=drawn.title[:20],
            url=f"https://www.example.org/news/{number}/{drawn.title.lower().replace(' ', '-')}",
            published=published,
            language=drawn.language,
            text=text,
            offsets=((0, 0),),
            origins={"title": Origin("stated", "metadata"), "published": Origin("stated", "metadata")},
        )

    def _skip(self, key: str, digest: str = "") -> KnownSkip:
        return KnownSkip(key, key.rpartition("/")[2], "it is empty", "Delete it.", "", digest)


def rows(filled: Filled) -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    before = _resident_mb()
    index = Index.open(filled.home, DrawnEncoder())

    def page(wanted: Wanted) -> Callable[[], object]:
        return lambda: index.page(wanted)

    yield "a glance, the first", _once(index.glance)
    yield "a glance, later", _median(index.glance)
    yield "a page, the first of all", _once(page(Wanted()))
    for sort in _SORTS:
        yield f"the first page by {sort}", _once(page(Wanted(sort=sort)))
        yield f"a page in the middle by {sort}", _median(page(Wanted(sort=sort, offset=filled.articles // 2)))
    for words in _SEARCHES:
        found = index.page(Wanted(words)).total
        yield f"{words!r}: {found:,} found", _median_of(page(Wanted(words + " " * n)) for n in range(1, _ROUNDS + 1))
        yield "  its next page", _median(page(Wanted(words, sort="title", offset=50)))
    where = Where(outlets=("half",), since="2010", until="2020-03", languages=("en",))
    yield "a filter by outlet, dates and language", _median(page(Wanted(where=where)))
    yield "what that can be narrowed to", _median(lambda: index.choices(Wanted(where=where)))
    yield "what all can be narrowed to", _median(lambda: index.choices(Wanted()))
    shown = index.page(Wanted()).articles
    yield "how a page's articles stand", _median(lambda: index.states(shown))
    yield "by month, the first", _once(index.by_month)
    yield "by month, later", _median(index.by_month)
    yield "ten articles of all", _median(lambda: index.sample_articles(10))
    yield "what was not taken", _median(lambda: index.skipped(0, 50))
    yield "memory for all of this", f"{_resident_mb() - before:.0f} MB"
    changes: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the page by date", page(Wanted())),
        ("the page by title", page(Wanted(sort="title"))),
        ("a search", page(Wanted("zzzz"))),
        ("the chart", index.by_month),
        ("a glance", index.glance),
    )
    for what, do in changes:
        filled.settle(range(_CHANGED))
        yield f"{what}, when {_CHANGED} articles have changed", _once(do)


def _once(do: Callable[[], object]) -> str:
    started = time.perf_counter()
    do()
    return f"{1000 * (time.perf_counter() - started):.1f} ms"


def _median(do: Callable[[], object]) -> str:
    return _median_of([do] * _ROUNDS)


def _median_of(each: Iterable[Callable[[], object]]) -> str:
    times = []
    for do in each:
        started = time.perf_counter()
        do()
        times.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(times):.1f} ms"


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    """Fill a manifest and print what its list costs."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT
    with tempfile.TemporaryDirectory() as folder:
        filled = Filled(Home(Path(folder)), articles)
        for what, figure in rows(filled):
            print(f"{what:<60} {figure:>10}", flush=True)


if __name__ == "__main__":
    main()
