"""How far passages support a sentence: one number out of the checker's network and the nearness in meaning of their
words, above all of those that have least to do with them.

The weights are those of a logistic regression on sentences of our own, on which the bars were set, too: docs/MODELS.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from assistant.reader.network import Network, Text
from assistant.reader.question import terms
from assistant.reader.quotation import leans
from index.encoder import bundled
from index.sentences import runs

LOGIT, WORDS, WEAKEST, BIAS = 0.38, 1.85, 4.64, -3.39
SUPPORTED, PARTLY = -0.98, -1.65
"""Log odds of support from which a sentence is supported, and partly supported."""

UNSURE, SURE = -0.29, 1.03
"""Below the one a sentence whose words the rules find turned, or a name in it apart from the rest, is not supported;
below the other, one that claims more than is told."""

_FIFTH, _LEAST = 5, 2  # of the word pieces, but two at least
_QUOTES = 2  # sentences of one passage that are quoted for one sentence
_ADDS = 2  # content words of it that the second has to add
_WINDOW = 1100  # characters that the network reads at once: some 240 word pieces

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """The numbers of the sentences that say it, of each source, and the log odds that the sources do."""

    quoted: tuple[tuple[int, ...], ...]
    score: float


class Judge:
    """Judges sentences against sources; `encode` gives the unit vectors (n, d) of n texts.

    Each text is encoded once: one judge is for one answer. Safe to share between threads.
    """

    def __init__(self, network: Network, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._network, self._encode = network, encode
        self._known: dict[str, Vectors] = {}  # by text

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors (n, d) of texts; those that were not seen before are made together."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known.update(zip(new, self._encode(new), strict=True))
        return np.array([self._known[text] for text in texts])

    def judge(self, sentence: str, sources: Sequence[Text]) -> Judged:
        """How far the sources together support a sentence; one at least."""
        wanted = set(terms(sentence))
        mine, vectors = self._vectors(sentence, sources)
        quoted = tuple(_quoted(wanted, one, np.vecdot(rows, mine)) for one, rows in zip(sources, vectors, strict=True))
        read = [window for one in sources for window in _windows(one)]
        if len(sources) > 1:
            read.append(Text(*_told([_joined(one, numbers) for one, numbers in zip(sources, quoted, strict=True)])))
        logit = float(self._network.support([(sentence, one) for one in read]).max())
        whole = [_joined(one, _with_owners(one, numbers)) for one, numbers in zip(sources, quoted, strict=True)]
        words, weakest = _likeness(*bundled().token_states([sentence, *whole]))
        score = LOGIT * logit + WORDS * words + WEAKEST * weakest + BIAS
        return Judged(quoted, score)

    def know(self, sources: Sequence[Text]) -> None:
        """Read the network's weights and encode the sentences of sources now, since sentences may rest on them."""
        self._network.load()
        for one in sources:
            self.encode(_sentences(one))

    def _vectors(self, sentence: str, sources: Sequence[Text]) -> tuple[Vectors, list[Vectors]]:
        """The vector (d,) of a sentence, and those (m, d) of the m sentences of each source."""
        self.encode([sentence, *(text for one in sources for text in _sentences(one))])
        return self.encode([sentence])[0], [self.encode(_sentences(one)) for one in sources]


def _sentences(source: Text) -> list[str]:
    return [source.text[start:end] for start, end in source.sentences]


def _windows(source: Text) -> list[Text]:
    """A source as the network reads it, whole; a long one in runs of its sentences, each sharing half with the next."""
    said = _sentences(source)
    ends = [*accumulate(map(len, said))]  # of the sentences alone: what stands between is no evidence
    spans = [(end - len(one), end) for one, end in zip(said, ends, strict=True)]
    return [Text(*_told(said[first:last]), source.head) for first, last in runs(spans, _WINDOW)]


def _told(sentences: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Sentences as one text, which counts as one."""
    text = " ".join(sentences)
    return text, ((0, len(text)),)


def _likeness(mine: Vectors, *others: Vectors) -> tuple[float, float]:
    """The mean of the best cosines of states (n, d) with one of the others': of all, and of the least fifth."""
    if not len(mine):
        return 1.0, 1.0
    best = np.sort(np.max([np.vecdot(mine[:, None], one).max(axis=1, initial=-1.0) for one in others], axis=0))
    return float(best.mean()), float(best[: max(_LEAST, len(best) // _FIFTH)].mean())


def _quoted(wanted: set[str], source: Text, near: Vectors) -> tuple[int, ...]:
    """The sentence of a passage that says most of a sentence, and one more that adds to it."""
    has = [wanted & set(terms(source.text[start:end])) for start, end in source.sentences]
    score = [len(one) / max(len(wanted), 1) + float(near[at]) for at, one in enumerate(has)]
    order = sorted(range(len(has)), key=lambda at: -score[at])
    chosen = order[:1]
    for at in order[1:]:
        said = set().union(*(has[other] for other in chosen))
        if len(chosen) < _QUOTES and len(has[at] - said) >= _ADDS:
            chosen.append(at)
    return tuple(sorted(chosen))


def _with_owners(source: Text, numbers: Sequence[int]) -> list[int]:
    """Sentences, and those before them that they lean on."""
    leaning = {at - 1 for at in numbers if at and leans(source.text[slice(*source.sentences[at])])}
    return sorted({*numbers, *leaning})


def _joined(text: Text, numbers: Sequence[int]) -> str:
    return " ".join(text.text[slice(*text.sentences[at])] for at in numbers)
