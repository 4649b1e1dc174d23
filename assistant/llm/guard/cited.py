"""A passage as the guard sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """The text of a passage, the heading of its article, and when that was published (ISO, or empty)."""

    text: str
    heading: str = ""
    published: str = ""

    @property
    def whole(self) -> str:
        return f"{self.heading}\n{self.text}"
