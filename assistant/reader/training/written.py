"""Passages that were written to learn from, with claims and questions about them, and the pairs made of them.

Rules that change a word make faults of one kind. What a language model makes of a passage, right and wrong, and what
somebody asks whom the passage does not answer, is in `written/*.jsonl`: invented news and essays of our own, each
with five claims that it supports and five near misses, three questions that it answers and three that it does not.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.reader.training.pairs import CLOSED_AGAIN, Pairs
from assistant.reader.training.passages import Pair, head, joined, pair_of
from assistant.reader.training.sets import Paragraph
from index.sentences import split

FOLDER = Path(__file__).with_name("written")

HELD_OUT = 10
"""Every tenth passage of each file is kept from the network."""

_ROWS = 60  # passages whose pairs make a chunk
_REPLAYED = 700  # pairs of the first training beside them, so that nothing is unlearned
_FROM = CLOSED_AGAIN  # the chunk of the first training that they begin with: from here on all kinds are there


@dataclass(frozen=True, slots=True)
class Written:
    """A passage, what it supports and what not, what it answers (with the words that do) and what not."""

    paragraph: Paragraph
    supported: tuple[str, ...]
    unsupported: tuple[str, ...]
    answerable: tuple[tuple[str, str], ...]
    unanswerable: tuple[str, ...]


def written(folder: Path = FOLDER, *, held_out: bool = False) -> list[Written]:
    """The passages to learn from; with `held_out`, those to measure with.

    Raises `FileNotFoundError` where there are none: a checkout has them, an installed package does not.
    """
    found: list[Written] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if (number % HELD_OUT == HELD_OUT - 1) == held_out:
                found.append(_row(json.loads(line)))
    if not found:
        raise FileNotFoundError(f"{folder} has no written passages: train from a checkout of the project")
    return found


def _row(row: dict[str, Any]) -> Written:
    return Written(
        Paragraph(row["title"], row["passage"], tuple(split(row["passage"]))),
        tuple(row["supported"]), tuple(row["unsupported"]),
        tuple((one["question"], one["answer"]) for one in row["answerable"]), tuple(row["unanswerable"]),
    )  # fmt: skip


class Further:
    """The pairs of a training that goes on: those of the written passages, and some of the first training's."""

    def __init__(self, rows: Sequence[Written], pairs: Pairs, seed: int) -> None:
        self._rows, self._pairs, self._seed = rows, pairs, seed

    @property
    def num_chunks(self) -> int:
        """In one epoch."""
        return -(-len(self._rows) // _ROWS)

    def chunk(self, epoch: int, number: int) -> list[Pair]:
        """The pairs of one chunk; the same for the same seed."""
        order = list(range(len(self._rows)))
        random.Random(f"{self._seed}-{epoch}-written").shuffle(order)  # noqa: S311  # reproducible, not secret
        rng = random.Random(f"{self._seed}-{epoch}-{number}-written")  # noqa: S311
        made = [
            pair
            for place in order[number * _ROWS : (number + 1) * _ROWS]
            for pair in _pairs_of(self._rows[place], self._rows[place - rng.randrange(1, len(self._rows))], rng)
        ]
        known = self._pairs.chunk(1, (_FROM + epoch * self.num_chunks + number) % self._pairs.num_chunks)
        return made + rng.sample(known, min(_REPLAYED, len(known)))


def _pairs_of(row: Written, other: Written, rng: random.Random) -> Iterator[Pair]:
    """The pairs of a passage; `other` is one that has nothing to do with it."""
    for claims, label in ((row.supported, True), (row.unsupported, False)):
        for claim in claims:
            yield _whole("claim", claim, _beside(row.paragraph, other.paragraph, rng), rng, label=label)
    yield _whole("claim", rng.choice(row.supported), other.paragraph, rng, label=False)
    for question, answer in row.answerable:
        yield from _answered(question, answer, row.paragraph, rng)
    for question in row.unanswerable:
        yield pair_of(question, row.paragraph, None, rng)
        yield _whole("question", question, row.paragraph, rng, label=False)
    yield pair_of(rng.choice(row.answerable)[0], other.paragraph, None, rng)


def _whole(
    kind: Literal["question", "claim"], first: str, paragraph: Paragraph, rng: random.Random, *, label: bool
) -> Pair:
    """A claim, or a question that is not answered, with the whole passage."""
    return Pair(kind, first, head(paragraph, rng), paragraph.text, paragraph.sentences, None, label)


def _answered(question: str, answer: str, paragraph: Paragraph, rng: random.Random) -> Iterator[Pair]:
    """The question with its passage, whole or cut; at times by one sentence alone, and without the one that answers."""
    start = paragraph.text.index(answer)
    yield pair_of(question, paragraph, (start, start + len(answer)), rng)
    own = next(((a, b) for a, b in paragraph.sentences if a <= start and start + len(answer) <= b), None)
    rest = [paragraph.text[a:b] for a, b in paragraph.sentences if (a, b) != own]
    draw = rng.random()
    if own and draw < 0.25:
        alone = joined(paragraph.title, [paragraph.text[slice(*own)]])
        yield pair_of(question, alone, (start - own[0], start - own[0] + len(answer)), rng)
    elif own and rest and draw < 0.6 and not any(answer.casefold() in one.casefold() for one in rest):
        yield pair_of(question, joined(paragraph.title, rest), None, rng)


def _beside(own: Paragraph, other: Paragraph, rng: random.Random) -> Paragraph:
    """The passage, at times with some sentences of another before or after it, as several sources are read at once."""
    if rng.random() < 0.6:
        return own
    some = [other.text[a:b] for a, b in other.sentences][: rng.randint(1, 3)]
    mine = [own.text[a:b] for a, b in own.sentences]
    return joined(own.title, [*some, *mine] if rng.random() < 0.5 else [*mine, *some])
