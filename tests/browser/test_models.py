"""The window where language models write, asked over real HTTP; a server on this machine says what a test scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.llm.conftest import key_with, saying
from tests.assistant.llm.server import Script, ScriptedServer
from tests.browser.conftest import Server, Window, a_window, start_server, stop_server, with_samples
from tests.browser.rules import violations
from tests.browser.test_programs import called as called_by_curl
from tests.browser.test_tools import called as called_as_tool

pytestmark = pytest.mark.browser

QUESTION = "Who signed the INF Treaty?"
WORDS = "destroyed 2,692 of them"  # of the passage that answers it
SIGNED = "Ronald Reagan and Mikhail Gorbachev had signed the INF Treaty in Washington on 8 December 1987."
# two figures of the second sentence have changed places
GOOD = f"{SIGNED} [KEY] By 1991 the two sides had destroyed 2,962 of the missiles. [KEY]"
SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def named(models: ScriptedServer, name: str) -> str:
    return f"{models.address}/v1#{name}"


def started(home: Path, models: ScriptedServer, *flags: str) -> Server:
    names = [word for name in ("careful", "quick") for word in ("--llm", named(models, name))]
    return start_server(home, *names, *flags)


@pytest.fixture(scope="module")
def models() -> Iterator[ScriptedServer]:
    """What the models are asked, and say."""
    with ScriptedServer(models=("careful", "quick")) as made:
        yield made


@pytest.fixture(scope="module")
def running(server: Server, models: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A window with two models, over the samples."""
    home = with_samples(tmp_path_factory.mktemp("models") / "home", server)
    served = started(home, models, "--mcp")
    yield served
    stop_server(served)


@pytest.fixture
def window(chromium: Browser, running: Server) -> Iterator[Window]:
    yield from a_window(chromium, running, viewport=SCREENS["wide"])


@pytest.fixture
def says(models: ScriptedServer) -> Callable[..., None]:
    """Have the models say this from now on, KEY being the key of the passage that answers."""

    def says(text: str = GOOD, words: str = WORDS, **how: Any) -> None:
        answer = saying(text, words, **{"size": 4, **how})
        models.reply = lambda messages: Script((_last(messages),)) if _last(messages) else answer(messages)

    return says


def _last(messages: list[dict[str, Any]]) -> str:
    """The follow-up that is to be made to stand alone; "" where an answer is asked for."""
    _, found, question = str(messages[-1]["content"]).partition("Last question:")
    return question.strip() if found else ""


def begin(page: Page, question: str) -> None:
    """Ask, and do not wait."""
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")


def test_the_reader_and_the_models_are_offered_and_the_choice_is_kept(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    says()
    page, picker = window.page, window.page.get_by_label("Who writes the answer")
    expect(picker.locator("option")).to_have_count(3)
    assert picker.locator("option").evaluate_all("some => some.map((one) => one.value)") == [
        named(models, "careful"),
        named(models, "quick"),
        "",
    ]
    expect(picker).to_have_value(named(models, "careful"))  # the first that was named
    picker.select_option(named(models, "quick"))
    window.ask(QUESTION)
    window.ask("Who signed the treaty of 1987?")
    assert {one.body["model"] for one in models.chats[-2:]} == {"quick"}
    page.reload()
    expect(picker).to_have_value(named(models, "quick"))
    picker.select_option("")
    asked = len(models.chats)
    window.ask(QUESTION)
    expect(page.locator("#now .turn:last-child .trust")).not_to_contain_text("written by")
    assert len(models.chats) == asked


def test_an_answer_streams_in_and_no_half_mark_is_ever_seen(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    says(size=2, delay=0.03)  # more often than the window draws
    page = window.page
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
             const now = document.querySelector('#now .a'); if (now) window.seen.push(now.textContent);
           }).observe(document.body, { childList: true, subtree: true, characterData: true }) }"""
    )
    window.ask(QUESTION)
    seen = page.evaluate("[...new Set(window.seen)]")
    key = key_with(models.chats[-1].body["messages"], WORDS)
    assert len(seen) > 5
    assert any(text.strip().startswith("Ronald") and len(text) < len(SIGNED) for text in seen)
    for text in seen:
        assert not set("[]") & set(text)
        assert key[:3] not in text


def test_every_sentence_has_its_verdict_and_what_stands_nowhere_is_marked(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    says()
    window.ask(QUESTION)
    turn = window.page.locator("#now .turn:last-child")
    sentences = turn.locator(".s")
    expect(sentences).to_have_count(2)
    expect(sentences.nth(0).locator(".v")).to_contain_text("word for word in its source")
    expect(sentences.nth(1).locator(".v")).to_have_text("only partly supported")
    expect(turn.locator("mark.flag")).to_have_text(["2,962"])
    expect(turn.locator("mark.flag")).to_have_attribute("title", "not in a passage that it cites")
    expect(turn.locator(".trust")).to_contain_text("1 of 2 sentences supported")
    expect(turn.locator(".trust")).to_contain_text("written by careful")
    turn.locator(".c").first.click()
    expect(window.page.locator("#cards mark.on")).to_contain_text("Ronald Reagan and Mikhail Gorbachev")


def test_where_the_model_fails_the_reader_answers_its_draft_can_be_read_and_it_is_tried_again(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    says(f"{SIGNED} [KEY] By the dead", cut=True)
    window.ask(QUESTION)
    turn = window.page.locator("#now .turn:last-child")
    expect(turn.locator(".wrote")).to_contain_text("The connection to the model broke off.")
    expect(turn.locator(".s .v").first).to_contain_text("word for word")
    draft = turn.locator(".draft p")
    expect(draft).to_be_hidden()
    turn.get_by_text("What it had written").click()
    expect(draft).to_contain_text("By the dead")
    expect(draft).not_to_contain_text("[")  # the keys of the passages are nothing for people
    says()
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator(".trust")).to_contain_text("written by careful")
    expect(turn.locator(".wrote")).to_have_count(0)
    expect(window.page.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize("how", [{"first": 30}, {"size": 30, "delay": 30}], ids=["silent", "stuck"])
def test_stop_closes_the_connection_at_once_and_the_window_goes_on(
    window: Window, models: ScriptedServer, says: Callable[..., None], how: dict[str, float]
) -> None:
    says(**how)
    models.asked.clear()
    models.closed.clear()
    page = window.page
    kept = page.locator(".conv").count()
    begin(page, QUESTION)
    assert models.asked.wait(10)
    page.get_by_role("button", name="Stop").click()
    assert models.closed.wait(10)  # of the 30 s for which the model would say nothing
    expect(page.locator("#now .turn")).to_contain_text("Stopped.")
    expect(page.locator(".conv")).to_have_count(kept)
    says()
    window.ask(QUESTION)
    expect(page.locator("#now .turn:last-child .trust")).to_contain_text("written by")


def test_a_follow_up_shows_the_question_that_the_model_made_of_it_to_be_edited(
    window: Window, models: ScriptedServer, says: Callable[..., None]
) -> None:
    standalone = "How many missiles were destroyed under the INF Treaty?"
    good = saying("By the deadline in 1991 the two sides had destroyed 2,692 of them. [KEY]", WORDS)

    def reply(messages: list[dict[str, Any]]) -> Script:
        return Script((standalone,)) if _last(messages) else good(messages)

    says()
    window.ask(QUESTION)
    models.reply = reply
    window.ask("And how many were destroyed?")
    page = window.page
    expect(page.locator("#now .asked b")).to_have_text(standalone)
    expect(page.locator("#now .turn:last-child .trust")).to_contain_text("1 of 1 sentence supported")
    page.locator("#now .asked").get_by_role("button", name="Edit").click()
    expect(page.locator("#question")).to_have_value(standalone)


def test_strict_says_how_many_were_taken_out(
    chromium: Browser, running: Server, models: ScriptedServer, says: Callable[..., None], tmp_path: Path
) -> None:
    says(f"{GOOD} Bees make honey in summer, and bears like it. [KEY]")
    server = started(with_samples(tmp_path / "home", running), models, "--strict")
    try:
        for window in a_window(chromium, server, viewport=SCREENS["wide"]):
            window.ask(QUESTION)
            turn = window.page.locator("#now .turn:last-child")
            expect(turn.locator(".s")).to_have_count(1)
            expect(turn.locator(".trust")).to_contain_text("1 of 1 sentence supported, 2 unsupported removed")
    finally:
        stop_server(server)


def test_programs_say_which_model_writes(running: Server, models: ScriptedServer, says: Callable[..., None]) -> None:
    says()
    tools = f"{running.address}mcp"
    for name, wanted in (("quick", named(models, "quick")), ("careful", "")):
        _, answer = called_by_curl(running, "ask", QUESTION, [], {}, "sample", wanted)
        assert answer["model"]["model"] == named(models, name)
        assert [one["support"] for one in answer["sentences"]] == ["verbatim", "partly"]
        answer = called_as_tool(tools, "ask", question=QUESTION, library="sample", model=wanted).structured_content
        assert answer is not None
        assert answer["model"]["model"] == named(models, name)
    _, answer = called_by_curl(running, "ask", QUESTION, [], {}, "sample", "none")
    assert answer["model"] is None
    assert answer["sentences"]
    kind, told = called_by_curl(running, "ask", QUESTION, [], {}, "sample", "nobody")
    assert kind == "error"
    assert told["error"].startswith("'nobody' is no model of this server.")
    assert f"There are: {named(models, 'careful')}, {named(models, 'quick')}, none" in told["error"]
    refused = called_as_tool(tools, "ask", question=QUESTION, library="sample", model="nobody")
    assert refused.is_error
    assert "'nobody' is no model of this server." in refused.content[0].text  # type: ignore[union-attr]


def fits(page: Page, path: Path) -> None:
    """Nothing is wider than the screen; the picture lies at `path`."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=path)


@pytest.mark.parametrize("screen", SCREENS)
def test_it_fits_and_has_no_serious_fault(
    chromium: Browser, running: Server, says: Callable[..., None], tmp_path: Path, screen: str
) -> None:
    for window in a_window(
        chromium, running, viewport=SCREENS[screen], color_scheme="light", has_touch=screen == "phone"
    ):
        page = window.page
        says(f"{GOOD} Bees make honey in summer, and bears like it. [KEY]", size=12, delay=0.3)
        begin(page, QUESTION)
        expect(page.locator("#now .writing")).to_contain_text("By")
        expect(page.locator("#now .s").first).to_have_css("animation-name", "none")  # it is drawn anew at each piece
        fits(page, tmp_path / "writing.png")
        expect(page.locator("#now .trust")).to_contain_text("1 of 3 sentences supported")
        fits(page, tmp_path / "answer.png")
        says("NONE")
        window.ask("Which missiles did the INF Treaty forbid?")
        expect(page.locator("#now .turn:last-child .refused")).to_contain_text("careful at 127.0.0.1")
        says(f"{SIGNED} [KEY] By the dead", cut=True)
        window.ask("Who signed the treaty of 1987?")
        page.locator("#now .turn:last-child .draft summary").click()
        for theme in ("light", "dark"):  # all three turns are on the page
            page.get_by_role("button", name="Light or dark").click()
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
            fits(page, tmp_path / f"failed-{theme}.png")
            assert violations(page) == []
