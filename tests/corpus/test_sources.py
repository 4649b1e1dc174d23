"""Adding, scanning and removing sources, on a real disk."""

import os
import unicodedata
from pathlib import Path

import pytest

from corpus import sources
from corpus.corrections import correct
from corpus.errors import SourceError
from corpus.home import Home
from corpus.load import load
from corpus.read import MAX_BYTES
from corpus.scan import find, scan
from corpus.sidecar import Sidecar, read_sidecar, sidecar_path, to_toml

TEXT = "The delegations met for a third day.\n\nNothing was signed, a spokesman said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    (folder / "inner" / "b.md").write_text("# Talks\n\n" + TEXT)
    return folder


def keys(home: Home) -> list[str]:
    return [source.key for source in scan(home)]


def test_a_folder_is_copied_byte_for_byte_under_its_name(home: Home, folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"\xef\xbb\xbfLine one.\r\nLine two.\r\n")
    report = sources.add(home, [folder])
    assert report.added == ("given/a.txt", "given/c.txt", "given/inner/b.md")
    assert report.skipped == ()
    assert (home.sources / "given/c.txt").read_bytes() == (folder / "c.txt").read_bytes()
    assert keys(home) == ["given/a.txt", "given/c.txt", "given/inner/b.md"]
    sidecar = read_sidecar(home.sources / "given/a.txt.toml")
    assert sidecar is not None and sidecar.origin == str(folder / "a.txt")


def test_adding_again_changes_nothing_and_a_new_version_is_a_change(home: Home, folder: Path) -> None:
    sources.add(home, [folder / "a.txt"])
    assert sources.add(home, [folder / "a.txt"]).unchanged == ("a.txt",)
    (folder / "a.txt").write_text("A new version of it.")
    assert sources.add(home, [folder / "a.txt"]).changed == ("a.txt",)
    assert (home.sources / "a.txt").read_text() == "A new version of it."


def test_a_file_from_elsewhere_never_takes_the_place_of_another(home: Home, folder: Path) -> None:
    (folder / "inner" / "a.txt").write_text("Another article of the same name.")
    report = sources.add(home, [folder / "a.txt", folder / "inner" / "a.txt"])
    assert report.added == ("a.txt", "a-2.txt")
    assert (home.sources / "a.txt").read_text() == TEXT
    assert sources.add(home, [folder / "inner" / "a.txt"]).unchanged == ("a-2.txt",)


def test_an_edit_of_the_copy_is_kept(home: Home, folder: Path) -> None:
    sources.add(home, [folder / "a.txt"])
    (home.sources / "a.txt").write_text("What the user made of it.")
    assert sources.add(home, [folder / "a.txt"]).unchanged == ("a.txt",)
    (folder / "a.txt").write_text("A new version of it.")
    assert sources.add(home, [folder / "a.txt"]).added == ("a-2.txt",)
    assert (home.sources / "a.txt").read_text() == "What the user made of it."


def test_a_file_put_there_by_hand_is_not_overwritten(home: Home, folder: Path) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "a.txt").write_text("Put here by hand.")
    assert sources.add(home, [folder / "a.txt"]).added == ("a-2.txt",)
    assert (home.sources / "a.txt").read_text() == "Put here by hand."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Talks.txt", "talks.txt"),
        (unicodedata.normalize("NFC", "Füße.txt"), unicodedata.normalize("NFD", "Füße.txt")),
        ("Straße.txt", "STRASSE.txt"),
    ],
)
def test_names_that_some_file_systems_take_for_one_are_kept_apart(
    home: Home, tmp_path: Path, first: str, second: str
) -> None:
    for number, name in enumerate((first, second)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / name).write_text(f"Article {number}.")
    report = sources.add(home, [tmp_path / "0" / first, tmp_path / "1" / second])
    assert len(report.added) == 2
    assert len({unicodedata.normalize("NFC", key).casefold() for key in report.added}) == 2
    assert sorted(source.path.read_text() for source in scan(home)) == ["Article 0.", "Article 1."]


@pytest.mark.parametrize(
    "name", ["Встреча в Женеве.txt", "محادثات.md", "会谈.txt", "🕊 peace talks.txt", "a 'b\" c.txt"]
)
def test_names_in_any_script_are_kept(home: Home, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    assert sources.add(home, [tmp_path / name]).added == (name,)
    (source,) = scan(home)
    assert load(source).source == name


def test_a_very_long_name_leaves_room_for_the_sidecar(home: Home, tmp_path: Path) -> None:
    path = tmp_path / ("ж" * 125 + ".txt")
    path.write_text(TEXT)
    (key,) = sources.add(home, [path]).added
    assert sidecar_path(home.sources / key).exists()


def test_what_cannot_become_an_article_is_named_and_the_rest_goes_on(home: Home, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.truncate(os.open(folder / "huge.txt", os.O_CREAT | os.O_WRONLY), 200 * 1024**2)
    os.mkfifo(folder / "pipe.txt")
    report = sources.add(home, [folder, folder / "missing"])
    assert report.added == ("given/a.txt", "given/inner/b.md", "given/paper.pdf")
    why = {Path(skipped.source).name: skipped.reason for skipped in report.skipped}
    assert set(why) == {
        "empty.txt", "blank.txt", "picture.txt", "gone.txt", "huge.txt", "pipe.txt", "missing",
    }  # fmt: skip
    assert "empty" in why["empty.txt"] and "empty" in why["blank.txt"]
    assert "picture" in why["picture.txt"]
    assert "no such file" in why["gone.txt"] and "no such file" in why["missing"]
    assert "200 MiB" in why["huge.txt"] and "regular" in why["pipe.txt"]
    assert all(skipped.hint for skipped in report.skipped)
    assert not list(home.sources.rglob(".adding-*"))


def test_the_limit_of_size_is_exact(home: Home, tmp_path: Path) -> None:
    (tmp_path / "fits.txt").write_bytes(b"a" * MAX_BYTES)
    (tmp_path / "over.txt").write_bytes(b"a" * (MAX_BYTES + 1))
    report = sources.add(home, [tmp_path / "fits.txt", tmp_path / "over.txt"])
    assert report.added == ("fits.txt",) and len(report.skipped) == 1


def test_a_file_that_may_not_be_read_is_skipped(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def denied(self: Path, *args: object, **options: object) -> object:
        if self.name == "a.txt" and "given" in self.parts:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    report = sources.add(home, [folder])
    assert report.added == ("given/inner/b.md",)
    assert "Permission denied" in report.skipped[0].reason


def test_a_folder_that_may_not_be_listed_is_skipped(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.iterdir

    def denied(self: Path) -> object:
        if self.name == "inner":
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", denied)
    report = sources.add(home, [folder])
    assert report.added == ("given/a.txt",)
    assert [Path(skipped.source).name for skipped in report.skipped] == ["inner"]


def test_hidden_files_and_loops_of_links_are_passed_over(home: Home, folder: Path) -> None:
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text(TEXT)
    (folder / "inner" / "up").symlink_to(folder, target_is_directory=True)
    assert sources.add(home, [folder]).added == ("given/a.txt", "given/inner/b.md")


def test_the_home_is_never_added_to_itself(tmp_path: Path) -> None:
    home = Home(tmp_path / "news" / "library")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT)
    assert sources.add(home, [tmp_path / "news"]).added == ("news/a.txt",)
    again = sources.add(home, [tmp_path / "news", home.sources])
    assert (again.added, again.unchanged) == ((), ("news/a.txt",))
    assert "own home" in again.skipped[0].reason


def test_scan_lists_other_kinds_of_file_but_no_sidecars_and_no_temporary_files(home: Home) -> None:
    home.sources.mkdir(parents=True)
    for name in ("b.txt", "a.pdf", "b.txt.toml", ".adding-x", "notes.toml"):
        (home.sources / name).write_text("x")
    (home.sources / "gone.txt").symlink_to(home.sources / "nowhere")
    assert keys(home) == ["a.pdf", "b.txt", "notes.toml"]


def test_scan_of_a_home_that_does_not_exist_is_empty(home: Home) -> None:
    assert scan(home) == []


def test_a_name_that_is_not_unicode_is_reported(home: Home, folder: Path) -> None:
    raw = os.fsencode(folder) + b"/caf\xe9.txt"
    Path(os.fsdecode(raw)).write_text(TEXT)
    report = sources.add(home, [folder])
    assert [skipped.reason for skipped in report.skipped] == ["its name is not valid Unicode"]
    report.skipped[0].source.encode()  # and can be printed


def test_remove_deletes_the_copy_its_sidecar_and_the_empty_folder(home: Home, folder: Path) -> None:
    sources.add(home, [folder])
    sources.remove(home, "given/inner/b.md")
    assert keys(home) == ["given/a.txt"]
    assert not (home.sources / "given" / "inner").exists()
    assert (folder / "inner" / "b.md").exists()


@pytest.mark.parametrize("name", [b"/caf\xe9.txt", b"/a\\b.txt", b"/in\\ner\xff/b.txt"])
def test_remove_deletes_a_file_whose_name_is_not_its_key(home: Home, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(home.sources) + name))
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    (key,) = keys(home)
    key.encode()
    sources.remove(home, key)
    assert keys(home) == [] and not path.exists()


def test_reports_can_be_printed_whatever_the_path(home: Home, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xe9ws"))
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    report = sources.add(home, [folder, folder / "a.txt", folder / "missing.txt", folder / ("x" * 300)])
    assert len(report.skipped) == 4
    for skipped in report.skipped:
        f"{skipped.source}: {skipped.reason} {skipped.hint}".encode()


def test_an_empty_path_is_not_the_current_folder(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    report = sources.add(home, [""])
    assert report.added == () and "empty" in report.skipped[0].reason


@pytest.mark.parametrize(
    "key", ["nothing.txt", "../outside.txt", "/etc/passwd", "given/../../outside.txt", "", "link/x.txt"]
)
def test_remove_refuses_what_is_not_a_source(home: Home, folder: Path, key: str) -> None:
    sources.add(home, [folder])
    (home.root / "outside.txt").write_text(TEXT)
    (folder / "x.txt").write_text(TEXT)
    (home.sources / "link").symlink_to(folder, target_is_directory=True)
    with pytest.raises(SourceError):
        sources.remove(home, key)
    assert (home.root / "outside.txt").exists() and (folder / "x.txt").exists()


def test_a_copy_that_cannot_be_written_is_reported(home: Home, folder: Path) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "given").write_text("a file where a folder must be")
    report = sources.add(home, [folder])
    assert report.added == () and all("cannot be copied" in skipped.reason for skipped in report.skipped)


def test_the_samples_are_articles(home: Home) -> None:
    report = sources.add_samples(home)
    assert report.added and not report.skipped
    assert all(load(source).title for source in scan(home))
    assert sources.add_samples(home).unchanged == report.added


def test_a_sidecar_keeps_any_path(tmp_path: Path) -> None:
    sidecar = Sidecar('/a "b"\\c\n\x7f\x01/ж🕊.txt', "2025-11-12T09:30:00+00:00", "0" * 64)
    copy = tmp_path / "a.txt"
    sidecar_path(copy).write_bytes(to_toml(sidecar))
    assert read_sidecar(sidecar_path(copy)) == sidecar


def test_a_broken_sidecar_is_named_since_corrections_may_be_in_it(tmp_path: Path) -> None:
    sidecar_path(tmp_path / "a.txt").write_bytes(b"origin = \xff")
    with pytest.raises(SourceError, match=r"a\.txt\.toml cannot be read"):
        read_sidecar(tmp_path / "a.txt.toml")


def test_a_new_version_keeps_what_the_user_said(home: Home, folder: Path) -> None:
    (key,) = sources.add(home, [folder / "a.txt"]).added
    correct(home, key, {"title": "As I call it", "published": "March 2025"})
    (folder / "a.txt").write_text("A new version of it.")
    assert sources.add(home, [folder / "a.txt"]).changed == (key,)
    article = load(find(home, [key])[0])
    assert (article.title, article.published, article.text) == ("As I call it", "2025-03", "A new version of it.")
