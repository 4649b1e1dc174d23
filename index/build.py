"""The sources become searchable: only what changed is done, one writer at a time, and a crash at any point is mended.

For the order of writing see `index.manifest`. The pieces of a build: a survey of the sources, the sources that changed
read one by one, their new passages encoded in batches across articles, each batch written and made live as one.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus import sources
from corpus.article import Article, Skipped
from corpus.home import Home
from index import chunk, editions
from index.changes import Change, Survey, as_skipped, changes, name_of, require_sources, survey
from index.encoder import Encoder
from index.errors import IndexLocked, IndexMissing, IndexUnusable, UnknownArticle
from index.lock import writing
from index.manifest import KnownSkip, Manifest, Row
from index.passage import Passage
from index.plan import GiveEncoder, Plan, PlanItem, fingerprint, given, plan, read_or_none, reported, why_anew

if TYPE_CHECKING:
    from index.stores import Stores

__all__ = [
    "BuildReport",
    "IndexLocked",
    "IndexMissing",
    "IndexUnusable",
    "Plan",
    "PlanItem",
    "Progress",
    "build",
    "plan",
    "remove",
]

_BATCH_PASSAGES = 64  # encoded and written together: long enough for the encoder, and 0.5 s of work lost to a crash


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` sources are dealt with; `source` was the last; `stage` is reading, encoding or removing."""

    done: int
    total: int
    source: str
    stage: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `passages` are live now, `encoded` were encoded for it.

    `rebuilt` says why everything was done again, or is empty.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    passages: int
    encoded: int
    seconds: float
    rebuilt: str = ""

    @property
    def nothing_to_do(self) -> bool:
        """Whether the index was as the sources are."""
        return not (self.added or self.changed or self.removed or self.rebuilt)


def build(
    home: Home, encoder: GiveEncoder, *, rebuild: bool = False, progress: Callable[[Progress], None] | None = None
) -> BuildReport:
    """Make the index what the sources are. `encoder` is asked for vectors only when something is new.

    What must be made anew is made beside the edition that answers, and takes its place when it is whole.

    Raises `IndexLocked` while another process builds, `IndexUnusable` when the index is damaged (then `rebuild` helps).
    """
    started = time.perf_counter()
    with writing(home.index):
        editions.sweep(home.index)
        live = editions.live(home.index)
        reason = "asked for" if rebuild else why_anew(live, encoder)
        _require_sources(home, live)
        making = _Making(home, given(encoder), progress or (lambda _: None), started)
        try:
            return _make(making, live, reason)
        except _StoresLost as lost:
            return _make(making, live, lost.message)


def remove(home: Home, article_id: str) -> str:
    """Delete an article's source file and take it out of the index at once; returns the source's name.

    Raises `UnknownArticle`, `IndexLocked`, or `SourceError` when the file cannot be deleted; `IndexUnusable`, with
    nothing deleted, when the index is damaged.
    """
    if not editions.manifest(home.index).is_file():
        raise IndexMissing("Nothing has been indexed yet.", "Index the sources: chancery index")
    with writing(home.index):
        folder = editions.live(home.index)  # under the lock, since a build swaps it
        with closing(Manifest(folder / editions.MANIFEST)) as manifest:
            known = {item.article_id: item for item in manifest.known().values()}.get(article_id)
            if known is None:
                raise UnknownArticle(f"No article has the id {article_id}.", "List the articles: chancery list")
            with closing(_opened(folder)) as stores:
                if any(source.key == known.key for source in sources.scan(home)):
                    sources.remove(home, known.key)
                gone = manifest.drop([article_id])
                stores.delete(gone)
            manifest.forget_pending(gone)
            return known.source


class _StoresLost(IndexUnusable):
    """The stores of the live edition do not hold what its manifest lists; a build makes a new edition."""


@dataclass(frozen=True, slots=True)
class _Making:
    """What every attempt of one build shares; `started` in seconds of `perf_counter`."""

    home: Home
    encoder: Encoder
    progress: Callable[[Progress], None]
    started: float


def _make(making: _Making, live: Path, reason: str) -> BuildReport:
    """Bring the live edition up to date or, for a `reason`, make another beside it and put that in its place."""
    anew = bool(reason) and live.is_dir()
    folder = editions.beside(making.home.index) if anew else live
    replaced = read_or_none(live, sound=True) if anew else None
    with closing(Manifest(folder / editions.MANIFEST)) as manifest, closing(replaced) if replaced else nullcontext():
        report = _Builder(making, folder, manifest, replaced).run(reason)
        if not editions.is_whole(folder):
            _check(folder, manifest)
            editions.finish(folder)
    editions.swap(making.home.index, folder)
    return report


def _check(folder: Path, manifest: Manifest) -> None:
    """Raises `IndexUnusable` when a new edition, opened as a reader would, cannot answer; it is then not swapped in."""
    from index.check import fault

    with closing(_opened(folder)) as stores:
        wrong = fault(manifest, stores)
    if wrong:
        raise IndexUnusable(f"The index just made in {folder} failed its check: {wrong}.")


def _require_sources(home: Home, live: Path) -> None:
    """A build over an index that has articles, or may have had some, needs a sources folder that can be listed."""
    try:
        require_sources(home)
    except IndexUnusable:
        manifest = read_or_none(live, sound=True)
        with closing(manifest) if manifest else nullcontext():
            empty = manifest.counts()[0] == 0 if manifest else not live.is_dir()
        if not empty:
            raise


def _opened(folder: Path) -> "Stores":
    from index.stores import Stores  # Chroma: a second to import, so only when it is needed

    return Stores(folder)


@dataclass(slots=True)
class _Tally:
    """What a build has done so far, in names of sources."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: int = 0
    skips: list[KnownSkip] = field(default_factory=list)
    encoded: int = 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An article whose passages wait for the encoder; `new` are those that it must see."""

    article: Article
    stamp: str
    passages: Sequence[Passage]
    new: Sequence[Passage]


class _Builder:
    """One build into one edition, under the lock; `replaced` as in `index.changes.changes`."""

    def __init__(self, making: _Making, folder: Path, manifest: Manifest, replaced: Manifest | None) -> None:
        self._making, self._folder = making, folder
        self._manifest, self._encoder, self._replaced = manifest, making.encoder, replaced
        self._tally = _Tally()
        self._batch: list[_Waiting] = []
        self._opened: Stores | None = None
        self._compared = False  # the stores with the manifest

    def run(self, reason: str) -> BuildReport:
        try:
            if self._manifest.state().edition == 0:
                self._begin()
            elif self._manifest.pending():
                self._mend()
            found = survey(self._making.home, self._manifest, self._replaced)
            self._remove(found)
            self._take(found)
        finally:
            self._close()
        return self._report(found, reason)

    def _begin(self) -> None:
        """Start an empty edition: its stores first, so that whoever sees a manifest with an edition finds them."""
        from index.stores import Stores

        self._opened = Stores.make(self._folder)
        encoder = self._encoder.fingerprint
        self._manifest.start_edition(int(self._folder.name), fingerprint(encoder), encoder)

    def _mend(self) -> None:
        """Take out of the stores what an unfinished build left in them."""
        pending = self._manifest.pending()
        live = self._manifest.passages(pending)
        self._stores_as_found().delete([key for key in pending if key not in live])
        self._manifest.forget_pending(pending)
        self._compare()

    def _stores_as_found(self) -> "Stores":
        if self._opened is None:
            self._opened = _opened(self._folder)
        return self._opened

    @property
    def _stores(self) -> "Stores":
        """The stores, opened when something is about to be written: a build with nothing to do does not need them.

        Asked for before the manifest changes, since they are then compared with it; raises `_StoresLost`.
        """
        if not self._compared:
            self._compare()
        return self._stores_as_found()

    def _compare(self) -> None:
        if not self._stores_as_found().hold(self._manifest.counts()[1]):
            raise _StoresLost("its stores do not hold what it lists")
        self._compared = True

    def _remove(self, found: Survey) -> None:
        """Take out articles whose sources are gone."""
        if found.removed:
            self._tally.removed.extend(item.source for item in found.removed)
            self._drop([item.article_id for item in found.removed])

    def _drop(self, article_ids: Sequence[str]) -> None:
        stores = self._stores
        gone = self._manifest.drop(article_ids)
        stores.delete(gone)
        self._manifest.forget_pending(gone)

    def _take(self, found: Survey) -> None:
        """Read what may have changed and write what did, a batch at a time."""
        total = len(found.todo) + (len(found.hidden) if self._replaced else 0)
        for done, change in enumerate(changes(found, self._manifest, self._replaced), start=1):
            self._note(change)
            if change.gone is not None:
                self._drop([change.gone])
            if change.kind == "same":
                self._manifest.touch(change.source.key, found.stamps[change.source.key])
            elif change.article is not None:
                # What is carried over gets no stamp: its source is to be read again.
                stamp = "" if change.kind == "skipped" else found.stamps[change.source.key]
                self._batch.append(self._prepared(change, change.article, stamp))
            if sum(len(waiting.new) for waiting in self._batch) >= _BATCH_PASSAGES:
                self._flush()
            stage = "encoding" if change.article else "reading"
            self._making.progress(Progress(done, total, name_of(change.source), stage))
        self._flush()
        self._manifest.set_skips([*found.skipped, *self._tally.skips])

    def _note(self, change: Change) -> None:
        name, tally = name_of(change.source), self._tally
        if change.skip is not None:
            tally.skips.append(change.skip)
        if change.gone is not None:
            tally.removed.append(name)
        tally.same += change.kind == "same"
        {"added": tally.added, "changed": tally.changed}.get(reported(change), []).append(name)

    def _prepared(self, change: Change, article: Article, stamp: str) -> _Waiting:
        """The article's passages, and which of them the encoder must see: new ones, or all under a new header."""
        passages = chunk.chunk(article, self._encoder.count_tokens)
        before = self._manifest.article(article.id) if change.kind in {"changed", "described"} else None
        kept = {passage.id for passage in self._manifest.passages_of(article.id)} if before else set()
        if before is not None and chunk.header(before) != chunk.header(article):
            kept = set()
        new = [passage for passage in passages if passage.id not in kept]
        return _Waiting(article, stamp, passages, new)

    def _flush(self) -> None:
        """Encode, write and make live the articles that wait."""
        if not self._batch:
            return
        stores = self._stores
        batch, self._batch = self._batch, []
        new = [(passage, waiting.article) for waiting in batch for passage in waiting.new]
        inside: dict[str, NDArray[np.float32]] = {}
        if new:
            self._manifest.begin(passage.id for passage, _ in new)
            passages = [passage for passage, _ in new]
            vectors, sentence_vectors = self._encode(new)
            inside = {passage.id: some for passage, some in zip(passages, sentence_vectors, strict=True)}
            stores.write(passages, [article.title for _, article in new], vectors)
        gone = self._manifest.settle([Row(w.article, w.stamp, w.passages, inside) for w in batch])
        if gone:
            stores.delete(gone)
            self._manifest.forget_pending(gone)
        self._tally.encoded += len(new)

    def _encode(self, new: Sequence[tuple[Passage, Article]]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Vectors of passages and of their sentences, each passage read under its article's header."""
        headers = [chunk.header(article) for _, article in new]
        texts = [top + passage.text for top, (passage, _) in zip(headers, new, strict=True)]
        shifts = [len(top) - passage.start for top, (passage, _) in zip(headers, new, strict=True)]
        spans = [
            [(span.start + shift, span.end + shift) for span in passage.sentences]
            for shift, (passage, _) in zip(shifts, new, strict=True)
        ]
        return self._encoder.encode_passages(texts, spans)

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _report(self, found: Survey, reason: str) -> BuildReport:
        tally = self._tally
        skipped = tuple(as_skipped(skip) for skip in (*found.skipped, *tally.skips))
        names = (tuple(tally.added), tuple(tally.changed), tuple(tally.removed))
        passages = self._manifest.counts()[1]
        seconds = time.perf_counter() - self._making.started
        return BuildReport(*names, found.unchanged + tally.same, skipped, passages, tally.encoded, seconds, reason)
