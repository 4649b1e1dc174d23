"""Texts as word pieces, each part of a text tokenized once: the sentences that were counted are not tokenized again.

BERT's tokenizer knows no word across white space, so the pieces of a text are those of its parts where it is cut at
white space; elsewhere it is tokenized whole. A bounded number of parts is remembered.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.uint16]
"""Word pieces, as their places in a vocabulary of fewer than 65,536."""

_REMEMBERED = 32_768  # parts: sentences of three batches of a build, some 10 MB
CLS, SEP = 101, 102  # of BERT's vocabulary

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """One text: the pieces that are read, special ones at both ends, and the half-open ranges of them in each span."""

    ids: Ids
    inside: tuple[tuple[int, int], ...]


class Cutter:
    """Cuts texts into pieces, `longest` of them at most. Safe to share between threads."""

    def __init__(self, tokenizer: "Tokenizer", longest: int) -> None:
        """`tokenizer` is BERT's, and neither cuts nor pads."""
        self._tokenizer, self._longest = tokenizer, longest
        self._known: dict[str, Ids] = {}
        self._lock = threading.Lock()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Pieces of each text, special ones not counted, however long it is."""
        return [len(ids) for ids in self._ids(texts)]

    def cut(self, texts: Sequence[str], spans: Sequence[Spans]) -> list[Pieces]:
        """The pieces of each text and those in its spans."""
        parts = [_parts(text, some) for text, some in zip(texts, spans, strict=True)]
        wanted = [
            text[start:end] for text, some in zip(texts, parts, strict=True) for start, end in some or ((0, None),)
        ]
        ids = iter(self._ids(wanted))
        return [
            self._joined(some, [next(ids) for _ in some], inside) if some else self._whole(text, next(ids), inside)
            for text, some, inside in zip(texts, parts, spans, strict=True)
        ]

    def _joined(self, parts: Spans, ids: Sequence[Ids], spans: Spans) -> Pieces:
        """Pieces of parts, one after the other."""
        ends = np.cumsum([1, *(len(one) for one in ids)]).tolist()
        last = self._longest - 1
        at = {part: (min(a, last), min(b, last)) for part, (a, b) in zip(parts, pairwise(ends), strict=True)}
        return Pieces(self._framed(np.concatenate([_NONE, *ids])), tuple(at.get(span, (0, 0)) for span in spans))

    def _whole(self, text: str, ids: Ids, spans: Spans) -> Pieces:
        """The pieces of a text with spans that begin or end inside words."""
        starts = [start for start, _ in self._tokenizer.encode(text, add_special_tokens=False).offsets]
        last = self._longest - 1
        inside = []
        for start, end in spans:
            places = [at for at, one in enumerate(starts, 1) if start <= one < end and at < last]
            inside.append((places[0], places[-1] + 1) if places else (0, 0))
        return Pieces(self._framed(ids), tuple(inside))

    def _framed(self, ids: Ids) -> Ids:
        return np.concatenate([[CLS], ids[: self._longest - 2], [SEP]]).astype(np.uint16)

    def _ids(self, texts: Sequence[str]) -> list[Ids]:
        """The pieces of each text, from memory where they are there."""
        with self._lock:
            found = {text: self._known.get(text) for text in texts}
        new = [text for text, ids in found.items() if ids is None]
        made = self._tokenizer.encode_batch_fast(new, add_special_tokens=False)
        fresh = {text: np.array(one.ids, dtype=np.uint16) for text, one in zip(new, made, strict=True)}
        with self._lock:
            self._known.update(fresh)
            if len(self._known) > 2 * _REMEMBERED:
                for text in list(self._known)[:-_REMEMBERED]:
                    del self._known[text]
        return [fresh[text] if (ids := found[text]) is None else ids for text in texts]


_NONE = np.zeros(0, dtype=np.uint16)


def _parts(text: str, spans: Spans) -> list[tuple[int, int]]:
    """The spans and what lies between them, in order; none where spans overlap, or one begins or ends inside a word."""
    places = sorted({0, len(text), *(place for span in spans for place in span)})
    parts = list(pairwise(places))
    apart = {span for span in spans if span[1] > span[0]} <= set(parts)
    return parts if apart and all(_is_free(text, place) for place in places[1:-1]) else []


def _is_free(text: str, place: int) -> bool:
    """Whether the tokenizer sees white space at this place; control characters are nothing to it."""
    return any(one in "\t\n\r" or (one.isspace() and category(one) != "Cc") for one in text[place - 1 : place + 1])
