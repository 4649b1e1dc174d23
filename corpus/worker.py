"""The process in which sources are read: one after the other, within limits, told through its standard input.

Files come from anywhere and their readers are large programs of others. Here one that hangs, eats memory or crashes
takes only this process with it. Each request is a pickled `Source`, or a source and its article where what was left out
of it is asked for; each reply is the pickled article, those leavings, or the error. `corpus.readers` is the other end.
"""

import contextlib
import os
import pickle
import signal
import sys

from corpus.article import Article, Source
from corpus.errors import SourceError
from corpus.leavings import leavings
from corpus.load import guarded, load

_GRACE_S = 10  # beyond the time limit, which the other end keeps; it may be gone


def main() -> None:
    """Serve until standard input ends; the arguments are the most bytes of memory and the most seconds a source."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    _limit_memory(memory)
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no reply
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other end is told, and ends us
    while True:
        try:
            asked: Source | tuple[Source, Article] = pickle.load(requests)  # noqa: S301 - our own process wrote it
        except EOFError:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(int(seconds) + _GRACE_S)
        pickle.dump(_read(asked, memory), replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()


def _read(asked: Source | tuple[Source, Article], memory: int) -> object:
    source = asked if isinstance(asked, Source) else asked[0]
    name = source.key.rpartition("/")[2]
    try:
        return load(asked) if isinstance(asked, Source) else guarded(name, lambda: leavings(*asked))
    except SourceError as error:
        return error
    except MemoryError:
        return too_much_memory(name, memory)


def too_much_memory(name: str, memory: int) -> SourceError:
    """The error for a source that needs more than it may have."""
    reason = f"{name}: reading it needs more than {memory / 1024**3:.1f} GiB of memory"
    return SourceError(reason, "Split it, or save its text as plain text in UTF-8.")


def _limit_memory(size: int) -> None:
    """Where the system has such a limit; it counts what a process has for itself."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


if __name__ == "__main__":
    main()
