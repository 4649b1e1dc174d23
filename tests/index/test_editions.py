"""Editions beside each other, and the pointer between them."""

import shutil

import pytest

from corpus.home import Home
from index import editions
from index.build import build
from index.errors import IndexUnusable
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all


class OtherEncoder(AxisEncoder):
    """Another model, to the index."""

    fingerprint = "axis-2"


def test_a_rebuild_answers_from_the_old_edition_until_the_new_one_is_whole(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    before = [hit.passage.id for hit in index.search("syria")]
    seen: list[list[str]] = []
    build(
        home, encoder, rebuild=True, progress=lambda _: seen.append([hit.passage.id for hit in index.search("syria")])
    )
    assert seen == [before] * len(ARTICLES)
    assert [hit.passage.id for hit in index.search("syria")] == before
    assert editions.live(home.index).name == "2"
    assert index.version.startswith("2.")


def test_a_rebuild_that_dies_changes_nothing(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)

    def die(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(home, encoder, rebuild=True, progress=die)
    assert editions.live(home.index).name == "1"
    assert Index.open(home, encoder).search("syria")
    assert (home.index / "2").is_dir()
    assert build(home, encoder).nothing_to_do
    assert not (home.index / "2").exists()


def test_another_encoder_is_another_edition_and_the_one_before_is_kept(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    other = OtherEncoder()
    report = build(home, other)
    assert report.encoded == 3
    assert "axis-1" in report.rebuilt
    assert Index.open(home, other).search("syria")
    build(home, other, rebuild=True)
    build(home, other)
    assert sorted(path.name for path in home.index.iterdir() if path.is_dir()) == ["2", "3"]


def test_an_open_index_follows_the_pointer(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    assert index.search("syria")
    write(home, "more.md", "Syria is in this one as well. Syria, and nothing else.")
    build(home, encoder, rebuild=True)
    shutil.rmtree(home.index / "1")
    assert "more.md" in {index.article(hit.passage.article_id).source for hit in index.search("syria")}


@pytest.mark.parametrize("text", ["", "two", "../1"])
def test_a_broken_pointer_is_named(home: Home, encoder: AxisEncoder, text: str) -> None:
    write_all(home)
    build(home, encoder)
    (home.index / editions.CURRENT).write_text(text)
    with pytest.raises(IndexUnusable, match="names no edition"):
        Index.open(home, encoder).search("syria")
