"""Where a question is looked for: the filter that the user set, what the question prefers, and what is left out."""

from collections.abc import Collection
from dataclasses import dataclass, field

from assistant.answer import Preference
from assistant.condense import Standalone
from assistant.events import when
from assistant.filters import labels, names, settled
from assistant.holdings import Holdings, Shelf
from assistant.preferences import preferences
from index.index import Index
from index.where import ANYWHERE, Where
from prompts import words


@dataclass(frozen=True, slots=True)
class Scope:
    """The filter that articles must pass, which of them to look at first, and the ids of articles that are left out.

    `called`: as `names` has it of the filter.
    """

    where: Where = ANYWHERE
    called: tuple[str, ...] = ()
    preferences: tuple[Preference, ...] = ()
    without: Collection[str] = field(default=())


class Scopes:
    """The scopes of questions over an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._shelf = Shelf(index)

    def of(
        self, question: str, asked: Standalone, *, where: Where, ignore: Collection[str], without: Collection[str]
    ) -> Scope:
        """The scope of a question, which `asked` makes to stand alone; raises `MisuseError` for an unknown name.

        It prefers among the articles that pass the filter, and nothing whose label is in `ignore`. Of what the question
        leans on only those kinds of preference count that it has none of itself.
        """
        holdings = self._shelf.holdings
        called: tuple[str, ...] = ()
        if where:
            where = settled(where, holdings)
            called = names(where, holdings)
            holdings = Holdings(holdings.passing(where))
        own = len(question.strip()) if asked.shown.startswith(question.strip()) else None
        stated = preferences(asked.shown, holdings, lambda name: when(name, self._index), own=own, ignore=ignore)
        return Scope(where, called, stated, without)

    def num_passages(self, scope: Scope) -> int:
        """The passages that a scope leaves to be searched, those of left-out articles among them."""
        if not scope.where:
            return self._index.num_passages
        return sum(article.passages for article in self._shelf.holdings.passing(scope.where))

    def refusal(self, scope: Scope, gap: str, *, elsewhere: bool) -> str:
        """A refusal under a filter: how many articles pass, and whether others have passages that answer.

        `gap` is the reason where passages near the question were found, else empty.
        """
        holdings = self._shelf.holdings
        passing, total = len(holdings.passing(scope.where)), len(holdings.articles)
        named = ", ".join(labels(scope.where, scope.called))
        passed = words.PASSED.format(passing=f"{passing:,}", total=f"{total:,}", filters=named)
        told = f"{gap} {passed}." if gap else words.REFUSED_FILTERED.format(passed=passed) if passing else f"{passed}."
        return f"{told} {words.ELSEWHERE if elsewhere else words.NOWHERE}"
