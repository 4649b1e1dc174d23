import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from index import bert
from index.encoder import EncoderError, MiniLM, load_encoder

TEXTS = ["Russia and the United States extended the treaty.", "Grain ships left Odesa.", "Кто подписал договор?", "x"]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return load_encoder()


def test_vectors_have_the_dimension_and_unit_length(minilm: MiniLM) -> None:
    vectors = minilm.encode([*TEXTS, "", "word " * 2000])
    assert vectors.shape == (6, minilm.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_encode(minilm: MiniLM) -> None:
    assert minilm.encode([]).shape == (0, minilm.dimension)


def test_a_text_has_one_vector_in_any_company(minilm: MiniLM) -> None:
    alone = minilm.encode(TEXTS[:1])[0]
    together = minilm.encode([*TEXTS, *(f"{n} longer text " * 20 for n in range(70))])[0]
    assert float(alone @ together) > 0.999  # bfloat16 rounds a little differently in another batch


def test_passes_side_by_side_keep_texts_apart_and_give_the_cores_back(minilm: MiniLM) -> None:
    cores = torch.get_num_threads()
    texts = [f"The envoy number {n} left. " * (n % 7 + 1) for n in range(100)]
    together = minilm.encode(texts)
    assert torch.get_num_threads() == cores
    for n in (0, 50, 99):
        assert float(minilm.encode([texts[n]])[0] @ together[n]) > 0.999


def test_passes_have_few_lengths(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []

    def forward(weights: bert.Weights, ids: torch.Tensor, *rest: Any) -> torch.Tensor:
        lengths.append(ids.shape[1])
        return run(weights, ids, *rest)

    run = bert.forward
    monkeypatch.setattr(bert, "forward", forward)
    sizes = range(1, 40)
    found = minilm.token_states(["word " * size for size in sizes])
    assert [len(states) for states in found] == list(sizes)
    for size in sizes:
        minilm.encode(["word " * size])
    assert set(lengths) == {8, 16, 24, 32, 40, 48}


def test_an_error_in_one_of_many_passes_is_raised(minilm: MiniLM) -> None:
    with pytest.raises(ZeroDivisionError):
        minilm._network.share(lambda n: 1 // n, [1, 0, 2])


def test_meaning_is_near(minilm: MiniLM) -> None:
    near, far = minilm.encode(["Moscow and Washington prolonged New START.", "A recipe for apple cake."])
    vector = minilm.encode(TEXTS[:1])[0]
    assert float(vector @ near) > float(vector @ far) + 0.3


def test_spans_get_vectors_of_their_own_in_context(minilm: MiniLM) -> None:
    first, second = "The ministers spoke of the treaty.", "Ships carried grain to Africa."
    text = f"A header\n{first} {second}"
    spans = [(9, 9 + len(first)), (10 + len(first), len(text)), (len(text), len(text))]
    vectors, inside = minilm.encode_passages([text], [spans])
    direct = minilm.encode([first, second])
    np.testing.assert_allclose(np.linalg.norm(inside[0], axis=1), 1, atol=1e-5)
    assert float(inside[0][0] @ direct[0]) > float(inside[0][0] @ direct[1])
    assert float(inside[0][1] @ direct[1]) > float(inside[0][1] @ direct[0])
    np.testing.assert_array_equal(inside[0][2], vectors[0])  # no token inside


def test_tokens_are_counted_without_special_ones_and_beyond_what_is_read(minilm: MiniLM) -> None:
    assert minilm.count_tokens(["", "the treaty", "word " * 1000]) == [0, 2, 1000]


def test_the_same_vectors_as_sentence_transformers(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(minilm._model_folder), device="cpu")
    texts = [*TEXTS, "A longer one, with more to say about grain and treaties. " * 60]
    expected = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert (minilm.encode(texts) * expected).sum(axis=1).min() > 0.9995


def test_other_weights_are_refused(minilm: MiniLM, tmp_path: Path) -> None:
    shutil.copy(minilm._model_folder / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(os.urandom(100))
    with pytest.raises(EncoderError, match="its sha256 is"):
        MiniLM(tmp_path).encode(["a"])


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="missing"):
        MiniLM(tmp_path).encode(["a"])
