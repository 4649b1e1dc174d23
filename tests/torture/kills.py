"""When a writer is killed: after a random part of its usual time, or when something appears in the index's folder."""

import random
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

_POLL_S = 0.0002
_LATER_S = 0.03  # after something was seen, at most: the steps that follow take a few milliseconds each

AIMS: dict[str, Callable[[Path], object]] = {
    "lock": lambda index: (index / "writer.pid").exists(),
    "graph noted": lambda index: [*index.glob("*/chroma/*.writing")],
    "new graph": lambda index: sorted(index.glob("*/chroma/*/chroma.sqlite3")),
    "new edition": lambda index: sorted(path.name for path in index.glob("[0-9]*")),
    "log of the manifest": lambda index: [_size(path) for path in sorted(index.glob("*/state.sqlite-wal"))],
    "rows": lambda index: [_size(path) for path in sorted(index.glob("*/vectors.*"))],
    "words": lambda index: [_changed(path) for path in sorted(index.glob("*/lexical/meta.json"))],
    "checked": lambda index: sorted(index.glob("*/whole")),
    "pointer": lambda index: _changed(index / "current"),
    "pointer's draft": lambda index: (index / "current.new").exists(),
}
"""What is watched, by name: a killer strikes when it is not what it was."""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1


def kill(process: BaseProcess, index: Path, chance: random.Random, usual_s: float) -> str:
    """Kill a process that has just begun, some time while it works; says when, or nothing when it was done before."""
    if chance.random() < 0.5:
        delay = chance.random() * usual_s
        process.join(delay)
        when = f"after {delay * 1000:.0f} ms of {usual_s * 1000:.0f}"
    else:
        when = _aimed(process, index, chance, 3 * usual_s)
    if not process.is_alive():
        return ""
    process.kill()
    process.join()
    return when


def _aimed(process: BaseProcess, index: Path, chance: random.Random, patience_s: float) -> str:
    """Wait until what is watched has changed a few times, and a moment more."""
    name, seen = chance.choice(list(AIMS.items()))
    changes = chance.randint(1, 4)
    until = time.monotonic() + patience_s
    before = _looked(seen, index)
    for _ in range(changes):
        while (now := _looked(seen, index)) == before and process.is_alive() and time.monotonic() < until:
            time.sleep(_POLL_S)
        before = now
    time.sleep(chance.random() * _LATER_S * chance.choice((0, 0.1, 1)))
    return f"at change {changes} of: {name}"


def _looked(seen: Callable[[Path], object], index: Path) -> object:
    try:
        return seen(index)
    except OSError:  # a folder went while it was listed
        return None
