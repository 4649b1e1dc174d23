"""Feeds to entries: RSS and Atom of every age by feedparser, which is given bytes and fetches nothing; JSON Feed by us.

Dates are kept as precise as they are stated; an entry without one has none.
"""

import contextlib
import html
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from corpus.dates import parse_date
from corpus.decode import decode
from corpus.errors import SourceError
from corpus.web.url import joined

_ANOTHER = "Give the address of the page itself, or of another feed."
MAX_ENTRIES = 10_000  # real feeds have ten to five hundred
_FULL = 400  # characters of text; a shorter "content" is a teaser, and the page has the article
_TEXT = re.compile(r"<[^<>]*>")  # not beyond the next "<": a run of them would cost the square of its length
_CHARACTER = re.compile(rb"&#(?:x([0-9a-f]{1,40})|([0-9]{1,40}));?", re.IGNORECASE)
MAX_TAGS = 300_000  # and entities; feedparser reads 40,000 a second at worst, and a feed of 2,000 episodes has 120,000
MAX_COMMENTS = 20_000  # each that does not end costs a look at the whole rest
_SPACES = re.compile(rb"\s+")
_NO_WORD = re.compile(rb"(?<![\w.+-])[\w.+-]{2000,}")
"""What is no name, word or address, and costs the square of its length where feedparser looks for authors or styles."""
_NO_FEED = (ValueError, OverflowError, AssertionError, LookupError, RecursionError)
"""What feedparser raises, beyond noting it, for encodings and namespaces that are broken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed announces; `content` is its HTML where the feed has the full text, else empty."""

    url: str
    title: str
    author: str
    published: str
    id: str
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, mostly the outlet's name, and its entries, in order."""

    title: str
    language: str
    entries: tuple[Entry, ...]


def read_feed(data: bytes, url: str, charset: str = "") -> Feed:
    """The feed that bytes hold, from `url` ("" for a file); raises SourceError where there is none.

    `charset` is what the server states.
    """
    data = _as_utf8(data, charset)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(data, url)
    data = _bounded(data, url)
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": url} if url else {})}
    try:  # in a file object: bare bytes are first tried as the path of a file on this machine
        parsed = feedparser.parse(io.BytesIO(_CHARACTER.sub(_possible, data)), response_headers=headers)
    except _NO_FEED as error:
        raise SourceError(f"{url or 'it'} is no feed that can be read: {error}", _ANOTHER) from error
    if not parsed.get("version") and not parsed.entries:
        fault = parsed.get("bozo_exception")
        raise SourceError(
            f"{url or 'it'} is no feed that can be read" + (f": {fault}" if fault else ""),
            _ANOTHER,
        )
    entries = [_entry(one, url) for one in parsed.entries[:MAX_ENTRIES]]
    return Feed(_line(parsed.feed.get("title")), _line(parsed.feed.get("language")), tuple(entries))


def _as_utf8(data: bytes, charset: str) -> bytes:
    """A feed in UTF-8; as it is where that fails, since feedparser takes more for text than is taken for an article."""
    try:
        return decode(data, "the feed", html=True, charset=charset).encode()
    except SourceError:
        return data


def _bounded(data: bytes, url: str) -> bytes:
    """XML that feedparser reads in seconds; raises SourceError where it would take minutes."""
    if data.count(b"<") + data.count(b"&") > MAX_TAGS or data.count(b"!--") > MAX_COMMENTS:
        reason = f"{url or 'it'} has more markup than is read of a feed ({MAX_TAGS:,} tags, {MAX_COMMENTS:,} comments)"
        raise SourceError(reason, _ANOTHER)
    start = re.search(rb"<\w", data)
    head = data[: start.start()] if start else b""
    return _SPACES.sub(b"\n", head).lstrip() + _NO_WORD.sub(b"", data[len(head) :])


def feed_links(page: str, url: str) -> list[str]:
    """The feeds that a page names in its head."""
    found = _FeedLinks()
    with contextlib.suppress(AssertionError):  # what the parser raises at a broken "<![": the head is before it
        found.feed(page[:200_000])
    return list(dict.fromkeys(link for link in (_link(href, url) for href in found.hrefs) if link))


def _entry(one: Mapping[str, object], url: str) -> Entry:
    contents = one.get("content")
    parts = [part for part in contents if isinstance(part, Mapping)] if isinstance(contents, list) else []
    content = max((str(part.get("value", "")) for part in parts), key=len, default="")
    summary = str(one.get("summary") or "")
    content = max(content, summary, key=len)
    return Entry(
        url=_link(one.get("link"), url),
        title=_line(one.get("title")),
        author=_line(one.get("author")),
        published=_day(one, "published") or _day(one, "created"),
        id=_line(one.get("id")),
        content=content if len(_TEXT.sub("", content)) >= _FULL else "",
    )


def _day(one: Mapping[str, object], name: str) -> str:
    """The date as it is written, with its own time zone; else as feedparser understands it."""
    written = parse_date(_line(one.get(name)))
    if written:
        return written
    parsed = one.get(f"{name}_parsed")
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if isinstance(parsed, tuple) else ""


def _read_json(data: bytes, url: str) -> Feed:
    """A JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{url or 'it'} is no feed that can be read: {error}", "Give another feed.") from error
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(items, list):
        raise SourceError(f"{url or 'it'} is JSON, but no feed", "Give another feed, or add it as a file.")
    base = _line(value.get("home_page_url")) or url
    entries = tuple(_json_entry(item, base) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return Feed(_line(value.get("title")), _line(value.get("language")), entries)


def _json_entry(item: Mapping[str, object], base: str) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    names = [_line(one.get("name")) for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    content = str(item.get("content_html") or _as_html(str(item.get("content_text") or "")))
    return Entry(
        url=_link(item.get("url") or item.get("external_url"), base),
        title=_line(item.get("title")),
        author=", ".join(filter(None, names)),
        published=_dated(_line(item.get("date_published"))),
        id=_line(item.get("id")),
        content=content if len(_TEXT.sub("", content)) >= _FULL else "",
    )


def _as_html(text: str) -> str:
    """Plain text as paragraphs, so that its signs stay signs."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def _possible(reference: "re.Match[bytes]") -> bytes:
    """A character by its number as it is written, or nothing where there is no such character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF else reference[0]


def _dated(written: str) -> str:
    """The day of a date in ISO 8601, whatever follows it; never what is no date."""
    return parse_date(written) or parse_date(written[:10]) or ""


class _FeedLinks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "").lower()
        alternate = tag == "link" and "alternate" in given.get("rel", "").lower().split()
        if alternate and kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
            self.hrefs.append(given.get("href", ""))


def _link(value: object, base: str) -> str:
    """An absolute address, or "" where there is none that can be fetched."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        return joined(base, value)
    except SourceError:
        return ""


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
