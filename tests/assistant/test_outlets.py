"""Which outlets a question asks to be told by."""

import pytest

from assistant.outlets import named

OUTLETS = ("The New York Times", "RT", "BBC News", "kommersant.ru", "Associated Press", "Agence Presse", "The Guardian")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("According to the New York Times, who met?", ["The New York Times"]),
        ("Who met, according to nytimes or the NYT?", []),
        ("Who met, according to the NYT?", ["The New York Times"]),
        ("What does BBC say?", ["BBC News"]),
        ("What has Kommersant reported on it?", ["kommersant.ru"]),
        ("Per RT, BBC News and The Guardian, who met?", ["RT", "BBC News", "The Guardian"]),
        ("What did Lavrov tell RT?", ["RT"]),
        ("How does RT's coverage differ from the Guardian’s version?", ["RT", "The Guardian"]),
        ("What does AP say?", []),  # two outlets have these initials
        ("What does rt say?", ["RT"]),
        ("Who banned RT, and why?", []),
        ("Who is the guardian of the treaty?", []),
        ("", []),
    ],
)
def test_an_outlet_that_tells_is_named(question: str, found: list[str]) -> None:
    assert [outlet for one in named(question, OUTLETS) for outlet in one.outlets] == found
