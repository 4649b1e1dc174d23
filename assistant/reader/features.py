"""What is measured of a sentence that might answer a question. Pure functions of values; nothing is opened or loaded.

`FEATURES` names the columns, in order. All are in 0..1 but the cosines (-1..1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.reader import values
from assistant.reader.question import Question, stem, terms, words

FEATURES = (
    "cosine",  # of the question with the sentence, read in its passage
    "passage_cosine",  # of the question with the best sentence of the passage
    "overlap",  # share of the question's weight (idf) that the sentence has
    "passage_overlap",  # ... that the sentence has with the rest of its passage
    "pair_overlap",  # share of the question's neighbouring pairs of terms that stand near each other
    "names",  # share of the question's names that the sentence has
    "fit",  # it has a value of the kind asked for that the question does not have itself
    "misfit",  # ... or has none
    "reason",  # the question asks why and the sentence gives a reason
    "novelty",  # share of the sentence's weight that the question does not have: it has something to tell
    "brevity",  # 1 for a sentence of few words, falling to 0 at 60
    "asks",  # the sentence is a question itself
)

_NEAR = 3  # terms; how close a pair of question terms must stand in the sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, its passage and their similarity to the question."""

    text: str
    passage: str
    cosine: float
    passage_cosine: float


def weigh(question: Question, frequency: Callable[[Sequence[str]], Mapping[str, int]], total: int) -> dict[str, float]:
    """The weight (inverse document frequency, BM25's) of each term of a question among `total` passages."""
    counts = {term: min(count, total) for term, count in frequency(question.terms).items()}
    return {
        term: float(np.log(1 + (total - counts.get(term, 0) + 0.5) / (counts.get(term, 0) + 0.5)))
        for term in question.terms
    }


def measure(question: Question, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """The features of each candidate, as rows (n, len(FEATURES))."""
    known: dict[str, set[str]] = {}
    rows = [_row(question, candidate, weights, known) for candidate in candidates]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def _row(
    question: Question, candidate: Candidate, weights: Mapping[str, float], known: dict[str, set[str]]
) -> tuple[float, ...]:
    found = terms(candidate.text)
    if candidate.passage not in known:
        known[candidate.passage] = set(terms(candidate.passage))
    own = weights.keys() & set(found)
    around = weights.keys() & known[candidate.passage]
    total = sum(weights.values()) or 1.0
    num_words = len(words(candidate.text))
    fits = _fits(question, candidate.text)
    asks_value = question.kind in {"person", "time", "quantity", "place"}
    return (
        candidate.cosine,
        candidate.passage_cosine,
        sum(weights[term] for term in own) / total,
        sum(weights[term] for term in around) / total,
        _pairs(question.terms, found),
        len(own & question.names) / len(question.names) if question.names else 0.0,
        float(asks_value and fits),
        float(asks_value and not fits),
        float(question.kind == "reason" and values.gives_reason(candidate.text)),
        _novelty(question, set(found)),
        max(0.0, 1 - num_words / 60),
        float(candidate.text.rstrip("\"'”’)").endswith("?")),
    )


def _pairs(asked: Sequence[str], found: Sequence[str]) -> float:
    places: dict[str, list[int]] = {}
    for place, term in enumerate(found):
        places.setdefault(term, []).append(place)
    pairs = list(pairwise(asked))
    near = sum(
        any(abs(a - b) <= _NEAR for a in places.get(first, ()) for b in places.get(second, ()))
        for first, second in pairs
    )
    return near / len(pairs) if pairs else 0.0


def _fits(question: Question, text: str) -> bool:
    """Whether the text has a value of the kind asked for, beyond those in the question."""
    finder = {"person": values.names, "place": values.names, "time": values.dates, "quantity": values.quantities}.get(
        question.kind
    )
    if finder is None:
        return False
    asked = {stem(word) for word in words(question.text)}
    return any({stem(word) for word in words(text[start:end])} - asked for start, end in finder(text))


def _novelty(question: Question, found: set[str]) -> float:
    return len(found - set(question.terms)) / len(found) if found else 0.0
