"""Follow-ups made to stand alone."""

import pytest

from assistant.answer import Turn
from assistant.condense import condense, leans

HISTORY = [Turn("What did Blinken propose in Geneva?", "Antony Blinken offered talks on missiles to Sergei Ryabkov.")]


@pytest.mark.parametrize(
    "question",
    [
        "And Ryabkov?",
        "What about Iran?",
        "When was he told?",
        "In what forms?",
        "Why?",
        "How did they answer that offer?",
        "Was it signed?",
    ],
)
def test_leaning_questions_lean(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which weapons does the New START treaty count?",
        "Who said that the treaty has been broken by Moscow?",
        "How many diplomats did Washington expel in March 2021?",
        "What is the capital of Peru?",
        "Who is Dmitriev?",
        "Is there a ceasefire in Ukraine?",
    ],
)
def test_standing_questions_stand(question: str) -> None:
    assert not leans(question)
    assert condense(question, HISTORY) == question


def test_a_first_question_is_itself() -> None:
    assert condense(" And Ryabkov? ", []) == "And Ryabkov?"


def test_topic_and_new_names_are_carried() -> None:
    assert condense("What did he answer?", HISTORY) == (
        "What did he answer? (What did Blinken propose in Geneva; Sergei Ryabkov)"
    )


def test_names_of_the_topic_are_not_carried_twice() -> None:
    assert "Antony" not in condense("And then?", HISTORY)


def test_a_refused_question_is_no_topic() -> None:
    refused = [*HISTORY, Turn("Who won the football cup in Brazil?", "")]
    assert condense("Why?", refused) == "Why? (What did Blinken propose in Geneva)"


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    chain = [*HISTORY, Turn("And Ryabkov?", "He declined.")]
    assert condense("Why?", chain).startswith("Why? (What did Blinken propose in Geneva")
