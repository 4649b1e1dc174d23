"""The Evaluate tab: own questions put in, taken from a file, asked with progress, compared, and opened in the chat."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Window
from tests.browser.rules import violations
from tests.browser.test_library_tab import LIGHTHOUSE

pytestmark = pytest.mark.browser

TOLD = "Which engineer will build the lighthouse of Port Wessel?"
QUOTE = "chose the engineer Ottilie Brandvold on Tuesday"
UNTOLD = "Who composed the opera about the two otters?"


@pytest.fixture
def evaluating(own_window: Window, tmp_path: Path) -> Window:
    """A library of one article, no questions yet, the tab open."""
    page = own_window.page
    page.get_by_text("Index up to date").wait_for()
    given = tmp_path / "lighthouse.md"
    given.write_text(LIGHTHOUSE)
    own_window.add(given)
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(1)
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.locator(".empty")).to_be_visible()
    return own_window


def put(page: Page, question: str, answers: str = "", quote: str = "") -> None:
    page.locator("#evaluate").get_by_role("button", name="Add a question").first.click()
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_label("Expected answer").fill(answers)
    page.get_by_label("Words of an article that say so").fill(quote)
    page.get_by_role("button", name="Keep", exact=True).click()


def run(page: Page, number: int) -> None:
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#sheet_below-area summary", has_text="Runs")).to_have_text(f"Runs{number}")


def test_questions_are_put_run_compared_and_opened_in_the_chat(evaluating: Window) -> None:
    page = evaluating.page
    put(page, TOLD, "Ottilie Brandvold\nBrandvold", QUOTE)
    expect(page.locator(".case")).to_have_count(1)
    put(page, UNTOLD)
    expect(page.locator(".case")).to_have_count(2)

    run(page, 1)
    expect(page.locator(".tile").first).to_contain_text("1.00")
    expect(page.locator(".case .score.good")).to_have_count(2)
    told = page.locator(".case", has_text=TOLD)
    told.locator("summary").click()
    expect(told).to_contain_text("said, the passage quoted; search: at place 1")

    told.get_by_role("button", name="Edit").click()
    page.get_by_label("Expected answer").fill("Somebody else")
    page.get_by_role("button", name="Keep", exact=True).click()
    run(page, 2)
    expect(page.locator("#sheet-area")).to_contain_text("0 better, 1 worse, 1 the same")
    worst = page.locator(".case").first
    expect(worst).to_contain_text(TOLD)
    expect(worst).to_contain_text("down from 1.00")

    worst.locator("summary").click()
    worst.get_by_role("button", name="A lighthouse for Port Wessel").click()
    expect(page.locator("#reader-area mark")).to_contain_text("Ottilie Brandvold")
    page.keyboard.press("Escape")
    worst.get_by_role("button", name="Ask in the chat").click()
    expect(page.locator("#now .turn .q")).to_have_text(TOLD)
    expect(page.locator("#now .turn .c").first).to_be_visible()

    page.reload()
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.locator(".case").first).to_contain_text("down from 1.00")
    worst = page.locator(".case").first
    worst.locator("summary").click()
    worst.get_by_role("button", name="Delete").click()
    page.locator("#confirm").get_by_role("button", name="Delete").click()
    expect(page.locator(".case")).to_have_count(1)


@pytest.mark.parametrize("fails", [False, True])
def test_a_run_waits_for_a_question_that_is_being_kept(evaluating: Window, fails: bool) -> None:
    """However long that takes to arrive; and where it never does, the run is of what there is."""
    page = evaluating.page
    put(page, TOLD, "Ottilie Brandvold", QUOTE)
    expect(page.locator(".case")).to_have_count(1)
    held: list[Route] = []
    sent: list[str] = []

    def hold(route: Route) -> None:
        data = route.request.post_data or ""
        sent.append(data)
        if "Somebody else" in data:
            held.append(route)
        else:
            route.continue_()

    page.route("**/queue/join*", hold)
    page.locator(".case summary").first.click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Expected answer").fill("Somebody else")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).click()
    with page.expect_response("**/queue/join*"):  # an event that waits for nothing, and is sent after that click
        page.get_by_role("tab", name="Library").click()
    assert [("Somebody else" in data) for data in sent] == [True, False]
    if fails:
        held[0].abort()
    else:
        held[0].continue_()
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.locator("#sheet_below-area summary", has_text="Runs")).to_have_text("Runs1")
    expect(page.locator(".tile").first).to_contain_text("1.00" if fails else "0.00")


def test_what_was_filled_in_comes_back_when_it_cannot_be_kept(evaluating: Window) -> None:
    page = evaluating.page
    put(page, TOLD, "Brandvold", "words that no article has")
    dialog = page.locator("#question-dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("No article has the words")
    expect(page.get_by_label("Question", exact=True)).to_have_value(TOLD)
    expect(page.get_by_label("Expected answer")).to_have_value("Brandvold")
    page.get_by_label("Words of an article that say so").fill("")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".case")).to_have_count(1)
    expect(dialog).to_be_hidden()


def test_files_are_taken_and_the_questions_taken_along(evaluating: Window, tmp_path: Path) -> None:
    page = evaluating.page
    table = tmp_path / "mine.csv"
    table.write_text(f"question,answer,quote\n{TOLD},Brandvold|Ottilie Brandvold,{QUOTE}\n{UNTOLD},,\n")
    page.locator("#questions-file").set_input_files(str(table))
    expect(page.locator("#trial_notes-area")).to_contain_text("mine.csv: 2 new, 0 that were here already.")

    gold = tmp_path / "gold.jsonl"
    gold.write_text("no json\n")
    page.locator("#questions-file").set_input_files(str(gold))
    expect(page.get_by_role("alert").filter(has_text="gold.jsonl, line 1: not JSON")).to_be_visible()

    page.get_by_role("button", name="More").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Take the questions along").click()
    path = tmp_path / "along.jsonl"
    download.value.save_as(path)
    assert [json.loads(line)["question"] for line in path.read_text().splitlines()] == [TOLD, UNTOLD]


def test_an_answer_judged_in_the_chat_becomes_a_question(evaluating: Window) -> None:
    page = evaluating.page
    page.get_by_role("tab", name="Ask").click()
    evaluating.ask(TOLD)
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: route.continue_() if held else held.append(route))
    page.locator("#now").get_by_role("button", name="Yes").click()
    page.get_by_role("tab", name="Evaluate").click()
    page.wait_for_timeout(500)  # the tab is opened at once, the judgement takes its time
    held[0].continue_()
    page.locator("#sheet_below-area summary", has_text="Judged in the chat").click()
    page.locator("#sheet_below-area").get_by_role("button", name="Add").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value(TOLD)
    expect(page.get_by_label("Words of an article that say so")).to_have_value(re.compile("Ottilie Brandvold"))
    page.get_by_label("Expected answer").fill("Ottilie Brandvold")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".case")).to_have_count(1)
    expect(page.locator("#sheet_below-area summary", has_text="Judged in the chat")).to_have_count(0)


def test_questions_are_drafted_and_a_run_is_stopped(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    many = tmp_path / "many.csv"  # a run that is not over before it can be stopped
    many.write_text("question,answer,quote\n" + "".join(f"Who was told of number {n}?,,\n" for n in range(400)))
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_role("button", name="Draft some from the articles").click()
    expect(page.locator("#trial_notes-area")).to_contain_text("new, drafted by rules")
    page.locator("#questions-file").set_input_files(str(many))
    expect(page.locator("#trial_notes-area")).to_contain_text("many.csv: 400 new")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#trial-area .run progress")).to_be_visible()
    page.locator("#trial-area").get_by_role("button", name="Stop").click()
    expect(page.locator("#trial-area")).to_contain_text("Nothing of it is kept.")
    expect(page.locator(".case .score", has_text="not asked").first).to_be_visible()


def test_no_serious_fault_for_screen_readers_and_nothing_cut_off(window: Window, phone: Window, night: Window) -> None:
    for page in (window.page, phone.page, night.page):
        page.get_by_role("tab", name="Evaluate").click()
        page.locator("#sheet-area .tools").wait_for()
        page.locator("#evaluate").get_by_role("button", name="Add a question").first.click()
        assert violations(page) == []
        page.keyboard.press("Escape")
        if page.locator(".case").count():
            page.locator(".case summary").first.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
