"""What kind of file something is, by its content; the name only decides where content cannot.

A list of values, Markdown and an article look alike, so of those the suffix is believed. Cheap: it looks at the first
bytes, and at a zip's directory. It does not check that a file is whole: that is for its reader to say.
"""

import io
import json
import re
import zipfile
from typing import Literal

from corpus.decode import BOMS
from corpus.formats import refused
from corpus.formats.archive import ZIP_FAULTS
from corpus.formats.refused import Refusal

Kind = Literal[
    "text", "markdown", "html", "mhtml", "pdf", "docx", "odt", "rtf", "epub", "eml", "json", "jsonl", "csv", "zip",
    "feed", "sitemap", "unknown",
]  # fmt: skip

HEAD = 65_536  # bytes that are looked at; comments before a page's first tag run to 10,000 at most
PDF_MARK_WITHIN = 1024  # bytes; what PDF readers allow before the mark
PDF_TAIL = 2048  # bytes at the end in which a whole PDF says where its directory is

_PDF = re.compile(rb"%PDF-\d\.\d")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second is one without members
_MIMETYPE = re.compile(rb".{30}mimetype(application/[a-z0-9.+-]{1,70}?)(?:PK|\s|\Z)", re.DOTALL)
"""As EPUB and OpenDocument begin: a member's header of 30 bytes, its name, and the format, not compressed."""
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

_TELLING = ("[Content_Types].xml", "word/document.xml", "META-INF/container.xml")

_PROSE = re.compile(rb"[\t\n\r\x20-\x7e]{16}")  # so much plain text in a row that a short magic is a coincidence

_SUFFIXES: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".tsv": "csv",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_WEB_ARCHIVES = frozenset({".mhtml", ".mht"})


_PROLOG = re.compile(  # what may stand before the first element of XML or HTML
    r"(?:\s+|<\?[^>]*>|<!--(?:(?!-->).)*-->|<!doctype(?!\s+html)[^>\[]*(?:\[[^\]]*\])?\s*>)+", re.IGNORECASE | re.DOTALL
)
_FIRST = re.compile(r"<(!doctype|(?:[\w.-]+:)?([A-Za-z][\w.-]*))(?=[\s/>])", re.IGNORECASE)
_ROOTS: dict[str, Kind] = {
    "html": "html", "head": "html", "body": "html", "rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap",
    "sitemapindex": "sitemap",
}  # fmt: skip
_FLAT = frozenset(
    {"document", "worddocument", "package"}
)  # what Word and LibreOffice name the root of a single XML file
_CLOSING = re.compile(r"</(?:p|div|h[1-6]|li|td|a|b|i|em|strong|article|section|title|span)\s*>", re.IGNORECASE)
_MIN_CLOSING = 3  # closing tags that make a text a fragment of a page

_LIKE_JSON = re.compile(r'\s*(?:\{\s*(?:"(?:[^"\\\n]|\\.){0,200}"\s*:|\})|\[\s*(?:[\[{"]|\]\s*\Z))')

_HEADER = re.compile(r"([!-9;-~]{2,60}):(?:[ \t].*)?")
_MAILBOX = re.compile(r"From \S+ .{10,60}")  # before the headers of each message in a mailbox
_MAILED = frozenset({"mime-version", "message-id", "received", "return-path", "delivered-to", "dkim-signature"})
_MAIL_HEADERS = _MAILED | {
    "from", "to", "cc", "subject", "date", "content-type", "content-transfer-encoding", "reply-to", "sender",
    "list-id", "list-unsubscribe", "content-location", "snapshot-content-location", "in-reply-to", "references",
}  # fmt: skip
_MAX_HEADERS = 400  # lines; a message that went through many servers has 150

_MARKDOWN = re.compile(r"\s*(?:---\r?\n[\w-]+:|#{1,6} \S)")  # front matter, or a heading at the top


def kind_of(data: bytes, name: str) -> Kind:
    """What a file is. `name` is asked only where the content leaves it open."""
    return _judge(data, name)[0]


def why_not(data: bytes, name: str) -> Refusal:
    """Why a file of unknown kind is not read, and what to do: reason and hint. Both are empty for kinds that are."""
    return _judge(data, name)[1]


def _judge(data: bytes, name: str) -> tuple[Kind, Refusal]:
    base, dot, end = name.rpartition(".")
    suffix = f".{end.lower()}" if dot and base else ""
    if data.startswith(_ZIP):
        return _zip(data)
    if _is_pdf(data, suffix):
        return "pdf", ("", "")
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf", ("", "")
    if data.startswith(refused.OLE_MAGIC):
        return "unknown", _office(data)
    for at, magic, refusal in refused.MAGIC:
        if data.startswith(magic, at) and (len(magic) >= refused.SURE or not _PROSE.match(data)):
            return "unknown", refusal
    text = _head(data)
    return ("unknown", refused.BINARY) if text is None else _text(text, suffix, whole=len(data) <= HEAD)


def _is_pdf(data: bytes, suffix: str) -> bool:
    """Other bytes may stand before the mark; prose that only mentions it does not end as a PDF does."""
    mark = _PDF.search(data, 0, PDF_MARK_WITHIN)
    if mark is None:
        return False
    at = mark.start()
    return not data[:at].strip(b"\xef\xbb\xbf\r\n\t \x00") or suffix == ".pdf" or b"startxref" in data[-PDF_TAIL:]


def _office(data: bytes) -> Refusal:
    return next(
        (refusal for entry, refusal in refused.OFFICE_ENTRIES if entry.encode("utf-16-le") in data), refused.OFFICE
    )


def _zip(data: bytes) -> tuple[Kind, Refusal]:
    """The kind of a zip by the names in it; of one that is cut off, by what its beginning shows."""
    begins = _MIMETYPE.match(data[:HEAD])
    mimetype = begins[1].decode() if begins else ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except ZIP_FAULTS:
        names = [member for member in _TELLING if member.encode() in data]
    if mimetype.startswith(_OPEN_DOCUMENT):
        is_text = mimetype.removeprefix(_OPEN_DOCUMENT).startswith("text")
        return ("odt", ("", "")) if is_text else ("unknown", refused.NO_RUNNING_TEXT)
    if mimetype == "application/epub+zip" or "META-INF/container.xml" in names:
        return "epub", ("", "")
    if "[Content_Types].xml" in names and any(member.startswith("word/") for member in names):
        return "docx", ("", "")
    if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= set(names):
        return "odt", ("", "")
    for start, refusal in refused.ZIP_MEMBERS:
        if any(member.startswith(start) for member in names):
            return "unknown", refusal
    return "zip", ("", "")


def _head(data: bytes) -> str | None:
    """The first bytes as text, of which only ASCII can be relied upon; None for what is no text."""
    head = data[:HEAD]
    for mark, codec in BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "ignore")
    return None if b"\x00" in head else head.decode("latin-1")


def _text(text: str, suffix: str, *, whole: bool) -> tuple[Kind, Refusal]:
    """The kind of a text; `whole` says that `text` is all of it."""
    first = text.lstrip()[:1]
    kind: Kind | None = None
    if first == "<":
        kind, refusal = _marked_up(text, suffix)
        if kind is not None:
            return kind, refusal
    if first in ("{", "["):
        kind = _json_kind(text, suffix, whole=whole)
    return kind or _message_kind(text, suffix) or _plain_kind(text, suffix), ("", "")


def _marked_up(text: str, suffix: str) -> tuple[Kind | None, Refusal]:
    """The kind of a text that begins with `<`; None where that is all it has of markup."""
    prolog = _PROLOG.match(text)
    first = _FIRST.match(text, prolog.end() if prolog else 0)
    is_xml = text.lstrip().startswith("<?xml")
    if first is None:
        return ("html", ("", "")) if suffix in _PAGES else (None, ("", ""))
    root = (first[2] or "").lower()
    kind: Kind | None = "html" if first[1].startswith("!") else _ROOTS.get(root)
    if kind is None and (suffix in _PAGES or (not is_xml and suffix not in _SUFFIXES and _is_fragment(text))):
        kind = "html"
    if kind is None and suffix == ".txt" and _is_fragment(text):
        kind = "html"  # Markdown may begin with markup, and plain text does not
    if kind is not None or not is_xml:
        return kind, ("", "")
    if root in _FLAT:
        return "unknown", refused.FLAT_XML
    return "unknown", (
        f"it is XML of a kind that is not read (<{root}>)",
        "Save it as a web page or as plain text, then add it again.",
    )


def _is_fragment(text: str) -> bool:
    return len(_CLOSING.findall(text)) >= _MIN_CLOSING


def _json_kind(text: str, suffix: str, *, whole: bool) -> Kind | None:
    """`json` for one value, `jsonl` for a value a line, None for text that only begins like it."""
    if not _LIKE_JSON.match(text):
        return None
    if _SUFFIXES.get(suffix) in ("json", "jsonl") and "\n{" not in text.strip():
        return _SUFFIXES[suffix]
    first, _, rest = text.strip().partition("\n")
    if _is_json(first) and rest.lstrip()[:1] in ("{", "["):
        return "jsonl"
    if whole and not _is_json(text):
        return _SUFFIXES.get(suffix) if _SUFFIXES.get(suffix) in ("json", "jsonl") else None
    return "json"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _message_kind(text: str, suffix: str) -> Kind | None:
    """`eml` or `mhtml` for what begins with the headers of a message; an article may begin with lines like them."""
    headers = _headers(text)
    known = _MAIL_HEADERS & headers.keys()
    is_mail = bool(_MAILED & known) or "@" in headers.get("from", "")
    if len(known) < 2 or not (is_mail or suffix in (".eml", *_WEB_ARCHIVES)):
        return None
    related = headers.get("content-type", "").lower().startswith(("multipart/related", "text/html"))
    saved = "snapshot-content-location" in known or "<saved by" in headers.get("from", "").lower()
    unsent = related and not {"to", "received", "message-id", "delivered-to"} & known
    return "mhtml" if saved or (related and suffix in _WEB_ARCHIVES) or (unsent and suffix != ".eml") else "eml"


def _headers(text: str) -> dict[str, str]:
    """The header lines at the top of a text, by name in lower case; empty where other lines come before them."""
    lines = text.lstrip().splitlines()[:_MAX_HEADERS]
    if lines and _MAILBOX.fullmatch(lines[0]):
        del lines[0]
    found: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header:
            found.setdefault(header[1].lower(), line[header.end(1) + 1 :].strip())
        elif not (line[:1] in (" ", "\t") and line.strip() and found):
            break  # the empty line after them, or no header
    return found


def _plain_kind(text: str, suffix: str) -> Kind:
    """Where content cannot tell: what the name says, if it says a kind of text."""
    if suffix in _WEB_ARCHIVES or suffix in _PAGES:
        return "html" if _is_fragment(text) else "text"
    known = _SUFFIXES.get(suffix)
    if known is None:
        return "markdown" if _MARKDOWN.match(text) else "text"
    return known
