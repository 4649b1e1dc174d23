"""One number for how far passages support a sentence; a part of it that they do not have brings it down."""

from pathlib import Path

import pytest

from assistant.llm.judge import SUPPORTED, Judge
from assistant.reader.network import Network, Text
from index.encoder import bundled
from index.sentences import split

FERRY = "The ferry to Holm leaves the old quay at noon on weekdays. It takes forty minutes. Tickets are sold on board."
BRIDGE = "The council will decide in May whether to build a bridge."


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Network.for_claims(), bundled().encode)


def text(words: str) -> Text:
    return Text(words, tuple(split(words)))


@pytest.mark.parametrize(
    ("said", "added"),
    [
        ("The ferry to Holm leaves at noon on weekdays.", "as its captain once sold a horse to the mayor of Madrid"),
        ("The ferry takes forty minutes.", "and costs the owner his licence every winter"),
    ],
)
def test_a_part_that_stands_nowhere_is_seen(judge: Judge, said: str, added: str) -> None:
    """The second is of a sentence that leans on the one before it, which has the ferry."""
    alone = judge.judge(said, [text(FERRY)])
    more = judge.judge(f"{said.rstrip('.')}, {added}.", [text(FERRY)])
    assert alone.score >= SUPPORTED > more.score


def test_parts_may_stand_in_different_passages(judge: Judge) -> None:
    sentence = "The ferry to Holm leaves at noon, and in May the council decides whether to build a bridge."
    both = judge.judge(sentence, [text(one) for one in (FERRY, BRIDGE)])
    assert both.score >= SUPPORTED
    assert both.score > max(judge.judge(sentence, [text(one)]).score for one in (FERRY, BRIDGE))


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("Noon is when the Holm ferry departs.", "Holm is where the ferry departs at noon."),
        ("Whether a bridge is built will be settled in May.", "In May it was settled that a bridge is built."),
        ("One can buy a ticket during the crossing.", "One has to buy a ticket before the crossing."),
    ],
)
def test_what_says_the_same_in_other_words_is_nearer_than_what_does_not(judge: Judge, said: str, other: str) -> None:
    right, wrong = (judge.judge(one, [text(f"{FERRY} {BRIDGE}")]).score for one in (said, other))
    assert right > wrong


def test_a_long_source_is_read_to_its_end(judge: Judge) -> None:
    long = text(" ".join([f"In the year {1800 + number} the harbour froze." for number in range(80)] + [BRIDGE]))
    said = "In May the council decides on a bridge."
    assert judge.judge(said, [long]).score >= SUPPORTED > judge.judge(said, [text(long.text[:900])]).score


def test_a_sentence_without_a_word_piece_is_judged(judge: Judge) -> None:
    assert judge.judge("\u200b", [text(FERRY)]).quoted


def test_what_is_known_ahead_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network.for_claims()
    ahead = Judge(network, bundled().encode)
    ahead.know([text(FERRY)])
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read again"))
    assert ahead.judge("The ferry takes forty minutes.", [text(FERRY)]).score >= SUPPORTED
