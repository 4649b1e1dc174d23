"""Keeping a library up to date while something is open: files that changed are indexed, links and feeds asked again."""

import logging
import threading
import time
from collections.abc import Callable

from assistant.library import Library
from corpus.errors import ChanceryError

log = logging.getLogger(__name__)

LOOK_S = 10.0  # between two looks at the sources
SYNC_S = 3600.0  # between two rounds of links and feeds; feeds change a few times a day
_SHARE = 20  # a look may take a twentieth of the time: at 100,000 sources it takes two seconds


class Watch:
    """Looks after a library from a thread of its own, until it is stopped; `index` begins a run and returns."""

    def __init__(
        self,
        library: Library,
        index: Callable[[], object],
        *,
        look: float = LOOK_S,
        sync: float = SYNC_S,
        allow_private: bool = False,
    ) -> None:
        self._library, self._index = library, index
        self._look, self._sync, self._allow_private = look, sync, allow_private
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="chancery-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        next_sync = time.monotonic()
        wait = 0.0
        while not self._stopped.wait(wait):
            try:
                if time.monotonic() >= next_sync:
                    next_sync = time.monotonic() + self._sync
                    self._library.sync(allow_private=self._allow_private)
                began = time.monotonic()
                waiting = self._library.status().waiting
                wait = max(self._look, _SHARE * (time.monotonic() - began))
                if waiting:
                    self._index()
            except ChanceryError as error:  # the window shows what is wrong with the library; the next look may be well
                log.warning("looking after the library: %s", error)
                wait = self._look
