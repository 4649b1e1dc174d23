"""Word, OpenDocument, RTF and EPUB files: every sentence in order, no furniture, and only what they state."""

from collections.abc import Callable

import pytest

from corpus.errors import SourceError
from corpus.formats.docx import read_docx
from corpus.formats.epub import read_epub
from corpus.formats.odt import read_odt
from corpus.formats.rtf import read_rtf
from corpus.raw import Raw
from tests.corpus.formats import documents
from tests.corpus.formats.checks import check, check_sentences, of_kind, texts
from tests.corpus.formats.documents import AUTHOR, BOX, FURNITURE, HEADING, ITEMS, NOTE, OUTLET, PROSE, PUBLISHED, TITLE

Reader = Callable[[bytes, str], Raw]

RICH: dict[str, tuple[Reader, Callable[..., bytes]]] = {
    "docx": (read_docx, documents.rich_docx),
    "odt": (read_odt, documents.rich_odt),
    "rtf": (read_rtf, documents.rich_rtf),
    "epub": (read_epub, documents.rich_epub),
}


@pytest.mark.parametrize("suffix", RICH)
def test_every_sentence_comes_back_and_nothing_else(suffix: str) -> None:
    reader, write = RICH[suffix]
    raw = reader(write(), f"a.{suffix}")
    check(raw)
    found = [text.replace("\u00a0", " ") for text in texts(raw)]
    assert [text for text in found if text not in (NOTE, BOX)] == documents.SENTENCES
    assert found.count(NOTE) == found.count(BOX) == 1
    assert not [words for words in FURNITURE if words in raw.text]
    assert of_kind(raw, "heading") == [TITLE, HEADING]
    assert of_kind(raw, "bullet") == ITEMS


@pytest.mark.parametrize("suffix", RICH)
def test_only_what_is_stated_is_taken(suffix: str) -> None:
    reader, write = RICH[suffix]
    stated = reader(write(), f"a.{suffix}").stated
    assert (stated.title, stated.author) == (TITLE, AUTHOR)
    assert stated.language == ("" if suffix == "rtf" else "en-GB")
    assert (stated.outlet, stated.published) == ((OUTLET, PUBLISHED) if suffix == "epub" else ("", ""))


@pytest.mark.parametrize("suffix", RICH)
@pytest.mark.parametrize(
    ("title", "author"),
    [("Document1", "Microsoft Office User"), ("Microsoft Word - x.doc", "python-docx"), ("final_v2", "jsmith")],
)
def test_what_a_program_wrote_is_no_title_and_no_author(suffix: str, title: str, author: str) -> None:
    reader, write = RICH[suffix]
    stated = reader(write(title, author), f"a.{suffix}").stated
    assert (stated.title, stated.author) == ("", "")


@pytest.mark.parametrize("title", ["Documents of the drowned", "Word by word", "1984", "Slide rules", "Draft"])
def test_titles_that_only_look_like_a_programs(title: str) -> None:
    stated = read_docx(documents.rich_docx(title), "a.docx").stated
    assert stated.title == ("" if title in ("1984", "Draft") else title)  # of these two nobody can tell


@pytest.mark.parametrize("suffix", RICH)
def test_the_same_bytes_give_the_same_text(suffix: str) -> None:
    reader, write = RICH[suffix]
    data = write()
    assert reader(data, "a") == reader(data, "b")


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, BOMB.decode().replace("1.0", "1.0").encode("utf-16")])
@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        ("docx", "word/document.xml"), ("docx", "docProps/core.xml"), ("odt", "content.xml"), ("odt", "meta.xml"),
        ("epub", "OEBPS/book.opf"), ("epub", "META-INF/container.xml"),
    ],
)  # fmt: skip
def test_entities_are_refused_by_the_name_of_the_part(suffix: str, part: str, xml: bytes) -> None:
    reader, write = RICH[suffix]
    with pytest.raises(SourceError, match=part):
        reader(documents.rewritten(write(), {part: xml}), f"a.{suffix}")


@pytest.mark.parametrize(("suffix", "part"), [("docx", "word/document.xml"), ("odt", "content.xml")])
def test_what_is_nested_without_end_is_refused(suffix: str, part: str) -> None:
    reader, write = RICH[suffix]
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    with pytest.raises(SourceError, match=part):
        reader(documents.rewritten(write(), {part: deep}), f"a.{suffix}")
    with pytest.raises(SourceError, match="groups within groups"):
        read_rtf(b"{\\rtf1 " + b"{" * 100_000, "a.rtf")


def test_a_locked_odt_says_that_it_is() -> None:
    manifest = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    with pytest.raises(SourceError, match="encrypted") as caught:
        read_odt(documents.rewritten(documents.rich_odt(), {"META-INF/manifest.xml": manifest}), "a.odt")
    assert "password" in caught.value.hint


def test_a_locked_book_says_that_it_is_and_scrambled_fonts_do_not_matter() -> None:
    def encrypted(algorithm: str) -> bytes:
        method = f'<EncryptedData><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData>'
        return documents.rewritten(
            documents.rich_epub(), {"META-INF/encryption.xml": f"<encryption>{method}</encryption>".encode()}
        )

    with pytest.raises(SourceError, match="DRM"):
        read_epub(encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), "a.epub")
    check_sentences(read_epub(encrypted("http://www.idpf.org/2008/embedding"), "a.epub"), PROSE[:5])


def test_chapters_that_are_no_xml_are_read_as_pages() -> None:
    chapter = f"<html><body><p>{PROSE[0]}<br><b>Bold <i>and</b> more</i><p>{PROSE[1]} &amp; so on&hellip;</body>"
    raw = read_epub(documents.rewritten(documents.rich_epub(), {"OEBPS/text/two.xhtml": chapter.encode()}), "a.epub")
    check(raw)
    assert f"{PROSE[1]} & so on…" in texts(raw)
    assert f"{PROSE[0]} Bold and more" in texts(raw)


def test_a_list_of_chapters_is_left_out() -> None:
    links = "".join(f'<p><a href="one.xhtml">CONTENTS ENTRY {at}</a></p>' for at in range(9))
    page = f"<html><body>{links}</body></html>"
    raw = read_epub(documents.rewritten(documents.rich_epub(), {"OEBPS/text/two.xhtml": page.encode()}), "a.epub")
    assert "CONTENTS" not in raw.text


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    data = documents.rich_docx()
    part = documents.member(data, "word/document.xml").decode()
    mark = "<w:p><w:pPr><w:rPr><w:del w:id='9'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t></w:r></w:p>"
    after = "<w:p><w:r><w:t>sentence.</w:t></w:r></w:p>"
    changed = part.replace("<w:sectPr", f"{mark}{after}<w:sectPr", 1)
    raw = read_docx(documents.rewritten(data, {"word/document.xml": changed.encode()}), "a.docx")
    assert "One sentence." in texts(raw)


def test_rtf_characters_follow_their_fonts_and_unicode_comes_whole() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}"
        rb"\pard\f1 \'cf\'f0\'e8\'e2\'e5\'f2\f0  caf\'e9 \u8364\'80 \u-10179?\u-8704? {\uc0\u1046}"
        rb"{\f2 \'93\'fa\'96\'7b}"
        rb" \emdash\~\{x\} co\_op soft\-ness{\upr{ansi}{\*\ud{whole}}}\par}"
    )
    assert texts(read_rtf(data, "a.rtf")) == ["Привет café € 😀 Ж日本 —\u00a0{x} co-op softnesswhole"]


def test_rtf_pictures_and_bytes_are_passed_over() -> None:
    data = rb"{\rtf1 One{\pict\bin5 }{\\}\par Two\par}}" + b"}"
    assert texts(read_rtf(data, "a.rtf"))[:1] == ["One"]
    assert texts(read_rtf(b"{\\rtf1 " + PROSE[0].encode() + b"\\par " + PROSE[1].encode(), "a.rtf")) == PROSE[:2]
