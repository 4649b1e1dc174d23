"""The fitted numbers of the similarity reader, and how they are applied.

`similarity.json` was made by `python -m assistant.reader.fit`; nothing in it knows any particular library.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant.reader.features import FEATURES

Vector = NDArray[np.float32]

FILE = "similarity.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Two linear models over standardised features.

    `ranking` orders the sentences of one question (odds against each other); `confidence` and `bias` tell from the best
    sentence how probable it is that the library answers. Below `refuse_below` the question is refused.
    """

    mean: Vector
    scale: Vector
    ranking: Vector
    confidence: Vector
    bias: float
    refuse_below: float

    def odds(self, rows: Vector) -> Vector:
        """How much likelier each row (n, features) is to hold the answer than the best row: in 0..1, 1 for the best."""
        logits = self._standard(rows) @ self.ranking
        odds: Vector = np.exp(logits - logits.max()).astype(np.float32)
        return odds

    def probability(self, row: Vector) -> float:
        """How probable (0..1) it is that a library whose best sentence measures `row` answers."""
        return float(1 / (1 + np.exp(-(self._standard(row) @ self.confidence + self.bias))))

    def _standard(self, rows: Vector) -> Vector:
        standard: Vector = (rows - self.mean) / self.scale
        return standard


@cache
def load_weights() -> Weights:
    """The weights that ship in the package; raises ValueError when they were fitted for other features."""
    record = json.loads(files("assistant.reader").joinpath(FILE).read_text(encoding="utf-8"))
    if tuple(record["features"]) != FEATURES:
        raise ValueError(f"{FILE} was fitted for other features: run python -m assistant.reader.fit")
    columns = {name: np.array(record[name], dtype=np.float32) for name in ("mean", "scale", "ranking", "confidence")}
    return Weights(**columns, bias=record["bias"], refuse_below=record["refuse_below"])
