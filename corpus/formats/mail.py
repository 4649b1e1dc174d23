"""Messages (.eml) and pages that a browser saved as one file (.mhtml).

A message is read as it is shown: its page where it has one, its plain text where it has none or a longer one; without
attachments. Its date is that of sending, which for a newsletter is that of publication; of a message that was passed
on, sender and date are not the article's and stay empty. Of a saved page only its main part is read, by the reader of
pages; the date of saving is no date of the article.
"""

import email
import email.errors
import email.policy
import re
from collections.abc import Sequence
from dataclasses import replace
from email.headerregistry import AddressHeader, BaseHeader, DateHeader
from email.message import EmailMessage, MIMEPart
from typing import cast

from corpus.block import PARAGRAPH_BREAK, Block
from corpus.decode import decode
from corpus.errors import SourceError
from corpus.formats import refused
from corpus.formats.properties import author_property
from corpus.page import read_page
from corpus.plain import read_plain
from corpus.raw import Raw
from corpus.stated import Stated

MIN_SHARE = 0.5
"""The least of the plain part's text that the page's must have; below, the page is a picture or a link to itself."""

MAX_SIGNATURE = 15  # lines after the mark of a signature, of which custom wants four; more are text below a rule

_SIGNATURE = re.compile(r"\n-- ?\r?\n")
_FLOWED = re.compile(r"(?<=\S) \r?\n(?=\S)")  # a line that ends in a space goes on in the next (RFC 3676)
_QUOTED = re.compile(r"(?m)^(?:>[ \t]?)+")
_MAILBOX = re.compile(rb"\n\r?\nFrom \S+ [^\n]{10,60}\n[\w-]{2,40}:")  # a second message after the first
_PASSED_ON = re.compile(r"\s*(?:(?:re|aw)\s*:\s*)*(?:fwd?|wg|tr|пересл\w*)\s*:\s*", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:(?:re|aw|sv|отв\w*)\s*:\s*)+", re.IGNORECASE)
_PHRASE = re.compile(r"\s*\"?([^<\"]+?)\"?\s*<")  # what a list calls itself, before its id
_LIST = re.compile(r"\blist\b", re.IGNORECASE)  # in the phrases that services for newsletters make of a number
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_CHARSETS = {"us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030",
             "unicode": "utf-16"}  # fmt: skip
"""What is read for a charset; messages that name the one are often written in the other."""

_HEADER_FAULTS = (email.errors.MessageError, AttributeError, LookupError, TypeError, ValueError)
"""What the standard library's parser of headers raises at those that it did not foresee."""

Part = MIMEPart
"""What a message is made of, itself included."""

_Read = tuple[str, Sequence[Block], Stated]
"""A part: its text, the blocks in it, and what it states if it is a page."""


def read_eml(data: bytes, name: str) -> Raw:
    """Read a message; raises SourceError."""
    if data.startswith(b"From ") and _MAILBOX.search(data):
        raise SourceError(f"{name}: {refused.MAILBOX[0]}", refused.MAILBOX[1])
    message = _parse(data)
    parts = _shown(message, name)
    inner = None if parts else next((part for part in message.walk() if _is_message(part)), None)
    if inner is not None:
        message = cast("EmailMessage", cast("list[object]", inner.get_payload())[0])
        parts = _shown(message, name)
    if not parts:
        raise SourceError(f"{name}: it is a message without text", "Add what is attached to it as files of their own.")
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for text, found, _ in parts:
        blocks.extend(_moved(block, start) for block in found)
        texts.append(text)
        start += len(text) + len(PARAGRAPH_BREAK)
    return Raw(PARAGRAPH_BREAK.join(texts), tuple(blocks), _stated(message, parts[0][2]))


def read_mhtml(data: bytes, name: str) -> Raw:
    """Read a saved page; raises SourceError."""
    message = _parse(data)
    address = _header(message, "snapshot-content-location") or _header(message, "content-location")
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise SourceError(f"{name}: it is a web archive without a page", "Save the page again, as .html or .mhtml.")
    start = str(message.get_param("start") or "")
    page = next(
        (part for part in pages if start and _header(part, "content-id") == start),
        next((part for part in pages if address and _header(part, "content-location") == address), pages[0]),
    )
    text = _decoded(page, name, html=True)
    blocks, stated = read_page(text)
    address = address or _header(page, "content-location")
    return Raw(
        text,
        tuple(blocks),
        replace(
            stated,
            title=stated.title or _header(message, "subject"),
            url=stated.url or (address if address.startswith(("http://", "https://")) else ""),
        ),
    )


def _parse(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "), policy=email.policy.default)


def _is_message(part: Part) -> bool:
    return part.get_content_type() == "message/rfc822" and part.is_multipart()


def _shown(part: Part, name: str) -> list[_Read]:
    """The parts of a message that are shown as its text, in order, without those that are empty."""
    kind = part.get_content_type()
    if _is_message(part) or part.get_content_disposition() == "attachment":
        return []
    if not part.is_multipart():
        return _leaf(part, name) if kind in ("text/plain", "text/html") and not part.get_filename() else []
    inner = [_shown(below, name) for below in part.iter_parts()]
    if kind == "multipart/alternative":
        return _best(inner)
    if kind == "multipart/related":
        return next(filter(None, inner), [])
    return [read for reads in inner for read in reads]


def _best(alternatives: list[list[_Read]]) -> list[_Read]:
    """The last alternative, as the standard wants it, unless it has far less text than another."""
    sizes = [sum(len(block.text) for _, blocks, _ in reads for block in blocks) for reads in alternatives]
    enough = [at for at, size in enumerate(sizes) if size and size >= MIN_SHARE * max(sizes)]
    return alternatives[enough[-1]] if enough else []


def _leaf(part: Part, name: str) -> list[_Read]:
    """A page or a plain text, read; of the latter without the signature and without marks of quotation."""
    html = part.get_content_type() == "text/html"
    if not _payload(part).strip():
        return []
    text = _decoded(part, name, html=html)
    if html:
        blocks, stated = read_page(text)
        return [(text, blocks, stated)] if blocks else []
    text = _QUOTED.sub("", text)
    signature = next(reversed(list(_SIGNATURE.finditer(text))), None)
    if signature and text.count("\n", signature.end()) <= MAX_SIGNATURE and text[: signature.start()].strip():
        text = text[: signature.start()]
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _FLOWED.sub(" ", text)
    blocks, stated = read_plain(text)
    return [(text, blocks, stated)] if blocks else []


def _payload(part: Part) -> bytes:
    payload: object = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Part, name: str, *, html: bool) -> str:
    """The text of a part by the charset that it states, or as any file where that does not fit."""
    payload = _payload(part)
    charset = (part.get_content_charset() or "utf-8").lower()
    try:
        text = payload.decode(_CHARSETS.get(charset, charset))
    except (ValueError, LookupError):  # not of this charset, a charset that does not exist, a name that is none
        return decode(payload, name, html=html)
    return decode(payload, name, html=html) if "\x00" in text or not text.strip() else text


def _moved(block: Block, by: int) -> Block:
    return Block(block.kind, block.text, tuple((start, raw + by) for start, raw in block.runs))


def _stated(message: EmailMessage, page: Stated) -> Stated:
    """What the headers state; the address of a sender names no one, only a name beside it does."""
    subject = _header(message, "subject")
    passed_on = _PASSED_ON.match(subject)
    sender = "" if passed_on else _sender(message)
    phrase = _PHRASE.match(_header(message, "list-id"))
    outlet = author_property(phrase[1]) if phrase and not _LIST.search(phrase[1]) else ""
    address = _ADDRESS.search(_header(message, "archived-at"))
    return Stated(
        title=_REPLY.sub("", subject[passed_on.end() :] if passed_on else subject, count=1) or page.title,
        outlet=outlet or page.outlet,
        author="" if sender.casefold() == outlet.casefold() else sender,
        published="" if passed_on else _date(message),
        url=address[0] if address else page.url,
        language=_header(message, "content-language") or page.language,
    )


def _sender(message: EmailMessage) -> str:
    header = _parsed(message, "from")
    addresses = header.addresses if isinstance(header, AddressHeader) else ()
    return author_property(addresses[0].display_name) if addresses else ""


def _date(message: EmailMessage) -> str:
    header = _parsed(message, "date")
    return header.datetime.isoformat() if isinstance(header, DateHeader) and header.datetime else ""


def _header(message: Part, name: str) -> str:
    """The text of a header, or ""."""
    return " ".join(str(_parsed(message, name) or "").split())


def _parsed(message: Part, name: str) -> BaseHeader | None:
    """A header, parsed; None where it is missing or cannot be. Bytes that no standard allows in it are UTF-8."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), None)
    if raw is None:
        return None
    try:
        written = str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return cast("BaseHeader", email.policy.default.header_factory(name, "".join(written.splitlines())))
    except _HEADER_FAULTS:
        return None
