"""Filters as a person sets them, and the messages about those that cannot be."""

from dataclasses import replace

import pytest

from assistant.asked import MisuseError
from assistant.filters import as_record, called, labels, names, settled, where_of
from assistant.holdings import Holdings
from index.where import ANYWHERE, Where
from tests.assistant.test_preferences import an_article

HELD = Holdings(
    [
        an_article(1, "The Example Herald", "2025-03-14"),
        an_article(2, "Reuters", "2024-05", "ru"),
        an_article(3, "Reuters", "2024-06-01", "EN"),
        an_article(4),
    ]
)


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ({}, ANYWHERE),
        ({"outlets": None, "since": "", "articles": []}, ANYWHERE),
        ({"outlets": "RT"}, Where(outlets=("RT",))),
        ({"outlets": ["RT", " TASS ", "RT"]}, Where(outlets=("RT", "TASS"))),
        ({"since": "2025-02", "until": "2025"}, Where(since="2025-02", until="2025")),
        ({"articles": ["a"], "clusters": ["c"], "languages": ["en"]}, Where((), None, None, ("a",), ("c",), ("en",))),
    ],
)
def test_a_record_is_a_filter_and_back(record: dict[str, object], where: Where) -> None:
    assert where_of(record) == where
    assert where_of(as_record(where)) == where


@pytest.mark.parametrize(
    ("record", "named"),
    [
        ({"since": "March 2025"}, "2025-03-14"),
        ({"until": "2025-02-30"}, "2025-02-30"),
        ({"since": 2025}, "2025"),
        ({"since": "2025-03", "until": "2025-02-28"}, "earlier date"),
        ({"outlet": "RT"}, "outlets"),
        ({"outlets": [1]}, "outlets"),
    ],
)
def test_what_is_no_filter_is_told_with_its_value_or_an_example(record: dict[str, object], named: str) -> None:
    with pytest.raises(MisuseError) as caught:
        where_of(record)
    assert named in str(caught.value)
    assert caught.value.hint


def test_names_are_found_without_case_or_article() -> None:
    assert settled(Where(outlets=("example herald", "REUTERS")), HELD).outlets == ("The Example Herald", "Reuters")
    assert settled(Where(languages=("En",)), HELD).languages == ("en",)


@pytest.mark.parametrize(
    ("where", "hint"),
    [
        (Where(outlets=("Rueters",)), "Nearest: Reuters"),
        (Where(outlets=("qqq",)), "The library has: Reuters, The Example Herald"),
        (Where(languages=("fr",)), "The library has: en, EN, ru"),
        (Where(articles=("zz",)), "chancery list"),
        (Where(clusters=("zz",)), "chancery list"),
    ],
)
def test_a_name_that_no_article_has_is_told_with_those_that_there_are(where: Where, hint: str) -> None:
    with pytest.raises(MisuseError) as caught:
        settled(where, HELD)
    assert caught.value.hint.startswith(hint) or hint in caught.value.hint


def test_labels_are_words() -> None:
    where = Where(("RT",), "2025-03-14", "2025", ("a1",), ("c1",), ("en",))
    said = ["RT", "since 14 Mar 2025", "until 2025", "language en"]
    assert labels(where, ("“One”", "3 copies of “Two”")) == [*said, "“One”", "3 copies of “Two”"]
    assert labels(where) == [*said, "one article", "copies of one article"]  # as in answers of older versions


def test_articles_and_copies_are_called_by_their_titles() -> None:
    told = replace(an_article(1), title="A treaty is\nextended", copies=3)
    held = Holdings([told, an_article(2)])
    where = Where(articles=("a1", "a2", "gone"), clusters=("a1", "a2", "gone"))
    assert names(where, held) == (
        "“A treaty is extended”", "“2.md”", "one article",
        "3 copies of “A treaty is extended”", "“2.md”", "copies of one article",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("A treaty", "“A treaty”"),
        ("word " * 11 + "a, wordy end of it", f"“{'word ' * 11}a…”"),
        ("x" * 80, f"“{'x' * 59}…”"),
    ],
)
def test_a_long_title_is_cut_between_words(title: str, said: str) -> None:
    assert called(title) == said


@pytest.mark.parametrize(
    ("where", "divides"),
    [
        (Where(since="2025"), True),
        (Where(since="2026"), False),
        (Where(until="2024-05-20"), True),  # an article of May 2024 may be of that day
        (Where(until="2024-04"), False),
        (Where(since="2024-05-20"), True),  # the article without a date never passes
        (Where(outlets=("reuters",)), True),
        (Where(outlets=("RT",)), False),
    ],
)
def test_holdings_tell_what_divides_them(where: Where, divides: bool) -> None:
    assert HELD.divides(where) == divides
    assert bool(0 < len(HELD.passing(where)) < len(HELD.articles)) == divides
