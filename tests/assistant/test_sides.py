"""Which answers differ, and which only sound different."""

from dataclasses import replace

import pytest

from assistant.reader.reading import Evidence, Says
from assistant.sides import agree, date, number, sides
from index.passage import Passage, Span


def piece(article: str, text: str, short: str, score: float = 1.0, certainty: float = 5.0) -> Evidence:
    passage = Passage(f"p-{article}", article, 0, len(text), text, (Span(0, len(text)),))
    start = text.index(short)
    return Evidence(passage, Span(0, len(text)), score, Span(start, start + len(short)), certainty)


QUESTION = "When was the Ambria bridge treaty signed?"
MAY = piece("a", "The Ambria bridge treaty was signed on 4 May 1931.", "4 May 1931")
JUNE = piece("b", "The treaty on the Ambria bridge was signed in June 1931.", "June 1931", 0.6)
YEAR = piece("c", "Ministers signed the Ambria bridge treaty in 1931.", "1931", 0.5)


def test_two_dates_that_cannot_both_be_right_are_two_sides() -> None:
    found = sides(QUESTION, [MAY, JUNE, YEAR])
    assert [(group.answer, [one.passage.article_id for one in group.evidence]) for group in found] == [
        ("4 May 1931", ["a", "c"]),
        ("June 1931", ["b"]),
    ]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param([MAY, YEAR], id="a coarser date agrees"),
        pytest.param([MAY], id="one source"),
        pytest.param([MAY, piece("a", JUNE.text, "June 1931")], id="one article contradicts nobody"),
        pytest.param([MAY, piece("b", JUNE.text, "June 1931", 0.1, 3.0)], id="too unlikely"),
        pytest.param([MAY, piece("b", JUNE.text, "June 1931", certainty=-1.0)], id="too unsure"),
        pytest.param([MAY, piece("b", "A fair was held in Oster in June 1932.", "June 1932")], id="of something else"),
    ],
)
def test_no_disagreement(evidence: list[Evidence]) -> None:
    assert sides(QUESTION, evidence) == []


def test_two_sources_that_are_hardly_heard_alone_are_heard_together() -> None:
    first, second = (replace(JUNE, score=score, certainty=3.0) for score in (0.12, 0.05))
    other = replace(second, passage=replace(second.passage, article_id="d"))
    assert sides(QUESTION, [MAY, first]) == []
    assert [group.answer for group in sides(QUESTION, [MAY, first, other])] == ["4 May 1931", "June 1931"]


def test_a_source_whose_words_answer_as_clearly_is_heard_whatever_its_odds() -> None:
    clear = replace(MAY, certainty=10.0)
    assert sides(QUESTION, [clear, replace(JUNE, score=0.05, certainty=7.0)]) == []
    found = sides(QUESTION, [clear, replace(JUNE, score=0.05, certainty=9.0)])
    assert [group.answer for group in found] == ["4 May 1931", "June 1931"]


def test_open_questions_have_no_sides() -> None:
    assert sides("What does the Ambria bridge treaty say?", [MAY, JUNE]) == []


def test_numbers_differ_by_more_than_rounding() -> None:
    question = "How many workers struck at the Ambria mills?"
    few = piece("a", "At the Ambria mills 4,950 workers struck.", "4,950 workers")
    about = piece("b", "About 5,000 workers struck at the mills of Ambria.", "5,000 workers", 0.9)
    many = piece("c", "At Ambria's mills nine thousand workers struck.", "nine thousand workers", 0.8)
    assert sides(question, [few, about]) == []
    assert [group.answer for group in sides(question, [few, about, many])] == ["4,950 workers", "nine thousand workers"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-two ships", (20.0, "two")),
        ("1,250.5 tonnes", (1250.5, "tonn")),
        ("3 million people", (3e6, "peopl")),
        ("five dozen eggs", (60.0, "egg")),
        ("12%", (12.0, "percent")),
        ("seven", (7.0, "")),
        ("none at all", None),
    ],
)
def test_number(text: str, value: tuple[float, str] | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 May 1931", (1931, 5, 4)),
        ("May 4, 1931", (1931, 5, 4)),
        ("1931", (1931, None, None)),
        ("Sept. 2019", (2019, 9, None)),
        ("he may go", None),
        ("Tuesday", None),
    ],
)
def test_date(text: str, value: object) -> None:
    assert date(text) == value


def test_other_units_do_not_disagree() -> None:
    assert agree((5.0, "ship"), (9.0, "sailor"))
    assert not agree((5.0, "ship"), (9.0, "ship"))
    assert not agree((22.0, "ship"), (23.0, "ship"))


def test_an_article_that_agrees_is_counted_however_unlikely_its_sentence() -> None:
    found = sides(QUESTION, [MAY, JUNE, piece("c", YEAR.text, "1931", score=0.01)])
    assert [len(group.evidence) for group in found] == [2, 1]


def test_articles_that_say_yes_and_no_are_two_sides() -> None:
    def says(article: str, answer: Says, score: float) -> Evidence:
        return replace(piece(article, f"{article} has its own word on the bridge.", "own", score), says=answer)

    question = "Was the Ambria bridge treaty signed?"
    found = sides(question, [says("a", "no", 1.0), says("b", "", 0.9), says("c", "yes", 0.8), says("a", "yes", 0.7)])
    assert [(group.answer, [one.passage.article_id for one in group.evidence]) for group in found] == [
        ("No", ["a"]),
        ("Yes", ["c"]),
    ]
    assert sides(question, [says("a", "no", 1.0), says("b", "no", 0.9)]) == []
    assert sides(question, [says("a", "", 1.0)]) == []
