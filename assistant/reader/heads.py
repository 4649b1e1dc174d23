"""What the reader's network says of a pair: four small maps over the states of one forward pass.

The weights lie beside the transformer's own, under the names in `HEADS`, each of shape (outputs, width).
"""

from dataclasses import dataclass

import torch
from torch.nn import functional

from assistant.reader.tokens import Batch
from index.bert import Weights

HEADS = {"span": 2, "relevance": 1, "evidence": 1, "support": 1}
"""The outputs of each head: start and end of the answer; the passage answers; the sentence answers; it supports."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Logits. `starts` and `ends` (batch, length), place 0 standing for "no answer" and -inf outside the sentences;
    `relevance` and `support` (batch,); `evidence` (batch, sentences).
    """  # fmt: skip

    starts: torch.Tensor
    ends: torch.Tensor
    relevance: torch.Tensor
    evidence: torch.Tensor
    support: torch.Tensor


def outputs(weights: Weights, states: torch.Tensor, batch: Batch) -> Outputs:
    """The heads over the states (batch, length, width), in float32."""
    states = states.float()
    opening = states[:, 0]
    allowed = batch.places >= 0
    allowed[:, 0] = True
    spans = _head(weights, states, "span").masked_fill(~allowed[:, :, None], -torch.inf)
    means = sentence_means(states, batch)
    return Outputs(
        starts=spans[..., 0],
        ends=spans[..., 1],
        relevance=_head(weights, opening, "relevance")[:, 0],
        evidence=_head(weights, means, "evidence")[..., 0],
        support=_head(weights, opening, "support")[:, 0],
    )


def sentence_means(states: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The mean state (batch, sentences, width) of each sentence's tokens; zero where a sentence has none."""
    member = (batch.places[:, None, :] == torch.arange(batch.num_sentences)[None, :, None]).float()
    counts = member.sum(dim=2, keepdim=True).clamp(min=1)
    return (member @ states) / counts


def _head(weights: Weights, states: torch.Tensor, name: str) -> torch.Tensor:
    return functional.linear(states, weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float())
