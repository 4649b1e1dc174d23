"""The PDF of an export, read back by another library."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import create_string_buffer
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from assistant.answer import Sentence
from assistant.export import Exported, export, links
from assistant.export.faces import Faces, Style
from assistant.export.sheets import BOTTOM, TOP, Block, arranged, lay, paragraph
from assistant.export.typeset import Run, Span, isolated, leads_left, lines
from tests.assistant.test_export import (
    CYRILLIC,
    HARM,
    HEBREW,
    LONG,
    QUOTE,
    a_citation,
    a_refusal,
    an_answer,
    exported,
    full,
    spaced,
)

GREEK = "Το πορθμείο άνοιξε την άνοιξη και έμεινε δωρεάν δύο καλοκαίρια."
LATIN = "Łódź, Çeşme, Ångström, Việt Nam, naïve, Dvořák, “quoted” – ‘so’ … 12 €"
ARABIC = "افتتحت العبارة في الربيع ولم يدفع أحد شيئا."
HINDI = (
    "नदी की नाव सुबह से शाम तक चलती रही और किसी ने किराया नहीं दिया, फिर भी मल्लाह प्रसन्न था; क्षत्रिय, ज्ञानी, वृद्ध, ऋषि, बच्चे, "
    "डॉक्टर, घोड़े, झोला, छाता, ढोल, थैला, फूल, ईंट, ऊँट, ऐनक सब उतरे। किनारे पर मिट्टी थी, हिन्दी गीत बजा, सिक्के गिने, जिद्दी बिल्ली"
)
CHINESE = "渡船于春天开通。"
BODY = Style(11)


@pytest.fixture
def faces() -> Faces:
    return Faces()


def pages(made: bytes) -> list[str]:
    with closing(pdfium.PdfDocument(made)) as document:
        return [spaced(page.get_textpage().get_text_range()) for page in document]


def text_of(conversation: Exported) -> str:
    return " ".join(pages(export(conversation, "pdf")))


def addresses(made: bytes) -> Iterator[str]:
    """The addresses that the links of a PDF lead to."""
    with closing(pdfium.PdfDocument(made)) as document:
        for page in document:
            for place in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium_c.FPDFPage_GetAnnot(page, place)
                action = pdfium_c.FPDFLink_GetAction(pdfium_c.FPDFAnnot_GetLink(annotation))
                if pdfium_c.FPDFAction_GetType(action) == pdfium_c.PDFACTION_URI:
                    size = pdfium_c.FPDFAction_GetURIPath(document, action, None, 0)
                    buffer = create_string_buffer(size)
                    pdfium_c.FPDFAction_GetURIPath(document, action, buffer, size)
                    yield buffer.value.decode()
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def drawn(line: tuple[Run, ...]) -> str:
    return "".join(run.text for run in line)


def test_the_text_comes_back() -> None:
    quotes = [QUOTE, CYRILLIC, GREEK, LATIN, HEBREW, ARABIC]
    citations = tuple(a_citation(n, quote) for n, quote in enumerate(quotes, start=1))
    read = text_of(exported(an_answer(question="Кто и когда?", citations=citations)))
    for quote in quotes:
        assert quote in read
    assert "Кто и когда?" in read
    assert "�" not in read
    assert "do not have all characters" not in read


def test_nothing_comes_back_that_is_not_there() -> None:
    """Letters of India are drawn in parts, more than one of which has no text of its own."""
    read = text_of(exported(an_answer(citations=(a_citation(1, HINDI),))))
    quoted = read[read.index("ferry.md") + len("ferry.md") : read.rindex("The ferry")].strip()
    assert set(quoted) - set(HINDI) == {"\N{ZERO WIDTH SPACE}"}
    assert len(quoted.replace("\N{ZERO WIDTH SPACE}", "")) > 0.95 * len(HINDI)


def test_all_of_an_answer_is_there() -> None:
    read = text_of(exported(full(), a_refusal()))
    for part in (
        "Exported from Chancery on 14 Nov 2023, 23:13 UTC. Library: Rivers, edition 4",
        "Searched for: When did the Mora ferry open?",
        "Only: Upland Gazette, since 1990",
        "Preferring: until Dec 1999",
        "Not preferring: since 1800",
        "All sources are old.",
        "the spring of 1933",
        "It was free. [3] (only partly supported)",
        "All were glad. (not supported by its sources)",
        "3 articles of one outlet (2 reprints counted once). As of 5 Jul 1998",
        "Savva Tikhy, as the article reports",
        "page 3",
        "https://example.org/mora?id=7",
        "The library does not answer this.",
        "31 passages searched. No passage found has: toll.",
        "Boats of the upper Mora",
        "1 / 2",
        "2 / 2",
    ):
        assert part in read, part


def test_markup_is_text_and_no_address_of_another_is_a_link() -> None:
    hostile = replace(a_citation(1, HARM), title=HARM, outlet=HARM)
    citations = (
        replace(hostile, url="javascript:harm()"),
        replace(hostile, n=2, url="https://example.org/a(b)?c=d", quote=QUOTE),
    )
    answer = an_answer(question=HARM, sentences=(Sentence(HARM, (1, 2, 9), "verbatim"),), citations=citations)
    made = export(exported(answer, title=HARM), "pdf")
    assert " ".join(pages(made)).count("<script>harm()</script>") >= 6
    assert list(addresses(made)) == [links.to_quote(citations[1].url, QUOTE)]
    assert b"/JavaScript" not in made
    assert b"/JS" not in made


def test_it_knows_what_it_is() -> None:
    made = export(exported(full(), a_refusal(question="Who mends the ferry?"), title="Паром и река"), "pdf")
    with closing(pdfium.PdfDocument(made)) as document:
        known = document.get_metadata_dict()
        assert (known["Title"], known["Creator"]) == ("Паром и река", "Chancery")
        assert known["CreationDate"].startswith("D:20231114231320")
        assert [entry.get_title() for entry in document.get_toc()] == ["And when?", "Who mends the ferry?"]
        assert [round(side) for side in document[0].get_size()] == [595, 842]


def test_its_fonts_are_inside_and_cut_to_what_is_used() -> None:
    made = export(exported(full()), "pdf")
    assert made.count(b"/FontFile2") >= 3
    assert len(made) < 150_000  # the fonts whole have 8 MB


def test_what_no_font_has_is_shown_and_told() -> None:
    read = text_of(exported(an_answer(citations=(a_citation(1, CHINESE),))))
    assert "�" * (len(CHINESE) - 1) in read
    assert "The fonts of this file do not have all characters (CJK, IDEOGRAPHIC); they are shown as �." in read


def test_fifty_turns_take_less_than_two_seconds() -> None:
    citations = tuple(a_citation(n) for n in range(1, 6))
    answer = an_answer(sentences=tuple(Sentence(QUOTE, (n,), "verbatim") for n in range(1, 6)), citations=citations)
    export(exported(), "pdf")  # imports
    start = time.process_time()  # whatever else the machine does
    made = export(exported(*[answer] * 50), "pdf")
    assert time.process_time() - start < 4.0  # half a second on a quick processor; two at most are promised
    assert len(pages(made)) > 30


def test_very_many_and_very_long_sources_stay_on_their_pages() -> None:
    citations = tuple(a_citation(n, f"{LONG} {n}", title=LONG, outlet=LONG) for n in range(1, 51))
    answer = an_answer(question=LONG, sentences=(Sentence(LONG, tuple(range(1, 51)), "verbatim"),), citations=citations)
    read = "".join(text_of(exported(answer, title=LONG)).split())
    assert read.count(LONG[:60]) >= 100
    for n in range(1, 51):
        assert f"[{n}]" in read


# lines


def test_lines_are_as_wide_as_the_column(faces: Faces) -> None:
    found = lines([Span(f"{QUOTE} " * 5, BODY)], 300, faces)
    assert [line[0].x for line in found] == [0.0] * len(found)
    assert all(250 < sum(run.width for run in line) <= 300 for line in found[:-1])
    assert spaced(" ".join(map(drawn, found))) == spaced(f"{QUOTE} " * 5)


def test_a_word_that_is_too_long_is_cut(faces: Faces) -> None:
    found = lines([Span(f"a {LONG} b", BODY)], 200, faces)
    assert all(sum(run.width for run in line) <= 200 for line in found)
    assert "".join(map(drawn, found)).replace(" ", "") == f"a{LONG}b"


def test_marks_stay_with_the_word_before(faces: Faces) -> None:
    word = Faces().of("x", BODY)
    assert word is not None
    narrow = word.width("rivers and riverbank.") * BODY.size + 2  # type: ignore[operator]
    spans = [Span("rivers and riverbank.\N{NO-BREAK SPACE}", BODY), Span("[12]", BODY, "#t1-s12")]
    assert [drawn(line) for line in lines(spans, narrow, faces)] == ["rivers and", "riverbank.\N{NO-BREAK SPACE}[12]"]


def test_no_line_of_an_answer_begins_with_a_mark() -> None:
    sentences = tuple(Sentence(f"{QUOTE[: 20 + n]}.", (1,), "verbatim") for n in range(60))
    made = export(exported(an_answer(sentences=sentences)), "pdf")
    with closing(pdfium.PdfDocument(made)) as document:
        read = "".join(page.get_textpage().get_text_range() for page in document)
    begun = [line for line in read.splitlines() if line.startswith("[1]")]
    assert begun == [line for line in begun if "The Mora ferry" in line]
    assert read.count("[1]") == 61


def test_right_to_left_stands_at_the_right_and_numbers_in_it_run_on(faces: Faces) -> None:
    (line,) = lines([Span("אבג 1931 דהו.", BODY)], 300, faces)
    assert [run.text.strip() for run in line if run.text.strip()] == [".", "דהו", "1931", "אבג"]
    assert [run.backwards for run in line if run.text.strip() == "1931"] == [False]
    assert round(line[-1].x + line[-1].width) == 300
    assert leads_left(HEBREW)
    assert not leads_left(f"“{QUOTE} {HEBREW}")


def test_a_foreign_title_does_not_turn_what_follows(faces: Faces) -> None:
    spans = [Span(isolated("אבג"), BODY), Span(", 5 Jul 1998", BODY)]
    (line,) = lines(spans, 300, faces)
    assert [run.text for run in line] == ["אבג", ", 5 Jul 1998"]
    assert isolated("plain") == "plain"


def test_an_override_cannot_turn_text_round(faces: Faces) -> None:
    (line,) = lines([Span("pay \u202eevil\u202c now", BODY)], 300, faces)
    assert drawn(line) == "pay evil now"


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "جدًا", "क्षत्रिय", "น้ำ", "e\u0301", "a\u200d", "\u200d", "👩\u200d👧", "٣\u0651\u200d"]
)
def test_letters_that_join_are_drawn(text: str) -> None:
    made = export(exported(an_answer(question=text, citations=(a_citation(1, f"{text} x {text}"),))), "pdf")
    assert made.startswith(b"%PDF")
    assert "x" in " ".join(pages(made))


def test_a_joiner_alone_in_a_style_is_nothing_to_draw() -> None:
    sentence = Sentence("👩\u200d", (1,), "verbatim", (1, 2))  # the short answer is the joiner
    assert "[1]" in text_of(exported(an_answer(sentences=(sentence,))))


def test_letters_that_join_take_less_room_than_alone(faces: Faces) -> None:
    (line,) = lines([Span("سلام", BODY)], 300, faces)
    apart = sum(sum(run.width for run in lines([Span(one, BODY)], 300, faces)[0]) for one in "سلام")
    assert 0 < sum(run.width for run in line) < apart


# pages


def test_no_page_begins_or_ends_with_a_line_alone(faces: Faces) -> None:
    styles = [Style(11, colour=(number, 0, 0)) for number in range(60)]  # which tells paragraphs from each other
    laid = [lay(paragraph(Span(f"{QUOTE} " * (1 + style.colour[0] % 4), style), before=7), faces) for style in styles]
    sheets = arranged(laid)
    found = [{(run.style.colour[0], base) for base, run in sheet.runs} for sheet in sheets]
    assert sum(map(len, found)) == sum(len(one.lines) for one in laid)
    assert all(TOP < base < BOTTOM for sheet in sheets for base, _ in sheet.runs)
    counts = [Counter(number for number, _ in lines) for lines in found]
    parted = [(one[number], after[number]) for one, after in pairwise(counts) for number in one.keys() & after.keys()]
    assert parted
    assert min(min(pair) for pair in parted) >= 2


def test_a_heading_stays_with_what_it_heads(faces: Faces) -> None:
    for lines_before in range(20, 50):
        blocks = [paragraph(Span("above", BODY)) for _ in range(lines_before)]
        blocks += [paragraph(Span("heading", BODY), keep=True), paragraph(Span(QUOTE * 3, BODY))]
        sheets = arranged([lay(block, faces) for block in blocks])
        last = [sheet.runs[-1][1].text for sheet in sheets]
        assert "heading" not in last, lines_before


def test_a_paragraph_longer_than_a_page_goes_on(faces: Faces) -> None:
    long = Block(((1.0, (Span(f"{QUOTE} " * 120, BODY),)),), keep=True, place="here", outline="Long")
    sheets = arranged([lay(paragraph(Span("first", BODY)), faces), lay(long, faces)])
    assert len(sheets) > 2
    assert [name for sheet in sheets for name, _ in sheet.places] == ["here"]
    assert all(base < BOTTOM for sheet in sheets for base, _ in sheet.runs)


def test_a_file_is_the_same_of_the_same() -> None:
    assert export(exported(full()), "pdf") == export(exported(full()), "pdf")
