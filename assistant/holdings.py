"""What a library holds, as far as filters and preferences ask: its outlets, languages and dates, and who passes."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.where import Where, span

if TYPE_CHECKING:
    from index.index import ArticleInfo, Index


class Holdings:
    """The articles of a library at one moment. The sums are made when first asked for, and kept."""

    def __init__(self, articles: "Sequence[ArticleInfo]" = ()) -> None:
        self.articles = articles

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """Names of outlets, the one with most articles first."""
        return _ranked(article.outlet for article in self.articles)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Codes of languages, the one with most articles first."""
        return _ranked(article.language for article in self.articles)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(article.id for article in self.articles)

    @cached_property
    def clusters(self) -> frozenset[str]:
        return frozenset(article.cluster for article in self.articles if article.cluster)

    @cached_property
    def by_id(self) -> "dict[str, ArticleInfo]":
        return {article.id: article for article in self.articles}

    def passing(self, where: Where) -> "list[ArticleInfo]":
        """The articles that pass a filter."""
        return [article for article in self.articles if where.passes(article)]

    def divides(self, where: Where) -> bool:
        """Whether some articles pass and some do not, by dates or by outlets alone: quick for any number of them."""
        if where.days is None:
            names = {name.casefold() for name in where.outlets}
            return 0 < sum(name.casefold() in names for name in self.outlets) < len(self.outlets) + self._unnamed
        first, last = where.days
        firsts, lasts = self._days
        passing = bisect_right(firsts, last) - bisect_left(lasts, first)  # no article ends before it begins
        return 0 < passing < len(self.articles)

    @cached_property
    def _unnamed(self) -> bool:
        """Whether an article has no outlet."""
        return any(not article.outlet for article in self.articles)

    @cached_property
    def _days(self) -> tuple[list[int], list[int]]:
        """The first days of all dated articles, sorted, and their last days, sorted: they differ for a bare month."""
        spans = [span(article.published) for article in self.articles if article.published]
        return sorted(first for first, _ in spans), sorted(last for _, last in spans)


NOTHING_HELD = Holdings()
"""What is known of articles where no library is asked."""


class Shelf:
    """The holdings of an index, made anew when the index has changed. Safe to share between threads."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._kept: tuple[str, Holdings] = ("", Holdings())

    @property
    def holdings(self) -> Holdings:
        version = self._index.version
        kept_version, kept = self._kept
        if kept_version != version:
            kept = Holdings(self._index.articles())
            self._kept = (version, kept)  # in one step; two threads may make it twice, which harms nothing
        return kept


def _ranked(names: Iterable[str]) -> tuple[str, ...]:
    """Distinct names that are not empty, the most frequent first, equals by the alphabet."""
    counts = Counter(name for name in names if name)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name.casefold(), name)))
