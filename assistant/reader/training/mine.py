"""Paragraphs that look as if they answered a question and do not: the nearest by the encoder, other than its own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.reader.training.sets import Collection
from index.encoder import Encoder

_DEPTH = 12  # paragraphs a question
_BLOCK = 2000  # questions compared at once: 2,000 x 17,000 similarities are 140 MB


def mined(some: Collection, encoder: Encoder, kept: Path) -> Sequence[Sequence[int]]:
    """For each question the numbers of the nearest paragraphs without its own; kept in the .npy file `kept`."""
    if not kept.is_file():
        paragraphs = encoder.encode([f"{one.title}\n{one.text}" for one in some.paragraphs])
        questions = encoder.encode([one.question for one in some.asked])
        near = np.empty((len(some.asked), _DEPTH), dtype=np.int32)
        for first in range(0, len(questions), _BLOCK):
            close = questions[first : first + _BLOCK] @ paragraphs.T
            for row, asked in enumerate(some.asked[first : first + _BLOCK]):
                close[row, asked.paragraph] = -1
            top = np.argpartition(-close, _DEPTH, axis=1)[:, :_DEPTH]
            order = np.argsort(-np.take_along_axis(close, top, axis=1), axis=1)
            near[first : first + _BLOCK] = np.take_along_axis(top, order, axis=1)
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, near)
    found: list[list[int]] = np.load(kept).tolist()
    return found
