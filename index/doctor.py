"""Whether an index is what it should be: manifest, vectors, graphs and words hold the same, as the sources say.

Reads everything and mends nothing: a build mends what a crash left, and a rebuild the rest. Sources that were changed
since they were indexed are not a fault; they wait for the next build.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

import numpy as np

from corpus.article import Article, Source
from corpus.errors import SourceError
from corpus.home import Home
from corpus.readers import Readers
from corpus.recurring import candidates, without
from corpus.scan import scan
from index import editions, graphs
from index.changes import stands_as
from index.chunk import passage_id
from index.errors import IndexUnusable
from index.lexical import LexicalIndex
from index.lock import writing
from index.manifest import Manifest, Rows
from index.rows import RowFile
from index.vectors import Graph

_SAMPLE = 64  # passages of a graph, and of the words, that are looked up; what is stored is counted whole
_CHUNK = 8192  # vectors read at once: 12 MB
_UNIT = 0.02  # by how much the length of a vector may differ from 1
_NAMED = 3  # examples named in a fault

INDEX = "chancery index"
REBUILD = "chancery index --rebuild"

Tell = Callable[[str, int, int], None]
"""Told what is being looked at, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which part, and the command that mends it."""

    what: str
    where: str
    hint: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was looked at, and every fault that was found. `dead` are rows of passages that are no longer live."""

    version: str
    articles: int
    passages: int
    dead: int
    sources: int  # read again, and compared with what is indexed
    waiting: int  # sources that are new, changed or gone since they were indexed
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def examine(home: Home, *, read_sources: bool = True, tell: Tell | None = None) -> Checkup:
    """Look at the live edition of a home. `read_sources`: read each source again, some 3 ms each.

    Raises `IndexLocked` while a process writes the index, since half-written is not wrong.
    """
    with _quiet(home):
        folder = editions.live(home.index)
        try:
            manifest = Manifest.read(folder / editions.MANIFEST)
        except IndexUnusable as error:
            return Checkup("", 0, 0, 0, 0, 0, (Fault(error.message, "manifest", error.hint),))
        if manifest is None:
            return Checkup("0.0", 0, 0, 0, 0, len(scan(home)), ())
        with closing(manifest):
            return _Doctor(home, manifest, tell or (lambda *_: None)).examine(read_sources=read_sources)


@contextmanager
def _quiet(home: Home) -> Iterator[None]:
    """While the block runs nobody writes the index; on a disk that cannot be written nobody could."""
    with ExitStack() as stack:
        if home.index.is_dir() and os.access(home.index, os.W_OK):
            stack.enter_context(writing(home.index))
        yield


class _Doctor:
    """One examination of one edition."""

    def __init__(self, home: Home, manifest: Manifest, tell: Tell) -> None:
        self._home, self._manifest, self._tell = home, manifest, tell
        self._folder, self._state = manifest.folder, manifest.state()
        self._live = manifest.live_rows() if manifest.is_sound() else np.empty(0, dtype=np.int64)

    def examine(self, *, read_sources: bool) -> Checkup:
        faults = list(self._manifest_faults())
        if not faults:
            for part in (self._article_faults, self._row_faults, self._graph_faults, self._word_faults):
                faults.extend(_told(part))
        compared, waiting = 0, 0
        if not faults and read_sources:
            compared, waiting, more = self._sources()
            faults.extend(more)
        state = self._state
        version = f"{state.edition}.{state.generation}"
        dead = state.next_row - state.passages
        return Checkup(version, state.articles, state.passages, dead, compared, waiting, tuple(faults))

    def _manifest_faults(self) -> Iterator[Fault]:
        if not self._manifest.is_sound():
            yield Fault("the file is damaged", "manifest", REBUILD)
            return
        if self._state.edition and not editions.has_stores(self._folder):
            yield Fault("vectors or words are missing", "stores", INDEX)
        counted = self._manifest.recount()
        if counted != (self._state.articles, self._state.passages):
            yield Fault(
                f"it counts {self._manifest.counts()} articles and passages, and has {counted}", "manifest", REBUILD
            )
        strays = self._manifest.strays()
        if strays:
            yield Fault(f"{strays} texts, passages or vectors belong to no article", "manifest", REBUILD)
        bare = self._manifest.bare()
        if bare:
            yield Fault(f"{bare} passages have no vectors of their sentences", "manifest", REBUILD)
        pending = self._manifest.pending()
        if pending:
            yield Fault(f"an unfinished build left {len(pending)} passages", "manifest", INDEX)

    def _article_faults(self) -> Iterator[Fault]:
        """Each text is what its digest says, and each passage what its id says."""
        ids = self._manifest.article_ids()
        wrong: list[str] = []
        for done, key in enumerate(ids, start=1):
            article, passages = self._manifest.article(key), self._manifest.passages_of(key)
            whole = article is not None and hashlib.sha256(article.text.encode()).hexdigest() == article.digest
            if article is None or not whole or any(passage_id(key, p.start, p.text) != p.id for p in passages):
                wrong.append(key)
            self._tell("articles", done, len(ids))
        if wrong:
            yield Fault(f"{len(wrong)} articles are not what their digests say: {_some(wrong)}", "manifest", REBUILD)

    def _row_faults(self) -> Iterator[Fault]:
        rows = RowFile(self._folder / editions.ROWS, self._state.dimension)
        wrong: list[int] = []
        for at in range(0, len(self._live), _CHUNK):
            some = self._live[at : at + _CHUNK]
            lengths = np.linalg.norm(rows.read(some), axis=1)
            wrong.extend(some[~(np.abs(lengths - 1) < _UNIT)].tolist())
            self._tell("vectors", min(at + _CHUNK, len(self._live)), len(self._live))
        if wrong:
            yield Fault(f"{len(wrong)} vectors are damaged, in rows {_some(wrong)}", "vectors", REBUILD)

    def _graph_faults(self) -> Iterator[Fault]:
        folder = self._folder / editions.VECTORS
        if not os.access(folder, os.W_OK):
            return  # Chroma opens nothing there; the rows are searched one by one
        shards = graphs.Shards.of(folder)
        numbers = shards.below(self._state.next_row)
        for shard in graphs.torn(folder, self._state.next_row):
            yield Fault("a build that was stopped left it unfinished", f"graph {shard}", INDEX)
        rows = RowFile(self._folder / editions.ROWS, self._state.dimension)
        for shard in numbers:
            path = graphs.graph_folder(folder, shard)
            if path is None or graphs.is_writing(folder, shard):
                continue
            first, last = shards.span(shard)
            inside = self._live[(self._live >= first) & (self._live < last)]
            try:
                yield from _compared(Graph(path), inside, rows, f"graph {shard}", graphs.waiting(folder))
            except IndexUnusable as error:
                yield Fault(error.message, f"graph {shard}", REBUILD)
            self._tell("graphs", shard + 1, len(numbers))

    def _word_faults(self) -> Iterator[Fault]:
        words = LexicalIndex(self._folder / editions.WORDS)
        yield from _difference(words.rows(), self._live, "words")
        lost = [row for row, text in self._manifest.sample(_SAMPLE).items() if not words.holds(row, text)]
        if lost:
            yield Fault(f"passages are not found by their own words, in rows {_some(lost)}", "words", REBUILD)

    def _sources(self) -> tuple[int, int, list[Fault]]:
        """How many sources were read and compared, how many wait for a build, and what is wrong."""
        known = self._manifest.known()
        found = scan(self._home)
        skips = self._manifest.skips()
        wrong: list[str] = []
        digests: dict[str, str] = {}
        waiting = 0
        steady: list[Source] = []
        for source in found:
            item = known.pop(source.key, None)
            if item is None or item.stamp != source.stamp:
                waiting += source.key not in skips or not stands_as(skips[source.key], source)
            else:
                steady.append(source)
                digests[source.key] = item.digest
        with Readers() as readers:
            for done, (source, loaded) in enumerate(readers.load_all(steady), start=1):
                if isinstance(loaded, SourceError) or self._cut(loaded).digest != digests[source.key]:
                    wrong.append(source.key)
                self._tell("sources", done, len(steady))
        what = f"{len(wrong)} articles are not what their sources say: {_some(wrong)}"
        return len(steady), waiting + len(known), [Fault(what, "sources", REBUILD)] if wrong else []

    def _cut(self, article: Article) -> Article:
        return without(article, candidates(article), self._manifest.recurring)


def _told(part: Callable[[], Iterator[Fault]]) -> list[Fault]:
    """The faults that a part finds; that it cannot be read at all is one."""
    found: list[Fault] = []
    try:
        found.extend(part())
    except IndexUnusable as error:
        found.append(Fault(error.message, "index", REBUILD))
    return found


def _compared(graph: Graph, live: Rows, rows: RowFile, name: str, waiting: int | None) -> Iterator[Fault]:
    """A graph has the live rows of its shard, but perhaps for those that wait, no others, and their vectors."""
    held = graph.rows()
    absent = np.setdiff1d(live, held)
    allowed = absent[absent >= waiting] if waiting is not None else absent[:0]
    yield from _difference(held, np.setdiff1d(live, allowed), name)
    sample = live[:: max(len(live) // _SAMPLE, 1)]
    vectors = graph.vectors(sample.tolist())
    wrong = [
        row
        for row, vector in zip(sample.tolist(), rows.read(sample), strict=True)
        if row in vectors and float(vectors[row] @ vector) < 1 - _UNIT
    ]
    if wrong:
        yield Fault(f"its vectors are not those of the rows {_some(wrong)}", name, REBUILD)


def _difference(held: Rows, live: Rows, name: str) -> Iterator[Fault]:
    missing, beyond = np.setdiff1d(live, held), np.setdiff1d(held, live)
    if len(missing):
        yield Fault(f"{len(missing)} passages are missing, in rows {_some(missing.tolist())}", name, REBUILD)
    if len(beyond):
        yield Fault(
            f"{len(beyond)} passages are held that are not live, in rows {_some(beyond.tolist())}", name, REBUILD
        )


def _some(values: list[int] | list[str]) -> str:
    named = ", ".join(str(value) for value in values[:_NAMED])
    return named if len(values) <= _NAMED else f"{named} and {len(values) - _NAMED} more"
