"""The Library tab: what is in the library, what is put into it, and how it is indexed."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import gradio as gr

from assistant.filters import where_of
from assistant.ui import draw_details, draw_library, page
from assistant.ui.job import Job
from assistant.ui.part import Areas, Part, Seat, area
from assistant.ui.seats import Kind
from corpus.article import Article
from corpus.corrections import CORRECTABLE
from corpus.errors import ChanceryError
from index.catalog import ArticleInfo, Sort, Wanted
from index.where import Where

_MAX_WORDS = 200  # characters of what is looked for in the table


class LibraryTab(Part):
    """The shelf."""

    name, label = "library", "Library"
    events = (
        "look", "plan", "update", "rebuild", "cancel", "rollback", "switch", "give", "details", "leavings",
        "correct", "delete_article", "topics",
    )  # fmt: skip

    def lay_out(self) -> Areas:
        areas: Areas = {"head": area("shelf-head")}
        areas["upload"] = gr.File(
            file_count="multiple", show_label=False, elem_id="upload", container=False, interactive=True
        )
        area("give-area", page.GIVE)
        for name in ("progress", "notes"):
            areas[name] = area(f"{name}-area")
        area("find-area", page.SHELF)
        for name in ("table", "below", "gaps", "skips", "left_out"):
            areas[name] = area(f"{name}-area")
        return areas

    def look(self, seat: Seat, event: gr.EventData) -> Areas:
        """The Library tab as it stands now, at the page of the table that is asked for."""
        try:
            wanted = _wanted(event._data or {})
        except ChanceryError as error:
            return {"notes": draw_library.notice(error.message, error.hint)}
        drawn = {"facts": self.overview.facts(seat), **self.overview.shelf(seat, wanted)}
        return {} if self.windows.elsewhere(seat) else drawn

    def plan(self, seat: Seat) -> Iterator[Areas]:
        """What an update of the index would do."""
        if self.desk.building(seat.kind):  # to join that run would say of an update that it was done
            yield {"notes": draw_library.notice("An index run is under way; look again when it is done.")}
            return
        yield {"notes": draw_library.looking()}
        try:
            yield {"notes": draw_library.plan(self.desk.library(seat.kind).plan())}
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint)}

    def update(self, seat: Seat) -> Iterator[Areas]:
        """Bring the index up to date."""
        yield {"notes": ""}
        yield from self._told(seat, self.desk.index(seat.kind))

    def rebuild(self, seat: Seat) -> Iterator[Areas]:
        """Build the whole index anew, beside the one that answers meanwhile."""
        yield {"notes": ""}
        yield from self._told(seat, self.desk.index(seat.kind, rebuild=True))

    def cancel(self, seat: Seat) -> Areas:
        """End a run; what it has done is kept, and the next one goes on from there."""
        job = self.desk.job(seat.kind)
        if job is not None:
            job.cancel()
        return {}

    def rollback(self, seat: Seat) -> Areas:
        """Go back to the edition of the index before this one."""
        try:
            version = self.desk.library(seat.kind).rollback()
        except ChanceryError as error:
            return {"notes": draw_library.notice(error.message, error.hint)}
        return {"notes": draw_library.went_back(version), **self.overview.grown(seat)}

    def switch(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """To the other library; the samples are laid out and indexed the first time they are wanted."""
        kind: Kind = "sample" if event._data.get("kind") == "sample" and self.desk.has_sample else "own"
        seat = self.windows.take(seat, kind, None)
        job = self.desk.prepare(kind)
        yield {"seat": seat, "progress": "", "notes": "", **self.overview.fresh(seat)}
        if job is not None:
            yield from self.overview.watched(seat, job)
        yield from self.overview.while_opening(seat)

    def add(self, seat: Seat, sent: Sequence[Mapping[str, Any]] | None) -> Iterator[Areas]:
        """Add files to the user's own library, never to the samples, and index them at once.

        They come as Gradio has checked them (Any: its records), and lie in its own folder.
        """
        paths = [Path(one["path"]) for one in sent or ()]
        if not paths:
            return
        try:
            given = self.desk.library("own").add(paths)
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint), "upload": None}
            return
        finally:
            _forget(paths)  # the server's copies of what was sent; the library has its own now
        yield {"notes": draw_library.added(given), "upload": None}
        yield from self._told(seat, self.desk.index_added("own", given))

    def give(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """Add what was pasted, a text or links, to the user's own library, and index it at once."""
        pasted = str(event._data.get("text", "")).strip()
        if not pasted:
            yield {"notes": draw_library.notice("There is nothing to add.", "Paste the text of an article, or a link.")}
            return
        yield {"notes": "", "progress": draw_library.reading()}
        try:
            given = self.desk.library("own").add_text(pasted, allow_private=self.desk.allow_private)
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint), "progress": ""}
            return
        yield {"notes": draw_library.added(given), "progress": ""}
        if given.skipped and not (given.added or given.changed or given.unchanged):
            return
        yield from self._told(seat, self.desk.index_added("own", given))

    def details(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """What is known about an article, to be corrected."""
        yield {"details": ""}  # so that the same article is a new drawing, which opens
        try:
            yield {"details": draw_details.details(*self._known(seat, str(event._data["article"])))}
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint)}

    def leavings(self, seat: Seat, event: gr.EventData) -> Areas:
        """What of its source is not in an article's text; the source is read again for it."""
        article_id = str(event._data["article"])
        try:
            left = self.desk.library(seat.kind).leavings(article_id)
        except ChanceryError as error:
            return {"left_out": draw_details.no_leavings(article_id, error.message)}
        return {"left_out": draw_details.leavings(article_id, left)}

    def correct(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """Write what the person says about an article, and show what follows from it."""
        article_id, changes = str(event._data["article"]), event._data["changes"]
        library = self.desk.library(seat.kind)
        yield {"details": ""}
        try:
            library.edit(article_id, {name: changes[name] for name in CORRECTABLE if name in changes})
        except ChanceryError as error:
            yield {"details": draw_details.failed(*self._known(seat, article_id), error.message, error.hint)}
            return
        yield {"details": draw_details.details(*self._known(seat, article_id)), **self.overview.grown(seat)}

    def _known(self, seat: Seat, article_id: str) -> "tuple[Article, list[ArticleInfo]]":
        """An article, and the others of its cluster."""
        library = self.desk.library(seat.kind)
        article = library.article(article_id)
        here = library.page(Wanted(where=Where(articles=(article_id,)), limit=1)).articles
        copies = library.page(Wanted(where=Where(clusters=(here[0].cluster,)))).articles if here else ()
        return article, [one for one in copies if one.id != article_id]

    def delete_article(self, seat: Seat, event: gr.EventData) -> Iterator[Areas]:
        """Delete an article and its file; where much was deleted by now, the disk is given back its room beside."""
        library = self.desk.library(seat.kind)
        try:
            name = library.remove(str(event._data["article"]))
        except ChanceryError as error:
            yield {"notes": draw_library.notice(error.message, error.hint)}
            return
        yield {"notes": draw_library.deleted(name), "progress": "", **self.overview.grown(seat)}
        if library.is_due():
            yield from self.overview.watched(seat, self.desk.index(seat.kind))

    def topics(self, seat: Seat) -> Iterator[Areas]:
        """What was asked and not answered, by topics; the page asks when somebody opens it."""
        yield from self.overview.topics(seat)

    def _told(self, seat: Seat, job: Job) -> Iterator[Areas]:
        """A run that the person asked for: its progress and its report, and then what the library holds."""
        yield {"facts": self.overview.facts(seat)}
        for state in job.watch():
            yield {} if self.windows.elsewhere(seat) else {"progress": draw_library.progress(state)}
        yield self.overview.grown(seat)
        yield from self.overview.while_opening(seat)


def _forget(paths: Sequence[Path]) -> None:
    """Delete files that were sent, and the folder that each has to itself."""
    for path in paths:
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another of its text was sent meanwhile, under another name
            path.parent.rmdir()


def _wanted(data: Mapping[str, Any]) -> Wanted:
    """The page of the table that the script asks for; what it leaves out is as at first."""
    sort: Sort = data["sort"] if data.get("sort") in get_args(Sort) else "published"
    return Wanted(
        words=str(data.get("words", ""))[:_MAX_WORDS],
        where=where_of(data.get("where") or {}),
        undated=bool(data.get("undated", False)),
        sort=sort,
        descending=bool(data.get("descending", True)),
        offset=max(0, int(data.get("offset", 0))),
    )
