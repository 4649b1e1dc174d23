"""Follow-ups made to stand alone."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.answer import Turn
from assistant.condense import condense, leans, standalone

HISTORY = [Turn("What did Blinken propose in Geneva?", "Antony Blinken offered talks on missiles to Sergei Ryabkov.")]
SUMMIT = [Turn("Where was the summit of Biden and Putin held?", "In Geneva, in a villa by the lake.")]
TREATY = [Turn("When was the New START treaty signed?", "The treaty was signed in Prague in April 2010.")]
GRAIN = [
    Turn("Who brokered the grain corridor across the Black Sea?", "Turkey and the United Nations brokered the deal.")
]
GRINER = [Turn("Who was exchanged for Brittney Griner?", "Viktor Bout, the arms dealer.")]
QUAKE = [Turn("How strong was the earthquake in Lisbon?", "Its magnitude is put at 8.5.")]
VACCINE = [Turn("How does the malaria vaccine work?", "It trains the immune system against a protein.")]
BANK = [Turn("Why did the central bank of Turkey raise interest rates?", "Inflation had passed 60 percent.")]
REFUSED = [Turn("Who coaches the handball team of Oslo?", "")]


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
        "Who else came?",
        "What happened next?",
        "Did the lira fall too?",
        "Which one is older?",
        "I mean the foreign minister.",
        "Was Lavrov there?",
        "What did Blinken say about it?",
        "Did Trump meet him in Helsinki?",
        "How did Moscow take that?",
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
        "Why did Putin say he would never visit London?",
        "What did the minister of Hungary say about his visit to Kyiv?",
        "Is it true that Serbia buys Russian gas?",
        "My brother is moving to Canada. Can he keep his licence there?",
        "Which airlines fly to Tbilisi this summer?",
        "Did Spain and those who voted with Spain block the budget?",
        "When did Chile adopt its constitution?",
    ],
)
def test_standing_questions_stand(question: str) -> None:
    assert not leans(question)
    assert condense(question, HISTORY) == question


@pytest.mark.parametrize(
    "question",
    [
        "where did the hurricane land and when did it reach the coast",
        "Which of the rulings that the court gave were overturned?",
        "How do nurses protect themselves, and do they pay for masks?",
        "What is a sanction?",
        "What does embargo mean?",
    ],
)
def test_what_a_pronoun_means_may_stand_in_its_own_question(question: str) -> None:
    assert condense(question, HISTORY) == question


@pytest.mark.parametrize(
    ("history", "question", "names"),
    [
        (HISTORY, "What did he answer?", ["Sergei Ryabkov"]),
        (HISTORY, "Who else was there?", []),
        (HISTORY, "And Ryabkov?", []),
        (HISTORY, "What about Iran?", []),
        (SUMMIT, "How long did it last?", ["Geneva"]),
        (SUMMIT, "Who attended that meeting?", []),
        (SUMMIT, "Was the summit a success?", []),
        (TREATY, "Has the treaty been extended?", []),
        (TREATY, "And the one before that?", []),
        (GRAIN, "How many ships have used it?", ["Turkey", "United Nations"]),
        (GRAIN, "But why?", []),
        (GRINER, "What was he sentenced to?", ["Viktor Bout"]),
        (QUAKE, "And in San Francisco?", []),
        (VACCINE, "What are the side effects?", []),
        (BANK, "By how much?", []),
        (REFUSED, "Since when?", []),
    ],
)
def test_the_question_that_it_leans_on_is_shown(history: list[Turn], question: str, names: list[str]) -> None:
    whole = history[0].question.rstrip("?")
    assert condense(question, history) == f"{question} ({'; '.join([whole, *names])})"


@pytest.mark.parametrize(
    ("history", "question", "topic"),
    [
        (HISTORY, "What did he answer?", "Blinken propose in Geneva; Sergei Ryabkov"),
        (HISTORY, "What about Iran?", "Blinken propose in Geneva"),
        (SUMMIT, "How long did it last?", "summit of Biden and Putin; Geneva"),
        (SUMMIT, "Who attended that meeting?", "summit of Biden and Putin"),
        (TREATY, "In what forms?", "New START treaty"),
        (GRAIN, "How many ships have used it?", "grain; Black Sea; Turkey; United Nations"),
        (GRINER, "I mean the dealer.", "exchanged for Brittney Griner"),
        (QUAKE, "How many people died?", "strong was the earthquake in Lisbon"),
        (VACCINE, "Who invented it?", "malaria vaccine work"),
        (BANK, "How did the markets take it?", "central bank of Turkey; Inflation"),
        (BANK, "Which other countries did the same?", "central bank of Turkey"),
    ],
)
def test_the_topic_is_searched(history: list[Turn], question: str, topic: str) -> None:
    assert standalone(question, history).searched == (f"{question} ({topic})",)


def test_a_first_question_is_itself() -> None:
    assert condense(" And Ryabkov? ", []) == "And Ryabkov?"


def test_names_of_the_topic_are_not_carried_twice() -> None:
    assert "Antony" not in condense("And then?", HISTORY)


def test_days_and_months_of_an_answer_are_no_names() -> None:
    turn = Turn(
        "When does New START expire?", "New START expired on Thursday, 5 February 2026, said Ottilie Brandvold."
    )
    assert condense("And who signed it?", [turn]) == (
        "And who signed it? (When does New START expire; Ottilie Brandvold)"
    )


def test_a_refused_question_is_no_topic() -> None:
    refused = [*HISTORY, Turn("Who won the football cup in Brazil?", "")]
    assert condense("Why?", refused) == "Why? (What did Blinken propose in Geneva)"


def test_a_pronoun_after_a_refused_question_means_what_that_asked_for() -> None:
    refused = [*HISTORY, Turn("What did the caterers of the banquet serve?", "")]
    assert "caterers" in standalone("How did it taste?", refused).searched[0]


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    chain = [*HISTORY, Turn("And Ryabkov?", "He declined.")]
    assert condense("Why?", chain).startswith("Why? (What did Blinken propose in Geneva")


def test_a_topic_that_was_left_is_not_carried() -> None:
    left = [*HISTORY, Turn("Who won the chess championship in Dubai?", "Magnus Carlsen won it.")]
    assert (
        condense("How old is he?", left) == "How old is he? (Who won the chess championship in Dubai; Magnus Carlsen)"
    )
    assert standalone("And the year before?", left).searched == ("And the year before? (chess championship in Dubai)",)


def test_a_long_question_is_not_carried_whole() -> None:
    long = "What did the delegation that came from Ankara to Moscow in March say about the price of grain and gas?"
    shown = condense("And the Iranians?", [Turn(long, "Nothing.")])
    assert len(shown) < len(long)
    assert "Ankara" in shown


def test_a_question_that_may_go_on_is_shown_as_it_is_and_searched_both_ways() -> None:
    asked = "Does parliament have real power over ministers?"
    made = standalone(asked, TREATY)
    assert made.shown == asked
    assert made.searched == (asked, f"{asked} (New START treaty)")
    deal = "Why did Russia leave the deal?"
    assert standalone(deal, GRAIN).searched == (deal, f"{deal} (grain; Black Sea)")


def test_a_question_with_a_new_name_is_searched_as_it_is() -> None:
    asked = "How many diplomats did Washington expel in March 2021?"
    assert standalone(asked, HISTORY).searched == (asked,)


def test_words_that_are_rare_in_the_library_are_the_topic() -> None:
    def frequency(words: Sequence[str]) -> Mapping[str, int]:
        return {word: 1 if word in {"dredging", "estuary"} else 500 for word in words}

    history = [Turn("Which firms want money for dredging that estuary and its banks?", "Two Dutch firms.")]
    (carried,) = standalone("Why now?", history, frequency).searched
    assert "dredging" in carried
    assert "estuary" in carried


def test_what_people_say_to_a_machine_is_no_topic() -> None:
    history = [Turn("Hello, can you please help me find something interesting about comets?", "Comets have tails.")]
    assert standalone("How long are they?", history).searched == ("How long are they? (comets)",)


@pytest.mark.parametrize("question", ["", "?", "…", "(", "that", "it" * 500, "日内瓦会谈呢？", "А он?"])
def test_any_question_is_taken(question: str) -> None:
    assert condense(question, HISTORY).startswith(question.strip())
    assert standalone(question, [Turn("", ""), Turn("?", "")]).searched


def test_a_short_question_with_a_subject_that_nobody_knows_does_not_take_the_topic() -> None:
    known = {"buy": 3, "long": 9, "last": 9}

    def frequency(asked: Sequence[str]) -> Mapping[str, int]:
        return {word: known.get(word, 0) for word in asked}

    for question in ("How do I repot an orchid?", "Where can I buy shoes?"):
        assert "(" in standalone(question, SUMMIT).shown  # by its length alone it would be a follow-up
        assert standalone(question, SUMMIT, frequency).shown == question
    for question in ("How long did it last?", "And the orchid roots?", "In what forms?", "Why?"):
        assert "(" in standalone(question, SUMMIT, frequency).shown


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        ("How old was Jacques Chirac when he died?", "And Mugabe?", "How old was Mugabe when he died?"),
        ("What did Rubio say about the plan?", "What about Lavrov?", "What did Lavrov say about the plan?"),
        ("What is Russia's view of the plan?", "And America?", "What is America's view of the plan?"),
        ("Who is the president of Russia?", "And France?", "Who is the president of France?"),
        ("When was the New START treaty signed?", "And what about the INF?", "When was the INF treaty signed?"),
    ],
)
def test_the_question_before_is_asked_of_another(before: str, question: str, asked: str) -> None:
    found = standalone(question, [Turn(before, "An answer that names Putin.")])
    assert (found.shown, found.searched) == (asked, (asked,))


def test_what_about_another_is_no_other_in_every_place() -> None:
    shown = condense("What about Trump?", [Turn("Who is the president of Russia?", "Vladimir Putin.")])
    assert shown.startswith("What about Trump? (")


@pytest.mark.parametrize("question", ["And Iran?", "And why?", "And in Geneva?", "And the other ministers?"])
def test_of_two_names_none_is_replaced(question: str) -> None:
    shown = condense(question, [Turn("What did Rubio say about Ukraine?", "That talks go on.")])
    assert shown == f"{question} (What did Rubio say about Ukraine)"


def test_a_name_is_carried_without_the_sign_of_its_owner() -> None:
    shown = condense("When did he die?", [Turn("Who stabbed the mayor of Gdańsk?", "Adamowicz's former prisoner.")])
    assert shown == "When did he die? (Who stabbed the mayor of Gdańsk; Adamowicz)"
