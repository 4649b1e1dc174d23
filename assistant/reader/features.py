"""What is measured of a sentence that might answer a question. Pure functions of values; nothing is opened or loaded.

`FEATURES` names the columns of the ranking, `SURENESS` those of the confidence. Logits are cut to -12..12, cosines are
in -1..1, all others in 0..1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.reader import values
from assistant.reader.question import Question, stem, terms, words

FEATURES = (
    "relevance",  # the network's logit that the passage answers
    "evidence",  # ... that the sentence does
    "certainty",  # by how much its best answer in the sentence beats "no answer"
    "cosine",  # of the question with the sentence, read in its passage
    "passage_cosine",  # of the question with the best sentence of the passage
    "overlap",  # share of the question's weight (idf) that the sentence has
    "passage_overlap",  # ... that the sentence has with the rest of its passage
    "pair_overlap",  # share of the question's neighbouring pairs of terms that stand near each other
    "names",  # share of the question's names that the sentence has
    "fit",  # it has a value of the kind asked for that the question does not have itself
    "misfit",  # ... or has none
    "answer_fits",  # the words that the network points at are such a value
    "answer_misfits",  # ... or are none
    "reason",  # the question asks why and the sentence gives a reason
    "novelty",  # share of the sentence's weight that the question does not have: it has something to tell
    "brevity",  # 1 for a sentence of few words, falling to 0 at 60
    "asks",  # the sentence is a question itself
)

SURENESS = ("relevance", "top_relevance", "turns", "support")
"""Relevance of the best sentence's passage, and of any; whether the question turns on a point for yes or no, and the
highest logit that a sentence says either to it (0 where there is no such point). Across sets of questions the first two
tell as much as all of the network's other logits; cosines and words in common take an unusual wording for a question
without an answer."""

_NEAR = 3  # terms; how close a pair of question terms must stand in the sentence
_LOGIT = 12.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, its passage with its heading, and how both were judged: cosines and the network's logits.

    `answer` are the words of the sentence that the network points at.
    """

    text: str
    passage: str
    cosine: float
    passage_cosine: float
    relevance: float
    evidence: float
    certainty: float
    answer: str


def weigh(question: Question, counts: Mapping[str, int], total: int) -> dict[str, float]:
    """The weight (inverse document frequency, BM25's) of each term; `counts` of `total` passages have it."""
    return {
        term: float(np.log(1 + (total - counts.get(term, 0) + 0.5) / (counts.get(term, 0) + 0.5)))
        for term in question.terms
    }


def measure(question: Question, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """The features of each candidate, as rows (n, len(FEATURES))."""
    known: dict[str, set[str]] = {}
    rows = [_row(question, candidate, weights, known) for candidate in candidates]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def sureness(rows: NDArray[np.float32], best: int, support: float | None) -> NDArray[np.float32]:
    """What tells whether the candidate `best` of `rows` (n, len(FEATURES)) is right: a row (len(SURENESS),).

    `support` is None where the question turns on no point for yes or no.
    """
    relevance = rows[:, FEATURES.index("relevance")]
    turns = support is not None
    return np.array((relevance[best], relevance.max(), turns, _cut(support or 0.0)), dtype=np.float32)


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
    fits, answer_fits = _fits(question, candidate.text), _fits(question, candidate.answer)
    asks_value = question.kind in {"person", "time", "quantity", "place"}
    return (
        _cut(candidate.relevance),
        _cut(candidate.evidence),
        _cut(candidate.certainty),
        candidate.cosine,
        candidate.passage_cosine,
        sum(weights[term] for term in own) / total,
        sum(weights[term] for term in around) / total,
        _pairs(question.terms, found),
        len(own & question.names) / len(question.names) if question.names else 0.0,
        float(asks_value and fits),
        float(asks_value and not fits),
        float(asks_value and answer_fits),
        float(asks_value and not answer_fits),
        float(question.kind == "reason" and values.gives_reason(candidate.text)),
        _novelty(question, set(found)),
        max(0.0, 1 - num_words / 60),
        float(candidate.text.rstrip("\"'”’)").endswith("?")),
    )


def _cut(logit: float) -> float:
    return min(max(logit, -_LOGIT), _LOGIT)


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
