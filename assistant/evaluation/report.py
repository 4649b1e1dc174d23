"""A run as one JSON object and as plain text. Pure functions; nothing is printed here."""

from collections.abc import Sequence
from dataclasses import asdict

from assistant.evaluation.compare import Comparison, Moved
from assistant.evaluation.figures import NAMES, Figures, Scores

ROWS_BY_TYPE = ("items", "score", "answer", "cited", "refusal_recall", "recall_10", "mrr")  # columns of the table


def as_json(scores: Scores, against: Comparison | None = None) -> dict[str, object]:
    """The scores as one JSON object, which `--against` takes; a comparison stands under `against`."""
    record = asdict(scores)
    return record if against is None else {**record, "against": asdict(against)}


def as_text(scores: Scores, num_worst: int = 5, against: Comparison | None = None) -> str:
    """The figures with their 95% intervals, those by type, the calibration, and the questions that went worst."""
    lines = [f"{name:<20}{_line(scores, name)}".rstrip() for name in NAMES]
    lines += ["", *_by_type(scores), "", *_calibration(scores), ""]
    if scores.missing_docs:
        lines += [f"not in the library: {', '.join(scores.missing_docs)}", ""]
    worst = sorted(scores.rows, key=lambda row: (row.score, row.id))[:num_worst]
    lines += [f"{row.score:.2f}  {row.id}  {row.type}{'  refused' if row.refused else ''}" for row in worst]
    return "\n".join(lines if against is None else [*lines, "", *_compared(against)])


def figure(value: float | None, *, signed: bool = False) -> str:
    """A figure in four digits, `-` for None."""
    return "-" if value is None else f"{value:{'+' if signed else ''}.4g}"


def _line(scores: Scores, name: str) -> str:
    interval = scores.intervals.get(name)
    span = f"  {interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
    return f"{figure(getattr(scores, name)):<8}{span}"


def _by_type(scores: Scores) -> list[str]:
    rows: list[tuple[str, Figures]] = list(scores.types.items())
    head = f"{'by type':<20}" + "".join(f"{name:>16}" for name in ROWS_BY_TYPE)
    return [
        head,
        *(f"{kind:<20}" + "".join(f"{figure(getattr(one, name)):>16}" for name in ROWS_BY_TYPE) for kind, one in rows),
    ]


def _calibration(scores: Scores) -> list[str]:
    head = f"{'confidence':<20}{'answers':>16}{'mean':>16}{'share right':>16}"
    return [
        head,
        *(
            f"{one.low:.1f} to {one.high:<13.1f}{one.count:>16}{figure(one.confidence):>16}{figure(one.right):>16}"
            for one in scores.calibration
            if one.count
        ),
    ]


def _compared(against: Comparison) -> list[str]:
    lines = [f"{'against':<20}{'before':>10}{'after':>10}{'difference':>12}  95% interval"]
    for name, one in against.figures.items():
        span = f"  {one.interval[0]:+.3f} to {one.interval[1]:+.3f}" if one.interval else ""
        numbers = f"{figure(one.before):>10}{figure(one.after):>10}{figure(one.difference, signed=True):>12}"
        lines.append(f"{name:<20}{numbers}{span}")
    counts = f"{len(against.won)} won, {len(against.lost)} lost, {against.same} the same"
    return [*lines, "", counts, *_moved("won ", against.won), *_moved("lost", against.lost)]


def _moved(word: str, questions: Sequence[Moved]) -> list[str]:
    return [f"{word}  {one.before:.2f} -> {one.after:.2f}  {one.id}  {one.question}" for one in questions]
