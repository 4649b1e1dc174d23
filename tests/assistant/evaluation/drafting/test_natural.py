"""Which drafted questions a person might have typed, by examples of each fault."""

import pytest

from assistant.evaluation.drafting.clause import Asks, Made
from assistant.evaluation.drafting.natural import has_short_form, is_natural, names_in_full, tidied
from assistant.evaluation.drafting.nouns import Nouns

NOUNS = Nouns(
    [
        "Mayor Greta Lindqvist said the quay was safe.",
        "Tomas Ruane, an engineer, said so too.",
        "Ruane left the Halden Company in May.",
    ]
)


@pytest.mark.parametrize(
    ("asks", "question", "answer"),
    [
        ("when", "When did Greta Lindqvist open the Halden Bridge?", "4 May 2019"),
        ("when", "When was the Halden Bridge closed for repairs by Norway?", "2021"),
        ("where", "Where did Greta Lindqvist and Tomas Ruane meet in 2019?", "Oslo"),
        ("where", "Where was Tomas Ruane arrested on 3 June 2020?", "Bergen"),
        ("who", "Who designed the Halden Bridge over the Tista River?", "Tomas Ruane"),
        ("what", "What did Greta Lindqvist urge Tomas Ruane to do?", "resign"),
        ("what", "What did the Halden Company announce on 3 June 2020?", "a merger"),
        ("how-many", "How many people did the Halden Company dismiss in 2020?", "300"),
        ("why", "Why did the Halden Company close its port in Norway?", "a strike"),
    ],
)
def test_what_a_person_would_ask(asks: Asks, question: str, answer: str) -> None:
    assert is_natural(Made(asks, question, answer), NOUNS)


@pytest.mark.parametrize(
    ("asks", "question", "answer"),
    [
        ("who", "Who landed in Oslo on 4 May 2019?", "Greta Lindqvist"),  # a riddle: nothing is said of what was done
        ("who", "Who was the mayor of Halden in 2019?", "Greta Lindqvist"),
        ("who", "Which country lost Halden in 2017 and Bergen in 2018?", "Norway"),  # a riddle
        ("who", "Who agreed to meet Greta Lindqvist in Halden on 4 May 2019?", "Tomas Ruane"),  # which day is it?
        ("who", "Who speaks during a meeting with members of the Halden Club?", "Greta Lindqvist"),  # a caption
        ("who", "Who rode to his office in a car of the Halden Company?", "Tomas Ruane"),
        ("who", "Who said “The quay of Halden is as safe as it ever was”?", "Greta Lindqvist"),
        ("what", "What did Tomas Ruane receive?", "a medal"),  # half a thought
        ("what", "What has Tomas Ruane called for?", "an inquiry"),
        ("where", "Where did Greta Lindqvist rule out ships from Norway?", "Halden"),  # the place of the ships
        ("when", "When did Greta Lindqvist say that the Halden Bridge was safe?", "4 May 2019"),
        ("when", "When did Lindqvist open the Halden Bridge?", "4 May 2019"),  # a surname
        ("when", "When did Tomas Ruane meet the mayor of Halden in June?", "4 June"),  # of which year?
        ("when", "When did the company open the bridge?", "4 May 2019"),  # which?
        ("when", "When will Greta Lindqvist open the Halden Bridge?", "4 May 2019"),
        ("what", "What did HALDENX BRIDGE TALKS Greta Lindqvist announce in 2019?", "a plan"),  # a headline
        ("when", "When did Flag of Norway The Halden Company close its port?", "4 May 2019"),  # a caption run in
        ("what", "What took place in Halden near Fredrikstad in Norway?", "A fair"),  # when?
        ("how-many", "How many dollars has the Halden Company invested in Norway?", "3 billion"),
        ("why", "Why does the Halden Company build ships in Norway and Sweden?", "the price"),
    ],
)
def test_what_nobody_would_ask(asks: Asks, question: str, answer: str) -> None:
    assert not is_natural(Made(asks, question, answer), NOUNS)


def test_days_of_the_week_beside_dates_are_left_out() -> None:
    assert (
        tidied("Where did Tomas Ruane speak on Friday, 3 June 2020?") == "Where did Tomas Ruane speak on 3 June 2020?"
    )
    assert tidied("Who plays in the Halden Friday League?") == "Who plays in the Halden Friday League?"


def test_an_office_or_first_name_makes_a_name_full() -> None:
    assert names_in_full("When did Mayor Lindqvist resign?", NOUNS)
    assert names_in_full("When did the Lindqvist administration end?", NOUNS)
    assert not names_in_full("When did Tomas Berg and Lindqvist meet?", NOUNS)


def test_a_surname_is_known_by_the_fuller_name_in_the_article() -> None:
    assert has_short_form("When did Fenwick leave?", "Brian T. Fenwick, a teacher, left.")
    text = "The jury heard Orla Fenwick. In Bergen nobody knew. Sister ships went to Bergen."
    assert has_short_form("When did Fenwick leave?", text)
    assert not has_short_form("When did Orla Fenwick leave?", text)
    assert not has_short_form("When did ships reach Bergen?", text)
