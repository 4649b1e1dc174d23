"""The pictures of the window in the README and in docs, taken from the window as it is.

    WINDOW_PICTURES=docs pytest tests/browser/test_pictures.py

Without that only the table of sources that differ is looked at: other tests hold the other views.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import disagreeing
from tests.browser.conftest import Server, Window, a_window

pytestmark = pytest.mark.browser

QUESTION = "What did Trump say about the Budapest meeting?"
SCREENS = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}


def first(window: Window) -> None:
    expect(window.page.locator(".first .suggest button")).to_have_count(4)


def answer(window: Window) -> None:
    window.ask(QUESTION)
    expect(window.page.locator("#now .turn:last-child .next button").first).to_be_visible()
    window.page.locator("#now .s .c").nth(1).click()
    window.page.mouse.move(4, 4)


def library(window: Window) -> None:
    window.library()
    expect(window.page.locator("#table-area tbody tr").first).to_be_visible()


def evaluate(window: Window) -> None:
    page = window.page
    page.get_by_role("tab", name="Evaluate").click()
    page.locator("#sheet-area .tools").wait_for()
    if not page.locator(".tiles").count():
        if not page.locator(".case").count():
            page.get_by_role("button", name="Draft some from the articles").click()
            expect(page.locator(".case").first).to_be_visible()
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator(".tiles").wait_for()
    if page.viewport_size and page.viewport_size["width"] > 900:
        page.locator(".case summary").first.click()
    page.locator("#sheet-area .tools").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('*').forEach((one) => { one.scrollTop = 0; })")


VIEWS = {"first": first, "answer": answer, "library": library, "evaluate": evaluate}


def disagreement(window: Window) -> None:
    """Three accounts of one meeting, as a table by what is said."""
    page = window.page
    window.ask(disagreeing.QUESTION)
    rows = page.locator("#now .sides tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("280")
    expect(rows.nth(1)).to_contain_text("340")
    expect(page.locator("#now .sides button.c")).to_have_count(3)
    page.locator("#now .sides button.c").first.click()
    page.mouse.move(4, 4)


def taken(page: Page, path: Path) -> bytes:
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return page.screenshot(path=path)


@pytest.mark.skipif("WINDOW_PICTURES" not in os.environ, reason="no pictures wanted: WINDOW_PICTURES=docs takes them")
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_has_its_picture(chromium: Browser, server: Server, tmp_path: Path, view: str, screen: str) -> None:
    width, height, scheme = SCREENS[screen]
    folder = Path(os.environ.get("WINDOW_PICTURES") or tmp_path)
    for window in a_window(
        chromium, server, viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=screen == "phone"
    ):
        VIEWS[view](window)
        picture = taken(window.page, folder / f"window-{view}-{screen}.png")
        assert len(picture) > 10_000


@pytest.mark.parametrize("screen", SCREENS)
def test_sources_that_differ_stand_side_by_side(
    chromium: Browser, own_server: Server, tmp_path: Path, screen: str
) -> None:
    width, height, scheme = SCREENS[screen]
    given = tmp_path / "given"
    given.mkdir()
    for name, text in disagreeing.ARTICLES.items():
        (given / name).write_text(text, encoding="utf-8")
    folder = Path(os.environ.get("WINDOW_PICTURES") or tmp_path)
    for window in a_window(
        chromium,
        own_server,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=screen == "phone",
    ):
        window.page.get_by_text("Index up to date").wait_for(state="attached")
        window.add(*sorted(given.iterdir()))
        window.page.get_by_role("button", name="Go on with your own library").click()
        expect(window.page.locator("#table-area tbody tr")).to_have_count(3)
        window.page.get_by_role("tab", name="Ask").click()
        disagreement(window)
        assert len(taken(window.page, folder / f"window-disagreement-{screen}.png")) > 10_000
