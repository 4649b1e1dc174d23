"""Questions made of sentences: what the rules give, and what they leave alone."""

import pytest

from assistant.evaluation.rules import people, questions

MAKES = [
    (
        "Sergei Ryabkov presented the grain proposal in Ankara on 14 May 2022.",
        "who",
        "Who presented the grain proposal in Ankara on 14 May 2022?",
        "Sergei Ryabkov",
    ),
    (
        "Sergei Ryabkov presented the grain proposal in Ankara on 14 May 2022.",
        "when",
        "When did Sergei Ryabkov present the grain proposal in Ankara?",
        "14 May 2022",
    ),
    (
        "Sergei Ryabkov presented the grain proposal in Ankara on 14 May 2022.",
        "where",
        "Where did Sergei Ryabkov present the grain proposal on 14 May 2022?",
        "Ankara",
    ),
    (
        "On 15 April 2021 the Biden administration expelled ten diplomats.",
        "how-many",
        "How many diplomats did the Biden administration expel on 15 April 2021?",
        "ten",
    ),
    (
        "The Supreme Court closed the prison in Murmansk in 2019.",
        "when",
        "When did the Supreme Court close the prison in Murmansk?",
        "2019",
    ),
    (
        "The Thai monarchy was limited by a constitution in 1932.",
        "when",
        "When was the Thai monarchy limited by a constitution?",
        "1932",
    ),
    (
        "Seventeen senators signed the letter to President Joe Biden.",
        "how-many",
        "How many senators signed the letter to President Joe Biden?",
        "Seventeen",
    ),
    (
        "Victoria Nuland, the third official of the State Department, spent three days in Moscow.",
        "who",
        "Who spent three days in Moscow?",
        "Victoria Nuland",
    ),
    (
        "Elena Petrova said that the Kremlin was ready for talks.",
        "who",
        "Who said that the Kremlin was ready for talks?",
        "Elena Petrova",
    ),
]
LEFT_ALONE = [
    "He left the prison in Murmansk on 3 May 2019.",
    "The ministers left their capitals for Vienna in May 2019.",
    "“Sergei Ryabkov presented the proposal in Ankara on 14 May 2022.",
    "Subscribe to our newsletter for what Elena Petrova reported in 2019.",
    "The State Department closed its mission in 2019, and nobody knew why.",
    "Moscow and",
    "Did Elena Petrova visit the prison in Murmansk in 2018?",
    "Monday saw Elena Petrova visit the prison in Murmansk.",
    "",
]


@pytest.mark.parametrize(("sentence", "asks", "question", "answer"), MAKES)
def test_a_rule(sentence: str, asks: str, question: str, answer: str) -> None:
    assert (asks, question, answer) in [(made.asks, made.question, made.answer) for made in questions(sentence)]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_what_no_rule_is_sure_of(sentence: str) -> None:
    assert list(questions(sentence)) == []


@pytest.mark.parametrize("sentence", [one[0] for one in MAKES])
def test_every_question_is_one_and_its_answer_a_slice(sentence: str) -> None:
    for made in questions(sentence):
        assert made.answer and made.answer in sentence
        assert made.answer not in made.question
        assert made.question.endswith("?") and "  " not in made.question


def test_surnames_of_those_who_speak_are_known() -> None:
    known = people("The envoy, Sergei Ryabkov said, would go. President Joe Biden agreed. North Korea said no.")
    assert known == {"Ryabkov", "Biden"}
    assert [made.answer for made in questions("Biden welcomed nobody but met Putin in Geneva.", known)] == []
    (made,) = questions("Biden met Vladimir Putin at the villa.", known)
    assert (made.asks, made.answer) == ("who", "Biden")
