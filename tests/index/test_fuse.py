import pytest

from index.fuse import RRF_K, fuse


def test_agreement_beats_one_first_place() -> None:
    fused = fuse({"dense": ["a", "b"], "words": ["c", "b"]})
    assert [item.id for item in fused] == ["b", "a", "c"]
    assert fused[0].score == pytest.approx(2 / (RRF_K + 2))
    assert fused[0].origins == {"dense": 2, "words": 2}


def test_the_order_is_total() -> None:
    assert [item.id for item in fuse({"dense": ["z", "a"], "words": ["a", "z"]})] == ["a", "z"]


def test_nothing_fused_is_nothing() -> None:
    assert fuse({"dense": [], "words": []}) == []
