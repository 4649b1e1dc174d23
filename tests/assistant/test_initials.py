"""Abbreviations are spelt out with the passages' own names."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.initials import spelled_out

PASSAGES = [
    "The United Arab Emirates and Saudi Arabia offered help. A minister of the United Arab Emirates said so.",
    "The Organisation for the Prohibition of Chemical Weapons met in The Hague, with the Council of Foreign Relations.",
    "The Committee of Free Readers is one name, the Council of Foreign Reporters another.",
]
KNOWN = {"NATO"}


def frequency(words: Sequence[str]) -> Mapping[str, int]:
    return {word: int(word in KNOWN) for word in words}


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Did the UAE help?", "Did the United Arab Emirates help?"),
        ("Did the U.A.E. help?", "Did the United Arab Emirates help?"),
        ("What is the UAE's view?", "What is the United Arab Emirates's view?"),
        ("Where did the OPCW meet?", "Where did the Organisation for the Prohibition of Chemical Weapons meet?"),
        ("Did NATO help?", "Did NATO help?"),
        ("Did the UA help?", "Did the UA help?"),
        ("What is the CFR?", "What is the CFR?"),  # three names
        ("Did the IMF help?", "Did the IMF help?"),
        ("Who helped?", "Who helped?"),
    ],
)
def test_spelled_out(asked: str, meant: str) -> None:
    assert spelled_out(asked, frequency, PASSAGES) == meant


def test_without_passages_nothing_is_spelt_out() -> None:
    assert spelled_out("Did the UAE help?", frequency, ()) == "Did the UAE help?"
