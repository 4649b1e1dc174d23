"""PDF files: every sentence in order, whatever the layout; no furniture; pages; what cannot be read says why."""

import re

import pytest

from corpus.errors import SourceError
from corpus.formats.pdf import read_pdf
from tests.corpus.formats import pdfs
from tests.corpus.formats.checks import check, check_sentences, of_kind, texts
from tests.corpus.formats.prose import paragraphs, sentences

PROSE = paragraphs(24, 5)
HEAD = "THE ISLAND REVIEW"


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_are_read_one_after_the_other(columns: int, by_rows: bool) -> None:
    raw = read_pdf(pdfs.article(PROSE, columns, by_rows=by_rows, head=HEAD), "a.pdf")
    check(raw)
    assert texts(raw) == PROSE
    assert HEAD not in raw.text
    assert len(raw.pages) == len(list(pdfs.in_columns(PROSE, columns)))


def test_words_broken_at_the_end_of_a_line_are_whole_and_compounds_keep_their_hyphen() -> None:
    pdf = pdfs.Pdf()
    pdf.page()
    lines = [
        "The harbour master kept a well-",
        "known list of all the ships that had ever been re-",
        "paired in the yard.",
        "It had a long-term plan in it, and the long-",
        "term plan had been agreed in a Franco-",
        "Russian meeting of 1994-",
        "1996, although nobody had asked for it at all then.",
    ]
    for row, line in enumerate(lines):
        pdf.put(line, 70, 700 - 13 * row, width=0)
    text = " ".join(texts(read_pdf(pdf.bytes(), "a.pdf")))
    for whole in ("well-known list", "been repaired in", "the long-term plan had", "Franco-Russian", "1994-1996,"):
        assert whole in text


def test_the_letters_of_ligatures_are_letters() -> None:
    given = "The official ﬁle of the ﬂat oﬃce was eﬃciently ﬁlled by ﬁve ﬁshermen."
    pdf = pdfs.Pdf(font="Vera")
    pdf.page()
    pdf.put(given.replace("ﬃ", "ffi"), 70, 700)
    assert texts(read_pdf(pdf.bytes(), "a.pdf")) == [
        "The official file of the flat office was efficiently filled by five fishermen."
    ]


def rich() -> bytes:
    """Two pages with a headline, headings, a list, notes with marks, a table, a stamp and a watermark."""
    pdf = pdfs.Pdf(title="A quiet harbour", author="Mira Holt", head=HEAD)
    pdf.page()
    pdf.put("A quiet harbour, and what", 70, 770, size=22, font="Times-Bold")
    pdf.put("became of it in winter", 70, 745, size=22, font="Times-Bold")
    y = 710.0
    pdf.put("Arrival", 70, y, size=14, font="Times-Bold")
    for line in pdfs.wrapped(PROSE[0], 455):
        y -= 13
        pdf.put(line, 70, y)
    y -= 26
    for item in ("Copper lanterns, forty of them, for the pier.", "Rope."):
        pdf.put("•", 80, y)
        pdf.put(item, 95, y)
        y -= 13
    y -= 13
    marked = "The keeper signed the ledger"
    pdf.put(marked, 70, y)
    end = 70 + pdfs.width_of(marked)
    pdf.put("1", end, y + 4, size=6)
    pdf.put(" and sent 10 km of rope away, which stood in a", end + 4, y)
    pdf.put("later ledger too, and then the sentence goes on with many more words until it", 70, y - 13)
    for row, cells in enumerate(
        [("Year", "Ships", "Boats"), ("1994", "312", "44"), ("1995", "287", "39"), ("1996", "201", "35")]
    ):
        for column, cell in enumerate(cells):
            pdf.put(cell, 70 + 120 * column, 500 - 14 * row)
    y = 320
    for line in pdfs.wrapped(PROSE[1] + " The committee met for the last time in the", 455):
        pdf.put(line, 70, y, width=455)
        y -= 13
    pdf.put("1", 70, 103, size=5)
    pdf.put("The ledger is kept in the tower.", 74, 100, size=8)
    pdf.rotated("arXiv 1234 stamp", 30, 300)
    pdf.rotated("DRAFT", 200, 300, angle=45, size=60)
    pdf.page()
    y = 770
    for line in pdfs.wrapped("great hall, and then no more. " + PROSE[2], 455):
        pdf.put(line, 70, y)
        y -= 13
    return pdf.bytes()


def test_a_rich_page_is_read_as_a_reader_reads_it() -> None:
    raw = read_pdf(rich(), "a.pdf")
    check(raw)
    found = texts(raw)
    assert of_kind(raw, "heading") == ["A quiet harbour, and what became of it in winter", "Arrival"]
    assert of_kind(raw, "bullet") == ["Copper lanterns, forty of them, for the pier.", "Rope."]
    assert PROSE[0] in found
    assert any("signed the ledger and sent 10 km of rope away, which stood in a later ledger" in text for text in found)
    assert [text for text in found if "1995" in text] == ["1995 287 39"]
    assert "The ledger is kept in the tower." in found
    whole = next(text for text in found if PROSE[1] in text)
    assert "for the last time in the great hall, and then no more. " + PROSE[2] in whole
    assert found.index("The ledger is kept in the tower.") < found.index(whole)
    assert not [text for text in found if re.search("DRAFT|arXiv|REVIEW", text)]
    assert (raw.stated.title, raw.stated.author, raw.stated.published) == ("A quiet harbour", "Mira Holt", "")
    assert raw.text[raw.pages[1] :].startswith("great hall")


def test_a_page_that_is_turned_is_read_as_if_it_were_not() -> None:
    for angle, x, y in ((90, 100, 100), (270, 100, 700), (180, 500, 700)):
        pdf = pdfs.Pdf()
        pdf.page()
        for row, line in enumerate(pdfs.wrapped(PROSE[3], 400)):
            step = {90: (13 * row, 0), 270: (-13 * row, 0), 180: (0, 13 * row)}[angle]
            pdf.rotated(line, x + step[0] + (200 if angle == 270 else 0), y + step[1], angle, size=pdfs.SIZE)
        assert texts(read_pdf(pdf.bytes(), "a.pdf")) == [PROSE[3]]


def test_properties_that_a_program_wrote_state_nothing() -> None:
    for title, author in (
        ("Microsoft Word - x.doc", "Administrator"),
        ("report_v2.indd", "(anonymous)"),
        ("Document1", "jsmith"),
    ):
        stated = read_pdf(pdfs.article(PROSE[:2], title=title, author=author), "a.pdf").stated
        assert (stated.title, stated.author) == ("", "")


def test_a_locked_file_says_that_it_is() -> None:
    with pytest.raises(SourceError, match=r"^a\.pdf: it is encrypted") as caught:
        read_pdf(pdfs.article(PROSE[:2], password="secret"), "a.pdf")
    assert "password" in caught.value.hint


def test_a_scan_says_that_it_needs_ocr() -> None:
    pdf = pdfs.Pdf()
    pdf.page()
    pdf.canvas.rect(50, 50, 400, 400, fill=1)
    pdf.put("3", 300, 40)
    with pytest.raises(SourceError, match="no text layer") as caught:
        read_pdf(pdf.bytes(), "scan.pdf")
    assert "OCR" in caught.value.hint


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.pdf.MAX_PAGES", 2)
    with pytest.raises(SourceError, match="pages, and the most that are read is 2"):
        read_pdf(pdfs.article(PROSE), "a.pdf")


def test_heads_with_the_pages_number_go_even_when_they_stand_on_one_page_only() -> None:
    pdf = pdfs.Pdf()
    given = sentences(12, seed=5)
    for number, (first, second, third) in enumerate(zip(given[::3], given[1::3], given[2::3], strict=True), start=7):
        pdf.page()
        pdf.put(f"Chapter {'ABCD'[number - 7]}: of ships {'ABCD'[number - 7] * 4}   {number}", 70, 800, size=9)
        for row, line in enumerate(pdfs.wrapped(f"{first} {second} {third}", 455)):
            pdf.put(line, 70, 700 - 13 * row)
    raw = read_pdf(pdf.bytes(), "a.pdf")
    check_sentences(raw, given)
    assert "Chapter" not in raw.text


def put_lines(pdf: pdfs.Pdf, words: str, x: float, y: float, width: float) -> float:
    """Set a paragraph and return where the next one begins, at a distance."""
    for line in pdfs.wrapped(words, width):
        pdf.put(line, x, y)
        y -= 13
    return y - 10


def test_columns_below_text_over_the_whole_width_and_a_table() -> None:
    pdf = pdfs.Pdf()
    pdf.page()
    y = 770.0
    for words in PROSE[:3]:
        y = put_lines(pdf, words, 70, y, 455)
    for at, cells in enumerate([("Year", "Ships"), ("1994", "312 ships"), ("1995", "287")]):
        pdf.put(cells[0], 70, y - 13 * at)
        pdf.put(cells[1], 190, y - 13 * at)
    y -= 55
    below = put_lines(pdf, PROSE[4], 70, put_lines(pdf, PROSE[3], 70, y, 215), 215)
    put_lines(pdf, PROSE[6], 310, put_lines(pdf, PROSE[5], 310, y, 215), 215)
    put_lines(pdf, PROSE[7], 70, below - 20, 455)
    raw = read_pdf(pdf.bytes(), "a.pdf")
    check(raw)
    assert texts(raw) == [*PROSE[:3], "Year Ships", "1994 312 ships", "1995 287", *PROSE[3:8]]


def test_a_caption_beside_text_or_at_the_foot_of_a_page_cuts_no_sentence() -> None:
    pdf = pdfs.Pdf()
    pdf.page()
    y = put_lines(pdf, PROSE[0], 70, 770, 455)
    pdf.put("The pier in 1994.", 400, y - 26)
    y = put_lines(pdf, PROSE[1], 70, y, 300)
    lines = pdfs.wrapped(PROSE[2] + " " + PROSE[3], 455)
    for line in lines[:3]:
        pdf.put(line, 70, y, width=455)
        y -= 13
    pdf.put("A caption in small print.", 70, y - 40, size=8)
    pdf.page()
    for line in lines[3:]:
        pdf.put(line, 70, y)
        y -= 13
    raw = read_pdf(pdf.bytes(), "a.pdf")
    check(raw)
    assert sorted(texts(raw)) == sorted(
        [*PROSE[:2], "The pier in 1994.", "A caption in small print.", f"{PROSE[2]} {PROSE[3]}"]
    )


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    pdf = pdfs.Pdf()
    pdf.page()
    pdf.put("11/23/26, 9:03 AM", 24, 815, size=8)
    pdf.put("A quiet harbour — The Island Review", 250, 815, size=8)
    pdf.put("https://e.org/harbour", 24, 17, size=8)
    pdf.put("1/1", 570, 17, size=8)
    put_lines(pdf, PROSE[0], 70, 700, 455)
    assert texts(read_pdf(pdf.bytes(), "a.pdf")) == [PROSE[0]]


def test_the_same_bytes_give_the_same_text() -> None:
    assert read_pdf(rich(), "a.pdf") == read_pdf(rich(), "b.pdf")
