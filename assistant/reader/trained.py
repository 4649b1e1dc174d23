"""The reader: every sentence of the passages found is judged by the network and a dozen plain measures beside it.

No language model and no GPU. It reads English; for other languages the cosines and the words in common carry it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reader import values
from assistant.reader.features import Candidate, measure, sureness, weigh
from assistant.reader.network import Network, Read, Text
from assistant.reader.question import Question, analyse, core, folded, stem, words
from assistant.reader.reading import Evidence, Reading
from assistant.reader.short import cleaned
from assistant.reader.speech.asked import asked_speaker
from assistant.reader.speech.speakers import speakers
from assistant.reader.weights import Vector, load_weights
from corpus.article import Article
from index.chunk import header
from index.index import Index
from index.passage import Hit, Passage, Span

_NUM_EVIDENCE = 12  # sentences handed on; an answer of 80 words holds three to five
_MIN_WORDS = 4  # shorter sentences are headings and cries
_GAP_DEPTH = 6  # sentences in one of which the words that answer must hold a value of the kind asked for
_BESIDE = 12  # characters between an answer and its value: "two decades", "the spring of 1931"
_EARLIER = 0.3  # of its odds are left to a sentence from before the year that is asked about
_LACKS = {"time": "no passage gives a date for it", "quantity": "no passage gives a number for it"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of a hit, how it was measured, and its likeliest short answer in the passage's text."""

    candidate: Candidate
    passage: Passage
    span: Span
    short: tuple[int, int]


class TrainedReader:
    """Weighs the sentences of the hits. Keeps no state between questions."""

    name = "reader-1"

    def __init__(self, index: Index, network: Network) -> None:
        self._index, self._network = index, network

    def read(self, question: str, hits: Sequence[Hit], articles: Mapping[str, Article]) -> Reading:
        """Evidence best first, and the probability that the best is right as confidence."""
        question = core(question)  # the clause about the article has done its work in the search
        asked = analyse(question)
        found = self._found(question, hits, articles)
        if not found:
            return Reading((), 0.0)
        model = load_weights()
        candidates = [one.candidate for one in found]
        rows = measure(asked, candidates, weigh(asked, self._index.document_frequency, self._index.num_passages))
        odds = _preferred(asked, found, articles, model.odds(rows))
        order = sorted(range(len(found)), key=lambda i: (-odds[i], found[i].passage.id, found[i].span.start))
        confidence = model.probability(sureness(rows, order[0]))
        evidence = [_evidence(found[i], float(odds[i])) for i in order[:_NUM_EVIDENCE]]
        if confidence < model.refuse_below:
            return Reading((), confidence, uncovered=_uncovered(asked, found))
        gap = _gap(asked, evidence)
        return Reading((), confidence, gap) if gap else Reading(tuple(evidence), confidence)

    def _found(self, question: str, hits: Sequence[Hit], articles: Mapping[str, Article]) -> list[_Found]:
        """Each sentence of the hits once, as the passage shows it in which it answers best."""
        vector = self._index.encode(question)
        vectors = self._index.sentence_vectors([hit.passage.id for hit in hits])
        passages = [hit.passage for hit in hits if hit.passage.id in vectors]  # edited or removed since the search
        heads = [header(articles[one.article_id]).rstrip("\n") for one in passages]
        texts = [Text(one.text, _inner(one), head) for one, head in zip(passages, heads, strict=True)]
        found: dict[tuple[str, int], _Found] = {}
        for text, passage, read in zip(texts, passages, self._network.read(question, texts), strict=True):
            for one in _sentences(text, passage, read, vectors[passage.id] @ vector):
                key = (passage.article_id, one.span.start)
                if key not in found or found[key].candidate.evidence < one.candidate.evidence:
                    found[key] = one
        return list(found.values())


def _sentences(text: Text, passage: Passage, read: Read, cosines: Vector) -> list[_Found]:
    found = []
    for place, (start, end) in enumerate(text.sentences):
        sentence = passage.text[start:end]
        if len(words(sentence)) < _MIN_WORDS:
            continue
        candidate = Candidate(
            sentence,
            f"{text.head}\n{passage.text}",
            float(cosines[place]),
            float(cosines.max()),
            read.relevance,
            float(read.evidence[place]),
            float(read.certainty[place]),
            passage.text[slice(*read.answers[place])],
        )
        found.append(_Found(candidate, passage, passage.sentences[place], read.answers[place]))
    return found


def _evidence(one: _Found, odds: float) -> Evidence:
    start, end = cleaned(one.passage.text, one.short)
    short = Span(one.passage.start + start, one.passage.start + end) if end > start else None
    return Evidence(one.passage, one.span, odds, short, one.candidate.certainty)


def _preferred(asked: Question, found: Sequence[_Found], articles: Mapping[str, Article], odds: Vector) -> Vector:
    """The odds, with what the question plainly asks for lifted: the words it quotes, the one who speaks, the time."""
    if asked.quoted:
        odds = _lifted(odds, [any(quoted in folded(one.candidate.text) for quoted in asked.quoted) for one in found])
    who = asked_speaker(asked.text)
    if who:
        stems = {stem(word) for word in words(who)}
        says = [
            bool(stems & {stem(word) for word in words(speakers(one.passage.text, _inner(one.passage))[place])})
            for one in found
            for place in [one.passage.sentences.index(one.span)]
        ]
        odds = np.where(says, odds, odds / 2) if any(says) else odds
    years = {word for word in words(asked.text) if values.is_year(word)}
    if years:
        too_old = [
            (articles[one.passage.article_id].published or "9999")[:4] < min(years)
            and not years & set(words(one.candidate.text))
            for one in found
        ]
        odds = np.where(too_old, odds * _EARLIER, odds)
    top: Vector = (odds / odds.max()).astype(np.float32)
    return top


def _lifted(odds: Vector, holds: Sequence[bool]) -> Vector:
    """Every sentence that holds what is wanted above those that do not; as they were where none does."""
    return np.where(holds, 0.5 + odds / 2, odds / 2) if any(holds) else odds


def _gap(asked: Question, evidence: Sequence[Evidence]) -> str:
    """What the best sentences lack that the question asks for, in words; empty when nothing."""
    lacks = _LACKS.get(asked.kind)
    if lacks is None or any(_has_value(asked, piece) for piece in evidence[:_GAP_DEPTH]):
        return ""
    return lacks


def _has_value(asked: Question, piece: Evidence) -> bool:
    """Whether a date or quantity, one that the question does not have itself, is in or beside the words that answer."""
    finder = {"time": values.dates, "quantity": values.quantities}[asked.kind]
    known = {stem(word) for word in words(asked.text)}
    spans = [(a, b) for a, b in finder(piece.text) if {stem(word) for word in words(piece.text[a:b])} - known]
    if piece.short is None:
        return bool(spans)
    start, end = piece.short.start - piece.span.start, piece.short.end - piece.span.start
    return any(a < end + _BESIDE and b > start - _BESIDE for a, b in spans)


def _uncovered(asked: Question, found: Sequence[_Found]) -> tuple[str, ...]:
    """The content words of the question, as written, that no passage found and no heading has."""
    around = {stem(word) for passage in {one.candidate.passage for one in found} for word in words(passage)}
    written = {stem(word): word for word in words(asked.text)}
    return tuple(written[term] for term in asked.terms if term not in around and term in written)


def _inner(passage: Passage) -> list[tuple[int, int]]:
    """The sentences as spans of the passage's own text."""
    return [(span.start - passage.start, span.end - passage.start) for span in passage.sentences]
