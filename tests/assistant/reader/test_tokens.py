"""Pairs of texts as tokens: offsets point back into the passage, and every token knows its sentence."""

import pytest
import torch
from tokenizers import Tokenizer

from assistant.reader.heads import HEADS, outputs, sentence_means
from assistant.reader.tokens import CLS, MAX_FIRST, MAX_TOKENS, SEP, collate, sentence_places, tokenize
from index.bert import WIDTH
from index.encoder import MiniLM

TEXT = "Ostra closed its ports. Nobody, said the guard, was warned."
SENTENCES = [(0, 23), (24, 59)]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return MiniLM().tokenizer()


def test_a_pair_is_question_then_passage(tokenizer: Tokenizer) -> None:
    (one,) = tokenize(tokenizer, ["Who closed the ports?"], [TEXT])
    assert one.ids[0] == CLS
    assert one.ids[one.first - 1] == one.ids[-1] == SEP
    assert len(one.offsets) == len(one.ids) - one.first - 1
    assert [TEXT[start:end] for start, end in one.offsets][:3] == ["Os", "tra", "closed"]


def test_long_texts_are_cut_and_never_the_separator(tokenizer: Tokenizer) -> None:
    (one,) = tokenize(tokenizer, ["why " * 500], ["port " * 5000])
    assert len(one.ids) == MAX_TOKENS
    assert one.first == MAX_FIRST + 2
    assert one.ids[-1] == SEP
    assert len(one.offsets) == MAX_TOKENS - one.first - 1


def test_empty_texts_make_a_pair_of_separators(tokenizer: Tokenizer) -> None:
    (one,) = tokenize(tokenizer, [""], [""])
    assert one.ids == (CLS, SEP, SEP)


def test_every_token_knows_its_sentence(tokenizer: Tokenizer) -> None:
    tokens = tokenize(tokenizer, ["Who?", "Who closed the ports?"], [TEXT, "Nobody."])
    batch = collate(tokens, [SENTENCES, [(0, 7)]])
    assert batch.num_sentences == 2
    assert batch.ids.shape == batch.places.shape == (2, len(tokens[0].ids))
    assert set(batch.places[0].tolist()) == {-1, 0, 1}
    assert (batch.places[1] >= 0).sum() == len(tokens[1].offsets)
    assert not batch.mask[1, len(tokens[1].ids) :].any()
    assert batch.kinds[0].tolist() == [0] * tokens[0].first + [1] * (len(tokens[0].ids) - tokens[0].first)


def test_a_heading_is_in_no_sentence() -> None:
    assert sentence_places([(0, 3), (4, 7), (8, 9)], [(4, 9)]) == [-1, 0, 0]
    assert sentence_places([(0, 3)], []) == [-1]


def test_heads_speak_of_sentences_alone(tokenizer: Tokenizer) -> None:
    batch = collate(tokenize(tokenizer, ["Who?", "Who closed it?"], [TEXT, "Nobody."]), [SENTENCES, [(0, 7)]])
    source = torch.Generator().manual_seed(3)
    states = torch.randn(*batch.ids.shape, WIDTH, generator=source)
    weights = {f"{name}.weight": torch.randn(size, WIDTH, generator=source) for name, size in HEADS.items()}
    weights |= {f"{name}.bias": torch.zeros(size) for name, size in HEADS.items()}
    found = outputs(weights, states, batch)
    assert found.relevance.shape == found.support.shape == (2,)
    assert found.evidence.shape == (2, 2)
    spoken = torch.isfinite(found.starts)
    spoken[:, 0] = False  # "no answer" may always be said
    assert torch.equal(spoken, batch.places >= 0)
    inside = states[0][batch.places[0] == 1].mean(dim=0)
    assert torch.allclose(sentence_means(states, batch)[0, 1], inside, atol=1e-5)
    assert not sentence_means(states, batch)[1, 1].any()
