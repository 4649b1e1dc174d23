"""Reading many sources, in order and ahead of whoever asks: plain text here, everything else in processes beside.

A process is started when the first source needs one, and as many work as there are cores. One that takes too long, or
too much memory, or that crashes at a file is ended, the file is reported, and another takes its place.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from corpus.article import Article, Source
from corpus.errors import SourceError
from corpus.leavings import Leaving
from corpus.load import load_if_light

TIME_S = 20.0  # the most that reading one source may take; a book of 1,000 pages takes five
MEMORY = 1024**3  # bytes that reading may take; a PDF of 20 MiB takes a quarter of it
_AHEAD = 4  # sources that a process has waiting, so that it never waits itself
_LIGHT = frozenset({"", ".txt", ".text", ".md", ".markdown"})  # read here: our own code, linear in a text's length

Loaded = Article | SourceError
_Asked = Source | tuple[Source, Article]
"""A source to be read, or one whose leavings are wanted, with its article."""
_Reply = Loaded | list[Leaving]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one source may take."""

    seconds: float = TIME_S
    memory: int = MEMORY


class Readers:
    """Reads sources; use it as a context, so that its processes end."""

    def __init__(self, limits: Limits | None = None, processes: int | None = None) -> None:
        self._limits = limits or Limits()
        self._count = processes or os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(self._count, "read")
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: list[_Worker] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, in the midst of a source if need be."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for worker in self._all:
                worker.end()

    def load_all(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Loaded]]:
        """Each source with its article, or with the error why it has none; in the order given."""
        coming: deque[tuple[Source, Future[_Reply] | None]] = deque()
        heavy = 0
        for source in sources:
            light = source.path.suffix.lower() in _LIGHT
            coming.append((source, None if light else self._threads.submit(self._beside, source)))
            heavy += not light
            while coming and (heavy >= _AHEAD * self._count or coming[0][1] is None):
                done = coming.popleft()
                heavy -= done[1] is not None
                yield done[0], self._settled(*done)
        while coming:
            done = coming.popleft()
            yield done[0], self._settled(*done)

    def load(self, source: Source) -> Loaded:
        """One source."""
        return next(iter(self.load_all([source])))[1]

    def leavings(self, source: Source, article: Article) -> list[Leaving]:
        """What of a source is not in its article; raises SourceError."""
        answer = self._threads.submit(self._beside, (source, article)).result()
        if isinstance(answer, SourceError):
            raise answer
        return cast("list[Leaving]", answer)

    def _settled(self, source: Source, future: "Future[_Reply] | None") -> Loaded:
        if future is not None:
            return cast("Loaded", future.result())
        try:
            article = load_if_light(source)
        except SourceError as error:
            return error
        return article or cast("Loaded", self._threads.submit(self._beside, source).result())  # its name lies

    def _beside(self, asked: _Asked) -> _Reply:
        """Have a process that is free, or a new one, answer."""
        worker = self._free()
        answer = worker.read(asked)
        if worker.is_alive():
            self._idle.put(worker)
        return answer

    def _free(self) -> "_Worker":
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker(self._limits)
            with self._lock:
                self._all = [one for one in self._all if one.is_alive()] + [worker]
            return worker


class _Worker:
    """One process that reads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        root = str(Path(__file__).parents[1])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, "-m", "corpus.worker", str(limits.memory), str(limits.seconds)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for us, and we tell it
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def read(self, asked: _Asked) -> _Reply:
        """What became of a source; when it takes too long or crashes, this process ends."""
        source = asked if isinstance(asked, Source) else asked[0]
        name = source.key.rpartition("/")[2]
        late = threading.Event()

        def end() -> None:
            late.set()
            self.end()

        clock = threading.Timer(self._limits.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            return self._replied(asked)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self.end()
            if late.is_set():
                reason = f"{name}: reading it takes more than {self._limits.seconds:.0f} seconds"
                return SourceError(reason, "Split it, or save its text as plain text in UTF-8.")
            reason = f"{name}: its reader crashed on it (exit status {self._process.returncode})"
            return SourceError(reason, "Save its text as plain text in UTF-8, then add it again.")
        finally:
            clock.cancel()

    def _replied(self, asked: _Asked) -> _Reply:
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the process has no pipes")
        pickle.dump(asked, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
        return cast("_Reply", pickle.load(self._process.stdout))  # noqa: S301 - our own process wrote it

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written to a process that is gone
                    continue
