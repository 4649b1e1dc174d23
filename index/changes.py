"""What is different between the sources and the index: found by stat first, then by the digest of the clean text.

Nothing is written here. `survey` is quick (two stats a source); `changes` reads the sources that may have changed.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.article import Article, Skipped, Source
from corpus.errors import SourceError
from corpus.home import Home
from corpus.read import READER_VERSION
from corpus.readers import Loaded, Readers
from corpus.recurring import candidates, without
from corpus.scan import find, scan
from index.errors import IndexUnusable
from index.manifest import Known, KnownSkip, Manifest

Kind = Literal["added", "changed", "described", "same", "skipped"]
"""`described`: the text is the same, and something that is said about it (title, date, ...) is not."""


_PASSING = "~"  # ends the stamp of a source that was not taken for a reason that may pass: it is tried every time


@dataclass(frozen=True, slots=True)
class Survey:
    """The sources against the manifest, by their stamps alone."""

    todo: tuple[Source, ...]  # new, or not as they were when they were last read
    removed: tuple[Known, ...]  # indexed, and gone from the sources
    hidden: tuple[Known, ...]  # indexed, and in a folder that cannot be listed now; here or in the edition replaced
    unchanged: int
    waiting: int  # of `todo`, those of which a build would learn something
    skipped: tuple[KnownSkip, ...]  # not taken before for what they are, and as they were then
    known: dict[str, Known]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one source. `gone` is the id of an article that it no longer is.

    A source that is skipped may have an article: what an edition about to be replaced has of it.
    """

    kind: Kind
    source: Source
    article: Article | None = None
    skip: KnownSkip | None = None
    gone: str | None = None
    lines: tuple[int, ...] = ()  # keys of the article's lines that may recur, whether or not they were cut


@dataclass(frozen=True, slots=True)
class Twin(Skipped):
    """A source with the very text of another one that is indexed: no fault, it counts as a further source of it."""


def name_of(key: str) -> str:
    """The file's name as the user knows it, of the source with this key."""
    return key.rpartition("/")[2]


def as_skipped(skip: KnownSkip) -> Skipped:
    """The skip as a report shows it."""
    return (Twin if skip.digest else Skipped)(skip.source, skip.reason, skip.hint)


def skip_stamp(source: Source) -> str:
    """How a source stands that was not taken, and by which readers: later ones may take it as it is."""
    return f"{source.stamp}.{READER_VERSION}"


def stands_as(skip: KnownSkip, source: Source) -> bool:
    """Whether a source that was not taken is as it was then."""
    return skip.stamp.removesuffix(_PASSING) == skip_stamp(source)


def require_sources(home: Home) -> None:
    """Raises `IndexUnusable` when the sources folder cannot be listed: a missing drive is not an empty folder."""
    try:
        os.scandir(home.sources).close()
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexUnusable(
            f"The sources folder {home.sources} cannot be read: {reason}. The index stays as it is.",
            "Bring the folder back, then: chancery index. To forget its articles, make it an empty one.",
        ) from error


def survey(
    home: Home, manifest: Manifest | None, replaced: Manifest | None = None, only: Sequence[str] | None = None
) -> Survey:
    """Compare the sources with what the manifest knows (None: nothing); `replaced` as in `changes`.

    `only`: the sources with these keys, at a cost that does not depend on how many others there are.
    """
    known = manifest.known(only) if manifest else {}
    skips = {key: skip for key, skip in (manifest.skips() if manifest else {}).items() if only is None or key in only}
    found = {source.key: source for source in (scan(home) if only is None else find(home, only))}
    missing = [item for key, item in sorted(known.items()) if key not in found]
    standing = replaced.known(only) if replaced else known
    as_indexed = {key for key, item in standing.items() if key in found and item.stamp == found[key].stamp}
    first, twins = (as_indexed, replaced.skips()) if replaced else (known.keys(), skips)
    hidden = [item for key, item in sorted(standing.items()) if key not in found and _hidden(key, found)]
    removed = [item for item in missing if not _hidden(item.key, found)]
    again = {key for key in found if key not in known or known[key].stamp != found[key].stamp}
    gone = {item.key for item in removed}
    unsure = gone | again
    there = {item.digest for key, item in known.items() if key not in gone}
    steady = {item.digest for key, item in known.items() if key not in unsure}  # surely there still
    as_before = {key: skip for key, skip in skips.items() if key in again and stands_as(skip, found[key])}
    skipped = {key: skip for key, skip in as_before.items() if skip.digest in steady or _lasts(skip)}
    todo = again - skipped.keys()
    nothing_new = [key for key in todo & as_before.keys() if not skips[key].digest or skips[key].digest in there]
    return Survey(
        todo=tuple(found[key] for key in sorted(todo, key=lambda key: (*_rank(key, first, twins), key))),
        removed=tuple(removed),
        hidden=tuple(hidden),
        unchanged=len((found.keys() & known.keys()) - again),
        waiting=len(todo) - len(nothing_new),
        skipped=tuple(skipped.values()),
        known=known,
    )


def _rank(key: str, known: Collection[str], skips: dict[str, KnownSkip]) -> tuple[bool, bool]:
    """What is indexed is read first, so that no new file with its text takes its place; known twins come last."""
    return key in skips and bool(skips[key].digest), key not in known


def changes(found: Survey, manifest: Manifest | None, replaced: Manifest | None = None) -> Iterator[Change]:
    """Read each source that may have changed, one at a time, and say what became of it.

    `replaced` is the manifest of the edition that a new one will replace: what it has of sources that cannot be read
    now is carried over. Texts are compared by digest with those of sources that are not read again and of those that
    already were: what a source was before it is read says nothing, since files may have exchanged their texts.
    """
    unsure = {source.key for source in found.todo} | {item.key for item in found.removed}
    owners = _Owners(manifest, unsure)
    for item in found.hidden if replaced else ():
        article = _carried(item.key, owners, replaced)
        if article is not None:
            owners.note(article.digest, item.key)
            yield Change("skipped", Source(item.key, ""), article)
    with Readers() as readers:
        for source, loaded in readers.load_all(found.todo):
            before = found.known.get(source.key)
            change = _examine(source, loaded, found, owners, manifest, replaced)
            if change.article is not None:
                owners.note(change.article.digest, source.key)
            elif before is not None and change.gone is None and owners.get(before.digest) is None:
                owners.note(before.digest, source.key)
            yield change


class _Owners:
    """Which source has a text: one that was read now, or one that is indexed and not among those to be read."""

    def __init__(self, manifest: Manifest | None, unsure: set[str]) -> None:
        self._manifest, self._unsure = manifest, unsure
        self._read: dict[bytes, str] = {}  # by digest, in half the bytes that its text takes

    def note(self, digest: str, key: str) -> None:
        self._read[bytes.fromhex(digest)] = key

    def get(self, digest: str) -> str | None:
        read = self._read.get(bytes.fromhex(digest))
        if read is not None:
            return read
        key = self._manifest.owner_of(digest) if self._manifest else None
        return None if key in self._unsure else key


def _examine(
    source: Source,
    loaded: Loaded,
    found: Survey,
    owners: _Owners,
    manifest: Manifest | None,
    replaced: Manifest | None,
) -> Change:
    before = found.known.get(source.key)
    if isinstance(loaded, SourceError):
        old = _carried(source.key, owners, replaced)
        reason = loaded.message.removeprefix(f"{name_of(source.key)}: ")
        kept = "; what was indexed of it before is kept" if before or old else ""
        return Change("skipped", source, old, _skip(source, reason + kept, loaded.hint, passing=loaded.passing))
    lines = candidates(loaded)
    article = without(loaded, lines, manifest.recurring if manifest else ())
    keys = tuple(line.key for line in lines)
    twin = owners.get(article.digest)
    if twin is not None:
        reason = f"it has the same text as {name_of(twin)}, and counts as another source of it"
        skip = _skip(source, reason, "", article.digest)
        return Change("skipped", source, skip=skip, gone=before.article_id if before else None)
    if before is None or manifest is None:
        return Change("added", source, article, lines=keys)
    if before.digest != article.digest:
        return Change("changed", source, article, lines=keys)
    same = manifest.article(article.id) == article
    return Change("same" if same else "described", source, article, lines=keys)


def _carried(key: str, owners: _Owners, replaced: Manifest | None) -> Article | None:
    """What an edition about to be replaced has of a source, unless another source has the same text."""
    article = replaced.article_of(key) if replaced else None
    return None if article is None or owners.get(article.digest) else article


def _lasts(skip: KnownSkip) -> bool:
    """Whether a source was not taken for what it is in itself."""
    return not skip.digest and not skip.stamp.endswith(_PASSING)


def _skip(source: Source, reason: str, hint: str, digest: str = "", *, passing: bool = False) -> KnownSkip:
    stamp = skip_stamp(source) + _PASSING * passing
    return KnownSkip(source.key, name_of(source.key), reason, hint, stamp, digest)


def _hidden(key: str, found: dict[str, Source]) -> bool:
    """Whether a source may still be there, in a folder that cannot be listed now (which `scan` lists as a source)."""
    return any(key[:at] in found for at, sign in enumerate(key) if sign == "/")
