"""When a thing happened, by a library of one summit told twice and of talks that were held three times."""

from datetime import date
from pathlib import Path

import pytest

from assistant.events import events, when
from assistant.library import Library
from corpus.home import Home
from index.encoder import Encoder

ARTICLES = {
    "before.md": (
        "2025-08-10",
        "Alaska waits",
        "The two presidents will meet in Alaska on 15 August. Nobody there knows yet what the summit is to bring.",
    ),
    "day.md": (
        "2025-08-16",
        "Three hours",
        "The president landed in Alaska on Friday, 15 August 2025, and the summit ended without an agreement.",
    ),
    "later.md": (
        "2025-10-20",
        "Two months on",
        "The minister said on 8 October that the spirit of the Alaska summit was gone. On 6 August an envoy brought "
        "proposals, which were accepted in Alaska.",
    ),
    "talks.md": (
        "2025-03-30",
        "Three rounds",
        "The first talks in Riyadh were held on 18 February 2025. There were talks in Riyadh on 11 March 2025 too, and "
        "the last talks in Riyadh were held on 24 March 2025.",
    ),
    "war.md": ("2024-08-02", "A swap", "It was the largest swap since the war, and it was made on 1 August 2024."),
    "war-again.md": ("2024-08-03", "A swap again", "Not since the war was there such a swap as that of 1 August 2024."),
}


@pytest.fixture
def told(home: Home, tmp_path: Path, encoder: Encoder) -> Library:
    folder = tmp_path / "told"
    folder.mkdir()
    for name, (day, title, text) in ARTICLES.items():
        (folder / name).write_text(f"---\ntitle: {title}\ndate: {day}\n---\n{text}\n", encoding="utf-8")
    library = Library(home, encoder)
    library.add([folder])
    library.index()
    return library


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("the Alaska summit", date(2025, 8, 15)),
        ("the summit in Alaska", date(2025, 8, 15)),
        ("the talks in Riyadh", None),
        ("the war", None),
        ("the Helsinki summit", None),
        ("the", None),
    ],
)
def test_a_day_that_the_articles_agree_on(told: Library, name: str, day: date | None) -> None:
    assert when(name, told.opened) == day


def test_an_empty_library_knows_no_day(home: Home, encoder: Encoder) -> None:
    assert when("the Alaska summit", Library(home, encoder).opened) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What has changed since the Alaska summit?", "the Alaska summit"),
        ("After the exchange of prisoners in Ankara, who came home?", "the exchange of prisoners in Ankara"),
        ("What did they say after the talks in Riyadh about sanctions?", "the talks in Riyadh"),
        ("What has changed since Anchorage?", "Anchorage"),
        ("Since Russia left the treaty, why are there inspections?", ""),
        ("Since the treaty was suspended, who inspects?", ""),
        ("What was said before the Senate?", ""),
        ("What happened after that?", ""),
        ("Who came after him, and since when?", ""),
    ],
)
def test_things_are_marks_in_time_and_clauses_are_not(question: str, name: str) -> None:
    assert [one.name for one in events(question)] == ([name] if name else [])
    assert all(question[one.start : one.end].endswith(one.name) for one in events(question))
