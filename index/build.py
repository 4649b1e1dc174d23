"""The sources become searchable: only what changed is done, one writer at a time, and a crash at any point is mended.

What is done to an edition is in `index.builder`; here is which edition it is done to: the live one, or a new one beside
it that takes its place when it is whole.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

from corpus import sources
from corpus.home import Home
from corpus.scan import find, scan
from index import editions
from index.builder import Builder, BuildReport, Making, Progress, StoresLost
from index.changes import require_sources
from index.compact import compacted, has_much_dead
from index.encoders import Encoders, GiveEncoder, given
from index.errors import IndexLocked, IndexMissing, IndexUnusable, UnknownArticle
from index.ledger import Ledger
from index.lock import writing
from index.plan import Plan, PlanItem, plan, read_or_none, why_anew

__all__ = [
    "BuildReport",
    "IndexLocked",
    "IndexMissing",
    "IndexUnusable",
    "Plan",
    "PlanItem",
    "Progress",
    "build",
    "is_due",
    "is_outdated",
    "plan",
    "remove",
    "rollback",
    "tidy",
]


def build(
    home: Home,
    encoder: GiveEncoder,
    *,
    rebuild: bool = False,
    only: Sequence[str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Make the index what the sources are. `encoder` is asked for vectors only when something is new.

    `only`: look at the sources with these keys, at a cost that does not depend on how many others there are; by the
    encoder that made the edition, though another be wanted by now. What must be made anew is made beside the edition
    that answers, whole, and takes its place when it was checked.

    Raises `IndexLocked` while another process builds, `IndexUnusable` when the index is damaged (then `rebuild` helps).
    """
    started = time.perf_counter()
    tell = progress or (lambda _: None)
    with writing(home.index):
        editions.sweep(home.index)
        live = editions.live(home.index)
        if only is not None and not rebuild:
            encoder = _maker(live, encoder)
        reason = "asked for" if rebuild else why_anew(live, encoder)
        _require_sources(home, live)
        try:
            report = _make(Making(home, given(encoder), tell, started, only), live, reason)
        except StoresLost as lost:
            report = _make(Making(home, given(encoder), tell, started), live, lost.message)
        return replace(report, uncompacted=_compacted_if_due(home, tell))


def is_outdated(home: Home, encoder: GiveEncoder) -> bool:
    """Whether there is an index, and `build` would make another beside it. Raises as `build` does."""
    live = editions.live(home.index)
    return live.is_dir() and bool(why_anew(live, encoder))


def remove(home: Home, article_id: str) -> str:
    """Delete an article's source file and take it out of the index at once; returns the source's name.

    Raises `UnknownArticle`, `IndexLocked`, or `SourceError` when the file cannot be deleted; `IndexUnusable`, with
    nothing deleted, when the index is damaged.
    """
    from index.stores import StoreWriter  # only when it is needed

    if not editions.manifest(home.index).is_file():
        raise IndexMissing("Nothing has been indexed yet.", "Index the sources: chancery index")
    with writing(home.index):
        folder = editions.live(home.index)  # under the lock, since a build swaps it
        with closing(Ledger(folder / editions.MANIFEST)) as ledger:
            known = ledger.known_article(article_id)
            if known is None:
                raise UnknownArticle(f"No article has the id {article_id}.", "List the articles: chancery list")
            with closing(StoreWriter(ledger)) as stores:
                stores.tidy()
                if find(home, [known.key]):
                    sources.remove(home, known.key)
                gone = ledger.drop([article_id])
                stores.delete(gone)
            ledger.forget_pending(gone)
            ledger.finish()
            return known.source


def is_due(home: Home) -> bool:
    """Whether so much was deleted that `tidy` would give room back to the disk."""
    return has_much_dead(editions.live(home.index))


def tidy(home: Home, progress: Callable[[Progress], None] | None = None) -> str:
    """Give back to the disk what was deleted, where it is much; why that could not be done, or nothing."""
    if not is_due(home):
        return ""
    try:
        with writing(home.index):
            return _compacted_if_due(home, progress or (lambda _: None))
    except IndexUnusable as error:  # another process writes, or nobody can
        return error.message


def _compacted_if_due(home: Home, tell: Callable[[Progress], None]) -> str:
    """As `tidy`, under the lock. The edition that answers is left as it is when there is no room for another."""
    if not has_much_dead(editions.live(home.index)):
        return ""
    try:
        compacted(home.index, lambda done, total: tell(Progress(done, total, "", "compacting")))
    except IndexUnusable as error:
        return error.message
    except OSError as error:
        return f"{error.filename or home.index}: {error.strerror or error}"
    return ""


def rollback(home: Home, encoder: GiveEncoder) -> str:
    """Go back to the edition before the live one; returns its version. Articles deleted since do not come back.

    Raises `IndexMissing` when no edition is kept, `IndexUnusable` when another encoder made it.
    """
    from index.stores import StoreWriter  # only when it is needed

    with writing(home.index):
        folder = editions.previous(home.index)
        if folder is None:
            raise IndexMissing(
                "No earlier edition of the index is kept.", "Make the index anew: chancery index --rebuild"
            )
        with closing(Ledger(folder / editions.MANIFEST)) as ledger:
            state = ledger.state()
            wanted = given(encoder).fingerprint
            if state.encoder != wanted:
                raise IndexUnusable(
                    f"The earlier edition was made by the encoder {state.encoder}, and the settings name {wanted}.",
                    "Set `encoder` in chancery.toml back, then: chancery index --rollback",
                )
            there = {source.key for source in scan(home)}
            gone = [item.article_id for key, item in ledger.known().items() if key not in there]
            if gone or ledger.pending() or StoreWriter.is_torn(ledger):
                with closing(StoreWriter(ledger)) as stores:
                    stores.tidy()
                    rows = ledger.drop(gone)
                    stores.delete(rows)
                ledger.forget_pending(rows)
            ledger.finish()
            state = ledger.state()
        editions.swap(home.index, folder)
        return f"{state.edition}.{state.generation}"


def _maker(live: Path, encoder: GiveEncoder) -> GiveEncoder:
    """The encoder that made the live edition, where it can be had; else the one that is wanted."""
    manifest = read_or_none(live)
    if manifest is None:
        return encoder
    with closing(manifest):
        state = manifest.state()
    try:
        return Encoders(encoder).of(state.encoder, state.place)
    except IndexUnusable:
        return encoder


def _make(making: Making, live: Path, reason: str) -> BuildReport:
    """Bring the live edition up to date or, for a `reason`, make another beside it and put that in its place."""
    anew = bool(reason) and live.is_dir()
    folder = editions.beside(making.home.index) if anew else live
    if anew or not live.is_dir():
        making = Making(making.home, making.encoder, making.progress, making.started)  # of everything
    replaced = read_or_none(live, sound=True) if anew else None
    with closing(Ledger(folder / editions.MANIFEST)) as ledger, closing(replaced) if replaced else nullcontext():
        report = Builder(making, ledger, replaced).run(reason)
    if not editions.is_whole(folder):
        from index.check import finish  # only when it is needed

        finish(folder, "just made")
    editions.swap(making.home.index, folder)
    return report


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
