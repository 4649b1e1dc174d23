"""The Ask tab: a question grows into a turn, which is kept; articles open beside it."""

from collections.abc import Iterator
from typing import ClassVar

import gradio as gr

from assistant.ui import ask, draw_sources, draw_turn, page
from assistant.ui.part import Areas, Part, Seat, area
from corpus.errors import ChanceryError
from index.errors import UnknownArticle

_MORE = 100  # earlier turns that are shown at a time
ASKED_AT_ONCE = 4  # a reader uses every core, so more at once would only make all of them slower


class AskTab(Part):
    """The conversation that is open."""

    name, label = "ask", "Ask"
    events = ("ask", "stop", "read", "earlier", "judge")
    slow: ClassVar = {"ask": ASKED_AT_ONCE}

    def lay_out(self) -> Areas:
        with gr.Column(elem_id="scroll"):
            areas = {name: area(name) for name in ("past", "now", "next")}
            areas["first"] = area("first-area")
        areas["filters"] = area("filters-area")
        area("compose", page.compose([*self.desk.models]))
        return areas

    def ask(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """A question: the turn grows; when it is answered the conversation is kept.

        Nothing is drawn over what the person has opened meanwhile, but the answer is kept all the same.
        """
        chat = None if event._data.get("anew") else seat.chat  # a conversation of its own
        with self.desk.asking():
            yield from self._answered(self.windows.take(seat, seat.kind, chat, asking=True), event)

    def _answered(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        before = ask.earlier(self.desk, seat)
        asked = ask.wanted(event._data, before)
        position = len(asked.before) + 1
        if self.windows.left(seat) is None:
            yield {
                "past": before.past(without_last=asked.instead),
                "now": draw_turn.growing(position, asked.question, "Looking…"),
                "next": "",
            }
        for drawn, answer in ask.answered(self.desk, seat, asked, position):
            here = self.windows.left(seat) is None
            if event._data.get("ticket") in self.windows.shown(seat).stopped:  # perhaps before it began
                turn = draw_turn.stopped(position, asked.question, "Stopped.", "")  # nothing of it is kept
                yield {"now": turn, "seat": self.windows.take(seat, seat.kind, seat.chat)} if here else {}
                return
            if answer is None:
                yield {"now": drawn} if here else {}
                continue
            chat, kept = ask.keep(self.desk, seat, asked, answer)
            drawn = ask.redrawn(self.desk, seat, position, answer, kept)
            if self.windows.left(seat) is None:
                seat = self.windows.take(seat, seat.kind, chat)
                yield {"now": drawn, "seat": seat, "rail": self.overview.rail(seat)}
                if not self.desk.others_ask:  # who waits for an answer comes first
                    questions = ask.next_questions(self.desk, seat, asked, answer, lambda: self.desk.others_ask)
                    yield {"next": draw_turn.suggested(position, questions)}
            if (now := self.windows.left(seat)) is not None:  # before, or while that was on its way
                yield self._late(now)

    def stop(self, seat: Seat, event: gr.EventData) -> Areas:
        """The person stopped an answer; the one that makes it sees that at its next step."""
        self.windows.shown(seat).stopped.add(event._data.get("ticket"))
        return {}

    def earlier(self, seat: Seat, event: gr.EventData) -> Areas:
        """More of a long conversation."""
        shown = int(event._data.get("shown", 0)) + _MORE
        return {"past": "", "now": ask.earlier(self.desk, seat, shown).past()}

    def judge(self, seat: Seat, event: gr.EventData) -> Areas:
        """What the person thinks of an answer."""
        data = event._data
        helpful = {"yes": True, "no": False}.get(str(data.get("helpful", "")))
        self.desk.chats.judge(str(data.get("token", "")), helpful, str(data.get("reason", "")), seat.user)
        return {}

    def read(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """An article, whole, at its quote."""
        yield {"reader": ""}  # so that the same article is a new drawing, which opens
        data = event._data
        quote = str(data.get("quote", ""))
        try:
            article = self.desk.library(seat.kind).article(str(data["article"]))
            start, end = int(data.get("start", 0)), int(data.get("end", 0))
            yield {"reader": draw_sources.reader(article, start, end, quote)}
        except UnknownArticle:
            yield {"reader": draw_sources.unreadable("This article is no longer in the library.", "")}
        except ChanceryError as error:
            yield {"reader": draw_sources.unreadable(error.message, error.hint)}

    def _late(self, seat: Seat) -> Areas:
        """An answer was kept after the person had gone elsewhere: its place in the rail, and what they opened.

        That is drawn again, because a drawing of the answer may have crossed it; or they are back where they asked.
        """
        if self.windows.shown(seat).asking:
            return {"rail": self.overview.rail(seat)}
        now = ask.earlier(self.desk, seat).past()
        return {"seat": seat, "past": "", "now": now, "rail": self.overview.rail(seat)}
