"""What takes a while or can be taken back in the Library tab: runs, editions, files that are dropped or sent."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server, Window, a_window, start_server, stop_server
from tests.browser.slowed import SECONDS, slow_articles

pytestmark = pytest.mark.browser

TOWER = "The council of {place} chose the engineer Ottilie Brandvold to build a lighthouse of {metres} metres."
MANY = 120  # articles, which take ten seconds even where nothing else runs
DROP = """([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/markdown" }));
    const target = document.querySelector(selector);
    const fired = (type) => target.dispatchEvent(
        new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    fired("dragenter");
    return { over: fired("dragover"), drop: fired("drop") };
}"""


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server keeps what is sent to it until it is taken; asked for before the server."""
    folder = tmp_path / "sent"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


def a_tower(place: str = "Port Wessel", metres: int = 61, more: str = "") -> str:
    return (
        f"---\ntitle: A tower for {place}\ndate: 2025-03-04\n---\n\n{TOWER.format(place=place, metres=metres)} {more}\n"
    )


def begin(window: Window, folder: Path) -> None:
    """An own library of one article, shown."""
    given = folder / "tower.md"
    given.write_text(a_tower())
    window.add(given)
    window.page.get_by_role("button", name="Go on with your own library").click()
    expect(rows(window.page)).to_have_count(1)


def rows(page: Page) -> Locator:
    return page.locator("#table-area tbody tr")


def test_a_run_tells_how_far_it_is_and_is_stopped_and_goes_on(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    begin(own_window, tmp_path)
    for n in range(MANY):
        body = " ".join(f"The {k}. stone of quay {n} was laid in {1800 + k} by mason {n * k % 97}." for k in range(150))
        (own_window.server.home / "sources" / f"quay-{n:03}.md").write_text(f"---\ntitle: Quay {n}\n---\n\n{body}\n")
    page.get_by_role("button", name="Update the index").click()
    expect(page.locator(".plan")).to_contain_text(f"New: {MANY}", timeout=60_000)
    page.locator(".plan").get_by_role("button", name="Update", exact=True).click()
    run = page.locator("#progress-area .run")
    expect(run.locator(".num")).to_contain_text(f"of {MANY}")
    run.get_by_role("button", name="Stop").click()
    stopped = page.locator("#progress-area .notice")
    expect(stopped).to_contain_text("You stopped it. What was done is kept", timeout=150_000)
    page.get_by_role("button", name="Update the index").first.click()
    expect(page.locator(".plan")).to_contain_text("New: ", timeout=60_000)


@pytest.fixture
def slowed(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[Window]:
    """A window whose server takes a known time for each article."""
    shutil.copytree(server.home / "sample", tmp_path / "home" / "sample")
    running = start_server(tmp_path / "home", before=slow_articles)
    yield from a_window(chromium, running, viewport={"width": 1440, "height": 900})
    stop_server(running)


PACE = re.compile(r"^(\d+) of 120, (\d+) (articles/s|s each), (\d+) (s|min) left Stop$")


def seconds_left(told: str) -> float:
    """What a run says, once that follows from its other figures, which are rounded."""
    done, speed, unit, left, of = re.fullmatch(PACE, told).groups()  # type: ignore[union-attr]
    seconds = float(left) * (60 if of == "min" else 1)
    each = float(speed) if unit == "s each" else 1 / float(speed)
    assert 0.5 < seconds / ((MANY - int(done)) * each) < 2
    return seconds


def test_a_run_tells_the_time_that_is_left(slowed: Window, tmp_path: Path) -> None:
    page = slowed.page
    begin(slowed, tmp_path)
    for n in range(MANY):
        (slowed.server.home / "sources" / f"quay-{n:03}.md").write_text(f"# Quay {n}\n\nIt is {n + 20} metres long.\n")
    page.get_by_role("button", name="Update the index").click()
    page.locator(".plan").get_by_role("button", name="Update", exact=True).click()
    run = page.locator("#progress-area .run")
    expect(run.locator(".num")).to_have_text(PACE)
    expect(run.locator("progress")).to_have_attribute("max", str(MANY))
    first = seconds_left(run.locator(".num").inner_text())
    assert first >= (MANY - int(run.locator("progress").get_attribute("value") or 0)) * SECONDS / 2
    page.wait_for_function(
        """([pace, first]) => {
            const told = new RegExp(pace).exec(document.querySelector("#progress-area .num")?.textContent);
            return told && Number(told[4]) * (told[5] === "min" ? 60 : 1) <= first - 3;
        }""",
        arg=[PACE.pattern, first],
    )
    seconds_left(run.locator(".num").inner_text())
    expect(page.locator("#facts-area")).to_contain_text(re.compile(r"Index is being built: \d+ of 120"))
    run.get_by_role("button", name="Stop").click()
    expect(page.locator("#progress-area .notice")).to_contain_text("You stopped it.", timeout=60_000)


def test_the_edition_before_comes_back(own_window: Window, tmp_path: Path) -> None:
    page = own_window.page
    begin(own_window, tmp_path)
    (own_window.server.home / "sources" / "tower.md").write_text(a_tower("Quennell", 75))
    page.get_by_role("button", name="Update the index").click()
    plan = page.locator(".plan")
    expect(plan).to_contain_text("Changed: 1 (tower.md)")
    plan.get_by_role("button", name="Make all of it anew").click()
    page.locator("#confirm").get_by_role("button", name="Make it anew").click()
    expect(page.locator("#progress-area .report")).to_contain_text("Rebuilt 1 article")
    expect(rows(page)).to_contain_text("A tower for Quennell")

    page.get_by_role("button", name="Update the index").click()
    expect(plan).to_contain_text("The index is as your sources are.")
    plan.get_by_role("button", name="Back to the edition before").click()
    expect(page.locator("#notes-area")).to_contain_text("The index is edition")
    expect(rows(page)).to_contain_text("A tower for Port Wessel")
    expect(rows(page).locator(".state")).to_have_text("Changed since")
    expect(page.locator("#facts-area")).to_contain_text("1 source not indexed yet")
    page.get_by_role("tab", name="Ask").click()
    own_window.ask("How many metres will the lighthouse have?")
    expect(page.locator("#now .turn:last-child")).to_contain_text("61 metres")


@pytest.mark.parametrize("target", ["#upload button", "#table-area", "#question"])
def test_files_that_are_dropped_on_the_window_are_added(own_window: Window, target: str) -> None:
    page = own_window.page
    if target != "#question":
        own_window.library()
    files = [["tower.md", a_tower()], ["boat.md", a_tower("Quennell", 12)]]
    page.wait_for_selector(target)
    fired = page.evaluate(DROP, [target, files])
    assert fired == {"over": False, "drop": False}  # else the browser leaves the page, to show the file
    expect(page.locator("#progress-area .report")).to_contain_text("Added: 2 (boat.md, tower.md)")
    expect(page.locator("#progress-area .report")).to_be_visible()
    page.get_by_role("button", name="Go on with your own library").click()
    expect(rows(page)).to_have_count(2)


def test_a_text_that_is_dropped_on_the_question_stays_text(window: Window) -> None:
    fired = window.page.evaluate(DROP, ["#question", []])
    assert fired == {"over": True, "drop": True}


def test_nothing_that_was_sent_stays_behind(sent: Path, own_window: Window, tmp_path: Path) -> None:
    good, bad = tmp_path / "tower.md", tmp_path / "bad.bin"
    good.write_text(a_tower())
    bad.write_bytes(b"\x00\x01")
    own_window.add(good, bad)
    expect(own_window.page.locator("#notes-area")).to_contain_text("bad.bin")
    assert (own_window.server.home / "sources" / "tower.md").is_file()
    assert sent.is_dir()
    assert [one for one in sent.rglob("*") if one.name != "vibe_edit_history"] == []  # a folder that Gradio makes


def test_only_what_was_sent_is_added(own_window: Window, tmp_path: Path) -> None:
    """A request that names a file of the server's machine, as the page's own would name one that was sent."""
    secret = tmp_path / "secret.md"
    secret.write_text(a_tower())
    page = own_window.page
    page.route(
        "**/gradio_api/upload*",
        lambda route: route.fulfill(json=[str(secret)], status=200),  # the page believes that it lies there
    )
    own_window.library()
    page.locator("#upload input[type=file]").set_input_files([str(secret)])
    log = own_window.server.home / "server.log"
    for _ in range(100):
        if "InvalidPathError" in log.read_text():
            break
        page.wait_for_timeout(100)
    assert "InvalidPathError" in log.read_text()
    assert secret.is_file()
    assert not (own_window.server.home / "sources" / "secret.md").exists()


@pytest.fixture
def spoken(chromium: Browser, tmp_path: Path) -> Iterator[Window]:
    """A window over two articles, each in a language of its own, as they say."""
    home = tmp_path / "home"
    (home / "sources").mkdir(parents=True)
    for language, who in {"en": "Odile Brandvold", "de": "Barnaby Thistlewood"}.items():
        head = f"---\ntitle: The bridge, {language}\noutlet: Desk {language}\nlanguage: {language}\n---\n"
        said = f"The bridge of Quennell was opened by {who} on Monday."
        (home / "sources" / f"{language}.md").write_text(f"{head}\n{said}\n", encoding="utf-8")
    server: Server = start_server(home)
    for window in a_window(chromium, server, viewport={"width": 1440, "height": 900}):
        window.page.get_by_text("Index up to date").wait_for(timeout=60_000)
        yield window
    stop_server(server)


def test_a_question_is_answered_in_the_language_that_is_set(spoken: Window) -> None:
    page = spoken.page
    for language, who, other in (("en", "Brandvold", "Thistlewood"), ("de", "Thistlewood", "Brandvold")):
        page.get_by_role("button", name="Filters", exact=True).click()
        page.get_by_role("checkbox", name=language, exact=True).check()
        page.get_by_role("button", name="Done").click()
        chip = page.locator("#chips .chip")
        expect(chip).to_have_text([f"language {language}×"])
        spoken.ask(f"Who opened the bridge of Quennell, says {language}?")
        turn = page.locator("#now .turn:last-child")
        expect(turn).to_contain_text(who)
        expect(turn).not_to_contain_text(other)
        chip.click()
        expect(chip).to_have_count(0)
