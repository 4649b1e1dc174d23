"""The drawings that follow from what a library holds: they are the same whichever event has changed it."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

from assistant.chats import Gap
from assistant.library import Library
from assistant.ui import draw_chart, draw_filters, draw_gaps, draw_library, draw_rail, draw_shelf
from assistant.ui.desk import Desk
from assistant.ui.job import Job
from assistant.ui.seats import Seat
from assistant.ui.suggest import suggestions
from corpus.errors import ChanceryError
from index.catalog import Wanted

log = logging.getLogger(__name__)

FIRST_PAGE = Wanted()
_LOOKS, _LOOK_SECONDS = 40, 0.5  # for suggested questions, while a window opens
_GAPS = 5_000  # questions that are grouped, the latest: in 0.6 s, once each has its vector
_SKIPS = 200  # sources named; more are counted

Drawn = dict[str, str]


class Overview:
    """Draws the state of a desk as one window sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def fresh(self, seat: Seat) -> Drawn:
        """Everything, with no conversation open."""
        return {"rail": self.rail(seat), "past": "", "now": "", "next": "", **self.grown(seat)}

    def grown(self, seat: Seat) -> Drawn:
        """All that follows from what the library holds; the conversation stays as it is.

        Nothing, where the window shows another library by now.
        """
        drawn = {
            "facts": self.facts(seat),
            "first": self.first(seat),
            "banner": self.banner(seat),
            "filters": draw_filters.panel(self._desk.library(seat.kind).holdings),
            **self.shelf(seat),
        }
        return {} if self._desk.windows.elsewhere(seat) else drawn

    def while_indexed(self, seat: Seat) -> Iterator[Drawn]:
        """What changes while a run lasts that is under way when a window opens."""
        job = self._desk.job(seat.kind)
        if job is not None and job.state.running:
            yield from self.watched(seat, job)

    def while_opening(self, seat: Seat) -> Iterator[Drawn]:
        """The first screen again, once there are questions to suggest."""
        if seat.kind == "sample" or seat.chat is not None or not self._desk.library(seat.kind).num_articles:
            return
        for _ in range(_LOOKS):
            if self._desk.openers(seat.kind) is not None:
                yield {} if self._desk.windows.left(seat) else {"first": self.first(seat)}
                return
            time.sleep(_LOOK_SECONDS)

    def watched(self, seat: Seat, job: Job) -> Iterator[Drawn]:
        """A run that began by itself: no more than a line in the rail, and a bar while there is nothing to ask yet."""
        held = self._desk.library(seat.kind).glance()
        for state in job.watch():
            drawn = {"facts": draw_library.facts(seat.kind, held, 0, state, self._desk.called(seat.user))}
            if not held.articles:
                drawn["first"] = draw_library.first_screen(seat.kind, held, state, ())
            yield {} if self._desk.windows.elsewhere(seat) else drawn
        yield self.grown(seat)

    def rail(self, seat: Seat) -> str:
        """The conversations; those in which the words occur that the person looks for. As many as were called for."""
        shown = self._desk.windows.shown(seat)
        found = self._desk.chats.find(shown.words, seat.kind, seat.user, shown.listed + 1)
        return draw_rail.rail(found, seat.chat, shown.words, shown.listed)

    def facts(self, seat: Seat) -> str:
        """What the library holds, and whether its index is up to date."""
        job = self._desk.job(seat.kind)
        held, waiting = self._desk.library(seat.kind).glance(), self._desk.waiting(seat.kind)
        return draw_library.facts(seat.kind, held, waiting, job.state if job else None, self._desk.called(seat.user))

    def first(self, seat: Seat) -> str:
        """The screen before the first question."""
        library, job = self._desk.library(seat.kind), self._desk.job(seat.kind)
        drawn = self._desk.openers(seat.kind) if seat.kind == "own" else None
        questions = suggestions(seat.kind, drawn or ())
        return draw_library.first_screen(seat.kind, library.glance(), job.state if job else None, questions)

    def banner(self, seat: Seat) -> str:
        """The offer to go on with the user's own library."""
        return draw_library.banner(seat.kind, self._desk.library("own").has_sources())

    def shelf(self, seat: Seat, wanted: Wanted = FIRST_PAGE) -> Drawn:
        """The Library tab, at a page of its table."""
        library = self._desk.library(seat.kind)
        head = draw_library.shelf_head(seat.kind, library.glance(), self._desk.has_sample)
        page = library.page(wanted)
        if page.total and not page.articles:  # the last page has gone meanwhile
            wanted = replace(wanted, offset=(page.total - 1) // wanted.limit * wanted.limit)
            page = library.page(wanted)
        table = draw_shelf.shelf(page, wanted, library.choices(wanted), library.states(page.articles))
        return {"head": head, "table": table, **self._below(seat, library)}

    def _below(self, seat: Seat, library: Library) -> Drawn:
        """What stands under the table, folded away: articles over time, gaps, and sources that were not taken.

        Gaps are grouped when somebody opens them, and not before: that may take the encoder.
        """
        asked = self._gaps(seat)
        topics = self._desk.topics.kept(asked)
        gaps = draw_gaps.folded(len(asked)) if topics is None else draw_gaps.gaps(topics)
        skips, total = library.skipped(limit=_SKIPS)
        below = draw_chart.by_month(library.by_month())
        return {"below": below, "gaps": gaps, "skips": draw_shelf.skipped(skips, total)}

    def topics(self, seat: Seat) -> Iterator[Drawn]:
        """What the user of a window asked and was not answered, by topics: by words at once, and then by meaning."""
        asked, topics = self._gaps(seat), self._desk.topics
        if not topics.is_quick(asked):
            yield {"gaps": draw_gaps.gaps(topics.by_words(asked), growing=True)}
        try:
            found = topics.by_meaning(asked, lambda: self._desk.is_asked)
        except ChanceryError as error:
            log.warning("questions were grouped by their words alone: %s", error)
            found = topics.by_words(asked)
        yield {} if self._desk.windows.elsewhere(seat) else {"gaps": draw_gaps.gaps(found)}

    def _gaps(self, seat: Seat) -> list[Gap]:
        return self._desk.chats.gaps(seat.kind, seat.user, _GAPS)
