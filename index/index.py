"""An index, opened for asking: what the assistant needs of it, and nothing of how it is kept.

Cheap to open: the encoder and the stores are loaded when a search first needs them. Another thread or process may build
meanwhile; each call answers from what is live at that moment.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Skipped
from corpus.home import Home
from index import editions
from index.catalog import ArticleInfo, Catalog, Choices, Months, Page, Wanted
from index.changes import as_skipped, name_of, survey
from index.encoder import Encoder, load_encoder
from index.encoders import Encoders, GiveEncoder
from index.errors import IndexOutdated, IndexUnusable, UnknownArticle
from index.lock import is_locked
from index.manifest import Manifest
from index.passage import Hit, Passage
from index.passing import Passing
from index.retrieve import Searched, retrieve
from index.states import State, states
from index.where import ANYWHERE, Where

if TYPE_CHECKING:
    from index.stores import Stores

_TRIES = 3  # searches, when the index changes while one runs; a build changes it every few seconds

__all__ = ["ArticleInfo", "Glance", "Index", "IndexStatus", "Page", "UnknownArticle", "Wanted"]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """An index in figures. Dates are as precise as the articles give them; None when none has one."""

    articles: int
    passages: int
    outlets: tuple[str, ...]
    earliest: str | None
    latest: str | None
    waiting: int  # sources that are new, changed or gone since the last build, and twins of those that are gone
    skipped: int  # sources that were not taken and are no further source of an article
    building: bool
    fingerprint: str
    version: str
    same_text: int = 0  # sources that have the text of an article, and count as further ones of it


@dataclass(frozen=True, slots=True)
class Glance:
    """What of an index can be told without a look at its sources. Dates as in `IndexStatus`."""

    articles: int = 0
    passages: int = 0
    outlets: int = 0
    earliest: str | None = None
    latest: str | None = None
    version: str = "0.0"
    building: bool = False


class Index:
    """The index of a home. Safe to share between threads. A home that was never indexed answers as an empty one."""

    def __init__(self, home: Home, encoder: GiveEncoder) -> None:
        self._home = home
        self._encoders = Encoders(encoder)
        self._lock = threading.RLock()  # over opening and refreshing; searches run beside each other
        self._manifest: Manifest | None = None
        self._files: object = None  # which files the edition is made of, to notice that it was deleted or made anew
        self._stores: Stores | None = None
        self._passing: Passing | None = None
        self._catalog: Catalog | None = None
        self._glance: tuple[Manifest | None, Glance] = (None, Glance())  # of which manifest, the last one told
        self._seen = 0  # the generation that the stores show
        self._vector = lru_cache(maxsize=64)(self._encoded)  # a question is searched, then read

    @classmethod
    def open(cls, home: Home | Path | str | None = None, encoder: GiveEncoder | None = None) -> "Index":
        """The index of a home: a `Home`, a folder, or None for the user's own (see `Home.resolve`).

        `encoder` may be a function that gives one, called when it is first needed; by default it is the bundled one.
        """
        return cls(home if isinstance(home, Home) else Home.resolve(home), encoder or load_encoder)

    def search(self, query: str, k: int = 10, *, where: Where = ANYWHERE, prefer: Sequence[Where] = ()) -> list[Hit]:
        """The `k` best passages for a query of any words, best first; none for an empty query or index.

        Only articles that pass `where` are looked at; passages of those that pass one of `prefer` come a little
        earlier than they would. `k` may be larger than the index. Raises `IndexUnusable` when it is damaged or was made
        by another encoder.
        """
        hits: list[Hit] = []
        for _ in range(_TRIES):
            over = self._searched()
            if over is None or not query.strip() or k < 1:
                return []
            files = editions.identity(over.manifest.folder)
            try:
                vector = self._vector(query, over.state.encoder, over.state.place)
                hits = retrieve(over, query, vector, min(k, over.state.passages), where=where, prefer=prefer)
                if over.manifest.state().generation == over.state.generation:
                    break  # else an article that changed meanwhile may have been found in neither version
            except IndexUnusable:
                if editions.identity(over.manifest.folder) == files:
                    raise  # else another edition took its place, and this one was deleted
        return hits

    def encode(self, query: str) -> NDArray[np.float32]:
        """The query's vector (d,), unit length, by the encoder of the live edition."""
        return self._vector(query, *self._maker())

    def encode_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors (n, d) of n texts, unit length."""
        vectors: NDArray[np.float32] = self._encoder().encode(list(texts))
        return vectors

    def article(self, article_id: str) -> Article:
        """One article whole; raises `UnknownArticle`."""
        manifest = self._opened_manifest()
        article = manifest.article(article_id) if manifest else None
        if article is None:
            raise UnknownArticle(f"No article has the id {article_id}.", "List the articles: chancery list")
        return article

    def articles(self) -> list[ArticleInfo]:
        """All live articles, newest first, those without a date last."""
        catalog = self._opened_catalog()
        return catalog.articles() if catalog else []

    def page(self, wanted: Wanted) -> Page:
        """Some of the live articles, sorted and filtered, and how many there are in all; quick also in 100,000."""
        catalog = self._opened_catalog()
        return catalog.page(wanted) if catalog else Page()

    def choices(self, wanted: Wanted) -> Choices:
        """What the articles that are wanted can be narrowed to, each with how many it leaves."""
        catalog = self._opened_catalog()
        return catalog.choices(wanted) if catalog else Choices()

    def states(self, articles: Sequence[ArticleInfo]) -> dict[str, State]:
        """How each of some listed articles stands against its source, and whose copy it is, by id; nothing is read."""
        manifest = self._opened_manifest()
        return states(self._home, manifest, articles) if manifest else {}

    def by_month(self) -> Months:
        """How many articles there are of each month and outlet."""
        catalog = self._opened_catalog()
        return catalog.by_month() if catalog else Months()

    def sample_articles(self, count: int) -> list[ArticleInfo]:
        """So many live articles spread over the library, or all when there are fewer."""
        catalog = self._opened_catalog()
        return catalog.sample(count) if catalog else []

    def sources_of(self, article_id: str) -> list[str]:
        """The names of all sources that have an article's text, first that of which it was made; none if not known.

        Where two have one name, they are told by their keys.
        """
        manifest = self._opened_manifest()
        own = manifest.known_article(article_id) if manifest else None
        if manifest is None or own is None:
            return []
        keys = [own.key, *(one.key for one in manifest.same_texts(article_id))]
        names = [name_of(key) for key in keys]
        return [name if names.count(name) == 1 else key for name, key in zip(names, keys, strict=True)]

    def skipped(self, offset: int = 0, limit: int = 100) -> tuple[list[Skipped], int]:
        """Some of the sources that were not taken, with why and what to do; and how many there are.

        Those with the text of a live article are further sources of it (`sources_of`), and not among these.
        """
        manifest = self._opened_manifest()
        found, total = manifest.failures(max(offset, 0), max(limit, 0)) if manifest else ([], 0)
        return [as_skipped(one) for one in found], total

    def clusters(self, article_ids: Sequence[str]) -> dict[str, list[str]]:
        """The clusters of copies that live articles belong to, each with all of its articles' ids."""
        manifest = self._opened_manifest()
        found = sorted(set(manifest.cluster_of(article_ids).values())) if manifest else []
        return {cluster: manifest.articles_in([cluster]) for cluster in found} if manifest else {}

    def passages(self, article_id: str) -> list[Passage]:
        """An article's passages in reading order; none when it is not known."""
        manifest = self._opened_manifest()
        return manifest.passages_of(article_id) if manifest else []

    def sentence_vectors(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For each live passage its sentences' vectors (m, d) in context, rows in the order of `Passage.sentences`.

        A passage that is no longer live has no entry: it may go between the search that found it and this call.
        """
        manifest = self._opened_manifest()
        return manifest.sentence_vectors(passage_ids) if manifest else {}

    def similarities(self, query: str, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For each live passage the cosines (m,) of its sentences in context to a query; as in `sentence_vectors`."""
        manifest = self._opened_manifest()
        if manifest is None or not passage_ids:
            return {}
        state = manifest.state()
        vector = self._vector(query, state.encoder, state.place)
        return {key: np.vecdot(vectors, vector) for key, vectors in manifest.sentence_vectors(passage_ids).items()}

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands, in any of its English forms; never more than `num_passages`.

        The words are those of the store, which while another process builds may hold passages that are not live.
        """
        over = self._searched()
        if over is None:
            return dict.fromkeys(terms, 0)
        counts = over.stores.words.document_frequency(terms)
        return {term: min(count, over.state.passages) for term, count in counts.items()}

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The encoder's word pieces of each text; a word it knows whole is one."""
        return self._encoder().count_tokens(texts)

    def terms_from(self, prefix: str) -> dict[str, int]:
        """The terms of passages that begin with a prefix, each with how many passages have it; terms are stems."""
        over = self._searched()
        return over.stores.words.terms_from(prefix) if over else {}

    @property
    def num_passages(self) -> int:
        """Live passages."""
        manifest = self._opened_manifest()
        return manifest.counts()[1] if manifest else 0

    @property
    def num_articles(self) -> int:
        """How many articles are live."""
        manifest = self._opened_manifest()
        return manifest.counts()[0] if manifest else 0

    @property
    def version(self) -> str:
        """Which state of the index answers: `edition.generation`, and both only ever grow."""
        manifest = self._opened_manifest()
        if manifest is None:
            return "0.0"
        state = manifest.state()
        return f"{state.edition}.{state.generation}"

    def status(self) -> IndexStatus:
        """Counts, dates, and whether sources wait to be indexed (by size and times of change; nothing is read)."""
        manifest = self._opened_manifest()
        glance = self.glance()
        found = survey(self._home, manifest)
        failures = manifest.failures(0, 0)[1] if manifest else 0
        return IndexStatus(
            articles=glance.articles,
            passages=glance.passages,
            outlets=manifest.outlets() if manifest else (),
            earliest=glance.earliest,
            latest=glance.latest,
            waiting=found.waiting + len(found.removed),
            skipped=failures,
            building=glance.building,
            fingerprint=manifest.state().fingerprint if manifest else "",
            version=glance.version,
            same_text=len(manifest.same_texts()) if manifest else 0,
        )

    def glance(self) -> Glance:
        """What `status` tells, as far as the manifest alone knows it: quick enough to be asked for all the time."""
        manifest = self._opened_manifest()
        if manifest is None:
            return Glance(building=is_locked(self._home.index))
        state = manifest.state()
        version = f"{state.edition}.{state.generation}"
        told_of, glance = self._glance
        if told_of is not manifest or glance.version != version:  # an index made anew may have the same version
            outlets, (earliest, latest) = len(manifest.outlets()), manifest.dates()
            glance = Glance(state.articles, state.passages, outlets, earliest, latest, version)
            self._glance = manifest, glance  # in one step; two threads may make it twice, which harms nothing
        return replace(glance, building=is_locked(self._home.index))

    def _encoder(self) -> Encoder:
        """The encoder of the live edition; the one that is wanted, where there is none yet."""
        return self._encoders.of(*self._maker())

    def _maker(self) -> tuple[str, str]:
        """Which encoder made the live edition: its fingerprint, and from where it was loaded; empty where none did."""
        manifest = self._opened_manifest()
        state = manifest.state() if manifest else None
        return (state.encoder, state.place) if state else ("", "")

    def _encoded(self, query: str, encoder: str, place: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoders.of(encoder, place).encode([query])[0]
        return vector

    def _opened_manifest(self) -> Manifest | None:
        """The live edition's manifest, or None before the first build; opened anew when another edition is live."""
        with self._lock:
            path = editions.manifest(self._home.index)
            files = editions.identity(path.parent)
            while files != self._files or (self._manifest is not None and self._manifest.is_stale):
                self._manifest, self._stores, self._files = Manifest.read(path), None, files
                self._passing = Passing(self._manifest) if self._manifest else None
                self._catalog = Catalog(self._manifest) if self._manifest else None
                path = editions.manifest(self._home.index)  # another edition may have taken its place meanwhile
                files = editions.identity(path.parent)
            return self._manifest

    def _opened_catalog(self) -> Catalog | None:
        with self._lock:
            self._opened_manifest()
            return self._catalog

    def _searched(self) -> Searched | None:
        """What a search is over, as of now; None for an index without passages."""
        while True:
            try:
                return self._over()
            except IndexOutdated:  # gone: deleted, or because another edition has just taken its place
                manifest = self._manifest
                if manifest is None or manifest.folder == editions.live(self._home.index):
                    raise

    def _over(self) -> Searched | None:
        from index.stores import Stores

        with self._lock:
            manifest = self._opened_manifest()
            state = manifest.state() if manifest else None
            if manifest is None or state is None or not state.passages or self._passing is None:
                return None
            stores, self._stores = self._stores, None  # kept only when nothing below fails
            if stores is None:
                stores = Stores(manifest.folder, state)
            elif self._seen != state.generation:
                stores.refresh()
            lacking = self._seen != state.generation and len(stores.words) < state.passages
            if lacking and manifest.folder != editions.live(self._home.index):
                raise IndexOutdated(f"The index in {manifest.folder} is being deleted: another one took its place.")
            if lacking and manifest.state().generation == state.generation:  # else it has just changed
                raise IndexUnusable(f"The stores of the index in {manifest.folder} do not hold what it lists.")
            self._stores, self._seen = stores, state.generation
            return Searched(manifest, state, stores, self._passing)
