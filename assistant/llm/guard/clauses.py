"""Sentences cut into clauses, by conjunctions and marks; and what of one is set aside."""

import re
from collections.abc import Iterator, Sequence

_BREAK = re.compile(
    r"\s*(?:[;:,]|[—–](?=\s)|,?\s+(?:and|but|while|whereas|although|though|because|since|after|before|when|so|as|that"
    r"|who|which|whom|where|whose|if|unless|until)\b)\s*"
)
_MARK = re.compile(r"\s*[;:,—–]\s*")
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys)|told|claim(?:s|ed)|believe[sd]?|think[s]?|insist(?:s|ed)|add(?:s|ed))\s+(?=[A-Z])"
)
_LISTED = re.compile(r"\b[A-Z][\w’'-]*( and |, )(?=(?:the )?[A-Z])")


def clauses(sentence: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of a sentence stand; a conjunction is of the one that it opens. Lists of names stay whole."""
    listed = [one.span(1) for one in _LISTED.finditer(sentence)]
    places = sorted(
        [
            one.span()
            for one in _BREAK.finditer(sentence)
            if not any(start <= one.start() and one.end() <= end for start, end in listed)
        ]
        + [(one.end(), one.end()) for one in _SAYS.finditer(sentence)]
    )
    at = 0
    for start, end in places:
        if start > at:
            yield at, start
            at = end if _MARK.fullmatch(sentence, start, end) else start
    yield at, len(sentence)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks where the spans are, so that every place in it stays."""
    return "".join(" " if any(start <= at < end for start, end in spans) else sign for at, sign in enumerate(text))
