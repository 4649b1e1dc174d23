"""The fitted numbers around the network, and how they are applied.

`ranking.json` was made by `python -m assistant.reader.training fit`; nothing in it knows any particular library.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reader.features import FEATURES, SURENESS

Vector = NDArray[np.float32]

FITTED = Path(__file__).with_name("ranking.json")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear map of standardised columns to a logit."""

    mean: Vector
    scale: Vector
    weights: Vector
    bias: float

    def logits(self, rows: Vector) -> Vector:
        """The logit of each row (n, columns), or of one (columns,)."""
        return (((rows - self.mean) / self.scale) @ self.weights + self.bias).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` orders the sentences of a question; `confidence` tells from the best how probably it answers.

    Below `refuse_below` the question is refused, below `doubt_below` its answer is doubtful.
    """

    ranking: Linear
    confidence: Linear
    refuse_below: float
    doubt_below: float

    def odds(self, rows: Vector) -> Vector:
        """How much likelier each row (n, features) is to hold the answer than the best row: in 0..1, 1 for the best."""
        logits = self.ranking.logits(rows)
        odds: Vector = np.exp(logits - logits.max()).astype(np.float32)
        return odds

    def probability(self, row: Vector) -> float:
        """How probable (0..1) it is that the best sentence, with `row` of `features.sureness`, answers."""
        return float(1 / (1 + np.exp(-float(self.confidence.logits(row)))))


@cache
def load_weights() -> Weights:
    """The weights that ship in the package; raises ValueError when they were fitted for other features."""
    record = json.loads(FITTED.read_text(encoding="utf-8"))
    maps = {}
    for name, columns in (("ranking", FEATURES), ("confidence", SURENESS)):
        if tuple(record[name]["columns"]) != columns:
            raise ValueError(f"{FITTED} was fitted for other features: run python -m assistant.reader.training fit")
        mean, scale, weights = (np.array(record[name][part], dtype=np.float32) for part in ("mean", "scale", "weights"))
        maps[name] = Linear(mean, scale, weights, record[name]["bias"])
    return Weights(maps["ranking"], maps["confidence"], record["refuse_below"], record["doubt_below"])


def dump_weights(weights: Weights) -> str:
    """The weights as JSON that `load_weights` reads."""
    record: dict[str, object] = {}
    for name, columns, linear in (
        ("ranking", FEATURES, weights.ranking),
        ("confidence", SURENESS, weights.confidence),
    ):
        record[name] = {
            "columns": list(columns),
            **{part: [round(float(x), 5) for x in getattr(linear, part)] for part in ("mean", "scale", "weights")},
            "bias": round(linear.bias, 5),
        }
    bars = {name: round(getattr(weights, name), 4) for name in ("refuse_below", "doubt_below")}
    return json.dumps({**record, **bars}, indent=1) + "\n"
