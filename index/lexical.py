"""The lexical index: the words of passages in Tantivy, ranked by BM25, and filtered by what is known of their articles.

A query is words, never a syntax: no sign in it has a meaning, and none is an error. No text is stored: the manifest has
it. Filters never change a score.
"""

import os
import shutil
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from index.errors import IndexUnusable
from index.near import near_terms
from index.where import ANYWHERE, Where, span
from index.words import Words, encodable, plain

VERSION = "words-2"
"""Part of an index's fingerprint: change it whenever the fields or the terms do."""

_TITLES = 2
"""Times that a title stands before its passage's words, as one text for BM25. MRR@10 of words alone on 1,500 questions
of SQuAD 1.1 train and 1,200 of Natural Questions, over some 21,000 paragraphs: 0.768 and 0.776 with title and text in
two fields (the title at half weight; at full 0.754 and 0.803), 0.783 and 0.793 in one, 0.784 and 0.815 with the title
twice, 0.784 and 0.822 three times, which would drown a short passage in a long headline."""

_MAX_TERMS = 256  # distinct words of a query that are looked up; a page pasted as a query stays quick
_MAX_SLIPS = 8  # terms of a query whose neighbours are looked up, a third of a millisecond each; nobody errs more often
_HEAP_BYTES = 32_000_000  # of the writer; Tantivy's least is 15 MB a thread, and one thread is enough


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexical index is given of a passage: the number it is known by, its article, and its words."""

    row: int
    article: str
    outlet: str
    language: str
    published: str | None
    title: str
    text: str


class LexicalIndex:
    """Passages by their words. One process writes at a time; others see its work after `reload`."""

    def __init__(self, folder: Path) -> None:
        """Opens the index in `folder`, or makes it; raises `IndexUnusable` when it cannot be read."""
        self._folder = folder
        self._schema = _schema()
        self._words = Words()
        self._index = self._open(folder)
        self._index.register_tokenizer(VERSION, self._words.analyzer)
        self._writer: tantivy.IndexWriter | None = None

    def _open(self, folder: Path) -> tantivy.Index:
        try:
            if folder.is_dir() and not os.access(folder, os.W_OK):
                folder = self._links(folder)
            folder.mkdir(parents=True, exist_ok=True)
            return tantivy.Index(self._schema, str(folder))
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"The lexical index in {folder} cannot be opened: {error}") from error

    def _links(self, folder: Path) -> Path:
        """A folder of links to the files of one that cannot be written: Tantivy makes a lock file even to read."""
        links = Path(mkdtemp(prefix="chancery-words-"))
        weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
        for path in folder.iterdir():
            if not path.name.startswith(".tantivy"):
                (links / path.name).symlink_to(path.absolute())
        return links

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What Tantivy says of a damaged index, said as `IndexUnusable`."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"The lexical index in {self._folder} cannot be used: {error}") from error

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def add(self, entries: Iterable[Entry]) -> None:
        """Write passages whose rows the index does not hold. Seen after `commit`."""
        writer = self._opened_writer()
        for entry in entries:
            writer.add_document(_document(entry))

    def delete(self, rows: Iterable[int]) -> None:
        """Forget passages; unknown rows are no error. Seen after `commit`."""
        self._opened_writer().delete_documents_by_query(Query.term_set_query(self._schema, "row", list(rows)))

    def commit(self) -> None:
        """Make what was written durable and visible."""
        if self._writer is not None:
            with self._named():
                self._writer.commit()
        self.reload()

    def close(self) -> None:
        """End writing: finish merges and give up Tantivy's own lock. What was not committed is dropped."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def reload(self) -> None:
        """See what another process committed."""
        with self._named():
            self._index.reload()

    def search(self, query: str, k: int, *, where: Where = ANYWHERE) -> list[tuple[int, float]]:
        """The rows of the `k` passages that share most with the words of `query`, best first, with their BM25 score.

        Only passages of articles that pass `where` are looked at; its clusters are given as their articles.
        """
        searcher = self._index.searcher()
        with self._named():
            terms = self._weighed(searcher, self._words.telling(query)[:_MAX_TERMS])
        k = min(k, int(searcher.num_docs))  # Tantivy makes room for `k` hits at once, and ends the process if it cannot
        if k < 1 or not terms:
            return []
        words = self._any(terms)
        asked = words if not where else Query.boolean_query([(Occur.Must, words), *self._filters(where)])
        with self._named():
            hits = searcher.search(asked, limit=k, count=False).hits
            rows = searcher.fast_field_values("row", [address for _, address in hits])
        scored = [(int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def rows(self) -> NDArray[np.int64]:
        """Every row held, ascending."""
        searcher = self._index.searcher()
        with self._named():
            hits = searcher.search(Query.all_query(), limit=max(1, int(searcher.num_docs)), count=False).hits
            rows = searcher.fast_field_values("row", [address for _, address in hits])
        return np.sort(np.array(rows, dtype=np.int64))

    def terms(self, text: str) -> list[str]:
        """The distinct terms of a text as they stand in the index, in order of appearance."""
        return self._words.terms(text)

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands, by its rarest term. Deleted passages do not count."""
        searcher = self._index.searcher()
        return {word: min((self._count(searcher, term) for term in self.terms(word)), default=0) for word in words}

    def terms_from(self, prefix: str) -> dict[str, int]:
        """The terms that begin with `prefix`, each with its passages; deleted ones may still count."""
        with self._named():
            return dict(self._index.searcher().terms_with_prefix("words", prefix))

    def holds(self, row: int, text: str) -> bool:
        """Whether a passage stands in this row that is found by words of this text; a text without words is."""
        terms = self.terms(text)[:_MAX_TERMS]
        if not terms:
            return True
        at_row = Query.term_query(self._schema, "row", row)
        both = Query.boolean_query([(Occur.Must, at_row), (Occur.Must, self._any(dict.fromkeys(terms, 1.0)))])
        with self._named():
            return bool(self._index.searcher().search(both, limit=1, count=False).hits)

    def _count(self, searcher: tantivy.Searcher, term: str) -> int:
        """Passages with a term. Tantivy's own `doc_freq` counts deleted ones until they are merged away."""
        with self._named():
            found = searcher.search(self._term(term), limit=1, count=True)
            return int(found.count or 0)  # type: ignore[attr-defined] # Tantivy's stubs leave it out

    def _weighed(self, searcher: tantivy.Searcher, terms: Sequence[str]) -> dict[str, float]:
        """The terms, each with its weight; for one that no passage has, those that it may be a slip of."""

        def count(term: str) -> int:
            return int(searcher.doc_freq("words", term))

        weighed = {term: 1.0 for term in terms if count(term)}
        for term in [term for term in terms if term not in weighed][:_MAX_SLIPS]:
            weighed = near_terms(term, count, self.terms_from) | weighed
        return weighed

    def _any(self, terms: Mapping[str, float]) -> Query:
        """Passages with any of the terms."""
        return Query.boolean_query([(Occur.Should, self._term(term, weight)) for term, weight in terms.items()])

    def _term(self, term: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self._schema, "words", term, "freq")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _filters(self, where: Where) -> list[tuple[Occur, Query]]:
        """What a passage must pass, each at a score of nothing."""
        if where.clusters:
            raise ValueError(f"clusters are given as their articles: {where.clusters}")
        sets = (
            ("article", where.articles),
            ("outlet", map(str.casefold, where.outlets)),
            ("language", map(str.casefold, where.languages)),
        )
        wanted = [(field, [encodable(value) for value in values]) for field, values in sets]
        passed = [Query.term_set_query(self._schema, field, values) for field, values in wanted if values]
        if where.days:
            since, until = where.days
            passed.append(self._days("last_day", max(since, 1), None))  # 0 is no date
            passed.append(self._days("first_day", 1, until))
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for query in passed]

    def _days(self, field: str, first: int, last: int | None) -> Query:
        return Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, first, last)

    def _opened_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_HEAP_BYTES, 1)
                # A writer that was killed may have left a file under the very name that the next commit gives one.
                self._writer.garbage_collect_files()
            except ValueError as error:
                raise IndexUnusable(f"The lexical index cannot be written: {error}") from error
        return self._writer


def _schema() -> tantivy.Schema:
    """The row, what filters look at, and the words of title and text as terms."""
    builder = tantivy.SchemaBuilder()
    for field in ("row", "first_day", "last_day"):
        builder.add_unsigned_field(field, indexed=True, fast=True)
    for field in ("article", "outlet", "language"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=VERSION, index_option="freq")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    first_day, last_day = span(entry.published) if entry.published else (0, 0)
    document = tantivy.Document(
        article=[encodable(entry.article)],
        outlet=[encodable(entry.outlet.casefold())],
        language=[encodable(entry.language.casefold())],
        words=[plain("\n".join([entry.title] * _TITLES + [entry.text]))],
    )
    for field, number in (("row", entry.row), ("first_day", first_day), ("last_day", last_day)):
        document.add_unsigned(field, number)
    return document
