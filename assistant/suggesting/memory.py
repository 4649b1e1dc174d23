"""What is remembered of a library for its suggestions: what its articles gave, and what the engine said to it.

Both hold for one state of the index and are dropped with it. Bounded, so that a library of any size takes the same.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from assistant.suggesting.pool import Drawn
    from assistant.suggesting.trying import Verdict
    from index.catalog import ArticleInfo

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST_PLACES = 128  # blocks of articles; some 130 KB each, most of it vectors
_MOST_VERDICTS = 8_192  # questions; some 400 bytes each


class Recent(Generic[Key, Value]):
    """The values of the keys that were asked for last. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        with self._lock:
            return key in self._kept

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is kept of a key, or what `make` gives, which is kept; two threads may make one value twice."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


class Known:
    """What is known of one state of an index."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.places: Recent[tuple[str, int], Drawn | None] = Recent(_MOST_PLACES)
        self.samples: Recent[int, list[ArticleInfo]] = Recent(1)
        self.verdicts: Recent[tuple[str, str, int], Verdict] = Recent(_MOST_VERDICTS)


class Memory:
    """What is known of a library, as its index is now."""

    def __init__(self) -> None:
        self._known = Known("")

    def at(self, version: str) -> Known:
        """What is known of the index in this state; nothing yet when it was in another one the last time."""
        known = self._known
        if known.version != version:
            known = self._known = Known(version)
        return known
