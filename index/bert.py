"""The forward pass of a small BERT, in PyTorch: token ids to contextual states.

Written out because it is short, and because importing sentence-transformers for it takes 6.5 s of the 8 s that a first
answer may take, against 1.5 s for PyTorch alone. `tests/index/test_encoder.py` holds it against sentence-transformers.
It knows no tokenizer and no pooling. The reader's own network, made from the same weights, runs through it too.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load
from torch.nn import functional

from index import attention

HEADS, LAYERS, WIDTH = 12, 6, 384  # of all-MiniLM-L6-v2, the one model whose weights we pin
_EPSILON = 1e-12  # of its layer norms

# A question is read on one core. On two it takes 2.4 ms instead of 3.2 where nothing else runs, but waits for the
# slower one at every step: beside any other work 9 ms (99th percentile 80) instead of 5.4 (17).
_QUESTION_TOKENS = 64
_CORES = torch.get_num_threads()

# Lengths are rounded up to a multiple of it, since oneDNN keeps about a megabyte of code and plans for each shape that
# it has met. Measured in docs/LOG.md.
_STEP = 8

Item = TypeVar("Item")
Result = TypeVar("Result")

Weights = Mapping[str, torch.Tensor]
Attention = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor | None], torch.Tensor]
"""Query, key, value (batch, heads, length, width) and what may be attended to, or None for all, to mixed values."""

_PARTS = ("query", "key", "value")


def read_weights(content: bytes) -> dict[str, torch.Tensor]:
    """The weights in a safetensors file of BERT; the maps to query, key and value become one, named `...self.joint`."""
    weights = {name: value for name, value in load(content).items() if value.is_floating_point()}
    for number in range(LAYERS):
        own = f"encoder.layer.{number}.attention.self"
        for kind in ("weight", "bias"):
            weights[f"{own}.joint.{kind}"] = torch.cat([weights.pop(f"{own}.{part}.{kind}") for part in _PARTS])
    return weights


def forward(
    weights: Weights, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor | None, attention: Attention
) -> torch.Tensor:
    """Contextual states (batch, length, WIDTH) for token `ids`, in the weights' number format.

    `mask` is True where a token is real, `kinds` says which of two texts a token is of (0 when None); both are
    (batch, length).
    """
    positions = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    kind_vectors = weights["embeddings.token_type_embeddings.weight"]
    hidden = weights["embeddings.word_embeddings.weight"][ids] + positions
    hidden = _norm(weights, hidden + kind_vectors[0 if kinds is None else kinds], "embeddings.LayerNorm")
    attendable = None if bool(mask.all()) else mask[:, None, None, :]
    for number in range(LAYERS):
        hidden = _layer(weights, hidden, attendable, f"encoder.layer.{number}", attention)
    return hidden


class Bert:
    """A BERT encoder of `LAYERS` layers; weights are held in `dtype` on `device`. Safe to call from several threads."""

    def __init__(self, weights: Weights, *, device: str, dtype: torch.dtype) -> None:
        self.device = torch.device(device)
        self._weights = {name: value.to(self.device, dtype) for name, value in weights.items()}
        self._attention: Attention = functional.scaled_dot_product_attention
        if self.device.type == "cpu" and dtype is torch.bfloat16:
            self._attention = attention.attention
            self._weights = packed(self._weights)

    @torch.inference_mode()
    def states(self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor | None = None) -> torch.Tensor:
        """Contextual states (batch, length, WIDTH) in float32; see `forward`."""
        length = ids.shape[1]
        ids, mask = (_lengthened(one).to(self.device) for one in (ids, mask))
        kinds = None if kinds is None else _lengthened(kinds).to(self.device)
        short = ids.numel() <= _QUESTION_TOKENS
        mixes = functional.scaled_dot_product_attention if short else self._attention
        with _cores(1 if _here.alone or short else _CORES):
            return forward(self._weights, ids, mask, kinds, mixes)[:, :length].float().cpu()

    def share(
        self, function: Callable[[Item], Result], items: Sequence[Item], threads: ThreadPoolExecutor | None = None
    ) -> list[Result]:
        """`function` of each item, in order: as many at a time as there are cores, each with its passes on one of them.

        Two passes side by side are a quarter quicker than one after the other on both cores, since none waits. In
        `threads` that were made for it, or in new ones.
        """
        if self.device.type != "cpu" or len(items) < 2:
            return [function(item) for item in items]
        with nullcontext(threads) if threads else pass_threads() as some:
            return list(some.map(function, items))


def _lengthened(values: torch.Tensor) -> torch.Tensor:
    """`values` (batch, length) with zeros up to the next of the lengths that passes have."""
    return functional.pad(values, (0, -values.shape[1] % _STEP))


def pass_threads() -> ThreadPoolExecutor:
    """As many threads as there are cores, each with its passes on one of them.

    Who keeps them saves memory, since each new thread comes with a heap of its own; but whoever asks waits for those
    who asked before.
    """
    return ThreadPoolExecutor(_CORES, "passes", initializer=_here.stay_alone)


class _Here(threading.local):
    """What is so in one thread."""

    alone = False  # its passes are on one core

    def stay_alone(self) -> None:
        self.alone = True


_here = _Here()


@contextmanager
def _cores(count: int) -> Iterator[None]:
    """While the block runs, PyTorch uses so many cores in this thread."""
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(_CORES)


def _layer(
    weights: Weights, hidden: torch.Tensor, attendable: torch.Tensor | None, name: str, attention: Attention
) -> torch.Tensor:
    """One transformer layer: attention, then the two dense maps, each added to its input and normed."""
    batch, length, _ = hidden.shape
    joint = _dense(weights, hidden, f"{name}.attention.self.joint").view(batch, length, 3, HEADS, -1)
    query, key, value = joint.permute(2, 0, 3, 1, 4)
    mixed = attention(query, key, value, attendable).transpose(1, 2).reshape(batch, length, WIDTH)
    mixed = _dense(weights, mixed, f"{name}.attention.output.dense")
    hidden = _norm(weights, hidden + mixed, f"{name}.attention.output.LayerNorm")
    inner = functional.gelu(_dense(weights, hidden, f"{name}.intermediate.dense"))
    return _norm(weights, hidden + _dense(weights, inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")


def packed(weights: Weights) -> dict[str, torch.Tensor]:
    """The weights, those of dense maps laid out as a processor's bfloat16 unit reads them: 6% of a pass."""
    laid_out = dict(weights)
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return laid_out
    for name in weights:
        if name.endswith(("dense.weight", "joint.weight")):
            laid_out[name.replace(".weight", ".packed")] = torch.ops.mkldnn._reorder_linear_weight(laid_out.pop(name))
    return laid_out


def _dense(weights: Weights, values: torch.Tensor, name: str) -> torch.Tensor:
    laid_out, bias = weights.get(f"{name}.packed"), weights[f"{name}.bias"]
    if laid_out is None:
        return functional.linear(values, weights[f"{name}.weight"], bias)
    mapped: torch.Tensor = torch.ops.mkldnn._linear_pointwise(values, laid_out, bias, "none", [], "")
    return mapped


def _norm(weights: Weights, values: torch.Tensor, name: str) -> torch.Tensor:
    return functional.layer_norm(values, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], _EPSILON)


def best_setting() -> tuple[str, torch.dtype]:
    """The device and number format to run in: a GPU where there is one, bfloat16 where the processor has it.

    On two Zen 5 cores bfloat16 is three times as fast as float32, at a cosine of 0.9999 to it.
    """
    if torch.cuda.is_available():
        return "cuda", torch.bfloat16
    return "cpu", torch.bfloat16 if _cpu_has_bfloat16() else torch.float32


def _cpu_has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; elsewhere it is emulated and slower than float32."""
    flags = Path("/proc/cpuinfo")
    return flags.is_file() and any(flag in flags.read_text() for flag in ("avx512_bf16", "amx_bf16"))
