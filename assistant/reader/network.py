"""The reader's own network: a question and passages in; out, how much each answers, which sentence, and which words.

A cross-encoder of six layers made from the bundled encoder and sharing its word embeddings; trained as
docs/READER.md tells. Its weights are read and checked on first use.
"""

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load

from assistant.reader.heads import HEADS, Outputs, outputs
from assistant.reader.tokens import Spans, Tokens, collate, tokenize
from corpus.errors import ChanceryError
from index.bert import Bert, Weights, best_setting, pass_threads, read_weights
from index.encoder import MiniLM

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE, CHECKER = "reader.safetensors", "checker.safetensors"
DIGEST = "b6cb45a7b1ef1f8d2033f7b765695961a76aa6adf7d180014d7ad6daad57644b"
CHECKER_DIGEST = "317ef78c3d2aa641ff34dbf317a0bbcb7a58dee117fad4a34943cd972c6342a5"
_BATCH_TOKENS = 768  # a batch on each of two cores, best of 512 to 2,048: the states of a layer stay in the cache
_LONGEST_ANSWER = 30  # tokens
_SHARED = "embeddings.word_embeddings.weight"

Vector = NDArray[np.float32]


class ReaderError(ChanceryError):
    """The reader's weights are missing, or are not those whose digest we pin."""


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read: its words, the half-open spans of its sentences, and a line that says what it is from."""

    text: str
    sentences: Spans
    head: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What the network makes of one passage; all scores are logits.

    `relevance`: that it answers. `evidence` (m,): that each sentence does. `answers`: each sentence's best answer as a
    half-open span of the passage; `certainty` (m,): by how much it beats "no answer", -inf where a sentence was not
    read.
    """

    relevance: float
    evidence: Vector
    answers: tuple[tuple[int, int], ...]
    certainty: Vector


class Network:
    """Reads pairs of texts. Safe to share between threads; each pass takes its turn."""

    def __init__(self, encoder: MiniLM | None = None, path: Path | None = None, digest: str = DIGEST) -> None:
        """`path` is a weights file made by the training; by default the one that comes with Chancery.

        `encoder` lends its word embeddings and its tokenizer.
        """
        self._encoder = encoder or MiniLM()
        self._path = path or Path(__file__).with_name(FILE)
        self._digest = digest
        self._lock = threading.Lock()

    @classmethod
    def for_claims(cls, encoder: MiniLM | None = None) -> "Network":
        """The one that holds claims against passages, the checker: trained further on them (docs/READER.md)."""
        return cls(encoder, Path(__file__).with_name(CHECKER), CHECKER_DIGEST)

    def load(self) -> None:
        """Read the weights now, which the first pass does otherwise. Raises `ReaderError` without them."""
        with self._lock:
            _ = self._bert, self._heads

    def read(self, question: str, passages: Sequence[Text]) -> list[Read]:
        """What each passage says to the question, in the order given. Raises `ReaderError` without weights."""
        return self.read_pairs([(question, passage) for passage in passages])

    def read_pairs(self, pairs: Sequence[tuple[str, Text]]) -> list[Read]:
        """`read` for any pairs of question and passage."""
        found: list[Read | None] = [None] * len(pairs)
        for numbers, tokens, out in self._passes(pairs):
            for row, number in enumerate(numbers):
                found[number] = _read(pairs[number][1], tokens[row], out, row)
        return [one for one in found if one is not None]

    def support(self, pairs: Sequence[tuple[str, Text]]) -> Vector:
        """The logit (n,) that each passage supports the claim it is paired with."""
        found = np.zeros(len(pairs), dtype=np.float32)
        for numbers, _, out in self._passes(pairs):
            found[numbers] = out.support.numpy()
        return found

    def _passes(self, pairs: Sequence[tuple[str, Text]]) -> list[tuple[list[int], list[Tokens], Outputs]]:
        """The outputs, in batches of like length; each with the numbers of its pairs."""
        with self._lock, torch.inference_mode():
            tokens = tokenize(self._tokenizer, [first for first, _ in pairs], [_whole(text) for _, text in pairs])
            order = sorted(range(len(pairs)), key=lambda i: -len(tokens[i].ids))
            groups: list[list[int]] = []
            for i in order:
                if not groups or (len(groups[-1]) + 1) * len(tokens[groups[-1][0]].ids) > _BATCH_TOKENS:
                    groups.append([])
                groups[-1].append(i)
            bert, heads = self._bert, self._heads

            def run(group: list[int]) -> tuple[list[int], list[Tokens], Outputs]:
                with torch.inference_mode():  # it holds for one thread
                    batch = collate([tokens[i] for i in group], [_moved(pairs[i][1]) for i in group])
                    states = bert.states(batch.ids, batch.mask, batch.kinds)
                    return group, [tokens[i] for i in group], outputs(heads, states, batch)

            return bert.share(run, groups, self._threads)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return pass_threads()  # kept, since one asks at a time

    @cached_property
    def _bert(self) -> Bert:
        device, dtype = best_setting()
        shared = read_weights(self._encoder.weights_file())[_SHARED]
        body = {name: value for name, value in self._weights.items() if name.split(".")[0] not in HEADS}
        return Bert({**body, _SHARED: shared}, device=device, dtype=dtype)

    @cached_property
    def _heads(self) -> Weights:
        return {name: value.float() for name, value in self._weights.items() if name.split(".")[0] in HEADS}

    @cached_property
    def _weights(self) -> Weights:
        hint = "Reinstall Chancery: the file is part of it"
        if not self._path.is_file():
            raise ReaderError(f"The reader's weights are missing: {self._path}", hint)
        content = self._path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if self._digest and digest != self._digest:
            raise ReaderError(f"{self._path} is not the reader that we know: its sha256 is {digest}", hint)
        return load(content)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return self._encoder.tokenizer()


def _whole(text: Text) -> str:
    return f"{text.head}\n{text.text}" if text.head else text.text


def _shift(text: Text) -> int:
    return len(text.head) + 1 if text.head else 0


def _moved(text: Text) -> Spans:
    shift = _shift(text)
    return [(start + shift, end + shift) for start, end in text.sentences]


def _read(text: Text, tokens: Tokens, out: Outputs, row: int) -> Read:
    first, num = tokens.first, len(tokens.offsets)
    starts, ends = out.starts[row].numpy(), out.ends[row].numpy()
    nothing = starts[0] + ends[0]
    starts, ends = starts[first : first + num], ends[first : first + num]
    shift = _shift(text)
    begins = np.array([start for start, _ in tokens.offsets]) - shift
    answers, certainty = [], np.full(len(text.sentences), -np.inf, dtype=np.float32)
    for number, (start, end) in enumerate(text.sentences):
        low, high = np.searchsorted(begins, (start, end))
        if low == high:
            answers.append((start, start))
            continue
        a, b, score = _best_span(starts[low:high], ends[low:high])
        answers.append((tokens.offsets[low + a][0] - shift, tokens.offsets[low + b][1] - shift))
        certainty[number] = score - nothing
    return Read(float(out.relevance[row]), out.evidence[row, : len(text.sentences)].numpy(), tuple(answers), certainty)


def _best_span(starts: Vector, ends: Vector) -> tuple[int, int, float]:
    """The places of the best start and end, at most `_LONGEST_ANSWER` tokens, and the sum of their logits."""
    sums = starts[:, None] + ends[None, :]
    sums = np.where(np.triu(np.ones_like(sums)) - np.triu(np.ones_like(sums), _LONGEST_ANSWER) > 0, sums, -np.inf)
    a, b = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return int(a), int(b), float(sums[a, b])
