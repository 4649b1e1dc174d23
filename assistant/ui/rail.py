"""The conversations that are kept: opened, deleted and begun anew."""

import time
from collections.abc import Iterator
from typing import get_args

import gradio as gr

from assistant.export import Exported, Form, export, file_name
from assistant.ui import ask, draw_library, draw_rail, page
from assistant.ui.part import Areas, Part, Seat, area
from assistant.ui.seats import LISTED


class Rail(Part):
    """The column at the left."""

    name = "rail"
    events = (
        "new_question", "open_chat", "delete_chat", "restore_chat", "rename_chat", "find_chats", "more_chats", "export",
        "follow",
    )  # fmt: skip

    def lay_out(self) -> Areas:
        area("brand-area", page.RAIL)
        areas = {"rail": area("rail-area")}
        return {**areas, "facts": area("facts-area"), "parcel": area("parcel")}

    def arrive(self, request: gr.Request) -> Iterator[Areas]:
        """A window opens: where its address says, or at the library that has something; and how its indexing goes."""
        place = request.query_params
        library, chat, answer = (place.get(name, "") for name in ("library", "chat", "answer"))
        seat = self.desk.seat(library, chat, answer, self.desk.user(request.username))
        before = ask.earlier(self.desk, seat)
        yield {"seat": seat, **self.overview.fresh(seat), "now": before.past()}
        yield from self._going_on(seat, before)
        yield from self.overview.while_indexed(seat)
        yield from self.overview.while_opening(seat)

    def follow(self, seat: Seat) -> Areas:
        """A run that the window shows, but has heard nothing of for a while: it need not be the one who began it."""
        return {"facts": self.overview.facts(seat)} if self.desk.building(seat.kind) else self.overview.grown(seat)

    def new_question(self, seat: Seat) -> Areas:
        """Back to the first screen."""
        seat = self.windows.take(seat, seat.kind, None)
        return {"seat": seat, **self.overview.fresh(seat)}

    def open_chat(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """Open a conversation where it was left, and then with what could be asked next."""
        seat = self.windows.take(seat, seat.kind, int(event._data["chat"]))
        before = ask.earlier(self.desk, seat)
        if not before.messages:
            yield self.new_question(seat)
            return
        # A drawing like the last one would not be noticed.
        fresh = f"{before.past()}<!-- opened {time.monotonic_ns()} -->"
        yield {"seat": seat, "past": "", "now": fresh, "next": "", "rail": self.overview.rail(seat)}
        yield from self._going_on(seat, before)

    def _going_on(self, seat: Seat, before: ask.Earlier) -> Iterator[Areas]:
        """Questions that go on from the last answer, unless the window has gone elsewhere or somebody asks."""
        drawn = "" if self.desk.is_asked else ask.goes_on(self.desk, seat, before)
        if drawn and self.windows.left(seat) is None and not self.windows.shown(seat).asking:
            yield {"next": drawn}

    def delete_chat(self, seat: Seat, event: gr.EventData) -> Areas:
        """Delete a conversation; the first screen follows when it was the open one."""
        chat = int(event._data["chat"])
        self.desk.chats.delete(chat, seat.user)
        return self.new_question(seat) if chat == seat.chat else {"rail": self.overview.rail(seat)}

    def restore_chat(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """Bring a deleted conversation back, and open it."""
        self.desk.chats.restore(int(event._data["chat"]), seat.user)
        yield from self.open_chat(seat, event)

    def rename_chat(self, seat: Seat, event: gr.EventData) -> Areas:
        """Give a conversation another name."""
        self.desk.chats.rename(int(event._data["chat"]), str(event._data["title"]), seat.user)
        return {"rail": self.overview.rail(seat)}

    def find_chats(self, seat: Seat, event: gr.EventData) -> Areas:
        """The conversations in which words occur."""
        shown = self.windows.shown(seat)
        shown.words, shown.listed = str(event._data.get("words", "")), LISTED
        return {"rail": self.overview.rail(seat)}

    def more_chats(self, seat: Seat) -> Areas:
        """Older conversations too."""
        self.windows.shown(seat).listed += LISTED
        return {"rail": self.overview.rail(seat)}

    def export(self, seat: Seat, event: gr.EventData) -> Areas:
        """A conversation as a file."""
        form: Form = event._data["form"] if event._data.get("form") in get_args(Form) else "html"
        chat = int(event._data["chat"])
        turns = [(one.asked, one.answer) for one in self.desk.chats.messages(chat, seat.user)]
        library = self.desk.library(seat.kind)
        title = self.desk.chats.title(chat, seat.user)
        made = Exported(title, draw_library.NAMES[seat.kind], library.opened.version, time.time(), turns)
        return {"parcel": draw_rail.parcel(file_name(made, form), export(made, form))} if turns else {}
