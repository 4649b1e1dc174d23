"""Suggestions after an answer: how far they look, what they remember, and what they never ask."""

from pathlib import Path

import pytest

from assistant.answer import Turn
from assistant.reader.question import terms
from assistant.suggesting import followups, openers
from assistant.suggesting.candidate import alike
from benchmarks.suggested import Counting
from corpus.home import Home
from index.encoder import Encoder

LONG = 600.0  # seconds: what is tested here must not hang on how busy the machine is
HEAD = "---\ntitle: {title}\noutlet: The Tista Post\ndate: 2019-05-06\nlanguage: en\n---\n"
SILENT = HEAD.format(title="Rain over Moss") + (
    "It rained over Moss for the whole of the week. There was little to be done about it, and nobody tried. The rain "
    "over Moss was warm, and the gardens liked it.\n"
)
FIRE = HEAD.format(title="Fire in Halden destroys the old quay") + (
    "A fire in Halden destroyed the old quay of the town on Saturday night. Greta Lindqvist, the mayor of Halden, said "
    "that the fire had begun in a boat of the Oland Group.\n\nTomas Ruane, a fire service spokesman, told reporters "
    "that it had taken six hours to put out the flames. Orla Fenwick, an engineer from Bergen, was arrested in Halden "
    "on 5 May 2019 on a charge of arson. Police said that the fire was no accident at all.\n"
)
MARCH = HEAD.format(title="A march in Bergen") + (
    "Thousands of people joined a march in Bergen against the sale of the harbour. Ingrid Solheim, the director of the "
    "Oland Group, promised to build a ferry terminal in Bergen. Ingrid Solheim said that the Oland Group would keep "
    "all of its dockers.\n"
)


@pytest.fixture
def town(home: Home, encoder: Encoder, tmp_path: Path) -> Counting:
    folder = tmp_path / "town"
    folder.mkdir()
    for number, text in enumerate((SILENT, FIRE, MARCH)):
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    library = Counting(home, encoder)
    library.add([folder])
    library.index()
    return library


def test_an_answer_of_an_article_that_gives_nothing_is_followed_by_others(town: Counting) -> None:
    answer = town.answer("Where did it rain for the whole week?")
    assert answer.citations[0].title == "Rain over Moss"
    found = followups(town, answer, seconds=LONG)
    assert len(found) == 3
    assert not any("Moss" in question for question in found)


def test_what_is_suggested_is_answered_by_what_the_screen_does_not_show(town: Counting) -> None:
    answer = town.answer("Who is the mayor of Halden?")
    shown = " ".join(sentence.text for sentence in answer.sentences)
    found = followups(town, answer, seconds=LONG)
    assert len(found) == 3
    for question in found:
        again = town.answer(question)
        assert not again.refused
        assert any(sentence.text not in shown for sentence in again.sentences)
        assert not alike(frozenset(terms(question)), frozenset(terms(answer.question)))


def test_a_conversation_is_not_led_back_to_what_it_asked(town: Counting) -> None:
    history: list[Turn] = []
    answer = town.answer("What destroyed the old quay?")
    for _ in range(2):
        found = followups(town, answer, history, seconds=LONG)
        assert not {turn.question for turn in history} & set(found)
        history.append(Turn(answer.question, answer.text))
        answer = town.answer(found[0])


def test_what_was_tried_is_not_asked_again_until_the_index_changes(town: Counting) -> None:
    answer = town.answer("What destroyed the old quay?")
    town.asked = 0
    first = followups(town, answer, seconds=LONG)
    assert town.asked > 0
    town.asked = 0
    assert followups(town, answer, seconds=LONG) == first
    assert town.asked == 0
    assert town.add_bytes(b"The quay of Halden will be built again in the autumn of this year.", "news").added
    town.index()
    followups(town, answer, seconds=LONG)
    assert town.asked > 0


def test_nothing_more_is_asked_once_somebody_waits(town: Counting) -> None:
    answer = town.answer("What destroyed the old quay?")
    town.asked = 0
    found = followups(town, answer, hurried=lambda: town.asked >= 1, seconds=LONG)
    assert (town.asked, len(found)) in {(1, 0), (1, 1)}


def test_what_needs_a_conversation_opens_none(town: Counting) -> None:
    found = openers(town, 8, seconds=LONG)
    assert found
    assert not any(question.endswith((" say?", " about the fire?")) for question in found)
