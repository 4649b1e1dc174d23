"""The training itself: AdamW on float32 masters of bfloat16 weights, with a rate that rises, stays and falls.

The state is saved as it goes; a run that is started again goes on from it. The rate stays level until the fall, so that
a run can be lengthened later: the state before the fall is kept.
"""

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn import functional

from assistant.reader.heads import HEADS, Outputs, outputs
from assistant.reader.tokens import Batch, Tokens, collate, tokenize
from assistant.reader.training.passages import Pair
from index.bert import WIDTH, Weights, best_setting, forward

_TOKENS = 4096  # of a batch: a step is short, and the rate below was found for it
_RATE, _HEAD_RATE = 1.2e-4, 4e-4
_AGAIN = 0.5  # of these rates, where a training goes on from weights that were trained
_WARM_UP = 300  # steps
_DECAY, _CLIP = 0.01, 1.0
_BETAS = (0.9, 0.98)
FROZEN = "embeddings.word_embeddings.weight"
"""Shared with the encoder and not trained."""


class Source(Protocol):
    """Pairs in chunks, the same for the same place."""

    @property
    def num_chunks(self) -> int:
        """In one epoch."""

    def chunk(self, epoch: int, number: int) -> list[Pair]:
        """The pairs of one chunk."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What the outputs should be. `kind` 0 is a question, 1 a claim; `start`, `end` are token places, 0 for none."""

    kind: torch.Tensor
    label: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor
    evidence: torch.Tensor  # (batch, sentences); -1 where there is no sentence


def attention(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """Plain attention: on a CPU in bfloat16 its backward pass is twice as fast as the fused one's."""
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e4)
    mixed: torch.Tensor = scores.softmax(-1) @ value
    return mixed


def blend(earlier: Path, later: Path, share: float, into: Path) -> None:
    """The mean of two weights files of one run, `share` (0..1) of it the later one's.

    Both ends of a run that fell twice are near enough for their mean to be better than either.
    """
    first, second = load_file(str(earlier)), load_file(str(later))
    mean = {name: (1 - share) * first[name].float() + share * second[name].float() for name in sorted(second)}
    save_file({name: value.bfloat16().contiguous() for name, value in mean.items()}, str(into))


def new_heads(seed: int) -> dict[str, torch.Tensor]:
    """Small random weights for the heads."""
    source = torch.Generator().manual_seed(seed)
    weights = {f"{name}.weight": torch.randn(size, WIDTH, generator=source) * 0.02 for name, size in HEADS.items()}
    return {**weights, **{f"{name}.bias": torch.zeros(size) for name, size in HEADS.items()}}


def targets(pairs: Sequence[Pair], tokens: Sequence[Tokens], batch: Batch) -> Targets:
    """What is right for each pair; an answer that was cut off counts as none."""
    size, width = len(pairs), batch.num_sentences
    start, end = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
    evidence = torch.full((size, width), -1.0)
    label = torch.tensor([float(pair.label) for pair in pairs])
    for row, (pair, one) in enumerate(zip(pairs, tokens, strict=True)):
        shift = _shift(pair)
        evidence[row, : len(pair.sentences)] = 0
        if pair.span is None:
            continue
        a, b = pair.span[0] + shift, pair.span[1] + shift
        inside = [i for i, (first, last) in enumerate(one.offsets) if first < b and last > a]
        if inside:
            start[row], end[row] = one.first + inside[0], one.first + inside[-1]
        else:
            label[row] = 0
        for number, (first, last) in enumerate(pair.sentences):
            if first < pair.span[1] and last > pair.span[0] and inside:
                evidence[row, number] = 1
    kind = torch.tensor([int(pair.kind == "claim") for pair in pairs])
    return Targets(kind, label, start, end, evidence)


def _shift(pair: Pair) -> int:
    return len(pair.head) + 1 if pair.head else 0


def second(pair: Pair) -> str:
    """The passage as the network reads it: its title on a line of its own, where there is one."""
    return f"{pair.head}\n{pair.text}" if pair.head else pair.text


def loss(found: Outputs, right: Targets) -> torch.Tensor:
    """The sum over the heads, each the mean over the pairs of its kind."""
    asked = right.kind == 0
    total = torch.zeros(())
    if asked.any():
        spans = functional.cross_entropy(found.starts[asked], right.start[asked]) + functional.cross_entropy(
            found.ends[asked], right.end[asked]
        )
        relevance = functional.binary_cross_entropy_with_logits(found.relevance[asked], right.label[asked])
        known = right.evidence[asked] >= 0
        evidence = functional.binary_cross_entropy_with_logits(
            found.evidence[asked][known], right.evidence[asked][known]
        )
        total = total + (0.5 * spans + relevance + evidence) * asked.float().mean()
    if (~asked).any():
        support = functional.binary_cross_entropy_with_logits(found.support[~asked], right.label[~asked])
        total = total + support * (~asked).float().mean()
    return total


def batches(pairs: Sequence[Pair], tokenizer: Tokenizer, rng: random.Random) -> Iterator[tuple[Batch, Targets]]:
    """The pairs in batches of about `_TOKENS` tokens, like lengths together, batches in random order."""
    tokens = tokenize(tokenizer, [pair.first for pair in pairs], [second(pair) for pair in pairs])
    order = sorted(range(len(pairs)), key=lambda i: len(tokens[i].ids))
    groups: list[list[int]] = []
    for i in order:
        if not groups or (len(groups[-1]) + 1) * len(tokens[i].ids) > _TOKENS:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    for group in groups:
        some, its = [pairs[i] for i in group], [tokens[i] for i in group]
        shifts = [_shift(pair) for pair in some]
        spans = [[(a + shift, b + shift) for a, b in pair.sentences] for pair, shift in zip(some, shifts, strict=True)]
        batch = collate(its, spans)
        yield batch, targets(some, its, batch)


class Training:
    """Weights, optimiser and place in the data; saved to and resumed from `work`."""

    def __init__(
        self, weights: Weights, work: Path, *, seed: int, steps: int, fall: int, earlier: Path | None = None
    ) -> None:
        """`steps` in all, the last `fall` of them with a falling rate.

        With `earlier`, a weights file of a training, it goes on from there, at `_AGAIN` of the rate.
        """
        self.step, self.epoch, self.chunk = 0, 0, 0
        self._work, self._seed, self._steps, self._fall = work, seed, steps, fall
        self._kind = best_setting()[1]  # a processor without bfloat16 takes ten times as long with it
        self._frozen = weights[FROZEN].to(self._kind)
        if earlier is None:
            body = {name: value for name, value in weights.items() if not name.startswith(("pooler", FROZEN))}
            trained, rate = {**body, **new_heads(seed)}, 1.0
        else:
            trained, rate = load_file(str(earlier)), _AGAIN
        self._masters = {  # in one order, by which the optimiser's state is kept
            name: value.float().clone().requires_grad_() for name, value in sorted(trained.items())
        }
        heads = [value for name, value in self._masters.items() if name.split(".")[0] in HEADS]
        layers = [value for name, value in self._masters.items() if name.split(".")[0] not in HEADS]
        self._optimiser = torch.optim.AdamW(
            [{"params": layers, "top": rate * _RATE}, {"params": heads, "top": rate * _HEAD_RATE}],
            lr=_RATE, betas=_BETAS, weight_decay=_DECAY, foreach=True,
        )  # fmt: skip
        self._live = {name: self._cast(name, value) for name, value in self._masters.items()}
        work.mkdir(parents=True, exist_ok=True)
        if (work / "state.pt").is_file():
            self._resume()

    def run(self, pairs: Source, tokenizer: Tokenizer) -> None:
        """To the last step, with a line in `log.jsonl` now and then."""
        while self.step < self._steps:
            if self.chunk == pairs.num_chunks:
                self.epoch, self.chunk = self.epoch + 1, 0
            rng = random.Random(f"{self._seed}-{self.epoch}-{self.chunk}-batches")  # noqa: S311  # reproducible
            began, total, num, count = time.monotonic(), 0.0, 0, 0
            for batch, right in batches(pairs.chunk(self.epoch, self.chunk), tokenizer, rng):
                total, num, count = total + self._update(batch, right), num + 1, count + len(batch.ids)
                if self.step == self._steps:
                    break
            self.chunk += 1
            self._log(loss=total / num, pairs_a_second=count / (time.monotonic() - began))
            self._save()
        self.export(self._work / "reader.safetensors")

    def export(self, path: Path) -> None:
        """The trained weights in bfloat16, without the word embeddings."""
        save_file({name: value.detach().bfloat16().contiguous() for name, value in self._masters.items()}, str(path))

    def _update(self, batch: Batch, right: Targets) -> float:
        states = forward({**self._live, FROZEN: self._frozen}, batch.ids, batch.mask, batch.kinds, attention)
        value = loss(outputs(self._live, states, batch), right)
        value.backward()  # type: ignore[no-untyped-call]
        for name, master in self._masters.items():
            live = self._live[name]
            master.grad = None if live.grad is None else live.grad.float()
            live.grad = None
        torch.nn.utils.clip_grad_norm_(list(self._masters.values()), _CLIP, foreach=True)
        for group in self._optimiser.param_groups:
            group["lr"] = group["top"] * self._share()
        self._optimiser.step()
        with torch.no_grad():
            for name, master in self._masters.items():
                self._live[name].copy_(master)
        self.step += 1
        return float(value.detach())

    def _share(self) -> float:
        """Of the top rate, at this step."""
        left = self._steps - self.step
        return min((self.step + 1) / _WARM_UP, 1.0, left / self._fall)

    def _cast(self, name: str, value: torch.Tensor) -> torch.Tensor:
        kind = torch.float32 if name.split(".")[0] in HEADS else self._kind
        return value.detach().to(kind, copy=True).requires_grad_()

    def _log(self, **values: float) -> None:
        record = {"step": self.step, "epoch": self.epoch, "chunk": self.chunk, **values}
        with (self._work / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({name: round(value, 4) for name, value in record.items()}) + "\n")

    def _save(self) -> None:
        """The state, and apart from it the last one before the rate falls."""
        level = self.step < self._steps - self._fall
        state = {
            "place": (self.step, self.epoch, self.chunk),
            "masters": {name: value.detach() for name, value in self._masters.items()},
            "optimiser": self._optimiser.state_dict(),
        }
        path = self._work / "state.pt"
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
        if level:
            (self._work / "level.pt").unlink(missing_ok=True)
            (self._work / "level.pt").hardlink_to(path)

    def _resume(self) -> None:
        state = torch.load(self._work / "state.pt", weights_only=True)
        self.step, self.epoch, self.chunk = state["place"]
        with torch.no_grad():
            for name, value in state["masters"].items():
                self._masters[name].copy_(value)
                self._live[name].copy_(value)
        self._optimiser.load_state_dict(state["optimiser"])
