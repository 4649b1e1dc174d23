"""While an answer is made: what is done is told, it can be stopped, nothing jumps, and a screen reader follows."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.llm.server import ScriptedServer
from tests.browser.conftest import Window
from tests.browser.test_models import QUESTION, begin, models, running, says, window

__all__ = ["models", "running", "says", "window"]

pytestmark = pytest.mark.browser

OTHER = "Which missiles did the INF Treaty forbid?"
STEADY = 2.0  # pixels; the browser counts no shift of what is drawn anew, so places are looked at too
SHIFT = 0.1  # of layout over an answer; above it the Web Vitals call a page unsteady
FIRST_PAINT_SECONDS = 6.0  # far above the goal of 1.5 s: other work shares this machine


def when_done(page: Page, question: str) -> None:
    page.wait_for_function(
        """q => { const turn = document.querySelector('#now .turn:last-child');
                  return turn?.ariaBusy === 'false' && turn.querySelector('.q').textContent === q }""",
        arg=question,
    )


def test_it_is_told_what_is_being_done_and_no_longer_once_it_is_done(window: Window, says: Callable[..., None]) -> None:
    says(size=12, delay=0.05)
    page = window.page
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => {
             const line = document.querySelector('#now .turn[aria-busy="true"] .doing');
             const seen = line?.checkVisibility({ opacityProperty: true }) && line.getBoundingClientRect().top;
             if (seen > 0 && seen < innerHeight) window.told.push(line.textContent);
           }).observe(document.body, { childList: true, subtree: true, characterData: true }) }"""
    )
    window.ask(QUESTION)
    told = list(dict.fromkeys(page.evaluate("window.told")))
    assert [words.partition(" ")[0] for words in told if words != "Looking…"] == [
        "Searching",
        "Reading",
        "Writing",
        "Checking",
    ]
    assert told[-4].endswith(" passages…")
    assert told[-4].split()[1].isdigit()
    expect(page.locator(".doing")).to_have_count(0)
    expect(page.locator("#now .asked")).to_contain_text("Searched in")


@pytest.mark.parametrize("how", [{"first": 30}, {"size": 12, "delay": 1}], ids=["silent", "writing"])
def test_escape_stops_an_answer_and_its_question_is_one_key_away(
    window: Window, says: Callable[..., None], how: dict[str, float]
) -> None:
    page = window.page
    says()
    window.ask(QUESTION)
    says(**how)
    begin(page, OTHER)
    turn = page.locator("#now .turn:last-child")
    seen, words = (".writing", "Ronald") if "size" in how else (".doing", "Writing")
    expect(turn.locator(seen)).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(turn).to_contain_text("Stopped.")
    expect(turn.locator(".q")).to_have_text(OTHER)
    expect(page.locator("#question")).to_be_focused()

    page.keyboard.press("ArrowUp")
    expect(page.locator("#question")).to_have_value(OTHER)
    says()
    page.keyboard.press("Enter")
    when_done(page, OTHER)
    expect(page.locator("#now .turn:last-child .trust")).to_contain_text("written by")
    page.reload()  # the answer before the stopped one has not been asked over
    expect(page.locator(".turn .q")).to_have_text([QUESTION, OTHER])


def test_filters_stay_when_a_stopped_question_is_taken_up_again(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    page = window.page
    page.locator("#filters-button").click()
    page.locator('#filters-area [data-filter="since"]').fill("2018-01-01")
    page.locator("#filters-button").click()
    expect(page.locator("#chips button")).to_have_count(1)
    says(first=30)
    models.asked.clear()
    begin(page, QUESTION)
    assert models.asked.wait(10)
    page.keyboard.press("Escape")
    expect(page.locator("#now .turn:last-child")).to_contain_text("Stopped.")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#question")).to_have_value(QUESTION)
    expect(page.locator("#chips button")).to_have_count(1)


WATCH = """() => { window.places = {}; const look = () => {
  for (const what of ['.q', '.asked', '.a', '.s']) {
    const of = document.querySelector(`#now .turn:last-child ${what}`);
    if (of && document.querySelector('#now .turn:last-child .s')) {
      const { top } = of.getBoundingClientRect();
      const [low, high] = window.places[what] ?? [top, top];
      window.places[what] = [Math.min(low, top), Math.max(high, top)];
    }
  }
  requestAnimationFrame(look); }; look(); }"""


def test_what_is_read_stays_where_it_is_while_the_rest_of_the_answer_comes(
    window: Window, says: Callable[..., None]
) -> None:
    says(size=12, delay=0.1)
    for question in (QUESTION, OTHER):
        window.page.evaluate(WATCH)
        window.ask(question)
        window.page.wait_for_timeout(1500)  # suggestions come after it
        seen = window.page.evaluate("window.places")
        assert set(seen) == {".q", ".asked", ".a", ".s"}
        assert {what: high - low for what, (low, high) in seen.items() if high - low > STEADY} == {}
        window.page.evaluate("window.places = {}")


def test_nothing_jumps_while_an_answer_is_written_and_typing_goes_on(
    window: Window, says: Callable[..., None], record_property: Callable[[str, Any], None]
) -> None:
    page = window.page
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    says(size=6, delay=0.15)
    page.evaluate(
        """() => { window.shifts = []; window.delays = [];
             new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput)
               window.shifts.push([one.value, one.sources.map((of) => of.node?.className ?? of.node?.nodeName)]);
             }).observe({ type: 'layout-shift', buffered: false });
             let pressed = 0;
             document.addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
             document.addEventListener('input', () => {
               if (pressed) window.delays.push(performance.now() - pressed); }, true); }"""
    )
    begin(page, QUESTION)
    expect(page.locator("#now .writing")).to_contain_text("Ronald")
    page.keyboard.type("and who", delay=50)  # for half a second after each key a shift is not counted; later ones are
    expect(page.locator("#now .turn")).to_have_attribute("aria-busy", "true")  # they were typed meanwhile
    when_done(page, QUESTION)
    expect(page.locator("#question")).to_have_value("and who")
    shifts = page.evaluate("window.shifts")
    delays = sorted(page.evaluate("window.delays"))
    figures = {
        "first_contentful_paint_ms": round(paint),
        "layout_shift": round(sum(value for value, _ in shifts), 4),
        "key_to_input_ms_median": round(delays[len(delays) // 2], 1),
        "key_to_input_ms_most": round(delays[-1], 1),
    }
    for name, value in figures.items():
        record_property(name, value)
    print(figures)  # noqa: T201 - reported, and not held to: other work shares the machine
    assert paint < FIRST_PAINT_SECONDS * 1000
    assert sum(value for value, _ in shifts) < SHIFT, shifts


def test_a_screen_reader_hears_of_each_answer_from_one_place_that_stays(
    window: Window, says: Callable[..., None]
) -> None:
    page = window.page
    told = page.locator("#told")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told).to_be_empty()
    page.evaluate(
        """() => { window.place = document.querySelector('#told'); window.heard = [];
             new MutationObserver(() => window.heard.push(window.place.textContent)).observe(window.place,
               { childList: true, subtree: true, characterData: true }) }"""
    )
    says(size=12, delay=0.05)
    window.ask(QUESTION)
    expect(told).to_contain_text("The answer is complete: 2 sentences, 1 source.")
    expect(told).to_contain_text("on 8 December 1987.")
    says("NONE")
    window.ask(OTHER)
    expect(told).to_contain_text("Not answered:")
    says()
    window.ask(QUESTION)
    expect(told).to_contain_text("The answer is complete: 2 sentences, 1 source.")
    heard = [words.partition(":")[0] for words in page.evaluate("window.heard")]
    complete = "The answer is complete"
    assert heard == ["Answering …", complete, "Answering …", "Not answered", "Answering …", complete]
    assert page.evaluate("window.place.isConnected && window.place === document.querySelector('#told')")
    assert page.locator("#now [aria-live]").count() == 0  # an area that is drawn anew would be read anew each time

    says(first=30)
    begin(page, OTHER)
    expect(page.locator("#now .turn:last-child .doing")).to_contain_text("Writing")
    page.keyboard.press("Escape")
    expect(page.locator("#now .turn:last-child [role=alert]")).to_contain_text("Stopped.")
    expect(told).to_be_empty()
