"""From a source to an article: read, clean, describe."""

import hashlib

from corpus.article import Article, Source
from corpus.block import join
from corpus.clean import clean
from corpus.describe import describe
from corpus.read import SourceError, read


def load(source: Source) -> Article:
    """The article of a source; raises SourceError when the file cannot become one.

    `id` is derived from the key alone, so that an article that is edited stays the same article.
    """
    name = source.key.rpartition("/")[2]
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
