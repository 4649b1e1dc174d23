"""What a site lets programs read: its robots.txt (RFC 9309), by Protego, which knows wildcards and delays."""

from dataclasses import dataclass
from typing import Self

from protego import Protego

from corpus.errors import SourceError

NAME = "Chancery"
"""The name by which a robots.txt may speak of us."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site. None: there are none, and everything may be read.

    `is_down`: it does not say now. `fault`: why it could not even be asked, and so none of its pages can.
    """

    rules: "Protego | None" = None
    is_down: bool = False
    fault: SourceError | None = None

    @classmethod
    def of(cls, code: int, data: bytes) -> Self:
        """The rules by what the site answered: a missing file allows everything, a failing server nothing now."""
        if code >= 500:
            return cls(is_down=True)
        return cls(Protego.parse(data.decode("utf-8-sig", "replace"))) if 200 <= code < 300 else cls()

    def allow(self, url: str) -> bool:
        """Whether a page may be read."""
        return self.rules is None or bool(self.rules.can_fetch(url, NAME))

    @property
    def delay(self) -> float:
        """Seconds that the site asks for between two requests."""
        return float(self.rules.crawl_delay(NAME) or 0.0) if self.rules is not None else 0.0
