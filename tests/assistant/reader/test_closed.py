"""Questions become questions for yes or no by general rules, with an answer or as what they take for granted."""

import pytest

from assistant.reader.closed import closed, is_closed


@pytest.mark.parametrize(
    ("question", "answer", "made"),
    [
        ("When did the harbour of Ostra open?", "1931", "Did the harbour of Ostra open in 1931?"),
        ("In what year was the pact signed?", "1931", "Was the pact signed in 1931?"),
        ("Who signed the pact?", "Oster Dahl", "Is it true that Oster Dahl signed the pact?"),
        ("Why did Velm leave the pact?", "the tax", "Did Velm leave the pact because of the tax?"),
        ("Why did Velm leave the pact?", "because it was poor", "Did Velm leave the pact because it was poor?"),
        ("Which towns did the minister visit?", "Dorn and Lisk", "Did the minister visit Dorn and Lisk?"),
        ("Who has refused to sign?", "Dahl", "Has Dahl refused to sign?"),
        ("How many men were dismissed?", "1,200", "Were 1,200 men dismissed?"),
        ("What is the capital of Velm?", "Dorn", "Is the capital of Velm Dorn?"),
    ],
)
def test_a_question_with_its_answer_asks_for_yes_or_no(question: str, answer: str, made: str) -> None:
    assert closed(question, answer) == made


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("Why did Velm leave the pact?", "Did Velm leave the pact?"),
        ("When was the harbour of Ostra opened?", "Was the harbour of Ostra opened?"),
        ("On what day did Dahl resign?", "Did Dahl resign?"),
        ("Who signed the pact?", None),
        ("What is the capital of Velm?", None),
        ("Tell me about Velm", None),
    ],
)
def test_what_a_question_takes_for_granted(question: str, made: str | None) -> None:
    assert closed(question) == made


def test_which_questions_ask_for_yes_or_no() -> None:
    assert is_closed("Did Velm sign?")
    assert is_closed(" has it been opened? ")
    assert not is_closed("Who did it?")
    assert not is_closed("")
