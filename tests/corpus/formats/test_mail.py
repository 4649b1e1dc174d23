"""Messages and saved pages."""

import email.message

import pytest

from corpus.errors import SourceError
from corpus.formats.mail import read_eml, read_mhtml
from tests.corpus.formats import documents
from tests.corpus.formats.checks import check, check_sentences, texts
from tests.corpus.formats.documents import AUTHOR, HEADING, PROSE, TITLE, newsletter, page, saved_page


def test_a_plain_message_is_its_text_without_attachments() -> None:
    raw = read_eml(newsletter(), "a.eml")
    check(raw)
    assert texts(raw) == [HEADING, *PROSE]
    stated = raw.stated
    assert (stated.title, stated.author, stated.published) == (TITLE, AUTHOR, "2023-04-05T23:30:00-05:00")
    assert (stated.outlet, stated.url) == ("", "")


def test_the_page_of_a_message_is_read_as_pages_are() -> None:
    raw = read_eml(newsletter("Read this in a browser.", page()), "a.eml")
    check(raw)
    check_sentences(raw, [HEADING, *PROSE])
    assert "RUNNING" not in "".join(texts(raw))


def test_the_plain_part_is_read_where_the_page_says_less() -> None:
    raw = read_eml(newsletter("", "<html><body><p>View this message online.</p></body></html>"), "a.eml")
    assert texts(raw) == [HEADING, *PROSE]


def test_flowed_lines_are_one_paragraph_and_signatures_and_quotation_marks_are_gone() -> None:
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "Mira Holt <m@e.org>", "Re: Aw: A quiet harbour"
    message.set_content("x", params={"format": "flowed"})
    message.set_payload(
        "> Quoted words of \n> another person stand here.\n\nOne \nline \nflows on.\n\n-- \nMira\n+1 555\n"
    )
    raw = read_eml(message.as_bytes(), "a.eml")
    assert texts(raw)[-1] == "One line flows on."
    assert "555" not in raw.text
    assert ">" not in raw.text
    assert raw.stated.title == "A quiet harbour"


def test_a_message_passed_on_names_neither_its_sender_nor_its_date() -> None:
    stated = read_eml(newsletter(Subject=f"Fwd: {TITLE}"), "a.eml").stated
    assert (stated.title, stated.author, stated.published) == (TITLE, "", "")


@pytest.mark.parametrize(
    ("sender", "listed", "author", "outlet"),
    [
        ("news@e.org", "<daily.e.org>", "", ""),
        ("Mira Holt <m@e.org>", '"The Island Review" <daily.e.org>', "Mira Holt", "The Island Review"),
        ("The Island Review <m@e.org>", "The Island Review <daily.e.org>", "", "The Island Review"),
        ("Mira Holt <m@e.org>", "7c1f9 list <7c1f9.mc.net>", "Mira Holt", ""),
        ("=?utf-8?q?M=C3=ADra?= Holt <m@e.org>", "", "Míra Holt", ""),
    ],
)
def test_only_written_names_name_someone(sender: str, listed: str, author: str, outlet: str) -> None:
    stated = read_eml(newsletter(From=sender, List_Id=listed or "<x>"), "a.eml").stated
    assert (stated.author, stated.outlet) == (author, outlet)


def test_headers_in_bare_utf8_and_headers_that_are_broken() -> None:
    data = "From: Míra Holt <m@e.org>\nSubject: Żaba\nDate: yesterday\nMessage-ID: <1>\n\nSome words.\n".encode()
    stated = read_eml(data, "a.eml").stated
    assert (stated.author, stated.title, stated.published) == ("Míra Holt", "Żaba", "")


def test_a_charset_that_is_wrong_or_unknown_is_not_believed() -> None:
    words = "Der Hafen war still, und die Brücke über den Fluss blieb für Jahre gesperrt."
    for charset, codec in (
        ("x-unknown", "utf-8"),
        ("us-ascii", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
    ):
        head = f"From: A <a@e.org>\nMessage-ID: <1>\nContent-Type: text/plain; charset={charset}\n"
        data = head.encode() + b"Content-Transfer-Encoding: 8bit\n\n" + words.encode(codec) + b"\n"
        assert texts(read_eml(data, "a.eml")) == [words]


def test_a_message_that_only_carries_another_is_that_one() -> None:
    outer = email.message.EmailMessage()
    outer["From"], outer["Subject"] = "Ann Other <a@e.org>", "Look"
    inner = email.message_from_bytes(newsletter(), policy=email.policy.default)
    outer.make_mixed()
    assert isinstance(inner, email.message.EmailMessage)
    outer.add_attachment(inner)
    raw = read_eml(outer.as_bytes(), "a.eml")
    assert texts(raw) == [HEADING, *PROSE]
    assert raw.stated.author == AUTHOR


def test_what_is_no_single_message_with_text_says_so() -> None:
    empty = email.message.EmailMessage()
    empty["From"] = "a@e.org"
    with pytest.raises(SourceError, match="message without text"):
        read_eml(empty.as_bytes(), "a.eml")
    one = b"From m@e.org Wed Apr  5 23:30:00 2023\n" + newsletter().replace(b"\r\n", b"\n")
    with pytest.raises(SourceError, match="mailbox"):
        read_eml(one + b"\n\n" + one, "a.eml")
    assert texts(read_eml(one, "a.eml")) == [HEADING, *PROSE]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_saved_page_is_its_main_part_with_its_address(charset: str) -> None:
    raw = read_mhtml(saved_page(charset), "a.mhtml")
    check(raw)
    check_sentences(raw, [HEADING, *PROSE])
    assert not [words for words in documents.FURNITURE if words in "".join(texts(raw))]
    assert (raw.stated.url, raw.stated.title, raw.stated.published) == ("https://e.org/harbour", TITLE, "")


def test_a_page_saved_from_disk_has_no_address() -> None:
    assert read_mhtml(saved_page(location="file:///home/me/a.html"), "a.mhtml").stated.url == ""
    with pytest.raises(SourceError, match="without a page"):
        read_mhtml(newsletter(), "a.mhtml")
