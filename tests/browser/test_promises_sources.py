"""Where an answer comes from: the page it came from at its words, the quote at a glance, and what has changed since."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from assistant.library import Library
from corpus.home import Home
from tests.browser.conftest import Server, Window
from tests.corpus.web.conftest import site
from tests.corpus.web.server import Answer, Site

__all__ = ["site"]

pytestmark = pytest.mark.browser

SAID = "The council of Port Wessel chose the engineer Ottilie Brandvold on Tuesday to build the new lighthouse."
ARTICLE = """---
title: A lighthouse for Port Wessel
outlet: Harbour Gazette
date: 2025-03-04
url: {url}
---

{said} The tower will stand 61 metres high. Work is to begin in May 2025.
"""
QUESTION = "Which engineer will build the lighthouse of Port Wessel?"
TURN = "The words are far down the page. " * 40
CHANGED = SAID.replace("Ottilie Brandvold", "Halvard Lindqvist")


def gives(window: Window, folder: Path, said: str = SAID, url: str = "https://example.org/lighthouse") -> None:
    """The window's own library has the article, as a file of one and the same name."""
    given = folder / "lighthouse.md"
    given.write_text(ARTICLE.format(url=url, said=said))
    window.add(given)


def asks(window: Window, question: str) -> None:
    page = window.page
    own = page.get_by_role("button", name="Go on with your own library")
    own.or_(
        page.locator('#facts-area .lib[data-kind="own"]')
    ).first.wait_for()  # what is offered comes after the report
    if own.is_visible():
        own.click()
        expect(page.locator("#table-area tbody tr")).to_have_count(1)
    page.get_by_role("tab", name="Ask").click()
    window.ask(question)


def article_of(page: Page) -> str:
    found = page.locator("#cards .card .only").first.get_attribute("data-articles")
    assert found
    return found


def library(server: Server) -> Library:
    """The same library as the running server's, from another process."""
    return Library(Home(server.home))


def test_the_original_opens_at_the_quoted_words(own_window: Window, site: Site, tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{TURN}</p>" for _ in range(60))
    body = f"<!doctype html><title>Original</title>{paragraphs}<p id=there>{SAID}</p>{paragraphs}".encode()
    site.answers["/lighthouse?of=port"] = Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})
    page = own_window.page
    gives(own_window, tmp_path, url=site.url("/lighthouse?of=port"))
    asks(own_window, QUESTION)
    page.locator("#now button.c").first.click()
    card = page.locator("#cards .card.on")
    quote = card.locator("mark.on").inner_text()
    link = card.get_by_role("link", name="Open the original")
    address, fragment, words = (link.get_attribute("href") or "").partition("#:~:text=")
    assert address == site.url("/lighthouse?of=port")
    assert fragment
    begins, _, ends = words.partition(",")
    assert quote.startswith(unquote(begins))
    assert quote.endswith(unquote(ends))
    assert len(unquote(begins).split()) >= 4

    with page.context.expect_page() as opened:
        link.click()
    original = opened.value
    expect(original.locator("#there")).to_be_in_viewport()
    assert original.evaluate("window.scrollY") > 1000
    assert original.evaluate("window.opener") is None

    card.get_by_role("button", name="Open the article").click()
    expect(page.locator("#reader-area mark")).to_have_text(quote)
    there = page.locator("#reader-area").get_by_role("link", name="Open the original")
    expect(there).to_have_attribute("href", f"{address}{fragment}{words}")


def test_an_article_that_has_changed_says_so_and_still_shows_what_was_quoted(
    own_window: Window, tmp_path: Path
) -> None:
    page = own_window.page
    gives(own_window, tmp_path)
    asks(own_window, QUESTION)
    quote = page.locator("#cards mark").first.inner_text()
    assert "Ottilie Brandvold" in quote
    card = page.locator("#cards .card")
    expect(card).not_to_contain_text("changed")

    file = own_window.server.home / "sources" / "lighthouse.md"
    file.write_text(file.read_text().replace(SAID, CHANGED))
    own_window.library()
    page.get_by_role("button", name="Update the index").click()
    page.locator(".plan").get_by_role("button", name="Update", exact=True).click()
    expect(page.locator("#progress-area .report")).to_contain_text("Changed: 1")
    page.reload()
    page.locator("#now button.c").first.click()
    expect(page.locator("#cards mark.on")).to_have_text(quote)
    expect(page.locator("#cards .card.on")).to_contain_text("changed since")
    page.locator("#now button.c").first.hover()
    expect(page.locator("#tip")).to_contain_text(quote)
    page.keyboard.press("Escape")

    page.locator("#cards .card.on").get_by_role("button", name="Open the article").click()
    expect(page.locator("#reader-area .notice")).to_contain_text("The article has changed since")
    expect(page.locator("#reader-area mark")).to_have_count(0)
    expect(page.locator("#reader-area .whole")).to_contain_text("Halvard Lindqvist")
    page.keyboard.press("Escape")

    own_window.ask(QUESTION)  # from now on the new words are said
    expect(page.locator("#now .turn:last-child .a")).to_contain_text("Halvard Lindqvist")


def test_an_article_that_has_gone_says_so_and_still_shows_what_was_quoted(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    gives(own_window, tmp_path)
    asks(own_window, QUESTION)
    quote = page.locator("#cards mark").first.inner_text()
    opens = page.locator("#cards .card").get_by_role("button", name="Open the article")
    library(own_window.server).remove(article_of(page))  # while the window stands open

    opens.click()  # of the card that was drawn before
    expect(page.locator("#reader-area h2")).to_have_text("This article is no longer in the library.")
    page.keyboard.press("Escape")
    page.reload()
    page.locator("#now button.c").first.click()
    card = page.locator("#cards .card.on")
    expect(card).to_contain_text("This article is no longer in the library.")
    expect(card.locator("mark.on")).to_have_text(quote)
    expect(card.locator("h3")).to_have_text("A lighthouse for Port Wessel")
    expect(card).to_contain_text("Harbour Gazette, 4 Mar 2025")
    expect(opens).to_have_count(0)
    expect(card.get_by_role("link", name="Open the original")).to_have_count(1)
    expect(page.locator("#now .a")).to_contain_text("Ottilie Brandvold")  # the answer itself is as it was


def test_every_number_shows_its_quote_title_outlet_and_date_by_mouse_and_by_keyboard(window: Window) -> None:
    page = window.page
    window.ask("What did Trump say about the Budapest meeting?")
    numbers = page.locator("#now .s button.c")
    tip = page.locator("#tip")
    assert numbers.count() > 1
    for at in range(numbers.count()):
        number = numbers.nth(at)
        mark = page.locator(f'#cards mark[data-n="{number.inner_text()}"]')
        card = page.locator("#cards .card").filter(has=page.locator(f'mark[data-n="{number.inner_text()}"]'))
        wanted = [mark.inner_text(), card.locator("h3").inner_text(), card.locator(".meta").first.inner_text()]
        assert wanted[2].startswith("Chancery sample desk, ")
        assert wanted[2][-4:].isdigit()
        for shown in ("mouse", "keyboard"):
            if shown == "mouse":
                number.hover()
            else:
                number.focus()
                page.keyboard.press("Shift")  # the focus is seen from the keyboard on
            expect(tip).to_be_visible()
            for words in wanted:
                expect(tip).to_contain_text(words)
            expect(number).to_have_attribute("aria-describedby", "tip")
            box = tip.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 1440
            assert 0 <= box["y"] <= 900 - box["height"]
            page.keyboard.press("Escape")
            expect(tip).to_be_hidden()
            page.mouse.move(5, 5)
            page.locator("#question").focus()
