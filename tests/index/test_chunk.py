import itertools
import random

import pytest

from index.chunk import MAX_TOKENS, chunk_text, passage_id
from index.sentences import split


def words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def sample(seed: int) -> str:
    chance = random.Random(seed)
    sentences = (f"Word {'and more ' * chance.randrange(60)}ends." for _ in range(chance.randrange(1, 40)))
    return "".join(sentence + chance.choice([" ", " ", "\n\n"]) for sentence in sentences)


@pytest.mark.parametrize("seed", range(40))
def test_passages_are_runs_of_whole_sentences_and_lose_none(seed: int) -> None:
    text = sample(seed)
    passages = chunk_text("article", text, words)
    spans = split(text)
    seen = [(span.start, span.end) for passage in passages for span in passage.sentences]
    assert sorted(set(seen)) == spans
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        assert sum(words([text[s.start : s.end] for s in passage.sentences])) <= max(
            MAX_TOKENS, max(words([text[s.start : s.end] for s in passage.sentences]))
        )
    assert len({passage.id for passage in passages}) == len(passages)


@pytest.mark.parametrize("seed", range(20))
def test_each_passage_brings_a_new_sentence_and_repeats_at_most_one(seed: int) -> None:
    passages = chunk_text("article", sample(seed), words)
    for before, after in itertools.pairwise(passages):
        assert after.end > before.end
        assert len(set(before.sentences) & set(after.sentences)) <= 1


def test_a_short_sentence_between_two_passages_is_in_both() -> None:
    text = " ".join(f"Sentence {n} has exactly seven words here." for n in range(60))
    passages = chunk_text("article", text, words)
    assert len(passages) > 1
    assert all(a.sentences[-1] == b.sentences[0] for a, b in itertools.pairwise(passages))


def test_a_paragraph_end_near_the_target_ends_a_passage() -> None:
    paragraph = " ".join("Ten words make up this short sentence of the text." for _ in range(13))
    passages = chunk_text("article", f"{paragraph}\n\n{paragraph}", words)
    assert passages[0].text == paragraph


def test_ids_are_derived() -> None:
    assert passage_id("a", 0, "text") == passage_id("a", 0, "text")
    assert len({passage_id("a", 0, "text"), passage_id("b", 0, "text"), passage_id("a", 1, "text")}) == 3


def test_an_empty_text_has_no_passages() -> None:
    assert chunk_text("article", " \n ", words) == []
