"""The pairs of texts that the network is shown: a question or a claim, and a passage.

An epoch goes through every question once, in an order drawn from the seed, and makes pairs of it: with its own passage,
with passages that look alike, with the answer's sentence taken out, with the question changed so that nothing answers
it, and as claims. Passages are whole or cut to a few sentences, right and wrong ones alike, so that length says
nothing.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.reader.training.alter import change, statement
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph

CHUNK = 1500
"""Questions whose pairs are made, sorted by length and cut into batches together."""

LATE = 48
"""From this chunk of the first epoch on, what is scarce and hard is shown more: unanswerable questions that people
wrote, real search questions, and sentences by themselves, right ones and their neighbours."""

_MORE = {"v2": 500, "natural": 150, "explained": 120}  # questions more in each late chunk
_LONE = {"squad": 350, "natural": 150, "explained": 120}  # ... asked of single sentences

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


Make = Callable[[Collection, Asked, random.Random], Pair | None]
"""Another pair of a question, or None where that one cannot be made of it."""

Source = tuple[str, int]
"""The name of a set and the number of a question in it."""


class Pairs:
    """The mixture. `mined` holds, for each question of SQuAD, the numbers of paragraphs that look as if they answer."""

    def __init__(
        self,
        squad: Collection,
        mined: Sequence[Sequence[int]],
        others: dict[str, Collection],
        claims: Sequence[Claim],
        seed: int,
    ) -> None:
        """`others` are the sets `v2`, `qamr`, `natural` and `explained`."""
        self._sets = {"squad": squad, **others}
        self._mined = mined
        self._claims = claims
        self._seed = seed
        repeats = {"squad": 1, "v2": 2, "qamr": 1, "natural": 2, "explained": 0}
        self._sources: list[Source] = [
            (name, number)
            for name, some in self._sets.items()
            for number in range(len(some.asked))
            for _ in range(repeats[name])
        ]
        self._sources += [("claims", number) for number in range(len(claims)) for _ in range(4)]

    @property
    def num_chunks(self) -> int:
        """In one epoch."""
        return -(-len(self._sources) // CHUNK)

    def chunk(self, epoch: int, number: int) -> list[Pair]:
        """The pairs of one chunk; the same for the same seed."""
        order = list(self._sources)
        random.Random(f"{self._seed}-{epoch}").shuffle(order)  # noqa: S311  # reproducible, not secret
        rng = random.Random(f"{self._seed}-{epoch}-{number}")  # noqa: S311
        made = [pair for source in order[number * CHUNK : (number + 1) * CHUNK] for pair in self._made(source, rng)]
        return made + list(self._late(rng)) if (epoch, number) >= (0, LATE) else made

    def _late(self, rng: random.Random) -> Iterator[Pair]:
        for name, size in _MORE.items():
            for _ in range(size if name in self._sets else 0):
                yield from self._made((name, rng.randrange(len(self._sets[name].asked))), rng)
        for name, size in _LONE.items():
            some = self._sets.get(name)
            for _ in range(size if some else 0):
                if some:
                    yield from _lone(some, rng.choice(some.asked), rng)

    def _made(self, source: Source, rng: random.Random) -> Iterator[Pair]:
        name, number = source
        if name == "claims":
            one = self._claims[number]
            yield Pair("claim", one.claim, "", one.text, ((0, len(one.text)),), None, one.supported)
            return
        some = self._sets[name]
        asked = some.asked[number]
        paragraph = some.paragraphs[asked.paragraph]
        yield _pair(asked.question, paragraph, asked.span, rng)
        if asked.span is None:
            return
        for share, make in self._more(name, number):
            if rng.random() < share:
                pair = make(some, asked, rng)
                if pair is not None:
                    yield pair

    def _more(self, name: str, number: int) -> Sequence[tuple[float, Make]]:
        """What else is made of a question, each with its share."""

        def look_alike(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
            """The question with a passage that looks as if it answered."""
            if name == "squad":
                near = self._mined[number]
                if not len(near):
                    return None
                place = near[min(int(rng.expovariate(0.35)), len(near) - 1)]
            else:
                place = (asked.paragraph + rng.randint(1, 4)) % len(some.paragraphs)
            other = some.paragraphs[place]
            answer = some.paragraphs[asked.paragraph].text[slice(*asked.span or (0, 0))]
            if answer.casefold() in other.text.casefold():
                return None
            return _pair(asked.question, other, None, rng)

        ways: dict[str, Sequence[tuple[float, Make]]] = {
            "squad": [(0.5, look_alike), (0.12, _without_answer), (0.22, _changed_question), (0.5, _claim)],
            "v2": [(0.1, _without_answer), (0.1, _changed_question)],
            "qamr": [(0.4, look_alike), (0.15, _changed_question), (0.25, _claim)],
            "natural": [(0.6, look_alike), (0.2, _without_answer), (0.3, _claim)],
            "explained": [(0.6, look_alike), (0.2, _without_answer), (0.3, _claim)],
        }
        return ways[name]


def _pair(question: str, paragraph: Paragraph, span: tuple[int, int] | None, rng: random.Random) -> Pair:
    text, sentences, moved = _cut(paragraph, span, rng)
    return Pair("question", question, _head(paragraph, rng), text, sentences, moved, moved is not None)


def _head(paragraph: Paragraph, rng: random.Random) -> str:
    return paragraph.title if rng.random() < _TITLED else ""


def _without_answer(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """The passage without the sentence that answers."""
    paragraph = some.paragraphs[asked.paragraph]
    start, end = asked.span or (0, 0)
    answer = paragraph.text[start:end].casefold()
    rest = [paragraph.text[a:b] for a, b in paragraph.sentences if not a <= start < b]
    if not rest or any(answer in sentence.casefold() for sentence in rest):
        return None
    return _pair(asked.question, _joined(paragraph.title, rest), None, rng)


def _lone(some: Collection, asked: Asked, rng: random.Random) -> Iterator[Pair]:
    """The sentence that answers by itself, and a neighbour that does not."""
    paragraph = some.paragraphs[asked.paragraph]
    if asked.span is None:
        return
    head = _head(paragraph, rng)
    answer = paragraph.text[slice(*asked.span)].casefold()
    own = [(a, b) for a, b in paragraph.sentences if a <= asked.span[0] and asked.span[1] <= b]
    others = [(a, b) for a, b in paragraph.sentences if answer not in paragraph.text[a:b].casefold()]
    for a, b in own:
        span = (asked.span[0] - a, asked.span[1] - a)
        yield Pair("question", asked.question, head, paragraph.text[a:b], ((0, b - a),), span, label=True)
    for a, b in rng.sample(others, min(2, len(others))):
        yield Pair("question", asked.question, head, paragraph.text[a:b], ((0, b - a),), None, label=False)


def _changed_question(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """A question changed so that its passage does not answer it."""
    paragraph = some.paragraphs[asked.paragraph]
    changed = change(asked.question, paragraph.text, rng, keep=paragraph.text[slice(*asked.span or (0, 0))])
    if changed is None:
        return None
    text, sentences, _ = _cut(paragraph, asked.span, rng)
    return Pair("question", changed, _head(paragraph, rng), text, sentences, None, label=False)


def _claim(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """A claim that the passage supports, or one that it does not: its sentence or an answer, true or changed."""
    paragraph = some.paragraphs[asked.paragraph]
    start, end = asked.span or (0, 0)
    answer = paragraph.text[start:end]
    own = next((paragraph.text[a:b] for a, b in paragraph.sentences if a <= start < b), "")
    claim: str | None = statement(asked.question, answer) if rng.random() < 0.7 else _shortened(own, rng)
    text, sentences, _ = _cut(paragraph, asked.span, rng)
    draw = rng.random()
    label = draw < 0.45
    if label:
        pass
    elif draw < 0.75:
        claim = change(claim or "", paragraph.text, rng)
    elif draw < 0.9:
        claim = _wrong_answer(asked, paragraph, answer, rng)
    else:
        rest = [paragraph.text[a:b] for a, b in paragraph.sentences if not a <= start < b]
        if not rest or any(answer.casefold() in sentence.casefold() for sentence in rest):
            return None
        text, sentences, _ = _cut(_joined("", rest), None, rng)
    if not claim:
        return None
    return Pair("claim", claim, _head(paragraph, rng), text, sentences, None, label)


def _wrong_answer(asked: Asked, paragraph: Paragraph, answer: str, rng: random.Random) -> str | None:
    """The question with something else of the passage for an answer."""
    changed = change(f"x {answer}", paragraph.text, rng, keep=asked.question)
    wrong = changed[2:] if changed and changed.startswith("x ") else ""
    if not wrong or wrong.casefold() in answer.casefold() or answer.casefold() in wrong.casefold():
        return None
    return statement(asked.question, wrong)


def _shortened(sentence: str, rng: random.Random) -> str:
    """A sentence without its last or first clause, where it has one: still true, no longer word for word."""
    parts = sentence.split(", ")
    if len(parts) > 2 and rng.random() < 0.6:
        return ", ".join(parts[:-1]).rstrip(".") + "."
    return sentence


def _cut(
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


def _joined(title: str, sentences: Sequence[str]) -> Paragraph:
    spans, place = [], 0
    for sentence in sentences:
        spans.append((place, place + len(sentence)))
        place += len(sentence) + 1
    return Paragraph(title, " ".join(sentences), tuple(spans))
