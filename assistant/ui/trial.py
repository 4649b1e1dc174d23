"""An evaluation in the background: one for each library, watched from any number of windows."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.errors import ChanceryError
from corpus.home import Home

if TYPE_CHECKING:
    from assistant.evaluation.gold import Item
    from assistant.library import Library

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2  # between two looks at a run


@dataclass(frozen=True, slots=True)
class TrialState:
    """How far it is: `done` of `total` questions. When it has ended, `failure` (words for people) says why early."""

    total: int
    done: int = 0
    ended: bool = False
    failure: str = ""


class Trial:
    """One run over questions in a thread of its own, begun at once. Only a whole run is kept."""

    def __init__(self, home: Home, library: "Library", questions: "Sequence[Item]") -> None:
        self.state = TrialState(len(questions))
        self._stop = threading.Event()
        self._ended = threading.Event()
        threading.Thread(
            target=self._work, args=(home, library, questions), name="chancery-evaluation", daemon=True
        ).start()

    def watch(self) -> Iterator[TrialState]:
        """The state, again and again while the run lasts, and once when it has ended."""
        while not self._ended.wait(_LOOK_SECONDS):
            yield self.state
        yield self.state

    def cancel(self) -> None:
        """End it after the question that is being asked."""
        self._stop.set()

    def _work(self, home: Home, library: "Library", questions: "Sequence[Item]") -> None:
        try:
            failure = self._asked(home, library, questions)
        except ChanceryError as error:
            failure = str(error)
        except Exception as error:  # the thread's last chance to tell the window; the log has the whole of it
            log.exception("an evaluation failed")
            failure = f"The evaluation broke: {error}"
        self.state = replace(self.state, ended=True, failure=failure)
        self._ended.set()

    def _asked(self, home: Home, library: "Library", questions: "Sequence[Item]") -> str:
        from assistant.evaluation import asking, runs  # only when it is needed

        version, cases = library.opened.version, []
        for case in asking.examine(library, questions):
            cases.append(case)
            self.state = replace(self.state, done=len(cases))
            if self._stop.is_set() and len(cases) < len(questions):
                return f"You stopped it after {len(cases):,} of {len(questions):,} questions.\nNothing of it is kept."
        runs.keep(home, asking.scored(library, questions, cases), cases, version)
        return ""
