"""Who somebody is, and what or where a thing is, by what stands beside the name."""

import pytest

from assistant.evaluation.drafting.described import callings, things
from assistant.evaluation.drafting.nouns import Nouns

NOUNS = Nouns(["Greta Lindqvist, who is 40, said so.", "Tomas Ruane, an engineer, said so too."])


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("It was the marine scientist Greta Lindqvist who found it.", "Who is Greta Lindqvist?", "marine scientist"),
        ("Halden police spokesman Tomas Ruane saw it.", "Who is Tomas Ruane?", "Halden police spokesman"),
        ("It was scientist Greta Lindqvist who found it.", None, None),  # one word says little
        ("It was the old Norwegian bridge Greta Lindqvist opened.", None, None),
    ],
)
def test_who_somebody_is(sentence: str, question: str | None, answer: str | None) -> None:
    found = [(made.question, made.answer) for made in callings(sentence, NOUNS)]
    assert found == ([(question, answer)] if question else [])


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("They met in Halden, a port city in Norway, for an hour.", "Where is Halden?"),
        ("The ship of Tista Marine, a firm that builds ferries, sank.", "What is Tista Marine?"),
        ("They met Tomas Ruane, a pilot of a drug company, for an hour.", None),
        ("They met Orla Fenwick, a pilot who was convicted in a drug case, for an hour.", None),
        ("They met in Norway, a country in the north, for an hour.", None),
    ],
)
def test_what_and_where_a_thing_is(sentence: str, question: str | None) -> None:
    assert [made.question for made in things(sentence, NOUNS)] == ([question] if question else [])
