"""From a source to an article: read, clean, describe."""

import hashlib

from corpus.article import Article, Source
from corpus.block import join
from corpus.clean import clean
from corpus.describe import describe
from corpus.read import SourceError, read

_PARSER_FAULTS = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the parsers of HTML, JSON and text (ours, the standard library's, trafilatura) raise at input that nobody
foresaw. Files come from anywhere: one that a parser fails at cannot be read, and must not stop the others."""


def load(source: Source) -> Article:
    """The article of a source; raises SourceError when the file cannot become one, and nothing else.

    `id` is derived from the key alone, so that an article that is edited stays the same article.
    """
    name = source.key.rpartition("/")[2]
    try:
        return _load(source, name)
    except _PARSER_FAULTS as error:
        reason = f"{name}: it cannot be parsed: {error or type(error).__name__}"
        raise SourceError(reason, "Save its text as plain text in UTF-8, then add it again.") from error


def _load(source: Source, name: str) -> Article:
    raw = read(source.path, name)
    lines = clean(raw.blocks, raw.stated.title)
    text, offsets = join([line.block for line in lines if line.role == "body"])
    if not text:
        raise SourceError(
            f"{name}: it has no article text", "Check that it is an article, not a menu or an empty page."
        )
    known = describe(raw.stated, lines, text)
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
        published_how=known.published_how,
        language=known.language,
        text=text,
        offsets=offsets,
    )
