from collections.abc import Mapping

import pytest

from index.near import near_terms

LIBRARY = {"parliament": 9, "parliamentari": 2, "minist": 30, "minst": 1, "treati": 20, "treat": 40, "kremlin": 5}
LIBRARY |= {"riyadh": 3, "путин": 8, "war": 90, "sanction": 7}


def count(term: str) -> int:
    return LIBRARY.get(term, 0)


def terms(prefix: str) -> Mapping[str, int]:
    return {term: passages for term, passages in LIBRARY.items() if term.startswith(prefix)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("parliment", ["parliament"]),  # dropped
        ("kremllin", ["kremlin"]),  # doubled
        ("kremiln", ["kremlin"]),  # swapped
        ("gremlin", ["kremlin"]),  # the first letter
        ("riadh", ["riyadh"]),
        ("sanktoin", ["sanction"]),  # two slips
        ("путен", ["путин"]),
        ("wer", []),  # too short
        ("1963x", []),
        ("minis", ["minist"]),
        ("zzzzzzz", []),
    ],
)
def test_the_nearest_terms_of_the_library(typed: str, meant: list[str]) -> None:
    assert list(near_terms(typed, count, terms)) == meant


def test_the_commonest_of_those_as_near_comes_first() -> None:
    assert list(near_terms("minxst", count, terms)) == ["minist", "minst"]
    assert list(near_terms("treats", count, terms)) == ["treat", "treati"]


def test_farther_is_lighter_and_all_are_lighter_than_what_was_typed() -> None:
    one = near_terms("kremlim", count, terms)["kremlin"]
    two = near_terms("krenlim", count, terms)["kremlin"]
    assert two < one < 1


def test_a_word_of_another_script_only_drops_and_swaps() -> None:
    library = {"αβγ": 1, "αβδγ": 2, "αβγδε": 1}
    assert list(near_terms("αβγδ", lambda term: library.get(term, 0), terms)) == ["αβδγ", "αβγ"]
