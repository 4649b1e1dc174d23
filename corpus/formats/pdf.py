"""PDF files: their text in the order of reading, the offsets of their pages, title and author.

PDFium (pypdfium2) takes out characters and places; what is a line, a column, a paragraph or a running head is found
here, see the modules beside this one. It is no OCR: a scan without a text layer is refused. Formulas and tables come as
lines of text. Dates in the file are those of the file and never the article's.
"""

import threading
from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from corpus.errors import SourceError
from corpus.formats.pdf_columns import columns, gutters
from corpus.formats.pdf_furniture import without_furniture
from corpus.formats.pdf_line import Sheet, read_sheet
from corpus.formats.pdf_paragraphs import build, measure, usual_size
from corpus.formats.properties import author_property, title_property
from corpus.raw import Raw
from corpus.stated import Stated

MAX_PAGES = 2_000
MAX_CHARACTERS = 4_000_000  # eight long novels; they take some 15 s
MIN_LETTERS = 20  # in the whole file; a scan can have a stamp or a page number as text
MAX_UNREADABLE = 0.3  # of the characters, which stand for glyphs that the file does not tell the letters of

_PDFIUM = threading.Lock()  # PDFium is not safe for threads
_DAMAGED = "Get the file again: it is cut off or damaged."
_SCAN = "Read it with an OCR program such as OCRmyPDF, then add what that gives."
_OPEN_IT = "Open it with its password and save it without one."


def read_pdf(data: bytes, name: str) -> Raw:
    """Read a PDF; raises SourceError."""
    with _PDFIUM:
        document = _opened(data, name)
        try:
            if len(document) > MAX_PAGES:
                found = f"it has {len(document):,} pages, and the most that are read is {MAX_PAGES:,}"
                raise SourceError(f"{name}: {found}", "Split it into smaller files.")
            stated = _stated(document)
            sheets = _sheets(document, name)
        finally:
            document.close()
    _refuse_unreadable(sheets, name)
    sizes = Counter[float]()
    for run in (run for sheet in sheets for run in sheet.runs):
        sizes[round(run.size * 2) / 2] += len(run.text)
    size = usual_size(sizes)
    cleared = without_furniture(sheets, size)
    known = sorted({round(x) for page in cleared for x in gutters(page)})
    pages = [[*columns(upright, known), *columns(sheet.turned)] for upright, sheet in zip(cleared, sheets, strict=True)]
    built, starts = build(pages, measure(pages, size))
    return built.raw(stated, starts)


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise SourceError(f"{name}: it is encrypted and needs a password", _OPEN_IT) from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise SourceError(f"{name}: it is encrypted in a way that is not known", _OPEN_IT) from error
        raise SourceError(f"{name}: it is a PDF that cannot be opened", _DAMAGED) from error


def _stated(document: pdfium.PdfDocument) -> Stated:
    """Title and author from the properties. The language there is that of the program, so it is left to the text."""
    known = document.get_metadata_dict(skip_empty=True)
    return Stated(title=title_property(known.get("Title", "")), author=author_property(known.get("Author", "")))


def _sheets(document: pdfium.PdfDocument, name: str) -> list[Sheet]:
    """The text of each page; a damaged page has none."""
    sheets: list[Sheet] = []
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            sheets.append(Sheet([], [], 0.0, 0.0))
            continue
        sheet = read_sheet(page)
        page.close()
        characters += sum(len(run.text) for run in sheet.runs)
        if characters > MAX_CHARACTERS:
            raise SourceError(f"{name}: it has more than {MAX_CHARACTERS:,} characters", "Split it into smaller files.")
        sheets.append(sheet)
    return sheets


def _refuse_unreadable(sheets: Sequence[Sheet], name: str) -> None:
    """Raise SourceError for scans, and for text in fonts that do not tell which letters they show."""
    counts = Counter[str]()
    for run in (run for sheet in sheets for run in (*sheet.runs, *sheet.turned)):
        counts.update(run.text)
    letters = sum(count for character, count in counts.items() if character.isalnum())
    unreadable = sum(count for character, count in counts.items() if _is_unreadable(character))
    if unreadable > MAX_UNREADABLE * max(counts.total(), 1) and unreadable >= MIN_LETTERS:
        raise SourceError(f"{name}: its fonts do not tell which letters they show", _SCAN)
    if letters < MIN_LETTERS:
        raise SourceError(f"{name}: it has no text layer, as scans have none, and needs OCR", _SCAN)


def _is_unreadable(character: str) -> bool:
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff"  # of private use: what the font makes of it
