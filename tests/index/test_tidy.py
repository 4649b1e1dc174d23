"""What a killed build left is seen to by whatever writes next, also by what is no build."""

from contextlib import closing

from corpus.home import Home
from index import editions, graphs
from index.build import build, remove, rollback
from index.doctor import examine
from index.index import Index
from index.ledger import Ledger
from tests.conftest import AxisEncoder
from tests.index.library import write_all


def as_a_killed_build_leaves_it(home: Home) -> None:
    """Rows reserved that no store has, and a graph that was being written."""
    with closing(Ledger(editions.manifest(home.index))) as ledger:
        ledger.begin(2)
    (editions.live(home.index) / editions.VECTORS / "0.writing").touch()
    assert len(examine(home).faults) == 1  # of the manifest; the rest is not looked at then


def test_removing_an_article_leaves_nothing_behind(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    as_a_killed_build_leaves_it(home)
    remove(home, Index.open(home, encoder).articles()[0].id)
    assert graphs.torn(editions.live(home.index) / editions.VECTORS, 3) == []
    assert examine(home).sound


def test_going_back_leaves_nothing_behind(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    as_a_killed_build_leaves_it(home)
    first = editions.live(home.index)
    build(home, encoder, rebuild=True)
    assert editions.live(home.index) != first
    rollback(home, encoder)
    assert editions.live(home.index) == first
    assert examine(home).sound
