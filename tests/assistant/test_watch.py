"""A library that is looked after while a window is open."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.watch import Watch
from corpus.home import Home
from index.encoder import Encoder
from tests.corpus.web.conftest import site
from tests.corpus.web.server import Site

__all__ = ["site"]


@pytest.fixture
def own(tmp_path: Path, encoder: Encoder) -> Library:
    library = Library(Home(tmp_path / "watched"), encoder)
    library.home.sources.mkdir(parents=True)
    return library


def eventually(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def titles(library: Library) -> set[str]:
    return {article.title for article in library.articles()}


def test_files_that_change_are_indexed(own: Library) -> None:
    watch = Watch(own, own.index, look=0.05)
    try:
        path = own.home.sources / "a.md"
        path.write_text("# A bridge was opened\n\nThe bridge in the north was opened on Monday.\n")
        assert eventually(lambda: titles(own) == {"A bridge was opened"})
        path.write_text("# A bridge was closed\n\nThe bridge in the north was closed on Friday again.\n")
        assert eventually(lambda: titles(own) == {"A bridge was closed"})
        path.unlink()
        assert eventually(lambda: not titles(own))
    finally:
        watch.stop()


def test_links_are_asked_again(own: Library, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page("/a", "The first title", "A bridge was opened in the north. It has two lanes.")
    own.follow([site.url("/a")], allow_private=True)
    own.index()
    site.page("/a", "The second title", "A bridge was closed in the north. It had two lanes.")
    watch = Watch(own, own.index, look=0.05, allow_private=True)
    try:
        assert eventually(lambda: titles(own) == {"The second title"})
    finally:
        watch.stop()


def test_what_fails_once_is_tried_again(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    own.home.links.write_text("[folders")
    watch = Watch(own, own.index, look=0.05)
    try:
        (own.home.sources / "a.md").write_text(
            "# A bridge was opened\n\nThe bridge in the north was opened on Monday.\n"
        )
        time.sleep(0.3)
        own.home.links.unlink()
        assert eventually(lambda: titles(own) == {"A bridge was opened"})
    finally:
        watch.stop()
