"""What is exported: some questions with their answers, from which library, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer


@dataclass(frozen=True, slots=True)
class Exported:
    """A conversation, or one answer of it. `turns` are moments of asking and answers, in the order of asking.

    Moments are seconds since 1970. `library` names the library, and `version` says which state of it answered; both
    are fit to show, and may be empty.
    """

    title: str
    library: str
    version: str
    exported_at: float
    turns: Sequence[tuple[float, Answer]]
