"""The table of the Library tab narrowed by a person: outlets, languages, dates, what has none; and how rows stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Server, Window, a_window, serving

pytestmark = pytest.mark.browser

ENGLISH = (
    "The harbour of Port Wessel was closed for a day, since a crane had fallen into the basin. Number {n} said so."
)
GERMAN = (
    "Der Hafen von Port Wessel war einen Tag lang geschlossen, weil ein Kran ins Becken gefallen war. So sagt es {n}."
)
ARTICLES = {
    "wire-1.md": ("Wire", "2024-03-01", ENGLISH),
    "wire-2.md": ("Wire", "2025-03-01", GERMAN),
    "courier.md": ("Courier <b>", "2025-06-01", ENGLISH),
    "nobody.md": ("", "", GERMAN),
}


@pytest.fixture
def shelves(chromium: Browser, tmp_path: Path) -> Iterator[Server]:
    """A server over four articles, indexed."""
    sources = {}
    for n, (name, (outlet, day, text)) in enumerate(ARTICLES.items()):
        head = "".join(f"{key}: {value}\n" for key, value in (("outlet", outlet), ("date", day)) if value)
        said = " ".join(f"{place} {text.format(n=n)}" for place in "ABC"[: n + 1])
        sources[name] = f"---\ntitle: Number {n}\n{head}---\n{said}\n"
    yield from serving(chromium, tmp_path / "home", sources)


@pytest.fixture
def shelf(chromium: Browser, shelves: Server) -> Iterator[Window]:
    for window in a_window(chromium, shelves, viewport={"width": 1440, "height": 900}):
        window.library()
        expect(rows(window)).to_have_count(4)
        yield window


def rows(window: Window) -> Locator:
    return window.page.locator("#table-area tbody tr")


def chips(window: Window) -> Locator:
    return window.page.locator("#table-area .chip")


def test_the_table_is_narrowed_and_widened_again(shelf: Window) -> None:
    page = shelf.page
    outlets = page.get_by_label("Outlet", exact=True)
    expect(outlets.locator("option")).to_have_text(["Outlet", "Wire (2)", "Courier <b> (1)"])
    outlets.select_option("Wire")
    page.get_by_label("Language", exact=True).select_option("de")
    expect(rows(shelf)).to_have_count(1)
    expect(page.locator(".narrowed")).to_contain_text("1 of 4 articles")
    expect(chips(shelf)).to_have_text(["Wire×", "language de×"])
    chips(shelf).first.click()
    expect(rows(shelf)).to_have_count(2)
    expect(chips(shelf)).to_have_text(["language de×"])
    expect(outlets.locator("option")).to_have_text(["Outlet", "Wire (1)"])
    chips(shelf).first.click()
    expect(rows(shelf)).to_have_count(4)
    expect(page.locator(".narrowed")).to_have_count(0)


def test_dates_and_what_has_none(shelf: Window) -> None:
    page = shelf.page
    page.get_by_label("from", exact=True).last.fill("2025-01-01")
    expect(rows(shelf)).to_have_count(2)
    page.get_by_label("to", exact=True).last.fill("2025-04-01")
    expect(rows(shelf)).to_have_count(1)
    expect(chips(shelf)).to_have_text(["from 1 Jan 2025×", "to 1 Apr 2025×"])
    page.get_by_label("to", exact=True).last.fill("2024-04-01")  # before the other end, which is given up
    expect(chips(shelf)).to_have_text(["to 1 Apr 2024×"])
    expect(rows(shelf)).to_have_count(1)
    page.get_by_label("Undated (1)").check()
    expect(chips(shelf)).to_have_text(["without a date×"])
    expect(rows(shelf)).to_have_count(1)
    expect(rows(shelf)).to_contain_text("nobody.md")
    chips(shelf).first.click()
    expect(rows(shelf)).to_have_count(4)
    expect(page.get_by_label("Undated (1)")).not_to_be_checked()


def test_filters_stay_while_the_library_changes(shelf: Window) -> None:
    page = shelf.page
    page.get_by_label("Outlet", exact=True).select_option("Wire")
    expect(rows(shelf)).to_have_count(2)
    page.get_by_role("button", name="What to do with Number 0").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.locator("#confirm").get_by_role("button", name="Delete").click()
    expect(page.locator("#notes-area")).to_contain_text("Deleted")
    expect(page.locator(".narrowed")).to_contain_text("1 of 3 articles")
    expect(rows(shelf)).to_have_count(1)
    expect(chips(shelf)).to_have_text(["Wire×"])


def test_rows_say_when_their_source_is_not_what_was_indexed(shelf: Window) -> None:
    sources = shelf.server.home / "sources"
    expect(rows(shelf).locator("td.state")).to_have_text(["Up to date"] * 4)
    (sources / "courier.md").write_text("The crane was lifted out again.")
    (sources / "nobody.md").unlink()
    shelf.page.get_by_role("tab", name="Ask").click()
    shelf.library()
    expect(rows(shelf).filter(has_text="courier.md").locator("td.state")).to_have_text("Changed since")
    expect(rows(shelf).filter(has_text="nobody.md").locator("td.state")).to_have_text("Source gone")


def test_what_a_row_says_stands_on_one_line(shelf: Window) -> None:
    """Also what is set smaller, and the first line of a title of many."""
    title = shelf.page.locator("#table-area tbody th button").first
    title.evaluate("button => { button.textContent = 'What was said of it in the harbour. '.repeat(4) }")
    assert title.evaluate("button => button.getBoundingClientRect().height") > 40
    heights = shelf.page.evaluate(
        """() => [...document.querySelectorAll("#table-area tbody tr")].map((row) => [...row.children]
            .filter((cell) => cell.offsetParent && cell.innerText.trim()).map((cell) => {
                const mark = document.createElement("span"); // as high as the line of its first words
                mark.style = "display: inline-block; width: 1px; height: 0";
                (cell.querySelector("button, .same, .changed, .gone, .unknown") ?? cell).prepend(mark);
                const { bottom } = mark.getBoundingClientRect();
                mark.remove();
                return Math.round(bottom * 10);
            }))"""
    )
    assert [len(row) for row in heights] >= [5, 5, 5, 5]
    assert all(max(row) - min(row) <= 5 for row in heights), heights
