"""Many kept conversations: found by words, and shown a stretch at a time."""

import pytest
from playwright.sync_api import expect

from assistant.answer import Answer
from assistant.chats import Chats
from assistant.ui.seats import LISTED
from corpus.home import Home
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

QUESTION = "When did the INF Treaty cease to exist?"


def test_conversations_are_shown_a_stretch_at_a_time_and_the_words_are_kept(own_window: Window) -> None:
    page = own_window.page
    chats = Chats(Home(own_window.server.home).chats)
    for number in range(LISTED + 5):
        question = f"What of the harbour {number}?"
        chats.keep(chats.start(question, "sample"), Answer.refusal(question, "Nothing."))
    page.reload()
    rows = page.locator("#rail-area .conv")
    expect(rows).to_have_count(LISTED)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(LISTED + 5)
    expect(rows.nth(LISTED).locator("button").first).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)

    page.get_by_label("Find a conversation").fill("harbour 33")
    expect(rows).to_have_count(1)
    own_window.ask(QUESTION)
    expect(rows).to_have_count(1)  # the answer has not the words, and is kept all the same
    expect(page.get_by_label("Find a conversation")).to_have_value("harbour 33")
    page.wait_for_url("**chat=*")
    with page.expect_download() as given:
        page.get_by_role("button", name="Export").click()
        page.get_by_role("menuitem", name="Markdown").click()
    assert QUESTION in given.value.path().read_text("utf-8")
    page.reload()
    expect(page.locator("#now .q, #past .q")).to_have_text([QUESTION])
    expect(rows.first).to_contain_text(QUESTION)
