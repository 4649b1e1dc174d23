"""Sentences turned into questions: what each pattern gives, and what none of them may give."""

import pytest

from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.patterns import questions

ABOUT = (
    "The mayor, Elena Petrova said, would go.",
    "President Joe Biden agreed with Minister Sergei Ryabkov.",
    "NASA said that the launch was near, and the inspections of the customs were long.",
)
"""What a library says elsewhere: so its people and its small words are known."""

MAKES = [
    # who, which country, what: the subject
    ("Sergei Ryabkov presented the grain proposal of Turkey in Ankara on 14 May 2022.", "who", "Sergei Ryabkov",
     "Who presented the grain proposal of Turkey in Ankara on 14 May 2022?"),
    ("The United States completed its withdrawal from the Treaty of Reno in 2019.", "who", "The United States",
     "Which country completed its withdrawal from the Treaty of Reno in 2019?"),
    ("Customs officers at Minsk airport found a map of Reno on 17 February 2021.", "who",
     "Customs officers at Minsk airport", "Who found a map of Reno on 17 February 2021?"),
    ("The Ministry of Health in Reno had rejected the petition of Elena Petrova.", "who",
     "The Ministry of Health in Reno", "Who rejected the petition of Elena Petrova?"),
    ("A fire at the port of Odesa destroyed the archive of Elena Petrova.", "what", "A fire at the port of Odesa",
     "What destroyed the archive of Elena Petrova?"),
    ("Elena Petrova, the mayor of Reno, opened the Museum of Salt on 3 May 2019.", "who", "Elena Petrova",
     "Who opened the Museum of Salt on 3 May 2019?"),
    ("The bridge of Mostar was rebuilt by Elena Petrova in 2004.", "who", "Elena Petrova",
     "Who rebuilt the bridge of Mostar in 2004?"),
    ("The prize went to Elena Petrova, who manages the Salt Fund of Reno, on Monday.", "who", "Elena Petrova",
     "Who manages the Salt Fund of Reno?"),
    ("Elena Petrova left Reno on 3 May 2019, and founded the Salt Fund of Minsk.", "who", "Elena Petrova",
     "Who founded the Salt Fund of Minsk?"),
    # when
    ("Ronald Berg and Elena Petrova had signed the Treaty of Reno in Minsk on 8 December 1987.", "when",
     "8 December 1987", "When did Ronald Berg and Elena Petrova sign the Treaty of Reno in Minsk?"),
    ("In 2019, the Supreme Court closed the prison of Murmansk.", "when", "2019",
     "When did the Supreme Court close the prison of Murmansk?"),
    ("The Thai monarchy of Siam was limited by a constitution on Friday, 24 June 1932, at last.", "when",
     "Friday, 24 June 1932", "When was the Thai monarchy of Siam limited by a constitution?"),
    # where
    ("Sergei Ryabkov met Elena Petrova in Kenosha, Wisconsin.", "where", "Kenosha, Wisconsin",
     "Where did Sergei Ryabkov meet Elena Petrova?"),
    # how many, how much, how long, at what age
    ("On 15 April 2021 the Biden administration expelled ten Russian diplomats.", "how-many", "ten",
     "How many Russian diplomats did the Biden administration expel on 15 April 2021?"),
    ("Seventeen senators signed a letter to President Joe Biden.", "how-many", "Seventeen",
     "How many senators signed a letter to President Joe Biden?"),
    ("Seventeen senators have signed a letter to President Joe Biden.", "how-many", "Seventeen",
     "How many senators have signed a letter to President Joe Biden?"),
    ("Elena Petrova paid $3.5 million to the Salt Fund of Reno.", "how-many", "$3.5 million",
     "How much money did Elena Petrova pay to the Salt Fund of Reno?"),
    ("The price of Brent crude rose by 3.6 per cent in 2023.", "how-many", "3.6 per cent",
     "By how much did the price of Brent crude rise in 2023?"),
    ("Wendy Sherman talked with Sergei Ryabkov in Geneva for eight hours on 10 January.", "how-many", "eight hours",
     "For how long did Wendy Sherman talk with Sergei Ryabkov in Geneva on 10 January?"),
    ("Elena Petrova spent three days in Moscow in 2019.", "how-many", "three days",
     "How much time did Elena Petrova spend in Moscow in 2019?"),
    ("Elena Petrova died in Reno on Tuesday at the age of 91, her son said.", "how-many", "91",
     "At what age did Elena Petrova die in Reno?"),
    # what: objects, deeds, accusations
    ("Elena Petrova founded the Unity Party in Reno.", "what", "the Unity Party",
     "What did Elena Petrova found in Reno?"),
    ("Sergei Ryabkov urged the United States to join a moratorium.", "what", "join a moratorium",
     "What did Sergei Ryabkov urge the United States to do?"),
    ("Joe Biden and Elena Petrova agreed on 16 October 2025 to meet in Budapest.", "what", "meet in Budapest",
     "What did Joe Biden and Elena Petrova agree to do on 16 October 2025?"),
    ("Sergei Ryabkov accused Elena Petrova of tax evasion.", "what", "tax evasion",
     "What did Sergei Ryabkov accuse Elena Petrova of?"),
    # why
    ("Elena Petrova resigned in 2019 because of a corruption inquiry.", "why", "a corruption inquiry",
     "Why did Elena Petrova resign in 2019?"),
    # reported speech, quotations, offices
    ("Elena Petrova said the Bank of Reno would close three branches.", "who", "Elena Petrova",
     "Who said that the Bank of Reno would close three branches?"),
    ("Elena Petrova said that the Bank of Reno would close three branches.", "what", "close three branches",
     "What did Elena Petrova say the Bank of Reno would do?"),
    ("“The situation will get worse in the next hours”, said Elena Petrova on Monday.", "who", "Elena Petrova",
     "Who said “The situation will get worse in the next hours”?"),
    ("Joe Biden, the mayor of Reno, was late for the opening.", "who", "Joe Biden", "Who was the mayor of Reno?"),
    ("It was up to Greek prime minister Elena Petrova to decide.", "who", "Elena Petrova",
     "Who was the Greek prime minister?"),
]  # fmt: skip
LEFT_ALONE = [
    "He left the prison in Murmansk on 3 May 2019.",
    "The ministers left their capitals for Vienna in May 2019.",
    "The company opened the plant in 2019.",
    "This decision surprised Elena Petrova in 2019.",
    "Elena Petrova said that he would close it on 3 May 2019.",
    "Elena Petrova did not visit the prison of Murmansk in 2018.",
    "Elena Petrova visited it on 3 May 2018.",
    "Moscow and",
    "Did Elena Petrova visit the prison of Murmansk in 2018?",
    "Elena Petrova met Sergei Ryabkov, Ronald Berg and Joe Biden.",
    "On the eve of it Joe Biden, an American imprisoned in Russia since 2021, had flown home.",
    "Elena Petrova was due to stand down.",
    "The Minister of Finance, Elena Petrova.",
    "One of them was a director of Bengali Salt Commission, who was treated at the Maitree Hospital.",
    "",
]


@pytest.fixture
def nouns() -> Nouns:
    return Nouns((*ABOUT, *(one[0] for one in MAKES)))


@pytest.mark.parametrize(("sentence", "asks", "answer", "question"), MAKES)
def test_a_pattern(sentence: str, asks: str, answer: str, question: str, nouns: Nouns) -> None:
    assert (asks, answer, question) in [(made.asks, made.answer, made.question) for made in questions(sentence, nouns)]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_what_gives_no_question(sentence: str, nouns: Nouns) -> None:
    assert [made.question for made in questions(sentence, nouns)] == []


@pytest.mark.parametrize("sentence", [one[0] for one in MAKES])
def test_every_answer_is_a_slice_that_its_question_does_not_hold(sentence: str, nouns: Nouns) -> None:
    for made in questions(sentence, nouns):
        assert made.answer and made.answer in sentence
        assert made.answer not in made.question
        assert made.question.endswith("?") and "  " not in made.question and " ?" not in made.question


def test_a_date_that_may_be_of_something_else_is_not_asked_for(nouns: Nouns) -> None:
    for sentence in (
        "Elena Petrova has expressed a preference for the trial of Joe Biden in 1998.",
        "Elena Petrova is credited with the end of the ban of Reno in 2011.",
    ):
        assert "when" not in [made.asks for made in questions(sentence, nouns)]


def test_a_phrase_that_leans_is_cut_from_the_end(nouns: Nouns) -> None:
    found = [made.question for made in questions("Joe Biden telephoned Elena Petrova to prepare the summit.", nouns)]
    assert "Who telephoned Elena Petrova?" in found
    assert not any("the summit" in question for question in found)
