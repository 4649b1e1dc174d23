"""Dates and numbers that a passage has, but of something else."""

import pytest

from assistant.llm.guard import Cited, flags
from index.encoder import bundled

HARBOUR = Cited(
    "The harbour stopped taking coal on 8 March. A fee of 60 crowns on every boat followed on 5 December. The first "
    "licence, granted to Ida Holm, was for 120 days. The council of Tarn agreed to only 60 days in spring. Sales of "
    "fish fell by 3.6 per cent in 2023, said the port office. In January the bank doubled its forecast for 2024, to "
    "2.6 per cent.",
    "Boats and coal\nNorthern Post, 2024-12-05",
    "2024-12-05",
)
CALLED = Cited(
    "Anna Berg had been called home from Lima in March, after a quarrel about fish. Igor Malin had left Oslo in April "
    "on the advice of his doctor."
)


def found(sentence: str, passage: Cited) -> list[tuple[str, str, bool]]:
    """The kinds and words that are flagged, and whether they are said of something else."""
    flagged = flags(sentence, [passage], encode=bundled().encode)
    return [(one.kind, sentence[one.start : one.end], one.elsewhere) for one in flagged]


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("On 8 March a fee of 60 crowns was put on every boat.", "date", "8 March"),
        ("The first licence that was granted was for 60 days.", "number", "60"),
        ("Fish sales were down by 2.6 per cent in 2023, by the port office's count.", "number", "2.6 per cent"),
    ],
)
def test_a_value_of_something_else_is_flagged(sentence: str, kind: str, words: str) -> None:
    assert found(sentence, HARBOUR) == [(kind, words, True)]
    assert flags(sentence, [HARBOUR]) == ()  # it is there


def test_dates_that_change_places_are_both_flagged() -> None:
    sentence = "Berg was called home from Lima in April over fish, while Malin left Oslo in March on advice."
    assert found(sentence, CALLED) == [("date", "April", True), ("date", "March", True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "From 8 March the harbour took no more coal.",
        "Every boat has paid 60 crowns since 5 December.",
        "Ida Holm's first licence lasted 120 days, and Tarn agreed to 60 days only.",
        "Fish sales were down by 3.6 per cent in 2023, by the port office's count.",
        "After the coal was stopped on 8 March, a fee of 60 crowns followed on 5 December.",
        "The harbour has changed a lot.",
    ],
)
def test_a_value_in_its_place_is_not(sentence: str) -> None:
    assert found(sentence, HARBOUR) == []


def test_dates_in_their_places_are_not() -> None:
    sentence = "Berg was called home from Lima in March over fish, while Malin left Oslo in April on advice."
    assert found(sentence, CALLED) == []
