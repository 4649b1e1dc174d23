"""Chroma itself: one graph of rows."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.vectors import Graph

AXES = np.eye(4, dtype=np.float32)


def test_nearest_come_first(tmp_path: Path) -> None:
    graph = Graph(tmp_path, make=True)
    graph.add(5, AXES[:3])
    query = np.array([0.8, 0.6, 0, 0], dtype=np.float32)
    found = graph.query(query, 3)
    assert [row for row, _ in found] == [5, 6, 7]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6, 0.0], abs=1e-5)
    assert [row for row, _ in graph.query(query, 1)] == [5]
    assert graph.query(query, 0) == []


def test_rows_are_replaced_forgotten_and_given_back(tmp_path: Path) -> None:
    graph = Graph(tmp_path, make=True)
    graph.add(0, AXES[:2])
    graph.put(np.array([0]), AXES[3:])
    graph.delete([1, 77])
    assert len(graph) == 1
    assert graph.query(AXES[3], 1) == [(0, pytest.approx(1.0))]
    assert graph.rows().tolist() == [0]
    held = graph.vectors([0, 1])
    assert list(held) == [0]
    np.testing.assert_allclose(held[0], AXES[3])


def test_more_than_one_call_can_take(tmp_path: Path) -> None:
    graph = Graph(tmp_path, make=True)
    graph._batch = 7
    graph.add(0, np.tile(AXES, (8, 1))[:30])
    assert graph.rows().tolist() == list(range(30))
    assert len(graph.vectors(range(30))) == 30
    graph.delete(list(range(20)))
    assert graph.rows().tolist() == list(range(20, 30))


def test_a_damaged_graph_says_so(tmp_path: Path) -> None:
    graph = Graph(tmp_path, make=True)
    graph.add(0, np.random.default_rng(0).normal(size=(1500, 4)).astype(np.float32))
    files = list(tmp_path.glob("*/*.bin"))
    assert files  # enough vectors that Chroma has written its graph
    for path in files:
        path.write_bytes(b"xx")
    with pytest.raises(IndexUnusable, match="cannot be used"):
        Graph(tmp_path).query(AXES[0], 3)


def test_no_graph_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="no vector store"):
        Graph(tmp_path / "0")
    assert not (tmp_path / "0").exists()


def test_what_is_open_stays_as_it_was(tmp_path: Path) -> None:
    writer = Graph(tmp_path, make=True)
    writer.add(0, AXES[:1])
    reader = Graph(tmp_path)
    assert reader.query(AXES[0], 1) == [(0, pytest.approx(1.0))]
    writer.add(1, AXES[1:2])
    assert [row for row, _ in reader.query(AXES[1], 2)] == [0]
    assert [row for row, _ in Graph(tmp_path).query(AXES[1], 1)] == [1]
