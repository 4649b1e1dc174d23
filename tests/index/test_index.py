import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.home import Home
from index.build import build
from index.encoder import load_encoder
from index.index import Index, UnknownArticle
from index.lexical import LexicalIndex
from index.manifest import State
from index.stores import Stores
from tests.conftest import AxisEncoder
from tests.index.library import write, write_all


@pytest.fixture
def index(home: Home, encoder: AxisEncoder) -> Index:
    write_all(home)
    build(home, encoder)
    return Index.open(home, encoder)


def test_hits_are_ranked_slices_of_their_articles(index: Index) -> None:
    hits = index.search("What was said on Syria?", 3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert "Syria" in hits[0].passage.text
    assert hits[0].origins == {"dense": 1, "words": 1}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        article = index.article(hit.passage.article_id)
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize(("query", "k"), [("", 5), ("  \n", 5), ("syria", 0), ("syria", -1)])
def test_nothing_asked_is_nothing_found(index: Index, query: str, k: int) -> None:
    assert index.search(query, k) == []


def test_k_may_be_larger_than_the_library(index: Index) -> None:
    assert len(index.search("treaty", 500)) == len(index.search("treaty", 10**30)) == 3


def test_the_best_hit_does_not_depend_on_k(index: Index) -> None:
    assert index.search("grain treaty", 1)[0].passage == index.search("grain treaty", 3)[0].passage


def test_a_home_that_was_never_indexed_answers_as_an_empty_one(home: Home, encoder: AxisEncoder) -> None:
    index = Index.open(home, encoder)
    assert index.search("anything") == []
    assert index.articles() == []
    assert index.passages("x") == []
    assert index.sentence_vectors(["x"]) == {}
    assert index.document_frequency(["x"]) == {"x": 0}
    assert index.terms_from("x") == {}
    assert (index.num_passages, index.version, index.status().articles) == (0, "0.0", 0)
    assert not home.index.exists()


def test_an_unknown_article_is_named(index: Index) -> None:
    with pytest.raises(UnknownArticle, match="no-such-id"):
        index.article("no-such-id")


def test_sentence_vectors_follow_the_sentences(index: Index) -> None:
    passage = index.search("grain")[0].passage
    vectors = index.sentence_vectors([passage.id, "unknown"])
    assert list(vectors) == [passage.id]
    assert vectors[passage.id].shape == (len(passage.sentences), AxisEncoder.dimension)
    assert vectors[passage.id].dtype == np.float32


def test_document_frequency_and_counts(index: Index) -> None:
    assert index.document_frequency(["treaties", "africa", "moon"]) == {"treaties": 1, "africa": 1, "moon": 0}
    assert index.num_passages == 3


def test_terms_are_listed_by_their_beginning(index: Index) -> None:
    assert index.terms_from("treat") == {"treati": 1}
    assert index.terms_from("moon") == {}


def test_document_frequency_does_not_count_what_was_deleted(index: Index, home: Home, encoder: AxisEncoder) -> None:
    (home.sources / "grain.md").unlink()
    (home.sources / "syria.md").unlink()
    build(home, encoder)
    assert index.document_frequency(["treaty", "the", "grain"]) == {"treaty": 1, "the": 1, "grain": 0}


def test_an_index_made_anew_under_an_open_reader_is_noticed(index: Index, home: Home, encoder: AxisEncoder) -> None:
    assert len(index.articles()) == 3
    shutil.rmtree(home.index)
    (home.sources / "grain.md").unlink()
    build(home, encoder)
    assert sorted(info.source for info in index.articles()) == ["syria.md", "treaty.md"]


def test_status_tells_what_there_is_and_what_waits(index: Index, home: Home) -> None:
    status = index.status()
    assert (status.articles, status.passages, status.waiting, status.building) == (3, 3, 0, False)
    assert "axis-1" in status.fingerprint
    write(home, "new.md", "Something new about an embassy. It was closed in spring.")
    (home.sources / "grain.md").unlink()
    assert index.status().waiting == 2


def test_an_open_index_sees_a_later_build(index: Index, home: Home, encoder: AxisEncoder) -> None:
    before = index.version
    assert index.search("prison")[0].passage.text.count("prison") == 0
    write(home, "prison.md", "He was sent to prison. The prison lies beyond the Urals.")
    build(home, encoder)
    assert "prison" in index.search("prison")[0].passage.text
    assert index.version != before


def test_what_an_open_graph_has_of_deleted_articles_leaves_room_for_others(
    index: Index, home: Home, encoder: AxisEncoder
) -> None:
    many = [write(home, f"{n}.md", f"Ships with grain left port {n} at dawn on day {n * n}.") for n in range(60)]
    build(home, encoder)
    for _ in range(3):
        assert len(index.search("grain", 10)) == 10  # the graph is opened beside these
    for thread in threading.enumerate():
        if thread.name == "open-graphs":
            thread.join()
    for path in (*many, home.sources / "grain.md"):
        path.unlink()
    build(home, encoder)
    titles = {index.article(hit.passage.article_id).title for hit in index.search("grain", 10)}
    assert titles == {"Syria", "Treaty"}


def test_threads_may_search_while_another_builds(index: Index, home: Home, encoder: AxisEncoder) -> None:
    done = threading.Event()

    def search() -> int:
        rounds = 0
        while not done.is_set():
            hits = index.search("syria", 3)
            assert hits
            assert "Syria" in hits[0].passage.text
            rounds += 1
        return rounds

    with ThreadPoolExecutor(3) as pool:
        searches = [pool.submit(search) for _ in range(3)]
        try:
            for n in range(5):
                write(home, f"new{n}.md", f"Embassy number {n} was closed. Nobody knows for how long it will be.")
                build(home, encoder)
        finally:
            done.set()
        assert all(found.result(timeout=30) for found in searches)
    assert len(index.articles()) == 8


def test_end_to_end_with_the_real_encoder(home: Home) -> None:
    write_all(home)
    write(home, "visas.md", "Consulates in three cities stopped issuing visas. Travellers now wait for months.")
    build(home, load_encoder)
    index = Index.open(home, load_encoder)
    for question, source in [
        ("How long must people wait for travel documents?", "visas.md"),
        ("Which agreement on weapons runs out?", "treaty.md"),
        ("Where does the wheat go?", "grain.md"),
    ]:
        passage = index.search(question, 1)[0].passage
        assert index.article(passage.article_id).source == source
        inside = index.sentence_vectors([passage.id])[passage.id]
        np.testing.assert_allclose(np.linalg.norm(inside, axis=1), 1, atol=1e-3)
        direct = index.encode_all(
            [passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences]
        )
        assert (inside * direct).sum(axis=1).min() > 0.5


def test_an_edition_that_is_deleted_while_it_is_opened_is_let_go_for_the_one_that_took_its_place(
    home: Home, encoder: AxisEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(home)
    build(home, encoder)
    opened: list[str] = []
    counted = LexicalIndex.__len__

    class Vanishing(Stores):
        """Stores whose words go while they are opened, the first time, because a new edition was swapped in."""

        def __init__(self, folder: Path, state: State) -> None:
            super().__init__(folder, state)
            opened.append(folder.name)
            if len(opened) == 1:
                build(home, encoder, rebuild=True)
                build(home, encoder, rebuild=True)
                monkeypatch.setattr(LexicalIndex, "__len__", lambda _: 0)
            else:
                monkeypatch.setattr(LexicalIndex, "__len__", counted)

    monkeypatch.setattr("index.stores.Stores", Vanishing)
    hits = Index.open(home, encoder).search("treaty")
    assert hits
    assert len(set(opened)) == 2
