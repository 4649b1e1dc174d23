"""Folders elsewhere, read in place and never written."""

import os
from pathlib import Path

import pytest

from corpus import sources
from corpus.corrections import correct
from corpus.errors import SourceError
from corpus.home import Home
from corpus.linked import LinkError, link, linked_folders, unlink
from corpus.load import load
from corpus.scan import find, scan
from index.build import build
from index.index import Index
from tests.conftest import AxisEncoder

TEXT = "Talks\n\nThe talks on Syria went on for two days.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports 2025"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "deep" / "b.md").write_text("# Grain\n\nShips with grain left the port at dawn.\n")
    return folder


def state(folder: Path) -> list[tuple[str, int, float]]:
    return sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*"))


def test_a_linked_folder_is_read_in_place(home: Home, folder: Path, encoder: AxisEncoder) -> None:
    before = state(folder)
    assert link(home, folder).name == "reports-2025"
    assert [source.key for source in scan(home)] == ["@reports-2025/a.txt", "@reports-2025/deep/b.md"]
    report = build(home, encoder)
    assert report.added == ("a.txt", "b.md")
    assert build(home, encoder).nothing_to_do
    (folder / "a.txt").write_text(TEXT + "They ended in the night.\n")
    (folder / "deep" / "b.md").unlink()
    report = build(home, encoder)
    assert (report.changed, report.removed) == (("a.txt",), ("b.md",))
    assert state(folder) != before and not list(folder.rglob("*.toml"))


def test_a_correction_lies_in_the_home(home: Home, folder: Path, encoder: AxisEncoder) -> None:
    link(home, folder, "r")
    build(home, encoder)
    before = state(folder)
    correct(home, "@r/deep/b.md", {"published": "2025-03"})
    assert (home.root / "linked/r/deep/b.md.toml").is_file() and state(folder) == before
    assert load(find(home, ["@r/deep/b.md"])[0]).published == "2025-03"
    assert {source.stamp for source in scan(home)} == {
        source.stamp for source in find(home, ["@r/deep/b.md", "@r/a.txt"])
    }
    assert build(home, encoder, only=["@r/deep/b.md"]).changed == ("b.md",)
    assert build(home, encoder).nothing_to_do


def test_a_drive_that_is_gone_for_a_while_loses_nothing(home: Home, folder: Path, encoder: AxisEncoder) -> None:
    link(home, folder, "r")
    build(home, encoder)
    folder.rename(folder.with_name("away"))
    report = build(home, encoder)
    assert (report.removed, len(report.skipped)) == ((), 1)
    assert len(Index.open(home, encoder).articles()) == 2
    folder.with_name("away").rename(folder)
    assert build(home, encoder).nothing_to_do


def test_unlinking_takes_the_articles_out_and_leaves_the_files(home: Home, folder: Path, encoder: AxisEncoder) -> None:
    link(home, folder)
    build(home, encoder)
    assert unlink(home, "@reports-2025").folder == str(folder)
    assert linked_folders(home) == []
    assert build(home, encoder).removed == ("a.txt", "b.md")
    assert (folder / "a.txt").read_text() == TEXT


def test_a_linked_file_is_not_deleted(home: Home, folder: Path) -> None:
    link(home, folder, "r")
    with pytest.raises(SourceError, match="never written") as caught:
        sources.remove(home, "@r/a.txt")
    assert "chancery link --remove @r" in caught.value.hint
    assert (folder / "a.txt").exists()


def test_links_of_one_name_and_the_same_folder_twice(home: Home, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "reports 2025").mkdir(parents=True)
    names = [link(home, one).name for one in (folder, tmp_path / "other" / "reports 2025", folder)]
    assert names == ["reports-2025", "reports-2025-2", "reports-2025"]
    with pytest.raises(LinkError, match="linked already"):
        link(home, tmp_path / "other", "reports-2025")


def test_what_cannot_be_linked(home: Home, folder: Path) -> None:
    home.sources.mkdir(parents=True)
    for wrong in (folder / "a.txt", folder / "missing", home.sources, home.root.parent):
        with pytest.raises(LinkError) as caught:
            link(home, wrong)
        assert caught.value.hint
    with pytest.raises(LinkError, match="no name"):
        link(home, folder, "../x")
    with pytest.raises(LinkError, match="not linked"):
        unlink(home, "reports")


@pytest.mark.parametrize("text", ["folders = 3", "[folders]\na = 3", "[folders", b"\xff"])
def test_a_broken_list_of_links_is_named(home: Home, text: str | bytes) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.links.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(LinkError, match=r"links\.toml"):
        scan(home)


def test_names_that_are_not_unicode(home: Home, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.txt")).write_text(TEXT)
    link(home, folder, "r")
    assert [source.key for source in scan(home)] == ["@r/a.txt", "@r/b\\xff.txt", "@r/deep/b.md"]
    (odd,) = find(home, ["@r/b\\xff.txt"])
    assert "The talks on Syria" in load(odd).text
