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
from index.ledger import Ledger
from index.lexical import Entry
from index.rows import RowFile
from index.stores import StoreWriter
from tests.conftest import AxisEncoder
from tests.index.library import write_all


@pytest.fixture
def ledger(home: Home, encoder: AxisEncoder) -> Ledger:
    write_all(home)
    build(home, encoder)
    return Ledger(editions.manifest(home.index))


def test_a_good_edition_has_no_fault(ledger: Ledger) -> None:
    assert fault(ledger.folder) == ""


def test_a_passage_that_the_words_lost_is_a_fault(ledger: Ledger) -> None:
    stores = StoreWriter(ledger)
    stores.words.delete(ledger.sample(1))
    stores.words.commit()
    assert fault(ledger.folder) == "3 passages are live, and the words hold 2"


def test_other_words_in_a_row_are_a_fault(ledger: Ledger) -> None:
    words = StoreWriter(ledger).words
    (row,) = ledger.sample(1)
    words.delete([row])
    words.add([Entry(row, "a", "", "", None, "", "nothing")])
    words.commit()
    assert fault(ledger.folder) == "passages are not found by their own words"


def test_a_vector_that_is_not_one_is_a_fault(ledger: Ledger) -> None:
    RowFile(ledger.folder / editions.ROWS, ledger.state().dimension).erase(np.array([1]))
    assert fault(ledger.folder) == "its vectors are not of unit length"


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
