import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.vectors import VectorStore

AXES = np.eye(4, dtype=np.float32)


def test_nearest_come_first_and_k_may_be_larger_than_the_store(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.upsert(["a", "b", "c"], AXES[:3])
    query = np.array([0.8, 0.6, 0, 0], dtype=np.float32)
    found = store.query(query, 50)
    assert [key for key, _ in found] == ["a", "b", "c"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6, 0.0], abs=1e-5)
    assert [key for key, _ in store.query(query, 1)] == ["a"]


def test_upsert_replaces_and_delete_forgets(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.upsert(["a", "b"], AXES[:2])
    store.upsert(["a"], AXES[3:])
    store.delete(["b", "never there"])
    assert len(store) == 1
    assert store.query(AXES[3], 5)[0] == ("a", pytest.approx(1.0))


def test_k_may_be_any_number_and_vectors_are_given_back(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.upsert(["a", "b"], AXES[:2])
    assert len(store.query(AXES[0], 10**30)) == 2
    held = store.get(["b", "never there"])
    assert list(held) == ["b"]
    np.testing.assert_allclose(held["b"], AXES[1])
    assert store.get([]) == {}


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    vectors = np.random.default_rng(0).normal(size=(1500, 4)).astype(np.float32)
    store.upsert([str(n) for n in range(1500)], vectors)
    graphs = list(tmp_path.glob("*/*.bin"))
    assert graphs  # enough vectors that Chroma has written its graph
    for path in graphs:
        path.write_bytes(b"xx")
    with pytest.raises(IndexUnusable, match="cannot be used"):
        VectorStore(tmp_path).query(AXES[0], 3)


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    assert VectorStore(tmp_path).query(AXES[0], 3) == []


def test_more_than_one_call_can_take(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store._batch = 7
    store.upsert([str(n) for n in range(30)], np.tile(AXES, (8, 1))[:30])
    assert len(store) == 30
    store.delete([str(n) for n in range(20)])
    assert len(store) == 10


def test_reopen_shows_what_another_process_wrote(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.upsert(["a"], AXES[:1])
    assert store.query(AXES[1], 5)
    script = (
        "import sys, numpy; from pathlib import Path; from index.vectors import VectorStore;"
        "store = VectorStore(Path(sys.argv[1]));"
        "store.upsert(['b'], numpy.eye(4, dtype='float32')[1:2]); store.delete(['a'])"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60)
    store.reopen()
    assert [key for key, _ in store.query(AXES[1], 5)] == ["b"]


def test_two_stores_of_one_folder_in_one_process(tmp_path: Path) -> None:
    writer, reader = VectorStore(tmp_path), VectorStore(tmp_path)
    writer.upsert(["a"], AXES[:1])
    reader.reopen()
    writer.upsert(["b"], AXES[1:2])
    reader.reopen()
    assert {key for key, _ in reader.query(AXES[0], 5)} == {"a", "b"}
