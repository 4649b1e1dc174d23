"""What the events of the window do: each handler takes where the window stands and gives new drawings.

A handler returns only the areas that change, by name (`Areas`); `window.py` ties the names to the page.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ui import ask, draw, draw_filters, draw_library
from assistant.ui.desk import Desk, Kind, Seat
from assistant.ui.job import Job
from assistant.ui.suggest import suggestions
from corpus.errors import ChanceryError
from index.errors import UnknownArticle

Areas = dict[str, Any]
"""Drawings by the name of their area, and the new `Seat` under "seat". Any: Gradio takes HTML and a Seat alike."""


class Handlers:
    """The handlers, over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def arrive(self, request: gr.Request) -> Iterator[Areas]:
        """A window opens: where its address says, or at the library that has something; and how its indexing goes."""
        place = request.query_params
        seat = self._desk.seat(place.get("library", ""), place.get("chat", ""))
        now, _ = ask.earlier(self._desk, seat)
        yield {"seat": seat, **self._fresh(seat), "now": now}
        job = self._desk.job(seat.kind)
        if job is not None and job.state.running:
            yield from self._watched(seat, job)

    def ask(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """A question: the turn grows; when it is answered the conversation is kept.

        Nothing is drawn over what the person has opened meanwhile, but the answer is kept all the same.
        """
        seat = seat.taken(seat.kind, seat.chat, asking=True)
        past, answers = ask.earlier(self._desk, seat)
        asked = ask.wanted(event._data, answers)
        position = len(answers) + 1
        if seat.left is None:
            yield {"past": past, "now": draw.growing(position, asked.question, "Looking…")}
        for drawn, answer in ask.answered(self._desk, seat, asked, position):
            if answer is not None:
                chat = seat.chat if seat.chat is not None else self._desk.chats.start(asked.question, seat.kind)
                self._desk.chats.keep(chat, answer)
                if seat.left is None:
                    seat = seat.taken(seat.kind, chat)
                    yield {"now": drawn, "seat": seat, "rail": self._rail(seat)}
                if seat.left is not None:  # before, or while that was on its way
                    yield self._late(seat.left)
            elif seat.left is None:
                yield {"now": drawn}

    def new_question(self, seat: Seat) -> Areas:
        """Back to the first screen."""
        seat = seat.taken(seat.kind, None)
        return {"seat": seat, **self._fresh(seat)}

    def open_chat(self, seat: Seat, event: gr.EventData) -> Areas:
        """Open a conversation where it was left."""
        seat = seat.taken(seat.kind, int(event._data["chat"]))
        past, answers = ask.earlier(self._desk, seat)
        if not answers:
            return self.new_question(seat)
        fresh = f"{past}<!-- opened {time.monotonic_ns()} -->"  # a drawing like the last one would not be noticed
        return {"seat": seat, "past": "", "now": fresh, "rail": self._rail(seat)}

    def delete_chat(self, seat: Seat, event: gr.EventData) -> Areas:
        """Delete a conversation; the first screen follows when it was the open one."""
        chat = int(event._data["chat"])
        self._desk.chats.delete(chat)
        return self.new_question(seat) if chat == seat.chat else {"rail": self._rail(seat)}

    def read(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """An article, whole, at its quote."""
        yield {"reader": ""}  # so that the same article is a new drawing, which opens
        data = event._data
        quote = str(data.get("quote", ""))
        try:
            article = self._desk.library(seat.kind).article(str(data["article"]))
            yield {"reader": draw.reader(article, int(data.get("start", 0)), int(data.get("end", 0)), quote)}
        except UnknownArticle:
            yield {"reader": draw.unreadable("This article is no longer in the library.", "")}
        except ChanceryError as error:
            yield {"reader": draw.unreadable(error.message, error.hint)}

    def look(self, seat: Seat) -> Areas:
        """The Library tab as it stands now."""
        return self._shelf(seat)

    def rebuild(self, seat: Seat) -> Iterator[Areas]:
        """Build the whole index anew, beside the one that answers meanwhile."""
        if self._desk.building(seat.kind):  # to join that run would say of a rebuild that it was done
            yield {"notes": draw_library.notice("An index run is under way; rebuild when it is done.")}
            return
        yield {"notes": ""}
        yield from self._told(seat, self._desk.index(seat.kind, rebuild=True))

    def switch(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """To the other library; the samples are laid out and indexed the first time they are wanted."""
        kind: Kind = "sample" if event._data.get("kind") == "sample" and self._desk.has_sample else "own"
        seat = seat.taken(kind, None)
        job = self._desk.prepare(kind)
        yield {"seat": seat, "progress": "", "notes": "", **self._fresh(seat)}
        if job is not None:
            yield from self._watched(seat, job)

    def add(self, seat: Seat, paths: Sequence[str] | None) -> Iterator[Areas]:
        """Add files to the user's own library, never to the samples, and index them at once."""
        if not paths:
            return
        try:
            given = self._desk.library("own").add([Path(path) for path in paths])
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint), "upload": None}
            return
        for path in paths:
            Path(path).unlink(missing_ok=True)  # the server's copy of what was sent; the library has its own now
        yield {"notes": draw_library.added(given), "upload": None}
        yield from self._told(seat, self._desk.index("own"))

    def delete_article(self, seat: Seat, event: gr.EventData) -> Areas:
        """Delete an article and its file."""
        try:
            name = self._desk.library(seat.kind).remove(str(event._data["article"]))
        except ChanceryError as error:
            return {"notes": draw_library.notice(error.message, error.hint)}
        return {"notes": draw_library.deleted(name), "progress": "", **self._grown(seat)}

    def _late(self, seat: Seat) -> Areas:
        """An answer was kept after the person had gone elsewhere: its place in the rail, and what they opened.

        That is drawn again, because a drawing of the answer may have crossed it; or they are back where they asked.
        """
        if seat.shown.asking:
            return {"rail": self._rail(seat)}
        now, _ = ask.earlier(self._desk, seat)
        return {"seat": seat, "past": "", "now": now, "rail": self._rail(seat)}

    def _told(self, seat: Seat, job: Job) -> Iterator[Areas]:
        """A run that the person asked for: its progress and its report, and then what the library holds."""
        yield {"facts": self._facts(seat)}
        for state in job.watch():
            yield {"progress": draw_library.progress(state)}
        yield self._grown(seat)

    def _watched(self, seat: Seat, job: Job) -> Iterator[Areas]:
        """A run that began by itself: no more than a line in the rail, and a bar while there is nothing to ask yet."""
        status = self._desk.library(seat.kind).status()  # once: it looks at every source, and this loop is quick
        for state in job.watch():
            drawn = {"facts": draw_library.facts(seat.kind, status, state)}
            if not status.articles:
                drawn["first"] = draw_library.first_screen(seat.kind, status, state, ())
            yield drawn
        yield self._grown(seat)

    def _grown(self, seat: Seat) -> Areas:
        """All that follows from what the library holds; the conversation stays as it is."""
        return {
            "facts": self._facts(seat),
            "first": self._first(seat),
            "banner": self._banner(seat),
            "filters": draw_filters.panel(self._desk.library(seat.kind).holdings),
            **self._shelf(seat),
        }

    def _fresh(self, seat: Seat) -> Areas:
        return {"rail": self._rail(seat), "past": "", "now": "", **self._grown(seat)}

    def _rail(self, seat: Seat) -> str:
        return draw_library.rail(self._desk.chats.conversations(seat.kind), seat.chat)

    def _facts(self, seat: Seat) -> str:
        job = self._desk.job(seat.kind)
        return draw_library.facts(seat.kind, self._desk.library(seat.kind).status(), job.state if job else None)

    def _first(self, seat: Seat) -> str:
        library, job = self._desk.library(seat.kind), self._desk.job(seat.kind)
        questions = suggestions(seat.kind, library.articles())
        return draw_library.first_screen(seat.kind, library.status(), job.state if job else None, questions)

    def _banner(self, seat: Seat) -> str:
        return draw_library.banner(seat.kind, self._desk.library("own").has_sources())

    def _shelf(self, seat: Seat) -> Areas:
        library = self._desk.library(seat.kind)
        head = draw_library.shelf_head(seat.kind, library.status(), self._desk.has_sample)
        return {"head": head, "table": draw_library.table(library.articles())}
