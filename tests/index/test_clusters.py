"""Copies are one cluster, however they come and go."""

from corpus.corrections import correct
from corpus.home import Home
from index.build import build
from index.index import Index
from index.where import Where
from tests.conftest import AxisEncoder
from tests.index.library import write

STORY = (
    "The two foreign ministers met on the island for a second day and spoke about the grain corridor through the "
    "strait. Their teams had prepared a paper of four pages, which both sides called a basis for the talks that "
    "follow in autumn. An aide said that the harbour master had been told to expect the first ships before the "
    "end of the month. Neither minister would say whether the question of insurance for the ships had been "
    "settled in the talks."
)
OTHER = (
    "A court in the capital heard the appeal of the journalist, who has been held since the winter without a "
    "verdict. His lawyers asked for a public hearing; the prosecutor wished to keep the room closed, and the "
    "judge agreed to that. Colleagues stood before the building with his picture and read from the pieces that he "
    "wrote about the harbour works. The next session is to be held after the holidays, and the family says that "
    "nobody has been allowed to visit him."
)


def dated(home: Home, name: str, text: str, day: str) -> None:
    home.sources.mkdir(parents=True, exist_ok=True)
    (home.sources / name).write_text(f"---\ntitle: {name}\ndate: {day}\n---\n{text}\n", encoding="utf-8")


def clusters(home: Home, encoder: AxisEncoder) -> dict[str, str]:
    """Each source with the source that stands for it."""
    infos = Index.open(home, encoder).articles()
    names = {info.id: info.source for info in infos}
    return {info.source: names[info.cluster] for info in infos}


def test_a_reprint_joins_the_earliest_and_others_stand_alone(home: Home, encoder: AxisEncoder) -> None:
    dated(home, "late.md", STORY + " The agency contributed to this report.", "2025-05-02")
    dated(home, "other.md", OTHER, "2025-05-01")
    build(home, encoder)
    assert clusters(home, encoder) == {"late.md": "late.md", "other.md": "other.md"}
    dated(home, "early.md", STORY, "2025-05-01")
    dated(home, "third.md", STORY.replace("An aide", "A diplomat"), "2025-05-03")
    build(home, encoder)
    both = dict.fromkeys(("late.md", "early.md", "third.md"), "early.md")
    assert clusters(home, encoder) == {**both, "other.md": "other.md"}
    index = Index.open(home, encoder)
    name = next(info.cluster for info in index.articles() if info.source == "late.md")
    found = {hit.passage.article_id for hit in index.search("grain", 50, where=Where(clusters=(name,)))}
    assert found  # near-identical passages are shown once
    assert found <= {info.id for info in index.articles() if info.source != "other.md"}


def test_a_cluster_outlives_the_article_that_stands_for_it(home: Home, encoder: AxisEncoder) -> None:
    for number, day in enumerate(("first", "second", "third"), start=1):
        dated(home, f"{number}.md", f"{STORY} It was the {day} day.", f"2025-05-0{number}")
    build(home, encoder)
    (home.sources / "1.md").unlink()
    build(home, encoder)
    assert clusters(home, encoder) == {"2.md": "2.md", "3.md": "2.md"}
    dated(home, "2.md", OTHER, "2025-05-02")
    build(home, encoder)
    assert clusters(home, encoder) == {"2.md": "2.md", "3.md": "3.md"}
    dated(home, "2.md", STORY, "2025-05-02")
    build(home, encoder)
    assert clusters(home, encoder) == {"2.md": "2.md", "3.md": "2.md"}
    build(home, encoder, rebuild=True)
    assert clusters(home, encoder) == {"2.md": "2.md", "3.md": "2.md"}


def test_another_date_can_change_who_stands_for_it(home: Home, encoder: AxisEncoder) -> None:
    dated(home, "a.md", STORY, "2025-05-01")
    dated(home, "b.md", STORY + " More follows.", "2025-05-02")
    build(home, encoder)
    dated(home, "b.md", STORY + " More follows.", "2025-04-02")
    build(home, encoder)
    assert clusters(home, encoder) == {"a.md": "b.md", "b.md": "b.md"}


def test_short_texts_stand_alone(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.md", "The talks on Syria went on. They end today.")
    write(home, "b.md", "The talks on Syria went on. They end today, it was said.")
    build(home, encoder)
    assert clusters(home, encoder) == {"a.md": "a.md", "b.md": "b.md"}


def test_the_user_splits_a_cluster_and_takes_it_back(home: Home, encoder: AxisEncoder) -> None:
    for name, day in (("early.md", "2025-05-01"), ("late.md", "2025-05-02"), ("third.md", "2025-05-03")):
        dated(home, name, f"{STORY} It is the {day[-1]}.", day)
    build(home, encoder)
    together = dict.fromkeys(("early.md", "late.md", "third.md"), "early.md")
    assert clusters(home, encoder) == together
    correct(home, "early.md", {"cluster": "own"})
    build(home, encoder)
    assert clusters(home, encoder) == {"early.md": "early.md", "late.md": "late.md", "third.md": "late.md"}
    dated(home, "fourth.md", f"{STORY} It is the 4.", "2025-04-01")
    report = build(home, encoder)
    assert report.encoded and clusters(home, encoder)["early.md"] == "early.md"
    assert build(home, encoder, rebuild=True).encoded == 0
    assert set(clusters(home, encoder).values()) == {"early.md", "fourth.md"}
    correct(home, "early.md", {"cluster": None})
    build(home, encoder)
    assert set(clusters(home, encoder).values()) == {"fourth.md"}
