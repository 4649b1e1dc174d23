import re
from datetime import date, datetime, timedelta

import pytest

from assistant.chats import Gap
from assistant.ui.draw_gaps import gaps

TODAY = date(2026, 3, 10)


def ago(days: int) -> float:
    noon = datetime(2026, 3, 10, 12)
    return (noon - timedelta(days=days)).timestamp()


def test_the_most_asked_come_first_and_their_bars_are_as_long_as_they_were_often() -> None:
    drawn = gaps([Gap("Once?", 1, ago(0)), Gap("Often?", 8, ago(9)), Gap("Twice?", 2, ago(1)), Gap("Old?", 1, ago(3))])
    asked = gaps([Gap("Once?", 1, ago(0))], TODAY)
    assert re.findall(r'"ask-gap">([^<]*)<', drawn) == ["Often?", "Twice?", "Once?", "Old?"]
    assert re.findall(r"width:([\d.]*)%", drawn) == ["100.0", "25.0", "12.5", "12.5"]
    assert ">4</span></summary>" in drawn
    assert "once, today" in asked


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (6, "6 days ago"),
        (7, "on 3 Mar 2026"),
        (-1, "on 11 Mar 2026"),
    ],
)
def test_the_last_time_is_told_in_words(days: int, words: str) -> None:
    assert f"<span>3 times, last {words}</span>" in gaps([Gap("Why?", 3, ago(days))], TODAY)


def test_questions_are_escaped_and_none_is_nothing() -> None:
    assert "<b>x" not in gaps([Gap("<b>x</b>", 1, ago(0))], TODAY)
    assert gaps([]) == ""


def test_of_very_many_the_most_asked_are_shown() -> None:
    drawn = gaps([Gap(f"Question {n}?", n, ago(n)) for n in range(1, 61)], TODAY)
    assert drawn.count("<li>") == 40
    assert "and 20 more, asked less often" in drawn
    assert "Question 60?" in drawn
    assert "Question 20?" not in drawn
