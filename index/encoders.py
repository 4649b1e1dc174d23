"""Which encoder an edition is searched with: the one that made it, whatever the settings name by now.

While another model's edition is built, the live one goes on answering by its own; once that other edition is live, a
program that was open all along finds the model that made it.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import ChanceryError
from index.encoder import Encoder, EncoderError, load_encoder
from index.errors import IndexUnusable

GiveEncoder = Encoder | Callable[[], Encoder]
"""An encoder, or a function that gives one and is called only when it is needed."""

_KEPT = 2  # encoders in memory: the live edition's, and the one before while searches with it end


def given(encoder: GiveEncoder) -> Encoder:
    """The encoder itself."""
    return encoder() if callable(encoder) else encoder


def place(encoder: Encoder) -> str:
    """The `folder` from which an encoder can be loaded again; nothing for one that has none."""
    folder = getattr(encoder, "folder", None)
    return str(Path(folder).resolve()) if folder else ""


class Encoders:
    """The encoders of one opened index, by fingerprint. Safe to share between threads."""

    def __init__(self, give: GiveEncoder) -> None:
        """`give` is asked again whenever an encoder is needed that is not known yet: settings may have changed."""
        self._give = give
        self._known: dict[str, Encoder] = {}
        self._lock = threading.Lock()

    def of(self, fingerprint: str, place: str) -> Encoder:
        """The encoder with a fingerprint, which was last loaded from `place`; with none, the one that is wanted now.

        Raises `IndexUnusable` when there is none, and what the caller's own function raises.
        """
        known = self._known.get(fingerprint) if fingerprint else given(self._give)
        if known is None:
            with self._lock:  # two threads would load it twice
                known = self._known.get(fingerprint) or self._kept(self._found(fingerprint, place))
        return known

    def _found(self, fingerprint: str, place: str) -> Encoder:
        seen: list[str] = []
        failed: ChanceryError | None = None
        for load in self._candidates(place):
            try:
                encoder = load()
            except EncoderError as error:
                failed = failed or error
                continue
            if encoder.fingerprint == fingerprint:
                return encoder
            seen.append(encoder.fingerprint)
        if not seen and failed is not None:
            raise failed
        whence = f", once in {place}," if place else ""
        raise IndexUnusable(
            f"The index was made by the encoder {fingerprint}{whence} and here is {', '.join(dict.fromkeys(seen))}.",
            "Build it again: chancery index",
        ) from failed

    def _candidates(self, place: str) -> Iterator[Callable[[], Encoder]]:
        yield lambda: given(self._give)
        if place:
            yield lambda: load_encoder(Path(place))
        yield load_encoder

    def _kept(self, encoder: Encoder) -> Encoder:
        known = {name: one for name, one in self._known.items() if name != encoder.fingerprint}
        newest = [*known.items()][-(_KEPT - 1) :]
        self._known = {**dict(newest), encoder.fingerprint: encoder}  # in one step: others read without the lock
        return encoder
