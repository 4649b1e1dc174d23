"""What the window draws of a library that was left meanwhile."""

from pathlib import Path

import gradio as gr

from assistant.ui.desk import Desk, Seat
from assistant.ui.library_tab import LibraryTab
from assistant.ui.overview import Overview
from corpus.home import Home

LOOK = gr.EventData(None, {})


def test_a_library_that_was_left_is_not_drawn_over_the_one_that_is_shown(tmp_path: Path) -> None:
    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    seat = Seat("sample").taken("sample", None)
    assert "table" in handlers.look(seat, LOOK)
    own = seat.taken("own", None)  # a switch, while a look at the samples is still on its way
    assert handlers.look(seat, LOOK) == {}
    assert "table" in handlers.look(own, LOOK)


def test_another_conversation_of_the_same_library_keeps_its_drawing(tmp_path: Path) -> None:
    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    seat = Seat("own").taken("own", None)
    seat.taken("own", 3)
    assert "table" in handlers.look(seat, LOOK)
