import dataclasses
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pytest

from corpus.article import Article
from corpus.home import Home
from index import editions
from index.build import build, remove
from index.catalog import ArticleInfo, Catalog, Choices, MonthCount, Months, Sort, Wanted
from index.index import Glance, Index
from index.ledger import Ledger, Settled
from index.manifest import Manifest
from index.where import Where
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all

PLAIN = Article("", "", "", "", "", "", "", "", None, "", "", ((0, 0),))
ORCHARD = (
    "The orchards above Veldmark were sold by the parish in one morning, and the buyer has asked that nobody be told "
    "what he means to do with the presses. Three growers had offered more, they say, and were sent away at the gate. "
    "The parish clerk answers that all offers were read aloud, twice, before the bell was rung for the second time."
)


def fill(home: Home, articles: list[Article]) -> Index:
    """An index with these articles, without sources, passages and stores, none of which a list looks at."""
    ledger = Ledger(home.index / "1" / editions.MANIFEST)
    ledger.start_edition(1, "axis-1 and more", AxisEncoder())
    settle(ledger, articles)
    ledger.close()
    return Index.open(home, AxisEncoder())


def settle(ledger: Ledger, articles: list[Article]) -> None:
    ledger.settle([Settled(one, "stamp", (), {}) for one in articles])


def an_article(number: int, **said: object) -> Article:
    key = f"{number:03}.md"
    text = str(said.pop("text", f"Text {number}."))
    known = {"id": f"a{number:03}", "source": key, "key": key, "digest": f"{number:064x}", "text": text, **said}
    return dataclasses.replace(PLAIN, **known)


def many(count: int = 60) -> list[Article]:
    """Articles with many equals in all that they can be sorted by, and some without a title, an outlet or a date."""
    return [
        an_article(
            n,
            title=("", "Béta", "alpha", "Гамма", "beta")[n % 5],
            outlet=("Wire", "", "courier")[n % 3],
            published=(None, "2024-03-01", "2024-03", "2023-12-31")[n % 4],
            text="word " * (n % 7),
        )
        for n in range(count)
    ]


def found(index: Index, words: str = "", **wanted: object) -> list[str]:
    """The sources of a page in the order of their taking, when they were given by their names."""
    return sorted(one.source for one in index.page(Wanted(words, **wanted)).articles)


def paged(index: Index, wanted: Wanted, limit: int = 7) -> list[ArticleInfo]:
    """All that is wanted, a page after the other."""
    shown: list[ArticleInfo] = []
    while True:
        page = index.page(dataclasses.replace(wanted, offset=len(shown), limit=limit))
        shown += page.articles
        if not page.articles:
            assert page.total == len(shown)
            return shown


# Sorting and paging


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("descending", [True, False])
def test_pages_have_each_article_once_and_in_order(home: Home, sort: Sort, descending: bool) -> None:
    index = fill(home, many())
    shown = paged(index, Wanted(sort=sort, descending=descending))
    assert sorted(one.id for one in shown) == [f"a{n:03}" for n in range(60)]
    keys = {
        "title": [{"Béta": "b", "beta": "b", "alpha": "a", "Гамма": "г"}.get(one.title) for one in shown],
        "outlet": [{"Wire": "w", "courier": "c"}.get(one.outlet) for one in shown],
        "published": [one.published for one in shown],
        "words": [one.words for one in shown],
        "sources": [one.sources for one in shown],
        "copies": [one.copies for one in shown],
        "added": [one.id for one in shown],
    }[sort]
    known = [key for key in keys if key is not None]
    assert known == sorted(known, reverse=descending)
    assert keys[: len(known)] == known  # those that lack it come last, either way
    equals: dict[object, list[tuple[str, ...]]] = {}
    for key, one in zip(keys, shown, strict=True):
        equals.setdefault(key, []).append((one.published or "", one.id))
    for some in equals.values():
        assert some == sorted(sorted(some, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)


def test_a_title_of_several_lines_is_sorted_by_all_of_them(home: Home) -> None:
    index = fill(home, [an_article(n, title=title) for n, title in enumerate(["Tide\nb", "Tide c", "Tide\na", "Tide"])])
    shown = index.page(Wanted(sort="title", descending=False)).articles
    assert [one.title for one in shown] == ["Tide", "Tide\na", "Tide\nb", "Tide c"]


def test_counts_are_sorted_by(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    write(home, "orchard.md", ORCHARD, title="Orchard")
    write(home, "press.md", f"{ORCHARD} The presses are for sale.", title="Press")
    for name in ("grain, again.md", "grain, once more.md"):
        write(home, name, ARTICLES["grain.md"], title="Grain")
    build(home, encoder)
    index = Index.open(home, encoder)
    by_sources = [(one.source, one.sources) for one in index.page(Wanted(sort="sources")).articles]
    assert by_sources[0] == ("grain, again.md", 3) and {count for _, count in by_sources[1:]} == {1}
    by_copies = index.page(Wanted(sort="copies")).articles
    assert [(one.title, one.copies) for one in by_copies[:2]] == [("Orchard", 2), ("Press", 2)]
    assert {one.copies for one in by_copies[2:]} == {1}
    assert (
        sorted(map(repr, by_copies))
        == sorted(map(repr, index.articles()))
        == sorted(map(repr, index.sample_articles(9)))
    )


@pytest.mark.parametrize(
    ("offset", "limit", "count"), [(-5, 3, 3), (58, 10, 2), (60, 10, 0), (10**30, 5, 0), (0, -1, 0)]
)
def test_a_page_may_lie_anywhere(home: Home, offset: int, limit: int, count: int) -> None:
    page = fill(home, many()).page(Wanted(offset=offset, limit=limit))
    assert (len(page.articles), page.total) == (count, 60)


# Looking for words


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Articles of which much is said."""
    articles = [
        an_article(1, title="Паромы встали у Ёлкина острова", outlet="Вечерний Причал", author="Ира Кольцо"),
        an_article(2, title="Café owners’ strike", outlet="Le Phare", author="Zoë Ångmark"),
        an_article(3, title="100% of ferries, 5_0 late", url="https://ferries.example/late?quay=7&x=%2F"),
        an_article(4, title='The "old" ferry\'s bell \\ rings', outlet="The Quay"),
        an_article(5, title="Two\nlines", source="Harbour Notes (1).md"),
        an_article(6, title="ﬁne weather — for STRASSE and straße", outlet="İstanbul Postası"),
    ]
    return fill(Home(tmp_path_factory.mktemp("told")), articles)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", {1, 2, 3, 4, 5, 6}),
        (" \n\t ", {1, 2, 3, 4, 5, 6}),
        ("ПАРОМЫ", {1}),
        ("паром елкина", {1}),
        ("причал кольцо острова", {1}),
        ("причал кольцо моста", set()),
        ("CAFE", {2}),
        ("zoe angmark café", {2}),
        ("owners' strike", {2}),
        ("ferr", {3, 4}),
        ("ferr quay", {3, 4}),
        ("ferr the", {4}),
        ("%", {3}),
        ("5_0", {3}),
        ("5a0", set()),
        ("https://ferries.example/late?quay=7&x=%2F", {3}),
        ('"old"', {4}),
        ("ferry's", {4}),
        ("'; DROP TABLE articles; --", set()),
        ("\\", {4}),
        ("two lines", {5}),
        ("notes (1).md", {5}),
        ("fine strasse -", {6}),
        ("istanbul postasi", set()),  # a dotless i is another letter
        ("istanbul", {6}),
        ("\x00", set()),
        ("\ud800", set()),
        ("ferry " * 100_000, {4}),
        ("f" * 1_000_000, set()),
        (" ".join(map(str, range(20_000))), set()),
        ("(a+)+$ .* [", set()),
    ],
)
def test_all_words_are_looked_for_in_all_that_is_said(told: Index, words: str, numbers: set[int]) -> None:
    page = told.page(Wanted(words))
    assert {int(one.id[1:]) for one in page.articles} == numbers
    assert page.total == len(numbers)


def test_what_was_found_is_sorted_and_paged(home: Home) -> None:
    index = fill(home, many())
    shown = paged(index, Wanted("BETA", sort="words", descending=False), limit=5)
    assert len(shown) == 24 and {one.title for one in shown} == {"Béta", "beta"}
    assert [one.words for one in shown] == sorted(one.words for one in shown)


def test_a_further_source_is_found_by_its_name(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    write(home, "quay minutes.txt", ARTICLES["grain.md"])
    build(home, encoder)
    index = Index.open(home, encoder)
    assert found(index, "MINUTES") == found(index, "minutes grain") == ["grain.md"]


# Filters


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(where=Where(outlets=("WIRE",))), {1, 2, 5}),
        (Wanted(where=Where(outlets=("wire", "courier"))), {1, 2, 3, 5}),
        (Wanted(where=Where(outlets=("",))), {4}),
        (Wanted(where=Where(outlets=("nobody",))), set()),
        (Wanted(where=Where(languages=("RU",))), {2, 3}),
        (Wanted(where=Where(since="2024-03")), {2, 3, 5}),
        (Wanted(where=Where(until="2024-03-14")), {1, 2, 5}),
        (Wanted(where=Where(since="2024-04", until="2024-12")), {3, 5}),
        (Wanted(where=Where(articles=("a001", "a004", "none"))), {1, 4}),
        (Wanted(where=Where(clusters=("a002",))), {2}),
        (Wanted(where=Where(outlets=("wire",), languages=("ru",), since="2024")), {2}),
        (Wanted(undated=True), {4}),
        (Wanted(undated=True, where=Where(since="1900")), set()),
        (Wanted("two", where=Where(outlets=("wire",))), {2}),
    ],
)
def test_filters_are_those_of_a_search(home: Home, wanted: Wanted, numbers: set[int]) -> None:
    index = fill(
        home,
        [
            an_article(1, title="One", outlet="Wire", published="2023-06-01", language="en"),
            an_article(2, title="Two", outlet="wire", published="2024-03-14", language="ru"),
            an_article(3, title="Three", outlet="Courier", published="2024-05-02", language="ru"),
            an_article(4, title="Four", language="en"),
            an_article(5, title="Five", outlet="Wire", published="2024", language="en"),
        ],
    )
    page = index.page(wanted)
    assert {int(one.id[1:]) for one in page.articles} == numbers
    assert page.total == len(numbers)
    if not (wanted.words or wanted.undated):
        assert {int(one.id[1:]) for one in index.articles() if wanted.where.passes(one)} == numbers


def test_choices_count_what_each_would_leave(home: Home) -> None:
    index = fill(
        home,
        [
            an_article(1, title="One", outlet="Wire", published="2023-06-01", language="en"),
            an_article(2, title="Two", outlet="wire", published="2024-03-14", language="ru"),
            an_article(3, title="Three", outlet="Wire", published="2024-05-02", language="en"),
            an_article(4, title="Four two", outlet="Courier", language="en"),
            an_article(5, title="Five", language=""),
        ],
    )
    assert index.choices(Wanted()) == Choices((("Wire", 3), ("Courier", 1)), (("en", 3), ("ru", 1)), 2, 5)
    wire = index.choices(Wanted(where=Where(outlets=("WIRE",))))
    assert wire == Choices((("Wire", 3), ("Courier", 1)), (("en", 2), ("ru", 1)), 0, 5)
    russian = index.choices(Wanted(where=Where(languages=("ru",))))
    assert russian == Choices((("wire", 1),), (("en", 3), ("ru", 1)), 0, 5)
    assert index.choices(Wanted("two")) == Choices((("Courier", 1), ("wire", 1)), (("en", 1), ("ru", 1)), 1, 5)
    assert index.choices(Wanted(where=Where(since="2024"))).undated == 2  # dates are given up for it
    assert index.choices(Wanted(undated=True)).outlets == (("Courier", 1),)
    assert index.choices(Wanted("nothing has this")) == Choices((), (), 0, 5)
    assert index._catalog is not None
    assert index._catalog.choices(Wanted(), named=1).outlets == (("Wire", 3),)


def test_what_is_deleted_is_no_choice_any_more(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    before = index.choices(Wanted())
    assert before.articles == before.undated == 3
    remove(home, index.articles()[0].id)
    assert index.choices(Wanted()).articles == index.choices(Wanted()).undated == 2


def test_a_cluster_is_listed_by_the_article_that_stands_for_it(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    for name, end in {"orchard.md": "", "cut.md": "So much for today.", "late.md": "The bell is of bronze."}.items():
        write(home, name, f"{ORCHARD} {end}", title="An orchard")
    build(home, encoder)
    index = Index.open(home, encoder)
    orchard = index.page(Wanted("an orchard", limit=1)).articles[0]
    assert orchard.copies == 3
    assert found(index, where=Where(clusters=(orchard.cluster,))) == ["cut.md", "late.md", "orchard.md"]


# Several sources of one article


def test_sources_of_one_text_are_told_and_are_no_failures(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    write(home, "empty.txt", "")
    for name in ("z.txt", "more/z.txt", "a.txt"):
        (home.sources / "more").mkdir(exist_ok=True)
        write(home, name, ARTICLES["treaty.md"])
    build(home, encoder)
    index = Index.open(home, encoder)
    (treaty,) = index.page(Wanted("z.txt")).articles
    assert (treaty.source, treaty.sources) == ("a.txt", 4)
    assert index.sources_of(treaty.id) == ["a.txt", "more/z.txt", "treaty.md", "z.txt"]
    failures, total = index.skipped()
    assert [(one.source, one.reason, bool(one.hint)) for one in failures] == [("empty.txt", "it is empty", True)]
    assert total == 1 and index.skipped(1, 5) == ([], 1) == index.skipped(limit=-1)
    assert (index.status().skipped, index.status().same_text) == (1, 3)
    assert index.sources_of("nowhere") == []


def test_sources_come_and_go_while_no_article_changes(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    assert {one.sources for one in index.page(Wanted()).articles} == {1}
    version = index.version
    path = write(home, "syria, again.md", ARTICLES["syria.md"])
    build(home, encoder)
    assert {one.source: one.sources for one in index.page(Wanted()).articles}["syria.md"] == 2
    assert index.version == version  # so it is not by the generation that this is seen
    path.unlink()
    build(home, encoder)
    assert {one.sources for one in index.page(Wanted()).articles} == {1}


def test_a_further_source_takes_the_place_of_one_that_goes(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    write(home, "syria, again.md", ARTICLES["syria.md"])
    build(home, encoder)
    index = Index.open(home, encoder)
    (taken,) = index.page(Wanted("syria")).articles
    assert index.sources_of(taken.id) == ["syria, again.md", "syria.md"]
    remove(home, taken.id)
    assert found(index, "syria") == [] and index.skipped() == ([], 0)
    build(home, encoder)
    assert found(index, "syria") == ["syria.md"]


# An index that changes


def test_what_changes_is_listed_as_it_is_now(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    before = index.page(Wanted(sort="title"))
    assert [one.title for one in before.articles] == ["Treaty", "Syria", "Grain"]
    write(home, "grain.md", ARTICLES["grain.md"], title="Wheat")
    write(home, "iran.md", "The talks with Iran began at noon. Nobody left the room before six.", title="Iran")
    (home.sources / "treaty.md").unlink()
    build(home, encoder)
    after = index.page(Wanted(sort="title"))
    assert [one.title for one in after.articles] == ["Wheat", "Syria", "Iran"]
    assert (found(index, "treaty"), found(index, "grain"), found(index, "wheat")) == ([], ["grain.md"], ["grain.md"])
    assert before.version != after.version == index.version


def test_a_number_that_is_used_again_is_another_article(home: Home) -> None:
    index = fill(home, [an_article(1, title="First"), an_article(2, title="Second")])
    assert index.page(Wanted()).total == 2
    ledger = Ledger(home.index / "1" / editions.MANIFEST)
    ledger.drop(["a002"])
    settle(ledger, [an_article(3, title="Third", outlet="Wire")])
    ledger.close()
    assert [one.title for one in index.page(Wanted(sort="added")).articles] == ["Third", "First"]
    assert found(index, "second") == [] and found(index, "wire") == ["003.md"]


class Hurried(Manifest):
    """A manifest into which articles are written while a list is being made of it, as long as there are any."""

    coming: list[list[Article]]

    def article_words(self, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        yield from super().article_words(numbers)
        if self.coming:
            ledger = Ledger(self.folder / editions.MANIFEST)
            settle(ledger, self.coming.pop())
            ledger.close()


def test_what_comes_while_a_page_is_made_is_on_it(home: Home) -> None:
    fill(home, [an_article(1, outlet="Wire")])
    manifest = Hurried(home.index / "1" / editions.MANIFEST)
    manifest.coming = [[an_article(3), an_article(1, outlet="Gull")], [an_article(2)]]
    catalog = Catalog(manifest)
    page = catalog.page(Wanted(sort="added", descending=False))
    assert [(one.id, one.outlet) for one in page.articles] == [("a001", "Gull"), ("a002", ""), ("a003", "")]


def test_pages_go_on_when_the_index_is_made_anew_between_them(home: Home, encoder: AxisEncoder) -> None:
    for number in range(9):
        write(home, f"{number}.md", f"Ship {number} left the port. It had been there for {number + 2} days.")
    build(home, encoder)
    index = Index.open(home, encoder)
    wanted = Wanted(sort="words", limit=3)
    first = index.page(wanted)
    build(home, encoder, rebuild=True)
    second = index.page(dataclasses.replace(wanted, offset=3))
    shutil.rmtree(home.index)
    build(home, encoder)
    third = index.page(dataclasses.replace(wanted, offset=6))
    assert len({one.id for page in (first, second, third) for one in page.articles}) == 9
    assert [page.version.split(".")[0] for page in (first, second, third)] == ["1", "2", "1"]


def test_each_page_is_of_one_moment_while_another_thread_builds(home: Home, encoder: AxisEncoder) -> None:
    for number in range(12):
        write(home, f"{number}.md", f"Boat {number} was mended. The sails of boat {number} are new.", title="Boat")
    build(home, encoder)
    index = Index.open(home, encoder)
    done = threading.Event()

    def look() -> int:
        pages = 0
        while not done.is_set():
            page = index.page(Wanted("boat", sort="title", limit=100))
            assert len({one.id for one in page.articles}) == len(page.articles) == page.total
            assert page.total in {11, 12}
            pages += 1
        return pages

    with ThreadPoolExecutor(3) as pool:
        lookers = [pool.submit(look) for _ in range(3)]
        try:
            for number in range(4):
                path = home.sources / f"{number}.md"
                kept = path.read_bytes()
                path.unlink()
                build(home, encoder)
                path.write_bytes(kept)
                build(home, encoder, rebuild=number % 2 == 1)
        finally:
            done.set()
        assert all(looker.result(timeout=30) for looker in lookers)


# A glance, a chart, a sample


def test_a_glance_looks_at_no_source(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    (home.sources / "dated.md").write_text("---\noutlet: Wire\ndate: 2024-02\n---\nA pier was built. It is of oak.\n")
    build(home, encoder)
    index = Index.open(home, encoder)
    glance, status = index.glance(), index.status()
    assert glance == Glance(4, 4, 1, "2024-02", "2024-02", index.version, False)
    assert status.outlets == ("Wire",)
    for name in ("articles", "passages", "earliest", "latest", "version", "building"):
        assert getattr(glance, name) == getattr(status, name)
    shutil.rmtree(home.sources)
    assert index.glance() == glance


def test_a_glance_tells_an_index_from_one_made_anew(home: Home, encoder: AxisEncoder) -> None:
    glances = []
    index = Index.open(home, encoder)
    for text in ("A mole was built. It is of stone.", "---\ndate: 2024-02\n---\nA pier was built. It is of oak."):
        write(home, "built.md", text)
        build(home, encoder)
        glances.append(index.glance())
        shutil.rmtree(home.index)
    assert [(one.version, one.earliest) for one in glances] == [("1.2", None), ("1.2", "2024-02")]


def test_articles_are_counted_by_month_and_outlet(home: Home) -> None:
    dated = [("Wire", "2024-03-01"), ("Wire", "2024-03-30"), ("Courier", "2024-03"), ("Courier", "2024-02-29")]
    others = [("Gull", "2024-03-02"), ("", "2024-03-03"), ("Gull", "2023"), ("Wire", None)]
    articles = [an_article(n, outlet=name, published=date) for n, (name, date) in enumerate([*dated, *others])]
    months = fill(home, articles)._opened_catalog().by_month(2)
    assert months == Months(
        (
            MonthCount("2023", "", 1),
            MonthCount("2024-02", "Courier", 1),
            MonthCount("2024-03", "Wire", 2),
            MonthCount("2024-03", "Courier", 1),
            MonthCount("2024-03", "", 2),
        ),
        ("Wire", "Courier"),
        undated=1,
    )
    assert sum(row.articles for row in months.rows) + months.undated == len(articles)


def test_the_chart_follows_the_index(home: Home) -> None:
    index = fill(home, [an_article(1, outlet="Wire", published="2024-03-01")])
    assert index.by_month() == Months((MonthCount("2024-03", "Wire", 1),), ("Wire",), 0)
    ledger = Ledger(home.index / "1" / editions.MANIFEST)
    settle(ledger, [an_article(1, outlet="Gull", published="2025"), an_article(2)])
    ledger.close()
    assert index.by_month() == Months((MonthCount("2025", "Gull", 1),), ("Gull",), 1)


@pytest.mark.parametrize(
    ("count", "numbers"),
    [(3, [10, 30, 50]), (1, [30]), (60, list(range(60))), (900, list(range(60))), (0, []), (-2, [])],
)
def test_a_sample_is_spread_over_the_library(home: Home, count: int, numbers: list[int]) -> None:
    sample = fill(home, many()).sample_articles(count)
    assert [int(one.id[1:]) for one in sample] == numbers


def test_a_library_without_articles_is_an_empty_list(home: Home, encoder: AxisEncoder) -> None:
    index = Index.open(home, encoder)
    wanted = Wanted("any", where=Where(outlets=("Wire",), clusters=("x",), since="2024"), sort="title")
    for _ in range(2):
        assert (index.page(wanted).articles, index.page(Wanted()).total) == ((), 0)
        assert (index.by_month(), index.sample_articles(3), index.skipped()) == (Months(), [], ([], 0))
        assert (index.glance().articles, index.glance().earliest, index.sources_of("x")) == (0, None, [])
        home.sources.mkdir(parents=True, exist_ok=True)
        build(home, encoder)  # and then as one that was indexed without sources
    assert index.version == index.page(wanted).version != "0.0"
