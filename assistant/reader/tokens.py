"""Pairs of texts as the network's tokens: [CLS] question [SEP] passage [SEP], with the place of every passage token."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from index.pieces import CLS, SEP

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_FIRST, MAX_TOKENS = 64, 320
"""Word pieces of the question or claim, and of the whole pair; what is longer is cut at the end."""

Spans = Sequence[tuple[int, int]]
"""Half-open character offsets in a text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One pair: token ids, where the passage begins in them, and its tokens' character offsets in the passage."""

    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side: `ids`, `mask` and `kinds` are (batch, length).

    `places` (batch, length) is the number of the sentence that a token is in, -1 outside; `num_sentences` the most
    that any has.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    kinds: torch.Tensor
    places: torch.Tensor
    num_sentences: int


def tokenize(tokenizer: "Tokenizer", firsts: Sequence[str], seconds: Sequence[str]) -> list[Tokens]:
    """The pairs' tokens. `tokenizer` neither cuts nor pads."""
    asked = tokenizer.encode_batch(list(firsts), add_special_tokens=False)
    read = tokenizer.encode_batch(list(seconds), add_special_tokens=False)
    return [_joined(one, other) for one, other in zip(asked, read, strict=True)]


def _joined(asked: "Encoding", read: "Encoding") -> Tokens:
    opening = [CLS, *asked.ids[:MAX_FIRST], SEP]
    room = MAX_TOKENS - len(opening) - 1
    return Tokens((*opening, *read.ids[:room], SEP), len(opening), tuple(read.offsets[:room]))


def collate(tokens: Sequence[Tokens], sentences: Sequence[Spans]) -> Batch:
    """A batch of pairs; `sentences` are each passage's."""
    length = max(len(one.ids) for one in tokens)
    ids = torch.zeros((len(tokens), length), dtype=torch.long)
    kinds = torch.zeros((len(tokens), length), dtype=torch.long)
    places = torch.full((len(tokens), length), -1, dtype=torch.long)
    mask = torch.zeros((len(tokens), length), dtype=torch.bool)
    for row, (one, spans) in enumerate(zip(tokens, sentences, strict=True)):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = True
        kinds[row, one.first : len(one.ids)] = 1
        places[row, one.first : one.first + len(one.offsets)] = torch.tensor(sentence_places(one.offsets, spans))
    return Batch(ids, mask, kinds, places, max(len(spans) for spans in sentences))


def sentence_places(offsets: Spans, sentences: Spans) -> list[int]:
    """For each token the number of the sentence that it begins in, or -1; both ascend."""
    places, number = [], 0
    for start, _ in offsets:
        while number < len(sentences) and sentences[number][1] <= start:
            number += 1
        inside = number < len(sentences) and sentences[number][0] <= start
        places.append(number if inside else -1)
    return places
