import random
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from assistant.chats import Gap
from assistant.topics import Topic, Topics, group, is_latin
from index.encoder import Encoder, EncoderError, load_encoder


def asked(*questions: str) -> list[Gap]:
    """Each asked once, the first one last."""
    return [Gap(question, 1, 100.0 - place) for place, question in enumerate(questions)]


def told(topics: Sequence[Topic]) -> set[frozenset[str]]:
    return {frozenset(gap.question for gap in topic.questions) for topic in topics}


@pytest.fixture(scope="module")
def topics() -> Topics:
    """With the encoder that comes with Chancery."""
    return Topics(load_encoder)


HARBOUR = ("How deep is the new harbour of Wessel?", "What depth does Wessel's new harbour have?")
SALARY = ("What does the harbour master earn?", "How much is the harbour master paid?")
ORCHID = ("How do I repot an orchid?", "What is the best way to move an orchid to a larger pot?")


def test_what_is_asked_in_other_words_is_one_topic_and_other_things_are_not(topics: Topics) -> None:
    found = topics.by_meaning(asked(HARBOUR[0], SALARY[0], ORCHID[0], SALARY[1], ORCHID[1], HARBOUR[1]))
    assert told(found) == {frozenset(HARBOUR), frozenset(SALARY), frozenset(ORCHID)}


def test_words_alone_put_together_what_shares_the_rare_ones() -> None:
    found = Topics(load_encoder).by_words(asked(*HARBOUR, "Who was Odile Thistlewood?", "Is Odile Thistlewood alive?"))
    assert frozenset({"Who was Odile Thistlewood?", "Is Odile Thistlewood alive?"}) in told(found)


def test_questions_that_the_encoder_does_not_read_are_compared_by_their_words(topics: Topics) -> None:
    """To it all that is Cyrillic is nearly the same."""
    bridge = "Сколько стоит новый мост через реку?", "Сколько стоит мост через реку?"
    others = "Кто возглавляет комиссию по образованию?", "Почему отменили парад?", "Где прошла встреча министров?"
    found = topics.by_meaning(asked(*bridge, *others))
    assert told(found) == {frozenset(bridge), *(frozenset({one}) for one in others)}
    assert not is_latin(bridge[0])
    assert is_latin("¿Dónde está?")
    assert is_latin("1999?")


def test_the_most_asked_stands_for_its_topic_and_topics_are_ranked_by_all_their_questions(topics: Topics) -> None:
    gaps = [Gap(SALARY[0], 1, 5.0), Gap(SALARY[1], 2, 3.0), Gap(ORCHID[0], 2, 9.0), Gap(HARBOUR[0], 3, 1.0)]
    found = topics.by_meaning(gaps)
    assert [(one.questions[0].question, one.times, one.last) for one in found] == [
        (SALARY[1], 3, 5.0),
        (HARBOUR[0], 3, 1.0),
        (ORCHID[0], 2, 9.0),
    ]


def test_of_those_asked_as_often_the_most_typical_stands_for_the_topic() -> None:
    gaps = asked("a", "b", "c")
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.96, 0.28]], dtype=np.float32)
    (topic,) = group(gaps, vectors)
    assert [one.question for one in topic.questions] == ["c", "a", "b"]


def test_a_topic_does_not_wander_from_neighbour_to_neighbour() -> None:
    """Each is near the next one, the last ones are far from the first."""
    turns = np.radians([0, 40, 80, 120])
    found = group(asked("a", "b", "c", "d"), np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32))
    assert told(found) == {frozenset("ab"), frozenset("cd")}


def test_the_order_in_which_questions_come_changes_nothing(topics: Topics) -> None:
    gaps = asked(*HARBOUR, *SALARY, *ORCHID)
    first = topics.by_meaning(gaps)
    random.Random(3).shuffle(gaps)
    assert topics.by_meaning(gaps) == first


def test_many_questions_are_grouped_across_blocks() -> None:
    """Each of 300 things is asked four times over, far apart in the list."""
    directions = np.random.default_rng(5).normal(size=(300, 64))
    vectors = np.tile(directions / np.linalg.norm(directions, axis=1, keepdims=True), (4, 1)).astype(np.float32)
    gaps = [Gap(f"w{place}", 1, float(place)) for place in range(len(vectors))]
    found = group(gaps, vectors)
    assert told(found) == {frozenset(f"w{number + 300 * time}" for time in range(4)) for number in range(300)}


class Counting:
    """An encoder that knows one direction for each text, and counts what it was given."""

    name = fingerprint = "counting"
    dimension = 4

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.given += texts
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


def test_no_wording_is_encoded_twice_and_known_topics_take_nothing() -> None:
    counting = Counting()
    topics = Topics(lambda: counting)  # type: ignore[return-value,arg-type]
    gaps = asked("w", "xy", "v y z")
    assert topics.kept(gaps) is None
    first = topics.by_meaning(gaps)
    assert counting.given == ["w", "xy", "v y z"]
    assert topics.kept(gaps) == first
    topics.by_meaning([*gaps, *asked("abcd")])
    assert counting.given == ["w", "xy", "v y z", "abcd"]
    assert topics.is_quick(gaps)
    assert not topics.is_quick(asked(*(f"q{number}" for number in range(65))))


def test_one_question_takes_no_encoder_and_a_missing_one_is_an_error() -> None:
    def missing() -> Encoder:
        raise EncoderError("gone")

    topics = Topics(missing)
    assert topics.kept(asked("Why?")) == [Topic((Gap("Why?", 1, 100.0),))]
    assert topics.kept([]) == []
    with pytest.raises(EncoderError, match="gone"):
        topics.by_meaning(asked("Why?", "Where?"))


def test_who_waits_for_an_answer_comes_first() -> None:
    looks = iter([True, True, False])
    counting = Counting()
    Topics(lambda: counting).by_meaning(asked("w", "xy"), lambda: next(looks))  # type: ignore[return-value,arg-type]
    assert next(looks, None) is None
    assert counting.given == ["w", "xy"]


def test_nothing_heavy_is_imported_before_a_question_is_encoded() -> None:
    said = "import sys, assistant.topics; print({'torch', 'tokenizers'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout.strip() == "set()"
