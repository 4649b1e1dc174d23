"""Questions for yes or no: what a question takes for granted, asked by itself. English only."""

import re

from assistant.reader.question import kind_of

DENIED = "No. "
"""Before a question for yes or no: the claim that the answer is no."""

_BE = r"(?:is|are|was|were)"
_DO = r"(?:did|does|do)"
_HAVE = r"(?:has|have|had|will|would|can|could|should|must)"
_WH = r"(?:who|whom|what|which|when|where|why|how)"
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"(?P<prep>in|on|at|from|to|with|by|for|during) {_WH}\b.*?\b(?P<aux>{_DO}|{_BE}|{_HAVE}) (?P<rest>.+)",
         "{aux} {rest} {prep} {answer}"),
        (rf"(?:when|where) (?P<aux>{_DO}|{_BE}|{_HAVE}) (?P<rest>.+)", "{aux} {rest} in {answer}"),
        (rf"why (?P<aux>{_DO}|{_BE}|{_HAVE}) (?P<rest>.+)", "{aux} {rest} because of {answer}"),
        (rf"how (?P<aux>{_DO}|{_BE}|{_HAVE}) (?P<rest>.+)", "{aux} {rest} by {answer}"),
        (rf"how (?:many|much) .*?\b(?P<aux>{_DO}) (?P<rest>.+)", "{aux} {rest} {answer}"),
        (rf"how (?:many|much) (?P<what>\w+(?: \w+)??) (?P<aux>{_BE}|{_HAVE}) (?P<rest>.+)",
         "{aux} {answer} {what} {rest}"),
        (rf"(?:who|what) (?P<aux>{_BE}) (?P<rest>.+)", "{aux} {rest} {answer}"),
        (rf"(?:who|whom|what|which)\b(?: [\w'’-]+){{0,3}}? (?P<aux>{_DO}) (?P<rest>.+)", "{aux} {rest} {answer}"),
        (rf"(?:who|what|which)(?: [\w'’-]+){{0,2}}? (?P<aux>{_HAVE}|{_BE}) (?P<rest>.+)", "{aux} {answer} {rest}"),
        (r"(?:who|what) (?P<rest>\w+(?:ed|s) .+)", "is it true that {answer} {rest}"),
    )
)  # fmt: skip
_ADVERB = re.compile(r"(?:in|because of|by|\{prep\}) \{answer\}$")  # what can be left out of a question
_DOUBLED = re.compile(r"\b(?:in|by|because of) ((?:in|on|at|by|because)\b)")
_LEFT_OVER = re.compile(r" (?:in|because of|by|from|to|with|on|at|for|during)?\s*\?$", re.IGNORECASE)


def is_closed(question: str) -> bool:
    """Whether a question asks for yes or no."""
    return kind_of(question) == "yes-no"


def point(question: str) -> str | None:
    """What a question turns on, as one for yes or no: itself, or what it takes for granted; None where unknown."""
    return question if is_closed(question) else closed(question)


def closed(question: str, answer: str = "") -> str | None:
    """The question as one for yes or no, with an answer put in or without one; None where no rule makes one.

    "When did X do Y?" becomes "Did X do Y?", and with the answer 1990 "Did X do Y in 1990?".
    """
    asked = question.strip().rstrip("?").strip()
    for pattern, form in _RULES:
        match = pattern.match(asked)
        if match is None:
            continue
        if not answer and not _ADVERB.search(form):
            return None  # its subject or object is what is asked for
        made = _DOUBLED.sub(r"\1", " ".join(form.format(answer=answer, **_parts(match)).split()))
        made = made[:1].upper() + made[1:] + "?"
        return made if answer else _LEFT_OVER.sub("?", made)
    return None


def _parts(match: re.Match[str]) -> dict[str, str]:
    return {name: part.lower() if name in {"prep", "aux"} else part for name, part in match.groupdict().items()}
