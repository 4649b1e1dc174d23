"""Where each window stands: what it keeps of itself is a `Seat`, of ids alone; what it shows now is kept here."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["own", "sample"]

LISTED = 50  # conversations in the rail at first, and more at a time
_MOST_WINDOWS = 10_000  # that are remembered, half a kilobyte each; the one longest unused is forgotten first


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one window stands: which library it asks, and which conversation is open (None before the first answer)."""

    kind: Kind
    chat: int | None = None
    user: str = ""  # whose conversations it sees; "" where there are no accounts
    window: str = field(default="", compare=False)  # its id; "" before it has arrived
    number: int = field(default=0, compare=False)  # counts the seats that the window has taken


@dataclass(slots=True)
class Shown:
    """What a window shows now.

    An event is given the seat of its beginning. Here it sees whether the person has opened something else since.
    """

    seat: Seat | None = None
    asking: bool = False
    stopped: set[object] = field(default_factory=set)  # tickets of questions that the person stopped
    words: str = ""  # that conversations are looked for by
    listed: int = LISTED  # conversations


class Windows:
    """What each open window shows, by its id. Safe to share between threads."""

    def __init__(self, most: int = _MOST_WINDOWS) -> None:
        self._most = most
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._lock = threading.Lock()

    def opened(self, kind: Kind, chat: int | None = None, user: str = "") -> Seat:
        """The first seat of a window that opens."""
        return Seat(kind, chat, user, secrets.token_hex(8))

    def shown(self, seat: Seat) -> Shown:
        """What the window of a seat shows; as if it had just opened, where it was forgotten."""
        with self._lock:
            shown = self._shown.setdefault(seat.window, Shown())
            self._shown.move_to_end(seat.window)
            if len(self._shown) > self._most:
                self._shown.popitem(last=False)
        return shown

    def take(self, seat: Seat, kind: Kind, chat: int | None, *, asking: bool = False) -> Seat:
        """The seat of the same window from now on."""
        shown = self.shown(seat)
        with self._lock:
            number = max(seat.number, shown.seat.number if shown.seat else 0) + 1
            taken = replace(seat, kind=kind, chat=chat, number=number)
            shown.seat, shown.asking = taken, asking
        return taken

    def left(self, seat: Seat) -> Seat | None:
        """The seat that the window has taken since, if it has taken another."""
        now = self.shown(seat).seat
        return None if now is None or now.number == seat.number else now

    def elsewhere(self, seat: Seat) -> bool:
        """Whether the window shows another library by now: what is drawn of this one comes too late."""
        now = self.left(seat)
        return now is not None and now.kind != seat.kind
