"""The training's pairs say what is true of them, and a short run on a few of them learns, stops and goes on."""

import random
import re
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from assistant.evaluation.figures import calibration, expected_calibration_error
from assistant.reader.closed import DENIED
from assistant.reader.network import Network, Text
from assistant.reader.training.alter import change, statement, told
from assistant.reader.training.claims import full_claim
from assistant.reader.training.loop import Training, batches, blend
from assistant.reader.training.measure import auc, macro_f1, windows
from assistant.reader.training.pairs import Pairs
from assistant.reader.training.passages import Pair
from assistant.reader.training.searched import Searched
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph
from assistant.reader.training.yesno import about_claim, yes_or_no
from index.bert import LAYERS, WIDTH
from index.encoder import MiniLM

AROUND = "Ostra and Velm signed the Harbour Pact on 4 May 1931. In 1935 Oster Dahl left, and 1,200 men were dismissed."


def paragraph(title: str, *sentences: str) -> Paragraph:
    spans, place = [], 0
    for sentence in sentences:
        spans.append((place, place + len(sentence)))
        place += len(sentence) + 1
    return Paragraph(title, " ".join(sentences), tuple(spans))


def collection() -> Collection:
    """Ten paragraphs, each with a question that its second sentence answers."""
    towns = ["Ostra", "Velm", "Dorn", "Harrow", "Lisk", "Pell", "Quay", "Runnel", "Sarn", "Tolm"]
    paragraphs, asked = [], []
    for place, town in enumerate(towns):
        answer = f"{1900 + place}"
        one = paragraph(town, f"{town} lies on a river.", f"Its harbour opened in {answer}.", "Fish is sold there.")
        start = one.text.index(answer)
        asked.append(Asked(f"When did the harbour of {town} open?", place, (start, start + 4)))
        paragraphs.append(one)
    return Collection(tuple(paragraphs), tuple(asked))


def pairs() -> Pairs:
    some = collection()
    near = [[(place + 1) % 10, (place + 2) % 10] for place in range(10)]
    return Pairs(some, near, {}, [Claim("Velm is dry.", "Velm is wet.", supported=False)], seed=4)


@pytest.mark.parametrize(
    "text",
    ["When did Ostra sign it?", "How many men were dismissed in 1935?", "Who left first?", "Is it open?"],
)
def test_a_change_changes_one_place_and_stays_a_question(text: str) -> None:
    for seed in range(20):
        changed = change(text, AROUND, random.Random(seed))
        assert changed is not None
        assert changed != text
        assert abs(len(changed) - len(text)) < 40


def test_what_has_nothing_to_change_is_left_alone() -> None:
    assert change("why", AROUND, random.Random(1)) is None


def test_a_change_does_not_take_the_answer() -> None:
    for seed in range(50):
        changed = change("How many left in 1931?", "1931 and 1935", random.Random(seed), keep="1935") or ""
        assert "1935" not in changed


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Who signed the pact?", "Ostra", "Ostra signed the pact."),
        ("What is the capital of Velm?", "Dorn", "The capital of Velm is Dorn."),
        ("How many people live in Dorn?", "900", "900 people live in Dorn."),
        ("Why did he leave?", "rain", "Why did he leave? Rain."),
    ],
)
def test_statement(question: str, answer: str, said: str) -> None:
    assert statement(question, answer) == said


def test_pairs_are_the_same_for_the_same_seed_and_true() -> None:
    made = pairs()
    first = made.chunk(0, 0)
    assert first == made.chunk(0, 0) != made.chunk(1, 0)
    questions = [pair for pair in first if pair.kind == "question"]
    answers = {asked.question: f"{1900 + place}" for place, asked in enumerate(collection().asked)}
    for pair in questions:
        assert pair.label == (pair.span is not None)
        assert all(pair.text[start:end] == pair.text[start:end].strip() for start, end in pair.sentences)
        if pair.span is not None:
            assert pair.text[slice(*pair.span)] == answers[pair.first]
        elif pair.first in answers:
            assert answers[pair.first] not in pair.text
    assert {pair.label for pair in questions} == {True, False}
    assert any(pair.first == "Velm is dry." and not pair.label for pair in first)


def test_questions_for_yes_or_no_are_labelled_by_what_the_passage_says() -> None:
    some = collection()
    labels = set()
    for seed in range(300):
        asked = some.asked[seed % 10]
        pair = yes_or_no(some, asked, [some.paragraphs[(seed + 1) % 10]], random.Random(seed))
        if pair is None:
            continue
        answer = f"{1900 + seed % 10}"
        denied, question = pair.first.startswith(DENIED), pair.first.removeprefix(DENIED)
        said = answer in pair.text
        same = "open" in question and some.paragraphs[seed % 10].title in question
        granted = same and (answer in question or not re.search(r"\d", question))
        assert pair.label == (said and denied != granted), pair
        labels.add((denied, pair.label))
    assert len(labels) == 4


def test_about_a_claim_yes_is_the_other_of_no() -> None:
    one = Claim("Velm is dry.", "Velm is wet.", supported=False)
    asked = {(pair.first, pair.label) for pair in (about_claim(one, random.Random(seed)) for seed in range(20))}
    assert asked == {("Is it true that Velm is dry?", False), ("No. Is it true that Velm is dry?", True)}


def test_full_claims_are_labelled_by_what_the_passage_says() -> None:
    some = collection()
    town = some.paragraphs[3]
    start = town.text.index("Fish")
    second = Asked("What is sold there?", 3, (start, start + 4))
    near = [some.paragraphs[4], some.paragraphs[5]]
    labels = []
    for seed in range(300):
        pair = full_claim(some, [some.asked[3], second], near, random.Random(seed))
        if pair is None:
            continue
        labels.append(pair.label)
        assert all(pair.text[a:b] == pair.text[a:b].strip() for a, b in pair.sentences)
        if pair.label:
            assert "1903" in pair.first
            assert "1903" in pair.text
            assert "Fish" in pair.text
        else:
            missing = "1903" not in pair.text or "Fish" not in pair.text
            assert missing or "1903" not in pair.first or re.search(r"not|never|clos|ought", pair.first)
    assert 0.3 < sum(labels) / len(labels) < 0.7


def test_later_chunks_have_claims_and_questions_for_yes_or_no() -> None:
    plain = pairs().chunk(0, 0)
    later = pairs().chunk(1, 0)
    assert not any(pair.first.startswith(("Did ", DENIED)) for pair in plain)
    assert any(pair.first.startswith("Did ") for pair in later)
    assert any(pair.first.startswith(DENIED) for pair in later)
    assert later == pairs().chunk(1, 0)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("In what year did Velm leave the pact?", "1935", "Velm leave the pact in 1935."),
        ("Where did the ministers meet?", "Dorn", "The ministers meet in Dorn."),
        ("What did Velm sell?", "fish", "Velm sell fish."),
        ("Who was the first mayor of Dorn?", "Dahl", "The first mayor of Dorn was Dahl."),
        ("How many men served there?", "900", "900 men served there."),
        ("Ostra lies on which river?", "the Tell", "Ostra lies on the Tell."),
        ("Why is it so?", "rain", None),
    ],
)
def test_told(question: str, answer: str, said: str | None) -> None:
    assert told(question, answer) == said


def test_targets_point_at_the_answer() -> None:
    tokenizer = MiniLM().tokenizer()
    text = "Ostra lies on a river. Its harbour opened in 1931."
    asked = Pair("question", "When did it open?", "Ostra", text, ((0, 22), (23, 50)), (45, 49), label=True)
    ((batch, right),) = batches([asked], tokenizer, random.Random(1))
    start, end = int(right.start[0]), int(right.end[0])
    assert tokenizer.decode(batch.ids[0, start : end + 1].tolist()) == "1931"
    assert right.evidence.tolist() == [[0, 1]]
    assert batch.places[0, start] == 1


def small_weights() -> dict[str, torch.Tensor]:
    """Random weights of the right names and shapes, with a vocabulary as large as the tokenizer's."""
    source = torch.Generator().manual_seed(2)

    def some(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=source) * 0.02

    weights = {
        "embeddings.word_embeddings.weight": some(30522, WIDTH),
        "embeddings.position_embeddings.weight": some(512, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for number in range(LAYERS):
        name = f"encoder.layer.{number}"
        for part, rows, columns in (
            ("attention.self.joint", 3 * WIDTH, WIDTH),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", 1536, WIDTH),
            ("output.dense", WIDTH, 1536),
        ):
            weights |= {f"{name}.{part}.weight": some(rows, columns), f"{name}.{part}.bias": torch.zeros(rows)}
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
    for name in norms:
        weights |= {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}
    return weights


def test_a_training_stops_and_goes_on_where_it_was(tmp_path: Path) -> None:
    tokenizer = MiniLM().tokenizer()
    first = Training(small_weights(), tmp_path / "a", seed=1, steps=3, fall=2)
    first.run(pairs(), tokenizer)
    other_order = dict(reversed(small_weights().items()))
    again = Training(other_order, tmp_path / "a", seed=1, steps=5, fall=2)
    assert (again.step, again.epoch, again.chunk) == (first.step, first.epoch, first.chunk)
    again.run(pairs(), tokenizer)
    assert again.step == 5
    assert (tmp_path / "a" / "reader.safetensors").stat().st_size > 20_000_000
    assert len((tmp_path / "a" / "log.jsonl").read_text().splitlines()) >= 2


def test_a_training_starts_from_the_weights_of_another(tmp_path: Path) -> None:
    Training(small_weights(), tmp_path / "a", seed=1, steps=1, fall=1).export(tmp_path / "first")
    again = Training(small_weights(), tmp_path / "b", seed=2, steps=1, fall=1, earlier=tmp_path / "first")
    again.export(tmp_path / "second")
    first, second = (load_file(str(tmp_path / name)) for name in ("first", "second"))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_blend_lies_between_two_weights_files(tmp_path: Path) -> None:
    for name, value in (("a", 1.0), ("b", 2.0)):
        save_file({"w": torch.full((3,), value, dtype=torch.bfloat16)}, str(tmp_path / name))
    blend(tmp_path / "a", tmp_path / "b", 0.75, tmp_path / "c")
    assert load_file(str(tmp_path / "c"))["w"].tolist() == [1.75] * 3


def test_figures_on_hand_made_values() -> None:
    import numpy as np

    right = np.array([True, True, False, False])
    assert auc(np.array([4, 3, 2, 1]), right) == 1.0
    assert auc(np.array([1, 2, 3, 4]), right) == 0.0
    assert auc(np.array([4, 2, 3, 1]), right) == 0.75
    assert macro_f1(np.array([True, False, False, False]), right) == pytest.approx((2 / 3 + 4 / 5) / 2)
    bins = calibration([0.95, 0.95, 0.05, 0.05], right.tolist())
    assert expected_calibration_error(bins) == pytest.approx(0.05)


def test_paragraphs_are_searched_and_ordered_as_the_product_does_it() -> None:
    some, encoder = collection(), MiniLM()
    searched, network = Searched(some.paragraphs, encoder), Network(encoder)
    for asked in some.asked:
        vector = encoder.encode([asked.question])[0]
        near, lexical, both = searched.search(asked.question, vector)
        assert lexical[0] == both[0] == asked.paragraph
        assert sorted(near) == sorted(both) == list(range(10))
        texts = [Text(one.text, one.sentences, one.title) for one in (some.paragraphs[i] for i in both)]
        best = searched.best(asked.question, vector, both, network.read(asked.question, texts))
        assert best.shape == (10,) and both[int(best.argmax())] == asked.paragraph


def test_windows_hold_every_sentence() -> None:
    text = " ".join(f"The {place}th ship left the harbour before noon." for place in range(60))
    found = windows([text], 300)
    assert all(len(one) <= 300 for one in found)
    assert all(any(f"The {place}th ship" in one for one in found) for place in range(60))
    assert windows([""]) == [""]
