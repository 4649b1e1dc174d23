"""One story of most of a minute; `python -m tests.torture` tells them for as long as one likes."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.home import Home
from index import editions
from tests.torture.story import Broken, Story

pytestmark = pytest.mark.torture

_SECONDS = 60.0


def test_killed_writers_leave_nothing_wrong(home: Home) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")  # noqa: T201 # shown when it fails
    tally = Story(home, seed).run(_SECONDS)
    assert tally.kills > 0
    assert tally.asked > 0


def lose_a_passage(home: Home) -> None:
    with sqlite3.connect(editions.manifest(home.index)) as db:
        db.execute("DELETE FROM passages WHERE row = (SELECT max(row) FROM passages)")
    db.close()


def lose_an_article(home: Home) -> None:
    with sqlite3.connect(editions.manifest(home.index)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM articles WHERE number = (SELECT max(number) FROM articles)")
    db.close()


def overwrite_vectors(home: Home) -> None:
    path = editions.live(home.index) / editions.ROWS
    path.write_bytes(bytes(path.stat().st_size))


def lose_words(home: Home) -> None:
    meta = editions.live(home.index) / editions.WORDS / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8").replace('"max_doc"', '"max_dog"'), encoding="utf-8")


@pytest.mark.parametrize("damage", [lose_a_passage, lose_an_article, overwrite_vectors, lose_words])
def test_a_story_ends_when_the_index_is_wrong(home: Home, damage: Callable[[Home], None]) -> None:
    story = Story(home, 1, lambda line: None)
    try:
        while len(story.live) < 5:
            story.step()
        damage(home)
        with pytest.raises(Broken):
            story.look_and_check()
    finally:
        story.end()


def test_the_same_seed_is_the_same_sources(tmp_path: Path) -> None:
    stories = [Story(Home(tmp_path / name), 7, lambda line: None) for name in ("one", "other")]
    for story in stories:
        for _ in range(20):
            story.shelf.change()
    one, other = ({path.name: path.read_bytes() for path in s.home.sources.rglob("*.md")} for s in stories)
    assert one
    assert one == other
