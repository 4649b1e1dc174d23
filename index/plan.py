"""What a build would do, and whether it must do everything again. Nothing is written here."""

from dataclasses import dataclass
from pathlib import Path

from corpus.article import Skipped
from corpus.clean import CLEANER_VERSION
from corpus.home import Home
from index import chunk, editions, lexical
from index.changes import Change, as_skipped, changes, name_of, require_sources, survey
from index.encoders import GiveEncoder, given
from index.errors import IndexOutdated, IndexUnusable
from index.manifest import Manifest


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A source that a build would act on."""

    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do. `rebuild` says why everything would be done again, or is empty."""

    added: tuple[PlanItem, ...]
    changed: tuple[PlanItem, ...]
    removed: tuple[PlanItem, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    rebuild: str = ""
    seconds: float | None = None  # that it will take at the speed of the last run; None when none was measured


def plan(home: Home, encoder: GiveEncoder | None = None) -> Plan:
    """What `build` would do, without doing it; with an encoder, also whether it differs from the one that was used."""
    folder = editions.live(home.index)
    standing = read_or_none(folder)
    try:
        reason = why_anew(folder, encoder)
        if standing and standing.counts()[0]:
            require_sources(home)
        seen, replaced = (None, standing) if reason else (standing, None)
        found = survey(home, seen, replaced)
        items: dict[str, list[PlanItem]] = {"added": [], "changed": []}
        skipped = list(found.skipped)
        letters = 0
        unchanged, removed = found.unchanged, [PlanItem(item.source, item.key) for item in found.removed]
        for change in changes(found, seen, replaced):
            item = PlanItem(name_of(change.source.key), change.source.key)
            if change.skip is not None:
                skipped.append(change.skip)
            if change.gone is not None:
                removed.append(item)
            unchanged += change.kind == "same"
            letters += len(change.article.text) if change.article and change.kind in ("added", "changed") else 0
            items.get(reported(change), []).append(item)
        taken = tuple(as_skipped(skip) for skip in skipped)
        speed = standing.letters_a_second() if standing else 0.0
        seconds = letters / speed if speed else None
        return Plan(tuple(items["added"]), tuple(items["changed"]), tuple(removed), unchanged, taken, reason, seconds)
    finally:
        if standing:
            standing.close()


def reported(change: Change) -> str:
    """The word under which a report counts a change: another title or date is a change like another text."""
    return "changed" if change.kind == "described" else change.kind


def fingerprint(encoder: str) -> str:
    """Everything that shapes an index; another fingerprint is another index."""
    return f"{encoder} {chunk.VERSION} {lexical.VERSION} clean-{CLEANER_VERSION}"


def why_anew(folder: Path, encoder: GiveEncoder | None) -> str:
    """Why the edition in `folder` cannot be continued, or nothing; `encoder` None: by the same one. Opens no store.

    Raises `IndexUnusable` when its manifest is damaged.
    """
    try:
        manifest = Manifest.read(folder / editions.MANIFEST)
    except IndexOutdated as error:
        return error.message
    if manifest is None:
        return "its manifest is missing" if (folder / editions.VECTORS).is_dir() else ""
    try:
        state = manifest.state()
    finally:
        manifest.close()
    if state.edition == 0:
        return ""
    if not editions.has_stores(folder):
        return "its stores are missing"
    wanted = fingerprint(given(encoder).fingerprint if encoder else state.encoder)
    return "" if state.fingerprint == wanted else f"it was made by {state.fingerprint}, and this is {wanted}"


def read_or_none(folder: Path, *, sound: bool = False) -> Manifest | None:
    """The manifest of the edition in `folder`; None when there is none that can be opened.

    `sound`: nor one that is damaged inside. That is checked by reading the whole of it.
    """
    try:
        manifest = Manifest.read(folder / editions.MANIFEST)
    except IndexUnusable:
        return None
    if sound and manifest and not manifest.is_sound():
        manifest.close()
        return None
    return manifest
