"""The file of vectors."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.rows import RowFile


def drawn(count: int, dimension: int = 8) -> np.ndarray:
    vectors = np.random.default_rng(count).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_what_is_written_is_read_back_to_three_digits(tmp_path: Path) -> None:
    rows = RowFile.make(tmp_path / "v", 8)
    vectors = drawn(50)
    rows.append(0, vectors[:30])
    rows.append(30, vectors[30:])
    some = np.array([49, 3, 3, 30])
    np.testing.assert_allclose(rows.read(some), vectors[some], atol=2e-3)
    np.testing.assert_allclose(RowFile(tmp_path / "v", 8).read(np.arange(50)), vectors, atol=2e-3)


@pytest.mark.parametrize("chosen", [np.arange(9000), np.arange(0, 9000, 7), np.array([], dtype=np.int64)])
def test_cosines_are_those_of_the_rows(tmp_path: Path, chosen: np.ndarray) -> None:
    rows = RowFile.make(tmp_path / "v", 8)
    vectors = drawn(9000)
    rows.append(0, vectors)
    query = drawn(1)[0]
    np.testing.assert_allclose(rows.cosines(chosen, query), vectors[chosen] @ query, atol=4e-3)


def test_rounding_is_to_the_nearest(tmp_path: Path) -> None:
    rows = RowFile.make(tmp_path / "v", 2)
    rows.append(0, np.array([[1.0, -0.00390625], [1.00390625, 1.01171875]], dtype=np.float32))
    assert rows.read(np.arange(2)).tolist() == [[1.0, -0.00390625], [1.0, 1.015625]]  # halves go to the even one


def test_a_row_written_again_after_a_crash_is_the_new_one(tmp_path: Path) -> None:
    rows = RowFile.make(tmp_path / "v", 8)
    rows.append(0, drawn(4))
    rows.append(2, drawn(9)[:3])
    np.testing.assert_allclose(rows.read(np.array([4])), drawn(9)[2:3], atol=2e-3)
    rows.erase(np.array([0]))
    assert not rows.read(np.array([0])).any()


def test_rows_that_are_not_there(tmp_path: Path) -> None:
    rows = RowFile.make(tmp_path / "v", 8)
    rows.append(0, drawn(3))
    assert rows.held(5) == 3
    assert rows.held(2) == 2
    with pytest.raises(IndexUnusable, match="holds 3 vectors, and 5 are listed"):
        rows.read(np.array([4]))
    (tmp_path / "v").unlink()
    with pytest.raises(IndexUnusable, match="cannot be read"):
        RowFile(tmp_path / "v", 8).read(np.array([0]))
    with pytest.raises(IndexUnusable, match="cannot be written"):
        rows.append(3, drawn(1))
