import random
import time

import pytest

from index.sentences import MAX_CHARACTERS, split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith met Dr. Jones.",
        "Sen. Lindsey Graham and Gen. Mark Milley spoke.",
        "The U.S. State Department said so.",
        "A U.S.-Russia summit took place.",
        "It fell by 3.5 percent on Jan. 5 and rose by 2.1 on Dec. 12.",
        "Order No. 44 was signed by J. R. Biden.",
        "The minister said [...] that he would go.",
        "He asked “Why now?” and left.",
        "At 5 p.m. Moscow time they spoke.",
        "It was signed in Reykjavik by Vladimir V. Putin.",
        "1. The first item",
    ],
)
def test_stops_that_end_nothing(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He went to the U.S. The talks failed.", ["He went to the U.S.", "The talks failed."]),
        ("“We agree.” Then he left.", ["“We agree.”", "Then he left."]),
        ("It was agreed.[12] Nobody objected.", ["It was agreed.[12]", "Nobody objected."]),
        ("It was agreed.3 Nobody objected.", ["It was agreed.3", "Nobody objected."]),
        ("Why? Because! Yes…", ["Why?", "Because!", "Yes…"]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("They met at 5 p.m. It rained.", ["They met at 5 p.m.", "It rained."]),
        ("It ended in Dec. Nobody came.", ["It ended in Dec.", "Nobody came."]),
        ("It was said. [...] The rest followed.", ["It was said.", "[...] The rest followed."]),
        ("两国会谈。谁来了？没有人。", ["两国会谈。", "谁来了？", "没有人。"]),
        ("Он сказал «да». Потом ушёл.", ["Он сказал «да».", "Потом ушёл."]),
        ("هل وافقوا؟ نعم وافقوا.", ["هل وافقوا؟", "نعم وافقوا."]),
        ("A heading\n\nIts text goes on.", ["A heading", "Its text goes on."]),
        ("- one thing\n- another thing", ["- one thing", "- another thing"]),
        ("The two ministers of the countries met for talks in\nGeneva on Monday.", None),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_ends(text: str, expected: list[str] | None) -> None:
    assert sentences(text) == ([text] if expected is None else expected)


@pytest.mark.parametrize("seed", range(60))
def test_every_character_is_in_exactly_one_trimmed_span(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = 'aB.!? \n\n"”)([]1。…;,-U.S.\u00a0Яж中\u2028'
    text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(3000)))
    spans = split(text)
    covered = [i for start, end in spans for i in range(start, end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))) - set(covered)
    assert all(text[i].isspace() for i in outside)
    assert all(text[start:end] == text[start:end].strip() and 0 < end - start <= MAX_CHARACTERS for start, end in spans)


def test_a_sentence_without_stops_is_cut_at_a_clause() -> None:
    text = ", ".join(f"the delegation of country {n} arrived" for n in range(100))
    pieces = sentences(text)
    assert len(pieces) > 2
    assert all(piece.endswith(",") for piece in pieces[:-1])


@pytest.mark.parametrize("unit", ["a. ", "a", "U.S. ", "[...] ", "\n- ", "(((", "。", "Mr. ", "....", "x\n"])
def test_time_is_linear(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    split(text)
    assert time.process_time() - started < 5  # quadratic would be minutes


@pytest.mark.parametrize("width", [72, 100, 120])
def test_a_line_wrapped_at_any_usual_width_is_no_end_though_a_name_follows(width: int) -> None:
    first = "The two sides agreed that the sailors held since the autumn will go home "
    line = (first + "long before the ice comes back to the strait again and ")[: width - 8].rsplit(" ", 1)[0]
    text = f"{line:x<{width}}\nEaster, as both of them said."
    assert sentences(text) == [text]
