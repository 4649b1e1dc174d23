import re
from datetime import date, datetime, timedelta

import pytest

from assistant.chats import Gap
from assistant.topics import Topic
from assistant.ui.draw_gaps import folded, gaps

TODAY = date(2026, 3, 10)


def ago(days: int) -> float:
    noon = datetime(2026, 3, 10, 12)
    return (noon - timedelta(days=days)).timestamp()


def each(*asked: Gap) -> list[Topic]:
    """Each question a topic of its own."""
    return [Topic((one,)) for one in asked]


def test_bars_are_as_long_as_topics_were_often_asked() -> None:
    drawn = gaps(each(Gap("Often?", 8, ago(9)), Gap("Twice?", 2, ago(1)), Gap("Once?", 1, ago(0))), today=TODAY)
    assert re.findall(r'"ask-gap">([^<]*)<', drawn) == ["Often?", "Twice?", "Once?"]
    assert re.findall(r"width:([\d.]*)%", drawn) == ["100.0", "25.0", "12.5"]
    assert "<span>3</span></summary>" in drawn
    assert "once, today" in drawn


def test_a_topic_counts_all_its_questions_and_has_the_others_folded_beneath() -> None:
    visa = Topic((Gap("Who needs a visa?", 2, ago(3)), Gap("Is a visa needed?", 1, ago(1)), Gap("A visa?", 1, ago(9))))
    drawn = gaps([visa, *each(Gap("Once?", 1, ago(0)))], today=TODAY)
    assert "<span>4, 2 topics</span></summary>" in drawn
    shown, _, beneath = drawn.partition('<details class="others">')
    assert "4 times, last yesterday" in shown
    assert "Is a visa needed?" not in shown
    assert "and 2 questions like it" in beneath
    assert re.findall(r'"ask-gap">([^<]*)<', beneath) == ["Is a visa needed?", "A visa?", "Once?"]
    many = gaps([Topic(tuple(Gap(f"Question {n}?", 1, ago(n)) for n in range(31)))], today=TODAY)
    assert many.count("ask-gap") == 21
    assert "<li>and 10 more</li>" in many


def test_what_is_not_grouped_yet_says_how_many_there_are() -> None:
    assert "<span>1,200</span>" in folded(1200)
    assert "data-ungrouped" in folded(1200)
    assert folded(0) == ""
    assert "data-ungrouped" not in gaps(each(Gap("Why?", 1, ago(0))), growing=True)
    assert 'role="status"' in gaps(each(Gap("Why?", 1, ago(0))), growing=True)
    assert 'role="status"' not in gaps(each(Gap("Why?", 1, ago(0))))


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
    assert f"<span>3 times, last {words}</span>" in gaps(each(Gap("Why?", 3, ago(days))), today=TODAY)


def test_questions_are_escaped_and_none_is_nothing() -> None:
    assert "<b>x" not in gaps(each(Gap("<b>x</b>", 1, ago(0))))
    assert gaps([]) == ""


def test_of_very_many_the_most_asked_are_shown() -> None:
    drawn = gaps(each(*(Gap(f"Question {n}?", n, ago(n)) for n in range(60, 0, -1))))
    assert drawn.count("<li>") == 40
    assert "and 20 more, asked less often" in drawn
    assert "Question 60?" in drawn
    assert "Question 20?" not in drawn
