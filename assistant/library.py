"""One library, opened: what the command line and the window do with it.

Both ask this class and draw the records that it returns, so neither knows of files, stores or readers.
Heavy parts (the encoder, the stores) are opened when they are first needed.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Event, Turn
from assistant.holdings import Holdings, Shelf
from assistant.settings import load_settings
from corpus import sources
from corpus.article import Article, Correction, Skipped
from corpus.corrections import correct
from corpus.errors import SourceError
from corpus.furniture import furniture
from corpus.given import from_bytes, slug
from corpus.home import Home
from corpus.scan import find, scan
from corpus.sources import AddReport
from corpus.web.url import is_link
from index.where import ANYWHERE, Where

if TYPE_CHECKING:
    from assistant.engine import Engine
    from assistant.llm.connect import Model
    from assistant.suggesting.memory import Memory
    from corpus.leavings import Leaving
    from corpus.links import TellLink
    from corpus.sync import SyncReport
    from index.build import BuildReport, Plan, Progress
    from index.catalog import ArticleInfo, Choices, Months, Page, Wanted
    from index.doctor import Checkup, Tell
    from index.encoder import Encoder
    from index.index import Glance, Index, IndexStatus
    from index.passage import Hit
    from index.states import State

_NAMED_BY = 60  # characters of the first line of a pasted text, of which its name is made
_FEWEST = 5  # words of a pasted text: fewer are typed by mistake


class Library:
    """A home with its sources, its index and an engine that answers from it.

    `encoder` is for tests and for callers that bring their own; by default the bundled one is loaded on first use.
    Safe to share between threads; only one `index` runs at a time (another raises `IndexLocked`).
    """

    def __init__(self, home: Home, encoder: "Encoder | None" = None) -> None:
        self.home = home
        self._given_encoder = encoder

    @property
    def encoder(self) -> "Encoder":
        """The encoder that the settings name now; an index is asked with the one that made it."""
        from index.encoder import load_encoder  # torch: seconds to import, so only when it is needed

        return self._given_encoder or load_encoder(load_settings(self.home).encoder)

    @cached_property
    def opened(self) -> "Index":
        from index.index import Index

        return Index.open(self.home, lambda: self.encoder)

    @cached_property
    def engine(self) -> "Engine":
        from assistant.engine import Engine

        return Engine(self.opened, home=self.home)

    @cached_property
    def memory(self) -> "Memory":
        """What was drafted and tried of the index as it is now, for suggested questions."""
        from assistant.suggesting.memory import Memory

        return Memory()

    def has_sources(self) -> bool:
        """Whether the user (or the sample library) has put anything into this home."""
        return self.num_articles > 0 or bool(scan(self.home))

    def add(self, paths: Iterable[Path], names: Mapping[str, str] | None = None) -> AddReport:
        """Copy files and folders into the sources; they are answerable after `index`. `names` as in `sources.add`."""
        return sources.add(self.home, paths, names)

    def add_bytes(self, data: bytes, name: str, names: Mapping[str, str] | None = None) -> AddReport:
        """Put what was typed, pasted or piped into the sources, under a name; another text never takes its place."""
        origin = f"{name}, {hashlib.sha256(data).hexdigest()[:8]}"
        return sources.take(self.home, from_bytes(data, name, origin, names or {}))

    def follow(self, urls: Iterable[str], *, allow_private: bool = False, tell: "TellLink | None" = None) -> AddReport:
        """Fetch links, and what feeds and sitemaps lead to, into the sources; `tell` is told of each page."""
        from corpus.sync import add_links
        from corpus.web.fetch import Fetcher

        with Fetcher(allow_private=allow_private) as fetcher:
            return add_links(self.home, fetcher, urls, tell)

    def sync(self, *, allow_private: bool = False, tell: "TellLink | None" = None) -> "SyncReport":
        """Ask every link and feed of the library again; what changed is answerable after `index`."""
        from corpus.sync import sync
        from corpus.web.fetch import Fetcher

        with Fetcher(allow_private=allow_private) as fetcher:
            return sync(self.home, fetcher, tell)

    def add_text(self, pasted: str, *, allow_private: bool = False) -> AddReport:
        """Put a pasted text into the sources, under a name that its first words make; fetch it where it is links.

        Raises `SourceError` for a word or two.
        """
        words = pasted.split()
        if words and all(map(is_link, words)):
            return self.follow(words, allow_private=allow_private)
        if len(words) < _FEWEST and pasted.isascii():
            message = f"“{pasted.strip()}” is too short for an article."
            raise SourceError(message, "Paste the text of an article, or links that begin with https://.")
        first = next((line for line in pasted.splitlines() if line.strip() and not furniture(line.strip())), "")
        return self.add_bytes(pasted.encode("utf-8", "replace"), f"{slug(first[:_NAMED_BY]) or 'pasted'}.txt")

    def edit(self, article_id: str, changes: Mapping[Correction, str | None]) -> Article:
        """Correct what is known about an article, and answer with it at once; as in `corrections.correct`."""
        key = self.opened.article(article_id).key
        correct(self.home, key, changes)
        self.index(only=[key])
        return self.opened.article(article_id)

    def plan(self) -> "Plan":
        """What `index` would do, without doing it."""
        from index.build import plan

        return plan(self.home, lambda: self.encoder)

    def is_outdated(self) -> bool:
        """Whether `index` would make the index anew: it was made by another model than the settings name, for one."""
        from index.build import is_outdated

        return is_outdated(self.home, lambda: self.encoder)

    def index(
        self,
        *,
        rebuild: bool = False,
        only: Sequence[str] | None = None,
        progress: "Callable[[Progress], None] | None" = None,
    ) -> "BuildReport":
        """Make the sources answerable: only what changed is done. `progress` is called often, from this thread.

        `only`: look at the sources with these keys (as in a report of `add`), however many others there are.
        """
        from index.build import build

        return build(self.home, lambda: self.encoder, rebuild=rebuild, only=only, progress=progress)

    def rollback(self) -> str:
        """Answer from the edition of the index before the present one; returns its version."""
        from index.build import rollback

        return rollback(self.home, lambda: self.encoder)

    def examine(self, *, read_sources: bool = True, tell: "Tell | None" = None) -> "Checkup":
        """Whether the index holds what it lists, and what the sources say; `read_sources` reads each of them."""
        from index.doctor import examine

        return examine(self.home, read_sources=read_sources, tell=tell)

    def articles(self) -> "list[ArticleInfo]":
        """All articles that can be answered from, without their texts, newest first."""
        return self.opened.articles()

    def page(self, wanted: "Wanted") -> "Page":
        """Some of the articles, sorted, filtered and searched by what is said of them; and how many there are."""
        return self.opened.page(wanted)

    def choices(self, wanted: "Wanted") -> "Choices":
        """What the articles that are wanted can be narrowed to, each with how many it leaves."""
        return self.opened.choices(wanted)

    def states(self, articles: "Sequence[ArticleInfo]") -> "dict[str, State]":
        """How each of a page's articles stands against its source, and whose copy it is, by id; nothing is read."""
        return self.opened.states(articles)

    def by_month(self) -> "Months":
        """How many articles there are of each month and outlet."""
        return self.opened.by_month()

    def sample_articles(self, count: int) -> "list[ArticleInfo]":
        """So many articles spread over the library, or all when there are fewer."""
        return self.opened.sample_articles(count)

    def article(self, article_id: str) -> Article:
        """One article whole; raises `UnknownArticle`."""
        return self.opened.article(article_id)

    def sources_of(self, article_id: str) -> list[str]:
        """The names of all sources that have an article's very text, first that of which it was made."""
        return self.opened.sources_of(article_id)

    def leavings(self, article_id: str) -> "list[Leaving]":
        """What of its source is not in an article's text, each line with the reason; the source is read again.

        Raises `UnknownArticle`, and `SourceError` when the source is gone or cannot be read any more.
        """
        from corpus.readers import Readers

        article = self.article(article_id)
        source = next(iter(find(self.home, [article.key])), None)
        if source is None or not source.path.is_file():
            raise SourceError(f"{article.key}: its source is gone", "Add it again.")
        with Readers(processes=1) as readers:
            return readers.leavings(source, article)

    def skipped(self, offset: int = 0, limit: int = 100) -> tuple[list[Skipped], int]:
        """Some of the sources that were not taken, with why and what to do; and how many there are."""
        return self.opened.skipped(offset, limit)

    def remove(self, article_id: str) -> str:
        """Delete an article's source file and take it out of the index at once; returns the source's name."""
        from index.build import remove

        return remove(self.home, article_id)

    def is_due(self) -> bool:
        """Whether so much was deleted that room can be given back to the disk; `index` does that, and `tidy`."""
        from index.build import is_due

        return is_due(self.home)

    def tidy(self, progress: "Callable[[Progress], None] | None" = None) -> str:
        """Give back to the disk what was deleted, where it is much; why that could not be done, or nothing."""
        from index.build import tidy

        return tidy(self.home, progress)

    @property
    def num_articles(self) -> int:
        """How many articles can be answered from; unlike `status`, it looks at no source."""
        return self.opened.num_articles

    def status(self) -> "IndexStatus":
        """Counts of articles, passages and outlets, the span of dates, and whether sources wait to be indexed."""
        return self.opened.status()

    def glance(self) -> "Glance":
        """What of `status` is known without a look at the sources: quick enough to be asked for all the time."""
        return self.opened.glance()

    def search(self, query: str, k: int = 10, *, where: Where = ANYWHERE) -> "list[Hit]":
        """The `k` best passages for a query, best first, of the articles that pass `where`."""
        return self.opened.search(query, k, where=self.settled(where))

    def search_with_articles(
        self, query: str, k: int = 10, *, where: Where = ANYWHERE
    ) -> "tuple[list[Hit], dict[str, Article]]":
        """`search`, and the articles of its hits; hits whose article is removed meanwhile are left out."""
        return self.engine.standing(self.search(query, k, where=where))

    def settled(self, where: Where) -> Where:
        """A filter with its names as the library spells them; raises `MisuseError` for one that no article has."""
        from assistant.filters import settled

        return settled(where, self.holdings) if where else where

    @property
    def holdings(self) -> Holdings:
        """What the library holds: its outlets, languages and dates, of which filters are made."""
        return self._shelf.holdings

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.opened)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
        model: "Model | None" = None,
        strict: bool = False,
    ) -> Iterator[Event]:
        """Answer a question: stages, then citations and sentences as they are settled, last the whole `Answer`.

        Only articles that pass `where` are read, and of them not those whose ids are in `without`. The preferences
        that the question states are not followed where their labels are in `ignore`. With a `model` that writes the
        answer, and its sentences are checked; `strict` leaves out those that nothing supports.
        """
        return self.engine.stream(
            question, history, where=where, ignore=ignore, without=without, model=model, strict=strict
        )

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
        model: "Model | None" = None,
        strict: bool = False,
    ) -> Answer:
        """`stream`, drained."""
        return self.engine.answer(
            question, history, where=where, ignore=ignore, without=without, model=model, strict=strict
        )
