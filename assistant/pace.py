"""How quick a run is and how long it will take, in words; by what it has done since its stage began."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.build import Progress

_SURE_S = 3.0  # before that a speed is chance
_MINUTE, _HOUR = 60, 3600


class Pace:
    """Told of each step of a run; gives its speed and the time that is left, "" while neither is known."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._began, self._first = 0.0, 0

    def note(self, progress: "Progress") -> str:
        """Words such as `31 articles/s, 2 min left`."""
        now = self._clock()
        if progress.stage != self._stage and not (self._stage and {progress.stage, self._stage} <= _OF_SOURCES):
            self._began, self._first = now, progress.done
        self._stage = progress.stage
        passed, done = now - self._began, progress.done - self._first
        if passed < _SURE_S or done < 1:
            return ""
        speed = done / passed
        what = "articles" if progress.stage in _OF_SOURCES else "passages"
        return (
            f"{speed:,.0f} {what}/s, {lasting((progress.total - progress.done) / speed)} left"
            if speed >= 1
            else (f"{1 / speed:,.0f} s each, {lasting((progress.total - progress.done) / speed)} left")
        )


_OF_SOURCES = frozenset({"reading", "encoding", "removing"})  # stages that count sources; the first two take turns


def lasting(seconds: float) -> str:
    """A time as people say it: `40 s`, `3 min`, `1 h 20 min`."""
    if seconds < _MINUTE:
        return f"{max(seconds, 1):.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    return f"{hours} h {rest} min"
