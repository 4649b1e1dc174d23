"""Indexing in the background: one run for each library, watched from any number of windows."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.pace import Pace
from corpus.errors import ChanceryError

if TYPE_CHECKING:
    from index.build import BuildReport, Progress

log = logging.getLogger(__name__)

_STOPPED = "You stopped it.\nWhat was done is kept; an update goes on from there."
_LOOK_SECONDS = 0.15  # between two looks at a run; a bar that moves seven times a second looks smooth

Run = Callable[["Callable[[Progress], None]"], "BuildReport"]
"""What a job does: it is given a callback for its progress and returns its report."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a run is. When it has ended either `report` or `failure` (words for people) is set."""

    progress: "Progress | None" = None
    pace: str = ""  # in words
    report: "BuildReport | None" = None
    failure: str = ""

    @property
    def running(self) -> bool:
        return self.report is None and not self.failure


class Job:
    """One run in a thread of its own, begun at once; it dies with the program, which the index is built to stand.

    After `before`, where that still runs: its progress is told until then, and to cancel this one ends that one, too.
    """

    def __init__(self, run: Run, before: "Job | None" = None) -> None:
        self.state = JobState()
        self._cancelled = False
        self._pace = Pace()
        self._ended = threading.Event()
        self._before = before if before is not None and before.state.running else None
        threading.Thread(target=self._work, args=(run,), name="chancery-index", daemon=True).start()

    def watch(self) -> Iterator[JobState]:
        """The state, again and again while the run lasts, and once when it has ended."""
        while not self._ended.wait(_LOOK_SECONDS):
            yield self.state
        yield self.state

    def cancel(self) -> None:
        """Have the run end between two steps; what it has done is kept."""
        self._cancelled = True
        before = self._before
        if before is not None:
            before.cancel()

    def _work(self, run: Run) -> None:
        for state in self._before.watch() if self._before is not None else ():
            self.state = state if state.running else JobState()
        self._before = None  # it and what came before it are done with
        try:
            self.state = JobState(failure=_STOPPED) if self._cancelled else JobState(report=run(self._note))
        except KeyboardInterrupt:
            self.state = JobState(failure=_STOPPED)
        except ChanceryError as error:
            self.state = JobState(failure=str(error))
        except Exception as error:  # the thread's last chance to tell the window; the log has the whole of it
            log.exception("indexing failed")
            self.state = JobState(failure=f"Indexing stopped: {error}")
        finally:
            self._ended.set()

    def _note(self, progress: "Progress") -> None:
        self.state = replace(self.state, progress=progress, pace=self._pace.note(progress))
        if self._cancelled and progress.stage != "stopping":
            raise KeyboardInterrupt  # as Ctrl-C would: a build stands that at any step, and says that it is stopping
