"""Dates are written and compared in the precision that is known."""

import pytest

from assistant.dates import written, years


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
