"""One server with the real encoder and one browser for all tests here; each test has a page, and a home, of its own."""

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.command import Command

_START_SECONDS = 120.0  # torch, Gradio and the first index, on two cores that others keep busy
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first opens a window in half the time
_WAIT_MS = 20_000  # for one thing to appear; most take a tenth of a second
expect.set_options(timeout=_WAIT_MS)


@dataclass(frozen=True)
class Server:
    """A running `chancery serve` and the home that it serves."""

    address: str
    home: Path
    process: Command


def start_server(home: Path, *flags: str, before: Callable[[], None] | None = None) -> Server:
    """Run the real command on a free port, in a process of its own, and wait until it answers; `before` comes first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    process = Command(["serve", "--home", str(home), "--port", str(port), *flags], log, before)
    end = time.monotonic() + _START_SECONDS
    while not process.has_ended() and time.monotonic() < end:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return Server(f"http://127.0.0.1:{port}/", home, process)
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def stop_server(server: Server) -> None:
    """End the server as Ctrl+C would not: at once."""
    server.process.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser; without one these tests are skipped on a developer's machine, and fail in CI."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("no chromium in CI: the browser tests must run there")
    if path is None:
        pytest.skip("NO CHROMIUM: the browser tests did not run; install it with: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        )
        yield browser
        browser.close()


def serving(chromium: Browser, home: Path, sources: Mapping[str, str]) -> Iterator[Server]:
    """A server over these sources, by their names, indexed; over the samples alone where there are none."""
    for name, text in sources.items():
        (home / "sources").mkdir(parents=True, exist_ok=True)
        (home / "sources" / name).write_text(text, encoding="utf-8")
    running = start_server(home)
    try:
        page = chromium.new_page()
        page.goto(running.address)
        page.get_by_text("Index up to date").wait_for(timeout=_START_SECONDS * 1000)
        page.close()
        yield running
    finally:
        stop_server(running)


@pytest.fixture(scope="session")
def server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a home that begins with the samples alone; it waits until they are indexed."""
    yield from serving(chromium, tmp_path_factory.mktemp("served") / "home", {})


class Window:
    """A page as a person uses it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

    def open(self) -> None:
        self.page.goto(self.server.address)
        self.page.locator(".first").wait_for()
        self.page.wait_for_function("document.documentElement.dataset.tab === 'ask'")

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for the end of its turn."""
        self.page.locator("#question").fill(question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            """q => { const turn = document.querySelector('#now .turn:last-child');
                      return turn?.ariaBusy === 'false' && turn.querySelector('.q').textContent === q }""",
            arg=question,
        )

    def library(self) -> None:
        self.page.get_by_role("tab", name="Library").click()
        self.page.locator("#table-area").wait_for()

    def add(self, *paths: Path) -> None:
        """Give files to the Library tab and wait for the report of the index."""
        self.library()
        self.page.locator("#upload input[type=file]").set_input_files([str(path) for path in paths])
        self.page.locator("#progress-area .report").wait_for()


def a_window(chromium: Browser, server: Server, **how: object) -> Iterator[Window]:
    """A window that must end without an error of its script and without a request that leaves the machine."""
    context = chromium.new_context(**how)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(_WAIT_MS)
    asked: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    window = Window(page, server)
    window.open()
    yield window
    context.close()
    elsewhere = [url for url in asked if urlsplit(url).scheme in {"http", "https", "ws", "wss"}]
    assert {urlsplit(url).hostname for url in elsewhere} == {"127.0.0.1"}
    assert errors == []


@pytest.fixture
def window(chromium: Browser, server: Server) -> Iterator[Window]:
    yield from a_window(chromium, server, viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[Window]:
    yield from a_window(chromium, server, viewport={"width": 390, "height": 844}, has_touch=True)


@pytest.fixture
def tablet(chromium: Browser, server: Server) -> Iterator[Window]:
    yield from a_window(chromium, server, viewport={"width": 820, "height": 1180}, has_touch=True)


@pytest.fixture
def night(chromium: Browser, server: Server) -> Iterator[Window]:
    yield from a_window(chromium, server, viewport={"width": 1440, "height": 900}, color_scheme="dark")


@pytest.fixture
def desk(chromium: Browser, library: Server) -> Iterator[Window]:
    """A wide window over the `library` that a module of tests serves."""
    yield from a_window(chromium, library, viewport={"width": 1440, "height": 900})


@pytest.fixture
def hand(chromium: Browser, library: Server) -> Iterator[Window]:
    """The same on a phone."""
    yield from a_window(chromium, library, viewport={"width": 390, "height": 844}, has_touch=True)


def with_samples(home: Path, server: Server) -> Path:
    """A new home whose samples are indexed already, as those of a server are."""
    shutil.copytree(server.home / "sample", home / "sample")
    return home


@pytest.fixture
def own_server(server: Server, tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone, for what changes the library."""
    # pages of this machine are fetched in tests
    running = start_server(with_samples(tmp_path / "home", server), "--allow-private")
    yield running
    stop_server(running)


@pytest.fixture
def own_window(chromium: Browser, own_server: Server) -> Iterator[Window]:
    yield from a_window(chromium, own_server, viewport={"width": 1440, "height": 900})
