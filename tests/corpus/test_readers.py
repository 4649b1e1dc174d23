"""Reading in processes of their own: order, and what becomes of a file that hangs, eats memory or kills its reader."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.errors import SourceError
from corpus.home import Home
from corpus.load import load
from corpus.readers import Limits, Readers
from corpus.scan import scan

PAGE = "<!doctype html><html><head><title>{0}</title></head><body><p>{0} was said in {1}.</p></body></html>"


@pytest.fixture
def home(home: Home) -> Home:
    home.sources.mkdir(parents=True)
    for number in range(12):
        name, text = (f"{number:02}.txt", f"Nothing was said in {number}.\n") if number % 3 else (
            f"{number:02}.html", PAGE.format(f"Talk {number}", number)
        )  # fmt: skip
        (home.sources / name).write_text(text)
    return home


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Makes the reader of pages do something else first, in the processes beside; told by a file on their path."""

    def make(what: str) -> None:
        (tmp_path / "path").mkdir()
        (tmp_path / "path" / "sitecustomize.py").write_text(
            "import corpus.read, corpus.page, os, time\n"
            "def read_page(raw):\n"
            "    if 'bad' in raw:\n"
            f"        {what}\n"
            "    return corpus.page.read_page(raw)\n"
            "corpus.read._TEXTS['html'] = read_page\n"
        )
        root = Path(__file__).parents[2]
        monkeypatch.setenv("PYTHONPATH", f"{root}:{tmp_path / 'path'}")

    return make


def outcome(readers: Readers, home: Home) -> dict[str, str]:
    return {
        source.key: loaded.text if isinstance(loaded, Article) else f"! {loaded.message}"
        for source, loaded in readers.load_all(scan(home))
    }


def test_all_come_in_order_as_they_are_read_here(home: Home) -> None:
    sources = scan(home)
    with Readers() as readers:
        found = list(readers.load_all(sources))
    assert [source for source, _ in found] == sources
    assert [loaded for _, loaded in found] == [load(source) for source in sources]


def test_text_needs_no_process(home: Home) -> None:
    before = threading.active_count()
    with Readers() as readers:
        light = [source for source in scan(home) if source.key.endswith(".txt")]
        assert all(isinstance(loaded, Article) for _, loaded in readers.load_all(light))
        assert threading.active_count() == before


def test_text_that_is_a_page_is_read_beside(home: Home) -> None:
    (home.sources / "00.txt").write_text(PAGE.format("Disguised", 1))
    with Readers() as readers:
        loaded = readers.load(Source("00.txt", str(home.sources)))
    assert isinstance(loaded, Article) and loaded.title == "Disguised"


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("time.sleep(60)", "takes more than 2 seconds"),
        ("os._exit(9)", "its reader crashed on it (exit status 9)"),
        ("os.abort()", "its reader crashed on it"),
        ("bytearray(3 * 1024**3)", "needs more than 1.0 GiB of memory"),
        ("raise ValueError('odd')", "it cannot be parsed: odd"),
        ("print('no reply' * 1000, flush=True)", ""),
    ],
)
def test_a_bad_file_takes_nothing_with_it(home: Home, broken: Callable[[str], None], what: str, why: str) -> None:
    broken(what)
    (home.sources / "04-bad.html").write_text(PAGE.format("bad", 1))
    with Readers(Limits(seconds=2)) as readers:
        found = outcome(readers, home)
    bad = found.pop("04-bad.html")
    assert (bad.startswith("! 04-bad.html: ") and why in bad) if why else bad == "bad was said in 1."
    assert len(found) == 12 and not [text for text in found.values() if text.startswith("!")]


def test_closing_ends_what_still_reads(home: Home, broken: Callable[[str], None]) -> None:
    broken("time.sleep(60)")
    (home.sources / "00.html").write_text(PAGE.format("bad", 1))
    started = time.monotonic()
    with Readers(Limits(seconds=50)) as readers:
        waiting = threading.Thread(target=readers.load, args=(scan(home)[0],), daemon=True)
        waiting.start()
        time.sleep(1.0)
    waiting.join(10)
    assert not waiting.is_alive() and time.monotonic() - started < 15


def test_a_source_that_is_gone_is_an_error(home: Home) -> None:
    with Readers() as readers:
        for key in ("gone.txt", "gone.html"):
            loaded = readers.load(Source(key, str(home.sources)))
            assert isinstance(loaded, SourceError) and "no such file" in loaded.message
