"""A library asked: what a case holds, and articles that are left out."""

import pytest

from assistant.condense import Standalone
from assistant.evaluation import as_text, run
from assistant.evaluation.asking import examine, scored
from assistant.evaluation.gold import GoldError
from assistant.finding import Finder
from assistant.library import Library
from assistant.scope import Scope

SUMMIT = "Joe Biden and Vladimir Putin held their summit in Geneva on 16 June 2021."
ASKED = {
    "id": "a",
    "type": "fact",
    "question": "Biden and Putin held their summit in what place on 16 June 2021?",
    "history": [],
    "answers": ["Geneva"],
    "evidence": [{"doc": "summit", "quote": SUMMIT}],
    "answerable": True,
}
UNTOLD = {
    "id": "b",
    "type": "unanswerable",
    "question": "Who won the football cup in Brazil?",
    "history": [],
    "evidence": [],
    "answerable": False,
}


def test_run_over_a_library(library: Library) -> None:
    scores = run(library, [ASKED, UNTOLD])
    assert (scores.items, scores.score, scores.verbatim) == (2, 1, 1)
    assert (scores.refusal_precision, scores.refusal_recall) == (1, 1)
    assert (scores.recall_1, scores.mrr) == (1, 1)
    assert scores.engine.startswith("overlap, index ")
    assert "score" in as_text(scores)


def test_a_case_tells_where_the_evidence_was_found(library: Library) -> None:
    (case,) = examine(library, [ASKED])
    assert case.row.ranks == (1,)
    first = case.found[0]
    assert (first.title, first.outlet, first.published) == ("A summit by the lake", "Example Post", "2021-06-17")
    assert [first.text[slice(*span)] for span in first.marks] == [SUMMIT]


def test_an_article_that_is_left_out_is_neither_searched_nor_read(library: Library) -> None:
    (with_it,) = examine(library, [ASKED])
    (without,) = examine(library, [{**ASKED, "leave_out": "summit"}])
    assert not with_it.answer.refused
    assert without.row.ranks == (None,)
    gone = {article.id for article in library.articles() if article.source == "summit.md"}
    assert not gone & {one.article_id for one in (*without.answer.citations, *without.answer.nearest)}
    assert "A summit by the lake" not in {one.title for one in without.found}


def test_hits_are_ranked_from_one_when_an_article_is_left_out(library: Library) -> None:
    (gone,) = {article.id for article in library.articles() if article.source == "summit.md"}
    asked = Standalone(ASKED["question"], (ASKED["question"],))
    hits = Finder(library.opened).find(asked, Scope(without=(gone,))).hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_an_article_to_leave_out_must_be_there(library: Library) -> None:
    with pytest.raises(GoldError, match="Question b: the article to leave out, moon"):
        run(library, [ASKED, {**UNTOLD, "leave_out": ["moon"]}])


def test_evidence_from_articles_that_are_not_there_is_told(library: Library) -> None:
    gold = [{**ASKED, "evidence": [{"doc": "moon", "quote": "x", "alt": [{"doc": "summit", "quote": SUMMIT}]}]}]
    scores = scored(library, gold, examine(library, gold))
    assert scores.missing_docs == ("moon",)
    assert scores.recall_1 == 1
    assert "not in the library: moon" in as_text(scores)


def test_a_question_that_cannot_be_asked_counts_as_refused(library: Library) -> None:
    assert run(library, [{**ASKED, "question": " "}]).rows[0].refused
