"""The window as a person feels it, in a real browser: first paint, citations, typing, layout shift; 100,000 articles.

    python -m benchmarks.page [ARTICLES]        (default 100,000; 0: the samples alone; needs chromium)

The server is a process of its own. The large library is a manifest filled straight (`benchmarks.catalog`): it can be
looked through, not asked. Prints a table; asserts nothing.
"""

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.catalog import Filled
from corpus.home import Home

_ROUNDS = 9
_START_SECONDS = 120.0
_QUESTION = "What did Trump say about the Budapest meeting?"
_WATCH = """
window.shift = 0; window.slow = 0;
const each = (type, then) => new PerformanceObserver((seen) => seen.getEntries().forEach(then))
  .observe({ type, buffered: true, durationThreshold: 16 });
each('layout-shift', (one) => { if (!one.hadRecentInput) window.shift += one.value; });
each('event', (one) => { window.slow = Math.max(window.slow, one.duration); });
"""
_CLICK = """
() => new Promise((done) => {
  const marks = [...document.querySelectorAll('#now .s button.c')];
  const button = marks[window.pressed = ((window.pressed ?? -1) + 1) % marks.length];
  const began = performance.now();
  button.click();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const { top, bottom } = document.querySelector('#cards mark.on')?.getBoundingClientRect() ?? {};
    done(bottom > 0 && top < innerHeight ? performance.now() - began : NaN); // marked, and in sight
  }));
})
"""
Row = tuple[str, list[float], str]


def first_look(browser: Browser, address: str, ready: str) -> Iterator[Row]:
    """A window opened again and again: its first paint, and until `ready` is there."""
    paints, usable = [], []
    for _ in range(_ROUNDS):
        with _page(browser) as page:
            began = time.perf_counter()
            page.goto(address)
            page.locator(ready).first.wait_for()
            usable.append((time.perf_counter() - began) * 1000)
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    yield "first paint", paints, "1,500 ms"
    yield "first screen", usable, ""


def sample(browser: Browser, address: str) -> Iterator[Row]:
    """The sample library: a first look, an answer, its citations, typing."""
    yield from first_look(browser, address, ".first .suggest button")
    with _page(browser) as page:
        page.goto(address)
        page.locator(".first .suggest button").first.wait_for()
        page.evaluate("window.shift = 0")
        page.locator("#question").fill(_QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('#now .turn:last-child')?.ariaBusy === 'false'")
        yield "layout shift while an answer grows, in thousandths", [page.evaluate("window.shift * 1000")], "100"
        yield "a citation clicked, to its words marked", [page.evaluate(_CLICK) for _ in range(_ROUNDS)], "100 ms"
        page.evaluate("window.slow = 0")
        page.locator("#question").press_sequentially("Is typing ever held up by anything? " * 4, delay=15)
        yield "slowest key while typing", [page.evaluate("window.slow")], ""


def large(browser: Browser, address: str) -> Iterator[Row]:
    """A large library: a first look, and its table."""
    yield from first_look(browser, address, '.lib[data-kind="own"]')
    with _page(browser) as page:
        page.goto(address)
        page.locator(".lib", has_text="Your library").wait_for()
        yield "the Library tab", [_until_drawn(page, lambda: page.get_by_role("tab", name="Library").click())], ""
        yield (
            "next page",
            [_until_drawn(page, lambda: page.get_by_role("button", name="Next").click()) for _ in range(5)],
            "",
        )
        sorts = [page.get_by_role("button", name=name, exact=True) for name in ("Title", "Outlet", "Words")]
        yield "another sort", [_until_drawn(page, one.click) for one in sorts], ""
        box = page.locator("#shelf-words")
        words = ("treaty", "Переговоры", "paper 17")
        yield (
            "words typed, to their articles",
            [_until_drawn(page, lambda word=word: box.fill(word)) for word in words],
            "",
        )  # type: ignore[misc]
        page.get_by_role("tab", name="Ask").click()
        began = time.perf_counter()
        page.locator("#filters-button").click()
        page.locator("#filters-area input").first.wait_for()
        yield "the filters", [(time.perf_counter() - began) * 1000], ""


def _until_drawn(page: Page, act: Callable[[], object]) -> float:
    """Milliseconds from an act to the table that follows from it."""
    page.evaluate("""() => { window.drawn = new Promise((done) => new MutationObserver(done)
        .observe(document.querySelector('#table-area'), { childList: true, subtree: true, characterData: true })); }""")
    began = time.perf_counter()
    act()
    page.evaluate("window.drawn.then(() => 0)")
    return (time.perf_counter() - began) * 1000


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(_WATCH)
    yield context.new_page()
    context.close()


@contextmanager
def _served(home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 5)):
                break
            time.sleep(0.2)
        time.sleep(10)  # the samples are indexed at the first start, the model loaded
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    """Serve, look, and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = Path(tempfile.mkdtemp(prefix="chancery-page-"))
    served: list[tuple[str, str, Callable[[Browser, str], Iterator[Row]]]] = [("samples", "own", sample)]
    if articles:
        Filled(Home(folder / "large"), articles)
        served.append((f"{articles:,} articles", "large", large))
    print(f"{'':52}{'median':>10}{'worst':>10}   goal")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
            )
            for name, home, rows in served:
                print(name)
                with _served(folder / home) as address:
                    for what, values, goal in rows(browser, address):
                        print(f"  {what:50}{statistics.median(values):10.0f}{max(values):10.0f}   {goal}", flush=True)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
