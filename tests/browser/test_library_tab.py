"""The Library tab: adding, asking about what was added, deleting, rebuilding; and hostile files."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.corpus.web.conftest import site
from tests.corpus.web.server import Answer, Site

__all__ = ["site"]

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


def test_the_note_that_there_are_articles_of_ones_own_can_be_shut(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    page.get_by_text("Index up to date").wait_for()
    (tmp_path / "lighthouse.md").write_text(LIGHTHOUSE)
    own_window.add(tmp_path / "lighthouse.md")
    note = page.locator(".banner")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Close this note").click()
    expect(note).to_be_hidden()
    page.goto(f"{own_window.server.address}?library=sample")
    page.get_by_text("Sample library").first.wait_for()
    expect(note).to_have_count(1)
    expect(note).to_be_hidden()


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
    page.get_by_role("button", name="What to do with A lighthouse for Port Wessel").click()
    page.get_by_role("menuitem", name="Delete").click()
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
    window.page.evaluate(
        """() => { const area = document.querySelector('#progress-area');
                   new MutationObserver(() => { window.bar ||= area.querySelector('progress') !== null })
                     .observe(area, { childList: true, subtree: true }) }"""
    )  # it may stand for a moment only: no passage is encoded again
    window.page.get_by_role("button", name="Update the index").click()
    expect(window.page.locator(".plan")).to_contain_text("The index is as your sources are.")
    window.page.get_by_role("button", name="Make all of it anew").click()
    expect(window.page.locator("#confirm")).to_contain_text("Make the index of 24 articles anew?")
    window.page.locator("#confirm").get_by_role("button", name="Make it anew").click()
    expect(window.page.locator("#progress-area .report")).to_contain_text("Rebuilt")
    assert window.page.evaluate("window.bar === true")
    expect(window.page.locator("#rail")).to_contain_text("Index up to date")


def test_what_is_known_is_corrected_and_taken_back(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    given = tmp_path / "lighthouse.md"
    given.write_text(LIGHTHOUSE)
    own_window.add(given)
    page.get_by_role("button", name="Go on with your own library").click()
    row = page.locator("#table-area tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("4 Mar 2025")

    page.get_by_role("button", name="What to do with A lighthouse for Port Wessel").click()
    page.get_by_role("menuitem", name="Details").click()
    dialog = page.locator("dialog.details")
    expect(dialog.get_by_label("Outlet")).to_have_value("Harbour Gazette")
    expect(dialog.locator("#k-outlet")).to_have_text("stated, metadata")
    expect(dialog.locator("#k-author")).to_have_text("not known")
    dialog.get_by_label("Published").fill("soon")
    dialog.get_by_label("Author").fill("Ines Corvalho")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".notice")).to_contain_text("'soon' is not a date")
    expect(dialog.get_by_label("Author")).to_have_value("")

    dialog.get_by_label("Published").fill("March 2024")
    dialog.get_by_label("Author").fill("Ines Corvalho")
    page.keyboard.press("Enter")
    expect(dialog.locator("#k-published")).to_contain_text("your correction")
    expect(row).to_contain_text("Mar 2024")
    assert 'published = "2024-03"' in (own_window.server.home / "sources/lighthouse.md.toml").read_text()

    dialog.locator("#k-published").get_by_role("button", name="Take back").click()
    expect(dialog.get_by_label("Published")).to_have_value("2025-03-04")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row).to_contain_text("4 Mar 2025")
    expect(page.get_by_role("button", name="What to do with A lighthouse for Port Wessel")).to_be_focused()


def test_copies_are_shown_and_split(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    body = LIGHTHOUSE + " ".join(
        f"The {n}. stone of the quay was laid by the mason of street {n * 7}." for n in range(20)
    )
    (tmp_path / "lighthouse.md").write_text(body)
    reprint = body.replace("A lighthouse for", "A tower at").replace("03-04", "03-06") + " This is a reprint."
    (tmp_path / "reprint.md").write_text(reprint)
    own_window.add(tmp_path / "lighthouse.md", tmp_path / "reprint.md")
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(2)
    page.get_by_role("button", name="What to do with A tower at Port Wessel").click()
    page.get_by_role("menuitem", name="Details").click()
    dialog = page.locator("dialog.details")
    expect(dialog.locator(".copies")).to_contain_text("Counts as one with 1 other article of nearly the same text")
    expect(dialog.locator(".copies li")).to_contain_text("A lighthouse for Port Wessel")
    dialog.get_by_role("button", name="This is no copy").click()
    expect(dialog.locator(".copies")).to_contain_text("You said that this is no copy")
    assert 'cluster = "own"' in (own_window.server.home / "sources/reprint.md.toml").read_text()


def test_a_text_is_pasted(own_window: Window) -> None:
    page = own_window.page
    own_window.library()
    page.get_by_label("The text of an article, or links").fill(
        "Ferries to Ostrava Island\n\nThe ferry to Ostrava Island runs twice a day."
    )
    page.locator("#give-form").get_by_role("button", name="Add").click()
    expect(page.locator("#progress-area .report")).to_contain_text("Added: 1 (ferries-to-ostrava-island")
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(1)
    expect(page.locator("#table-area tbody tr")).to_contain_text("Ferries to Ostrava Island")


def test_a_link_and_a_feed_are_pasted_and_what_fails_says_why(own_window: Window, site: Site) -> None:
    page = own_window.page
    site.page(
        "/tides", "Tide tables change", "The tide tables of Port Wessel are computed by a new machine since 2024."
    )
    site.page("/buoys", "New buoys", "Eleven new buoys were laid in the bay of Port Wessel on 3 May 2025.")
    items = f"<item><title>New buoys</title><link>{site.url('/buoys')}</link></item>"
    feed = f'<rss version="2.0"><channel><title>Bay News</title>{items}</channel></rss>'
    site.answers["/feed"] = Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"})
    own_window.library()
    links = page.get_by_label("The text of an article, or links")
    links.fill(f"{site.url('/tides')}\n{site.url('/feed')}\n{site.url('/nowhere')}")
    page.locator("#give-form").get_by_role("button", name="Add").click()
    expect(page.locator("#progress-area .report")).to_contain_text("Added: 2")
    expect(page.locator("#notes-area .report")).to_contain_text(f"Skipped {site.url('/nowhere')}")
    expect(page.locator("#notes-area .report")).to_contain_text("does not exist")
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(2)
    page.get_by_role("tab", name="Ask").click()
    own_window.ask("How many buoys were laid in the bay of Port Wessel?")
    expect(page.locator("#now .turn")).to_contain_text("Eleven")


def test_the_shelf_is_sorted_searched_and_says_what_it_has(window: Window) -> None:
    page = window.page
    window.library()
    titles = page.locator("#table-area tbody th > button")
    page.get_by_role("button", name="Title").click()
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "ascending")
    rising = titles.all_inner_texts()
    assert rising == sorted(rising, key=str.casefold)
    page.get_by_role("button", name="Title").click()
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "descending")
    expect(titles.first).to_have_text(rising[-1])

    page.get_by_label("Find articles").fill("START new")
    expect(titles).not_to_have_count(len(rising))
    assert all("START" in title for title in titles.all_inner_texts())
    page.get_by_label("Find articles").fill("no article is called so")
    expect(page.locator("#table-area")).to_contain_text("No article has all of these words.")
    expect(page.get_by_label("Outlet", exact=True)).to_be_disabled()
    page.get_by_label("Find articles").fill("")
    expect(titles).to_have_count(len(rising))
    page.locator("summary", has_text="Articles by month and outlet").click()
    expect(page.get_by_role("img", name="Articles by")).to_be_visible()


def test_reprints_are_shown_together_and_a_copied_file_is_no_fault(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    texts = {
        "lighthouse.md": LIGHTHOUSE * 3,
        "again.md": LIGHTHOUSE * 3,
        "reprint.md": LIGHTHOUSE.replace("A lighthouse for Port Wessel", "A tower is planned") * 3
        + "\nSo it was said.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    own_window.add(*(tmp_path / name for name in texts))
    expect(page.locator("#progress-area .report")).to_contain_text("Copies of articles that are here: 1")
    page.get_by_role("button", name="Go on with your own library").click()
    rows = page.locator("#table-area tbody tr")
    expect(rows).to_have_count(2)
    expect(page.locator("#table-area")).to_contain_text("2 sources")
    page.get_by_role("button", name="Show the 2 articles of nearly the same text").first.click()
    expect(page.locator(".narrowed")).to_contain_text("2 of 2 articles")
    page.get_by_role("button", name="Remove the filter: nearly the same text").click()
    expect(page.locator("#table-area .narrowed")).to_have_count(0)


def test_what_was_not_answered_is_told_as_a_gap(own_window: Window) -> None:
    page = own_window.page
    question = "How do I repot an orchid without damaging its roots?"
    own_window.ask(question)
    own_window.library()
    page.locator("summary", has_text="Asked and not answered").click()
    page.locator("#gaps-area").get_by_role("button", name=question).click()
    expect(page.locator("#now .turn:last-child .refused")).to_be_visible()


def test_gaps_that_ask_the_same_are_one_topic_which_stays_open(own_window: Window) -> None:
    page = own_window.page
    orchid = ["How do I repot an orchid without damaging its roots?", "What is the best way to repot an orchid?"]
    for question in (orchid[0], "Who won the football world cup of 1998?", orchid[1]):
        own_window.ask(question)
    own_window.library()
    fold = page.locator("#gaps-area > * details.fold")
    page.locator("summary", has_text="Asked and not answered").click()
    expect(fold.locator("summary").first).to_contain_text("3, 2 topics")
    topic = fold.locator(".bars > li").first
    expect(topic).to_contain_text("2 times, last today")
    longest = (
        "span => { span.textContent = '1,024 times, last on 30 Nov 2023'; return span.getBoundingClientRect().right }"
    )
    assert topic.locator("span").first.evaluate(longest) <= fold.evaluate("fold => fold.getBoundingClientRect().right")
    expect(topic.get_by_role("button")).to_have_count(1)
    topic.get_by_text("and 1 question like it").click()
    expect(topic.get_by_role("button")).to_have_count(2)
    page.get_by_role("button", name="Outlet").click()  # the table is drawn anew, and what stands below it
    expect(page.locator('[aria-sort="ascending"]')).to_be_visible()
    expect(fold.locator(".bars > li")).to_have_count(2)
    topic.get_by_role("button", name=orchid[0]).or_(topic.get_by_role("button", name=orchid[1])).first.click()
    expect(page.locator(".conv")).to_have_count(2)  # it was asked anew, and is kept
    own_window.library()
    expect(fold.locator(".bars > li").first).to_contain_text("3 times, last today")


def test_the_plan_tells_what_an_update_would_do_and_does_it(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    given = tmp_path / "lighthouse.md"
    given.write_text(LIGHTHOUSE)
    own_window.add(given)
    page.get_by_role("button", name="Go on with your own library").click()
    expect(page.locator("#table-area tbody tr")).to_have_count(1)
    (own_window.server.home / "sources" / "boats.md").write_text(LIGHTHOUSE.replace("lighthouse", "boat house"))
    page.get_by_role("button", name="Update the index").click()
    plan = page.locator(".plan")
    expect(plan).to_contain_text("New: 1 (boats.md)")
    plan.get_by_role("button", name="Update", exact=True).click()
    expect(page.locator("#table-area tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Update the index").click()
    plan.get_by_role("button", name="Back to the edition before").click()
    expect(page.locator("#notes-area")).to_contain_text("No earlier edition of the index is kept.")


def test_what_was_left_out_of_an_article_is_shown_in_its_details(window: Window) -> None:
    page = window.page
    window.library()
    page.get_by_role("button", name="What to do with What is left of New START", exact=True).click()
    page.get_by_role("menuitem", name="Details").click()
    dialog = page.locator("#details-area dialog")
    dialog.get_by_label("Author").fill("Somebody")
    dialog.get_by_role("button", name="What was left out of its text").click()
    expect(dialog.locator(".leavings li").first).to_contain_text("its outlet repeats it A sample article")
    begins = "all => all.map((one) => one.getBoundingClientRect().left)"
    assert len(set(dialog.locator(".leavings li span:last-child").evaluate_all(begins))) == 1
    expect(dialog.get_by_label("Author")).to_have_value("Somebody")
