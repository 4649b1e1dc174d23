"""What is different between the sources and the index: found by stat first, then by the digest of the clean text.

Nothing is written here. `survey` is quick (one stat a source); `changes` reads the sources that may have changed.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import sources
from corpus.article import Article, Skipped, Source
from corpus.home import Home
from corpus.load import load
from corpus.read import SourceError
from corpus.sidecar import sidecar_path
from index.manifest import Known, KnownSkip, Manifest

Kind = Literal["added", "changed", "described", "same", "skipped"]
"""`described`: the text is the same, and something that is said about it (title, date, ...) is not."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The sources against the manifest, by size and time of change alone."""

    todo: tuple[Source, ...]  # new, or not as they were when they were last read
    removed: tuple[Known, ...]  # indexed, and gone from the sources
    unchanged: int
    skipped: tuple[KnownSkip, ...]  # not taken before for the text of another source, and as they were then
    known: dict[str, Known]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one source. `gone` is the id of an article that it no longer is."""

    kind: Kind
    source: Source
    article: Article | None = None
    skip: KnownSkip | None = None
    gone: str | None = None


def name_of(source: Source) -> str:
    """The file's name as the user knows it."""
    return source.key.rpartition("/")[2]


def as_skipped(skip: KnownSkip) -> Skipped:
    """The skip as a report shows it."""
    return Skipped(skip.source, skip.reason, skip.hint)


def survey(home: Home, manifest: Manifest | None) -> Survey:
    """Compare the sources with what the manifest knows (None: nothing)."""
    known = manifest.known() if manifest else {}
    skips = manifest.skips() if manifest else {}
    found = [_with_sidecar(source) for source in sources.scan(home)]
    todo = [source for source in found if not _same_file(known.get(source.key), source)]
    read_again = {source.key for source in todo}
    keys = {source.key for source in found}
    removed = [item for key, item in sorted(known.items()) if key not in keys and not _hidden(key, found)]
    gone = {item.key for item in removed} | read_again
    steady = {item.digest for key, item in known.items() if key not in gone}  # texts that are surely there still
    skipped = [
        skips[s.key] for s in todo if s.key in skips and _same_file(skips[s.key], s) and skips[s.key].digest in steady
    ]
    left_out = {skip.key for skip in skipped}
    # Those that had the text of another come last: the other one may have another text by now.
    todo = sorted(
        (s for s in todo if s.key not in left_out), key=lambda s: (bool(s.key in skips and skips[s.key].digest), s.key)
    )
    unchanged = len(keys & known.keys()) - len(read_again & known.keys())
    return Survey(tuple(todo), tuple(removed), unchanged, tuple(skipped), known)


def changes(found: Survey, manifest: Manifest | None) -> Iterator[Change]:
    """Read each source that may have changed, one at a time, and say what became of it."""
    removed = {item.key for item in found.removed}
    owners = {item.digest: item for key, item in found.known.items() if key not in removed}
    for source in found.todo:
        change = _examine(source, found.known.get(source.key), owners, manifest)
        before = found.known.get(source.key)
        if before is not None and change.article is not None and owners.get(before.digest) == before:
            del owners[before.digest]
        if change.article is not None:
            article = change.article
            owners[article.digest] = Known(article.id, source.key, article.source, article.digest, 0, 0)
        yield change


def _examine(source: Source, before: Known | None, owners: dict[str, Known], manifest: Manifest | None) -> Change:
    try:
        article = load(source)
    except SourceError as error:
        return _unreadable(source, before, error)
    twin = owners.get(article.digest)
    if twin is not None and twin.key != source.key:
        reason = f"it has the same text as {twin.source}"
        skip = _skip(source, reason, "Remove one of the two.", article.digest)
        return Change("skipped", source, skip=skip, gone=before.article_id if before else None)
    if before is None or manifest is None:
        return Change("added", source, article)
    if before.digest != article.digest:
        return Change("changed", source, article)
    return Change("same" if manifest.article(article.id) == article else "described", source, article)


def _unreadable(source: Source, before: Known | None, error: SourceError) -> Change:
    """A source that cannot be read now. What was indexed of it before stays: nothing is lost to a passing failure."""
    reason = error.message.removeprefix(f"{name_of(source)}: ")
    kept = "; what was indexed of it before is kept" if before else ""
    return Change("skipped", source, skip=_skip(source, reason + kept, error.hint))


def _skip(source: Source, reason: str, hint: str, digest: str = "") -> KnownSkip:
    return KnownSkip(source.key, name_of(source), reason, hint, source.size, source.modified_ns, digest)


def _with_sidecar(source: Source) -> Source:
    """The source as large and as new as it is together with what the user says about it."""
    sidecar = sidecar_path(source.path)
    if not sidecar.is_file():
        return source
    status = sidecar.stat()
    modified = max(source.modified_ns, status.st_mtime_ns)
    return dataclasses.replace(source, size=source.size + status.st_size, modified_ns=modified)


def _same_file(before: Known | KnownSkip | None, source: Source) -> bool:
    return before is not None and (before.size, before.modified_ns) == (source.size, source.modified_ns)


def _hidden(key: str, found: list[Source]) -> bool:
    """Whether a source may still be there, in a folder that cannot be listed now (which `scan` lists as a source)."""
    parents = {key[:at] for at, sign in enumerate(key) if sign == "/"}
    return any(source.key in parents for source in found)
