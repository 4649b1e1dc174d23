"""`kill -9` while files are added and articles corrected: each source is whole or not there, and nothing else is."""

import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant.library import Library
from corpus import sources
from corpus.home import Home
from index.build import build
from index.doctor import examine
from tests.torture.children import Child
from tests.torture.encoders import encoder
from tests.torture.test_extremes import written

pytestmark = pytest.mark.torture

_KILLS = 8


def add(root: Path, folder: Path, answer: Connection) -> None:
    sources.add(Home(root), [folder])
    answer.send("done")


def edit(root: Path, article: str, titles: list[str], answer: Connection) -> None:
    library = Library(Home(root), encoder("short"))
    for title in titles:
        library.edit(article, {"title": title})
    answer.send("done")


def killed_within(child: Child, seconds: float) -> None:
    child.process.join(seconds)
    child.kill()


def seconds_of(child: Child) -> float:
    began = time.monotonic()
    assert child.answer() == "done"
    return time.monotonic() - began


def test_killed_while_adding(home: Home, tmp_path: Path) -> None:
    given = written(Home(tmp_path / "given"), first=0, count=120, parts=30)
    folder = Home(tmp_path / "given").sources
    usual = seconds_of(Child(add, tmp_path / "timed", folder))
    chance = random.Random(7)
    cut_short = 0
    for number in range(_KILLS):
        root = tmp_path / f"home{number}"
        killed_within(Child(add, root, folder), chance.random() * usual)
        there = {path.name: path.read_bytes() for path in (root / "sources").rglob("*.md")} if root.exists() else {}
        assert there.items() <= {name: (folder / name).read_bytes() for name in given}.items()
        cut_short += 0 < len(there) < len(given)
        report = sources.add(Home(root), [folder])
        assert (len(report.added) + len(report.unchanged), report.changed, report.skipped) == (len(given), (), ())
        built = build(Home(root), encoder("short"))
        assert (len(built.added), built.skipped) == (len(given), ())
    assert cut_short, "no kill came while files were being added"


def test_killed_while_an_article_is_corrected(home: Home) -> None:
    written(home, first=0, count=6, parts=10)
    build(home, encoder("short"))
    library = Library(home, encoder("short"))
    article = next(info for info in library.articles() if info.key == "0.md")
    titles = [f"Title number {number}" for number in range(4)]
    usual = seconds_of(Child(edit, home.root, article.id, titles))
    chance = random.Random(8)
    for _ in range(_KILLS):
        before = Library(home, encoder("short")).article(article.id).title
        killed_within(Child(edit, home.root, article.id, titles), chance.random() * usual)
        after = Library(home, encoder("short")).article(article.id).title
        assert after in {before, *titles}
        assert Library(home, encoder("short")).num_articles == 6
        build(home, encoder("short"))  # what was corrected and not yet indexed
        assert examine(home).faults == ()
    assert Library(home, encoder("short")).edit(article.id, {"title": "The last word"}).title == "The last word"
