"""Marks that can be checked by hand, and gold files that cannot be read."""

import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluate import GoldError, as_text, load, mark, run
from assistant.library import Library

ITEM = {
    "id": "a",
    "type": "fact",
    "question": "Where?",
    "history": [],
    "answers": ["Geneva"],
    "evidence": [{"doc": "summit", "quote": "They met in Geneva."}],
    "answerable": True,
}


def answer(text: str, quote: str = "", *, source: str = "summit.md", refused: bool = False) -> Answer:
    cited = (Citation(1, "x", "p", source, "", "", None, "", quote, 0, len(quote)),) if quote else ()
    said = (Sentence(text, (1,), "verbatim"),) if text else ()
    return Answer("Where?", "Where?", refused, "", None, said, cited, (), "none", 1.0, {"total": 1.0})


@pytest.mark.parametrize(
    ("given", "said", "cited", "score"),
    [
        (answer("They met in Geneva.", "They met in Geneva."), 1, 1, 1),
        (answer("They met in GENEVA, he said.", "A lake."), 1, 0, 0.5),
        (answer("They met in Geneva.", "They met in Geneva.", source="other.md"), 1, 0, 0.5),
        (answer("They met in Genevan hotels.", "They met in Geneva."), 0, 1, 0),
        (answer("", refused=True), 0, 0, 0),
        (answer("word " * 80 + "Geneva", "They met in Geneva."), 0, 1, 0),  # too late to be read
    ],
)
def test_mark(given: Answer, said: float, cited: float, score: float) -> None:
    row = mark(ITEM, given)
    assert (row.answer, row.cited, row.score) == (said, cited, score)


def test_parts_and_sides_count_by_share() -> None:
    item = {
        **ITEM,
        "type": "compare",
        "answer_parts": [["Geneva"], ["Vienna"]],
        "evidence": [*ITEM["evidence"], {"doc": "other", "quote": "Or in Vienna."}],
    }
    row = mark(item, answer("They met in Geneva.", "They met in Geneva."))
    assert (row.answer, row.cited, row.score) == (0.5, 0.5, 0.375)


def test_an_equal_of_the_evidence_counts() -> None:
    item = {**ITEM, "evidence": [{"doc": "summit", "quote": "x", "alt": [{"quote": "Geneva was the place."}]}]}
    assert mark(item, answer("Geneva.", "Geneva was the place.")).cited == 1


def test_an_unanswerable_question_must_be_refused() -> None:
    item = {**ITEM, "answerable": False}
    assert mark(item, answer("They met in Geneva.", "x")).score == 0
    assert mark(item, answer("", refused=True)).score == 1


def test_run_over_a_library(library: Library) -> None:
    asked = "Where was the summit of Biden and Putin held?"
    quote = "Joe Biden and Vladimir Putin held their summit in Geneva on 16 June 2021."
    gold = [
        {**ITEM, "question": asked, "evidence": [{"doc": "summit", "quote": quote}]},
        {**ITEM, "id": "b", "question": "Who won the football cup in Brazil?", "answerable": False, "evidence": []},
    ]
    scores = run(library, gold)
    assert (scores.items, scores.score, scores.verbatim) == (2, 1, 1)
    assert (scores.refusal_precision, scores.refusal_recall) == (1, 1)
    assert "score" in as_text(scores)


@pytest.mark.parametrize("text", ["", "\n", "{", "[1]", json.dumps({"id": 1, "question": "x"})])
def test_bad_gold_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl"):
        load(path)
