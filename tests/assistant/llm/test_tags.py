"""Keys of passages: unique, opaque, and the same every time."""

import hashlib
import random
import re
import string
import subprocess
import sys

import pytest

from assistant.llm.tags import ALPHABET, LENGTH, tags

IDS = [f"{number:032x}" for number in range(12)]


def test_every_passage_has_a_key_of_its_own() -> None:
    for number in range(200):
        made = tags(IDS, f"Question {number}?")
        assert len(made) == len(set(made)) == len(IDS)


def test_keys_stay_unique_when_there_are_many() -> None:
    made = tags([str(number) for number in range(3_000)], "Who signed?")
    assert len(set(made)) == 3_000


def test_the_same_passage_twice_has_two_keys() -> None:
    first, second = tags(["a", "a"], "Who signed?")
    assert first != second


def test_keys_are_four_small_consonants() -> None:
    assert LENGTH == 4
    assert not set(ALPHABET) & set("aeiouylIO01")
    assert len(set(ALPHABET)) == len(ALPHABET)
    for number in range(200):
        for tag in tags(IDS, f"Question {number}?"):
            assert re.fullmatch(f"[{ALPHABET}]{{4}}", tag)


def test_keys_are_the_same_every_time_and_in_every_process() -> None:
    here = tags(IDS, "Wer hat unterschrieben? Кто подписал?")
    assert tags(IDS, "Wer hat unterschrieben? Кто подписал?") == here
    code = f"from assistant.llm.tags import tags; print(*tags({IDS!r}, 'Wer hat unterschrieben? Кто подписал?'))"
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}, text=True
        )
        assert run.stdout.split() == here


def test_another_question_gives_other_keys() -> None:
    assert not set(tags(IDS, "Who signed?")) & set(tags(IDS, "Who did not sign?"))


def test_another_passage_gives_another_key() -> None:
    one, other = random.Random(3).sample(IDS, 2)
    assert tags([one], "Who?") != tags([other], "Who?")


def test_a_key_does_not_depend_on_the_passages_after_it() -> None:
    assert tags(IDS[:5], "Who?") == tags(IDS, "Who?")[:5]


def test_keys_say_nothing_of_the_passage() -> None:
    (tag,) = tags(["kbtz"], "kbtz")
    assert tag != "kbtz"
    assert tag not in hashlib.sha256(b"kbtz").hexdigest()


def test_keys_are_spread_over_the_alphabet() -> None:
    text = "".join("".join(tags(IDS, str(number))) for number in range(300))
    often = [text.count(letter) for letter in ALPHABET]
    assert min(often) > len(text) / len(ALPHABET) / 2


@pytest.mark.parametrize(
    "question",
    [
        "What does the new law on the protection of data say, and whom does it bind?",
        "When was the summit in Geneva, who was there, and how long did it last?",
        "Why did Moscow leave the grain agreement in July 2023?",
        string.printable,
        "",
        "?",
        "\N{ZERO WIDTH SPACE}",
        "日内瓦会谈",
        "x" * 10_000,
    ],
)
def test_no_key_is_a_word_of_the_question(question: str) -> None:
    words = set(re.findall(r"\w+", question.casefold()))
    assert not words & set(tags(IDS, question))


def test_no_passages_no_keys() -> None:
    assert tags([], "Who signed?") == []
