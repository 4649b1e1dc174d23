"""The library as a list: a page of it at a time, sorted, filtered and searched by what is said of each article.

What rows are sorted and filtered by is held as numbers, and what words are looked for in as one folded text an article:
some 35 MB for 100,000. It is read when a page is first asked for (half a second), and from then on brought up to date
by what changed; the rows themselves are read from the manifest, only those that are shown.
"""

import operator
import threading
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.article import HowKnown
from index.manifest import Manifest, Rows
from index.where import ANYWHERE, Where, span

Sort = Literal["title", "outlet", "published", "words", "sources", "copies", "added"]
"""`words`, `sources` and `copies` are counts; `added` is the order in which this edition of the index took articles."""

_TRIES = 3  # looks at a page, when articles go while one is made
_AT_ONCE = 1024  # articles searched for all words before the next: their texts stay in the processor's cache
_CHOICES = 200  # outlets to choose from; a longer list is not read, and each is found by its words
_NAMED = 6  # outlets that a chart can tell apart

_NONE = -1  # in `_facts`: no article, or no date; of a rank: nothing to rank
_WORDS, _FIRST, _LAST, _OUTLET, _LANGUAGE = range(5)  # columns of `_facts`

# What a keyboard has for what print has.
_TYPED = str.maketrans("‘’ʼ“”‐–—", "'''\"\"---")


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """A live article without its text. `words` are counted by white space."""

    id: str
    source: str
    key: str
    title: str
    outlet: str
    published: str | None
    published_how: HowKnown | None
    language: str
    words: int
    passages: int
    cluster: str = ""  # the id of the article that stands for a group of copies; its own id when it has none
    sources: int = 1  # files that have this very text, of which one was taken
    copies: int = 1  # articles of its cluster, this one among them


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of which articles. What has no title, no outlet or no date comes last when sorted by that, either way.

    Each of `words` stands in the title, outlet, author, link or a source's name, in any case and with any accents.
    Equals are listed newest first, and those of one day in the order in which they were taken.
    """

    words: str = ""
    where: Where = ANYWHERE
    undated: bool = False  # only articles without a date
    sort: Sort = "published"
    descending: bool = True
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the articles that were wanted, and how many there are; `version` as of the index that they are from."""

    articles: tuple[ArticleInfo, ...] = ()
    total: int = 0
    version: str = "0.0"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be narrowed to, and how many articles that leaves beside all else that is wanted of it.

    Outlets and languages are told as if none were chosen yet; of spellings that differ in case the most frequent.
    """

    outlets: tuple[tuple[str, int], ...] = ()  # most articles first, and no more than were asked for
    languages: tuple[tuple[str, int], ...] = ()
    undated: int = 0
    articles: int = 0  # in the whole library


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many articles an outlet has of a month ("2025-03"), or of a year of which no month is known ("2025").

    `outlet` is empty for all outlets that are not among the largest, and articles of none.
    """

    month: str
    outlet: str
    articles: int


@dataclass(frozen=True, slots=True)
class Months:
    """Articles over time, for a chart: by month, and of one month in the order of `outlets`, the others last."""

    rows: tuple[MonthCount, ...] = ()
    outlets: tuple[str, ...] = ()  # the largest, largest first
    undated: int = 0


class Catalog:
    """The live articles of one edition. Safe to share between threads."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._lock = threading.Lock()
        self._generation = self._written = _NONE
        # By article number:
        self._facts = np.empty((0, 5), dtype=np.int32)
        self._texts: list[bytes] = []  # title, outlet, author, link and source, folded, a line each
        self._copies: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._sources: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._also: dict[int, bytes] = {}  # names of further sources, folded
        # Of the present moment:
        self._live: Rows = np.empty(0, dtype=np.int64)  # article numbers
        self._orders: dict[tuple[Sort, bool], NDArray[np.int32]] = {}
        self._months: dict[int, Months] = {}
        self._searched: dict[str, NDArray[np.bool_]] = {}  # the last one
        # Only ever more:
        self._outlets: dict[str, int] = {}
        self._languages: dict[str, int] = {}
        self._by_title: Rows = np.empty(0, dtype=np.int64)  # as it was last; nearly sorted is quickly sorted

    def articles(self) -> list[ArticleInfo]:
        """All articles, newest first, those without a date last; read without what pages need."""
        rows = self._manifest.article_rows()
        more = Counter(one.article_id for one in self._manifest.same_texts())
        sizes = Counter(cluster for *_, cluster in rows)
        return [_info(row, 1 + more[row[0]], sizes[row[-1]]) for row in rows]

    def page(self, wanted: Wanted) -> Page:
        """One page, all of it as the library stood at one moment."""
        for _ in range(_TRIES):
            with self._lock:
                generation = self._refresh()
                numbers = self._found(wanted)
                first = max(wanted.offset, 0)
                shown = numbers[first : first + max(wanted.limit, 0)]
                sources, copies = self._sources[shown].tolist(), self._copies[shown].tolist()
            rows = self._manifest.article_rows_at(shown)
            state = self._manifest.state()
            if state.generation == generation:
                break  # else some that are shown may be gone, or others by now
        infos = tuple(_info(rows[n], sources[at], copies[at]) for at, n in enumerate(shown) if n in rows)
        return Page(infos, len(numbers), f"{state.edition}.{generation}")

    def choices(self, wanted: Wanted, named: int = _CHOICES) -> Choices:
        """What the articles that are wanted can be narrowed to, with counts; the `named` largest outlets."""
        with self._lock:
            self._refresh()
            where, has = wanted.where, self._having(wanted.words)
            anywhere = replace(wanted, where=replace(where, outlets=()))
            spoken = replace(wanted, where=replace(where, languages=()))
            whenever = replace(wanted, undated=True, where=replace(where, since=None, until=None))
            return Choices(
                outlets=_most(self._facts[self._passing(anywhere) & has, _OUTLET], self._outlets)[: max(named, 0)],
                languages=_most(self._facts[self._passing(spoken) & has, _LANGUAGE], self._languages),
                undated=int(np.count_nonzero(self._passing(whenever) & has)),
                articles=len(self._live),
            )

    def sample(self, count: int) -> list[ArticleInfo]:
        """So many articles, or all, spread evenly over the order in which they were taken; no others are read."""
        numbers = self._manifest.article_numbers()
        some = min(max(count, 0), len(numbers))
        places = (2 * np.arange(some) + 1) * len(numbers) // max(2 * some, 1)
        rows = self._manifest.article_rows_at(numbers[places].tolist())
        more = Counter(one.number for one in self._manifest.same_texts())
        sizes = dict(self._manifest.cluster_sizes().tolist())
        return [_info(rows[n], 1 + more[n], sizes.get(n, 1)) for n in sorted(rows)]

    def by_month(self, named: int = _NAMED) -> Months:
        """How many articles there are of each month and outlet; the `named` largest outlets by name."""
        with self._lock:
            self._refresh()
            if named not in self._months:
                self._months[named] = self._counted(named)
            return self._months[named]

    def _found(self, wanted: Wanted) -> list[int]:
        """The numbers of all articles that are wanted, in order."""
        numbers = self._order(wanted.sort, wanted.descending)
        passes = self._passing(wanted) & self._having(wanted.words)
        found: list[int] = numbers[passes[numbers]].tolist()
        return found

    def _having(self, words: str) -> NDArray[np.bool_]:
        """For each article number whether every one of some words stands in what is said of it."""
        if words in self._searched:
            return self._searched[words]
        texts, also = self._texts, self._also
        wanted = sorted(set(_folded(words).split()), key=len, reverse=True)  # the rarest first, as a rule
        has = np.zeros(len(texts), dtype=np.bool_)
        for at in range(0, len(self._live), _AT_ONCE):
            some: list[int] = self._live[at : at + _AT_ONCE].tolist()
            for word in wanted:
                if not some:
                    break
                some = [n for n in some if word in texts[n] or (n in also and word in also[n])]
            has[some] = True
        self._searched = {words: has}  # for the next page
        return has

    def _passing(self, wanted: Wanted) -> NDArray[np.bool_]:
        """For each article number whether it passes the filters."""
        facts, where = self._facts, wanted.where
        passes: NDArray[np.bool_] = np.ones(len(facts), dtype=np.bool_)
        for names, column, codes in (
            (where.outlets, _OUTLET, self._outlets),
            (where.languages, _LANGUAGE, self._languages),
        ):
            if names:
                among = {name.casefold() for name in names}
                passes &= np.isin(facts[:, column], [code for name, code in codes.items() if name.casefold() in among])
        if where.articles:
            passes &= self._at(self._manifest.numbers_in("id", where.articles))
        if where.clusters:
            passes &= self._at(self._manifest.numbers_in("cluster", where.clusters))
        if where.days:
            since, until = where.days
            passes &= (facts[:, _FIRST] != _NONE) & (facts[:, _FIRST] <= until) & (facts[:, _LAST] >= since)
        if wanted.undated:
            passes &= facts[:, _FIRST] == _NONE
        return passes

    def _at(self, numbers: Rows) -> NDArray[np.bool_]:
        """For each article number whether it is among `numbers`."""
        return np.isin(np.arange(len(self._facts)), numbers)

    def _order(self, sort: Sort, descending: bool) -> NDArray[np.int32]:
        """The numbers of all live articles in order."""
        if (sort, descending) not in self._orders:
            dates = self._facts[self._live, _FIRST]
            newest = self._live[np.argsort(-dates, kind="stable")]  # those without a date are last
            keys = self._keys(sort)[newest]
            places = np.where(keys == _NONE, np.iinfo(np.int64).max, -keys if descending else keys)
            self._orders[sort, descending] = newest[np.argsort(places, kind="stable")].astype(np.int32)
        return self._orders[sort, descending]

    def _keys(self, sort: Sort) -> Rows:
        """For each article number what it is sorted by; `_NONE` where it has no such thing."""
        if sort == "title":
            return self._title_ranks()
        if sort == "outlet":
            names = [_folded(name) for name in self._outlets]
            places = sorted(range(len(names)), key=names.__getitem__)
            ranks = np.full(len(names) + 1, _NONE, dtype=np.int64)  # the last is that of a number without an article
            ranks[places] = _ranks([names[place] for place in places])
            return ranks[self._facts[:, _OUTLET]]
        if sort == "added":
            return np.arange(len(self._facts))
        columns = {"sources": self._sources, "copies": self._copies}
        facts = {"published": _FIRST, "words": _WORDS}
        key: NDArray[np.int32] = columns[sort] if sort in columns else self._facts[:, facts[sort]]
        return key.astype(np.int64)

    def _title_ranks(self) -> Rows:
        """For each article number the place of its title among all titles."""
        before = self._by_title[self._facts[self._by_title, _WORDS] != _NONE]
        is_new = self._facts[:, _WORDS] != _NONE
        is_new[before] = False
        numbers = np.append(before, np.flatnonzero(is_new))
        titles = [self._texts[n].partition(b"\n")[0] for n in numbers.tolist()]
        places = sorted(range(len(titles)), key=titles.__getitem__)
        self._by_title = numbers[places]
        ranks = np.full(len(self._facts), _NONE, dtype=np.int64)
        ranks[self._by_title] = _ranks([titles[place] for place in places])
        return ranks

    def _counted(self, named: int) -> Months:
        facts = self._facts[self._live]
        largest = Counter(facts[:, _OUTLET].tolist())
        largest.pop(self._outlets.get("", _NONE), None)
        names = list(self._outlets)
        chosen = sorted(largest, key=lambda code: (-largest[code], names[code]))[: max(named, 0)]
        shown = (*(names[code] for code in chosen), "")
        place = np.full(len(names) + 1, len(chosen), dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        dated = facts[facts[:, _FIRST] != _NONE]
        both = dated[:, _FIRST].astype(np.int64) // 100 * len(shown) + place[dated[:, _OUTLET]]
        counted = zip(*(one.tolist() for one in np.unique(both, return_counts=True)), strict=True)
        rows = tuple(MonthCount(_month(key // len(shown)), shown[key % len(shown)], count) for key, count in counted)
        return Months(rows, shown[:-1], len(facts) - len(dated))

    # Keeping up with the manifest

    def _refresh(self) -> int:
        """See what changed since; returns the generation that is shown. What goes on changing is seen next time."""
        written = self._manifest.data_version()
        generation = self._manifest.state().generation
        if generation != self._generation or written != self._written:
            if generation != self._generation:
                self._take(self._manifest.article_numbers(self._generation))
                self._see_live()
            self._see_sources()
            for kept in (self._orders, self._months, self._searched):
                kept.clear()
            self._generation, self._written = generation, written
        return generation

    def _take(self, changed: Rows) -> None:
        """Read what is said of articles."""
        more = int(changed.max(initial=-1)) + 1 - len(self._texts)
        if more > 0:
            self._texts += [b""] * more
            self._facts = np.concatenate([self._facts, np.full((more, 5), _NONE, dtype=np.int32)])
        for at in range(0, len(changed), _AT_ONCE):
            rows = []
            some: list[int] = changed[at : at + _AT_ONCE].tolist()
            for number, words, published, outlet, language, *texts in self._manifest.article_words(some):
                self._texts[number] = _folded("\n".join(text.replace("\n", " ") for text in texts))
                days = span(published) if published else (_NONE, _NONE)
                place = self._outlets.setdefault(outlet, len(self._outlets))
                rows.append((number, words, *days, place, self._languages.setdefault(language, len(self._languages))))
            facts = np.array(rows, dtype=np.int32).reshape(-1, 6)
            self._facts[facts[:, 0]] = facts[:, 1:]

    def _see_live(self) -> None:
        """Leave out what was deleted, and see who is a copy of whom."""
        listed = self._manifest.article_numbers()
        is_listed = np.zeros(len(self._texts), dtype=np.bool_)
        is_listed[listed[listed < len(self._texts)]] = True  # others were added this instant, and are not read yet
        for number in np.flatnonzero(~is_listed & (self._facts[:, _WORDS] != _NONE)).tolist():
            self._texts[number] = b""
            self._facts[number] = _NONE
        self._live = np.flatnonzero(self._facts[:, _WORDS] != _NONE)
        sizes = self._manifest.cluster_sizes()
        sizes = sizes[sizes[:, 0] < len(self._texts)]
        self._copies = np.ones(len(self._texts), dtype=np.int32)
        self._copies[sizes[:, 0]] = sizes[:, 1]

    def _see_sources(self) -> None:
        """See which articles have further sources, which may change while no article does."""
        self._sources = np.ones(len(self._texts), dtype=np.int32)
        self._also = {}
        for one in self._manifest.same_texts():
            if one.number < len(self._texts):
                self._sources[one.number] += 1
                self._also[one.number] = self._also.get(one.number, b"") + _folded(f"{one.source}\n")


def _info(row: Sequence[Any], sources: int, copies: int) -> ArticleInfo:
    """A row of `Manifest.article_rows` with its counts; Any as there."""
    return ArticleInfo(*(*row, sources, copies))


def _most(codes: NDArray[np.int32], names: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """How often each of `names` is among codes of articles, the most frequent first; not those that none has."""
    counts = np.bincount(codes, minlength=len(names)).tolist()
    sums: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for name, code in sorted(names.items(), key=lambda item: (-counts[item[1]], item[0])):
        if name and counts[code]:
            sums[name.casefold()] += counts[code]
            spelt.setdefault(name.casefold(), name)
    return tuple((spelt[folded], count) for folded, count in sorted(sums.items(), key=lambda one: (-one[1], one[0])))


def _folded(text: str) -> bytes:
    """A text as words are looked for and sorted: without case and accents, as UTF-8, in which no part means another."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_TYPED))
        text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return text.casefold().encode("utf-8", "surrogatepass")


def _ranks(names: Sequence[bytes]) -> Rows:
    """The rank of each of sorted names, equals the same; no name comes first, and has none."""
    changes = np.fromiter(map(operator.ne, names, (b"", *names)), dtype=np.int64, count=len(names))
    ranks: Rows = np.cumsum(changes) - 1
    return ranks


def _month(digits: int) -> str:
    """A month, or a year, from yyyymm; a month of 0 is not known."""
    return f"{digits // 100:04}-{digits % 100:02}" if digits % 100 else f"{digits // 100:04}"
