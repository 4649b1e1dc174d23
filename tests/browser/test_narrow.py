"""From a source to a question of it alone, over a library with copies of one text and an undated article."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Server, Window, serving
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

TITLE = "Ministers extend the treaty on the Lindholm strait after nine hours of talks in Vienna"
SHORT = "“Ministers extend the treaty on the Lindholm strait after…”"
AGENCY = (
    "The treaty on the Lindholm strait was extended in Vienna on 12 March 2025 by the ministers of Norland and "
    "Sudmark. They met for nine hours in the old customs house, and left the hall together without a word to the "
    "reporters who had waited in the rain. The treaty now holds until the spring of 2030, and ships of both may pass."
)
OTHER = (
    "The treaty on the Lindholm strait was extended in Geneva, said an official who knows the talks. Nobody signed it."
)
ARTICLES = {
    "herald.md": f'---\ntitle: "{TITLE}"\noutlet: Example Herald\ndate: 2025-03-13\n---\n{AGENCY}\n',
    "post.md": f'---\ntitle: "{TITLE}"\noutlet: Example Post\ndate: 2025-03-14\n---\n{AGENCY}\n\nAgencies.\n',
    "echo.md": f"---\ntitle: A treaty holds\noutlet: Example Echo\ndate: 2025-03-16\n---\n{AGENCY}\n\nBy our desk.\n",
    "undated.md": f"---\ntitle: Geneva it was\noutlet: Example Wire\n---\n{OTHER}\n",
    "pipe.md": "---\ntitle: A pipeline\noutlet: Example Echo\ndate: 2021-02-04\n---\nA pipeline was closed.\n",
}
QUESTION = "Where was the treaty on the Lindholm strait extended?"


@pytest.fixture(scope="module")
def library(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over these articles, indexed."""
    yield from serving(chromium, tmp_path_factory.mktemp("narrowed") / "home", ARTICLES)


def chips(window: Window) -> Locator:
    return window.page.locator("#chips .chip")


def card_of(window: Window, words: str) -> Locator:
    return window.page.locator("#cards .card", has_text=words)


def test_a_source_narrows_to_itself_its_outlet_and_its_copies(desk: Window) -> None:
    page = desk.page
    desk.ask(QUESTION)
    card = card_of(desk, "in Vienna")
    outlet = card.locator(".meta").first.inner_text().partition(",")[0]

    card.get_by_role("button", name="Only this outlet").click()
    expect(chips(desk)).to_have_text([f"{outlet}×"])
    expect(page.locator("#question")).to_be_focused()
    card.get_by_role("button", name="Only its time or language").click()
    page.get_by_role("menuitem", name="Only since").click()
    expect(chips(desk)).to_have_count(2)
    page.get_by_role("button", name="Remove the filter: since").click()

    card_of(desk, "Geneva").get_by_role("button", name="Only this article").click()
    expect(chips(desk)).to_have_text(["“Geneva it was”×"])  # the other outlet would have left nothing of it
    card.get_by_role("button", name="Only these 3 copies").click()
    expect(chips(desk)).to_contain_text(["3 copies of “"])
    desk.ask("Who extended the treaty on the Lindholm strait?")
    expect(page.locator("#now .asked")).to_contain_text("; only: 3 copies of “")
    page.reload()
    expect(chips(desk)).to_contain_text(["3 copies of “"])
    page.get_by_role("button", name="Remove the filter: 3 copies").click()
    expect(chips(desk)).to_have_count(0)


def test_an_article_is_called_by_its_title_after_a_reload_and_when_it_is_edited(desk: Window) -> None:
    page = desk.page
    desk.library()
    page.get_by_role("button", name=f"What to do with {TITLE}").first.click()
    page.get_by_role("menuitem", name="Ask of this alone").click()
    expect(chips(desk)).to_have_text([f"{SHORT}×"])
    desk.ask(QUESTION)
    expect(page.locator("#now .asked")).to_contain_text(f"only: {SHORT}")
    page.reload()
    expect(chips(desk)).to_have_text([f"{SHORT}×"])
    chips(desk).click()
    page.get_by_role("button", name="Edit the question").last.click()
    expect(chips(desk)).to_have_text([f"{SHORT}×"])


def test_undated_sources_stand_apart_on_the_line(desk: Window) -> None:
    desk.ask(QUESTION)
    line = desk.page.locator("#now .line").last
    expect(line.locator(".undated")).to_contain_text("undated")
    expect(line.locator(".dated .dot")).to_have_count(1)
    line.locator(".undated .dot").click()
    expect(card_of(desk, "Geneva it was")).to_have_class("card on")


def test_on_a_phone_the_sheet_makes_room_for_the_chips(hand: Window) -> None:
    hand.page.emulate_media(reduced_motion="reduce")
    hand.ask(QUESTION)
    hand.page.locator("#now .turn:last-child .c").first.click()
    assert violations(hand.page) == []
    hand.page.locator("#cards").get_by_role("button", name="Only this article").first.click()
    expect(chips(hand)).to_be_in_viewport()
    expect(hand.page.locator("#sources")).to_be_hidden()
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
