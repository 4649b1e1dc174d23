"""Ranks, recall and reciprocal rank, by hand and at their bounds."""

import random

import pytest

from assistant.evaluation.search import ranks, recall, reciprocal_rank, share, words

EVIDENCE = [
    {"doc": "a", "quote": "one two three four five"},
    {"doc": "b", "quote": "six seven", "alt": [{"doc": "c", "quote": "eight"}]},
]


def test_ranks_of_the_first_passage_that_holds_each_piece() -> None:
    passages = [("a", "one two"), ("c", "eight!"), ("b", "one two three four five"), ("a", "Three, TWO and one")]
    assert ranks(EVIDENCE, passages) == (4, 2)  # 3 of 5 words are the 60% that are asked for
    assert ranks(EVIDENCE, []) == (None, None)


def test_two_passages_do_not_hold_together_what_neither_holds() -> None:
    assert ranks(EVIDENCE[:1], [("a", "one two"), ("a", "three four")]) == (None,)


@pytest.mark.parametrize(
    ("kind", "found", "k", "value"),
    [
        ("fact", (4, 2), 1, 0.0),
        ("fact", (4, 2), 2, 1.0),
        ("compare", (4, 2), 2, 0.5),
        ("compare", (4, 2), 4, 1.0),
        ("compare", (None, 2), 20, 0.5),
        ("fact", (None,), 20, 0.0),
        ("fact", (), 20, None),
    ],
)
def test_recall(kind: str, found: tuple[int | None, ...], k: int, value: float | None) -> None:
    assert recall(kind, found, k) == value


@pytest.mark.parametrize(("found", "value"), [((4, 2), 0.5), ((1,), 1.0), ((None,), 0.0), ((), None)])
def test_reciprocal_rank(found: tuple[int | None, ...], value: float | None) -> None:
    assert reciprocal_rank(found) == value


def test_bounds() -> None:
    """0 <= recall <= 1, never falling with k; recall@1 <= reciprocal rank <= recall@20 where any piece is enough."""
    drawn = random.Random(1)
    for _ in range(200):
        found = tuple(drawn.choice([None, *range(1, 21)]) for _ in range(drawn.randint(1, 4)))
        for kind in ("fact", "compare"):
            curve = [recall(kind, found, k) or 0.0 for k in range(1, 21)]
            assert curve == sorted(curve) and 0 <= curve[0] <= curve[-1] <= 1
        first, reciprocal = recall("fact", found, 1), reciprocal_rank(found)
        assert first is not None and reciprocal is not None
        assert first <= reciprocal <= (recall("fact", found, 20) or 0.0)


def test_no_evidence_is_all_found() -> None:
    assert share("compare", []) == 1.0


def test_words_are_folded() -> None:
    assert words("The INF’s range[5]: 1,550 Ärger") == ["the", "inf's", "range", "1", "550", "ärger"]
