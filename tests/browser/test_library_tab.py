"""The Library tab: adding, asking about what was added, deleting, rebuilding; and hostile files."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

LIGHTHOUSE = """---
title: A lighthouse for Port Wessel
outlet: Harbour Gazette
date: 2025-03-04
---

The council of Port Wessel chose the engineer Ottilie Brandvold on Tuesday to build the new lighthouse. The tower will
stand 61 metres high. Work is to begin in May 2025.
"""
HARM = '<img src=x onerror="window.harm=1"><script>window.harm=1</script>'
HOSTILE = f"""---
title: 'Zebra crossings {HARM}'
outlet: 'Outlet {HARM}'
date: 2025-05-06
---

The zebra crossing of Quennell Street was painted {HARM} by Barnaby Thistlewood in 2024. Every zebra crossing in
Quennell Street is now white and green.
"""


def test_a_file_is_added_asked_about_cited_and_deleted(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    page.get_by_text("Index up to date").wait_for()
    given = tmp_path / "lighthouse.md"
    given.write_text(LIGHTHOUSE)

    own_window.add(given)

    expect(page.locator("#progress-area .report")).to_contain_text("Added: 1 (lighthouse.md)")
    page.get_by_role("button", name="Go on with your own library").click()
    row = page.locator("#table-area tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Harbour Gazette")
    expect(page.locator(".lib")).to_contain_text("Your library")
    assert (own_window.server.home / "sources" / "lighthouse.md").read_text() == LIGHTHOUSE
    assert not (own_window.server.home / "sample" / "sources" / "lighthouse.md").exists()

    page.get_by_role("tab", name="Ask").click()
    own_window.ask("Which engineer will build the lighthouse of Port Wessel?")
    page.locator("#now button.c").first.click()
    expect(page.locator("#cards .card.on h3")).to_have_text("A lighthouse for Port Wessel")
    expect(page.locator("#cards mark.on")).to_contain_text("Ottilie Brandvold")

    own_window.library()
    page.get_by_role("button", name="Delete A lighthouse for Port Wessel").click()
    page.locator("#confirm").get_by_role("button", name="Delete").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(0)
    assert not (own_window.server.home / "sources" / "lighthouse.md").exists()


def test_hostile_markup_is_text_everywhere(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    given = tmp_path / "zebra <img src=x onerror=window.harm=1>.md"
    given.write_text(HOSTILE)
    own_window.add(given)
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(1)
    expect(page.locator("#table-area")).to_contain_text("<img src=x")

    page.get_by_role("tab", name="Ask").click()
    own_window.ask("Who painted the zebra crossing of Quennell Street?")
    page.locator("#now button.c").first.click()
    card = page.locator("#cards .card.on")
    expect(card.locator("h3")).to_contain_text("<img src=x")
    card.get_by_role("button", name="Open the article").click()
    expect(page.locator("#reader-area mark")).to_be_visible()
    expect(page.locator("#reader-area")).to_contain_text("<script>")

    assert page.evaluate("window.harm") is None
    assert page.locator("#app img, #app script, #reader-area img, #reader-area script").count() == 0


def test_what_is_not_an_article_is_named_with_its_reason_and_the_rest_is_added(
    own_window: Window, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.bin"
    good.write_text(LIGHTHOUSE)
    bad.write_bytes(b"\x00\x01")

    own_window.add(good, bad)

    expect(own_window.page.locator("#notes-area")).to_contain_text("bad.bin")
    expect(own_window.page.locator("#progress-area .report")).to_contain_text("good.md")


def test_an_own_library_without_articles_says_how_to_add_some(own_window: Window) -> None:
    own_window.library()
    own_window.page.get_by_role("button", name="Show your library").click()
    expect(own_window.page.locator("#table-area")).to_contain_text("No articles yet")
    own_window.page.get_by_role("tab", name="Ask").click()
    expect(own_window.page.locator(".first")).to_contain_text("Your library is empty")
    own_window.page.get_by_role("button", name="Add articles").click()
    expect(own_window.page.locator("#upload")).to_be_visible()


def test_rebuilding_shows_how_far_it_is_and_what_it_did(window: Window) -> None:
    window.library()
    window.page.get_by_role("button", name="Rebuild the index").click()
    window.page.locator("#progress-area progress").wait_for()
    expect(window.page.locator("#progress-area .report")).to_contain_text("Rebuilt")
    expect(window.page.locator("#rail")).to_contain_text("Index up to date")
