"""Citations, made and checked by code: a quote is a slice of its article, or it is not a citation."""

from collections.abc import Mapping, Sequence

from assistant.answer import Citation
from assistant.reader.reading import Evidence
from corpus.article import Article


def cite(evidence: Sequence[Evidence], articles: Mapping[str, Article]) -> list[Citation]:
    """One citation a piece of evidence, numbered from 1 in the order given.

    Raises ValueError if a piece is not a slice of its article: the caller reads only passages that stand in theirs.
    """
    citations = []
    for n, piece in enumerate(evidence, start=1):
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
            )
        )
    return citations
