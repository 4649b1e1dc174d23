"""The stream of drawings: what a person asks for is drawn, at whatever moment they ask."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, Window

pytestmark = pytest.mark.browser

SLOW = """
(late) => {
  // A slow network: from this message on, what the server has sent is on its way for a while.
  const fetched = window.fetch, bytes = new TextEncoder(), words = new TextDecoder();
  window.fetch = async (...given) => {
    const response = await fetched(...given);
    if (!String(given[0].url ?? given[0]).includes("queue/data")) return response;
    const slowed = response.body.pipeThrough(new TransformStream({ async transform(chunk, passed) {
      for (const message of words.decode(chunk).split(/(?<=\\n\\n)/)) {
        if (message.includes(late)) {
          window.ending = (window.ending ?? 0) + 1;
          await new Promise((soon) => { setTimeout(soon, 700); });
        }
        passed.enqueue(bytes.encode(message));
      }
    } }));
    return new Response(slowed, { status: response.status, headers: response.headers });
  };
}
"""


@pytest.mark.parametrize("late", ["process_completed", "close_stream"])
def test_what_is_asked_while_the_stream_closes_is_drawn(chromium: Browser, server: Server, late: str) -> None:
    page = chromium.new_context().new_page()
    page.add_init_script(script=f"({SLOW})('{late}')")
    page.goto(server.address)
    page.wait_for_function("window.ending === 1 && document.documentElement.dataset.tab === 'ask'")
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.locator("#sheet-area .tools")).to_be_visible()
    page.get_by_role("tab", name="Library").click()  # and the stream goes on to close and open as before
    page.get_by_label("Find articles").fill("no article has these words")
    expect(page.locator("#table-area")).to_contain_text("No article")
    page.context.close()


def test_what_is_asked_before_the_window_is_ready_is_drawn(chromium: Browser, server: Server) -> None:
    page = chromium.new_context().new_page()
    page.add_init_script(
        script="""
        let wire;  // it comes late
        Object.defineProperty(window, "chancery", {
          get: () => (window.held ? undefined : wire), set: (mounted) => { wire = mounted; }, configurable: true,
        });
        window.held = true;
        """
    )
    page.goto(server.address)
    page.locator(".first").wait_for()
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.locator("#sheet-area .tools")).to_have_count(0)
    page.evaluate("window.held = false")
    expect(page.locator("#sheet-area .tools")).to_be_visible()
    page.context.close()


def test_what_is_asked_before_the_window_has_arrived_is_asked_of_the_library_that_it_shows(
    chromium: Browser, server: Server
) -> None:
    page = chromium.new_context().new_page()
    page.add_init_script(
        script="""
        const fetched = window.fetch, begun = new Promise((begin) => { window.begin = begin; });
        window.fetch = async (...given) => {  // the first request of all, by which the window arrives, is late
          if (!window.held && String(given[0].url ?? given[0]).includes("queue/join")) {
            window.held = true;
            await begun;
          }
          return fetched(...given);
        };
        """
    )
    page.goto(server.address)
    page.wait_for_function("window.held && window.chancery")
    page.locator("#question").fill("Who signed the INF Treaty?")
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)  # in which it would be answered
    page.evaluate("window.begin()")
    expect(page.locator("#now .turn .a")).to_contain_text("Gorbachev")
    page.context.close()


def test_a_run_that_somebody_else_began_is_asked_after(window: Window) -> None:
    """What it is told then is in `tests/assistant/test_handlers.py`."""
    page = window.page
    page.evaluate(
        """() => {
          const wire = window.chancery, sent = (window.sent = []);
          window.chancery = { send: (name, data) => { sent.push(name); wire.send(name, data); } };
          document.querySelector("#facts-area .lib").insertAdjacentHTML("beforeend", '<span class="busy">Index</span>');
        }"""
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("window.sent") == []  # while something has just been heard of it
    page.wait_for_function("window.sent.includes('follow')")


def test_what_is_asked_at_once_after_a_new_question_begins_a_conversation(own_window: Window) -> None:
    page = own_window.page
    page.evaluate(
        """() => {
          const fetched = window.fetch;
          window.fetch = async (...given) => {  // what begins a new conversation is long on its way
            const body = String(given[1]?.body ?? "");
            if (body.includes('"ticket":"change')) await new Promise((soon) => { setTimeout(soon, 1500); });
            return fetched(...given);
          };
        }"""
    )
    own_window.ask("When did the INF Treaty cease to exist?")
    expect(page.locator("#rail-area .conv")).to_have_count(1)
    page.get_by_role("button", name="New question").click()
    own_window.ask("Where did Trump and Putin meet in August 2025?")
    expect(page.locator("#rail-area .conv")).to_have_count(2)
    expect(page.locator("#past .q")).to_have_count(0)
    page.reload()
    expect(page.locator("#now .q, #past .q")).to_have_text(["Where did Trump and Putin meet in August 2025?"])
