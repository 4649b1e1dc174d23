"""From a question that stands alone to the passages that are read for it: search, mend the spelling, search again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from assistant.condense import Standalone
from assistant.initials import spelled_out
from assistant.scope import Scope
from assistant.spelling import mend
from corpus.article import Article
from index.fuse import fuse
from index.index import Index, UnknownArticle
from index.passage import Hit, Passage

_NUM_HITS = 16  # passages read: the reader's cost grows with them, some 12 ms each on two cores
_NUM_FOUND = 12  # passages in which another spelling of a word is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked in the end, its hits, best first, and their articles by id."""

    asked: Standalone
    hits: Sequence[Hit]
    articles: Mapping[str, Article]


class Finder:
    """Searches an index for the engine."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, asked: Standalone, scope: Scope) -> Found:
        """The passages for a question, a misspelt word mended by those found."""
        hits = self._hits(asked, scope)
        texts = [hit.passage.text for hit in hits]
        frequency = self._index.document_frequency
        mended = _each(asked, [spelled_out(mend(text, frequency, texts), frequency, texts) for text in _texts(asked)])
        if mended != asked:
            asked, hits = mended, self._hits(mended, scope)
        return self._standing(asked, hits)

    def find_wider(self, found: Found, scope: Scope) -> Found | None:
        """The same with its words mended by the whole library's; None where that changes nothing.

        For questions without an answer only: of 1,000 right words that the library lacks it takes twenty for others
        that it has.
        """
        texts = [hit.passage.text for hit in found.hits]
        mended = _each(
            found.asked,
            [
                mend(
                    text,
                    self._index.document_frequency,
                    texts,
                    terms=self._index.terms_from,
                    find=lambda term: [
                        hit.passage.text for hit in self._index.search(term, _NUM_FOUND, where=scope.where)
                    ],
                    is_word=lambda word: self._index.count_tokens([word]) == [1],
                )
                for text in _texts(found.asked)
            ],
        )
        return None if mended == found.asked else self._standing(mended, self._hits(mended, scope))

    def standing(self, hits: Sequence[Hit]) -> tuple[list[Hit], dict[str, Article]]:
        """The hits that stand in their articles, and those: one may be edited or removed since the search."""
        articles: dict[str, Article] = {}
        for article_id in {hit.passage.article_id for hit in hits}:
            with suppress(UnknownArticle):  # removed since the search: its hits fall out below
                articles[article_id] = self._index.article(article_id)
        return [hit for hit in hits if _stands(hit.passage, articles.get(hit.passage.article_id))], articles

    def _standing(self, asked: Standalone, hits: Sequence[Hit]) -> Found:
        kept, articles = self.standing(hits)
        return Found(asked, kept, articles)

    def _hits(self, asked: Standalone, scope: Scope) -> list[Hit]:
        """The best passages for each query, their rankings fused, of the articles that are not left out."""
        most = _NUM_HITS + sum(len(self._index.passages(article_id)) for article_id in set(scope.without))
        prefer = [preference.where for preference in scope.preferences]
        rankings = {
            query: self._index.search(query, most, where=scope.where, prefer=prefer) for query in asked.searched
        }
        every = {hit.passage.id: hit for hits in rankings.values() for hit in hits}
        order = fuse({query: [hit.passage.id for hit in hits] for query, hits in rankings.items()})
        kept = [every[one.id] for one in order if every[one.id].passage.article_id not in scope.without]
        return [replace(hit, rank=rank) for rank, hit in enumerate(kept[:_NUM_HITS], start=1)]


def _texts(asked: Standalone) -> tuple[str, ...]:
    return (asked.shown, *asked.searched)


def _each(asked: Standalone, texts: Sequence[str]) -> Standalone:
    return replace(asked, shown=texts[0], searched=tuple(dict.fromkeys(texts[1:])))


def _stands(passage: Passage, article: Article | None) -> bool:
    return article is not None and article.text[passage.start : passage.end] == passage.text
