"""Figures that can be computed by hand, and the properties of the drawn ones."""

import random

import pytest

from assistant.evaluation.figures import (
    NAMES,
    auroc,
    bootstrap,
    calibration,
    expected_calibration_error,
    figures,
    paired_bootstrap,
    percentile,
    scores,
)
from tests.assistant.evaluation.rows import REFUSED, ROWS


def test_the_figures_of_four_rows() -> None:
    made = figures(ROWS)
    assert (made.items, made.score) == (4, 0.5)
    assert (made.answer, made.cited, made.right) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert made.verbatim == 3 / 4
    assert (made.citation_precision, made.citation_need) == (0.5, 0.5)
    assert (made.refusal_precision, made.refusal_recall) == (0.5, 1.0)
    assert (made.recall_1, made.recall_5, made.mrr) == pytest.approx((0, 1 / 3, 1 / 6))
    assert (made.auroc, made.auroc_answerable) == pytest.approx((1.0, 2 / 3))
    assert made.ece == pytest.approx((abs(1 - 0.9) + abs(0 - 0.4)) / 2)
    assert (made.median_words, made.median_ms, made.p90_ms, made.p99_ms) == (10, 100, 300, 300)


def test_what_nothing_counts_towards_is_none() -> None:
    made = figures([REFUSED])
    empty = {name for name in NAMES if getattr(made, name) is None}
    assert {"answer", "cited", "right", "verbatim", "recall_1", "mrr", "auroc", "auroc_answerable", "ece"} <= empty


def test_scores_by_type_and_their_intervals() -> None:
    made = scores(ROWS, engine="e", missing_docs=["x"])
    assert made.by_type == {"fact": pytest.approx(1 / 3), "unanswerable": 1.0}
    assert made.types["unanswerable"].refusal_recall == 1.0
    low, high = made.intervals["score"]
    assert 0 <= low < 0.5 < high <= 1
    assert made.rows == tuple(ROWS)


@pytest.mark.parametrize(("share", "value"), [(0.5, 20), (0.51, 30), (0.9, 40), (0.99, 40), (0.0, 10)])
def test_percentile_is_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([40, 10, 30, 20], share) == value


@pytest.mark.parametrize(
    ("confidences", "positive", "value"),
    [
        ([0.9, 0.1], [True, False], 1.0),
        ([0.1, 0.9], [True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        ([0.9, 0.4, 0.4, 0.1], [True, True, False, False], 3.5 / 4),
        ([0.9], [True], None),
        ([], [], None),
    ],
)
def test_auroc(confidences: list[float], positive: list[bool], value: float | None) -> None:
    assert auroc(confidences, positive) == value


def test_auroc_is_the_count_of_pairs_and_turns_over_with_the_signs() -> None:
    drawn = random.Random(2)
    values = [drawn.randint(0, 9) / 10 for _ in range(60)]
    truth = [drawn.random() < 0.4 for _ in values]
    pairs = [
        (a, b) for a, t in zip(values, truth, strict=True) if t for b, u in zip(values, truth, strict=True) if not u
    ]
    by_hand = sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs)
    assert auroc(values, truth) == pytest.approx(by_hand)
    assert auroc([-value for value in values], truth) == pytest.approx(1 - by_hand)


def test_calibration_bins() -> None:
    bins = calibration([0.0, 0.1, 0.15, 1.0], [False, True, False, True])
    assert [one.count for one in bins] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (bins[1].confidence, bins[1].right) == (pytest.approx(0.125), 0.5)
    assert (bins[2].confidence, bins[2].right) == (None, None)
    assert sum(one.count for one in bins) == 4


def test_calibrated_answers_have_a_small_error_and_boasting_ones_a_large_one() -> None:
    drawn = random.Random(3)
    values = [drawn.random() for _ in range(20_000)]
    right = [drawn.random() < value for value in values]
    true = expected_calibration_error(calibration(values, right))
    boast = expected_calibration_error(calibration([1.0] * len(values), right))
    assert true is not None and true < 0.02
    assert boast == pytest.approx(1 - sum(right) / len(right))
    assert expected_calibration_error(calibration([], [])) is None


def test_bootstrap_covers_the_mean_and_is_the_same_each_time() -> None:
    drawn = random.Random(4)
    values = [drawn.random() for _ in range(400)]
    low, high = bootstrap(values) or (1, 0)
    half = 1.96 * (1 / 12) ** 0.5 / 20  # of a mean of 400 even draws
    assert low < sum(values) / 400 < high
    assert (high - low) / 2 == pytest.approx(half, rel=0.15)
    assert bootstrap(values) == (low, high)
    assert bootstrap([1.0] * 5) == (1.0, 1.0)
    assert bootstrap([]) is None


def test_the_paired_bootstrap_sees_a_small_steady_gain() -> None:
    drawn = random.Random(5)
    before = [drawn.random() for _ in range(50)]
    assert paired_bootstrap(before, [value + 0.01 for value in before]) == pytest.approx((0.01, 0.01))
    assert paired_bootstrap([None, 0.0, 1.0], [None, 1.0, 1.0]) is not None
    assert paired_bootstrap([None, None], [1.0, 1.0]) is None
    assert paired_bootstrap([], []) is None
