"""What a build would do, and whether it must do everything again. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.article import Skipped
from corpus.clean import CLEANER_VERSION
from corpus.home import Home
from index import chunk, editions, lexical
from index.changes import Change, as_skipped, changes, name_of, survey
from index.encoder import Encoder
from index.manifest import Manifest

GiveEncoder = Encoder | Callable[[], Encoder]
"""An encoder, or a function that gives one and is called only when it is needed."""


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


def plan(home: Home, encoder: GiveEncoder | None = None) -> Plan:
    """What `build` would do, without doing it; with an encoder, also whether it differs from the one that was used."""
    manifest = Manifest.read(editions.manifest(home.index))
    try:
        reason = rebuild_reason(manifest, given(encoder).fingerprint if encoder else None) if manifest else ""
        seen = None if reason else manifest
        found = survey(home, seen)
        items: dict[str, list[PlanItem]] = {"added": [], "changed": []}
        skipped = list(found.skipped)
        unchanged, removed = found.unchanged, [PlanItem(item.source, item.key) for item in found.removed]
        for change in changes(found, seen):
            item = PlanItem(name_of(change.source), change.source.key)
            if change.skip is not None:
                skipped.append(change.skip)
            if change.gone is not None:
                removed.append(item)
            unchanged += change.kind == "same"
            items.get(reported(change), []).append(item)
        taken = tuple(as_skipped(skip) for skip in skipped)
        return Plan(tuple(items["added"]), tuple(items["changed"]), tuple(removed), unchanged, taken, reason)
    finally:
        if manifest:
            manifest.close()


def reported(change: Change) -> str:
    """The word under which a report counts a change: another title or date is a change like another text."""
    return "changed" if change.kind == "described" else change.kind


def given(encoder: GiveEncoder) -> Encoder:
    """The encoder itself."""
    return encoder() if callable(encoder) else encoder


def fingerprint(encoder: str) -> str:
    """Everything that shapes an index; another fingerprint is another index."""
    return f"{encoder} {chunk.VERSION} {lexical.VERSION} clean-{CLEANER_VERSION}"


def rebuild_reason(manifest: Manifest, encoder: str | None) -> str:
    """Why an index cannot be continued, or nothing; `encoder` None: by the same one."""
    state = manifest.state()
    if state.edition == 0 or state.fingerprint == fingerprint(encoder or state.encoder):
        return ""
    return f"it was made by {state.fingerprint}, and this is {fingerprint(encoder or state.encoder)}"
