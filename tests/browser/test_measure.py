"""What is read at length has lines of 60 to 75 characters, whichever fonts there are."""

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

QUESTIONS = ("What did Trump say about the Budapest meeting?", "Why did the INF Treaty end, and who ended it?")
_LINES = """texts => texts.map((text) => {
    const lines = [[]];
    const range = document.createRange();
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let bottom = null;
    for (let node; (node = walker.nextNode());) {
      if (node.parentElement.closest(".sr")) continue;
      for (let at = 0; at < node.length; at += 1) {
        if (node.data[at] === "\\n") { lines.at(-1).last = true; lines.push([]); bottom = null; continue; }
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (bottom !== null && box.top >= bottom) lines.push([]);
        lines.at(-1).push(node.data[at]);
        if (bottom === null || box.top >= bottom || box.bottom > bottom) bottom = box.bottom;
      }
    }
    lines.at(-1).last = true;
    return lines.filter((line) => !line.last).map((line) => line.join("").trim().length);
}).flat()"""


def full_lines(texts: Locator) -> list[int]:
    """How many characters each line has that the next word did not fit into."""
    counted: list[int] = texts.evaluate_all(_LINES)
    return counted


def test_lines_of_answers_and_articles_have_sixty_to_seventy_five_characters(window: Window) -> None:
    page = window.page
    for question in QUESTIONS:
        window.ask(question)
    page.locator("#now .c").first.click()
    page.locator("#cards .card.on").get_by_role("button", name="Open the article").click()
    page.locator("#reader-area mark").wait_for()
    for font in ("", "serif", "sans-serif"):
        page.evaluate("font => document.documentElement.style.setProperty('--serif', font)", font)
        for texts in (".turn .a > p:not(.notice)", "#reader-area .whole"):
            lines = full_lines(page.locator(texts))
            assert len(lines) >= 5
            assert 60 <= sum(lines) / len(lines) <= 75, (font, texts, lines)
    assert page.locator("#compose .box").evaluate("one => one.offsetWidth") >= 600
