"""What an article is about, and what those who are quoted said about it."""

import pytest

from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.occasions import occasion, views_of_it


@pytest.mark.parametrize(
    ("title", "sentences", "about"),
    [
        ("Fire in Halden kills two", ["Two people died on Monday.", "Nobody else was hurt."], "the fire in Halden"),
        (
            "Fire destroys old quay",
            ["A fire broke out in Halden on Monday.", "The quay of Halden is gone."],
            "the fire in Halden",
        ),
        ("A day in spring", ["Ministers spoke of the war in Norway.", "Norway is far."], "the war in Norway"),
        ("A long table in Halden", ["Ministers sat for an hour in Halden.", "Halden was calm."], ""),
        ("The fire", ["Nobody knows where it began.", "It was in May."], ""),
    ],
)
def test_an_event_is_named_with_its_place(title: str, sentences: list[str], about: str) -> None:
    assert occasion(title, sentences, Nouns(sentences)) == about


def test_each_who_is_quoted_is_asked_once() -> None:
    text = "Greta Lindqvist said it. Police said so too. Lindqvist said more."
    nouns = Nouns([text])
    by = ["Greta Lindqvist", "police", "Greta Lindqvist"]
    asked = [made.question for _, made in views_of_it("the fire in Halden", text, nouns, by, range(3))]
    assert asked == [
        "What did Greta Lindqvist say about the fire in Halden?",
        "What did police say about the fire in Halden?",
    ]
    asked = [made.question for _, made in views_of_it("", text, nouns, by, range(3))]
    assert asked == ["What did Greta Lindqvist say?"]
