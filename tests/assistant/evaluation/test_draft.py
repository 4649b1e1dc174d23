"""Drafted questions: they stand in the articles, they are spread over them, and they can be asked."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.asking import examine, run
from assistant.evaluation.draft import as_lines, draft
from assistant.evaluation.gold import GoldError, load
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


def test_a_fifth_is_unanswerable_and_articles_come_in_turn(library: Library) -> None:
    items = draft(library, 5)
    assert [item["answerable"] for item in items].count(False) == 1
    docs = [item["evidence"][0]["doc"] if item["answerable"] else item["leave_out"] for item in items]
    assert docs[0] != docs[1]  # two articles give questions, and each gives one before either gives two


def test_a_draft_is_the_same_each_time_and_no_longer_than_asked(library: Library) -> None:
    assert draft(library, 3) == draft(library, 3) == draft(library, 20)[:3]


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
