"""Short answers cut clean."""

import pytest

from assistant.reader.short import cleaned


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in March 1931", "March 1931"),
        ("by the river guard,", "the river guard"),
        ("(the upper house", "the upper house"),
        ("the upper house (1931)", "the upper house (1931)"),
        ("“a paper wall”", "“a paper wall”"),
        ("“a paper wall", "a paper wall"),
        ("a paper wall”", "a paper wall"),
        ("because of the drought.", "the drought"),
        ("the U.S.", "the U.S."),
        ("at least a dozen", "at least a dozen"),
        ("at a dozen places", "a dozen places"),
        ("Ostra Inc", "Ostra Inc"),
        ("because of", "because of"),
        ("  – ", ""),
        ("", ""),
        ("In Memoriam", "Memoriam"),
    ],
)
def test_cleaned(text: str, said: str) -> None:
    whole = f"She came {text} again"
    start, end = cleaned(whole, (9, 9 + len(text)))
    assert whole[start:end] == said
