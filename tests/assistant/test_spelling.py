"""Misspelt words are mended with the library's own."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.reader.question import stem, words
from assistant.spelling import mend

PASSAGES = ["The government of Syria and Ryabkov’s ministry support the conference.", "Iran was discussed, and Iraq."]
KNOWN = {"government", "syria", "ryabkov", "ministry", "support", "conference", "iran", "iraq", "discussed"}

LIBRARY = [
    "Zelensky met Yevgeny Khodorkovsky and Philip Hammond in Tbilisi.",
    "Lukashenko pardoned Vladimir Kara-Murza; Erdogan praised the negotiations.",
    "Marinova and Marinoza are two women.",
    "The political settlement was averted by an embassy in Kuwait.",
]


def frequency(terms: Sequence[str]) -> Mapping[str, int]:
    return {term: int(term.casefold() in KNOWN) for term in terms}


def library_frequency(terms: Sequence[str]) -> Mapping[str, int]:
    known = {stem(word) for text in LIBRARY for word in words(text)}
    return {term: int(stem(term) in known) for term in terms}


def terms_from(prefix: str) -> Mapping[str, int]:
    known = {stem(word) for text in LIBRARY for word in words(text)}
    return {term: 1 for term in known if term.startswith(prefix)}


def find(term: str) -> Sequence[str]:
    return [text for text in LIBRARY if term in {stem(word) for word in words(text)}]


def mended(question: str) -> str:
    return mend(question, library_frequency, (), terms=terms_from, find=find)


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Zelenskiy", "Zelensky"),
        ("Zelenksy", "Zelensky"),
        ("Evgeniy", "Yevgeny"),
        ("Hodorkovsky", "Khodorkovsky"),
        ("Filip", "Philip"),
        ("Phillip", "Philip"),
        ("Lukaschenko", "Lukashenko"),
        ("Lucashenko", "Lukashenko"),
        ("Wladimir", "Vladimir"),
        ("Erdogann", "Erdogan"),
        ("Tbillisi", "Tbilisi"),
        ("negociations", "negotiations"),
        ("negotations", "negotiations"),
        ("embasssy", "embassy"),
    ],
)
def test_words_of_the_whole_library_are_tried(typed: str, meant: str) -> None:
    assert mended(f"Who spoke of {typed} today?") == f"Who spoke of {meant} today?"


@pytest.mark.parametrize(
    "word",
    [
        "Zelensky",
        "Kampala",
        "alerted",  # averted
        "apolitical",
        "Kuwaiti",
        "Marinoa",  # one letter from two who are two
        "Zelenski",  # found as it is: both have one stem
        "Lavrov",
        "ERDOGA",
        "Женева",
        "日内瓦会谈开始",
        "Aaaaaaaaaaaa",
    ],
)
def test_right_and_doubtful_words_are_left(word: str) -> None:
    assert mended(f"Who spoke of {word} today?") == f"Who spoke of {word} today?"


def test_a_word_that_is_right_though_the_library_lacks_it_is_left() -> None:
    asked = "Were the negociations long?"
    assert mend(asked, library_frequency, (), terms=terms_from, find=find, is_word=lambda _: True) == asked


def test_a_word_of_the_passages_found_may_be_less_near() -> None:
    asked = "Who spoke of Marinoa today?"
    found = ["Marinova spoke."]
    assert "Marinova" in mend(asked, library_frequency, found, terms=terms_from, find=find)


def test_a_possessive_is_kept() -> None:
    assert mended("What was Zelenskiy's offer?") == "What was Zelensky's offer?"
