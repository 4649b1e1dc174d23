"""Sentences that have somebody do more than their passages say."""

import pytest

from assistant.llm.guard import Cited, overstated

MORE = [
    ("The council agreed on a plan for the port.", "The council heard that a plan for the port was being drawn up."),
    ("Reno decided to buy the ships.", "Reno considered buying the ships."),
    ("Dahl promised never to close the port.", "Dahl added that there was no plan to close the port."),
    ("Dahl admitted that the mayor wrote the plan.", "Others said that the mayor wrote the plan. Dahl denied it."),
    ("Dahl regretted the sale of the port.", "Dahl said that the sale of the port had not been easy."),
    ("Dahl turned the truce down and asked who would pay.", "Dahl was for the truce, and asked who would pay."),
    ("All pilots believe that the port is safe.", "Some pilots believe that the port is safe."),
    ("Pilots are agreed that the port is safe.", "Pilots are divided. Some think that the port is safe."),
    ("Both envoys have returned to Reno.", "The two men would return to their posts in Reno."),
    ("Dahl and Reed met in Reno.", "Dahl and Reed announced that they would meet in Reno."),
    ("Reno has completed its departure.", "Reno is leaving, but the departure is not yet complete."),
    ("Dahl published the letters.", "Dahl offered to publish the letters."),
]
SAME = [
    ("The council agreed on a plan for the port.", "The council accepted a plan for the port."),
    ("Reno decided to buy the ships.", "The purchase of the ships was approved by Reno."),
    ("Reno decided to buy the ships.", "Reno bought the ships."),
    ("Dahl promised to keep the port open.", "Dahl said that she would keep the port open."),
    ("Dahl admitted that it was hard.", "Dahl said that it was hard."),
    ("Dahl did not confirm the sale.", "Reed spoke of a sale."),
    ("Dahl turned the truce down.", "Dahl said no to the truce."),
    ("All pilots believe that the port is safe.", "Every pilot thinks that the port is safe."),
    ("Most pilots believe that the port is safe.", "Some pilots think that the port is safe."),
    ("Dahl said that they would meet in Reno.", "Dahl announced that they would meet in Reno."),
    ("The departure had still to be completed.", "The departure is not yet complete."),
    ("Dahl and Reed met in Reno.", "They would meet in Reno, and did: Dahl met Reed in the port."),
    ("The shared charts are free.", "The harbours will share charts, which are free."),
    ("Dahl allowed that it was late.", "Dahl would allow a late start."),
]


@pytest.mark.parametrize(("sentence", "passage"), MORE)
def test_more_than_the_passage_says(sentence: str, passage: str) -> None:
    assert overstated(sentence, [Cited(passage)])


@pytest.mark.parametrize(("sentence", "passage"), SAME)
def test_no_more_than_the_passage_says(sentence: str, passage: str) -> None:
    assert not overstated(sentence, [Cited(passage)])


def test_without_passages_there_is_nothing_to_compare() -> None:
    assert not overstated("All pilots agreed.", [])
