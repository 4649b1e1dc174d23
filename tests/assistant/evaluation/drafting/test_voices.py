"""What anybody who is quoted is asked about: who speaks, what of their words can be a topic, and what cannot."""

import pytest

from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.voices import sayer, voices
from assistant.reader.speech.speakers import speakers
from index.sentences import split

OPENING = "Greta Lindqvist, the Norwegian minister, spoke in Halden. Tomas Ruane left. The Halden Treaty is old. "


def _asked(sentence: str, opening: str = OPENING) -> list[tuple[str, str]]:
    """The questions of a sentence behind an opening, each with the noun that it leans on."""
    text = opening + sentence
    spans = list(split(text))
    sentences = [" ".join(text[slice(*span)].split()) for span in spans]
    by = speakers(text, spans)
    found = voices(text, spans, Nouns(sentences), [len(spans) - 1], by)
    return [(made.question, leaning) for _, made, leaning in found]


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("Greta Lindqvist said that everybody would keep the Halden Treaty as it is.", "the Halden Treaty"),
        ("Greta Lindqvist said that nobody in the room had expected Tomas Ruane, who left.", "Tomas Ruane"),
        ("Greta Lindqvist said that Latvia’s new ports were of no use to anybody here.", None),  # named only once
        ("Greta Lindqvist said that the Latvian economy was as strong as it ever was.", "the Latvian economy"),
        ("Greta Lindqvist said that it was too early for a ceasefire, whoever wanted one.", "a ceasefire"),
        (
            "Greta Lindqvist said that the loss of fishing grounds was felt by everybody here.",
            "the loss of fishing grounds",
        ),
        ("Greta Lindqvist said that whatever happens they would not give up sanctions.", "sanctions"),
        ("Greta Lindqvist said that it was a long day for all of the people there.", None),
        ("Greta Lindqvist said that Latvia and Estonia had a long day before them.", None),  # of them, but what?
        ("Greta Lindqvist told the Halden Post that it was a long day for everybody.", None),  # who listens
        ("Greta Lindqvist said in the Halden Palace that it was a long day for everybody.", None),  # where
        ("Greta Lindqvist said that Norway was ready for whatever there would be in spring.", None),  # her own
    ],
)
def test_a_topic_is_what_is_said_to_be_about(sentence: str, topic: str | None) -> None:
    asked = [question for question, leaning in _asked(sentence) if not leaning]
    assert asked[:1] == ([f"What did Greta Lindqvist say about {topic}?"] if topic else [])


def test_a_bare_event_needs_its_conversation() -> None:
    asked = _asked("Greta Lindqvist said that the vote was not what anybody had expected it to be.")
    assert asked == [("What did Greta Lindqvist say about the vote?", "vote")]


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("Greta Lindqvist", "Greta Lindqvist"),
        ("Lindqvist", "Greta Lindqvist"),
        ("Norway", "Norway"),
        ("Norwegian officials", "Norwegian officials"),
        ("firefighters", "firefighters"),
        ("Energy Ministry", "the Energy Ministry"),
        ("the Kremlin", "the Kremlin"),
        ("he", ""),
        ("the minister", ""),
        ("both sides", ""),
        ("Ukraine’s Cabinet", ""),
        ("several people in the room", ""),
    ],
)
def test_who_can_be_asked_about(speaker: str, named: str) -> None:
    nouns = Nouns(["Mayor Greta Lindqvist said so.", "Lindqvist left."])
    assert sayer(speaker, nouns, "Greta Lindqvist left. Lindqvist spoke.") == named


def test_groups_and_bodies_are_asked_of_foreign_countries() -> None:
    asked = [question for question, _ in _asked("Norwegian officials said that Latvia was ready to join at once.")]
    assert asked == ["What did Norwegian officials say about Latvia?"]
