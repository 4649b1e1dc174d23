"""Who somebody is, and what somebody said about what: asked of those who are named in full, about what has a name."""

import pytest

from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.topics import said_about, subjects, views_of, who_is
from index.sentences import split

TEXT = """Chancellor Greta Lindqvist said that the sanctions on Latvia would stay until the spring of next year.
Tomas Ruane, the founder of the Halden Fund, warned that sanctions on Latvia had failed, and that nobody would pay.
Ruane told reporters at a conference in Bergen that it had been a long winter for all of the people there.
“The Halden Fund will not take part in it, whatever they may think of us,” Lindqvist said on the same evening.
A spokesman said that the sanctions on Latvia had been a great success for everybody in the whole country.
"""


@pytest.fixture(scope="module")
def nouns() -> Nouns:
    return Nouns(_sentences(TEXT))


def _sentences(text: str) -> list[str]:
    return [" ".join(text[slice(*span)].split()) for span in split(text)]


def _asked(text: str, nouns: Nouns) -> list[str]:
    spans = list(split(text))
    return [made.question for _, made in said_about(text, spans, nouns, range(len(spans)))]


def test_what_people_in_full_said_about_what_has_a_name(nouns: Nouns) -> None:
    asked = _asked(TEXT, nouns)
    assert "What did Greta Lindqvist say about the Halden Fund?" in asked
    assert "What did Tomas Ruane say about sanctions on Latvia?" in asked
    assert not any("spokesman" in question or "Bergen" in question for question in asked)


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        (
            "Greta Lindqvist said that it would keep its relationship with the Halden Fund as it is.",
            "the relationship with the Halden Fund",
        ),
        ("Greta Lindqvist said that nobody had read the Bergen treaty, which was a long one.", "the Bergen treaty"),
        (
            "Greta Lindqvist said that talks between Latvia and Norway had been a waste of time.",
            "talks between Latvia and Norway",
        ),
        ("Greta Lindqvist said, after a summit in Bergen, that it had been a waste of time.", None),
        ("Greta Lindqvist said that they would vote for Bergen if they were asked to do so.", None),
        ("Greta Lindqvist said that sanctions on Latvian banks had been a waste of her time.", None),
        ("Greta Lindqvist said that I and nobody else would have to go to the quay today.", None),
    ],
)
def test_a_topic_is_a_noun_with_a_whole_name(sentence: str, topic: str | None, nouns: Nouns) -> None:
    wanted = [f"What did Greta Lindqvist say about {topic}?"] if topic else []
    assert _asked(sentence, nouns) == wanted


def test_nobody_is_asked_about_their_own_country() -> None:
    text = "Latvian minister Greta Lindqvist said it. “Latvia is ready,” Greta Lindqvist said. Latvia, Latvia, Latvia."
    nouns = Nouns(_sentences(text))
    assert subjects(text, "What does Latvia want?", nouns) == ["Latvia"]
    spans = list(split(text))
    assert not list(views_of(text, spans, nouns, range(len(spans)), ["Latvia"]))


def test_views_are_of_those_who_speak_of_the_topic_and_are_not_it(nouns: Nouns) -> None:
    text = (
        f"{TEXT} “Tomas Ruane is a man of his word, whatever is said of the Fund,” said Greta Lindqvist. Ruane smiled."
    )
    topics = subjects(text, "What became of Ruane?", nouns)
    assert topics == ["Tomas Ruane"]
    spans = list(split(text))
    asked = {made.question for _, made in views_of(text, spans, nouns, range(len(spans)), topics)}
    assert asked == {"What did Greta Lindqvist say about Tomas Ruane?"}


def test_a_name_keeps_its_article() -> None:
    text = "The Supreme Court sat. Many wrote to the Supreme Court. Nobody trusts the Supreme Court."
    assert subjects(text, "The Supreme Court sits again", Nouns([text])) == ["the Supreme Court"]


def test_who_is_asked_where_the_answer_stands_beside_the_name(nouns: Nouns) -> None:
    (made,) = {(made.question, made.answer) for made in who_is(_sentences(TEXT)[1], nouns)} - {
        ("Who is Tomas Ruane?", "founder of the Halden Fund")
    }
    assert made == ("Who is Tomas Ruane?", "the founder of the Halden Fund")
    assert not list(who_is("Ruane, the founder of the fund, left for the quay of the town.", nouns))
