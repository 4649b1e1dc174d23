"""The pairs of texts that the network is shown: a question or a claim, and a passage.

An epoch goes through every question once, in an order drawn from the seed, and makes pairs of it: with its own passage,
with passages that look alike, with the answer's sentence taken out, with the question changed so that nothing answers
it, and as claims. Passages are whole or cut to a few sentences, right and wrong ones alike, so that length says
nothing.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.reader.training.alter import change
from assistant.reader.training.claims import claim, full_claim
from assistant.reader.training.passages import Pair, cut, head, joined, pair_of
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph
from assistant.reader.training.yesno import about_claim, yes_or_no

CHUNK = 1500
"""Questions whose pairs are made, sorted by length and cut into batches together."""

LATE = 48
"""From this chunk of the first epoch on, what is scarce and hard is shown more: unanswerable questions that people
wrote, real search questions, and sentences by themselves, right ones and their neighbours."""

_MORE = {"v2": 500, "natural": 150, "explained": 120}  # questions more in each late chunk
_LONE = {"squad": 350, "natural": 150, "explained": 120}  # ... asked of single sentences

LATER = 56
"""From this chunk on there are claims as models write them: see `full_claim`."""

_FULL = {"squad": 600, "v2": 150, "natural": 80, "explained": 60}  # such claims in each chunk
_TWO_FACTS = 0.6  # share of them, where the paragraph has two

CLOSED = 64
"""From this chunk on there are questions for yes or no: see `yes_or_no`."""

CLOSED_AGAIN = 73
"""From this chunk on there are twice as many: what is denied is learned late."""

_CLOSED = {"squad": 500, "v2": 100, "natural": 60, "explained": 40}  # such questions in each chunk
_CLOSED_CLAIMS = 100  # ... made of claims

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
        self._answered = {
            name: [number for number, asked in enumerate(some.asked) if asked.span] for name, some in self._sets.items()
        }
        self._beside: dict[tuple[str, int], list[Asked]] = defaultdict(list)
        for name, some in self._sets.items():
            for asked in some.asked:
                self._beside[name, asked.paragraph].append(asked)
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
        made += self._late(rng) if (epoch, number) >= (0, LATE) else ()
        made += self._later(rng) if (epoch, number) >= (0, LATER) else ()
        for first in (CLOSED, CLOSED_AGAIN):
            made += self._closed(rng) if (epoch, number) >= (0, first) else ()
        return made

    def _late(self, rng: random.Random) -> Iterator[Pair]:
        for name, size in _MORE.items():
            for _ in range(size if name in self._sets else 0):
                yield from self._made((name, rng.randrange(len(self._sets[name].asked))), rng)
        for name, size in _LONE.items():
            some = self._sets.get(name)
            for _ in range(size if some else 0):
                if some:
                    yield from _lone(some, rng.choice(some.asked), rng)

    def _later(self, rng: random.Random) -> Iterator[Pair]:
        for name, number in self._drawn(_FULL, rng):
            some = self._sets[name]
            facts = self._facts(name, some.asked[number], rng)
            pair = full_claim(some, facts, self._near(name, number, rng), rng)
            yield from () if pair is None else (pair,)

    def _closed(self, rng: random.Random) -> Iterator[Pair]:
        for name, number in self._drawn(_CLOSED, rng):
            some = self._sets[name]
            pair = yes_or_no(some, some.asked[number], self._near(name, number, rng), rng)
            yield from () if pair is None else (pair,)
        for _ in range(_CLOSED_CLAIMS if self._claims else 0):
            yield about_claim(rng.choice(self._claims), rng)

    def _drawn(self, sizes: Mapping[str, int], rng: random.Random) -> Iterator[Source]:
        """Answered questions by chance, so many of each set that has any."""
        for name, size in sizes.items():
            answered = self._answered.get(name, [])
            for _ in range(size if answered else 0):
                yield name, rng.choice(answered)

    def _facts(self, name: str, asked: Asked, rng: random.Random) -> list[Asked]:
        """The question, and at times another one of its paragraph with another answer."""
        start, end = asked.span or (0, 0)
        others = [
            one
            for one in self._beside[name, asked.paragraph]
            if one.span and (one.span[0] >= end or one.span[1] <= start)
        ]
        facts = [asked, rng.choice(others)] if others and rng.random() < _TWO_FACTS else [asked]
        rng.shuffle(facts)
        return facts

    def _near(self, name: str, number: int, rng: random.Random) -> list[Paragraph]:
        """Paragraphs that look as if they answered, or one of the same article."""
        some = self._sets[name]
        if name == "squad" and len(self._mined[number]):
            near = list(self._mined[number])
            return [some.paragraphs[place] for place in rng.sample(near, min(2, len(near)))]
        place = (some.asked[number].paragraph + rng.choice((-2, -1, 1, 2))) % len(some.paragraphs)
        return [some.paragraphs[place]]

    def _made(self, source: Source, rng: random.Random) -> Iterator[Pair]:
        name, number = source
        if name == "claims":
            one = self._claims[number]
            yield Pair("claim", one.claim, "", one.text, ((0, len(one.text)),), None, one.supported)
            return
        some = self._sets[name]
        asked = some.asked[number]
        paragraph = some.paragraphs[asked.paragraph]
        yield pair_of(asked.question, paragraph, asked.span, rng)
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
            return pair_of(asked.question, other, None, rng)

        ways: dict[str, Sequence[tuple[float, Make]]] = {
            "squad": [(0.5, look_alike), (0.12, _without_answer), (0.22, _changed_question), (0.5, claim)],
            "v2": [(0.1, _without_answer), (0.1, _changed_question)],
            "qamr": [(0.4, look_alike), (0.15, _changed_question), (0.25, claim)],
            "natural": [(0.6, look_alike), (0.2, _without_answer), (0.3, claim)],
            "explained": [(0.6, look_alike), (0.2, _without_answer), (0.3, claim)],
        }
        return ways[name]


def _without_answer(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """The passage without the sentence that answers."""
    paragraph = some.paragraphs[asked.paragraph]
    start, end = asked.span or (0, 0)
    answer = paragraph.text[start:end].casefold()
    rest = [paragraph.text[a:b] for a, b in paragraph.sentences if not a <= start < b]
    if not rest or any(answer in sentence.casefold() for sentence in rest):
        return None
    return pair_of(asked.question, joined(paragraph.title, rest), None, rng)


def _lone(some: Collection, asked: Asked, rng: random.Random) -> Iterator[Pair]:
    """The sentence that answers by itself, and a neighbour that does not."""
    paragraph = some.paragraphs[asked.paragraph]
    if asked.span is None:
        return
    title = head(paragraph, rng)
    answer = paragraph.text[slice(*asked.span)].casefold()
    own = [(a, b) for a, b in paragraph.sentences if a <= asked.span[0] and asked.span[1] <= b]
    others = [(a, b) for a, b in paragraph.sentences if answer not in paragraph.text[a:b].casefold()]
    for a, b in own:
        span = (asked.span[0] - a, asked.span[1] - a)
        yield Pair("question", asked.question, title, paragraph.text[a:b], ((0, b - a),), span, label=True)
    for a, b in rng.sample(others, min(2, len(others))):
        yield Pair("question", asked.question, title, paragraph.text[a:b], ((0, b - a),), None, label=False)


def _changed_question(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """A question changed so that its passage does not answer it."""
    paragraph = some.paragraphs[asked.paragraph]
    changed = change(asked.question, paragraph.text, rng, keep=paragraph.text[slice(*asked.span or (0, 0))])
    if changed is None:
        return None
    text, sentences, _ = cut(paragraph, asked.span, rng)
    return Pair("question", changed, head(paragraph, rng), text, sentences, None, label=False)
