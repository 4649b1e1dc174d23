"""Drafted questions: they stand in the articles, they are spread over them, and they can be asked."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.asking import examine, run
from assistant.evaluation.draft import draft
from assistant.evaluation.gold import GoldError, as_lines, load
from assistant.library import Library
from corpus.home import Home
from tests.conftest import AxisEncoder


def test_drafts_stand_word_for_word_in_their_articles(library: Library) -> None:
    texts = {Path(one.source).stem: library.article(one.id).text for one in library.articles()}
    items = draft(library, 20)
    assert len({item["id"] for item in items}) == len(items) >= 5
    for item in items:
        if item["answerable"]:
            (entry,) = item["evidence"]
            assert entry["quote"] in texts[entry["doc"]]
            assert item["answers"][0] in entry["quote"]
            assert "newsletter" not in entry["quote"]
        else:
            assert (item["type"], item["evidence"]) == ("unanswerable", [])
            assert item["leave_out"] in texts


def test_a_fourth_is_unanswerable_and_articles_come_in_turn(library: Library) -> None:
    items = draft(library, 4)
    assert [item["answerable"] for item in items].count(False) == 1
    docs = [item["evidence"][0]["doc"] if item["answerable"] else item["leave_out"] for item in items]
    assert docs[0] != docs[1]  # two articles give questions, and each gives one before either gives two


def test_a_draft_is_the_same_each_time_and_no_longer_than_asked(library: Library) -> None:
    assert draft(library, 3) == draft(library, 3) == draft(library, 20)[:3]


NEWS = """The salt of Reno

Elena Petrova, the mayor of Reno, opened the Museum of Salt on 3 May 2019. She left the city of Minsk in 2004.
The Supreme Court of Nevada closed the prison of Elko because of a corruption inquiry. It was a long day.
Ronald Berg said the Bank of Reno would close three branches. The company gave no reason.
Seventeen senators signed a letter to President Joe Biden. Nobody answered them.
"""


@pytest.fixture
def news(home: Home, tmp_path: Path) -> Library:
    """A library of one article of ordinary news."""
    (tmp_path / "salt.txt").write_text(NEWS, encoding="utf-8")
    library = Library(home, AxisEncoder())
    library.add([tmp_path / "salt.txt"])
    library.index()
    return library


def test_an_article_of_news_gives_several_questions(news: Library) -> None:
    items = draft(news, 40)
    quotes = [item["evidence"][0]["quote"] for item in items if item["answerable"]]
    assert 6 <= len(items) < 40
    assert max(quotes.count(quote) for quote in quotes) <= 2
    assert len({item["question"] for item in items}) == len(items)
    assert "When did Elena Petrova leave the city of Minsk?" in [item["question"] for item in items]


def test_sentences_come_before_second_questions_of_them(news: Library) -> None:
    firsts = [item["evidence"][0]["quote"] for item in draft(news, 5) if item["answerable"]]
    assert len(set(firsts)) == len(firsts)


def test_a_question_that_another_sentence_answers_otherwise_is_dropped(home: Home, tmp_path: Path) -> None:
    lines = (
        "Elena Petrova visited the prison of Murmansk in 2018. Elena Petrova visited the prison of Murmansk in 2019."
    )
    (tmp_path / "a.txt").write_text(
        f"A title\n\n{lines} Ronald Berg founded the Salt Fund of Reno.\n", encoding="utf-8"
    )
    library = Library(home, AxisEncoder())
    library.add([tmp_path / "a.txt"])
    library.index()
    assert not any(item["question"].startswith("When") for item in draft(library, 10))


def test_from_make_to_eval(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(as_lines(draft(library, 5)), encoding="utf-8")
    gold = load(path)
    scores = run(library, gold)
    assert (scores.items, scores.missing_docs) == (5, ())
    assert scores.recall_20 == 1
    assert scores.answer is not None and scores.answer >= 0.75
    for case in examine(library, gold):
        left_out = case.item.get("leave_out")
        assert left_out is None or left_out not in {Path(one.source).stem for one in case.answer.citations}


def test_lines_are_what_the_scorer_reads(library: Library) -> None:
    for line in as_lines(draft(library, 10)).splitlines():
        item = json.loads(line)
        assert {"id", "type", "history", "question", "evidence", "answerable"} <= set(item)


def test_what_another_article_tells_too_is_not_made_unanswerable(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    folder.mkdir()
    line = "Elena Petrova visited the prison in Murmansk on 3 May 2018"
    (folder / "a.txt").write_text(f"The first\n\n{line}. Much of the treaty is in doubt.\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"The second\n\n{line} with friends. A summit is near.\n", encoding="utf-8")
    library = Library(home, AxisEncoder())
    library.add([folder])
    library.index()
    assert all(item["answerable"] for item in draft(library, 10))


def test_articles_that_give_no_question_are_told(home: Home, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "A title\n\nIt is said. They were there, and so was he, but nobody saw them.\n", encoding="utf-8"
    )
    library = Library(home, AxisEncoder())
    library.add([article])
    library.index()
    with pytest.raises(GoldError, match="No sentence"):
        draft(library, 5)
