"""What an outlet sets under all of its articles leaves them, whenever it is noticed."""

import random
from pathlib import Path

import pytest

from corpus.home import Home
from index.build import build, remove
from index.doctor import examine
from index.index import Index
from index.recurring import MIN_ARTICLES
from tests.conftest import AxisEncoder

FOOT = "We bring the coast to your door each morning."
SYLLABLES = [first + second for first in "bdfgklmnprst" for second in "aeiou"]


def text(number: int) -> str:
    """Three paragraphs that no other number has."""
    chance = random.Random(number)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(90)]
    return "\n\n".join(" ".join(words[at : at + 30]).capitalize() + "." for at in (0, 30, 60))


def write(home: Home, name: str, body: str, *, foot: str = FOOT, outlet: str = "Coast Herald") -> Path:
    home.sources.mkdir(parents=True, exist_ok=True)
    path = home.sources / name
    path.write_text(f"---\ntitle: Of {name}\noutlet: {outlet}\n---\n{body}\n\n{foot}\n", encoding="utf-8")
    return path


def texts(home: Home, encoder: AxisEncoder) -> dict[str, str]:
    """The clean texts by name; the doctor must find nothing wrong with them."""
    assert examine(home).faults == ()
    index = Index.open(home, encoder)
    return {info.source: index.article(info.id).text for info in index.articles()}


def having(home: Home, encoder: AxisEncoder) -> list[str]:
    return sorted(name for name, clean in texts(home, encoder).items() if FOOT in clean)


def test_a_line_that_recurs_leaves_every_article_and_nothing_else_does(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", text(number))
    report = build(home, encoder)
    assert len(report.added) == MIN_ARTICLES
    assert report.changed == ()  # though they were read twice
    assert texts(home, encoder) == {f"{number}.md": text(number) for number in range(MIN_ARTICLES)}
    assert build(home, encoder).nothing_to_do


def test_articles_that_came_before_are_read_again_when_the_line_is_noticed(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES - 1):
        write(home, f"{number}.md", text(number))
    build(home, encoder)
    assert len(having(home, encoder)) == MIN_ARTICLES - 1
    write(home, "last.md", text(99))
    report = build(home, encoder)
    assert report.added == ("last.md",)
    assert sorted(report.changed) == [f"{number}.md" for number in range(MIN_ARTICLES - 1)]
    assert having(home, encoder) == []
    write(home, "later.md", text(100))
    assert build(home, encoder).changed == ()
    assert having(home, encoder) == []


def test_another_outlet_keeps_the_same_line(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", text(number))
    write(home, "other.md", text(50), outlet="Island Times")
    write(home, "unknown.md", text(51), outlet="")
    build(home, encoder)
    assert having(home, encoder) == ["other.md", "unknown.md"]


def test_copies_of_one_text_count_once(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", f"{text(1)}\n\nThe {number}th edition came out on the day after that one.")
    build(home, encoder)
    assert len(having(home, encoder)) == MIN_ARTICLES


def test_a_line_in_few_of_many_articles_stays(home: Home, encoder: AxisEncoder) -> None:
    for number in range(100):
        write(home, f"{number}.md", text(number), foot=FOOT if number % 14 == 0 else f"Of day {number}.")
    build(home, encoder)
    assert len(having(home, encoder)) == 8


def test_a_line_stays_known_when_articles_go_and_a_rebuild_counts_anew(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", text(number))
    build(home, encoder)
    gone = Index.open(home, encoder).articles()[0]
    remove(home, gone.id)
    write(home, gone.source, text(200))
    assert build(home, encoder).added == (gone.source,)
    assert having(home, encoder) == []
    (home.sources / gone.source).unlink()
    build(home, encoder, rebuild=True)
    assert len(having(home, encoder)) == MIN_ARTICLES - 1


def test_a_build_that_is_stopped_before_it_read_them_again_is_made_good_by_the_next(
    home: Home, encoder: AxisEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", text(number))

    def stop(builder: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.builder.Builder._take_again", stop)
        with pytest.raises(KeyboardInterrupt):
            build(home, encoder)
    assert sorted(build(home, encoder).changed) == [f"{number}.md" for number in range(MIN_ARTICLES)]
    assert having(home, encoder) == []


def test_two_texts_that_only_the_line_told_apart_become_one(home: Home, encoder: AxisEncoder) -> None:
    for number in range(MIN_ARTICLES):
        write(home, f"{number}.md", text(number))
    write(home, "twin.md", text(0), foot="")
    report = build(home, encoder)
    assert having(home, encoder) == []
    assert len(texts(home, encoder)) == MIN_ARTICLES
    assert [skip.reason for skip in report.skipped if "same text" in skip.reason] != []
