"""What a file is, by its content; names that lie; what is not read says what it is."""

import io
import json
import zipfile

import pytest

from corpus.formats.kinds import Kind, kind_of, why_not
from tests.corpus.formats import documents, pdfs
from tests.corpus.formats.prose import paragraphs

PROSE = "\n\n".join(paragraphs(3))


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


RSS = '<?xml version="1.0"?><!-- made by hand --><rss version="2.0"><channel/></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
RDF = '<?xml version="1.0"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="r"></rdf:RDF>'
SITEMAP = '\ufeff<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
LINES = "\n".join(json.dumps({"title": "A", "text": text}) for text in paragraphs(3))

KNOWN: list[tuple[Kind, bytes]] = [
    ("docx", documents.rich_docx()),
    ("odt", documents.rich_odt()),
    ("rtf", documents.rich_rtf()),
    ("epub", documents.rich_epub()),
    ("eml", documents.newsletter()),
    ("eml", b"From m@e.org Wed Apr  5 23:30:00 2023\n" + documents.newsletter()),
    ("mhtml", documents.saved_page()),
    ("pdf", pdfs.article(paragraphs(2))),
    ("pdf", b"\r\n\n" + pdfs.article(paragraphs(2))),
    ("pdf", b"HTTP/1.1 200 OK\r\n\r\n" + pdfs.article(paragraphs(2))),
    ("zip", zipped("a.txt", "b/c.md")),
    ("zip", b"PK\x05\x06" + bytes(18)),
    ("html", documents.page().encode()),
    ("html", b"\xef\xbb\xbf  <!-- saved from url=(0014)about:internet -->\n<HTML><body>x</body></HTML>"),
    ("html", documents.page().encode("utf-16")),
    ("html", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html xmlns="x"></html>'),
    ("feed", RSS.encode()),
    ("feed", ATOM.encode()),
    ("feed", RDF.encode()),
    ("sitemap", SITEMAP.encode()),
    ("jsonl", LINES.encode()),
    ("json", json.dumps([{"title": "A"}], indent=1).encode()),
    ("json", json.dumps({"articles": [{"title": "A"}]}).encode()),
]


@pytest.mark.parametrize(("kind", "data"), KNOWN, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.pdf", "a.docx", "a.html", "a.csv", "a.zip", "noname", "a.json"])
def test_a_file_whose_name_lies_is_what_it_is(kind: Kind, data: bytes, name: str) -> None:
    assert kind_of(data, name) == kind
    assert why_not(data, name) == ("", "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "text"), ("a.md", "markdown"), ("a.MARKDOWN", "markdown"), ("a.csv", "csv"), ("a.tsv", "csv"),
        ("a.pdf", "text"), ("a.docx", "text"), ("a.html", "text"), ("a.mhtml", "text"), ("a.zip", "text"),
        ("a", "text"), ("a.jsonl", "jsonl"), ("a.json", "json"), ("a.log", "text"),
    ],
)  # fmt: skip
def test_of_plain_text_the_name_is_believed(name: str, kind: Kind) -> None:
    assert kind_of(PROSE.encode(), name) == kind


@pytest.mark.parametrize(
    "start",
    [
        "From Moscow with regards: 1994.\nA letter.",
        "Title: A quiet harbour\nDate: 2023-04-05\nAuthor: M. Holt\n",
        "From: Reuters\nDate: 2023-04-05\nSubject: harbours\n",
        "[1] The first note.",
        "{curly} words",
        "[Music] Applause.",
        "BM is a company",
        "MZ is a magazine of note here",
        "PAR1 is a road that leads",
        "ID3 tags are no articles",
        "%PDF- is how such files begin, says the manual",
        "< 5 percent of the fleet",
        "-----\nwords",
        "GIF89 pictures are old ones",
        "Note: this\nWarning: that\n",
    ],
)
def test_text_that_begins_like_something_else_is_text(start: str) -> None:
    assert kind_of(f"{start}\n\n{PROSE}".encode(), "a.txt") == "text"


def test_markdown_may_begin_with_markup_and_plain_text_with_a_page() -> None:
    badge = '<p align="center"><a href="x"><img src="y"></a></p>\n<div><b>x</b></div>\n\n# A title\n'
    assert kind_of(badge.encode(), "a.md") == "markdown"
    assert kind_of(badge.encode(), "a.txt") == "html"
    assert kind_of(b"# A title\n\nWords.", "") == "markdown"
    assert kind_of(b"---\ntitle: A\n---\nWords.", "noname") == "markdown"
    assert kind_of(b"<p>Words of a page.", "a.html") == "html"
    assert kind_of(b"Words <b>of</b> <i>a</i> <p>page</p>", "a.htm") == "html"


def test_json_is_json_where_it_parses_or_is_named_so() -> None:
    broken = b'{"title": "A", "text": '
    assert kind_of(broken, "a.txt") == "text"
    assert kind_of(broken, "a.json") == "json"
    assert kind_of(b'{"title": "A"}', "a.jsonl") == "jsonl"
    assert kind_of(json.dumps([{"text": PROSE * 300}]).encode(), "a.txt") == "json"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"), "Word 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "Excel 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office 97"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (zipped("Index/Document.iwa"), "Apple"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
        (b"\x1f\x8b\x08\x00\x00", "gzip"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", "MP4"),
        (b"name.txt".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (bytes(range(256)), "binary"),
        (b'<?xml version="1.0"?><office:document xmlns:office="x"/>', "single XML file"),
        (b'<?xml version="1.0"?><inventory><item/></inventory>', "<inventory>"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(data: bytes, reason: str) -> None:
    for name in ("a.doc", "a.pdf", "a.txt"):
        assert kind_of(data, name) == "unknown"
        why, hint = why_not(data, name)
        assert reason in why
        assert hint.endswith(".")


def test_an_opendocument_sheet_is_no_text() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert kind_of(out.getvalue(), "a.ods") == "unknown"
    assert "without running text" in why_not(out.getvalue(), "a.ods")[0]


def test_a_document_that_is_cut_off_is_still_of_its_kind() -> None:
    for kind, data in KNOWN[:4]:
        assert kind_of(data[: len(data) * 2 // 3], "a.bin") == kind
