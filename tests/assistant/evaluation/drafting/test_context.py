"""What an article leaves unsaid: who "he" is, the year of a day; and what the noun phrases of a library name."""

import pytest

from assistant.evaluation.drafting.context import resolved, with_years
from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.standing import leans, stands

TEXT = (
    "Elena Petrova said that the prison was full.",
    "She left Reno in 2019.",
    "Ronald Berg, the mayor, met Elena Petrova.",
    "He left Reno in 2020.",
    "NASA said no, and the Ministry of Salt said yes.",
)


@pytest.fixture
def nouns() -> Nouns:
    return Nouns(TEXT)


def test_a_pronoun_is_resolved_where_one_person_is_named(nouns: Nouns) -> None:
    found = list(resolved(TEXT, nouns))
    assert found[1] == "Elena Petrova left Reno in 2019."
    assert found[3] == TEXT[3]  # two are named


@pytest.mark.parametrize(
    ("question", "sentence", "published", "expected"),
    [
        ("Who left on 8 October?", "Berg left on 8 October.", "2025-10-20", "Who left on 8 October 2025?"),
        ("Who left on October 8?", "Berg left on October 8.", "2025-10-20", "Who left on October 8, 2025?"),
        ("Who left Reno on 8 December?", "Berg left on 8 December.", "2025-10-20", "Who left Reno on 8 December 2024?"),
        ("Who left Reno in April?", "Berg left Reno in April.", "2025-10-20", "Who left Reno in April 2025?"),
        ("Who was the mayor of Reno?", "Berg, the mayor, left.", "2025-10-20", "Who was the mayor of Reno in 2025?"),
        ("Who left Reno on 8 October?", "In 2012 Berg left on 8 October.", "2025-10-20", "Who left Reno on 8 October?"),
        ("Who left Reno on 8 October?", "Berg left Reno on 8 October.", "", "Who left Reno on 8 October?"),
        ("Who will leave on 8 October?", "Berg will leave on 8 October.", "2025-10-01", "Who will leave on 8 October?"),
    ],
)  # fmt: skip
def test_a_day_gets_its_year(question: str, sentence: str, published: str, expected: str) -> None:
    assert with_years(question, sentence, (), published) == expected


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("Elena Petrova", "person"),
        ("Mayor Ronald Berg", "person"),
        ("Petrova", "person"),
        ("Elena Petrova and Ronald Berg", "people"),
        ("customs officers", "people"),
        ("thousands of protesters", "people"),
        ("the United States", "country"),
        ("the Ministry of Salt", "body"),
        ("NASA", "body"),
        ("the prison", "thing"),
        ("the 67-year-old killer", ""),
        ("Villa La Grange", ""),
    ],
)
def test_what_a_phrase_names(phrase: str, kind: str, nouns: Nouns) -> None:
    assert nouns.names(phrase) == kind


def test_a_surname_is_spelt_out_once(nouns: Nouns) -> None:
    text = " ".join(TEXT)
    assert nouns.spelt("When did Petrova leave Reno?", text) == "When did Elena Petrova leave Reno?"
    assert nouns.spelt("When did the Petrova government fall?", text) == "When did the Petrova government fall?"
    assert nouns.spelt("When did Elena Petrova leave Reno?", text) == "When did Elena Petrova leave Reno?"


@pytest.mark.parametrize("text", ["the treaty", "it ended", "last week", "both countries", "the third of them"])
def test_what_leans_on_its_article(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["the Treaty of Reno", "the price of crude oil", "the United Nations", "a treaty", "the press"]
)
def test_what_stands_alone(text: str) -> None:
    assert not leans(text)


def test_a_question_must_name_something() -> None:
    assert stands("Who signed the Treaty of Reno in Minsk?")
    assert not stands("Who signed a treaty about salt mines?")
    assert not stands("Who celebrated a Russian victory over isolation?")
    assert not stands("Who was killed in June 1968?")
    assert not stands("Who " + "very " * 30 + "signed the Treaty of Reno?")
