"""Sources that exchange texts, twins, stamps: what a build and the status make of them."""

import os
import shutil

import pytest

from corpus import sources
from corpus.home import Home
from index.build import build, plan, remove
from index.changes import Twin
from index.errors import IndexUnusable
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all
from tests.index.test_build import live_and_stored

SYRIA, TREATY, GRAIN = ARTICLES.values()


def texts(home: Home, encoder: AxisEncoder) -> dict[str, str]:
    index = Index.open(home, encoder)
    return {info.source: index.article(info.id).text for info in index.articles()}


def waiting(home: Home, encoder: AxisEncoder) -> int:
    return Index.open(home, encoder).status().waiting


def build_two(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.txt", SYRIA)
    write(home, "b.txt", TREATY)
    build(home, encoder)


def test_files_that_exchange_their_texts_both_stay(home: Home, encoder: AxisEncoder) -> None:
    build_two(home, encoder)
    write(home, "a.txt", TREATY)
    write(home, "b.txt", SYRIA)
    assert [item.source for item in plan(home).changed] == ["a.txt", "b.txt"]
    report = build(home, encoder)
    assert (report.changed, report.removed, report.skipped) == (("a.txt", "b.txt"), (), ())
    assert texts(home, encoder) == {"a.txt": TREATY, "b.txt": SYRIA}
    assert build(home, encoder).nothing_to_do
    live_and_stored(home, encoder)


def test_a_text_that_moves_to_another_file_is_kept(home: Home, encoder: AxisEncoder) -> None:
    build_two(home, encoder)
    write(home, "a.txt", TREATY)
    write(home, "b.txt", GRAIN)
    report = build(home, encoder)
    assert (report.changed, report.skipped) == (("a.txt", "b.txt"), ())
    assert texts(home, encoder) == {"a.txt": TREATY, "b.txt": GRAIN}


def test_a_new_file_does_not_take_the_place_of_a_touched_one_with_its_text(home: Home, encoder: AxisEncoder) -> None:
    write(home, "b.txt", SYRIA)
    build(home, encoder)
    os.utime(home.sources / "b.txt")
    write(home, "a.txt", SYRIA)
    report = build(home, encoder)
    assert (report.added, report.removed, report.unchanged) == ((), (), 1)
    assert report.skipped == (Twin("a.txt", "it has the same text as b.txt, and counts as another source of it"),)


def test_a_text_stays_with_the_file_that_cannot_be_read_now(home: Home, encoder: AxisEncoder) -> None:
    write(home, "b.txt", SYRIA)
    build(home, encoder)
    (home.sources / "b.txt").write_bytes(b"")
    write(home, "a.txt", SYRIA)
    report = build(home, encoder)
    assert [skip.reason.partition(";")[0] for skip in report.skipped] == [
        "it is empty",
        "it has the same text as b.txt, and counts as another source of it",
    ]
    assert list(texts(home, encoder)) == ["b.txt"]


def test_a_skipped_file_waits_only_when_it_changed(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.txt", SYRIA)
    write(home, "empty.txt", "")
    build(home, encoder)
    assert waiting(home, encoder) == 0
    write(home, "empty.txt", TREATY)
    assert waiting(home, encoder) == 1
    assert build(home, encoder).added == ("empty.txt",)
    assert waiting(home, encoder) == 0


def test_a_twin_waits_when_the_other_is_removed(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.txt", SYRIA)
    write(home, "b.txt", SYRIA)
    build(home, encoder)
    assert waiting(home, encoder) == 0
    os.utime(home.sources / "a.txt")
    assert waiting(home, encoder) == 1  # the twin would be read again, but only for the other's sake
    remove(home, Index.open(home, encoder).articles()[0].id)
    assert waiting(home, encoder) == 1
    assert build(home, encoder).added == ("b.txt",)
    assert waiting(home, encoder) == 0


def test_an_older_file_of_the_same_size_is_noticed(home: Home, encoder: AxisEncoder) -> None:
    given = home.root / "given"
    given.mkdir(parents=True)
    (given / "x.txt").write_text("The summit was held on 12 May in Geneva, the minister said.\n")
    sources.add(home, [given / "x.txt"])
    build(home, encoder)
    other = given / "y.txt"
    other.write_text("The summit was held on 13 May in Geneva, the minister said.\n")
    os.utime(other, (1_000_000_000, 1_000_000_000))
    shutil.copy2(other, home.sources / "x.txt")
    assert waiting(home, encoder) == 1
    assert build(home, encoder).changed == ("x.txt",)
    assert "13 May" in texts(home, encoder)["x.txt"]


def test_the_same_size_and_time_of_change_are_not_enough(home: Home, encoder: AxisEncoder) -> None:
    path = write(home, "x.txt", "The summit was held on 12 May in Geneva, the minister said.")
    before = path.stat()
    build(home, encoder)
    write(home, "x.txt", "The summit was held on 13 May in Geneva, the minister said.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert build(home, encoder).changed == ("x.txt",)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_sources_folder_that_is_not_there_drops_nothing(home: Home, encoder: AxisEncoder, rebuild: bool) -> None:
    write_all(home)
    build(home, encoder)
    home.sources.rename(home.root / "elsewhere")
    with pytest.raises(IndexUnusable, match="sources folder"):
        build(home, encoder, rebuild=rebuild)
    with pytest.raises(IndexUnusable, match="sources folder"):
        plan(home)
    assert len(Index.open(home, encoder).articles()) == 3
    assert Index.open(home, encoder).search("syria")
    (home.root / "elsewhere").rename(home.sources)
    assert build(home, encoder).nothing_to_do


def test_an_empty_sources_folder_is_what_the_user_says(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    for path in home.sources.iterdir():
        path.unlink()
    assert len(build(home, encoder).removed) == 3
    assert Index.open(home, encoder).articles() == []
