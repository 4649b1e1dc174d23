"""Editions beside each other, and the pointer between them."""

import os
import shutil
import sqlite3

import pytest

from corpus.home import Home
from index import editions
from index.build import build, plan
from index.errors import IndexOutdated, IndexUnusable
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all
from tests.index.test_build import live_and_stored


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


def rebuild_and_die(home: Home, encoder: AxisEncoder) -> None:
    def die(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(home, encoder, rebuild=True, progress=die)


def test_a_rebuild_that_dies_changes_nothing(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    rebuild_and_die(home, encoder)
    assert editions.live(home.index).name == "1"
    assert Index.open(home, encoder).search("syria")
    assert (home.index / "2").is_dir()
    assert build(home, encoder).nothing_to_do
    assert not (home.index / "2").exists()


def test_a_rebuild_takes_the_same_one_of_two_sources_with_one_text(home: Home, encoder: AxisEncoder) -> None:
    write(home, "b.md", "The treaty on the bears ends in winter.")
    build(home, encoder)
    write(home, "a.md", "The treaty on the bears ends in winter.")
    build(home, encoder)
    before = Index.open(home, encoder).articles()
    assert [info.key for info in before] == ["b.md"]
    report = build(home, encoder, rebuild=True)
    assert [info.id for info in Index.open(home, encoder).articles()] == [info.id for info in before]
    assert [skip.source for skip in report.skipped] == ["a.md"]


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


@pytest.mark.parametrize("text", ["", "two", "../1", "7", "\u0661"])
def test_a_broken_pointer_hides_no_good_edition(home: Home, encoder: AxisEncoder, text: str) -> None:
    write_all(home)
    build(home, encoder)
    build(home, encoder, rebuild=True)
    (home.index / editions.CURRENT).write_text(text, encoding="utf-8")
    index = Index.open(home, encoder)
    assert index.search("syria")
    assert (index.status().articles, index.version.split(".")[0]) == (3, "2")
    encoder.encoded.clear()
    assert build(home, encoder).nothing_to_do
    assert encoder.encoded == []
    assert (home.index / editions.CURRENT).read_text() == "2"


def test_an_edition_that_was_not_finished_never_answers(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    rebuild_and_die(home, encoder)
    (home.index / editions.CURRENT).write_text("7")
    assert editions.live(home.index).name == "1"


def test_a_pointer_to_nothing_at_all_is_a_new_start(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    home.index.mkdir(parents=True)
    (home.index / editions.CURRENT).write_text("7")
    assert Index.open(home, encoder).search("syria") == []
    assert len(build(home, encoder).added) == 3
    assert (home.index / editions.CURRENT).read_text() == "1"


def test_a_pointer_that_cannot_be_read_is_named(home: Home, encoder: AxisEncoder) -> None:
    (home.index / editions.CURRENT).mkdir(parents=True)
    with pytest.raises(IndexUnusable, match="cannot be read"):
        Index.open(home, encoder).search("syria")


def test_a_rebuild_carries_over_what_cannot_be_read_now(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    (home.sources / "grain.md").write_bytes(b"")
    report = build(home, encoder, rebuild=True)
    assert [(skip.source, skip.reason) for skip in report.skipped] == [
        ("grain.md", "it is empty; what was indexed of it before is kept")
    ]
    index = Index.open(home, encoder)
    assert index.version.startswith("2.")
    passage = index.search("grain", 1)[0].passage
    assert (passage.text, index.article(passage.article_id).title) == (ARTICLES["grain.md"], "Grain")
    assert index.status().waiting == 0
    assert build(home, encoder, rebuild=True).skipped == report.skipped  # and again
    write(home, "grain.md", "The grain deal ended. No ship left the port on that day.", title="Grain")
    assert build(home, encoder).changed == ("grain.md",)
    live_and_stored(home, encoder)


@pytest.mark.skipif(os.geteuid() == 0, reason="no folder is closed to the superuser")
def test_a_rebuild_carries_over_a_folder_that_cannot_be_listed_now(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    inside = home.sources / "closed"
    inside.mkdir()
    (home.sources / "grain.md").rename(inside / "grain.md")
    build(home, encoder)
    inside.chmod(0)
    try:
        assert build(home, encoder, rebuild=True).encoded == 3
        assert "closed/grain.md" in {info.key for info in Index.open(home, encoder).articles()}
    finally:
        inside.chmod(0o700)
    assert build(home, encoder).nothing_to_do


def test_a_carried_text_that_another_file_has_now_is_not_doubled(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    (home.sources / "grain.md").rename(home.sources / "corn.md")
    (home.sources / "grain.md").write_bytes(b"")
    build(home, encoder, rebuild=True)
    assert "corn.md" in {info.source for info in Index.open(home, encoder).articles()}
    assert len(Index.open(home, encoder).articles()) == 3


def test_a_manifest_of_another_format_is_built_anew(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    with sqlite3.connect(editions.manifest(home.index)) as db:
        db.execute("PRAGMA user_version = 1")
    db.close()
    with pytest.raises(IndexOutdated, match="format 1") as raised:
        Index.open(home, encoder).status()
    assert raised.value.hint == "Index the sources: chancery index"
    assert "format 1" in plan(home).rebuild
    assert "format 1" in build(home, encoder).rebuilt
    live_and_stored(home, encoder)
