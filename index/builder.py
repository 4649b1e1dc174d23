"""One build into one edition: the sources that changed are read one by one, and what is new in them is written.

A batch of passages at a time is encoded, written to the stores and made live as one: `index.manifest` has the order.
While one is encoded, the one before is written, and the next is read and cut.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corpus.article import Article, Skipped
from corpus.home import Home
from index import chunk, reuse
from index.changes import Change, Survey, as_skipped, changes, name_of, survey
from index.encoder import Encoder, Spans
from index.errors import IndexUnusable
from index.ledger import Ledger, Placed, Settled
from index.manifest import KnownSkip, Manifest, pack
from index.passage import Passage
from index.plan import fingerprint, reported

if TYPE_CHECKING:
    from index.stores import StoreWriter

_BATCH_PASSAGES = 1024  # encoded and written together: 1.4% of padding (2.4% at 512), and 7 s of work lost to a crash
_BATCH_ARTICLES = 1024  # written together though none of their passages is new
_SLICE_PASSAGES = 512  # of a batch that one long article makes larger: a stop waits for no more
_LOOK_S = 0.2  # between two looks whether what is encoded is done, and whether somebody stopped the build
_MEASURED = 200  # passages encoded by a build whose speed says something about the next one
_MOVED_PASSAGES = 20_000  # of removed articles, whose vectors are kept for the run: files that moved; some 70 MB


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` are dealt with; `source` was the last.

    `stage` is reading, encoding or removing, counted in sources; mending, compacting or "encoding passages of" a long
    source, counted in passages; or stopping, which waits for the passages that are being encoded.
    """

    done: int
    total: int
    source: str
    stage: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `passages` are live now, `encoded` were encoded for it, `reused` taken from what was kept.

    `rebuilt` says why everything was done again, or is empty; `uncompacted` why what was deleted still takes room on
    the disk, though it should not.
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
    reused: int = 0
    uncompacted: str = ""

    @property
    def nothing_to_do(self) -> bool:
        """Whether the index was as the sources are."""
        return not (self.added or self.changed or self.removed or self.rebuilt)


class StoresLost(IndexUnusable):
    """The stores of the live edition do not hold what its manifest lists; a build makes a new edition."""


@dataclass(frozen=True, slots=True)
class Making:
    """What every attempt of one build shares; `started` in seconds of `perf_counter`, `only` as in `survey`."""

    home: Home
    encoder: Encoder
    progress: Callable[[Progress], None]
    started: float
    only: Sequence[str] | None = None


@dataclass(slots=True)
class _Tally:
    """What a build has done so far, in keys of sources."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: int = 0
    skips: list[KnownSkip] = field(default_factory=list)
    encoded: int = 0
    reused: int = 0
    letters: int = 0  # encoded


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An article that waits to be written; `new` are those of its passages that need a row."""

    article: Article
    stamp: str
    passages: Sequence[Passage]
    new: Sequence[Passage]
    lines: Sequence[int]


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """Articles whose passages are being encoded: `made` gives what `known` has not, by digest."""

    batch: Sequence[_Waiting]
    new: Sequence[tuple[Passage, Article]]
    given: "Sequence[_Given]"
    known: Mapping[bytes, reuse.Known]
    made: "Future[dict[bytes, reuse.Known]] | None"


@dataclass(frozen=True, slots=True)
class _Given:
    """What the encoder is given of a passage, and the digest of it."""

    text: str
    spans: Spans
    seen: bytes


class Builder:
    """One build, under the lock; `replaced` as in `index.changes.changes`."""

    def __init__(self, making: Making, ledger: Ledger, replaced: Manifest | None) -> None:
        self._making, self._ledger, self._replaced = making, ledger, replaced
        self._encoder = making.encoder
        self._tally = _Tally()
        self._batch: list[_Waiting] = []
        self._under_way: _UnderWay | None = None
        self._encoding = ThreadPoolExecutor(1, "encode")
        self._stopped = threading.Event()
        self._last = Progress(0, 0, "", "reading")
        self._long: Progress | None = None  # how far a batch of one long article is
        self._opened: StoreWriter | None = None
        self._compared = False  # the stores with the manifest
        self._closing = ExitStack()
        self._reuse: reuse.Reuse | None = None  # made when it is first needed
        self._moved: dict[bytes, reuse.Known] = {}
        self._told: set[str] = set()  # keys of sources that the tally has, and that are read again

    def run(self, reason: str) -> BuildReport:
        """Do it; `reason` as in `BuildReport.rebuilt`."""
        failed = True
        try:
            if self._ledger.state().edition == 0:
                self._begin()
            else:
                self._mend()
            found = survey(self._making.home, self._ledger, self._replaced, self._making.only)
            self._remove(found)
            self._take(found, self._making.only)
            self._take_again()
            if self._opened is not None and self._making.only is None:
                self._opened.catch_up()
            failed = False
        except KeyboardInterrupt:  # it comes between two steps, which leave the stores whole
            failed = False
            self._stopped.set()
            self._making.progress(Progress(0, 0, "", "stopping"))
            raise
        finally:
            self._encoding.shutdown(cancel_futures=True)
            self._closing.close()
            if self._opened is not None:
                if self._tally.encoded >= _MEASURED:
                    self._ledger.set_speed(self._tally.letters / (time.perf_counter() - self._making.started))
                self._opened.close(failed=failed)
                self._ledger.finish()
        return self._report(found, reason)

    def _begin(self) -> None:
        """Start an empty edition: its stores first, so that whoever sees a manifest with an edition finds them."""
        from index.stores import StoreWriter

        encoder = self._encoder
        shape = fingerprint(encoder.fingerprint)
        self._ledger.start_edition(int(self._ledger.folder.name), shape, encoder)
        self._opened = StoreWriter.make(self._ledger)

    def _mend(self) -> None:
        """Take out of the stores what an unfinished build left in them, and make torn graphs again."""
        from index.stores import StoreWriter

        to_do = StoreWriter.is_torn(self._ledger) or self._ledger.pending()
        if to_do and self._stores_as_found().tidy(self._tell("mending")):
            self._compare()

    def _tell(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self._making.progress(Progress(done, total, "", stage))

    def _stores_as_found(self) -> "StoreWriter":
        from index.stores import StoreWriter

        if self._opened is None:
            self._opened = StoreWriter(self._ledger)
        return self._opened

    @property
    def _stores(self) -> "StoreWriter":
        """The stores, opened when something is about to be written: a build with nothing to do does not need them.

        Asked for before the manifest changes, since they are then compared with it; raises `StoresLost`.
        """
        if not self._compared:
            self._compare()
        return self._stores_as_found()

    def _compare(self) -> None:
        if not self._stores_as_found().hold():
            raise StoresLost("its stores do not hold what it lists")
        self._compared = True

    def _remove(self, found: Survey) -> None:
        """Take out articles whose sources are gone."""
        self._tally.removed.extend(item.key for item in found.removed)
        gone = [item.article_id for item in found.removed]
        for at in range(0, len(gone), _BATCH_ARTICLES):
            if found.todo and len(self._moved) < _MOVED_PASSAGES:
                self._moved.update(self._known(self._ledger.seen_in(gone[at : at + _BATCH_ARTICLES])))
            self._drop(gone[at : at + _BATCH_ARTICLES])
            last = found.removed[min(at + _BATCH_ARTICLES, len(gone)) - 1]
            self._making.progress(Progress(min(at + _BATCH_ARTICLES, len(gone)), len(gone), last.source, "removing"))

    def _drop(self, article_ids: Sequence[str]) -> None:
        stores = self._stores
        gone = self._ledger.drop(article_ids)
        stores.delete(gone)
        self._ledger.forget_pending(gone)

    def _take_again(self) -> None:
        """Read those again in which a line was found to recur after they were read."""
        while self._ledger.again:
            self._told = {*self._tally.added, *self._tally.changed}
            keys = sorted(self._ledger.again)
            self._ledger.again.clear()
            self._take(survey(self._making.home, self._ledger, only=keys), keys)

    def _take(self, found: Survey, only: Sequence[str] | None) -> None:
        """Read what may have changed and write what did, a batch at a time; `only` as in `survey`."""
        noted = len(self._tally.skips)
        total = len(found.todo) + (len(found.hidden) if self._replaced else 0)
        touched: dict[str, str] = {}
        waiting = 0  # passages of the batch that need a row
        for done, change in enumerate(changes(found, self._ledger, self._replaced), start=1):
            self._note(change)
            if change.gone is not None:
                self._drop([change.gone])
            if change.kind == "same":
                touched[change.source.key] = change.source.stamp
            elif change.article is not None:
                # What is carried over gets no stamp: its source is to be read again.
                stamp = "" if change.kind == "skipped" else change.source.stamp
                self._batch.append(self._prepared(change, change.article, stamp))
                waiting += len(self._batch[-1].new)
            if waiting >= _BATCH_PASSAGES or len(self._batch) >= _BATCH_ARTICLES:
                self._flush()
                waiting = 0
            stage = "encoding" if change.article else "reading"
            self._last = Progress(done, total, name_of(change.source.key), stage)
            self._making.progress(self._last)
        self._flush()
        self._finish()
        if touched:
            self._ledger.touch(touched)
        self._ledger.set_skips([*found.skipped, *self._tally.skips[noted:]], of=only)

    def _note(self, change: Change) -> None:
        key, tally = change.source.key, self._tally
        if change.skip is not None:
            tally.skips.append(change.skip)
        if change.gone is not None:
            tally.removed.append(key)
        if key in self._told:
            return
        tally.same += change.kind == "same"
        {"added": tally.added, "changed": tally.changed}.get(reported(change), []).append(key)

    def _prepared(self, change: Change, article: Article, stamp: str) -> _Waiting:
        """The article's passages, and which of them need a row: new ones, or all when it is described otherwise.

        What describes an article is in the header that the encoder reads, and beside its words in the lexical index.
        """
        passages = chunk.chunk(article, self._encoder.count_tokens)
        kept = set() if change.kind == "described" else self._unmoved(article)
        new = [passage for passage in passages if passage.id not in kept]
        return _Waiting(article, stamp, passages, new, change.lines)

    def _unmoved(self, article: Article) -> set[str]:
        """The ids of the passages that an article has, if it is described as it was."""
        before = self._ledger.article(article.id)
        if before is None or _described(before) != _described(article):
            return set()
        return set(self._ledger.rows_of(article.id))

    def _flush(self) -> None:
        """Begin to encode the articles that wait, and meanwhile write those that were encoded before."""
        if not self._batch:
            return
        batch, self._batch = self._batch, []
        new = [(passage, waiting.article) for waiting in batch for passage in waiting.new]
        given = [_given(passage, article) for passage, article in new]
        known = self._known([one.seen for one in given if one.seen not in self._moved]) | self._moved
        todo = list({one.seen: one for one in given if one.seen not in known}.values())  # what stands twice, once
        self._long = None
        made = self._encoding.submit(self._encoded, todo, name_of(batch[-1].article.key)) if todo else None
        self._finish()
        self._under_way = _UnderWay(batch, new, given, known, made)

    def _finish(self) -> None:
        """Write what was being encoded, and make it live."""
        from index.stores import entry

        if self._under_way is None:
            return
        one, self._under_way = self._under_way, None
        stores = self._stores
        placed: dict[str, Placed] = {}
        if one.new:
            made = self._awaited(one.made) if one.made else {}
            self._tally.encoded += len(made)
            self._tally.letters += sum(len(given.text) for given in one.given if given.seen in made)
            self._tally.reused += len(one.given) - len(made)
            kept = [made[given.seen] if given.seen in made else one.known[given.seen] for given in one.given]
            first = self._ledger.begin(len(one.new))
            entries = [entry(first + n, *item) for n, item in enumerate(one.new)]
            stores.write(entries, np.stack([vector for vector, _ in kept]))
            placed = {
                passage.id: Placed(first + n, one.given[n].seen, kept[n][1]) for n, (passage, _) in enumerate(one.new)
            }
        gone = self._ledger.settle(
            [Settled(item.article, item.stamp, item.passages, placed, item.lines) for item in one.batch]
        )
        if gone:
            stores.delete(gone)
            self._ledger.forget_pending(gone)

    def _encoded(self, given: Sequence[_Given], source: str) -> dict[bytes, reuse.Known]:
        """What the encoder makes of texts, the last of them of `source`, by digest; less where the build is stopped."""
        made: dict[bytes, reuse.Known] = {}
        size = _SLICE_PASSAGES if len(given) > _BATCH_PASSAGES + _SLICE_PASSAGES else len(given)
        for at in range(0, len(given), size):
            if self._stopped.is_set():
                break
            some = given[at : at + size]
            vectors, inside = self._encoder.encode_passages([one.text for one in some], [one.spans for one in some])
            made.update((one.seen, (vectors[n], pack(inside[n]))) for n, one in enumerate(some))
            if size < len(given):
                self._long = Progress(len(made), len(given), source, "encoding passages of")
        return made

    def _awaited(self, made: "Future[dict[bytes, reuse.Known]]") -> dict[bytes, reuse.Known]:
        """What is being encoded, when it is done; how far it is, until then: who is told that may stop the build."""
        while not wait([made], timeout=_LOOK_S).done:
            self._making.progress(self._long or self._last)
        return made.result()

    def _known(self, digests: Sequence[bytes]) -> dict[bytes, reuse.Known]:
        if self._reuse is None:
            kept = [self._closing.enter_context(closing(one)) for one in reuse.kept(self._making.home.index)]
            self._reuse = reuse.Reuse(kept, self._encoder.fingerprint)
        return self._reuse.known(digests)

    def _report(self, found: Survey, reason: str) -> BuildReport:
        tally = self._tally
        skipped = tuple(as_skipped(skip) for skip in (*found.skipped, *tally.skips))
        added, changed, removed = (tuple(map(name_of, keys)) for keys in (tally.added, tally.changed, tally.removed))
        passages = self._ledger.counts()[1]
        seconds = time.perf_counter() - self._making.started
        unchanged = found.unchanged + tally.same
        return BuildReport(
            added, changed, removed, unchanged, skipped, passages, tally.encoded, seconds, reason, tally.reused
        )


def _given(passage: Passage, article: Article) -> _Given:
    """A passage as the encoder reads it: under its article's header."""
    top = chunk.header(article)
    shift = len(top) - passage.start
    spans = [(span.start + shift, span.end + shift) for span in passage.sentences]
    text = top + passage.text
    return _Given(text, spans, reuse.digest(text, spans))


def _described(article: Article) -> tuple[str, ...]:
    """What is said of an article beside each of its passages."""
    return article.title, article.outlet, article.published or "", article.language
