"""What can be done with an answer and with a conversation: looked at closely, asked again, judged, taken along."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.answer import Sentence
from assistant.chats import Chats
from tests.assistant.test_draw import a_citation, an_answer
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

QUESTION = "What did Trump say about the Budapest meeting?"
OTHER = "When did the INF Treaty cease to exist?"
UNANSWERABLE = "How do I repot a bonsai without damaging its roots?"  # asked by no other test of this server


def test_a_number_shows_its_quote_at_a_glance_by_mouse_and_by_keyboard(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    number = page.locator("#now button.c").first
    quote = page.locator('#now .cards mark[data-n="1"]').text_content()
    number.hover()
    tip = page.locator("#tip")
    expect(tip).to_contain_text(quote or "nothing")
    expect(tip.locator(".title")).to_have_text(page.locator("#cards .card h3").first.inner_text())
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(5, 5)
    page.locator("#now .q").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.locator("#now button.c:focus")
    expect(focused).to_have_count(1)
    expect(tip).to_be_visible()
    expect(focused).to_have_attribute("aria-describedby", "tip")


def test_a_glance_tells_of_its_own_quote_alone(window: Window) -> None:
    page = window.page
    cited = [
        replace(a_citation(1), page=2, speaker="Ada Vale"),
        replace(a_citation(2), page=5, speaker="Bo Lund"),
        a_citation(3),
    ]
    said = tuple(Sentence(f"Sentence {one.n}.", (one.n,), "verbatim") for one in cited)
    chats = Chats(window.server.home / "chats.sqlite")
    chat = chats.start("Who said which?", "sample")
    chats.keep(chat, an_answer(sentences=said, citations=tuple(cited)))
    page.goto(f"{window.server.address}?library=sample&chat={chat}")
    gone = "This article is no longer in the library."
    told = [
        ["Desk, 12 Nov 2025, page 2", "Ada Vale, as the article reports", gone],
        ["Desk, 12 Nov 2025, page 5", "Bo Lund, as the article reports", gone],
        ["Desk, 12 Nov 2025", gone],
    ]
    expect(page.locator("#now .s .c")).to_have_count(3)
    for number, lines in zip(page.locator("#now .s .c").all(), told, strict=True):
        number.hover()
        expect(page.locator("#tip .meta")).to_have_text(lines, use_inner_text=True)


def test_a_dot_of_the_time_line_opens_its_source_and_every_sentence_has_its_verdict(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    verdicts = page.locator("#now .s .v")
    expect(verdicts).to_have_count(page.locator("#now .s").count())
    expect(verdicts.first).to_contain_text("word for word in its source")
    expect(page.locator("#now .trust")).to_contain_text("articles of one outlet")
    dots = page.locator("#now .dot")
    expect(dots).to_have_count(page.locator("#cards .card").count())
    dots.last.click()
    expect(page.locator("#cards .card.on")).to_have_count(1)


def test_what_was_read_and_not_cited_opens_at_its_passage(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    page.locator("#cards .also summary").click()
    page.locator("#cards .also button").first.click()
    expect(page.locator("#reader-area mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#reader-area")).to_be_hidden()


def test_an_article_alone_is_asked_when_its_card_says_so(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    card = page.locator("#cards .card").first
    title = card.locator("h3").inner_text()
    card.get_by_role("button", name="Only this article").click()
    expect(page.locator("#chips")).to_contain_text(f"“{title[:40]}")
    window.ask("What was agreed by the two presidents?")
    expect(page.locator("#cards .card h3")).to_have_text([title])
    page.locator("#chips button").click()
    expect(page.locator("#chips button")).to_have_count(0)


def test_the_last_question_is_asked_again_and_edited_in_its_place(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#compose-form")).not_to_have_attribute("data-busy", "yes")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator('#now .turn[aria-busy="false"] .q')).to_have_text(QUESTION)

    page.locator("#question").press("ArrowUp")
    expect(page.locator("#question")).to_have_value(QUESTION)
    page.keyboard.press("Escape")
    expect(page.locator("#question")).to_have_value("")
    page.locator("#question").press("ArrowUp")
    window.ask(OTHER)
    expect(page.locator(".turn")).to_have_count(1)
    page.reload()
    expect(page.locator(".turn .q")).to_have_text([OTHER])

    window.ask("And who signed it?")
    standalone = page.locator("#now .asked b").inner_text()
    page.locator("#now .asked").get_by_role("button", name="Edit").click()
    expect(page.locator("#question")).to_have_value(standalone)
    page.keyboard.press("Escape")
    page.locator("#past, #now").get_by_role("button", name="Edit the question").first.click()
    expect(page.locator("#question")).to_have_value(OTHER)
    window.ask("Who signed the INF Treaty?")  # an earlier question is asked anew, at the end
    expect(page.locator(".turn")).to_have_count(3)


def test_an_answer_is_stopped_and_nothing_of_it_is_kept(window: Window) -> None:
    page = window.page
    page.evaluate(
        """q => { document.querySelector('#question').value = q;
                  document.querySelector('#compose-form [type=submit]').click();
                  document.querySelector('[data-do=stop]').click() }""",
        "What did the foreign ministers discuss in Riyadh, and for how long?",
    )
    expect(page.locator("#now .turn")).to_contain_text("Stopped.")
    expect(page.locator("#compose-form")).not_to_have_attribute("data-busy", "yes")
    expect(page.locator(".conv", has_text="What did the foreign ministers discuss in Riyadh")).to_have_count(0)
    window.ask(OTHER)
    expect(page.locator("#now .turn:last-child .s").first).to_be_visible()


def test_an_answer_is_copied_with_its_sources(window: Window) -> None:
    page = window.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.ask(OTHER)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#note")).to_contain_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(OTHER)
    assert "[1] “" in copied
    assert page.locator("#cards .card h3").first.inner_text() in copied


def test_a_link_opens_its_answer_again(window: Window) -> None:
    page = window.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.ask(OTHER)
    window.ask("And who signed it?")
    page.locator("#past").get_by_role("button", name="Link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="New question").click()
    expect(page.locator(".first")).to_be_visible()
    page.goto(link)
    expect(page.locator(".turn .q")).to_have_text([OTHER, "And who signed it?"])
    expect(page.locator(".turn .q").first).to_be_in_viewport()
    page.goto(link[:-3] + "xyz")
    expect(page.locator(".first")).to_be_visible()


def test_a_verdict_is_kept_with_its_reason(window: Window) -> None:
    page = window.page
    window.ask(OTHER)
    page.get_by_role("button", name="Helpful: no").click()
    page.get_by_label("What was wrong?").fill("The day is missing.")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_contain_text("Thank you")
    page.reload()
    pressed = page.get_by_role("button", name="Helpful: no")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    pressed.click()
    expect(pressed).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("button", name="Helpful: no")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("form", "ending", "opening"),
    [
        ("Markdown", ".md", b"# "),
        ("Web page", ".html", b"<!doctype html>"),
        ("PDF", ".pdf", b"%PDF"),
        ("JSON", ".json", b"{"),
    ],
)
def test_a_conversation_is_exported(window: Window, tmp_path: Path, form: str, ending: str, opening: bytes) -> None:
    page = window.page
    window.ask(OTHER)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=form).click()
    assert download.value.suggested_filename.endswith(ending)
    path = tmp_path / "exported"
    download.value.save_as(path)
    content = path.read_bytes()
    assert content.lower().startswith(opening.lower())
    if ending == ".json":
        assert json.loads(content)["turns"][0]["question"] == OTHER


def test_a_conversation_is_found_renamed_deleted_and_brought_back(window: Window) -> None:
    page = window.page
    window.ask(UNANSWERABLE)
    page.get_by_role("button", name=f"What to do with {UNANSWERABLE}").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.locator("#rename-to").fill("Of bonsais")
    page.keyboard.press("Enter")
    expect(page.locator(".conv", has_text="Of bonsais")).to_have_count(1)

    page.get_by_label("Find a conversation").fill("bonsai ROOTS")
    expect(page.locator(".conv")).to_have_count(1)
    page.get_by_label("Find a conversation").fill("no such words anywhere")
    expect(page.locator("#rail-area")).to_contain_text("No conversation has these words.")
    page.get_by_label("Find a conversation").fill("")
    expect(page.locator(".conv", has_text="Of bonsais")).to_have_count(1)

    page.get_by_role("button", name="What to do with Of bonsais").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator(".conv", has_text="Of bonsais")).to_have_count(0)
    expect(page.locator(".first")).to_be_visible()
    page.locator("#note").get_by_role("button", name="Undo").click()
    expect(page.locator(".conv", has_text="Of bonsais")).to_have_count(1)
    expect(page.locator(".turn .q")).to_have_text([UNANSWERABLE])


def test_keys_are_shown_and_lead_to_the_question(window: Window) -> None:
    page = window.page
    page.get_by_role("tab", name="Library").click()
    page.locator("#library h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("edit the last question")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("what/is?this")
    expect(page.locator("#question")).to_have_value("what/is?this")


def test_a_menu_is_used_by_the_keyboard_alone(window: Window) -> None:
    page = window.page
    window.ask(OTHER)
    page.get_by_role("button", name="Export").press("Enter")
    expect(page.get_by_role("menuitem", name="Markdown")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Web page")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Export")).to_be_focused()


def test_what_could_be_asked_next_is_suggested_and_asked_by_a_click(window: Window) -> None:
    page = window.page
    window.ask(QUESTION)
    suggested = page.locator("#now .turn:last-child .next button")
    expect(suggested).to_have_count(3)
    page.reload()
    expect(suggested).to_have_count(3)
    question = suggested.first.inner_text()
    suggested.first.click()
    answered = page.locator('#now .turn:last-child[aria-busy="false"]')
    expect(answered.locator(".q")).to_have_text(question)
    expect(answered.locator(".s").first).to_be_visible()
