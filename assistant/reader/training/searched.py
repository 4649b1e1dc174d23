"""Paragraphs that are searched as the index searches passages, by vectors and words, for figures without an index."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from assistant.reader.features import Candidate, measure, weigh
from assistant.reader.network import Read, Vector
from assistant.reader.question import analyse, terms
from assistant.reader.training.sets import Paragraph
from assistant.reader.weights import load_weights
from index.encoder import MiniLM
from index.fuse import fuse_scores

_FETCH = 100  # paragraphs that each side of a search finds


class Searched:
    """Paragraphs that are searched as the index searches passages, and judged as the reader judges them."""

    def __init__(self, paragraphs: Sequence[Paragraph], encoder: MiniLM) -> None:
        self._paragraphs = paragraphs
        self._heads = [f"{one.title}\n" for one in paragraphs]
        self._texts = [f"{head}{one.text}" for head, one in zip(self._heads, paragraphs, strict=True)]
        spans = [
            [(start + len(head), end + len(head)) for start, end in one.sentences]
            for head, one in zip(self._heads, paragraphs, strict=True)
        ]
        self._vectors, self._sentences = encoder.encode_passages(self._texts, spans)
        self._words = Words(self._texts)

    def search(self, question: str, vector: Vector) -> tuple[list[int], list[int], list[int]]:
        """The numbers of the paragraphs that are best by their vectors, by their words, and by both."""
        dense, words = _top(self._vectors @ vector, _FETCH), self._words.top(question, _FETCH)
        lexical = [i for i, _ in words]
        near = {i: float(self._vectors[i] @ vector) for i in {*dense, *lexical}}
        return dense, lexical, [one.row for one in fuse_scores(sorted(near.items(), key=lambda one: -one[1]), words)]

    def best(self, question: str, vector: Vector, numbers: Sequence[int], reads: Sequence[Read]) -> Vector:
        """The logit of the likeliest sentence of each paragraph that was read, (n,)."""
        asked, ranking = analyse(question), load_weights().ranking
        weights = weigh(asked, self._words.frequency(asked.terms), len(self._paragraphs))
        found = []
        for i, read in zip(numbers, reads, strict=False):  # of those that were found, the first are read
            one, cosines = self._paragraphs[i], self._sentences[i] @ vector
            candidates = [
                Candidate(
                    one.text[start:end], self._texts[i], float(cosines[at]), float(cosines.max()), read.relevance,
                    float(read.evidence[at]), float(read.certainty[at]), one.text[slice(*read.answers[at])],
                )
                for at, (start, end) in enumerate(one.sentences)
            ]  # fmt: skip
            found.append(float(ranking.logits(measure(asked, candidates, weights)).max()))
        return np.array(found, dtype=np.float32)


class Words:
    """BM25 over some texts, with the reader's own terms."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(terms(text)) for text in texts]
        self._lengths = np.array([sum(counts.values()) for counts in self._counts], dtype=np.float32)
        self._mean = float(self._lengths.mean()) or 1.0
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(self._counts):
            for term in counts:
                self._places[term].append(place)

    def frequency(self, some: Sequence[str]) -> dict[str, int]:
        """How many texts have each term."""
        return {term: len(self._places.get(term, ())) for term in some}

    def top(self, question: str, num: int) -> list[tuple[int, float]]:
        """The numbers of the best texts, with their scores."""
        scores = np.zeros(len(self._counts), dtype=np.float32)
        for term in set(terms(question)):
            for place in self._places.get(term, ()):
                scores[place] += self._weight(term, self._counts[place][term], self._lengths[place])
        return [(i, float(scores[i])) for i in _top(scores, num)]

    def scores(self, question: str, texts: Sequence[str]) -> Vector:
        """The scores of any texts, with the counts of those known."""
        found = []
        for text in texts:
            counts = Counter(terms(text))
            length = sum(counts.values())
            found.append(sum(self._weight(term, counts[term], length) for term in set(terms(question))))
        return np.array(found, dtype=np.float32)

    def _weight(self, term: str, count: int, length: float) -> float:
        num = len(self._places.get(term, ()))
        rarity = np.log(1 + (len(self._counts) - num + 0.5) / (num + 0.5))
        return float(rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / self._mean)))


def _top(scores: Vector, num: int) -> list[int]:
    some = np.argpartition(-scores, num)[:num] if len(scores) > num else np.arange(len(scores))
    order: list[int] = some[np.argsort(-scores[some], kind="stable")].tolist()
    return order
