"""Decoding, and plain text to blocks."""

import codecs
from pathlib import Path

import pytest

from corpus.decode import decode
from corpus.errors import SourceError
from corpus.plain import read_plain
from corpus.read import read

RUSSIAN = "Министры встретились в Женеве и говорили три дня. «Итогов нет», — сказал посол."
FRENCH = "Les délégations ont négocié à Genève pendant trois journées, sans résultat."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (RUSSIAN.encode(), RUSSIAN),
        (codecs.BOM_UTF8 + b"plain", "plain"),
        (RUSSIAN.encode("utf-16"), RUSSIAN),
        (codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), RUSSIAN),
        (RUSSIAN.encode("utf-32"), RUSSIAN),
        (RUSSIAN.encode("windows-1251"), RUSSIAN),
        (FRENCH.encode("windows-1252"), FRENCH),
        ("“Quoted” – text".encode("windows-1252"), "“Quoted” – text"),
    ],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


def test_a_page_is_decoded_as_it_says() -> None:
    page = f'<meta charset="koi8-r"><p>{RUSSIAN.replace("«", "").replace("»", "").replace("—", "-")}</p>'
    assert decode(page.encode("koi8-r"), "a.html", html=True) == page


@pytest.mark.parametrize(
    "charset", ["no-such-charset", "base64", "rot13", "unicode_escape", "utf-16", "undefined", "idna"]
)
def test_a_page_that_names_no_usable_charset_is_still_decoded(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>{FRENCH}</p>'
    assert FRENCH in decode(page.encode("windows-1252"), "a.html", html=True)


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n", b"\x00\x01\x02", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\xff\xfe\xfd", bytes(range(128, 256)) * 4,
     b"\xff\xfe\x00", b"PK\x03\x04\xff\xf0", "text\x00more".encode("utf-16")],
)  # fmt: skip
def test_what_is_not_text_is_refused_with_a_hint(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        decode(data, "a.txt")
    assert "a.txt" in error.value.message and error.value.hint


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("外交部发言人表示，两国将继续就条约问题进行对话。会谈将于下周在日内瓦举行。" * 3, "gbk"),
        ("外務大臣は月曜日に会談を行うと述べた。" * 3, "shift_jis"),
        ("テヘラン、モスクワ、ワシントン、アンカラ。" * 3, "shift_jis"),
        ("외무장관은 월요일에 회담을 열 것이라고 말했다. " * 3, "euc_kr"),
        (RUSSIAN.replace("«", "").replace("»", "").replace("—", "-"), "koi8-r"),
        (RUSSIAN.replace("«", "").replace("»", "").replace("—", "-").lower(), "koi8-r"),
        (RUSSIAN.replace("«", "").replace("»", "").replace("—", "-"), "cp866"),
        ("Οι υπουργοί συναντήθηκαν στη Γενεύη και μίλησαν για τη συνθήκη επί τρεις ημέρες. " * 4, "windows-1253"),
    ],
)
def test_text_in_another_encoding_is_refused_rather_than_garbled(text: str, codec: str) -> None:
    with pytest.raises(SourceError, match="encoding"):
        decode(text.encode(codec), "a.txt")


def test_a_page_is_read_as_browsers_read_its_charset() -> None:
    page = '<meta charset="iso-8859-1"><p>“Words” – and a fact.</p>'
    assert decode(page.encode("windows-1252"), "a.html", html=True) == page


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        (RUSSIAN, "utf-8", "iso-8859-1"),
        (RUSSIAN, "utf-16", "koi8-r"),  # it has a byte order mark
        (RUSSIAN, "utf-8-sig", "windows-1251"),
        (RUSSIAN.replace("«", "").replace("»", "").replace("—", "-"), "koi8-r", "KOI8-R"),
        ("КРАНЫ", "koi8-r", "koi8-r"),
        ("ПОДЪЁМНЫЕ КРАНЫ", "windows-1251", "windows-1251"),
        (FRENCH, "windows-1252", "latin1"),
        (FRENCH, "windows-1252", "utf-8"),
        (FRENCH, "windows-1252", "cp037"),
        (FRENCH, "windows-1252", "no such\x00charset"),
        (RUSSIAN, "windows-1251", "koi8-r"),
    ],
)
def test_what_a_server_states_is_believed_as_far_as_it_reads(text: str, codec: str, charset: str) -> None:
    assert decode(text.encode(codec), "a.txt", charset=charset) == text
    assert decode(f"<p>{text}</p>".encode(codec), "a.html", html=True, charset=charset) == f"<p>{text}</p>"


def test_text_of_a_language_that_is_not_known_is_read_as_stated() -> None:
    text = "Ambasadorët u takuan në port dhe folën për vinçat, por jo për çmimin e grurit. " * 4
    greek = "Οι πρέσβεις μίλησαν για τους γερανούς του λιμανιού, όχι όμως για την τιμή των σιτηρών. " * 4
    macedonian = "Амбасадорите зборуваа за дигалките, но никој не ја спомна цената. Ѕвездите ќе чекаат. " * 4
    for one, codec in ((text, "iso-8859-2"), (greek, "iso-8859-7"), (macedonian, "windows-1251")):
        assert decode(one.encode(codec), "a.txt", charset=codec) == one


@pytest.mark.parametrize("charset", ["", "iso-8859-1", "windows-1252", "windows-1251", "iso-8859-2"])
def test_a_lie_makes_no_text(charset: str) -> None:
    text = RUSSIAN.replace("«", "").replace("»", "").replace("—", "-")
    with pytest.raises(SourceError, match="encoding"):
        decode(text.encode("koi8-r"), "a.txt", charset=charset)


def test_a_page_is_read_by_the_declaration_of_its_xml() -> None:
    page = '<?xml version="1.0" encoding="koi8-r"?><html><p>Послы говорили о кранах и о ценах на зерно.</p></html>'
    assert decode(page.encode("koi8-r"), "a.xhtml", html=True) == page


def test_no_codec_leaves_half_a_character() -> None:
    data = b"<meta charset=raw_unicode_escape><p>caf\xe9 \\ud800 the talks went on.</p>"
    decode(data, "a.html", html=True).encode()


def test_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"p { color: black }")
    with pytest.raises(SourceError, match=r"\.css"):
        read(tmp_path / "a.css")


def texts(raw: str) -> list[str]:
    return [block.text for block in read_plain(raw)[0]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_each_line_is_a_paragraph(newline: str) -> None:
    raw = newline.join(["A headline", "", "  The first paragraph.  ", "The second one.", ""])
    assert texts(raw) == ["A headline", "The first paragraph.", "The second one."]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_that_a_program_wrapped_are_one_paragraph(newline: str) -> None:
    wrapped = ["The ministers met in the old town for a third day of talks and", "left without a word to the press."]
    raw = "A headline\n\n".replace("\n", newline) + newline.join(wrapped) + newline * 2 + "The end."
    assert texts(raw) == ["A headline", newline.join(wrapped), "The end."]


def test_a_headline_right_above_a_paragraph_stays_apart() -> None:
    raw = (
        "Ministers meet for a third day of talks in the old town\nThe ministers met for the third time, officials said."
    )
    assert len(texts(raw)) == 2


def test_marks_of_list_items_are_left_out() -> None:
    (block,) = read_plain("- An item.")[0]
    assert (block.kind, block.text, block.raw_start) == ("bullet", "An item.", 2)
    assert texts("— Мы согласны, сказал он.") == ["— Мы согласны, сказал он."]


def test_a_megabyte_of_blanks_is_no_trouble() -> None:
    assert texts(" " * 1_000_000 + "a" + "\n \t" * 300_000) == ["a"]
