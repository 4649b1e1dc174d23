"""Filters and preferences, against a look at every article."""

import itertools

import numpy as np
import pytest

from corpus.home import Home
from index import retrieve as module
from index.build import build
from index.index import Index
from index.where import Where, span
from tests.conftest import AxisEncoder

OUTLETS = ["Daily Post", "The Courier", ""]
DATES = ["2025-03-04", "2025-03", "2024", ""]


def fill(home: Home) -> None:
    home.sources.mkdir(parents=True, exist_ok=True)
    for number, (outlet, date) in enumerate(itertools.product(OUTLETS, DATES)):
        head = "".join(f"{name}: {value}\n" for name, value in (("outlet", outlet), ("date", date)) if value)
        text = f"Report {number} on the grain treaty. Ships left the port for the {number}th time since spring."
        (home.sources / f"{number:02}.md").write_text(f"---\ntitle: Report {number}\n{head}---\n{text}\n")


FILTERS = [
    Where(outlets=("daily post",)),
    Where(outlets=("The Courier", "Daily Post")),
    Where(since="2025"),
    Where(since="2025-03-05"),
    Where(until="2025-03-04"),
    Where(since="2024-06", until="2025-03-03"),
    Where(outlets=("Daily Post",), since="2025-03-04"),
    Where(outlets=("Nobody",)),
    Where(languages=("EN",)),
]


@pytest.fixture
def index(home: Home, encoder: AxisEncoder) -> Index:
    fill(home)
    build(home, encoder)
    return Index.open(home, encoder)


@pytest.mark.parametrize("where", FILTERS)
def test_a_filter_finds_all_that_pass_and_nothing_else(index: Index, where: Where) -> None:
    passing = {info.id for info in index.articles() if where.passes(info)}
    hits = index.search("grain treaty", 50, where=where)
    assert {hit.passage.article_id for hit in hits} == passing
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_articles_by_id(index: Index) -> None:
    ids = tuple(info.id for info in index.articles())[2:5]
    assert {hit.passage.article_id for hit in index.search("grain", 50, where=Where(articles=ids))} == set(ids)
    assert index.search("grain", 50, where=Where(articles=("no such",))) == []
    assert index.search("grain", 50, where=Where(clusters=("no such",))) == []


def test_a_filter_sees_what_was_added_edited_and_removed(index: Index, home: Home, encoder: AxisEncoder) -> None:
    where = Where(outlets=("Daily Post",))
    before = {hit.passage.article_id for hit in index.search("grain", 50, where=where)}
    assert len(before) == 4
    (home.sources / "00.md").unlink()
    moved = home.sources / "08.md"
    moved.write_text(moved.read_text().replace("title:", "outlet: Daily Post\ntitle:"))
    (home.sources / "99.md").write_text(
        "---\ntitle: New\noutlet: Daily Post\n---\nThe grain treaty is new. It holds.\n"
    )
    build(home, encoder)
    after = {hit.passage.article_id for hit in index.search("grain", 50, where=where)}
    assert after == {info.id for info in index.articles() if info.outlet == "Daily Post"}
    assert len(after) == 5


def test_a_preference_comes_first_and_nothing_vanishes(index: Index) -> None:
    where = Where(outlets=("The Courier",))
    plain, raised = index.search("grain treaty", 50), index.search("grain treaty", 50, prefer=[where])
    assert {hit.passage.id for hit in plain} == {hit.passage.id for hit in raised}
    preferred = {info.id for info in index.articles() if where.passes(info)}

    def places(hits: list[module.Hit]) -> float:
        return float(np.mean([hit.rank for hit in hits if hit.passage.article_id in preferred]))

    assert places(raised) < places(plain)


def test_a_preference_does_not_widen_a_filter(index: Index) -> None:
    only = Where(outlets=("Daily Post",))
    hits = index.search("grain treaty", 50, where=only, prefer=[Where(since="2025")])
    assert {hit.passage.article_id for hit in hits} == {info.id for info in index.articles() if only.passes(info)}


def test_dates_of_any_precision() -> None:
    assert span("2025") == (20250000, 20259999)
    assert span("2025-03") == (20250300, 20250399)
    assert span("2025-03-04") == (20250304, 20250304)
