"""Any other sentence-transformers model as the encoder: a folder that holds one, named in the settings.

Slower to start than the bundled model (the library takes seconds to import), and as good as the model is. It computes
in 16 bits where the processor can. Models are read from disk only; nothing is fetched.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import EncoderError, Spans, Vectors, span_means

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


def weights_in(folder: Path) -> Path:
    """The file of the weights of the model in `folder`; raises `EncoderError` when there is none."""
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise EncoderError(
            f"{folder} holds no sentence-transformers model: neither {' nor '.join(_WEIGHTS)} is there",
            "Name a model's folder in chancery.toml, or leave `encoder` out for the bundled model.",
        )
    return weights


class FolderEncoder:
    """The model in `folder`. Raises `EncoderError` when there is none, or none that can be loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self.name = folder.name
        with weights_in(folder).open("rb") as file:
            self.fingerprint = f"{folder.name}:{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}:span-mean-1"

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (n, d), as the model encodes queries."""
        with self._lock:
            vectors = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension)

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """The texts' vectors, and the mean of the contextual token states inside each span, from one pass each.

        A model's own prompt for documents is not put before the texts, because the spans count from their start.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        inside: list[Vectors] = []
        with self._lock:
            if texts:
                # Any: the library types what it gives here for one text, not for a list of them.
                outputs: Any = self._model.encode(list(texts), prompt="", output_value=None, show_progress_bar=False)
                offsets = self._offsets(texts)
                for row, output in enumerate(outputs):
                    vector = output["sentence_embedding"].float().cpu().numpy()
                    vectors[row] = vector / np.linalg.norm(vector)
                    states = output["token_embeddings"].float().cpu().numpy()[: len(offsets[row])]
                    inside.append(span_means(states, offsets[row], spans[row], vectors[row]))
        return vectors, inside

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special ones not counted."""
        with self._lock:
            return [len(ids) for ids in self._model.tokenizer(list(texts), add_special_tokens=False)["input_ids"]]

    def _offsets(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        limit = self._model.max_seq_length
        encoded = self._model.tokenizer(
            list(texts), truncation=True, max_length=limit, return_offsets_mapping=True, verbose=False
        )
        offsets: list[list[tuple[int, int]]] = encoded["offset_mapping"]
        return offsets

    @cached_property
    def _model(self) -> "SentenceTransformer":
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        from index.bert import best_setting

        device, dtype = best_setting()
        disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        try:
            return SentenceTransformer(
                str(self.folder), device=str(device), local_files_only=True, model_kwargs={"dtype": dtype}
            )
        except (OSError, ValueError) as error:
            raise EncoderError(f"{self.folder} cannot be loaded as a model: {error}") from error
