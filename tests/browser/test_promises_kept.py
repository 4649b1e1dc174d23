"""What is kept: conversations over a restart and in another browser, and all that is done with them on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, Window, a_window, start_server, stop_server, with_samples
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

QUESTION = "When did the INF Treaty cease to exist?"
FOLLOW_UP = "And who signed it?"
UNANSWERABLE = "How do I prune a wisteria so that it flowers again?"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=["light", "dark"])
def hand(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Window]:
    """A phone, by day and by night."""
    yield from a_window(chromium, server, viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=request.param)


def fits(page: Page) -> None:
    """Nothing is wider than the screen, and nothing that can be pressed stands beside it."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    beside = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a, textarea')].filter((one) => one.checkVisibility()
             && !one.closest('.sr, #past, #now, .track')).map((one) => [one, one.getBoundingClientRect()])
             .filter(([, at]) => at.width > 1 && (at.left < -1 || at.right > innerWidth + 1))
             .map(([one]) => one.outerHTML)"""
    )
    assert beside == []


def answers(page: Page) -> list[str]:
    """All that is said, quoted and named; not what could be asked next, which comes later."""
    said: list[str] = page.locator(".turn > :not(.next)").all_text_contents()
    return said


def test_conversations_outlast_the_server_and_are_there_in_another_browser(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    home = with_samples(tmp_path / "home", server)
    first = start_server(home)
    try:
        for window in a_window(chromium, first, viewport={"width": 1440, "height": 900}):
            window.ask(QUESTION)
            window.ask(FOLLOW_UP)
            with window.page.expect_response(lambda response: "queue/join" in response.url):  # it is with the server
                window.page.get_by_role("button", name="Helpful: yes").last.click()
            window.page.reload()
            expect(window.page.locator(".turn")).to_have_count(2)
            said = answers(window.page)
            token = window.page.locator(".acts").last.get_attribute("data-token")
        for other in a_window(chromium, first, viewport={"width": 1440, "height": 900}):  # another browser
            expect(other.page.locator(".conv", has_text=QUESTION)).to_have_count(1)
    finally:
        stop_server(first)
    second = start_server(home)
    try:
        for window in a_window(chromium, second, viewport={"width": 1440, "height": 900}):
            page = window.page
            page.locator('.conv [data-do="open-chat"]', has_text=QUESTION).click()
            expect(page.locator(".turn .q")).to_have_text([QUESTION, FOLLOW_UP])
            expect(page.locator("#now .next button").first).to_be_visible()
            assert answers(page) == said
            expect(page.get_by_role("button", name="Helpful: yes").last).to_have_attribute("aria-pressed", "true")
            page.locator("#now .turn:last-child button.c").first.click()
            expect(page.locator("#cards mark.on")).to_have_count(1)
            window.ask("When was that?")  # it goes on where it was left
            expect(page.locator(".turn")).to_have_count(3)
            page.goto(f"{second.address}?answer={token}")
            expect(page.locator(".turn .q")).to_have_text([QUESTION, FOLLOW_UP, "When was that?"])
    finally:
        stop_server(second)


def test_on_a_phone_a_conversation_is_renamed_found_deleted_and_brought_back(hand: Window) -> None:
    page = hand.page
    hand.ask(UNANSWERABLE)
    found = {}
    menu = page.get_by_role("button", name="Conversations")

    menu.tap()
    row = page.locator(".conv", has_text=UNANSWERABLE)
    expect(row).to_be_in_viewport()
    fits(page)
    found["rail"] = violations(page)
    page.get_by_role("button", name=f"What to do with {UNANSWERABLE}").tap()
    fits(page)
    found["menu"] = violations(page)
    page.get_by_role("menuitem", name="Rename").tap()
    fits(page)
    found["rename"] = violations(page)
    page.locator("#rename-to").fill("Of wisteria")
    page.locator("#rename").get_by_role("button", name="Rename").tap()
    named = page.locator(".conv", has_text="Of wisteria")
    expect(named).to_be_in_viewport()

    search = page.get_by_label("Find a conversation")
    search.fill("PRUNE flowers")
    expect(page.locator(".conv")).to_have_count(1)
    expect(named).to_be_in_viewport()
    fits(page)
    found["search"] = violations(page)
    search.fill("no such words anywhere")
    expect(page.locator("#rail-area")).to_contain_text("No conversation has these words.")
    found["nothing found"] = violations(page)
    search.fill("")
    expect(named).to_have_count(1)

    page.get_by_role("button", name="What to do with Of wisteria").tap()
    page.get_by_role("menuitem", name="Delete").tap()
    expect(named).to_have_count(0)
    undo = page.locator("#note").get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport()
    fits(page)
    found["undo"] = violations(page)
    undo.tap()
    expect(named).to_have_count(1)
    expect(page.locator(".turn .q")).to_have_text([UNANSWERABLE])
    assert {name: some for name, some in found.items() if some} == {}

    expect(named).not_to_be_in_viewport()  # the conversation is open again, and the list shut
    menu.tap()
    expect(named).to_be_in_viewport()
    page.get_by_role("button", name="What to do with Of wisteria").tap()  # nothing of it is left for the next
    page.get_by_role("menuitem", name="Delete").tap()
    expect(named).to_have_count(0)


def test_on_a_phone_an_article_is_a_sheet_that_opens_at_the_quote_and_closes(hand: Window) -> None:
    page = hand.page
    hand.ask("What did Trump say about the Budapest meeting?")
    deepest = page.locator("#now .cards mark").evaluate_all(
        "some => some.sort((one, other) => other.dataset.start - one.dataset.start)[0].dataset.n"
    )
    page.locator(f'#now .s button.c[data-n="{deepest}"]').first.tap()
    card = page.locator("#cards .card.on")
    expect(card).to_be_in_viewport()
    fits(page)
    quote = card.locator("mark.on").inner_text()
    card.get_by_role("button", name="Open the article").tap()

    sheet = page.locator("#reader-area")
    mark = sheet.locator("mark")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text(quote)
    assert sheet.locator(".page").evaluate("page => page.scrollTop") > 0  # it stood below the fold
    box = sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)  # over all of the window
    place = mark.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    bar = sheet.locator(".bar").bounding_box()
    assert bar is not None
    assert place["y"] >= bar["y"] + bar["height"]  # and not behind the bar
    back = page.get_by_role("button", name="Back")
    expect(back).to_be_in_viewport()
    covering = "document.elementFromPoint(innerWidth / 2, innerHeight - 20).closest('#reader-area') !== null"
    assert page.evaluate(covering)
    fits(page)
    assert violations(page) == []
    back.tap()
    expect(sheet).to_be_hidden()
    expect(page.locator("#cards .card.on")).to_be_in_viewport()  # back where it was opened from
    page.get_by_role("button", name="Close the sources").tap()
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#now .q")).to_be_in_viewport()
