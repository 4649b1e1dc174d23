"""Misspelt words are mended with the library's own."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.spelling import mend

PASSAGES = ["The government of Syria and Ryabkov’s ministry support the conference.", "Iran was discussed, and Iraq."]
KNOWN = {"government", "syria", "ryabkov", "ministry", "support", "conference", "iran", "iraq", "discussed"}


def frequency(terms: Sequence[str]) -> Mapping[str, int]:
    return {term: int(term.casefold() in KNOWN) for term in terms}


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("Does the goverment suport Siria?", "Does the government support Syria?"),
        ("What did Riabkof say at the conferense?", "What did Ryabkov say at the conference?"),
        ("What was discussed about Iran?", "What was discussed about Iran?"),
        ("Was Turkey understood?", "Was Turkey understood?"),  # unknown, and like nothing here
        ("Who spoke about Irak?", "Who spoke about Irak?"),  # too short to tell Iran from Iraq
    ],
)
def test_mend(asked: str, mended: str) -> None:
    assert mend(asked, frequency, PASSAGES) == mended
