"""From a source to an article: read, clean, describe."""

import bisect
import hashlib
import shlex
from collections.abc import Callable, Sequence
from typing import TypeVar

from corpus.article import Article, Source
from corpus.block import Runs, join
from corpus.clean import clean
from corpus.corrections import OWN_CLUSTER, CorrectionError, applied
from corpus.describe import describe
from corpus.errors import SourceError
from corpus.formats.kinds import Kind, kind_of
from corpus.read import LIGHT, read_bytes, read_data
from corpus.sidecar import FIELDS, Sidecar, read_sidecar
from corpus.stated import Stated

_PARSER_FAULTS = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the parsers of HTML, JSON and text (ours, the standard library's, trafilatura) raise at input that nobody
foresaw. Files come from anywhere: one that a parser fails at cannot be read, and must not stop the others."""

_T = TypeVar("_T")


def load(source: Source) -> Article:
    """The article of a source; raises SourceError when the file cannot become one, and nothing else.

    `id` is derived from the key alone, so that an article that is edited stays the same article.
    """
    name = source.key.rpartition("/")[2]
    return guarded(name, lambda: _article(source, name, read_bytes(source.path, name)))


def load_if_light(source: Source) -> Article | None:
    """As `load`, of a file that is read without any parser of others; None for every other file."""
    name = source.key.rpartition("/")[2]

    def loaded() -> Article | None:
        data = read_bytes(source.path, name)
        kind = kind_of(data, name)
        return _article(source, name, data, kind) if kind in LIGHT else None

    return guarded(name, loaded)


def guarded(name: str, loaded: Callable[[], _T]) -> _T:
    """What `loaded` gives; what a parser raises at the source of this name becomes a SourceError."""
    try:
        return loaded()
    except _PARSER_FAULTS as error:
        reason = f"{name}: it cannot be parsed: {error or type(error).__name__}"
        raise SourceError(reason, "Save its text as plain text in UTF-8, then add it again.") from error


def _article(source: Source, name: str, data: bytes, kind: Kind | None = None) -> Article:
    beside = read_sidecar(source.sidecar) or Sidecar()
    raw = read_data(data, name, beside.names, kind, charset=beside.web.get("charset", ""))
    lines = clean(raw.blocks, raw.stated.title)
    text, offsets = join([line.block for line in lines if line.role == "body"])
    if not text:
        raise SourceError(f"{name}: it has no article text", _instead(raw.text, beside.web.get("url", "")))
    found = describe([raw.stated, _stated_beside(beside)], lines, text)
    try:
        known = applied(found, beside.user)
    except CorrectionError as error:
        reason = f"{name}: what was corrected by hand does not hold: {error.message}"
        raise SourceError(reason, error.hint) from error
    return Article(
        id=hashlib.sha256(source.key.encode()).hexdigest()[:16],
        source=name,
        key=source.key,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=known.title,
        outlet=known.outlet,
        author=known.author,
        url=known.url,
        published=known.published,
        language=known.language,
        text=text,
        offsets=offsets,
        pages=_pages(raw.pages, offsets, len(text)),
        alone=beside.user.get("cluster") == OWN_CLUSTER,
        origins=known.origins,
    )


def _instead(page: str, url: str) -> str:
    """What to add instead of a file without an article: the feed that a page names, if it names one."""
    from corpus.web.feeds import feed_links

    feeds = feed_links(page, url)
    if feeds:
        return f"It names a feed, which has the articles: chancery add {shlex.quote(feeds[0])}"
    return "Check that it is an article, not a menu or an empty page."


def _pages(starts: Sequence[int], offsets: Runs, length: int) -> tuple[int, ...]:
    """Where in the clean text the pages of the raw one begin; one of which nothing is left begins where the next does.

    Both ascend: `offsets` are pairs (start in text, start in raw).
    """
    found = []
    for start in starts:
        run = max(bisect.bisect_right(offsets, start, key=lambda pair: pair[1]) - 1, 0)
        text, raw = offsets[run]
        end = offsets[run + 1][0] if run + 1 < len(offsets) else length
        found.append(min(text + max(start - raw, 0), end))
    return tuple(found)


def _stated_beside(beside: Sidecar) -> Stated:
    """What a feed, an archive or the link that was followed says about a source."""
    given = {name: beside.stated.get(name, "") for name in FIELDS}
    given["url"] = given["url"] or beside.web.get("url", "")
    return Stated(**given, by=beside.stated.get("by", "link"))
