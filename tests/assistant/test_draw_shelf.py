import html
import json
import re
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from assistant.ui import draw_library, draw_shelf
from assistant.ui.desk import Desk, Seat
from assistant.ui.library_tab import LibraryTab, _wanted
from assistant.ui.overview import Overview
from corpus.article import Skipped
from corpus.home import Home
from index.catalog import ArticleInfo, Choices, Page, Wanted
from index.states import State
from index.where import Where

ONE = ArticleInfo("a1", "one.md", "one.md", "A title", "The Wire", "2025-03-04", "stated", "en", 1200, 4, "a1")
HARM = "<script>\"'&"
CHOICES = Choices((("The Wire", 2), ("Courier", 1)), (("en", 3),), 1, 9)


def drawn(article: ArticleInfo = ONE, state: State | None = None, wanted: Wanted | None = None) -> str:
    return draw_shelf.shelf(Page((article,), 3), wanted or Wanted(), CHOICES, {article.id: state} if state else {})


def data(table: str, name: str) -> Any:  # Any: JSON
    found = re.search(f'data-{name}="([^"]*)"', table)
    assert found is not None
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize(
    ("standing", "words"),
    [("same", "Up to date"), ("changed", "Changed since"), ("gone", "Source gone"), ("unknown", "Not looked at")],
)
def test_a_row_tells_how_its_article_stands(standing: Any, words: str) -> None:
    assert f'<td class="state"><span class="{standing}">{words}</span></td>' in drawn(ONE, State(standing))


def test_a_copy_tells_whose_and_what_else_is_wrong_with_it() -> None:
    copy = replace(ONE, id="a2", cluster="a1", copies=2)
    row = drawn(copy, State("same", "Its title", "Courier"))
    assert "Copy of" in row
    assert 'data-article="a1" title="Its title">Its title</button> <bdi class="from">Courier</bdi></span>' in row
    assert "Up to date" not in row
    assert "Changed since" in drawn(copy, State("changed", "Its title", "Courier"))
    assert ">Its title</button></span>" in drawn(copy, State("same", "Its title", ""))


def test_an_article_that_has_gone_since_has_no_state() -> None:
    assert '<td class="state"></td>' in drawn()


def test_a_narrow_screen_has_a_line_for_what_it_has_no_columns_for() -> None:
    fresh = drawn(ONE, State("same"))
    assert '<span class="brief"><span>The Wire</span></span>' in fresh
    stale = drawn(replace(ONE, copies=3), State("gone"))
    brief = stale[stale.index('class="brief"') : stale.index('class="file"')]
    assert "3 copies" in brief
    assert "Source gone" in brief
    assert "brief" not in drawn(replace(ONE, outlet=""), State("same"))


def test_each_filter_that_is_set_is_a_chip_and_the_articles_are_counted() -> None:
    where = Where(outlets=("The Wire",), languages=("en",), since="2025-03", until="2025-04-02", clusters=("c",))
    table = drawn(wanted=Wanted(where=where, undated=True))
    labels = [html.unescape(one) for one in re.findall(r'Remove the filter: ([^"]*)"', table)]
    assert labels == [
        "The Wire", "language en", "from Mar 2025", "to 2 Apr 2025", "without a date", "nearly the same text",
    ]  # fmt: skip
    assert "3 of 9 articles" in table
    assert "Show all" in table
    assert "Show all" not in drawn(wanted=Wanted(undated=True))
    assert "narrowed" not in drawn()
    assert "3 of 9 articles" in drawn(wanted=Wanted("words"))


def test_what_the_table_shows_and_offers_stands_on_it_for_the_script() -> None:
    wanted = Wanted("a", Where(outlets=(HARM,), since="2025"), undated=True, sort="title", descending=False, offset=50)
    table = drawn(wanted=wanted)
    assert _wanted(data(table, "wanted")) == wanted
    assert data(table, "choices") == {
        "outlets": [["The Wire", 2], ["Courier", 1]],
        "languages": [["en", 3]],
        "undated": 1,
    }


def test_all_that_articles_say_is_escaped() -> None:
    said = replace(ONE, id=HARM, cluster=HARM + "c", title=HARM, outlet=HARM, source=HARM, copies=2)
    table = draw_shelf.shelf(
        Page((said,), 1),
        Wanted(HARM, Where(outlets=(HARM,), clusters=(HARM,))),
        Choices(((HARM, 1),), ((HARM, 1),), 0, 2),
        {HARM: State("changed", HARM, HARM)},
    )
    assert "<script" not in table
    assert HARM not in table


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted("no"), "No article has all of these words."),
        (Wanted(undated=True), "No article passes the filters."),
        (Wanted("no", Where(since="2030")), "No article has all of these words and passes the filters."),
    ],
)
def test_nothing_found_says_why_and_can_be_widened(wanted: Wanted, words: str) -> None:
    table = draw_shelf.shelf(Page(), wanted, CHOICES, {})
    assert words in table
    assert "0 of 9 articles" in table
    assert _wanted(data(table, "wanted")) == wanted
    assert draw_shelf.shelf(Page(), wanted, Choices(), {}).startswith('<p class="none">No articles yet.')


def test_dates_that_cross_are_told_and_draw_no_table(tmp_path: Any) -> None:
    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    asked = gr.EventData(None, {"where": {"since": "2025", "until": "2024"}})
    assert [*handlers.look(Seat("own"), asked)] == ["notes"]


def test_what_was_not_taken_says_what_can_be_done_here_and_names_no_command_line() -> None:
    private = Skipped("http://10.0.0.1/", "10.0.0.1 is not public", "For your own: chancery add --allow-private URL")
    binary = Skipped("a.bin", "it is binary", "Save it as <b>.docx</b>.")
    for drawn in (draw_library.skipped([private, binary]), draw_shelf.skipped([private, binary], 2)):
        assert "10.0.0.1 is not public." in drawn
        assert "chancery" not in drawn
        assert "Save it as &lt;b&gt;.docx&lt;/b&gt;." in drawn
