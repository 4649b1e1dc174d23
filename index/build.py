"""The sources become searchable: only what changed is done, one writer at a time, and a crash at any point is mended.

For the order of writing see `index.manifest`. The pieces of a build: a survey of the sources, the sources that changed
read one by one, their new passages encoded in batches across articles, each batch written and made live as one.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import sources
from corpus.article import Article, Skipped, Source
from corpus.home import Home
from index import chunk, editions
from index.changes import Change, Survey, as_skipped, changes, name_of, survey
from index.encoder import Encoder
from index.errors import IndexLocked, IndexMissing, IndexUnusable, UnknownArticle
from index.lock import writing
from index.manifest import KnownSkip, Manifest, Row
from index.passage import Passage
from index.plan import GiveEncoder, Plan, PlanItem, fingerprint, given, plan, rebuild_reason, reported
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
        reason = "asked for" if rebuild else _why_anew(live, given(encoder).fingerprint)
        folder = editions.beside(home.index) if reason and live.is_dir() else live
        manifest = Manifest(folder / editions.MANIFEST)
        try:
            report = _Builder(home, folder, manifest, given(encoder), progress or (lambda _: None)).run(reason, started)
        finally:
            manifest.close()
        if folder != live:
            editions.swap(home.index, folder)
        return report


def remove(home: Home, article_id: str) -> str:
    """Delete an article's source file and take it out of the index at once; returns the source's name.

    Raises `UnknownArticle`, `IndexLocked`, or `SourceError` when the file cannot be deleted.
    """
    manifest = Manifest.read(editions.manifest(home.index))
    if manifest is None:
        raise IndexMissing("Nothing has been indexed yet.", "Index the sources: chancery index")
    try:
        with writing(home.index):
            known = {item.article_id: item for item in manifest.known().values()}.get(article_id)
            if known is None:
                raise UnknownArticle(f"No article has the id {article_id}.", "List the articles: chancery list")
            if any(source.key == known.key for source in sources.scan(home)):
                sources.remove(home, known.key)
            gone = manifest.drop([article_id])
            stores = Stores(editions.live(home.index))
            stores.delete(gone)
            stores.close()
            manifest.forget_pending(gone)
            return known.source
    finally:
        manifest.close()


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
    source: Source
    passages: Sequence[Passage]
    new: Sequence[Passage]


class _Builder:
    """One build into one edition, under the lock."""

    def __init__(
        self, home: Home, folder: Path, manifest: Manifest, encoder: Encoder, progress: Callable[[Progress], None]
    ) -> None:
        self._home, self._folder = home, folder
        self._manifest, self._encoder, self._progress = manifest, encoder, progress
        self._tally = _Tally()
        self._batch: list[_Waiting] = []
        self._opened: Stores | None = None

    def run(self, reason: str, started: float) -> BuildReport:
        if self._manifest.state().edition == 0:
            encoder = self._encoder.fingerprint
            self._manifest.start_edition(int(self._folder.name), fingerprint(encoder), encoder)
            self._opened = Stores(self._folder)
        found = survey(self._home, self._manifest)
        try:
            self._remove(found)
            self._take(found)
        finally:
            self._close()
        return self._report(found, reason, started)

    @property
    def _stores(self) -> Stores:
        """The stores, opened when something is written: a build with nothing to do does not need them."""
        if self._opened is None:
            self._opened = Stores(self._folder)
        return self._opened

    def _remove(self, found: Survey) -> None:
        """Take out articles whose sources are gone."""
        if found.removed:
            self._tally.removed.extend(item.source for item in found.removed)
            self._drop([item.article_id for item in found.removed])

    def _drop(self, article_ids: Sequence[str]) -> None:
        gone = self._manifest.drop(article_ids)
        self._stores.delete(gone)
        self._manifest.forget_pending(gone)

    def _take(self, found: Survey) -> None:
        """Read what may have changed and write what did, a batch at a time."""
        total = len(found.todo)
        for done, change in enumerate(changes(found, self._manifest), start=1):
            self._note(change)
            if change.gone is not None:
                self._drop([change.gone])
            if change.kind == "same":
                self._manifest.touch(change.source)
            elif change.article is not None:
                self._batch.append(self._prepared(change, change.article))
            if sum(len(waiting.new) for waiting in self._batch) >= _BATCH_PASSAGES:
                self._flush()
            self._progress(Progress(done, total, name_of(change.source), "encoding" if change.article else "reading"))
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

    def _prepared(self, change: Change, article: Article) -> _Waiting:
        """The article's passages, and which of them the encoder must see: new ones, or all under a new header."""
        passages = chunk.chunk(article, self._encoder.count_tokens)
        before = self._manifest.article(article.id) if change.kind in {"changed", "described"} else None
        kept = {passage.id for passage in self._manifest.passages_of(article.id)} if before else set()
        if before is not None and chunk.header(before) != chunk.header(article):
            kept = set()
        new = [passage for passage in passages if passage.id not in kept]
        return _Waiting(article, change.source, passages, new)

    def _flush(self) -> None:
        """Encode, write and make live the articles that wait."""
        if not self._batch:
            return
        batch, self._batch = self._batch, []
        new = [(passage, waiting.article) for waiting in batch for passage in waiting.new]
        inside: dict[str, NDArray[np.float32]] = {}
        if new:
            self._manifest.begin(passage.id for passage, _ in new)
            passages = [passage for passage, _ in new]
            vectors, sentence_vectors = self._encode(new)
            inside = {passage.id: some for passage, some in zip(passages, sentence_vectors, strict=True)}
            self._stores.write(passages, [article.title for _, article in new], vectors)
        gone = self._manifest.settle([Row(w.article, w.source, w.passages, inside) for w in batch])
        if gone:
            self._stores.delete(gone)
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

    def _report(self, found: Survey, reason: str, started: float) -> BuildReport:
        tally = self._tally
        skipped = tuple(as_skipped(skip) for skip in (*found.skipped, *tally.skips))
        names = (tuple(tally.added), tuple(tally.changed), tuple(tally.removed))
        passages = self._manifest.counts()[1]
        seconds = time.perf_counter() - started
        return BuildReport(*names, found.unchanged + tally.same, skipped, passages, tally.encoded, seconds, reason)


def _why_anew(folder: Path, encoder: str) -> str:
    """Why the index in `folder` must be made anew, or nothing. Cleans up after a build that did not end.

    Raises `IndexUnusable` when its manifest is damaged.
    """
    manifest = Manifest.read(folder / editions.MANIFEST)
    if manifest is None:
        return "its manifest is missing" if (folder / "chroma").is_dir() else ""
    try:
        return rebuild_reason(manifest, encoder) or _mend(folder, manifest)
    finally:
        manifest.close()


def _mend(folder: Path, manifest: Manifest) -> str:
    """Take what an unfinished build left out of the stores; says why that is not enough, or nothing."""
    missing = not Stores.are_in(folder)
    pending = manifest.pending()
    if manifest.state().edition == 0 or (not pending and not missing):
        return ""
    stores = Stores(folder)
    try:
        live = manifest.passages(pending)
        stores.delete([key for key in pending if key not in live])
        if not stores.hold(manifest.counts()[1]):
            return "its stores do not hold what it lists"
        manifest.forget_pending(pending)
        return ""
    finally:
        stores.close()
