"""Dates are written and compared in the precision that is known."""

import pytest

from assistant.dates import is_relative, written, years


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2025-11-02", "2 Nov 2025"), ("2025-11", "Nov 2025"), ("2025", "2025"), (None, ""), ("2025-13", "2025-13")],
)
def test_written(published: str | None, expected: str) -> None:
    assert written(published) == expected


def test_years() -> None:
    assert years("2025") == 2025
    assert years("2025") == years("2025-01") < years("2025-01-02") < years("2025-12-31") < years("2026")
    assert years("2025-07") == pytest.approx(2025.5, abs=0.01)


@pytest.mark.parametrize("text", ["Monday", "on Monday", "last week", "This morning", "yesterday evening", "tonight"])
def test_a_time_that_hangs_on_the_day_of_writing(text: str) -> None:
    assert is_relative(text)


@pytest.mark.parametrize("text", ["Monday, 4 May 2020", "2019", "March", "three weeks", "the morning of 3 May", ""])
def test_a_time_that_stands_by_itself(text: str) -> None:
    assert not is_relative(text)
