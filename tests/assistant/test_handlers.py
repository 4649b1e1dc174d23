"""What the window draws of a library that was left meanwhile, and of the conversations that are kept."""

import threading
from pathlib import Path

import gradio as gr
import pytest

from assistant import suggesting
from assistant.answer import Answer
from assistant.topics import Topics
from assistant.ui import ask
from assistant.ui.desk import Desk
from assistant.ui.job import Job
from assistant.ui.library_tab import LibraryTab
from assistant.ui.overview import Overview
from assistant.ui.rail import Rail
from assistant.ui.seats import LISTED, Seat, Windows
from corpus.home import Home
from index.build import BuildReport
from index.encoder import Encoder

LOOK = gr.EventData(None, {})


def test_a_library_that_was_left_is_not_drawn_over_the_one_that_is_shown(tmp_path: Path) -> None:
    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    seat = desk.windows.take(desk.windows.opened("sample"), "sample", None)
    assert "table" in handlers.look(seat, LOOK)
    own = desk.windows.take(seat, "own", None)  # a switch, while a look at the samples is still on its way
    assert handlers.look(seat, LOOK) == {}
    assert "table" in handlers.look(own, LOOK)


def test_another_conversation_of_the_same_library_keeps_its_drawing(tmp_path: Path) -> None:
    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    seat = desk.windows.take(desk.windows.opened("own"), "own", None)
    desk.windows.take(seat, "own", 3)
    assert "table" in handlers.look(seat, LOOK)


def test_a_run_that_another_began_is_told_until_it_has_ended(tmp_path: Path) -> None:
    desk, ended = Desk(Home(tmp_path)), threading.Event()
    rail = Rail(desk, Overview(desk))
    seat = desk.windows.take(desk.windows.opened("own"), "own", None)

    def run(_: object) -> BuildReport:
        ended.wait(10)
        return BuildReport((), (), (), 0, (), 0, 0, 0.1)

    job = desk._jobs["own"] = Job(run)
    drawn = rail.follow(seat)
    assert set(drawn) == {"facts"}
    assert "busy" in drawn["facts"]
    ended.set()
    assert not [*job.watch()][-1].running
    drawn = rail.follow(seat)
    assert {"facts", "first", "table"} <= set(drawn)
    assert "busy" not in drawn["facts"]


@pytest.fixture
def rail(tmp_path: Path) -> Rail:
    """The rail of a desk with three conversations of trade, and many of treaties before them."""
    desk = Desk(Home(tmp_path))
    for number in range(LISTED + 10):
        question = f"What of the treaty {number}?"
        desk.chats.keep(desk.chats.start(question, "own"), Answer.refusal(question, "Nothing."))
    for number in range(3):
        question = f"What of the trade {number}?"
        desk.chats.keep(desk.chats.start(question, "own"), Answer.refusal(question, "Nothing."))
    return Rail(desk, Overview(desk))


def listed(drawn: str) -> int:
    return drawn.count('data-do="open-chat"')


def test_older_conversations_are_shown_when_called_for(rail: Rail) -> None:
    seat = rail.windows.opened("own")
    first = rail.overview.rail(seat)
    assert listed(first) == LISTED
    assert "Show more" in first
    rest = rail.more_chats(seat)["rail"]
    assert listed(rest) == LISTED + 13
    assert "Show more" not in rest
    assert listed(rail.overview.rail(rail.windows.opened("own"))) == LISTED  # in another window


def test_a_rail_that_is_drawn_anew_keeps_the_words(rail: Rail) -> None:
    seat = rail.windows.opened("own")
    found = rail.find_chats(seat, gr.EventData(None, {"words": "trade"}))["rail"]
    assert listed(found) == 3
    newest = rail.desk.chats.conversations("own")[0]
    renamed = rail.rename_chat(seat, gr.EventData(None, {"chat": newest.id, "title": "Trade at last"}))["rail"]
    assert "Trade at last" in renamed
    assert listed(renamed) == 3
    assert listed(rail.delete_chat(seat, gr.EventData(None, {"chat": newest.id}))["rail"]) == 2
    assert listed(rail.new_question(seat)["rail"]) == 2
    assert listed(rail.find_chats(seat, gr.EventData(None, {"words": " "}))["rail"]) == LISTED


def test_the_open_conversation_is_named_though_it_lacks_the_words(rail: Rail) -> None:
    seat = rail.windows.opened("own", 1)
    rail.windows.shown(seat).words = "trade"
    assert '<span class="here" data-chat="1" hidden>' in rail.overview.rail(seat)
    rail.windows.shown(seat).words = "nowhere"
    assert '<span class="here" data-chat="1" hidden>' in rail.overview.rail(seat)


def test_a_seat_holds_ids_and_windows_are_kept_apart_and_forgotten_in_time() -> None:
    windows = Windows(most=2)
    seats = [windows.opened("own") for _ in range(3)]
    assert len({seat.window for seat in seats}) == 3
    windows.shown(seats[0]).words = "treaty"
    later = windows.take(seats[0], "own", 4)
    assert windows.left(seats[0]) == Seat("own", 4)
    assert windows.left(later) is None
    assert windows.shown(seats[1]).words == ""
    assert windows.shown(seats[0]).words == "treaty"
    windows.shown(seats[2])  # the second is forgotten: it is the one longest unused
    assert windows.shown(later).words == "treaty"
    windows.shown(seats[1])
    windows.shown(seats[2])
    assert windows.shown(later).words == ""
    assert windows.left(later) is None


def test_a_filter_whose_article_has_gone_says_so_without_its_id(tmp_path: Path, encoder: Encoder) -> None:
    desk = Desk(Home(tmp_path), encoder=encoder)
    given = tmp_path / "given.md"
    given.write_text("# Mine\n\nThe treaty was signed by two ministers in the spring of last year.\n")
    desk.library("own").add([given])
    desk.library("own").index()
    for where in ({"articles": ["0123456789abcdef"]}, {"clusters": ["0123456789abcdef"]}):
        drawn, answer = [*ask.answered(desk, Seat("own"), ask.Wanted("Who signed the treaty?", [], where), 1)][-1]
        assert answer is None
        assert "The article of the filter is no longer in the library." in drawn
        assert "0123456789abcdef" not in drawn


def test_a_fault_in_suggesting_costs_no_answer_and_is_logged(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(*_: object, **__: object) -> tuple[str, ...]:
        raise IndexError("a fault of ours")

    monkeypatch.setattr(suggesting, "followups", faulty)
    monkeypatch.setattr(suggesting, "openers", faulty)
    desk = Desk(Home(tmp_path), encoder=encoder)
    given = tmp_path / "given.md"
    given.write_text("# Mine\n\nThe treaty was signed by two ministers in the spring of last year.\n")
    desk.library("own").add([given])
    desk.library("own").index()
    seat, asked = Seat("own"), ask.Wanted("Who signed the treaty?", [])
    answer = desk.library("own").answer(asked.question)
    assert not answer.refused
    assert ask.next_questions(desk, seat, asked, answer, lambda: False) == ()
    desk._openers["own"] = "1", None
    desk._see_openers("own", "1")
    assert desk._openers["own"] == ("1", ())
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def unanswered(desk: Desk, user: str, *questions: str) -> None:
    for question in questions:
        desk.chats.keep(desk.chats.start(question, "own", user), Answer.refusal(question, "Nothing."), user)


def test_gaps_are_grouped_when_somebody_looks_and_then_without_being_asked(tmp_path: Path, encoder: Encoder) -> None:
    def missing() -> Encoder:
        raise AssertionError("a window that opens needs no encoder")

    desk = Desk(Home(tmp_path))
    handlers = LibraryTab(desk, Overview(desk))
    seat = desk.windows.opened("own")
    unanswered(desk, "", "Which treaty?", "What of treaties?", "Who was in prison?")
    desk.topics = Topics(missing)
    assert "data-ungrouped" in handlers.overview.fresh(seat)["gaps"]
    desk.topics = Topics(lambda: encoder)
    assert "3, 2 topics" in [*handlers.topics(seat)][-1]["gaps"]
    assert "3, 2 topics" in handlers.look(seat, LOOK)["gaps"]


def test_nobody_sees_what_another_user_asked(tmp_path: Path, encoder: Encoder) -> None:
    desk = Desk(Home(tmp_path), encoder=encoder)
    handlers = LibraryTab(desk, Overview(desk))
    unanswered(desk, "ada", "Which treaty?", "What of treaties?")
    unanswered(desk, "bob", "A treaty, please?", "Who was in prison?")
    seats = {name: desk.windows.opened("own", user=name) for name in ("ada", "bob", "eve")}
    for _ in range(2):  # the second time all is known
        ada, bob, eve = ([*handlers.topics(seat)][-1]["gaps"] for seat in seats.values())
        assert "2, 1 topic" in ada
        assert "A treaty, please?" not in ada
        assert "What of treaties?" not in bob
        assert "A treaty, please?" in bob
        assert eve == ""


def test_many_gaps_are_shown_by_their_words_until_their_meaning_is_known(tmp_path: Path, encoder: Encoder) -> None:
    desk = Desk(Home(tmp_path), encoder=encoder)
    handlers = LibraryTab(desk, Overview(desk))
    unanswered(desk, "", *(f"Quay {number}?" for number in range(70)))
    first, last = handlers.topics(desk.windows.opened("own"))
    assert "other words" in first["gaps"]
    assert "other words" not in last["gaps"]
    (again,) = handlers.topics(desk.windows.opened("own"))
    assert again == last
