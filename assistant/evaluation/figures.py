"""The figures of many marks: means, bootstrap intervals, and how far the confidence can be trusted.

Pure functions of rows. A figure towards which nothing counts is None, never 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.marks import Row
from assistant.evaluation.search import CUTS, recall, reciprocal_rank

RESAMPLES = 2000  # of a bootstrap; the ends of an interval then move by less than a hundredth between seeds
BINS = 10  # of the calibration table, of equal width
_SEED = 0
_ENDS = (2.5, 97.5)  # percentiles of the resampled means: 95% of them lie between

Interval = tuple[float, float]


def _recall(row: Row, k: int) -> float | None:
    return recall(row.type, row.ranks, k)


MEANS: Mapping[str, Callable[[Row], float | None]] = {
    "score": lambda row: row.score,
    "answer": lambda row: row.answer if row.answerable else None,
    "cited": lambda row: row.cited if row.answerable else None,
    "right": lambda row: float(row.right) if row.answerable else None,
    "citation_precision": lambda row: row.citation_precision,
    "citation_need": lambda row: row.citation_need,
    "refusal_precision": lambda row: float(not row.answerable) if row.refused else None,
    "refusal_recall": lambda row: float(row.refused) if not row.answerable else None,
    **{f"recall_{k}": partial(_recall, k=k) for k in CUTS},
    "mrr": lambda row: reciprocal_rank(row.ranks),
}
"""The figures that are means over the questions: what a row adds to each, or None when it does not count towards it.

refusal_precision = (refused and unanswerable) / refused; refusal_recall = (refused and unanswerable) / unanswerable.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some rows: the means of `MEANS`, and those that are no means.

    verbatim = citations that are exact slices of their articles / citations. Latencies are in milliseconds; a
    percentile is the smallest value that this share of the questions does not exceed.
    """

    items: int
    score: float | None
    answer: float | None
    cited: float | None
    right: float | None
    verbatim: float | None
    citation_precision: float | None
    citation_need: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    recall_1: float | None
    recall_5: float | None
    recall_10: float | None
    recall_20: float | None
    mrr: float | None
    auroc: float | None
    auroc_answerable: float | None
    ece: float | None
    median_words: float
    median_ms: float
    p90_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in [low, high), the last bin closed; the means are None when it is empty."""

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores(Figures):
    """A run: the figures in total, 95% intervals of the means, the figures by type, and every row.

    `missing_docs` are articles that the gold file names and the library does not have.
    """

    by_type: Mapping[str, float]  # the score alone
    types: Mapping[str, Figures]
    intervals: Mapping[str, Interval]
    calibration: tuple[Bin, ...]
    missing_docs: tuple[str, ...]
    engine: str
    rows: tuple[Row, ...]


NAMES = tuple(field.name for field in fields(Figures))


def scores(rows: Sequence[Row], *, engine: str = "", missing_docs: Sequence[str] = ()) -> Scores:
    """The scores of a run; `rows` has at least one."""
    kinds = sorted({row.type for row in rows})
    types = {kind: figures([row for row in rows if row.type == kind]) for kind in kinds}
    return Scores(
        **_values(rows),
        by_type={kind: mean(row.score for row in rows if row.type == kind) for kind in kinds},
        types=types,
        intervals={
            name: interval
            for name, value in MEANS.items()
            if (interval := bootstrap([one for row in rows if (one := value(row)) is not None])) is not None
        },
        calibration=calibration(*_given(rows)),
        missing_docs=tuple(missing_docs),
        engine=engine,
        rows=tuple(rows),
    )


def figures(rows: Sequence[Row]) -> Figures:
    """The figures of one or more rows."""
    return Figures(**_values(rows))


def _values(rows: Sequence[Row]) -> dict[str, Any]:  # the fields of `Figures`
    means = {name: mean_of([value(row) for row in rows]) for name, value in MEANS.items()}
    confidences, right = _given(rows)
    quotes = sum(row.num_citations for row in rows)
    times = [row.milliseconds for row in rows]
    return {
        "items": len(rows),
        **means,
        "verbatim": sum(row.num_verbatim for row in rows) / quotes if quotes else None,
        "auroc": auroc(confidences, right),
        "auroc_answerable": auroc([row.confidence for row in rows], [row.answerable for row in rows]),
        "ece": expected_calibration_error(calibration(confidences, right)),
        "median_words": median(row.num_words for row in rows),
        "median_ms": median(times),
        "p90_ms": percentile(times, 0.9),
        "p99_ms": percentile(times, 0.99),
    }


def _given(rows: Sequence[Row]) -> tuple[list[float], list[bool]]:
    """The confidence of every answer that was given, not refused, and whether it is right."""
    given = [row for row in rows if not row.refused]
    return [row.confidence for row in given], [row.right for row in given]


def mean_of(values: Sequence[float | None]) -> float | None:
    """sum(v) / n over the values that are not None; None when there are none."""
    counting = [value for value in values if value is not None]
    return mean(counting) if counting else None


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the ceil(share * n)-th smallest of n >= 1 values."""
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def auroc(confidences: Sequence[float], positive: Sequence[bool]) -> float | None:
    """How well the confidence parts the positive from the negative: P(c+ > c-) + P(c+ = c-) / 2; None without both.

    0.5 is chance, 1 is perfect. Counted by ranks (Mann-Whitney U / (n+ n-)).
    """
    values, truth = np.asarray(confidences, dtype=np.float64), np.asarray(positive, dtype=bool)
    above, below = values[truth], np.sort(values[~truth])
    if not len(above) or not len(below):
        return None
    wins = np.searchsorted(below, above, side="left")
    ties = np.searchsorted(below, above, side="right") - wins
    return float((wins.sum() + ties.sum() / 2) / (len(above) * len(below)))


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Bin, ...]:
    """Ten bins of equal width: how many answers, their mean confidence, and the share of them that is right."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, is_right in zip(confidences, right, strict=True):
        bins[min(max(int(confidence * BINS), 0), BINS - 1)].append((confidence, is_right))
    return tuple(
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(held),
            confidence=mean_of([confidence for confidence, _ in held]),
            right=mean_of([float(is_right) for _, is_right in held]),
        )
        for number, held in enumerate(bins)
    )


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """ECE = sum over the bins of (count / n) * |share right - mean confidence|; None without answers."""
    total = sum(one.count for one in bins)
    gaps = [
        one.count * abs(one.right - one.confidence)
        for one in bins
        if one.right is not None and one.confidence is not None
    ]
    return sum(gaps) / total if total else None


def bootstrap(values: Sequence[float]) -> Interval | None:
    """The 2.5th and 97.5th percentile of the means of 2,000 resamples with replacement; None without values. Seeded."""
    if not values:
        return None
    column = np.asarray(values, dtype=np.float64)
    return _ends(column[_drawn(len(column))].mean(axis=1))


def paired_bootstrap(before: Sequence[float | None], after: Sequence[float | None]) -> Interval | None:
    """The interval of mean(after) - mean(before), the same questions drawn for both; None where either counts nothing.

    Question i counts towards a mean only where it is not None, so a resample in which one mean has none is left out.
    """
    pairs = np.array([before, after], dtype=np.float64)  # (2, n); None becomes not-a-number
    drawn = pairs[:, _drawn(pairs.shape[1])] if pairs.shape[1] else pairs[:, None, :]  # (2, resamples, n)
    counting = ~np.isnan(drawn)
    whole = counting.any(axis=2).all(axis=0)
    if not whole.any():
        return None
    sums, counts = np.where(counting, drawn, 0.0).sum(axis=2)[:, whole], counting.sum(axis=2)[:, whole]
    means = sums / counts
    return _ends(means[1] - means[0])


def _drawn(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, count, size=(RESAMPLES, count))


def _ends(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, _ENDS)
    return float(low), float(high)
