"""Library and Evaluate on a phone and in the dark: nothing is wider than the screen, nothing breaks a rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Answer
from assistant.chats import Chats
from corpus.home import Home
from tests.browser.conftest import Server, Window, a_window
from tests.browser.rules import violations
from tests.browser.test_hard_cases import WORD

pytestmark = pytest.mark.browser

_ASKED = 6  # of the drafted questions in a run: a few of each look, and more than are opened
SCREENS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "phone in the dark": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Window]:
    yield from a_window(chromium, server, **SCREENS[request.param])


def cut_off(page: Page, panel: str) -> list[str]:
    """What of a panel reaches beyond the screen, or beyond the panel that holds it."""
    found: list[str] = page.evaluate(
        """panel => [document.documentElement, document.querySelector(panel)]
             .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.id || one.tagName)
             .concat([...document.querySelectorAll(`${panel} *`)]
               .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr, .rows"))
               .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
               .map((one) => one.outerHTML.slice(0, 120)))""",
        panel,
    )
    return found


def test_the_library_fits_and_breaks_no_rule(screen: Window) -> None:
    page = screen.page
    chats = Chats(screen.server.home / "chats.sqlite")
    question = f"What of {WORD}?"
    chats.keep(
        chats.start(question, "sample"),
        Answer(question, question, True, "No.", None, (), (), (), "e", 0.0, {"total": 1.0}),
    )
    screen.library()
    rows = page.locator("#table-area tbody tr")
    expect(rows).not_to_have_count(0)
    page.locator("#shelf-since").fill("2025-01-01")
    expect(page.locator(".narrowed .chip")).to_have_count(1)
    for summary in page.locator(":is(#below-area, #gaps-area, #skips-area) summary").all():
        summary.click()
    expect(page.get_by_role("button", name=question)).to_be_visible()
    assert cut_off(page, "#library") == []
    assert violations(page) == []
    page.get_by_role("button", name="Update the index").click()
    page.locator(".plan").wait_for()
    assert cut_off(page, "#library") == []
    assert violations(page) == []
    page.locator("#table-area").get_by_role("button", name="What to do with").first.click()
    page.get_by_role("menuitem", name="Details").click()
    page.locator("dialog.details").wait_for()
    assert cut_off(page, "#details-area") == []
    assert violations(page) == []


def test_an_evaluation_fits_and_breaks_no_rule(screen: Window) -> None:
    page = screen.page
    page.get_by_role("tab", name="Evaluate").click()
    page.locator("#sheet-area .tools").wait_for()
    assert cut_off(page, "#evaluate") == []
    if not page.locator(".case").count():
        page.get_by_role("button", name="Draft some from the articles").click()
        expect(page.locator(".case").first).to_be_visible()
        drafted = Home(screen.server.home).sample.questions
        some = drafted.read_text(encoding="utf-8").splitlines(keepends=True)[:_ASKED]
        drafted.write_text("".join(some), encoding="utf-8")
        page.reload()
        page.get_by_role("tab", name="Evaluate").click()
        expect(page.locator(".case")).to_have_count(_ASKED)
    if not page.locator(".tiles").count():
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator(".tiles").wait_for(timeout=90_000)
    for summary in page.locator("#evaluate .case summary").all()[:4]:
        summary.click()
    assert cut_off(page, "#evaluate") == []
    assert violations(page) == []
    page.get_by_role("button", name="Add a question").first.click()
    page.locator("#question-dialog").wait_for()
    assert cut_off(page, "#question-dialog") == []
    assert violations(page) == []


def test_a_phone_shows_outlet_and_copies_under_the_title_and_speaks_of_no_dropping(
    chromium: Browser, own_server: Server, tmp_path: Path
) -> None:
    body = " ".join(f"The {n}. stone of the quay was laid by the mason of street {n * 7}." for n in range(30))
    for name, outlet in {"first": "Harbour Gazette", "second": "Wire"}.items():
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: The {name} of two\noutlet: {outlet}\ndate: 2025-03-04\n---\n\n{body} So says the {name}.\n"
        )
    for window in a_window(chromium, own_server, **SCREENS["phone"]):
        page = window.page
        window.library()
        words = "getComputedStyle(document.querySelector('#upload [data-testid=upload-text]'), '::after').content"
        assert page.evaluate(words).startswith('"Choose files')
        window.add(tmp_path / "first.md", tmp_path / "second.md")
        page.get_by_role("button", name="Go on with your own library").click()
        rows = page.locator("#table-area tbody tr")
        expect(rows).to_have_count(2)
        brief = rows.filter(has_text="The second of two").locator(".brief")
        expect(brief).to_be_visible()
        expect(brief).to_contain_text("Wire")
        expect(brief.get_by_role("button", name="Show the 2 articles of nearly the same text")).to_have_text("2 copies")
        expect(page.locator("#table-area td:nth-child(2)").first).to_be_hidden()
        expect(page.locator("#table-area .brief", has_text="Copy of")).to_have_count(1)
        assert cut_off(page, "#library") == []
        heading, facts = page.locator(".head h1").bounding_box(), page.locator(".head .meta").bounding_box()
        assert heading is not None
        assert facts is not None
        assert facts["y"] >= heading["y"] + heading["height"] - 1  # on a line of its own
