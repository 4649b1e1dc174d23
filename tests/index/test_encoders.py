"""An index is asked with the encoder that made it: also while another is wanted, and after another took its place."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.home import Home
from index import encoders
from index.build import build, is_outdated
from index.encoder import Encoder, EncoderError, load_encoder
from index.errors import IndexUnusable
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import write, write_all


class Turned(AxisEncoder):
    """Another model: its vectors are the others' backwards, so that one cannot be compared with the other."""

    fingerprint = "turned-1"

    def _vector(self, text: str) -> NDArray[np.float32]:
        return super()._vector(text)[::-1].copy()


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> dict[str, Encoder]:
    """The models in folders, by the name of the folder; nothing is bundled."""
    models: dict[str, Encoder] = {}

    def load(folder: Path | None = None) -> Encoder:
        if folder is None or folder.name not in models:
            raise EncoderError(f"{folder} holds no model")
        return models[folder.name]

    monkeypatch.setattr(encoders, "load_encoder", load)
    return models


def found(index: Index) -> set[str]:
    return {index.article(hit.passage.article_id).source for hit in index.search("syria", 1)}


def test_an_open_index_goes_on_when_another_model_took_its_place(home: Home, on_disk: dict[str, Encoder]) -> None:
    write_all(home)
    wanted: list[Encoder] = [AxisEncoder()]
    build(home, wanted[0])
    index = Index.open(home, lambda: wanted[0])
    before = found(index)
    assert before
    passage = index.search("syria", 1)[0].passage

    wanted[0] = Turned()
    assert found(index) == before, "settings name another model, the index is still the first one's"
    assert is_outdated(home, wanted[0])
    build(home, Turned())  # as another process does
    assert found(index) == before
    assert not is_outdated(home, wanted[0])
    cosines = index.similarities("syria", [passage.id])[passage.id]
    assert cosines.shape == (len(passage.sentences),)
    assert cosines.max() == pytest.approx(1.0)


def test_a_new_process_finds_the_model_of_a_live_index(home: Home, on_disk: dict[str, Encoder], tmp_path: Path) -> None:
    write_all(home)
    first = AxisEncoder()
    first.folder = tmp_path / "first"  # type: ignore[attr-defined] # as an encoder has that was loaded from one
    on_disk["first"] = first
    build(home, first)
    assert found(Index.open(home, Turned()))

    on_disk.clear()
    index = Index.open(home, Turned())
    with pytest.raises(IndexUnusable) as raised:
        index.search("syria")
    assert "axis-1, once in" in raised.value.message
    assert "turned-1" in raised.value.message
    assert raised.value.hint == "Build it again: chancery index"
    assert index.articles()  # what needs no encoder is told all the same


def test_what_cannot_be_loaded_is_said_as_it_is(home: Home, on_disk: dict[str, Encoder]) -> None:
    write_all(home)
    build(home, AxisEncoder())

    def broken() -> Encoder:
        raise EncoderError("/models/none holds no model")

    with pytest.raises(EncoderError, match="/models/none"):
        Index.open(home, broken).search("syria")


def test_an_edit_goes_on_with_the_model_that_made_the_index(
    home: Home, on_disk: dict[str, Encoder], tmp_path: Path
) -> None:
    write_all(home)
    first, other = AxisEncoder(), Turned()
    first.folder = tmp_path / "first"  # type: ignore[attr-defined] # as above
    on_disk["first"] = first
    build(home, first)
    key = write(home, "more.md", "Syria is in this one as well. Syria, and nothing else.").name
    report = build(home, other, only=[key])
    assert (len(report.added), report.rebuilt, other.encoded) == (1, "", [])
    assert is_outdated(home, other)
    on_disk.clear()  # the first model is gone: nothing can be added to what it made
    report = build(home, other, only=[key])
    assert "axis-1" in report.rebuilt
    assert len(other.encoded) == report.encoded > 0


def test_a_folder_is_read_again_when_it_holds_another_model(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    first = load_encoder(tmp_path)
    assert load_encoder(tmp_path) is first
    weights.write_bytes(b"another")
    assert load_encoder(tmp_path).fingerprint != first.fingerprint
    assert load_encoder() is load_encoder()
