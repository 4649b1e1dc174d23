"""How quick a run is, in words."""

import pytest

from assistant.pace import Pace, lasting
from index.build import Progress


def test_speed_and_time_left_are_told_when_they_are_known() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    told = []
    for second in range(0, 12, 2):
        now[0] = float(second)
        told.append(pace.note(Progress(second * 10, 1000, "a.txt", "encoding" if second % 4 else "reading")))
    assert told == ["", "", "10 articles/s, 2 min left", "10 articles/s, 2 min left", "10 articles/s, 2 min left",
                    "10 articles/s, 2 min left"]  # fmt: skip


def test_another_stage_begins_anew() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.note(Progress(0, 10, "", "reading"))
    now[0] = 10.0
    assert pace.note(Progress(2, 10, "", "reading")) == "5 s each, 40 s left"
    assert pace.note(Progress(0, 5000, "", "compacting")) == ""
    now[0] = 20.0
    assert pace.note(Progress(1000, 5000, "", "compacting")) == "100 passages/s, 40 s left"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "1 s"), (59, "59 s"), (60, "1 min"), (200, "3 min"), (4800, "1 h 20 min")]
)
def test_times_as_people_say_them(seconds: float, words: str) -> None:
    assert lasting(seconds) == words
