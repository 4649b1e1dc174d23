"""How far passages support a sentence: one number out of the reader's network, shared words, and nearness in meaning.

The weights are those of a logistic regression on the dev part of AttributionBench; the two bars were set on that and on
sentences of our own: docs/MODELS.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Support
from assistant.reader.network import Network, Text
from assistant.reader.question import terms

LOGIT, SHARE, COSINE, BIAS = 0.221, -0.391, 4.278, -2.214
SUPPORTED, PARTLY = -0.4, -1.2
"""Log odds of support from which a sentence is supported, and partly supported."""

_QUOTES = 2  # sentences of one passage that are quoted for one sentence
_ADDS = 2  # content words of it that the second has to add

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage, and the unit vectors (m, d) of its m sentences; without them they are not compared."""

    text: Text
    vectors: Vectors | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The numbers of the sentences that say it, of each source, and the log odds that they do."""

    quoted: tuple[tuple[int, ...], ...]
    score: float

    @property
    def support(self) -> Support:
        return "supported" if self.score >= SUPPORTED else "partly" if self.score >= PARTLY else "unsupported"


class Judge:
    """Judges sentences against sources; `encode` gives the unit vectors (n, d) of n texts."""

    def __init__(self, network: Network, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._network, self._encode = network, encode

    def judge(self, sentence: str, sources: Sequence[Source]) -> Judged:
        """How far the sources together support a sentence; one at least."""
        wanted = set(terms(sentence))
        mine = self._encode([sentence])[0]
        quoted = tuple(_quoted(wanted, mine, one) for one in sources)
        joined = [_joined(one.text, numbers) for one, numbers in zip(sources, quoted, strict=True)]
        together = " ".join(joined)
        pairs = [(sentence, one.text) for one in sources]
        if len(sources) > 1:
            pairs.append((sentence, Text(together, ((0, len(together)),))))
        logit = float(self._network.support(pairs).max())
        share = len(wanted & set(terms(together))) / max(len(wanted), 1)
        near = float((self._encode(joined if len(joined) == 1 else [*joined, together]) @ mine).max())
        single = max((float((one.vectors @ mine).max()) for one in sources if one.vectors is not None), default=0.0)
        return Judged(quoted, LOGIT * logit + SHARE * share + COSINE * max(near, single) + BIAS)


def _quoted(wanted: set[str], mine: Vectors, source: Source) -> tuple[int, ...]:
    """The sentence of a passage that says most of a sentence, and one more that adds to it."""
    has = [wanted & set(terms(source.text.text[start:end])) for start, end in source.text.sentences]
    near = source.vectors @ mine if source.vectors is not None else np.zeros(len(has))
    score = [len(one) / max(len(wanted), 1) + float(near[at]) for at, one in enumerate(has)]
    order = sorted(range(len(has)), key=lambda at: -score[at])
    chosen = order[:1]
    for at in order[1:]:
        said = set().union(*(has[other] for other in chosen))
        if len(chosen) < _QUOTES and len(has[at] - said) >= _ADDS:
            chosen.append(at)
    return tuple(sorted(chosen))


def _joined(text: Text, numbers: Sequence[int]) -> str:
    return " ".join(text.text[slice(*text.sentences[at])] for at in numbers)
