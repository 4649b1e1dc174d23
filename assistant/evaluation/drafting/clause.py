"""A clause as its parts, and the ways in which they are put together again in a question."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.evaluation.drafting import verbs
from assistant.evaluation.drafting.lexicon import SPOKEN
from assistant.evaluation.drafting.times import opener_at
from assistant.evaluation.drafting.verbs import Verb

Asks = Literal["who", "when", "where", "how-many", "what", "why"]
"""What a question asks for."""
TO_BE = Verb("be", "was", "been")
"""The verb of "was the head of": it has no form of its own in a clause."""
_TAIL = re.compile(
    r"\s(?:in order to|so as to|to|for|with|at|in|on|from|during|after|before|over|into|about|at the time of)\s"
    r"(?:(?!\s(?:to|for|with|at|in|on|from|during|after|before|over|into|about)\s).)+$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A prepositional phrase: the whole of it, and what its preposition governs."""

    text: str
    inner: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: `auxiliary` is "" for a plain past or present; `rest` is without the date, `reason` begins after it."""

    subject: str
    auxiliary: str
    verb: Verb
    form: str  # the verb as written
    rest: str
    date: Phrase | None = None
    reason: Phrase | None = None

    @property
    def is_passive(self) -> bool:
        return self.verb is not TO_BE and (self.auxiliary in verbs.BE or self.form.startswith("been "))

    @property
    def is_perfect(self) -> bool:
        return self.auxiliary in {"has", "have"}

    @property
    def when(self) -> str:
        """The date as the end of a question about something else."""
        return f" {self.date.text}" if self.date else ""

    def predicate(self) -> str:
        """The verb and its rest, as they follow a "Who"."""
        if self.auxiliary == "had":
            return f"{self.verb.past} {self.rest}".strip()
        auxiliary = {"were": "was", "are": "is", "have": "has"}.get(self.auxiliary, self.auxiliary)
        return f"{auxiliary} {self.form} {self.rest}".strip()

    def dated(self, text: str) -> str:
        """A question with the date where it belongs: before what is said, else at the end."""
        inside = re.search(r" that (?=.* )", text)
        told = inside is not None and self.verb.base in SPOKEN
        return (
            f"{text[: inside.start()]}{self.when}{text[inside.start() :]}?"
            if inside and told
            else f"{text}{self.when}?"
        )

    def trimmed(self, leans: Callable[[str], bool]) -> "Clause":
        """The clause without those of its last phrases that lean on the article: "... to prepare the summit"."""
        rest = self.rest
        if opener_at(rest) is not None:
            return self
        while leans(rest) and (tail := _TAIL.search(rest)) and leans(tail[0]) and tail.start():
            rest = rest[: tail.start()]
        told = (
            rest != self.rest and not leans(rest) and re.search(r"[A-Z]", rest) and not re.search(r"(?:ing|ed)$", rest)
        )
        return replace(self, rest=rest) if told else self

    def inverted(self, subject: str, rest: str | None = None) -> str:
        """The clause as it follows a "When": `did SUBJECT BASE REST` or `was SUBJECT PARTICIPLE REST`."""
        rest = self.rest if rest is None else rest
        if self.auxiliary in {"", "had"}:
            does = "does" if self._is_present else "did"
            return f"{does} {subject} {self.verb.base} {rest}".strip()
        return f"{self.auxiliary} {subject} {self.form} {rest}".strip()

    @property
    def _is_present(self) -> bool:
        return not self.auxiliary and verbs.by_past(self.form) is None


@dataclass(frozen=True, slots=True)
class Made:
    """A question that a sentence answers; `answer` is a slice of the sentence."""

    asks: Asks
    question: str
    answer: str
