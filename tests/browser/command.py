"""The command `chancery` in a process of its own, forked from one that has imported everything: seconds sooner."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.browser.preloaded"])


class Command:
    """A command that runs, its words going to a file; `before` is called first, in its process."""

    def __init__(self, arguments: Sequence[str], log: Path, before: Callable[[], None] | None = None) -> None:
        self._process = _CONTEXT.Process(target=_run, args=(list(arguments), log, dict(os.environ), before))
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def has_ended(self) -> bool:
        return not self._process.is_alive()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """As `kill -9` does."""
        self._process.kill()
        self._process.join()

    def end(self) -> None:
        """End it as a service manager would, at once."""
        self._process.terminate()
        self._process.join(10)
        ended = self.has_ended()
        self.kill()  # else the tests would wait for it for ever
        assert ended, "it was told to end ten seconds ago"


def _run(arguments: list[str], log: Path, environment: dict[str, str], before: Callable[[], None] | None) -> None:
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    if before is not None:
        before()
    from assistant.cli import main

    sys.exit(main(arguments))
