"""Marks of one answer that can be checked by hand."""

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluation import mark

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


def two_citations(first: str, second: str, text: str = "They met in Geneva.") -> Answer:
    cited = tuple(
        Citation(n, "x", "p", "summit.md", "", "", None, "", quote, 0, len(quote))
        for n, quote in ((1, first), (2, second))
    )
    said = (Sentence(text, (1,), "verbatim"), Sentence("The lake was calm.", (2,), "verbatim"))
    return Answer("Where?", "Where?", False, "", None, said, cited, (), "none", 1.0, {"total": 1.0})


def test_citation_precision_and_need_count_the_citations_that_carry() -> None:
    row = mark(ITEM, two_citations("They met in Geneva.", "The lake was calm."))
    assert (row.citation_precision, row.citation_need) == (0.5, 0.5)


def test_of_two_citations_that_say_the_same_neither_is_needed_for_the_evidence() -> None:
    given = two_citations("They met in Geneva.", "They met in Geneva.")
    row = mark(ITEM, given)
    # The first carries the sentence that says the answer, the second nothing that the first does not.
    assert (row.citation_precision, row.citation_need) == (1.0, 0.5)


def test_a_short_answer_goes_with_the_sentence_that_says_it() -> None:
    given = replace(answer("They met in Geneva.", "They met in Geneva."), short_answer="Geneva")
    assert mark(ITEM, given).citation_need == 1.0


@pytest.mark.parametrize(
    ("item", "given"),
    [
        (ITEM, answer("", refused=True)),
        (ITEM, answer("They met in Geneva.")),
        ({**ITEM, "evidence": []}, answer("They met in Geneva.", "x")),
        ({**ITEM, "answerable": False}, answer("They met in Geneva.", "x")),
    ],
)
def test_where_no_citation_can_be_judged_there_is_no_figure(item: dict[str, object], given: Answer) -> None:
    row = mark(item, given)
    assert (row.citation_precision, row.citation_need) == (None, None)


def test_right_is_the_whole_answer_with_its_evidence() -> None:
    assert mark(ITEM, answer("They met in Geneva.", "They met in Geneva.")).right
    assert not mark(ITEM, answer("They met in Geneva.", "A lake.")).right
    assert not mark({**ITEM, "answerable": False}, answer("", refused=True)).right
