"""What became of somebody, and what happened where on which day."""

import pytest

from assistant.evaluation.drafting.events import fates, happenings
from assistant.evaluation.drafting.nouns import Nouns

OPENING = "Mayor Greta Lindqvist said so."


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("Greta Lindqvist was arrested in Bergen in 2021, on a charge of fraud.", "arrested"),
        ("Lindqvist had been sentenced to three years in prison by a court in Oslo.", "sentenced"),
        ("Greta Lindqvist resigned in May because of the scandal.", "resigned"),
        ("Greta Lindqvist was elected by the council of Halden.", None),
        ("Greta Lindqvist opened the bridge over the Tista River.", None),
        ("The bridge over the Tista River was replaced by a ferry.", None),
    ],
)
def test_what_happened_to_somebody(sentence: str, answer: str | None) -> None:
    sentences = [OPENING, sentence]
    found = [(made.question, made.answer) for _, made in fates(sentences, Nouns(sentences), [1])]
    assert found == ([("What happened to Greta Lindqvist?", answer)] if answer else [])


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The two ministers met in Halden on 4 May for an hour.", "What happened in Halden on 4 May 2019?"),
        ("The treaty was signed in Oslo on 3 June 1994.", "What happened in Oslo on 3 June 1994?"),
        ("The two ministers agreed on 4 May 2019 to meet in Halden.", None),  # the day of another thing
        ("The two ministers will meet in Halden on 4 May for an hour.", None),
        ("The two ministers met in Halden on Monday for an hour.", None),
        ("They met in Halden on 4 May for an hour.", None),
    ],
)
def test_what_happened_where(sentence: str, question: str | None) -> None:
    sentences = [OPENING, sentence]
    found = [made.question for _, made in happenings(sentences, "2019-05-06", Nouns(sentences), [1])]
    assert found == ([question] if question else [])
