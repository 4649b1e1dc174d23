"""Dates, quantities, names and reasons in a sentence."""

import pytest

from assistant.reader import values


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met on 16 June 2021 in Geneva.", ["16 June 2021"]),
        ("They met on June 16, 2021.", ["June 16, 2021"]),
        ("The call of February 2025 opened it.", ["February 2025"]),
        ("It ended in July, and in 2019 too.", ["July", "2019"]),
        ("He may march on without a date.", []),
        ("She arrived on Tuesday.", ["Tuesday"]),
        ("On Dec. 10 they spoke.", ["Dec. 10"]),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert cut(text, values.dates(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It allows 1,550 warheads.", ["1,550"]),
        ("About 60 percent, or $2.5 billion, was frozen.", ["60 percent", "$2.5 billion"]),
        ("Twenty-four people came home in 2024.", ["Twenty-four"]),
        ("Nobody came.", []),
    ],
)
def test_quantities_leave_dates_out(text: str, found: list[str]) -> None:
    assert cut(text, values.quantities(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "It was founded in 1271.",
        "It fell in the 7th century.",
        "It ended ~11,600 BP.",
        "He died in AD 14.",
        "It vanished 65 million years ago.",
        "The paper came out after the war.",
        "They met two days later.",
        "Talks resume next week.",
        "It was signed on 3 May.",
    ],
)
def test_what_may_answer_when(text: str) -> None:
    assert values.times(text)


@pytest.mark.parametrize("text", ["It has 12,500 members.", "The city is large.", "He won 45 votes and the chair."])
def test_what_does_not_answer_when(text: str) -> None:
    assert not values.times(text)


@pytest.mark.parametrize("text", ["They won it twice.", "Entry is free.", "None came.", "Some 45 came."])
def test_what_may_answer_how_many(text: str) -> None:
    assert values.amounts(text)


def test_what_may_answer_how_long() -> None:
    for text in ("It ran from spring to autumn.", "It lasted a decade.", "It has been so since the treaty."):
        assert values.durations(text)
    assert not values.durations("It was run by the city.")
    assert not values.amounts("It was run by the city.")


def test_names_join_their_parts_and_skip_the_opening_word() -> None:
    text = "The minister Sergei Ryabkov met the Secretary of State in Geneva."
    assert cut(text, values.names(text)) == ["Sergei Ryabkov", "Secretary of State", "Geneva"]


def test_reason() -> None:
    assert values.gives_reason("It left because its exports were blocked.")
    assert not values.gives_reason("It left on Monday.")
