"""Times in questions, and what only looks like one."""

from datetime import date

import pytest

from assistant.periods import period, times


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("14 March 2025", "2025-03-14", "2025-03-14"),
        ("March 14th, 2025", "2025-03-14", "2025-03-14"),
        ("Sept. 2025", "2025-09-01", "2025-09-30"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("the summer of 2023", "2023-06-01", "2023-08-31"),
        ("winter 2022", "2022-01-01", "2023-02-28"),
        ("late 2024", "2024-09-01", "2024-12-31"),
        ("the end of March 2025", "2025-03-21", "2025-03-31"),
        ("the second half of 2021", "2021-07-02", "2021-12-31"),
    ],
)
def test_a_time_has_a_first_and_a_last_day(words: str, first: str, last: str) -> None:
    assert period(words) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("words", ["", "March", "31 June 2025", "the treaty", "2025-13", "1,224"])
def test_what_is_no_time_is_none(words: str) -> None:
    assert period(words) is None


def test_a_year_completes_a_time_without_one() -> None:
    assert period("May", year=2024) == (date(2024, 5, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What was said in May and in June 2025?", ["in June 2025"]),
        ("What was said in May and June 2025?", ["in May and June 2025"]),
        ("Who was swapped in December 2022 and August 2024?", ["in December 2022", "August 2024"]),
        ("How many were sold in 2022–2024?", ["in 2022–2024"]),
        ("Since the talks of August 2025, who has met?", ["Since the talks of August 2025"]),
        ("Which treaty was signed in 2010?", ["in 2010"]),
        ("Where was the summit of the two presidents held in June 2021?", ["in June 2021"]),
        ("Who was at the summit of the two presidents held in June 2021?", []),
        ("Which banks closed in 2022?", ["in 2022"]),
        ("What does the treaty signed in 2010 say?", []),
        ("Why did the talks held in Geneva in 2021 fail?", []),
        ("What came of the talks which opened in 2021?", []),
        ("Who said that exports fell in 2023?", ["in 2023"]),
        ("Who wrote “War in 2022”?", []),
        ("What did the 2010s bring, and the 1990s?", []),
        ("What do articles from March 2025 say?", ["articles from March 2025"]),
    ],
)
def test_times_are_found_with_their_ties(question: str, found: list[str]) -> None:
    assert [question[one.start : one.end] for one in times(question)] == found


def test_a_thing_of_a_year_bounds_with_all_of_that_year() -> None:
    (time,) = times("Before the extension of 2021, what did each side offer?")
    assert (time.tie, time.last) == ("until", date(2021, 12, 31))
    (plain,) = times("Before 2021, what did each side offer?")
    assert (plain.tie, plain.first) == ("before", date(2021, 1, 1))
