"""Blocks: every edit keeps the way back to the raw text."""

import pytest

from corpus.block import Block, join

RAW = "One &amp; two [5] three."


def test_edits_keep_each_character_at_its_place_in_the_raw_text() -> None:
    block = Block("text", RAW, ((0, 0),)).edited([(4, 9, "&"), (13, 17, "")])
    assert block.text == "One & two three."
    assert block.runs == ((0, 0), (4, 4), (5, 9), (9, 17))
    assert RAW[block.runs[-1][1] :] == " three." and block.raw_end == len(RAW)


def test_edits_of_edits_stay_true() -> None:
    block = Block("text", RAW, ((0, 0),)).edited([(4, 9, "&"), (13, 17, "")]).edited([(0, 6, "")])
    assert block.text == "two three." and block.raw_start == RAW.index("two")
    assert RAW[block.runs[-1][1] :] == " three."


def test_stripping_moves_the_start() -> None:
    block = Block("text", "  a b \n", ((0, 10),)).stripped()
    assert (block.text, block.raw_start, block.raw_end) == ("a b", 12, 15)


def test_a_block_with_nothing_left_is_empty() -> None:
    assert Block("text", "[5]", ((0, 7),)).edited([(0, 3, "")]).text == ""
    assert Block("text", "   ", ((0, 7),)).stripped().text == ""


def test_joined_blocks_are_parted_by_an_empty_line() -> None:
    text, runs = join([Block("text", "a.", ((0, 3),)), Block("text", "b.", ((0, 9),))])
    assert text == "a.\n\nb." and runs == ((0, 3), (2, 5), (4, 9))


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="begins before"):
        Block("text", RAW, ((0, 0),)).edited([(4, 9, "&"), (8, 12, "")])
