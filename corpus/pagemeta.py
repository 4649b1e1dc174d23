"""What a web page states about itself: its meta tags, JSON-LD, link and time elements.

Only stated values count. Dates in particular are often guessed from addresses or running text; here they are not.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.stated import Stated

_META = {  # the property or name of a meta tag, in lower case, and what it states; earlier ones win
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "headline"),
    "outlet": ("og:site_name", "citation_journal_title", "dc.publisher", "publisher", "application-name"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "byl", "parsely-author", "sailthru.author"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "citation_publication_date", "dc.date.issued",
        "dc.date", "dcterms.date", "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date",
        "parsely-pub-date", "sailthru.date", "date",
    ),
    "url": ("og:url",),
    "language": ("og:locale", "content-language"),
}  # fmt: skip

_ARTICLES = ("Article", "Report", "BlogPosting", "SocialMediaPosting")  # the ends of schema.org's kinds of article
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")  # JSON can write half of a character, and UTF-8 cannot
_MAX_DEPTH = 6  # of nested JSON-LD; real pages nest two or three deep


@dataclass(slots=True)
class PageMeta:
    """What the parser of a page collects on its way."""

    meta: dict[str, str] = field(default_factory=dict)  # first value of each property or name
    json_ld: list[str] = field(default_factory=list)
    canonical: str = ""
    language: str = ""
    heading: str = ""  # the first h1
    document_title: str = ""  # what <title> has
    time: str = ""  # of a <time> that says that it is the date of publication

    def note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take what a start tag states."""
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            name = name or attributes.get("http-equiv", "").lower()
            if name and attributes.get("content", "").strip():
                self.meta.setdefault(name, attributes["content"].strip())
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "")
        elif tag == "html":
            self.language = self.language or attributes.get("lang", "")
        elif tag == "time" and ("pubdate" in attributes or attributes.get("itemprop", "").lower() == "datepublished"):
            self.time = self.time or attributes.get("datetime", "")

    def stated(self) -> Stated:
        """Everything that is stated, each from its most reliable place."""
        meta = {name: next((self.meta[key] for key in keys if key in self.meta), "") for name, keys in _META.items()}
        linked = _linked(self.json_ld)
        outlet = meta["outlet"] or linked.get("outlet", "")
        author = linked.get("author", "") or meta["author"]
        title = linked.get("title", "") or meta["title"] or self.heading or self.document_title
        return Stated(
            title=without_outlet(title, outlet),
            outlet=outlet,
            author="" if author.startswith(("http://", "https://")) else author,
            published=linked.get("published", "") or meta["published"] or self.time,
            url=next((url for url in (self.canonical, meta["url"], linked.get("url", "")) if _is_address(url)), ""),
            language=self.language or meta["language"],
        )


def without_outlet(title: str, outlet: str) -> str:
    """`A title | The Example Times` as `A title`."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " • "):
        head, found, tail = title.rpartition(mark)
        if found and outlet and tail.strip().casefold() == outlet.casefold():
            return head.strip()
    return title


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _linked(scripts: list[str]) -> dict[str, str]:
    """The fields of the first article in a page's JSON-LD; a script that is not JSON states nothing."""
    for script in scripts:
        try:
            data: object = json.loads(script, strict=False)
        except (ValueError, RecursionError):  # hand-written JSON-LD is often broken
            continue
        for item in _objects(data, _MAX_DEPTH):
            if any(kind.endswith(_ARTICLES) for kind in _names(item.get("@type"))):
                return {
                    "title": _text(item.get("headline")) or _text(item.get("name")),
                    "outlet": _text(item.get("publisher")),
                    "author": _text(item.get("author")),
                    "published": _text(item.get("datePublished")),
                    "url": _text(item.get("url")) or _text(item.get("mainEntityOfPage")),
                }
    return {}


def _objects(data: object, depth: int) -> Iterator[dict[str, object]]:
    """All objects in JSON-LD, outer ones first."""
    if depth == 0:
        return
    if isinstance(data, dict):
        yield data
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for item in inner:
        yield from _objects(item, depth - 1)


def _names(value: object) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _text(value: object) -> str:
    """A string, the name of an object, or several of these joined."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(item) for item in value if not isinstance(item, list))))
    if isinstance(value, dict):
        name = value.get("name") or value.get("@id")
        return _text(name) if isinstance(name, str) else ""
    return _LONE_SURROGATE.sub("\ufffd", value).strip() if isinstance(value, str) else ""
