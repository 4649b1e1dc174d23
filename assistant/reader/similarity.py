"""The first reader: sentences weighed by a linear model over a dozen measures, no language model and no GPU.

It reads English; for other languages the cosines and the words in common carry it.
"""

from collections.abc import Sequence

import numpy as np

from assistant.reader import values
from assistant.reader.features import Candidate, measure, weigh
from assistant.reader.question import Question, analyse, core, folded, stem, terms, words
from assistant.reader.reading import Evidence, Reading
from assistant.reader.weights import Vector, load_weights
from index.index import Index
from index.passage import Hit, Passage, Span

_NUM_EVIDENCE = 12  # sentences handed on; an answer of 80 words holds three to five
_MIN_WORDS = 4  # shorter sentences are headings and cries
_GAP_DEPTH = 6  # sentences in which a value of the kind asked for must be found
_SHORT_SURE = 0.6  # confidence below which no short answer is cut out: a wrong one does more harm than none
_SHORT_ALONE = 0.5  # odds of the second sentence above which the first is not sure enough
_LACKS = {"time": "no passage gives a date for it", "quantity": "no passage gives a number for it"}


class SimilarityReader:
    """Weighs the sentences of the hits. Keeps no state between questions."""

    name = "similarity-1"

    def __init__(self, index: Index) -> None:
        self._index = index

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Evidence best first, and the probability of the best as confidence."""
        question = core(question)  # the clause about the article has done its work in the search
        asked = analyse(question)
        found = self._candidates(question, hits)
        if not found:
            return Reading((), 0.0)
        weights = weigh(asked, self._index.document_frequency, self._index.num_passages)
        model = load_weights()
        rows = measure(asked, [candidate for candidate, _, _ in found], weights)
        odds = _lift_quoted(asked, [candidate.text for candidate, _, _ in found], model.odds(rows))
        order = sorted(range(len(found)), key=lambda i: (-odds[i], found[i][1].id, found[i][2].start))
        evidence = [Evidence(found[i][1], found[i][2], float(odds[i])) for i in order[:_NUM_EVIDENCE]]
        confidence = model.probability(rows[order[0]])
        if confidence < model.refuse_below:
            return Reading((), confidence)
        gap = _gap(asked, evidence)
        if gap:
            return Reading((), confidence, gap)
        best, *others = evidence
        if confidence >= _SHORT_SURE and not (others and others[0].score > _SHORT_ALONE):
            best = _with_short(asked, best)
        return Reading((best, *others), confidence)

    def _candidates(self, question: str, hits: Sequence[Hit]) -> list[tuple[Candidate, Passage, Span]]:
        """Each sentence of the hits once, in the best passage that has it."""
        vector = self._index.encode(question)
        vectors = self._index.sentence_vectors([hit.passage.id for hit in hits])
        found: dict[tuple[str, int], tuple[Candidate, Passage, Span]] = {}
        for hit in hits:
            passage = hit.passage
            if passage.id not in vectors:  # edited or removed since the search
                continue
            cosines = vectors[passage.id] @ vector
            for span, cosine in zip(passage.sentences, cosines, strict=True):
                text = passage.text[span.start - passage.start : span.end - passage.start]
                if len(words(text)) >= _MIN_WORDS:
                    candidate = Candidate(text, passage.text, float(cosine), float(cosines.max()))
                    found.setdefault((passage.article_id, span.start), (candidate, passage, span))
        return list(found.values())


def _lift_quoted(asked: Question, texts: Sequence[str], odds: Vector) -> Vector:
    """The odds, with every sentence that holds what the question quotes lifted above those that do not."""
    if not asked.quoted:
        return odds
    holds = np.array([any(quoted in folded(text) for quoted in asked.quoted) for text in texts])
    return np.where(holds, 0.5 + odds / 2, odds / 2) if holds.any() else odds


def _gap(asked: Question, evidence: Sequence[Evidence]) -> str:
    """What the best sentences lack that the question asks for, in words; empty when nothing."""
    lacks = _LACKS.get(asked.kind)
    if lacks is None or any(_values(asked, piece.text) for piece in evidence[:_GAP_DEPTH]):
        return ""
    return lacks


def _with_short(asked: Question, best: Evidence) -> Evidence:
    """The best evidence with its short answer, where it has every name of the question and one value of its kind."""
    spans = _values(asked, best.text)
    if len(spans) != 1 or not asked.names <= set(terms(best.text)):
        return best
    start, end = spans[0]
    return Evidence(best.passage, best.span, best.score, Span(best.span.start + start, best.span.start + end))


def _values(asked: Question, text: str) -> list[tuple[int, int]]:
    """The dates, quantities or names in `text` that the question does not have itself."""
    finder = {"time": values.dates, "quantity": values.quantities, "person": values.names, "place": values.names}.get(
        asked.kind
    )
    if finder is None:
        return []
    known = {stem(word) for word in words(asked.text)}
    return [(start, end) for start, end in finder(text) if {stem(word) for word in words(text[start:end])} - known]
