"""From links to what can be put into the library: a page, a document, the entries of a feed, the pages of a sitemap."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from corpus.article import Skipped
from corpus.errors import SourceError
from corpus.formats.kinds import Kind, kind_of
from corpus.given import Given, from_bytes, skipped
from corpus.read import check_readable
from corpus.sidecar import Sidecar
from corpus.web.feeds import Entry, Feed, read_feed
from corpus.web.fetch import Fetched, Fetcher
from corpus.web.sitemap import SitePage, walk_sitemap
from corpus.web.url import name_for, shown

MAX_PAGES = 500  # of one feed or sitemap fetched at once; a second of politeness each

_SUFFIXES: Mapping[Kind, str] = {
    "html": ".html", "mhtml": ".mhtml", "pdf": ".pdf", "docx": ".docx", "odt": ".odt", "rtf": ".rtf", "epub": ".epub",
    "eml": ".eml", "json": ".json", "jsonl": ".jsonl", "csv": ".csv", "zip": ".zip", "markdown": ".md", "text": ".txt",
}  # fmt: skip

Item = Given | Skipped
TellLink = Callable[[str, int, int], None]
"""Told of each page fetched: its address, its number, and how many there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a link gave: items for the library, and the feed that it is, if it is one."""

    items: Iterator[Item]
    feed: str = ""  # the title of a feed, or its address; a feed is worth asking again


def follow(fetcher: Fetcher, url: str, tell: TellLink | None = None, known: Collection[str] = ()) -> Found:
    """What stands behind a link; raises SourceError for the link itself. Of a feed, entries not among `known` links."""
    fetched = fetcher.fetch(url)
    if fetched.status == "gone":
        raise SourceError(f"{shown(url)} does not exist", "Check the link.")
    kind = _kind(fetched)
    if kind == "feed":
        feed = read_feed(fetched.data, fetched.url, fetched.charset)
        return Found(_entries(fetcher, feed, fetched, tell, known), feed.title or url)
    if kind == "sitemap":
        return Found(_pages(fetcher, fetched, tell))
    return Found(page(fetched))


def page(fetched: Fetched, stated: Mapping[str, str] | None = None) -> Iterator[Item]:
    """A page or document that was fetched; `stated` is what a feed or sitemap says of it."""
    kind = _kind(fetched)
    key = name_for(fetched.url, _SUFFIXES.get(kind) or PurePosixPath(fetched.url).suffix or ".txt")
    web = {"url": fetched.url, "fetched": fetched.at, "etag": fetched.etag, "last_modified": fetched.last_modified}
    said = {name: value for name, value in web.items() if value}
    if kind in ("html", "text", "markdown"):  # what has a charset; documents know their own
        yield _page(fetched, key, said, stated or {})
        return
    for item in from_bytes(fetched.data, key, fetched.url, {}):
        if isinstance(item, Given):
            item = replace(item, beside=replace(item.beside, web=said, stated=stated or {}))
        yield item


def _page(fetched: Fetched, key: str, web: Mapping[str, str], stated: Mapping[str, str]) -> Item:
    """A page, with the charset that its server states, by which it is read now and ever after."""
    name = PurePosixPath(key).name
    try:
        check_readable(fetched.data, name, charset=fetched.charset)
    except SourceError as error:
        return skipped(fetched.url, error, name)
    said = {**web, "charset": fetched.charset} if fetched.charset else web
    return _given(key, fetched.data, fetched.url, fetched.at, web=said, stated=stated)


def _given(
    key: str, data: bytes, origin: str, added: str, *, web: Mapping[str, str], stated: Mapping[str, str]
) -> Given:
    return Given(key, data, Sidecar(origin, added, hashlib.sha256(data).hexdigest(), web=web, stated=stated))


def _kind(fetched: Fetched) -> Kind:
    """What was fetched, by its content; the type that the server states only where that leaves it open."""
    kind = kind_of(fetched.data, PurePosixPath(fetched.url).name)
    if kind in ("text", "markdown") and "html" in fetched.content_type:
        return "html"
    is_feed = "feed+json" in fetched.content_type or (kind == "json" and b"jsonfeed.org/version" in fetched.data[:2000])
    return "feed" if is_feed else kind


def _entries(
    fetcher: Fetcher, feed: Feed, fetched: Fetched, tell: TellLink | None, known: Collection[str]
) -> Iterator[Item]:
    """The articles of a feed: the pages it names; where a page is refused, the text that the feed has itself."""
    entries = [entry for entry in feed.entries if (entry.url or entry.content) and entry.url not in known]
    for number, entry in enumerate(entries, start=1):
        if tell:
            tell(entry.url or entry.title, number, len(entries))
        if number > MAX_PAGES:
            yield Skipped(entry.url, f"the feed has more than {MAX_PAGES} entries", "Add it again for more.")
            return
        said = {
            "by": "feed", "title": entry.title, "author": entry.author, "published": entry.published,
            "outlet": feed.title, "language": feed.language, "url": entry.url,
        }  # fmt: skip
        said = {name: value for name, value in said.items() if value}
        answer = _answer(fetcher, entry.url) if entry.url else SourceError("it has no link", "Add it by hand.")
        if isinstance(answer, Fetched):
            yield from page(answer, said)
        elif entry.content:
            yield _of_feed(entry, fetched, said)
        else:
            yield Skipped(entry.url or entry.title, answer.message, answer.hint)


def _answer(fetcher: Fetcher, url: str) -> Fetched | SourceError:
    """What a link gives, or why it gives nothing."""
    try:
        answer = fetcher.fetch(url)
    except SourceError as error:
        return error
    if answer.status == "gone":
        return SourceError("it does not exist any more", "Nothing is left to add.")
    return answer


def _of_feed(entry: Entry, fetched: Fetched, said: Mapping[str, str]) -> Given:
    """The text that a feed has of an article."""
    data = f"<!doctype html><html><body><article>{entry.content}</article></body></html>".encode()
    url = entry.url or fetched.url
    name = name_for(url, ".html") if entry.url else name_for(url, f"-{hashlib.sha256(data).hexdigest()[:8]}.html")
    web = {"url": entry.url, "fetched": fetched.at} if entry.url else {}
    return _given(name, data, entry.url or f"{fetched.url}#{entry.id}", fetched.at, web=web, stated=said)


def _pages(fetcher: Fetcher, fetched: Fetched, tell: TellLink | None) -> Iterator[Item]:
    listed: Iterable[SitePage | SourceError] = walk_sitemap(fetcher, fetched.data, fetched.url)
    for number, found in enumerate(listed, start=1):
        if isinstance(found, SourceError):
            yield Skipped(fetched.url, found.message, found.hint)
            continue
        if number > MAX_PAGES:
            yield Skipped(found.url, f"the sitemap has more than {MAX_PAGES} pages", "Give those that you want.")
            return
        if tell:
            tell(found.url, number, number)
        said = {"title": found.title, "outlet": found.outlet, "published": found.published, "language": found.language}
        said = {name: value for name, value in said.items() if value}
        answer = _answer(fetcher, found.url)
        if isinstance(answer, Fetched):
            yield from page(answer, {"by": "sitemap", **said} if said else {})
        else:
            yield Skipped(found.url, answer.message, answer.hint)
