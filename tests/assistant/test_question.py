"""What a question asks for."""

import pytest

from assistant.reader.question import analyse, is_foreign, kind_of, terms, words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who met the ambassador in Geneva?", "person"),
        ("By whom was the treaty signed?", "person"),
        ("What did the minister say when he met his colleague?", "open"),
        ("When did the talks begin?", "time"),
        ("And when was it signed?", "time"),
        ("On which day did they meet?", "time"),
        ("When, by his own account, did he leave?", "time"),
        ("When exactly was it signed?", "time"),
        ("when war ended?", "time"),
        ("The treaty was signed when?", "time"),
        ("Since when has he been minister?", "time"),
        ("When ice melts, what is left?", "open"),
        ("When the ban ended, who left?", "person"),
        ("What was he charged with when he was arrested?", "open"),
        ("How long did it last when they met?", "quantity"),
        ("In what year was that?", "time"),
        ("How many diplomats were expelled?", "quantity"),
        ("What share of the budget is it?", "quantity"),
        ("Where was the summit held?", "place"),
        ("In which Swiss city did they meet?", "place"),
        ("The town where they met is small; what is it known for?", "open"),
        ("Why did the deal end?", "reason"),
        ("Is the treaty still in force?", "yes-no"),
        ("Which weapons does the treaty count?", "open"),
        ("In what forms? (When did the talks begin)", "open"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_acronyms_with_stops_are_one_word() -> None:
    assert words("the U.S. and the E.U.") == ["the", "US", "and", "the", "EU"]


def test_terms_are_stems_without_function_words() -> None:
    assert terms("What sanctions were sanctioned by the negotiators?") == ["sanction", "sanction", "negoti"]


def test_possessives_and_accents_fold() -> None:
    assert terms("Moscow’s café") == terms("Moscow cafe")


def test_names_are_the_capitalised_words_but_not_the_opening() -> None:
    question = analyse("Which treaty did Biden sign in Geneva, says the U.S.?")
    assert question.names == {"biden", "geneva", "us"}
    assert question.terms == ("treati", "biden", "sign", "geneva", "us")


def test_what_is_quoted() -> None:
    assert analyse("Who called it “a  Farce.”, and who a 'joke'?").quoted == ("a farce",)
    assert analyse('Whose words are "nothing came of it"?').quoted == ("nothing came of it",)
    assert analyse("Who is it?").quoted == ()


def test_us_in_capitals_is_a_name_and_us_is_not() -> None:
    assert terms("The US told us.") == ["us", "told"]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Когда умер Мугабе?", True),
        ("谁签署了条约？", True),
        ("Wer hat unterschrieben?", False),
        ("Who is Ленин?", False),
        ("5?", False),
    ],
)
def test_questions_in_other_scripts(text: str, foreign: bool) -> None:
    assert is_foreign(text) == foreign
