"""Asking in the window, with the real encoder over the sample library."""

import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

QUESTION = "When did the INF Treaty cease to exist?"
UNANSWERABLE = "How do I repot an orchid without damaging its roots?"


def test_a_citation_opens_the_passage_with_the_quoted_words_marked(window: Window) -> None:
    window.ask(QUESTION)
    sentence = window.page.locator("#now .s").first
    button = sentence.locator("button.c").first
    said = sentence.evaluate(
        """s => { const words = s.cloneNode(true);
                   words.querySelectorAll('.c, .v').forEach((one) => one.remove()); return words.textContent }"""
    )

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    card = window.page.locator("#cards .card.on")
    expect(card).to_have_count(1)
    assert card.locator("mark.on").inner_text() == said
    assert len(card.locator(".pas:has(mark.on)").inner_text()) > len(said)
    assert re.search(r"\d{4}", card.locator(".meta").first.inner_text())
    expect(card.locator("h3")).not_to_be_empty()


def test_the_citation_opens_within_a_tenth_of_a_second(window: Window) -> None:
    window.ask(QUESTION)
    taken = window.page.evaluate(
        """() => { const started = performance.now(); document.querySelector('#now button.c').click();
                   return document.querySelector('#cards mark.on') ? performance.now() - started : -1 }"""
    )
    assert 0 <= taken < 100


def test_the_article_opens_at_the_quote_and_closes_again(window: Window) -> None:
    window.ask(QUESTION)
    window.page.locator("#now button.c").first.click()
    card = window.page.locator("#cards .card.on")
    quote = card.locator("mark.on").inner_text()

    for _ in range(2):  # the second time the same drawing must open again
        card.get_by_role("button", name="Open the article").click()
        mark = window.page.locator("#reader-area mark")
        expect(mark).to_be_in_viewport()
        assert mark.inner_text() == quote
        assert quote in window.page.locator("#reader-area .whole").inner_text()
        window.page.get_by_role("button", name="Back").click()
        expect(mark).to_be_hidden()


def test_an_open_article_keeps_the_keyboard_and_gives_it_back(window: Window) -> None:
    window.ask(QUESTION)
    window.page.locator("#now button.c").first.click()
    opens = window.page.locator("#cards .card.on").get_by_role("button", name="Open the article")
    inside = "document.querySelector('#reader-area').contains(document.activeElement)"

    opens.press("Enter")
    expect(window.page.locator("#reader-area .page")).to_be_focused()
    for key in ["Tab"] * 4 + ["Shift+Tab"] * 4:
        window.page.keyboard.press(key)
        assert window.page.evaluate(inside)
    window.page.keyboard.press("Escape")
    expect(opens).to_be_focused()
    window.page.keyboard.press("Tab")
    assert not window.page.evaluate(inside)

    opens.press("Enter")
    expect(window.page.locator("#reader-area .page")).to_be_focused()
    window.page.mouse.move(900, 300)
    window.page.mouse.down()
    window.page.mouse.move(300, 300)  # words are marked and the mouse leaves the article
    window.page.mouse.up()
    expect(window.page.locator("#reader-area")).to_be_visible()
    window.page.mouse.click(300, 300)  # beside it
    expect(window.page.locator("#reader-area")).to_be_hidden()
    expect(opens).to_be_focused()


def test_a_follow_up_shows_what_was_searched_and_each_turn_keeps_its_sources(window: Window) -> None:
    window.ask(QUESTION)
    window.page.locator("#now button.c").first.click()
    first = window.page.locator("#cards mark.on").inner_text()

    window.ask("And who signed it?")

    searched = window.page.locator("#now .turn:last-child .asked")
    expect(searched).to_contain_text("Searched for:")
    expect(searched).to_contain_text("INF")
    window.page.locator("#past button.c").first.click()
    assert window.page.locator("#cards mark.on").inner_text() == first
    expect(window.page.locator('button.c[aria-pressed="true"]')).to_have_count(1)


def test_a_refusal_says_so_and_offers_the_nearest_articles(window: Window) -> None:
    window.ask(UNANSWERABLE)

    expect(window.page.locator("#now .refused")).to_contain_text("does not answer")
    expect(window.page.locator("#now .c")).to_have_count(0)
    nearest = window.page.locator("#now .nearest button").first
    title = nearest.inner_text()
    nearest.click()
    expect(window.page.locator("#reader-area h2")).to_have_text(title)


def test_an_empty_question_gets_a_hint_and_is_not_sent(window: Window) -> None:
    window.page.locator("#question").fill("   ")
    window.page.keyboard.press("Enter")

    expect(window.page.locator("#hint")).to_have_text("Type a question first.")
    expect(window.page.locator(".turn")).to_have_count(0)


def test_a_question_that_is_too_long_stays_in_the_box(window: Window) -> None:
    question = "why " * 2_501
    window.page.locator("#question").fill(question)
    window.page.get_by_role("button", name="Ask", exact=True).click()

    expect(window.page.locator("#hint")).to_contain_text("10,004 characters; at most 10,000")
    assert window.page.locator("#question").input_value() == question
    expect(window.page.locator(".turn")).to_have_count(0)


def test_shift_and_enter_makes_a_line(window: Window) -> None:
    window.page.locator("#question").fill("one")
    window.page.keyboard.press("Shift+Enter")
    window.page.keyboard.type("two")

    assert window.page.locator("#question").input_value() == "one\ntwo"
    expect(window.page.locator(".turn")).to_have_count(0)


def test_the_server_refuses_a_question_that_the_page_let_through(window: Window) -> None:
    window.page.evaluate("window.chancery.send('ask', { question: ' ' })")
    expect(window.page.locator("#now .notice")).to_contain_text("The question is empty.")


def test_a_question_is_text_wherever_it_is_shown(window: Window) -> None:
    question = '<img src=x onerror="window.harm=1"> & <script>window.harm=1</script> orchids?'
    window.ask(question)

    assert window.page.locator("#now .q").inner_text() == question
    expect(window.page.locator("#rail")).to_contain_text("<img src=x")
    assert window.page.evaluate("window.harm") is None
    assert window.page.locator("#app img, #app script").count() == 0


def test_conversations_are_kept_opened_and_deleted(window: Window) -> None:
    question = "Which cities did the Abu Dhabi exchange connect?"
    window.ask(question)
    window.open()

    window.page.locator(".conv button", has_text=question).click()
    expect(window.page.locator("#now .q")).to_have_text(question)

    window.page.get_by_role("button", name=f"What to do with {question}").click()
    window.page.get_by_role("menuitem", name="Delete").click()
    expect(window.page.locator(".conv", has_text=question)).to_have_count(0)
    expect(window.page.locator(".first")).to_be_visible()


def test_a_reload_comes_back_to_the_conversation_that_was_open_and_to_its_library(window: Window) -> None:
    page = window.page
    window.ask("What does the archive say about the INF Treaty?")
    window.ask("And who signed it?")
    page.reload()
    expect(page.locator("#now .turn:last-child .q")).to_be_in_viewport()
    expect(page.locator(".turn .q")).to_have_text(
        ["What does the archive say about the INF Treaty?", "And who signed it?"]
    )
    expect(page.locator("#cards .card").first).to_be_visible()
    window.ask("When was that?")
    expect(page.locator(".turn")).to_have_count(3)

    page.get_by_role("button", name="New question").click()
    expect(page.locator(".first")).to_be_visible()
    page.reload()
    expect(page.locator(".first")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)

    window.library()
    page.get_by_role("button", name="Show your library").click()
    expect(page.locator(".lib")).to_contain_text("Your library")
    page.reload()
    expect(page.locator(".lib")).to_contain_text("Your library")


def test_an_address_that_names_nothing_is_the_first_screen(window: Window) -> None:
    window.page.goto(f"{window.server.address}?library=none&chat=99999")
    expect(window.page.locator(".first")).to_contain_text("Ask what your articles say")
    window.page.wait_for_url(f"{window.server.address}?library=sample")


def test_a_suggested_question_is_asked_by_a_click(window: Window) -> None:
    suggested = window.page.locator(".suggest button")
    expect(suggested).to_have_count(4)
    question = suggested.first.inner_text()
    suggested.first.click()
    expect(window.page.locator("#now .q")).to_have_text(question)


def test_every_suggested_question_has_an_answer(window: Window) -> None:
    questions = window.page.locator(".suggest button").all_inner_texts()
    for question in questions:
        window.ask(question)
        assert window.page.locator("#now .turn:last-child .refused").count() == 0, question


def test_a_phone_shows_sources_as_a_sheet_and_never_scrolls_sideways(phone: Window) -> None:
    phone.ask(QUESTION)
    sheet = phone.page.locator("#sources")
    expect(sheet).to_be_hidden()
    phone.page.locator("#now button.c").first.click()
    expect(sheet).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    phone.page.get_by_role("button", name="Close the sources").click()
    expect(sheet).to_be_hidden()
    phone.library()
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    phone.page.get_by_role("button", name="Conversations").click()
    expect(phone.page.locator("#rail")).to_be_visible()


def test_a_tablet_too_shows_sources_as_a_sheet(tablet: Window) -> None:
    tablet.ask(QUESTION)
    sheet = tablet.page.locator("#sources")
    expect(sheet).to_be_hidden()
    tablet.page.locator("#now button.c").first.click()
    expect(sheet.locator(".card.on")).to_be_in_viewport()
    main = tablet.page.locator("#main").bounding_box()
    assert main is not None
    assert main["width"] == 820
    tablet.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_what_is_opened_while_an_answer_comes_is_not_drawn_over_and_the_answer_is_kept(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    late = "Which countries signed the INF Treaty before it ended?"
    page.get_by_role("button", name="New question").click()
    expect(page.locator(".first")).to_be_visible()
    page.locator("#question").fill(late)
    page.keyboard.press("Enter")
    page.locator(".conv button", has_text=QUESTION).first.click()

    kept = page.locator('.conv button[data-do="open-chat"]', has_text=late)
    expect(kept).to_have_count(1)  # it stands in the rail once it is answered
    expect(page.locator(".turn .q")).to_have_text([QUESTION])
    window.ask("And who signed it?")
    expect(page.locator(".turn .q")).to_have_text([QUESTION, "And who signed it?"])
    kept.click()
    expect(page.locator(".turn .q")).to_have_text([late])


def test_a_conversation_opens_at_its_last_turn(window: Window) -> None:
    window.ask("What does the archive say about the INF Treaty?")
    window.ask("And who signed it?")
    window.open()
    window.page.locator(".conv button", has_text="What does the archive say about").first.click()
    expect(window.page.locator("#now .turn:last-child .q")).to_be_in_viewport()
    expect(window.page.locator("#now .turn:first-child .q")).not_to_be_in_viewport()


def test_the_sheet_of_a_phone_closes_after_scrolling_and_leaves_the_sentence_in_sight(phone: Window) -> None:
    page = phone.page
    phone.ask(QUESTION)
    page.locator("#now button.c").last.click()
    page.locator("#sources").evaluate("sheet => sheet.scrollTop = sheet.scrollHeight")
    close = page.get_by_role("button", name="Close the sources")
    expect(close).to_be_in_viewport(ratio=1)
    sentence, sheet = page.locator("#now .s").last.bounding_box(), page.locator("#sources").bounding_box()
    assert sentence is not None
    assert sheet is not None
    assert sentence["y"] + sentence["height"] <= sheet["y"]
    close.click(timeout=3_000)
    expect(page.locator("#sources")).to_be_hidden()


def test_a_question_is_back_in_the_box_when_its_server_dies(own_window: Window) -> None:
    page = own_window.page
    page.get_by_text("Index up to date").wait_for()
    own_window.server.process.signal(signal.SIGSTOP)  # so that it is still being answered
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#hint")).to_contain_text("One moment")
    page.locator("#question").fill("")
    own_window.server.process.kill()

    words = "The server has stopped answering. Your question is still in the box."
    expect(page.locator("#hint")).to_have_text(words)
    assert page.locator("#question").input_value() == QUESTION


def test_a_question_that_the_server_refuses_to_take_is_back_in_the_box(window: Window) -> None:
    page = window.page
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#hint")).to_contain_text("Your question is still in the box.")
    assert page.locator("#question").input_value() == QUESTION


def test_a_very_long_question_leaves_room_for_its_answer(window: Window) -> None:
    question = ("why did the INF Treaty cease to exist " * 200).strip()
    window.ask(question)
    box = window.page.locator("#now .q").bounding_box()
    assert box is not None
    assert box["height"] < 300
    assert window.page.locator("#now .q").text_content() == question


def test_the_system_s_dark_is_followed_until_one_is_chosen_and_again_after_both(night: Window) -> None:
    paper = "getComputedStyle(document.querySelector('#main')).backgroundColor"
    dark, light = "rgb(23, 22, 19)", "rgb(251, 250, 247)"
    switch = night.page.get_by_role("button", name="Light or dark")
    expect(switch).to_have_attribute("title", "Light or dark: as the system has it. Click for light.")
    assert night.page.evaluate(paper) == dark
    switch.click()
    expect(switch).to_have_attribute("title", "Light or dark: always light. Click for dark.")
    assert night.page.evaluate(paper) == light
    night.open()
    assert night.page.evaluate(paper) == light
    switch.click()
    night.page.emulate_media(color_scheme="light")
    night.open()
    assert night.page.evaluate(paper) == dark
    expect(switch).to_have_attribute("aria-label", "Light or dark: always dark. Click to follow the system.")
    switch.click()
    night.open()
    assert night.page.evaluate(paper) == light
    night.page.emulate_media(color_scheme="dark")
    night.page.wait_for_function(f"{paper} === '{dark}'")  # the page is told of it, and follows


def test_nothing_of_gradio_s_own_frame_is_seen(window: Window) -> None:
    expect(window.page.locator("footer")).to_be_hidden()
    assert window.page.title() == "Chancery"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_accessibility_fault(request: pytest.FixtureRequest, scheme: str) -> None:
    window: Window = request.getfixturevalue("window" if scheme == "light" else "night")
    window.page.emulate_media(reduced_motion="reduce")  # a sentence that fades in has too little contrast meanwhile
    window.ask(QUESTION)
    window.page.locator("#now button.c").first.click()
    assert violations(window.page) == []
    window.library()
    assert violations(window.page) == []
