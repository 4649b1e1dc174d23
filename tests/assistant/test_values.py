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


def test_names_join_their_parts_and_skip_the_opening_word() -> None:
    text = "The minister Sergei Ryabkov met the Secretary of State in Geneva."
    assert cut(text, values.names(text)) == ["Sergei Ryabkov", "Secretary of State", "Geneva"]


def test_reason() -> None:
    assert values.gives_reason("It left because its exports were blocked.")
    assert not values.gives_reason("It left on Monday.")
