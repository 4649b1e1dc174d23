"""Pieces of parts put together are those of the whole text, wherever it is cut."""

import random

import pytest

from index import pieces
from index.encoder import MiniLM
from index.pieces import Cutter

SENTENCES = [
    "The ministers spoke of the treaty.",
    "“Ships,” he said, “carried grain to Africa!”",
    "Кто подписал договор?",
    "条約は署名された。",
    "It cost US$1,500,000 — i.e. 1.5 million.",
    "naïve café E\u0301clair",
    "[SEP] is no word",
    "x\u200by \u00ad",
]
BETWEEN = [" ", "\n\n", "\t", "\u00a0", "\u2028", "\x1c", "\x0b", ""]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(MiniLM().tokenizer(), 256)


def composed(rng: random.Random, size: int) -> tuple[str, list[tuple[int, int]]]:
    text, spans = rng.choice(("A header, 2026-03-01\n", "")), []
    for _ in range(size):
        sentence = rng.choice(SENTENCES)
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + rng.choice(BETWEEN)
    return text, spans


def test_parts_make_the_pieces_of_the_whole(cutter: Cutter) -> None:
    whole = MiniLM().tokenizer()
    whole.enable_truncation(256)
    for seed in range(300):
        text, spans = composed(random.Random(seed), seed % 20)
        expected = whole.encode(text)
        made = cutter.cut([text], [spans])[0]
        assert made.ids.tolist() == expected.ids, repr(text)
        for (start, end), (first, last) in zip(spans, made.inside, strict=True):
            own = [at for at, (a, b) in enumerate(expected.offsets) if start <= a < end and b > a]
            assert list(range(first, last)) == own, repr(text[start:end])


@pytest.mark.parametrize("spans", [[(0, 9), (5, 17)], [(2, 5)], [(0, 0)], [(4, 17), (4, 17)]])
def test_spans_that_overlap_or_cut_words_are_found_in_the_whole(cutter: Cutter, spans: list[tuple[int, int]]) -> None:
    text = "The talks went on"
    offsets = MiniLM().tokenizer().encode(text).offsets
    made = cutter.cut([text], [spans])[0]
    for (start, end), (first, last) in zip(spans, made.inside, strict=True):
        assert list(range(first, last)) == [at for at, (a, b) in enumerate(offsets) if start <= a < end and b > a]


def test_what_is_longer_than_is_read_is_cut_and_counted_whole(cutter: Cutter) -> None:
    text = "word " * 300
    made = cutter.cut([text], [[(0, 4), (1000, 1004), (1490, 1494)]])[0]
    assert len(made.ids) == 256
    assert made.inside == ((1, 2), (201, 202), (255, 255))
    assert cutter.count([text, ""]) == [300, 0]


def test_what_was_counted_is_not_tokenized_again(cutter: Cutter, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Cutter(MiniLM().tokenizer(), 256)
    known.count(["One sentence.", "Another one.", " "])
    tokenizer = MiniLM().tokenizer()
    seen: list[str] = []

    class Watching:
        def encode_batch_fast(self, texts: list[str], **options: bool) -> list[object]:
            seen.extend(texts)
            return tokenizer.encode_batch_fast(texts, **options)

    monkeypatch.setattr(known, "_tokenizer", Watching())
    assert known.cut(["One sentence. Another one."], [[(0, 13), (14, 26)]])[0].inside == ((1, 4), (4, 7))
    assert seen == []


def test_memory_is_bounded(cutter: Cutter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_REMEMBERED", 10)
    small = Cutter(MiniLM().tokenizer(), 256)
    for number in range(50):
        assert small.count([f"sentence {number}"]) == [2]
        assert len(small._known) <= 20
    assert small.count([f"sentence {number}" for number in range(50)]) == [2] * 50
