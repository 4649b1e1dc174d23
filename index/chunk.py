"""An article's text becomes passages: runs of whole sentences of a size that the encoder reads well.

Neighbours share one sentence, so that a thought that spans two passages is whole in one of them. The functions here are
pure; the LlamaIndex node parser on top of them is in `index.llama`.
"""

import hashlib
from collections.abc import Callable, Sequence

from corpus.article import Article
from index.passage import Passage, Span
from index.sentences import split

VERSION = "chunk-2"
"""Part of an index's fingerprint: change it whenever other passages come out, and every library is built anew."""

MIN_TOKENS, MAX_TOKENS = 120, 160
"""Word pieces of a passage. With a header of about 30 they stay inside the 256 that the encoder was trained to read."""

_OVERLAP_TOKENS = 60
"""A longer last sentence is not repeated in the next passage: it would fill half of it."""

CountTokens = Callable[[Sequence[str]], list[int]]
"""Texts to their numbers of word pieces, special ones not counted."""


def chunk(article: Article, count_tokens: CountTokens) -> list[Passage]:
    """The passages of an article, in reading order; every sentence is in at least one, and none is empty."""
    return chunk_text(article.id, article.text, count_tokens)


def chunk_text(article_id: str, text: str, count_tokens: CountTokens) -> list[Passage]:
    """`chunk` for a text by itself; `article_id` enters the ids of the passages."""
    sentences = split(text)
    if not sentences:
        return []
    tokens = count_tokens([text[start:end] for start, end in sentences])
    paragraph_ends = _paragraph_ends(text, sentences)
    return [_passage(article_id, text, sentences[first:last]) for first, last in _runs(tokens, paragraph_ends)]


def passage_id(article_id: str, start: int, text: str) -> str:
    """Twenty hex digits derived from what a passage is: 80 bits, so that no library meets the same id twice."""
    return hashlib.sha256(f"{article_id}\0{start}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def header(article: Article) -> str:
    """What is encoded before a passage's text: title, outlet and date as far as they are known, and a line break.

    For the vector only: it tells a passage what its article is about, and offsets and quotes never include it.
    """
    known = [part for part in (article.title, article.outlet, article.published) if part]
    return ", ".join(known) + "\n" if known else ""


def _passage(article_id: str, text: str, sentences: Sequence[tuple[int, int]]) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    body = text[start:end]
    spans = tuple(Span(left, right) for left, right in sentences)
    return Passage(passage_id(article_id, start, body), article_id, start, end, body, spans)


def _paragraph_ends(text: str, sentences: Sequence[tuple[int, int]]) -> list[bool]:
    """For each sentence, whether a line break follows it."""
    following = [start for start, _ in sentences[1:]] + [len(text)]
    return ["\n" in text[end:start] for (_, end), start in zip(sentences, following, strict=True)]


def _runs(tokens: Sequence[int], paragraph_ends: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open runs of sentence numbers: each brings at least one sentence that the runs before it did not have."""
    runs: list[tuple[int, int]] = []
    first = last = total = 0
    while last < len(tokens):
        total += tokens[last]
        last += 1
        full = last < len(tokens) and total + tokens[last] > MAX_TOKENS
        if full or (total >= MIN_TOKENS and paragraph_ends[last - 1]) or last == len(tokens):
            runs.append((first, last))
            first, total = _overlap(tokens, last, last - first)
    return runs


def _overlap(tokens: Sequence[int], last: int, length: int) -> tuple[int, int]:
    """Where the run after one that ended at `last` begins, and how many tokens it repeats."""
    repeated = tokens[last - 1]
    fits = last < len(tokens) and repeated + tokens[last] <= MAX_TOKENS
    if length > 1 and repeated <= _OVERLAP_TOKENS and fits:
        return last - 1, repeated
    return last, 0
