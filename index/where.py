"""Which articles a search may look at (`Where`): a filter that the user sets, or a preference that a question states.

Dates are ISO 8601, as precise as they are known or given: "2025", "2025-03" or "2025-03-14".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_FIRST, _LAST = 0, 99  # month and day where a date gives none: before any, and after all


class Facts(Protocol):
    """What of an article a filter looks at."""

    @property
    def id(self) -> str: ...
    @property
    def outlet(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def cluster(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Where:
    """Articles that pass: each field that is not empty must hold; one of several values is enough.

    Outlets and languages are compared without case. `since` and `until` are both included; an article whose date is
    only a month or a year passes when it may lie between them, one without a date never does.
    """

    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    articles: tuple[str, ...] = ()  # ids
    clusters: tuple[str, ...] = ()  # ids of groups of copies, each the id of its representative
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != ANYWHERE

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day that pass, as yyyymmdd; None when dates are not asked for."""
        if self.since is None and self.until is None:
            return None
        return span(self.since)[0] if self.since else 0, span(self.until)[1] if self.until else 99_99_99_99

    def passes(self, article: Facts) -> bool:
        """Whether an article may be looked at."""
        return (
            self.is_from(article.outlet, article.published)
            and _among(article.language, self.languages, fold=True)
            and _among(article.id, self.articles)
            and _among(article.cluster, self.clusters)
        )

    def is_from(self, outlet: str, published: str | None) -> bool:
        """Whether an outlet is among those asked for, and a date, or what is known of it, in their time."""
        return _among(outlet, self.outlets, fold=True) and self._in_time(published)

    def _in_time(self, published: str | None) -> bool:
        days = self.days
        if days is None:
            return True
        if not published:
            return False
        first, last = span(published)
        return first <= days[1] and days[0] <= last


ANYWHERE = Where()
"""No filter."""


def span(date: str) -> tuple[int, int]:
    """The first and the last day of an ISO date of any precision, as yyyymmdd; for comparing only."""
    parts = [int(part) for part in date[:10].split("-")]
    first, last = [*parts, _FIRST, _FIRST][:3], [*parts, _LAST, _LAST][:3]
    return _number(first), _number(last)


def _number(parts: Sequence[int]) -> int:
    year, month, day = parts
    return year * 10_000 + month * 100 + day


def _among(value: str, wanted: Sequence[str], *, fold: bool = False) -> bool:
    if not wanted:
        return True
    return value.casefold() in {one.casefold() for one in wanted} if fold else value in wanted
