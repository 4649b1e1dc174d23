"""The doctor finds what is wrong, names the command that mends it, and that command does."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import numpy as np
import pytest

from corpus.home import Home
from index import editions, graphs
from index.build import IndexLocked, build
from index.doctor import examine
from index.graphs import GraphWriter
from index.index import Index
from index.ledger import Ledger
from index.lexical import Entry
from index.lock import writing
from index.rows import RowFile
from index.stores import StoreWriter
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all

DIMENSION = AxisEncoder().dimension


@pytest.fixture
def built(home: Home, encoder: AxisEncoder) -> Home:
    write_all(home)
    build(home, encoder)
    return home


def test_a_sound_index(built: Home) -> None:
    told: list[str] = []
    checkup = examine(built, tell=lambda what, done, total: told.append(what))
    assert checkup.sound
    assert (checkup.articles, checkup.passages, checkup.dead, checkup.sources, checkup.waiting) == (3, 3, 0, 3, 0)
    assert set(told) == {"articles", "vectors", "graphs", "sources"}


def test_nothing_indexed_is_nothing_wrong(home: Home) -> None:
    assert examine(home).sound
    write_all(home)
    assert (examine(home).sound, examine(home).waiting) == (True, 3)


def test_what_waits_is_no_fault(built: Home) -> None:
    write(built, "new.md", "Something new about an embassy. It was closed in spring.")
    write(built, "grain.md", "The grain deal ended. No ship left the port on that day.")
    (built.sources / "syria.md").unlink()
    checkup = examine(built)
    assert (checkup.sound, checkup.waiting, checkup.sources) == (True, 3, 1)


def test_rows_that_wait_for_their_graph_are_no_fault(
    built: Home, encoder: AxisEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "LARGE", 1)
    vectors = editions.live(built.index) / editions.VECTORS
    write(built, "new.md", "Something new about an embassy. It was closed in spring.")
    build(built, encoder, only=["new.md"])
    assert graphs.waiting(vectors) == 3
    assert examine(built).sound
    assert any("embassy" in hit.passage.text for hit in Index.open(built, encoder).search("embassy", 3))
    write(built, "newer.md", "Something newer about a consulate. It was opened in autumn.")
    build(built, encoder)
    assert graphs.waiting(vectors) is None
    assert examine(built).sound


def test_while_a_build_runs_it_does_not_judge(built: Home) -> None:
    with writing(built.index), pytest.raises(IndexLocked):
        examine(built)


def sql(home: Home, statement: str) -> None:
    with sqlite3.connect(editions.manifest(home.index)) as db:
        db.execute(statement)
    db.close()


def ledger(home: Home) -> Ledger:
    return Ledger(editions.manifest(home.index))


def lose_words(home: Home) -> None:
    words = StoreWriter(ledger(home)).words
    words.delete([1])
    words.commit()
    words.close()


def other_words(home: Home) -> None:
    words = StoreWriter(ledger(home)).words
    words.delete([1])
    words.add([Entry(1, "a", "", "", None, "", "zebra")])
    words.commit()
    words.close()


def graph_of(home: Home) -> GraphWriter:
    book = ledger(home)
    return GraphWriter(book.folder / editions.VECTORS, RowFile(book.folder / editions.ROWS, DIMENSION), book.live_rows)


def lose_neighbour(home: Home) -> None:
    graph = graph_of(home)
    graph.delete([1])
    graph.close()


def other_neighbour(home: Home) -> None:
    graph = graph_of(home)
    graph.add(1, -np.eye(DIMENSION, dtype=np.float32)[:1])
    graph.close()


def extra_neighbour(home: Home) -> None:
    graph = graph_of(home)
    graph.add(9, np.eye(DIMENSION, dtype=np.float32)[:1])
    graph.close()


def torn_graph(home: Home) -> None:
    graph = graph_of(home)
    graph.delete([1])
    graph.abandon()


def erased_vector(home: Home) -> None:
    RowFile(ledger(home).folder / editions.ROWS, DIMENSION).erase(np.array([1]))


def short_file(home: Home) -> None:
    path = ledger(home).folder / editions.ROWS
    path.write_bytes(path.read_bytes()[: 2 * DIMENSION])


def other_text(home: Home) -> None:
    sql(home, f"UPDATE texts SET text = 'Something else. ' || text WHERE article = {GRAIN}")


def other_source(home: Home) -> None:
    sql(home, f"UPDATE texts SET text = '' WHERE article = {GRAIN}")
    sql(
        home,
        "UPDATE articles SET digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' "
        "WHERE source = 'grain.md'",
    )
    sql(home, f"DELETE FROM sentence_vectors WHERE row IN (SELECT row FROM passages WHERE article = {GRAIN})")
    sql(home, f"DELETE FROM passages WHERE article = {GRAIN}")


GRAIN = "(SELECT number FROM articles WHERE source = 'grain.md')"

DAMAGES: list[tuple[Callable[[Home], None], str, str]] = [
    (lose_words, "words", "1 passages are missing, in rows 1"),
    (other_words, "words", "not found by their own words, in rows 1"),
    (lose_neighbour, "graph 0", "1 passages are missing, in rows 1"),
    (other_neighbour, "graph 0", "its vectors are not those of the rows 1"),
    (extra_neighbour, "graph 0", "held that are not live, in rows 9"),
    (torn_graph, "graph 0", "left it unfinished"),
    (erased_vector, "vectors", "1 vectors are damaged, in rows 1"),
    (short_file, "index", "holds 1 vectors"),
    (other_text, "manifest", "1 articles are not what their digests say"),
    (lambda home: sql(home, "DELETE FROM passages WHERE row = 1"), "manifest", r"counts \(3, 3\) .* has \(3, 2\)"),
    (lambda home: sql(home, "DELETE FROM articles WHERE source = 'grain.md'"), "manifest", "belong to no article"),
    (
        lambda home: sql(home, "DELETE FROM sentence_vectors"),
        "manifest",
        "3 passages have no vectors of their sentences",
    ),
    (lambda home: sql(home, "INSERT INTO pending VALUES (7)"), "manifest", "an unfinished build left 1"),
    (lambda home: shutil.rmtree(editions.live(home.index) / "lexical"), "stores", "are missing"),
    (lambda home: editions.manifest(home.index).write_bytes(b"no database " * 900), "manifest", "not a database"),
]


@pytest.mark.parametrize(("damage", "where", "what"), DAMAGES)
def test_a_damage_is_found_and_mended_by_the_command_named(
    built: Home, encoder: AxisEncoder, damage: Callable[[Home], None], where: str, what: str
) -> None:
    damage(built)
    checkup = examine(built)
    assert not checkup.sound
    found = [fault for fault in checkup.faults if fault.where == where]
    assert found, checkup.faults
    assert any(re.search(what, fault.what) for fault in found), found
    assert {fault.hint for fault in checkup.faults} <= {"chancery index", "chancery index --rebuild"} | {
        "Build it again: chancery index --rebuild"
    }
    build(built, encoder, rebuild=any("--rebuild" in fault.hint for fault in checkup.faults))
    assert examine(built).faults == ()
    index = Index.open(built, encoder)
    assert {index.article(hit.passage.article_id).source for hit in index.search("syria", 9)} == set(ARTICLES)


def test_an_article_that_is_not_what_its_source_says(built: Home) -> None:
    other_source(built)
    sql(built, "UPDATE meta SET value = 2 WHERE key = 'passages'")
    with closing(StoreWriter(ledger(built))) as stores:
        stores.delete([0])
    faults = examine(built).faults
    assert any("grain.md" in fault.what and fault.where == "sources" for fault in faults), faults
    assert not examine(built, read_sources=False).faults
