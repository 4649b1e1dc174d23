"""What is long, large, or written from right to left; and what a screen reader finds wrong."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.answer import Answer, Citation, Sentence, Side
from assistant.chats import Chats
from tests.browser.conftest import Server, Window, a_window
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 3
HEBREW = "המשלחת הגיעה לנמל בבוקר, ואמרה שלא ייחתם דבר לפני האביב."
RUSSIAN = "Делегация прибыла в порт утром и заявила, что до весны ничего подписано не будет."


def a_citation(n: int, quote: str) -> Citation:
    title = HEBREW if n % 3 == 0 else RUSSIAN if n % 3 == 1 else WORD
    day = f"20{n % 25:02}-03-14" if n % 4 else None
    return Citation(
        n, f"gone{n}", f"p{n}", f"{WORD}.md", title, WORD, day, "https://example.org/a b", quote, 0, len(quote)
    )


def an_answer(citations: int) -> Answer:
    """An answer with so many citations, in three scripts, of articles that have gone since."""
    quotes = [(HEBREW, RUSSIAN, f"It is {WORD}.")[n % 3] for n in range(citations)]
    return Answer(
        question=f"What of {WORD}? {HEBREW}",
        standalone_question=f"{WORD} {RUSSIAN}",
        refused=False,
        reason="",
        short_answer=None,
        sentences=tuple(Sentence(quote, (n,), "verbatim") for n, quote in enumerate(quotes, 1)),
        citations=tuple(a_citation(n, quote) for n, quote in enumerate(quotes, 1)),
        nearest=(),
        engine="reader",
        confidence=0.5,
        elapsed_ms={"total": 1.0},
        sides=(Side(WORD, (1, 2)), Side(HEBREW, (3,))),
        caveats=(f"The newest is of {WORD}.",),
    )


def plain(number: int) -> Answer:
    return Answer(f"Question {number}?", f"Question {number}?", True, "No.", None, (), (), (), "e", 0.0, {"total": 1.0})


@pytest.fixture
def kept(server: Server) -> int:
    """A conversation with one answer that has fifty citations."""
    chats = Chats(server.home / "chats.sqlite")
    chat = chats.start(f"{WORD} {HEBREW}", "sample")
    chats.keep(chat, an_answer(50))
    return chat


@pytest.mark.parametrize("width", [390, 720, 820, 1440])  # 720: a screen of 1440 at 200 %
def test_fifty_citations_long_words_and_other_scripts_fit(
    chromium: Browser, server: Server, kept: int, width: int
) -> None:
    for window in a_window(chromium, server, viewport={"width": width, "height": 900}):
        page = window.page
        page.goto(f"{server.address}?library=sample&chat={kept}")
        expect(page.locator("#now .c")).not_to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "document.querySelector('#scroll').scrollWidth <= document.querySelector('#scroll').clientWidth"
        )
        page.locator("#now .s .c").first.click()
        expect(page.locator("#cards .card.on")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        right = page.locator("#now .s", has_text="המשלחת").first
        assert right.evaluate("e => getComputedStyle(e).direction") == "rtl"
        expect(page.locator("#cards .card").first).to_contain_text("no longer in the library")


def test_sentences_from_right_to_left_follow_each_other_so_with_their_numbers_at_their_ends(window: Window) -> None:
    page = window.page
    said = ("המשלחת הגיעה לנמל.", "דבר לא נחתם.", "היא חזרה באביב.")
    answer = replace(
        an_answer(0),
        sentences=tuple(Sentence(one, (n,), "verbatim") for n, one in enumerate(said, 1)),
        citations=tuple(replace(a_citation(n, one), outlet="הארץ") for n, one in enumerate(said, 1)),
        sides=(),
        caveats=(),
    )
    chats = Chats(window.server.home / "chats.sqlite")
    chat = chats.start("האם 3 הגיעו?", "sample")
    chats.keep(chat, answer)
    page.goto(f"{window.server.address}?library=sample&chat={chat}")
    expect(page.locator("#now .s")).to_have_count(3)
    left = "one => one.getBoundingClientRect().left"
    sentences = [page.locator("#now .s").nth(n).evaluate(left) for n in range(3)]
    numbers = [page.locator("#now .s .c").nth(n).evaluate(left) for n in range(3)]
    assert sentences == sorted(sentences, reverse=True)
    assert all(0 <= number - sentence < 30 for number, sentence in zip(numbers, sentences, strict=True))
    button = page.locator(f'.conv [data-do="open-chat"][data-chat="{chat}"]')
    assert button.evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(page.locator("#cards .card .meta bdi").first).to_have_text("הארץ")


def test_five_hundred_turns_open_quickly_and_the_earlier_ones_on_demand(window: Window) -> None:
    page = window.page
    chats = Chats(window.server.home / "chats.sqlite")
    chat = chats.start("A long conversation", "sample")
    chats.keep(chat, plain(1))
    with closing(sqlite3.connect(chats.path)) as rows, rows:
        rows.executemany(
            "INSERT INTO messages (conversation, position, asked, question, answer, token, words, refused) "
            "SELECT conversation, ?, asked, question, replace(answer, 'Question 1?', ?), token || ?, words, refused "
            "FROM messages WHERE conversation = ? AND position = 1",
            [(number, f"Question {number}?", str(number), chat) for number in range(2, 501)],
        )
    started = time.monotonic()
    page.goto(f"{window.server.address}?library=sample&chat={chat}")
    expect(page.locator("#now .turn:last-child .q")).to_have_text("Question 500?")
    assert time.monotonic() - started < 15  # a busy machine; some seconds of it are the page itself
    expect(page.locator(".turn")).to_have_count(30)
    page.get_by_role("button", name="Show 470 earlier questions").click()
    expect(page.locator(".turn")).to_have_count(130)
    expect(page.get_by_role("button", name="Show 370 earlier questions")).to_be_visible()


def test_an_article_as_long_as_a_book_is_added_asked_and_read(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    line = "The {n}th boat of the herring fleet came home to the {n}th pier with little to sell and less to say. "
    body = "".join(line.format(n=n % 50) for n in range(6_500))  # what is said again is not encoded again
    given = tmp_path / "long.md"
    given.write_text(
        f"---\ntitle: All the boats\n---\n\n{body}\n\nThe harbour master of Quennell is Odile Brandvold.\n"
    )
    assert given.stat().st_size > 600_000
    page.set_default_timeout(180_000)
    expect.set_options(timeout=180_000)
    try:
        own_window.add(given)
        page.get_by_role("button", name="Go on with your own library").click()
        page.get_by_role("tab", name="Ask").click()
        own_window.ask("Who is the harbour master of Quennell?")
        page.locator("#now .c").first.click()
        page.locator("#cards .card.on").get_by_role("button", name="Open the article").click()
        expect(page.locator("#reader-area mark")).to_contain_text("Odile Brandvold")
        expect(page.locator("#reader-area mark")).to_be_in_viewport()
    finally:
        expect.set_options(timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_for_screen_readers_on_any_screen_or_dialog(
    chromium: Browser, server: Server, kept: int, scheme: str
) -> None:
    for window in a_window(chromium, server, viewport={"width": 1440, "height": 900}, color_scheme=scheme):
        page = window.page
        found = {"first": violations(page)}
        page.goto(f"{server.address}?library=sample&chat={kept}")
        page.locator("#now .s .c").first.hover()
        found["answer with its glance"] = violations(page)
        page.locator("#now .q").click()
        page.get_by_role("button", name="Helpful: no").click()
        page.get_by_role("button", name="Export").click()
        found["menu and reason"] = violations(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Keys").click()
        found["keys"] = violations(page)
        page.keyboard.press("Escape")
        window.library()
        page.locator("summary", has_text="Articles by month").click()
        page.get_by_role("button", name="Update the index").click()
        page.locator(".plan").wait_for()
        found["library"] = violations(page)
        page.get_by_role("button", name="What to do with").locator("visible=true").last.click()
        page.get_by_role("menuitem", name="Details").click()
        page.locator("dialog.details").wait_for()
        found["details"] = violations(page)
        assert {name: some for name, some in found.items() if some} == {}


def test_at_twice_the_size_nothing_is_cut_off(chromium: Browser, server: Server, kept: int) -> None:
    """A window of 1440 by 900 zoomed to 200 % has 720 by 450 pixels of the page's own."""
    for window in a_window(chromium, server, viewport={"width": 720, "height": 450}, device_scale_factor=2):
        page = window.page
        page.goto(f"{server.address}?library=sample&chat={kept}")
        page.locator("#now .s .c").first.click()
        expect(page.locator("#cards mark.on")).to_be_in_viewport()
        expect(page.locator("#question")).to_be_visible()
        for name, there in {"Ask": "#question", "Library": "#shelf-words", "Evaluate": "#sheet-area .tools"}.items():
            page.get_by_role("tab", name=name).click()
            expect(page.locator(there)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
