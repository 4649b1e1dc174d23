"""Sitemaps (sitemaps.org): the pages of a site, from its XML or text, packed or not, and from indexes of sitemaps."""

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from corpus.dates import parse_date
from corpus.errors import SourceError
from corpus.web.fetch import Fetcher
from corpus.web.url import host_of, is_link, joined, shown

MAX_PAGES = 50_000  # of one sitemap, by the protocol
MAX_BYTES = 50 * 1024**2  # unpacked, by the protocol
_MAX_SITEMAPS = 1_000  # that one walk fetches; big news sites have some hundred, one a month
_DEPTH = 2  # indexes inside indexes; the protocol knows one
_MEDIA = re.compile(r"sitemap-(?:image|video)|^(?:image|video):", re.IGNORECASE)  # their titles are not the page's
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that a sitemap lists, with what a news sitemap says of it; empty where it is silent."""

    url: str
    changed: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages and further sitemaps of one; `elsewhere` counts those of other hosts, which it may not speak for."""

    pages: tuple[SitePage, ...] = ()
    sitemaps: tuple[str, ...] = ()
    elsewhere: int = field(default=0)


def read_sitemap(data: bytes, url: str) -> Sitemap:
    """The sitemap that bytes hold; raises SourceError where there is none."""
    data = _unpacked(data, url)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = _from_lines(data.decode("utf-8", "replace"))
        if not lines:
            raise SourceError(
                f"{url} is no sitemap: it lists no page", "Give the address of a sitemap, a feed or a page."
            )
        return _own(lines, (), url)
    if _DOCTYPE.search(data[:4096]):
        raise SourceError(
            f"{url}: the sitemap has entities of its own, which are not read", "Give its pages one by one."
        )
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
        root = etree.fromstring(data, parser)
        tag = "" if root is None or root.getroottree().docinfo.internalDTD is not None else _tag(root)
        items = [] if root is None else [_fields(item) for item in root.iterchildren() if isinstance(item.tag, str)]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{url} is no sitemap that can be read: {error}", "Give its pages one by one.") from error
    if tag not in ("urlset", "sitemapindex"):
        raise SourceError(f"{url} is no sitemap", "Give the address of a sitemap, a feed or a page.")
    if tag == "sitemapindex":
        return _own([], [item.get("loc", "") for item in items], url)
    pages = [_page(item, url) for item in items[:MAX_PAGES] if item.get("loc")]
    return _own([page for page in pages if page.url], (), url)


def walk_sitemap(fetcher: Fetcher, data: bytes, url: str) -> Iterator[SitePage | SourceError]:
    """The pages of a sitemap and of those that it leads to, each once; what cannot be read is an error in its place.

    A sitemap is fetched when its pages are asked for, so that who stops early has not fetched them all.
    """
    seen, pages = {url}, set[str]()
    waiting: deque[tuple[str, int]] = deque([(url, 0)])
    while waiting:
        at, depth = waiting.popleft()
        try:
            found = read_sitemap(*((data, url) if depth == 0 else _fetched(fetcher, at)))
        except SourceError as error:
            yield error
            continue
        for page in found.pages:
            if page.url not in pages and len(pages) < MAX_PAGES:
                pages.add(page.url)
                yield page
        for further in found.sitemaps:
            if further in seen or depth >= _DEPTH:
                continue
            if len(seen) > _MAX_SITEMAPS:
                reason = f"{shown(url)} leads to more than {_MAX_SITEMAPS:,} sitemaps"
                yield SourceError(reason, "Give those that you want.")
                return
            seen.add(further)
            waiting.append((further, depth + 1))


def _fetched(fetcher: Fetcher, url: str) -> tuple[bytes, str]:
    """The bytes of a sitemap, and where they came from."""
    fetched = fetcher.fetch(url)
    if fetched.status == "gone":
        raise SourceError(f"{shown(url)}: this sitemap does not exist", "Give its pages one by one.")
    return fetched.data, fetched.url


def _own(pages: "list[SitePage]", sitemaps: "list[str] | tuple[str, ...]", url: str) -> Sitemap:
    """Those of the same host."""
    links = [link for link in (_link(one, url) for one in sitemaps) if link]
    host = host_of(url).removeprefix("www.")

    def is_own(link: str) -> bool:
        return not url or host_of(link).removeprefix("www.") == host

    kept = tuple(page for page in pages if is_own(page.url))
    further = tuple(dict.fromkeys(link for link in links if is_own(link)))
    return Sitemap(kept, further, len(pages) + len(links) - len(kept) - sum(map(is_own, links)))


def _from_lines(text: str) -> list[SitePage]:
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return [SitePage(link) for link in (_link(line, "") for line in lines if is_link(line)) if link][:MAX_PAGES]


def _page(item: dict[str, str], url: str) -> SitePage:
    published = item.get("publication_date", "")
    return SitePage(
        _link(item["loc"], url),
        item.get("lastmod", ""),
        item.get("title", ""),
        item.get("name", ""),
        parse_date(published) or parse_date(published[:10]) or "",
        item.get("language", ""),
    )


def _fields(item: "etree._Element") -> dict[str, str]:
    """The texts below an item by their tag, without name spaces; the first of each."""
    found: dict[str, str] = {}
    for inner in item.iter():
        if isinstance(inner.tag, str) and not _MEDIA.search(inner.tag) and inner.text and inner.text.strip():
            found.setdefault(_tag(inner), " ".join(inner.text.split()))
    return found


def _tag(item: "etree._Element") -> str:
    return str(item.tag).rpartition("}")[2].rpartition(":")[2].lower()  # a broken one keeps its prefix


def _unpacked(data: bytes, url: str) -> bytes:
    """A sitemap is often a gzip file of its own."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    plain, rest = bytearray(), data
    try:
        while rest.startswith(b"\x1f\x8b") and len(plain) <= MAX_BYTES:  # a file may be several, one after the other
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            plain += unpacker.decompress(rest, MAX_BYTES + 1 - len(plain))
            rest = unpacker.unused_data
    except zlib.error as error:
        raise SourceError(f"{url} is packed and damaged: {error}", "Try again later.") from error
    if len(plain) > MAX_BYTES:
        raise SourceError(f"{url} unpacks to more than {MAX_BYTES // 1024**2} MiB", "Give its pages one by one.")
    return bytes(plain)


def _link(value: str, base: str) -> str:
    try:
        return joined(base, value)
    except SourceError:
        return ""
