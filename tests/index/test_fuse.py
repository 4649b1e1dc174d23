import pytest

from index.fuse import DENSE_SHARE, RRF_K, fuse, fuse_scores

WORDS_SHARE = 1 - DENSE_SHARE


def test_agreement_beats_one_first_place() -> None:
    fused = fuse({"dense": ["a", "b"], "words": ["c", "b"]})
    assert [item.id for item in fused] == ["b", "a", "c"]
    assert fused[0].score == pytest.approx(2 / (RRF_K + 2))
    assert fused[0].origins == {"dense": 2, "words": 2}


def test_the_order_is_total() -> None:
    assert [item.id for item in fuse({"dense": ["z", "a"], "words": ["a", "z"]})] == ["a", "z"]


def test_nothing_fused_is_nothing() -> None:
    assert fuse({"dense": [], "words": []}) == []
    assert fuse_scores([], []) == []


def test_scores_are_weighed_and_ranks_kept() -> None:
    fused = {item.row: item for item in fuse_scores([(1, 0.8), (2, 0.6)], [(2, 20.0), (1, 5.0)])}
    assert fused[1].score == pytest.approx(DENSE_SHARE * 0.8 + WORDS_SHARE / 4)
    assert fused[2].score == pytest.approx(DENSE_SHARE * 0.6 + WORDS_SHARE)
    assert fused[2].origins == {"dense": 2, "words": 1}


def test_a_clear_lead_of_one_side_decides() -> None:
    """By ranks both would be equal."""
    assert [item.row for item in fuse_scores([(1, 0.9), (2, 0.3)], [(2, 10.0), (1, 9.9)])] == [1, 2]
    assert [item.row for item in fuse_scores([(1, 0.41), (2, 0.4)], [(2, 10.0), (1, 2.0)])] == [2, 1]


def test_what_a_side_lacks_counts_as_its_last() -> None:
    fused = {item.row: item.score for item in fuse_scores([(1, 0.8), (2, 0.5)], [(3, 10.0), (2, 4.0)])}
    assert fused[1] == pytest.approx(DENSE_SHARE * 0.8 + WORDS_SHARE * 0.4)
    assert fused[3] == pytest.approx(DENSE_SHARE * 0.5 + WORDS_SHARE)


def test_a_whole_list_of_words_hides_nothing() -> None:
    fused = {item.row: item for item in fuse_scores([(1, 0.8), (2, 0.5)], [(2, 10.0)], cut=False)}
    assert fused[1].score == pytest.approx(DENSE_SHARE * 0.8)
    assert fused[1].origins == {"dense": 1}


def test_one_side_alone_keeps_its_order() -> None:
    assert [item.row for item in fuse_scores([(2, 0.5), (1, 0.4)], [])] == [2, 1]
    assert [item.row for item in fuse_scores([], [(2, 7.0), (1, 3.0)])] == [2, 1]


def test_scores_are_between_0_and_1_and_ties_go_by_row() -> None:
    fused = fuse_scores([(9, 1.0), (4, -0.2), (3, -0.3)], [(9, 30.0)], cut=False)
    assert [(item.row, item.score) for item in fused] == [(9, pytest.approx(1.0)), (3, 0.0), (4, 0.0)]
