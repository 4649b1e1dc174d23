"""An edition is checked before it answers."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.home import Home
from index import editions
from index.build import build
from index.check import fault
from index.errors import IndexUnusable
from index.index import Index
from index.manifest import Manifest
from index.stores import Stores
from tests.conftest import AxisEncoder
from tests.index.library import write_all


@pytest.fixture
def edition(home: Home, encoder: AxisEncoder) -> tuple[Manifest, Stores]:
    write_all(home)
    build(home, encoder)
    folder = editions.live(home.index)
    return Manifest(folder / editions.MANIFEST), Stores(folder)


def test_a_good_edition_has_no_fault(edition: tuple[Manifest, Stores]) -> None:
    assert fault(*edition) == ""


def test_a_passage_that_a_store_lost_is_a_fault(edition: tuple[Manifest, Stores]) -> None:
    manifest, stores = edition
    stores.vectors.delete(list(manifest.sample(1)))
    assert fault(manifest, stores) == "3 passages are live, and its stores hold 2 and 3"


def test_other_words_under_an_id_are_a_fault(edition: tuple[Manifest, Stores]) -> None:
    manifest, stores = edition
    stores.words.add((key, "", "nothing") for key in manifest.sample(1))
    stores.words.commit()
    assert fault(manifest, stores) == "passages are not found by their own words"


def test_other_ids_are_a_fault(edition: tuple[Manifest, Stores], encoder: AxisEncoder) -> None:
    manifest, stores = edition
    (key,) = manifest.sample(1)
    stores.vectors.delete([key])
    stores.vectors.upsert(["another"], encoder.encode(["grain"]))
    assert "vectors" in fault(manifest, stores)


class Broken(AxisEncoder):
    """A model whose vectors say nothing."""

    fingerprint = "broken"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return super().encode(texts) * 1e-9


def test_an_edition_that_fails_is_never_swapped_in(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    with pytest.raises(IndexUnusable, match="failed its check"):
        build(home, Broken())
    assert editions.live(home.index).name == "1"
    assert len(Index.open(home, encoder).search("syria")) == 3
    assert build(home, encoder).nothing_to_do
