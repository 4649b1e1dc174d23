"""The lexical index: the words of passages in Tantivy, ranked by BM25.

Words of any script are lowercased, stripped of accents and reduced to English stems; scripts without spaces are indexed
by the character. A query is words, never a syntax: no sign in it has a meaning, and none is an error.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from index.errors import IndexUnusable

VERSION = "words-1"
"""Part of an index's fingerprint: change it whenever the fields or the terms do."""

_TITLE_BOOST = 0.5  # a title is short, so BM25 already weighs its words about twice; of 0.25 to 2.0 the best by trial
_MAX_TERMS = 256  # distinct words of a query that are looked up; a page pasted as a query stays quick
_MAX_WORD = 60  # characters; longer "words" are addresses and encoded data
_HEAP_BYTES = 32_000_000  # of the writer; Tantivy's least is 15 MB a thread, and one thread is enough

_FUNCTION_WORDS = (
    "a an and are as at be but by can could did do does for from had has have how if in into is it its no not of on or "
    "should such that the their then there these they this to was were what when where which who whom whose why will "
    "with would about"
)
"""English words that tell nothing about a passage, left out of a query that has others. Ranks are fused, not scores, so
one "on" in common would count. Not "us" and "may", which are as often a country and a month."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORD = rf"[{_UNSPACED}]|[\p{{L}}\p{{N}}\p{{M}}&&[^{_UNSPACED}]]+"
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


class LexicalIndex:
    """Passages by their words. One process writes at a time; others see its work after `reload`."""

    def __init__(self, folder: Path) -> None:
        """Opens the index in `folder`, or makes it; raises `IndexUnusable` when it cannot be read."""
        self._folder = folder
        self._schema = _schema()
        self._analyzer = _analyzer()
        self._function_terms = frozenset(self.terms(_FUNCTION_WORDS))
        self._index = self._open(folder)
        self._index.register_tokenizer(VERSION, self._analyzer)
        self._writer: tantivy.IndexWriter | None = None

    def _open(self, folder: Path) -> tantivy.Index:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return tantivy.Index(self._schema, str(folder))
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"The lexical index in {folder} cannot be opened: {error}") from error

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What Tantivy says of a damaged index, said as `IndexUnusable`."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"The lexical index in {self._folder} cannot be used: {error}") from error

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def add(self, passages: Iterable[tuple[str, str, str]]) -> None:
        """Write (passage id, title, text), each replacing what stands under its id. Seen after `commit`."""
        writer = self._opened_writer()
        for key, title, text in passages:
            writer.delete_documents_by_term("id", key)
            writer.add_document(tantivy.Document(id=[key], title=[_plain(title)], body=[_plain(text)]))

    def delete(self, ids: Iterable[str]) -> None:
        """Forget passages; unknown ids are no error. Seen after `commit`."""
        writer = self._opened_writer()
        for key in ids:
            writer.delete_documents_by_term("id", key)

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

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """The ids of the `k` passages that share most with the words of `query`, best first, with their BM25 score."""
        terms = self.terms(query)
        telling = [term for term in terms if term not in self._function_terms] or terms
        parts = [part for term in telling[:_MAX_TERMS] for part in self._term_queries(term)]
        searcher = self._index.searcher()
        k = min(k, int(searcher.num_docs))  # Tantivy makes room for `k` hits at once, and ends the process if it cannot
        if not parts or k < 1:
            return []
        with self._named():
            found = searcher.search(tantivy.Query.boolean_query(parts), limit=k, count=False)
            hits = [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def terms(self, text: str) -> list[str]:
        """The distinct terms of a text as they stand in the index, in order of appearance."""
        return list(dict.fromkeys(self._analyzer.analyze(_plain(text))))

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands, by its rarest term. Deleted passages do not count."""
        searcher = self._index.searcher()
        return {word: min((self._count(searcher, term) for term in self.terms(word)), default=0) for word in words}

    def terms_from(self, prefix: str) -> dict[str, int]:
        """The terms of bodies that begin with `prefix`, each with its passages; deleted ones may still count."""
        with self._named():
            return dict(self._index.searcher().terms_with_prefix("body", prefix))

    def holds(self, key: str, text: str) -> bool:
        """Whether a passage stands under this id that is found by words of this text; a text without words is."""
        queries = [query for term in self.terms(text)[:_MAX_TERMS] for _, query in self._term_queries(term)]
        if not queries:
            return True
        by_id = tantivy.Query.term_query(self._schema, "id", key)
        by_words = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, by_id), (tantivy.Occur.Must, by_words)])
        with self._named():
            return bool(self._index.searcher().search(both, limit=1, count=False).hits)

    def _count(self, searcher: tantivy.Searcher, term: str) -> int:
        """Passages with a term. Tantivy's own `doc_freq` counts deleted ones until they are merged away."""
        with self._named():
            query = tantivy.Query.term_query(self._schema, "body", term)
            found = searcher.search(query, limit=1, count=True)
            return int(found.count or 0)  # type: ignore[attr-defined] # Tantivy's stubs leave it out

    def _term_queries(self, term: str) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        body = tantivy.Query.term_query(self._schema, "body", term)
        title = tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "title", term), _TITLE_BOOST)
        return [(tantivy.Occur.Should, body), (tantivy.Occur.Should, title)]

    def _opened_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_HEAP_BYTES, 1)
            except ValueError as error:
                raise IndexUnusable(f"The lexical index cannot be written: {error}") from error
        return self._writer


def _schema() -> tantivy.Schema:
    """The passage's id as it is; title and body as terms. No text is stored: the manifest has it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=VERSION, index_option="freq")
    builder.add_text_field("body", tokenizer_name=VERSION, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """Text to terms."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
    for step in (tantivy.Filter.remove_long(_MAX_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _plain(text: str) -> str:
    """The text with acronyms in one spelling (U.S. as US) and without what UTF-8 cannot hold."""
    joined = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    return joined.encode("utf-8", "replace").decode("utf-8")
