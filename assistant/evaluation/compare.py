"""Two runs over the same questions: which figures moved, by how much and how surely, and which questions did it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.evaluation.figures import MEANS, NAMES, Interval, figures, paired_bootstrap
from assistant.evaluation.gold import GoldError, Item
from assistant.evaluation.marks import Row

_HINT = "Give the output of: chancery eval GOLD.jsonl --json"
_NUMBERS = frozenset({"answer", "cited", "score", "confidence", "milliseconds"})
_COUNTS = frozenset({"num_citations", "num_verbatim", "num_words"})
_SHARES = frozenset({"citation_precision", "citation_need"})


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both runs. `difference` = after - before, None where either is; `interval` is that of the means."""

    before: float | None
    after: float | None
    difference: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose score is another one now."""

    id: str
    type: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs: the figures, the questions that won and those that lost (most first), and how many stayed."""

    figures: Mapping[str, Change]
    won: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    same: int


def load_run(path: Path) -> tuple[Row, ...]:
    """The rows of an earlier run, as `eval --json` printed it; raises `GoldError`."""
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise GoldError(f"Cannot read the run {path}: {error}", _HINT) from error
    rows = record.get("rows") if isinstance(record, dict) else None
    if not isinstance(rows, list) or not rows:
        raise GoldError(f"{path} is not a run: it has no rows.", _HINT)
    return tuple(_row(path, number, row) for number, row in enumerate(rows, start=1))


def check_same(before: Sequence[Row], gold: Sequence[Item]) -> None:
    """Raise `GoldError` unless the earlier run is over the questions of `gold`; both are named where they differ."""
    then = {row.id: row.question for row in before}
    now = {str(item["id"]): item["question"] for item in gold}
    only_then, only_now = sorted(set(then) - set(now)), sorted(set(now) - set(then))
    differing = sorted(id_ for id_ in set(then) & set(now) if then[id_] != now[id_])
    parts = [
        f"{label}: {', '.join(ids[:5])}{' ...' if len(ids) > 5 else ''}"
        for label, ids in (
            ("only in the run", only_then),
            ("only in the gold file", only_now),
            ("asked otherwise", differing),
        )
        if ids
    ]
    if parts:
        raise GoldError(f"The runs are over different questions ({'; '.join(parts)}).", "Run both over one gold file.")


def compare(before: Sequence[Row], after: Sequence[Row]) -> Comparison:
    """Both runs, paired by the ids of their questions, which must be the same ones."""
    earlier = {row.id: row for row in before}
    pairs = [(earlier[row.id], row) for row in after]
    then, now = figures([row for row, _ in pairs]), figures([row for _, row in pairs])
    changes = {name: _change(name, getattr(then, name), getattr(now, name), pairs) for name in NAMES if name != "items"}
    moved = [Moved(b.id, b.type, b.question, a.score, b.score) for a, b in pairs if a.score != b.score]
    moved.sort(key=lambda one: (-abs(one.after - one.before), one.id))
    return Comparison(
        figures=changes,
        won=tuple(one for one in moved if one.after > one.before),
        lost=tuple(one for one in moved if one.after < one.before),
        same=len(pairs) - len(moved),
    )


def _change(name: str, before: float | None, after: float | None, pairs: Sequence[tuple[Row, Row]]) -> Change:
    if before is None or after is None:
        return Change(before, after, None, None)
    value = MEANS.get(name)
    interval = value and paired_bootstrap([value(a) for a, _ in pairs], [value(b) for _, b in pairs])
    return Change(before, after, after - before, interval)


def _row(path: Path, number: int, record: object) -> Row:
    names = {field.name for field in fields(Row)}
    missing = names - set(record) if isinstance(record, dict) else names
    if not isinstance(record, dict) or missing:
        lacks = "an object" if not isinstance(record, dict) else ", ".join(sorted(missing))
        raise GoldError(f"{path}, row {number}: lacks {lacks}; it may be of another version.", _HINT)
    kept = {name: record[name] for name in names}
    wrong = sorted(name for name, value in kept.items() if not _fits(name, value))
    if wrong:
        raise GoldError(f"{path}, row {number}: cannot use its {', '.join(wrong)}", _HINT)
    return Row(**{**kept, "ranks": tuple(kept["ranks"])})


def _fits(name: str, value: object) -> bool:
    """Whether a value of a row in a file is of its field's type."""
    if name in {"id", "type", "question"}:
        return isinstance(value, str)
    if name in {"answerable", "refused", "right"}:
        return isinstance(value, bool)
    if name == "ranks":
        return isinstance(value, list) and all(one is None or _is_count(one, 1) for one in value)
    if name in _SHARES and value is None:
        return True
    if name in _COUNTS:
        return _is_count(value, 0)
    return name in _NUMBERS | _SHARES and isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
