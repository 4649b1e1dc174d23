"""Searching by meaning, over graphs and rows: always what a look at every row would find."""

from pathlib import Path

import numpy as np
import pytest

from index import dense as module
from index import graphs
from index.dense import Dense
from index.graphs import GraphWriter, graph_folder, is_writing, opening, torn, waiting
from index.rows import RowFile
from index.vectors import Graph

COUNT, DIMENSION, SHARD = 230, 16, 64


def drawn(count: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "SHARD_ROWS", SHARD)


class Edition:
    """Vectors in rows and graphs, as an edition keeps them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "chroma"
        self.folder.mkdir()
        self.rows = RowFile.make(folder / "vectors", DIMENSION)
        self.vectors = drawn(COUNT)
        self.live = np.arange(0)
        self.writer = GraphWriter(self.folder, self.rows, lambda a, b: self.live[(self.live >= a) & (self.live < b)])

    def reopen(self) -> None:
        self.writer.close()
        self.writer = GraphWriter(self.folder, self.rows, self.writer._live)

    def held(self, shard: int) -> list[int]:
        folder = graph_folder(self.folder, shard)
        assert folder is not None
        return Graph(folder).rows().tolist()

    def write(self, first: int, last: int) -> None:
        self.vectors[first:last] = self.rows.append(first, self.vectors[first:last])
        self.writer.add(first, self.vectors[first:last])
        self.live = np.arange(last)

    def best(self, query: np.ndarray, k: int, among: np.ndarray) -> list[int]:
        return among[np.argsort(-(self.vectors[among] @ query), kind="stable")][:k].tolist()


@pytest.fixture
def edition(tmp_path: Path, small_shards: None) -> Edition:
    made = Edition(tmp_path)
    made.write(0, 150)
    made.write(150, COUNT)
    made.writer.close()
    return made


@pytest.mark.parametrize("filtered", [False, True])
def test_the_nearest_are_found_though_all_are_in_one_shard(
    tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch, filtered: bool
) -> None:
    monkeypatch.setattr(module, "_MORE", 2)
    monkeypatch.setattr(module, "_ROW_US", 1000.0)  # so that a filter does not make it look at each row
    edition = Edition(tmp_path)
    event = drawn(1, seed=5)
    edition.vectors[SHARD : 2 * SHARD] = 0.2 * edition.vectors[SHARD : 2 * SHARD] + event
    edition.vectors /= np.linalg.norm(edition.vectors, axis=1, keepdims=True)
    edition.write(0, COUNT)
    edition.writer.close()
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    among = np.arange(0, COUNT, 2 if filtered else 1)
    passing = np.isin(np.arange(COUNT), among) if filtered else None
    asked = []
    monkeypatch.setattr(search, "_shard", lambda *given: asked.append(given[:3:2]) or Dense._shard(search, *given))
    found = [row for row, _ in search.search(event[0], 24, COUNT, passing)]
    assert found == edition.best(event[0], 24, among)
    assert all(SHARD <= row < 2 * SHARD for row in found)
    assert sorted(asked) == [(0, 14), (1, 14), (1, 24), (2, 14), (3, 14)]


@pytest.mark.parametrize("loaded", [False, True])
def test_the_nearest_are_found_with_and_without_graphs(edition: Edition, loaded: bool) -> None:
    search = Dense(edition.folder, edition.rows)
    if loaded:
        search.load(COUNT)
    else:
        search._asked = -100  # so that none is opened meanwhile
    for query in drawn(20, seed=1):
        found = search.search(query, 10, COUNT)
        assert [row for row, _ in found] == edition.best(query, 10, np.arange(COUNT))
        np.testing.assert_allclose(
            [score for _, score in found], edition.vectors[[r for r, _ in found]] @ query, atol=4e-3
        )
    if loaded:
        assert [one.graph is not None for _, one in sorted(search._loaded.items())] == [True] * 4


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_filter_leaves_the_nearest_of_those_that_pass(edition: Edition, share: float) -> None:
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    passing = np.random.default_rng(3).random(COUNT) < share
    for query in drawn(20, seed=2):
        found = search.search(query, 10, COUNT, passing)
        assert [row for row, _ in found] == edition.best(query, 10, np.flatnonzero(passing))


def test_a_filter_that_a_graph_answers(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROW_US", 1e6)  # looking at rows costs so much that the graphs are asked
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    passing = np.random.default_rng(4).random(COUNT) < 0.6
    missed = 0
    for query in drawn(20, seed=5):
        found = [row for row, _ in search.search(query, 10, COUNT, passing)]
        assert len(set(found)) == 10
        assert passing[found].all()
        missed += len(set(edition.best(query, 10, np.flatnonzero(passing))) - set(found))
    assert missed <= 4  # of 200: graphs are built by several threads, and differ from run to run


def test_rows_written_since_a_graph_was_opened_are_found(edition: Edition) -> None:
    search = Dense(edition.folder, edition.rows)
    search.load(100)
    for query in drawn(10, seed=6):
        found = search.search(query, 10, COUNT)
        assert [row for row, _ in found] == edition.best(query, 10, np.arange(COUNT))
        assert len({row for row, _ in found}) == 10


def test_graphs_are_opened_after_the_first_searches(edition: Edition) -> None:
    search = Dense(edition.folder, edition.rows)
    search.search(edition.vectors[0], 5, COUNT)
    assert search._loader is None
    search.search(edition.vectors[0], 5, COUNT)
    assert search._loader is not None
    search._loader.join()
    assert len(search._loaded) == 4


def test_a_graph_that_is_being_written_is_not_opened(edition: Edition) -> None:
    edition.writer.delete([200])
    assert is_writing(edition.folder, 3)
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    assert sorted(search._loaded) == [0, 1, 2]
    assert len(search.search(edition.vectors[0], COUNT, COUNT)) == COUNT
    edition.writer.close()
    search.load(COUNT)
    assert sorted(search._loaded) == [0, 1, 2, 3]


def test_nobody_begins_to_write_while_a_graph_is_opened(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "_PATIENCE_S", 0.1)
    with opening(edition.folder, 0) as may:
        assert may
        with opening(edition.folder, 0) as again:
            assert not again
        with pytest.raises(Exception, match="has been opening"):
            edition.writer.delete([1])
    edition.writer.delete([1])
    assert is_writing(edition.folder, 0)


def test_what_a_dead_writer_left_is_made_again(edition: Edition) -> None:
    edition.live = np.delete(edition.live, 7)
    edition.writer.delete([7])
    edition.writer.abandon()  # as a crash would leave it
    assert torn(edition.folder, COUNT) == [0]
    mender = GraphWriter(edition.folder, edition.rows, edition.writer._live)
    seen: list[tuple[int, int]] = []
    mender.mend(0, lambda done, total: seen.append((done, total)))
    assert torn(edition.folder, COUNT) == []
    assert seen == [(63, 63)]
    assert mender.is_whole(0)
    mender.close()


def test_a_graph_made_again_under_an_open_reader_is_noticed(edition: Edition) -> None:
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    for shard in range(4):
        edition.writer.mend(shard)
    assert sorted(path.name for path in edition.folder.iterdir() if path.is_dir()) == ["0-2", "1-2", "2-2", "3-2"]
    for query in drawn(20, seed=9):
        assert [row for row, _ in search.search(query, 10, COUNT)] == edition.best(query, 10, np.arange(COUNT))


def test_a_damaged_graph_is_done_without(edition: Edition) -> None:
    for path in (edition.folder / "1-1").rglob("*"):
        if path.is_file():
            path.write_bytes(b"xx")
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    assert search._loaded[1].graph is None
    for query in drawn(5, seed=8):
        assert [row for row, _ in search.search(query, 10, COUNT)] == edition.best(query, 10, np.arange(COUNT))
    writer = GraphWriter(edition.folder, edition.rows, edition.writer._live)
    assert writer.is_whole(1)  # made again as it was opened
    writer.close()
    assert (edition.folder / "1-2").is_dir()
    assert not (edition.folder / "1-1").exists()


@pytest.fixture
def waiting_rows(tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """220 rows in graphs, and three more that wait."""
    monkeypatch.setattr(graphs, "LARGE", 16)
    monkeypatch.setattr(graphs, "WAITING", 8)
    made = Edition(tmp_path)
    made.write(0, 220)
    made.reopen()
    made.write(220, 223)
    return made


def test_a_few_rows_wait_for_a_large_graph_and_are_found(waiting_rows: Edition) -> None:
    assert waiting(waiting_rows.folder) == 220
    assert not any(is_writing(waiting_rows.folder, shard) for shard in range(4))  # none was opened for them
    assert waiting_rows.held(3) == list(range(192, 220))
    search = Dense(waiting_rows.folder, waiting_rows.rows)
    search._asked = -100  # so that none is opened meanwhile
    for load in (False, True):
        if load:
            search.load(223)
            assert search._loaded[3].upto == 220
        for row in (219, 220, 222):
            assert search.search(waiting_rows.vectors[row], 1, 223)[0][0] == row


def test_rows_wait_no_longer_when_there_are_many(waiting_rows: Edition) -> None:
    waiting_rows.reopen()
    waiting_rows.write(223, 226)
    assert waiting(waiting_rows.folder) == 220
    waiting_rows.write(226, COUNT)
    waiting_rows.writer.close()
    assert waiting(waiting_rows.folder) is None
    assert waiting_rows.held(3) == list(range(192, COUNT))


def test_rows_that_wait_are_written_when_it_is_asked_for(waiting_rows: Edition) -> None:
    waiting_rows.writer.delete([221])
    assert not is_writing(waiting_rows.folder, 3)  # the graph never had it
    waiting_rows.rows.erase(np.array([221]))
    waiting_rows.live = np.delete(waiting_rows.live, 221)
    waiting_rows.writer.catch_up(223)
    assert waiting(waiting_rows.folder) == 220  # until the disk has the graph
    waiting_rows.writer.close()
    assert waiting(waiting_rows.folder) is None
    assert waiting_rows.held(3) == [*range(192, 221), 222]


def test_a_crash_while_waiting_rows_are_written_loses_none(waiting_rows: Edition) -> None:
    waiting_rows.writer.catch_up(223)
    waiting_rows.writer.abandon()
    assert torn(waiting_rows.folder, 223) == [3]
    waiting_rows.reopen()
    waiting_rows.writer.mend(3)
    waiting_rows.write(223, COUNT)
    waiting_rows.writer.close()
    assert waiting_rows.held(3) == list(range(192, COUNT))
    assert torn(waiting_rows.folder, COUNT) == []


def test_a_small_graph_has_every_row_at_once(edition: Edition) -> None:
    assert waiting(edition.folder) is None
    assert edition.held(3) == list(range(192, COUNT))


def test_nothing_to_search(tmp_path: Path) -> None:
    rows = RowFile.make(tmp_path / "v", DIMENSION)
    assert Dense(tmp_path, rows).search(drawn(1)[0], 5, 0) == []
    assert Dense(tmp_path, rows).search(drawn(1)[0], 5, 7) == []  # reserved, and not written yet


def test_an_edition_keeps_the_size_of_its_graphs(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program may make larger ones."""
    monkeypatch.setattr(graphs, "SHARD_ROWS", 1000)
    search = Dense(edition.folder, edition.rows)
    search.load(COUNT)
    assert sorted(search._loaded) == [0, 1, 2, 3]
    query = drawn(1, seed=3)[0]
    assert [row for row, _ in search.search(query, 10, COUNT)] == edition.best(query, 10, np.arange(COUNT))
    (edition.folder / "shard-rows").unlink()  # as before there was such a note
    monkeypatch.setattr(graphs, "_FORMER_ROWS", SHARD)
    assert graphs.Shards.of(edition.folder).rows == SHARD
    assert graphs.Shards.of(edition.folder / "none").rows == 1000
