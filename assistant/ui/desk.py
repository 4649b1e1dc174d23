"""What one running window serves: the user's own library, the sample library, the conversations, and index runs.

It holds no drawing and no Gradio. All windows of one server share it, from many threads.
"""

import logging
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from assistant.chats import Chats
from assistant.library import Library
from assistant.ui.job import Job, Run
from corpus import sources
from corpus.errors import ChanceryError
from corpus.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.build import BuildReport, Progress
    from index.encoder import Encoder

log = logging.getLogger(__name__)

Kind = Literal["own", "sample"]


@dataclass(eq=False, slots=True)
class Shown:
    """What a window shows now; every seat of the window holds this one object.

    An event is given the seat of its beginning. Here it sees whether the person has opened something else since.
    """

    seat: "Seat | None" = field(default=None, repr=False)
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one window stands: which library it asks, and which conversation is open (None before the first answer)."""

    kind: Kind
    chat: int | None = None
    shown: Shown = field(default_factory=Shown, compare=False, repr=False)

    def taken(self, kind: Kind, chat: int | None, *, asking: bool = False) -> "Seat":
        """The seat of the same window from now on."""
        seat = replace(self, kind=kind, chat=chat)
        self.shown.seat, self.shown.asking = seat, asking
        return seat

    @property
    def left(self) -> "Seat | None":
        """The seat that the window has taken since, if it has taken another."""
        now = self.shown.seat
        return None if now is self else now


class Desk:
    """The libraries of one home. Without `sample` there is the user's own library alone."""

    def __init__(self, home: Home, *, sample: bool = True, encoder: "Encoder | None" = None) -> None:
        self.chats = Chats(home.chats)
        self._libraries: dict[Kind, Library] = {"own": Library(home, encoder)}
        if sample:
            self._libraries["sample"] = Library(home.sample, encoder)
        self._jobs: dict[Kind, Job] = {}
        self._lock = threading.Lock()

    @property
    def has_sample(self) -> bool:
        return "sample" in self._libraries

    def seat(self, library: str = "", chat: str = "") -> Seat:
        """Where a new window begins: at the library and the conversation that are named, as far as they are there.

        Where none is named it is the user's own library, or the sample while that is empty.
        """
        sample = self._libraries.get("sample")
        kind: Kind = "sample" if sample and not self._libraries["own"].has_sources() else "own"
        if library == "own":
            kind = "own"
        elif library == "sample" and sample and sample.has_sources():
            kind = "sample"
        known = {str(one.id): one.id for one in self.chats.conversations(kind)} if chat else {}
        return Seat(kind, known.get(chat))

    def library(self, kind: Kind) -> Library:
        """The library of a kind; the user's own where there is no sample."""
        return self._libraries.get(kind) or self._libraries["own"]

    def job(self, kind: Kind) -> Job | None:
        """The run under way for a library, or the last one."""
        return self._jobs.get(kind)

    def building(self, kind: Kind) -> bool:
        """Whether a library is being indexed now."""
        job = self.job(kind)
        return job is not None and job.state.running

    def index(self, kind: Kind, *, rebuild: bool = False) -> Job:
        """Begin to index a library, or join the run that is under way."""
        with self._lock:
            job = self._jobs.get(kind)
            if job is None or not job.state.running:
                job = self._jobs[kind] = Job(self._run(kind, rebuild))
            return job

    def prepare(self, kind: Kind) -> Job | None:
        """Index what waits in a library, the samples laid out first; None when nothing waits."""
        library = self.library(kind)
        if kind == "sample" and not library.has_sources():
            sources.add_samples(library.home)
        return self.index(kind) if library.status().waiting else None

    def warm(self) -> None:
        """Load the model by one search, so that the first question does not wait for it."""
        try:
            self.library(self.seat().kind).search("warm", 1)
        except ChanceryError as error:  # the first question will say the same, in its place
            log.warning("the model could not be warmed: %s", error)

    def _run(self, kind: Kind, rebuild: bool) -> Run:
        def run(progress: "Callable[[Progress], None]") -> "BuildReport":
            return self.library(kind).index(rebuild=rebuild, progress=progress)

        return run
