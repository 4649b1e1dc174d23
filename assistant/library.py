"""One library, opened: what the command line and the window do with it.

Both ask this class and draw the records that it returns, so neither knows of files, stores or readers.
Heavy parts (the encoder, the stores) are opened when they are first needed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Event, Turn
from assistant.holdings import Holdings, Shelf
from assistant.settings import load_settings
from corpus import sources
from corpus.article import Article
from corpus.home import Home
from corpus.scan import scan
from corpus.sources import AddReport
from index.where import ANYWHERE, Where

if TYPE_CHECKING:
    from assistant.engine import Engine
    from index.build import BuildReport, Plan, Progress
    from index.doctor import Checkup, Tell
    from index.encoder import Encoder
    from index.index import ArticleInfo, Index, IndexStatus
    from index.passage import Hit


class Library:
    """A home with its sources, its index and an engine that answers from it.

    `encoder` is for tests and for callers that bring their own; by default the bundled one is loaded on first use.
    Safe to share between threads; only one `index` runs at a time (another raises `IndexLocked`).
    """

    def __init__(self, home: Home, encoder: "Encoder | None" = None) -> None:
        self.home = home
        self._given_encoder = encoder

    @cached_property
    def encoder(self) -> "Encoder":
        from index.encoder import load_encoder  # torch: seconds to import, so only when it is needed

        return self._given_encoder or load_encoder(load_settings(self.home).encoder)

    @cached_property
    def opened(self) -> "Index":
        from index.index import Index

        return Index.open(self.home, lambda: self.encoder)

    @cached_property
    def engine(self) -> "Engine":
        from assistant.engine import Engine

        return Engine(self.opened)

    def has_sources(self) -> bool:
        """Whether the user (or the sample library) has put anything into this home."""
        return bool(scan(self.home))

    def add(self, paths: Iterable[Path]) -> AddReport:
        """Copy files and folders into the sources; they are answerable after `index`."""
        return sources.add(self.home, paths)

    def plan(self) -> "Plan":
        """What `index` would do, without doing it."""
        from index.build import plan

        return plan(self.home, lambda: self.encoder)

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

    def article(self, article_id: str) -> Article:
        """One article whole; raises `UnknownArticle`."""
        return self.opened.article(article_id)

    def remove(self, article_id: str) -> str:
        """Delete an article's source file and take it out of the index at once; returns the source's name."""
        from index.build import remove

        return remove(self.home, article_id)

    @property
    def num_articles(self) -> int:
        """How many articles can be answered from; unlike `status`, it looks at no source."""
        return self.opened.num_articles

    def status(self) -> "IndexStatus":
        """Counts of articles, passages and outlets, the span of dates, and whether sources wait to be indexed."""
        return self.opened.status()

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
    ) -> Iterator[Event]:
        """Answer a question: stages, then citations and sentences as they are settled, last the whole `Answer`.

        Only articles that pass `where` are read, and of them not those whose ids are in `without`. The preferences
        that the question states are not followed where their labels are in `ignore`.
        """
        return self.engine.stream(question, history, where=where, ignore=ignore, without=without)

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Answer:
        """`stream`, drained."""
        return self.engine.answer(question, history, where=where, ignore=ignore, without=without)
