"""Names that a careless file system would take for one."""

from pathlib import Path

import pytest

from corpus.taken import Taken


@pytest.fixture
def taken(tmp_path: Path) -> Taken:
    (tmp_path / "News").mkdir()
    for name in ("a.md", "News/Caf\u00e9.md", "News/plain.md"):
        (tmp_path / name).write_text("x")
    return Taken(tmp_path)


@pytest.mark.parametrize(
    ("key", "holder"),
    [
        ("a.md", "a.md"),
        ("A.MD", "a.md"),
        ("b.md", None),
        ("news/CAFE\u0301.md", "News/Caf\u00e9.md"),
        ("news/plain.md", "News/plain.md"),
        ("News", None),
        ("other/plain.md", None),
        ("a.md/below.md", None),
    ],
)
def test_who_holds_a_name(taken: Taken, key: str, holder: str | None) -> None:
    assert taken.holder(key) == holder


def test_what_was_noted_is_taken(taken: Taken) -> None:
    taken.note("New/Report.md")
    taken.note("a2.md")
    assert taken.holder("new/report.md") == "New/Report.md"
    assert taken.holder("A2.md") == "a2.md"


def test_the_name_itself_comes_before_one_that_is_like_it(tmp_path: Path) -> None:
    for name in ("B.md", "b.md"):
        (tmp_path / name).write_text("x")
    taken = Taken(tmp_path)
    assert (taken.holder("b.md"), taken.holder("B.md")) == ("b.md", "B.md")


def test_an_empty_home(tmp_path: Path) -> None:
    assert Taken(tmp_path / "none").holder("a.md") is None
