"""Citations, made and checked by code: a quote is a slice of its article, or it is not a citation."""

from collections.abc import Mapping, Sequence

from assistant.answer import Citation
from assistant.reader.reading import Evidence
from assistant.reader.speech.speakers import speakers
from corpus.article import Article
from index.sentences import split

_BEFORE = 3000  # characters of an article before a passage, in which its people are named


def cite(evidence: Sequence[Evidence], articles: Mapping[str, Article], first: int = 1) -> list[Citation]:
    """One citation a piece of evidence, numbered from `first` in the order given.

    Raises ValueError if a piece is not a slice of its article: the caller reads only passages that stand in theirs.
    """
    citations = []
    for n, piece in enumerate(evidence, start=first):
        article = articles[piece.passage.article_id]
        quote = article.text[piece.span.start : piece.span.end]
        if not quote or quote != piece.text:
            raise ValueError(
                f"{article.source} [{piece.span.start}:{piece.span.end}] is not what passage {piece.passage.id} says"
            )
        citations.append(
            Citation(
                n=n,
                article_id=article.id,
                passage_id=piece.passage.id,
                source=article.source,
                title=article.title,
                outlet=article.outlet,
                published=article.published,
                url=article.url,
                quote=quote,
                start=piece.span.start,
                end=piece.span.end,
                speaker=speaker(article, piece),
                page=article.page_of(piece.span.start),
            )
        )
    return citations


def speaker(article: Article, piece: Evidence) -> str:
    """Whom the article reports as saying a piece; empty when it says it itself."""
    first = max(0, piece.passage.start - _BEFORE)
    before = [(start, end) for start, end in split(article.text[first : piece.passage.start])]
    own = [(span.start - first, span.end - first) for span in piece.passage.sentences]
    within = [at for at, span in enumerate(piece.passage.sentences) if span.start == piece.span.start]
    number = len(before) + within[0]  # a piece may have several sentences: its first tells
    return speakers(article.text[first : piece.passage.end], [*before, *own])[number]
