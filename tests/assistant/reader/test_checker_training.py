"""What the checker is trained on: sentences told otherwise stay true, turned ones do not, and chance is repeatable."""

import random
from collections.abc import Callable

import pytest

from assistant.reader.training.checker import rewrite, twist
from assistant.reader.training.checker.checking import CHUNK, CheckPairs
from assistant.reader.training.checker.inflect import base_of, gerund, participle, past
from assistant.reader.training.checker.invented import _STATUS, _VERBS, _drawn, _other, _tell, invented
from assistant.reader.training.checker.lexicon import SAME, TURNED, places
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph
from index.sentences import split


def paragraph(*sentences: str) -> Paragraph:
    text = " ".join(sentences)
    return Paragraph("Ostra", text, tuple(split(text)))


TOWN = paragraph(
    "Ostra signed the Harbour Pact with Velm on 4 May 1931.",
    "Oster Dahl plans to build two bridges because the old ones were damaged by the flood.",
    "The town council was criticised by Mara Pell after the ferries stopped.",
    "Most of the sailors left in the winter of 1935.",
)


def check_pairs() -> CheckPairs:
    start = TOWN.text.index("4 May 1931")
    some = Collection((TOWN, TOWN), (Asked("When did Ostra sign the pact?", 0, (start, start + 10)),))
    sets = dict.fromkeys(("squad", "qamr", "natural", "explained"), some)
    return CheckPairs(sets, [Claim("Velm is dry.", "Velm is wet.", supported=False)], seed=3)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("sign", ("signed", "signed", "signing")),
        ("take", ("took", "taken", "taking")),
        ("drop", ("dropped", "dropped", "dropping")),
        ("deny", ("denied", "denied", "denying")),
        ("let", ("let", "let", "letting")),
        ("release", ("released", "released", "releasing")),
    ],
)
def test_verbs_are_inflected(base: str, forms: tuple[str, str, str]) -> None:
    assert (past(base), participle(base), gerund(base)) == forms
    assert base_of(forms[0]) == base


@pytest.mark.parametrize("form", ["explained", "joined", "agreed", "planned", "cited", "attacked", "moved"])
def test_a_past_form_comes_back_from_its_base(form: str) -> None:
    base = base_of(form)
    assert base is not None
    assert past(base).replace("nn", "n") == form.replace("nn", "n")


def test_what_is_no_past_form_has_no_base() -> None:
    assert base_of("harbour") is None
    assert base_of("red") is None


@pytest.mark.parametrize(
    ("way", "sentence", "made"),
    [
        (rewrite.other_date, "It opened on 4 May 1931.", "It opened on May 4, 1931."),
        (rewrite.other_date, "It opened on May 4, 1931.", "It opened on 4 May 1931."),
        (rewrite.other_number, "They built two bridges.", "They built 2 bridges."),
        (rewrite.time_first, "The pact was signed in 1931.", "In 1931, the pact was signed."),
        (rewrite.time_first, "In May 1931, the pact was signed.", "The pact was signed in May 1931."),
        (
            rewrite.other_voice,
            "The council was criticised by Mara Pell in May.",
            "Mara Pell criticised the council in May.",
        ),
        (rewrite.speaker_first, "The ferries have stopped, Pell said.", None),
    ],
)
def test_a_sentence_is_told_otherwise(way: rewrite.Way, sentence: str, made: str | None) -> None:
    told = way(sentence, random.Random(1))
    assert told == made if made else (told or "").startswith("Pell ")


def test_two_clauses_change_places_with_their_meaning_kept() -> None:
    told = {
        rewrite.other_order("Mara Pell left town after the ferries stopped.", random.Random(seed)) for seed in range(9)
    }
    assert told == {
        "After the ferries stopped, Mara Pell left town.",
        "The ferries stopped before Mara Pell left town.",
    }


def test_other_words_come_of_the_same_group() -> None:
    sentence = "The government rejected the proposal."
    spans = places(sentence, SAME)
    assert [sentence[start:end] for start, end in spans] == ["government", "rejected", "proposal"]
    for seed in range(20):
        told = rewrite.other_words(sentence, random.Random(seed))
        assert told is not None
        assert told != sentence
        assert len(places(told, SAME)) >= 2


def test_words_are_found_whole_and_the_longest() -> None:
    assert places("He called for the talks on arms.", {"talks": [], "talks on": [], "arm": []}) == [(18, 26)]


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        (twist.told_as_done, "Oster Dahl plans to build two bridges."),
        (twist.told_as_planned, "The council was criticised by Mara Pell."),
        (twist.told_as_planned, "The town signed the pact."),
        (twist.stronger, "Most of the sailors left."),
        (twist.parts_swapped, "The council was criticised by Mara Pell in May."),
        (twist.clauses_swapped, "Mara Pell left town after the ferries stopped."),
        (twist.added_reason, "The ferries stopped."),
        (twist.names_swapped, "Ostra gave the harbour to Velm."),
        (twist.added_clause, "The ferries stopped."),
    ],
)
def test_a_sentence_is_turned(way: Callable[[str, str, random.Random], str | None], sentence: str) -> None:
    for seed in range(8):
        turned = way(sentence, TOWN.text, random.Random(seed))
        assert turned is not None
        assert turned != sentence


def test_a_mutual_act_is_not_turned_by_its_names() -> None:
    assert twist.names_swapped("Ostra held talks with Velm.", "", random.Random(1)) is None


def test_no_word_is_both_the_same_and_not() -> None:
    clashes = [(one, other) for one, others in TURNED.items() for other in others if other in SAME.get(one, ())]
    assert clashes == []


def test_pairs_are_the_same_for_the_same_seed_and_half_of_them_true() -> None:
    first, again = (check_pairs().chunk(0, 9) for _ in range(2))
    assert first == again
    assert len(first) == CHUNK
    assert 0.4 < sum(pair.label for pair in first) / CHUNK < 0.6
    assert all(pair.text[a:b].strip() for pair in first for a, b in pair.sentences)
    assert check_pairs().chunk(0, 10) != first


def test_what_is_made_up_is_true_or_not_for_a_reason() -> None:
    rng = random.Random(5)
    labels = []
    for _ in range(400):
        claim, passage, label = invented(rng)
        assert claim.endswith(".")
        assert not set("{}") & set(claim + "".join(passage))
        labels.append(label)
    assert 150 < sum(labels) < 250


def test_an_event_and_its_like_differ_in_what_they_say() -> None:
    rng = random.Random(6)
    for _ in range(300):
        one, beside = _drawn(rng), _drawn(rng)
        other = _other(one, beside, rng)
        assert other != one
        assert one.status in _STATUS
        assert _tell(one, rng)
    assert all(len(sides) == 2 for _, sides in _VERBS)
