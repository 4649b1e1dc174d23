"""The table of readers, and what importing it costs."""

import subprocess
import sys

import pytest

from corpus.formats import READERS
from corpus.formats.built import Built, paragraphs, row
from corpus.formats.properties import author_property, title_property
from corpus.stated import Stated
from tests.corpus.formats.checks import check, texts


def test_importing_the_readers_imports_none_of_their_libraries() -> None:
    code = (
        "import sys, corpus.formats;"
        "print([name for name in ('lxml', 'pypdfium2', 'trafilatura', 'email', 'corpus.page') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_every_document_kind_has_a_reader() -> None:
    assert set(READERS) == {"pdf", "docx", "odt", "rtf", "epub", "eml", "mhtml"}


def test_paragraphs_are_parted_at_empty_lines_and_made_even() -> None:
    assert list(paragraphs("text", " One\n two\u00a0x \n\n\n three ")) == [
        ("text", "One two\u00a0x"),
        ("text", "three"),
    ]
    assert list(paragraphs("text", "•\tan item")) == [("bullet", "an item")]
    assert list(paragraphs("heading", "- a heading")) == [("heading", "- a heading")]
    assert list(paragraphs("text", " \n ")) == []


def test_a_row_is_one_paragraph_unless_a_cell_holds_more_than_a_line() -> None:
    assert list(row([[("text", "1994")], [], [("bullet", "312")]])) == [("text", "1994 | 312")]
    long = [("text", "one"), ("text", "two")]
    assert list(row([long, [("text", "three")]])) == [*long, ("text", "three")]  # type: ignore[list-item]
    assert list(row([[], []])) == []


def test_cuts_leave_characters_out_of_the_block_but_not_of_the_text() -> None:
    built = Built()
    assert built.add("text", "exam-\nple \ud800 words", [(4, 6)]) == 0
    assert built.add("heading", "Next") == built.length - 4
    raw = built.raw(Stated(), (0,))
    check(raw)
    assert texts(raw) == ["example \ufffd words", "Next"]
    assert raw.text == "exam-\nple \ufffd words\n\nNext"


def test_names_of_people_and_of_organisations_are_kept() -> None:
    for name in (
        "Mira Holt",
        "Reuters",
        "Office of the Prosecutor",
        "Ruth Root",
        "Ann Writer",
        "van der Berg, J.",
        "Я. Иванов",
    ):
        assert author_property(name) == name
    for name in (
        "Microsoft Office User",
        "python-docx",
        "jsmith",
        "DESKTOP-1234\\user",
        "a@b.org",
        "Пользователь",
        "",
        "42",
    ):
        assert author_property(name) == ""
    for title in ("Layout rules", "The document that changed", "Titles"):
        assert title_property(title) == title
    for title in ("Layout 1", "Word Document", "Untitled-2", "x.indd", "(unspecified)", "final_v2", "—"):
        assert title_property(title) == ""


def test_more_paragraphs_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.built.MAX_PARAGRAPHS", 2)
    with pytest.raises(ValueError, match="more than 2 paragraphs"):
        Built().add_all([("text", "one")] * 3)
