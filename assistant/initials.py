"""Abbreviations of a question that no passage has, spelt out as the passages found have them: "UAE" where they write
"United Arab Emirates". What is searched, read and shown is the question so written.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.spelling import Frequency

_ABBREVIATION = re.compile(r"\b(?:[A-Z]{3,6}\b|(?:[A-Z]\.){3,6})")  # of two letters: every reader knows the US
_RUN = re.compile(r"[A-Z][\w-]*(?:\s(?:(?:of|the|and|for|on|de)\s){0,2}[A-Z][\w-]*)+")
_CAPITALISED = re.compile(r"[A-Z][\w-]*")


def spelled_out(question: str, frequency: Frequency, passages: Sequence[str]) -> str:
    """The question with its abbreviations spelt out, or as it was.

    Only those that the library lacks, and where the passages have one name of these initials, or one far more often.
    """
    short = {match[0]: match[0].replace(".", "") for match in _ABBREVIATION.finditer(question)}
    counts = frequency([*short.values()]) if short else {}
    long = {written: _name(letters, passages) for written, letters in short.items() if not counts.get(letters)}
    return _ABBREVIATION.sub(lambda match: long.get(match[0]) or match[0], question)


def _name(letters: str, passages: Sequence[str]) -> str | None:
    """The name of these initials; None where there is none, or two are alike in number."""
    found = Counter(name for text in passages for name in _names(letters, text)).most_common(2)
    rival = found[1][1] if len(found) > 1 else 0
    return found[0][0] if found and found[0][1] > 2 * rival else None


def _names(letters: str, text: str) -> Iterator[str]:
    """The runs of capitalised words of a text that have these initials."""
    for run in _RUN.finditer(text):
        parts = list(_CAPITALISED.finditer(run[0]))
        for first in range(len(parts) - len(letters) + 1):
            some = parts[first : first + len(letters)]
            if "".join(part[0][0] for part in some) == letters:
                yield run[0][some[0].start() : some[-1].end()]
