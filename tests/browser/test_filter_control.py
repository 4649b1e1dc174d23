"""Filters and preferences in the window, over a library of three outlets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Server, Window, serving
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

ARTICLES = {
    "herald.md": (
        "Example Herald",
        "2025-03-14",
        "The treaty was extended in Vienna on 12 March 2025 by two ministers.",
    ),
    "post.md": ("Example Post", "2025-05-20", "The treaty was extended in Geneva on 18 May 2025, by other ministers."),
    "echo.md": ("<b>Echo</b>", "2021-02-04", "A pipeline under the sea was closed for repairs in February 2021."),
}
QUESTION = "Where was the treaty extended?"
STATED = "Where was the treaty extended in May 2025, according to the Example Post?"


@pytest.fixture(scope="module")
def library(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over three articles, indexed."""
    sources = {
        name: f'---\noutlet: "{outlet}"\ndate: {day}\n---\n{text}\n' for name, (outlet, day, text) in ARTICLES.items()
    }
    yield from serving(chromium, tmp_path_factory.mktemp("filtered") / "home", sources)


def chips(window: Window) -> Locator:
    return window.page.locator("#chips .chip")


def outlets_cited(window: Window) -> Locator:
    return window.page.locator("#cards .card .meta:first-of-type")


def set_outlet(window: Window, name: str) -> None:
    window.page.get_by_role("button", name="Filters").click()
    window.page.get_by_role("checkbox", name=name).check()


def test_a_filter_is_set_shown_kept_and_removed(desk: Window) -> None:
    page = desk.page
    expect(page.locator("#filters")).to_be_hidden()
    set_outlet(desk, "Example Post")
    page.locator("#filters").get_by_label("from", exact=True).fill("2025-01-01")
    expect(chips(desk)).to_contain_text(["Example Post", "since 1 Jan 2025"])

    desk.ask(QUESTION)

    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#now .asked")).to_contain_text("only: Example Post, since 1 Jan 2025")
    expect(outlets_cited(desk)).to_contain_text(["Example Post"])
    page.reload()
    expect(chips(desk)).to_contain_text(["Example Post", "since 1 Jan 2025"])

    page.get_by_role("button", name="Remove the filter: Example Post").click()
    expect(chips(desk)).to_contain_text(["since 1 Jan 2025"])
    expect(chips(desk)).to_be_focused()
    desk.page.get_by_role("button", name="New question").click()
    expect(chips(desk)).to_have_count(0)


def test_a_conversation_is_opened_with_the_filters_of_its_last_question(desk: Window) -> None:
    set_outlet(desk, "Example Herald")
    desk.ask("Who extended the treaty?")
    desk.page.get_by_role("button", name="New question").click()
    expect(chips(desk)).to_have_count(0)
    expect(desk.page.locator(".conv [aria-current]")).to_have_count(0)  # the list was drawn anew, and stands still
    desk.page.locator('.conv [data-do="open-chat"]', has_text="Who extended the treaty?").click()
    expect(chips(desk)).to_contain_text(["Example Herald"])
    desk.page.get_by_role("button", name="Filters", exact=True).click()
    expect(desk.page.get_by_role("checkbox", name="Example Herald")).to_be_checked()


def test_a_refusal_under_a_filter_says_what_it_kept_out(desk: Window) -> None:
    set_outlet(desk, "<b>Echo</b>")
    expect(chips(desk)).to_contain_text(["<b>Echo</b>"])
    desk.ask(QUESTION)
    refused = desk.page.locator("#now .refused")
    expect(refused).to_contain_text("1 of 3 articles pass the filters (<b>Echo</b>)")
    expect(refused).to_contain_text("Without the filters there are passages that answer.")


def test_dates_the_wrong_way_round_are_not_sent(desk: Window) -> None:
    desk.page.get_by_role("button", name="Filters").click()
    desk.page.locator("#filters").get_by_label("from", exact=True).fill("2025-05-01")
    desk.page.locator("#filters").get_by_label("to", exact=True).fill("2025-04-01")
    desk.page.locator("#question").fill(QUESTION)
    desk.page.locator("#question").press("Enter")
    expect(desk.page.locator("#hint")).to_have_text("The filters end before they begin.")
    desk.page.get_by_role("button", name="Clear").click()
    expect(chips(desk)).to_have_count(0)
    desk.ask(QUESTION)


def test_a_preference_is_shown_and_its_cross_asks_again_without_it(desk: Window) -> None:
    desk.ask(STATED)
    shown = desk.page.locator(".turn:visible .preferring .chip")
    expect(shown).to_contain_text(["May 2025", "Example Post"])

    shown.first.click()

    turn = desk.page.locator("#now .turn:last-child")
    expect(turn).to_have_attribute("data-turn", "1")  # in the place of the first
    expect(turn.locator(".q")).to_have_text(STATED)
    expect(turn.locator(".preferring .chip")).to_have_text(["Example Post×: ask again without preferring this"])
    turn.locator(".preferring .chip").click()
    expect(turn).to_have_attribute("aria-busy", "false")
    expect(turn.locator(".preferring")).to_have_count(0)


def test_filters_are_set_by_the_keyboard_alone(desk: Window) -> None:
    page = desk.page
    page.get_by_role("button", name="Filters").press("Enter")
    expect(page.locator("#filters").get_by_label("from", exact=True)).to_be_focused()
    page.get_by_role("checkbox", name="Example Post").press("Space")
    expect(chips(desk)).to_contain_text(["Example Post"])
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_focused()
    chips(desk).press("Enter")
    expect(chips(desk)).to_have_count(0)
    expect(page.locator("#question")).to_be_focused()


def test_on_a_phone_filters_fit_and_break_no_rule(hand: Window) -> None:
    hand.page.emulate_media(reduced_motion="reduce")  # a sentence that fades in has too little contrast meanwhile
    set_outlet(hand, "Example Post")
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = hand.page.locator("#filters").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 390
    assert violations(hand.page) == []
    hand.ask(STATED)
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(hand.page) == []


def test_filters_follow_what_the_library_holds(desk: Window, tmp_path: Path) -> None:
    article = tmp_path / "new.md"
    article.write_text("---\noutlet: Example News\ndate: 2026-01-02\n---\nThe bridge was opened in January.\n", "utf-8")
    set_outlet(desk, "Example Post")
    desk.add(article)
    desk.page.get_by_role("tab", name="Ask").click()
    expect(desk.page.get_by_role("checkbox", name="Example News")).to_be_visible()
    expect(desk.page.get_by_role("checkbox", name="Example Post")).to_be_checked()


def test_a_conversation_opened_again_at_once_has_its_filters_too(desk: Window) -> None:
    set_outlet(desk, "Example Herald")
    desk.ask("Which ministers extended the treaty?")
    for _ in range(3):  # so quick that the page may never have drawn the first screen between
        desk.page.evaluate(
            """() => { document.querySelector('[data-do="new-question"]').click();
                       document.querySelector('[data-do="open-chat"]').click() }"""
        )
        expect(chips(desk)).to_contain_text(["Example Herald"])
