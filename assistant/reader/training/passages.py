"""A passage of a training pair: cut from its paragraph to some length, with or without its title."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.reader.training.sets import Paragraph

_WHOLE = 0.5  # share of the passages left whole
_TITLED = 0.5  # share of the passages headed by their title, as the index heads them
_MAX_CHARACTERS = 900  # of a passage: some 200 word pieces


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked or claimed, and a passage with its sentences; `span` is the answer's, None when there is none.

    `head` is the passage's title, or empty; spans count from the start of `text`.
    """

    kind: Literal["question", "claim"]
    first: str
    head: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    span: tuple[int, int] | None
    label: bool


def pair_of(question: str, paragraph: Paragraph, span: tuple[int, int] | None, rng: random.Random) -> Pair:
    """A question and a passage; without a span, one that does not answer it."""
    text, sentences, moved = cut(paragraph, span, rng)
    return Pair("question", question, head(paragraph, rng), text, sentences, moved, moved is not None)


def head(paragraph: Paragraph, rng: random.Random) -> str:
    """The passage's heading: its title, or nothing, by chance."""
    return paragraph.title if rng.random() < _TITLED else ""


def cut(
    paragraph: Paragraph, span: tuple[int, int] | None, rng: random.Random
) -> tuple[str, tuple[tuple[int, int], ...], tuple[int, int] | None]:
    """A run of the paragraph's sentences that holds the span: all, as far as the length allows, or one to four."""
    sentences = paragraph.sentences
    if span is None:
        kept = rng.randrange(len(sentences))
        first, last = kept, kept + 1
    else:
        first = next((i for i, (_, end) in enumerate(sentences) if span[0] < end), 0)
        last = next((i for i, (_, end) in enumerate(sentences) if span[1] <= end), len(sentences) - 1) + 1
    wanted = len(sentences) if rng.random() < _WHOLE else rng.randint(1, 4)
    while last - first < wanted:
        room = [(first - 1, last)] if first else []
        room += [(first, last + 1)] if last < len(sentences) else []
        room = [(a, b) for a, b in room if sentences[b - 1][1] - sentences[a][0] <= _MAX_CHARACTERS]
        if not room:
            break
        first, last = rng.choice(room)
    shift = sentences[first][0]
    text = paragraph.text[shift : sentences[last - 1][1]]
    moved = None if span is None else (span[0] - shift, span[1] - shift)
    return text, tuple((a - shift, b - shift) for a, b in sentences[first:last]), moved


def joined(title: str, sentences: Sequence[str]) -> Paragraph:
    """Sentences put together."""
    spans, place = [], 0
    for sentence in sentences:
        spans.append((place, place + len(sentence)))
        place += len(sentence) + 1
    return Paragraph(title, " ".join(sentences), tuple(spans))
