"""One number for how far passages support a sentence, and one for the part of it that they say least of."""

import pytest

from assistant.llm.judge import WHOLE, Judge
from assistant.reader.network import Network, Text
from index.encoder import bundled
from index.sentences import split

FERRY = "The ferry to Holm leaves the old quay at noon on weekdays. It takes forty minutes. Tickets are sold on board."
BRIDGE = "The council will decide in May whether to build a bridge."


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Network(), bundled().encode)


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
    assert alone.whole >= WHOLE > more.whole


def test_parts_may_stand_in_different_passages(judge: Judge) -> None:
    sentence = "The ferry to Holm leaves at noon, and in May the council decides whether to build a bridge."
    both = judge.judge(sentence, [text(FERRY), text(BRIDGE)])
    assert both.whole >= WHOLE
    assert both.whole > max(judge.judge(sentence, [text(one)]).whole for one in (FERRY, BRIDGE))


def test_a_sentence_without_a_word_piece_has_no_part_that_stands_nowhere(judge: Judge) -> None:
    assert judge.judge("\u200b", [text(FERRY)]).whole >= WHOLE
