"""The reader: every sentence of the passages found is judged by the network and a dozen plain measures beside it.

No language model and no GPU. It reads English; for other languages the cosines and the words in common carry it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.dates import years
from assistant.reader import values
from assistant.reader.ahead import asked_deeds, only_ahead
from assistant.reader.closed import is_closed, point
from assistant.reader.features import Candidate, measure, sureness, weigh
from assistant.reader.network import Network, Read, Text
from assistant.reader.question import Question, analyse, core, folded, is_foreign, stem, words
from assistant.reader.reading import Evidence, Reading
from assistant.reader.short import cleaned
from assistant.reader.speech.asked import asked_speaker, asks_who_said
from assistant.reader.speech.speakers import speakers
from assistant.reader.verdict import NUM_JUDGED, Judged, around, judged
from assistant.reader.weights import Vector, load_weights
from corpus.article import Article
from index.chunk import header
from index.index import Index
from index.passage import Hit, Passage, Span

_NUM_EVIDENCE = 12  # sentences handed on; an answer of 80 words holds three to five
_SURE = 0.2  # confidence that a yes or a no needs: below it, the passages are rarely about the point
_UNREAD = 0.1  # the most that is thought of an answer to a question that the network cannot read
_MIN_WORDS = 3  # shorter sentences are cries
_GAP_DEPTH = 3  # sentences in one of which the words that answer must hold a value of that kind
_HARDLY = -3.0  # logit below which such words hardly answer
_BESIDE = 12  # characters between an answer and its value: "two decades", "the spring of 1931"
_EARLIER = 0.3  # of its odds are left to a sentence from before the year that is asked about
_A_YEAR = 0.6  # of its odds a sentence keeps for each year that a newer source has over it, where "now" is asked about
_NOW = re.compile(
    r"\b(?:now|nowadays|today|currently|current|latest|most recent|at present|these days|so far|still)\b", re.IGNORECASE
)
_WEAK = (
    0.3  # of its odds are left to what asks itself, what no sign ends, a line beside a picture: a heading, a caption
)
_AHEAD = 0.1  # of its odds are left to a sentence that has as planned what is asked for as done
_CREDIT = re.compile(r"^\W*(?:file )?(?:photo|image|picture|video|map|graphic)s?(?: credit| by)?:", re.IGNORECASE)
_ENDED = re.compile(r"[.!…:;][\"'”’»)\]\d\s]*$")
_NAMED = {"person", "place"}
_HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_UNSURE = 0.2  # confidence from which an answer is not held against the kind of thing that is asked for
_LACKS = {
    "time": "no passage gives a date for it",
    "quantity": "no passage gives a number for it",
    "person": "no passage gives a name for it",
    "place": "no passage gives a place for it",
}


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
        known = self._index.document_frequency(asked.terms)
        found = self._found(question, hits, articles) if any(known.values()) else []
        if not found:
            return Reading((), 0.0)  # nothing is asked, or nothing that any passage has
        model = load_weights()
        candidates = [one.candidate for one in found]
        rows = measure(asked, candidates, weigh(asked, known, self._index.num_passages))
        deeds = asked_deeds(question)
        planned = [only_ahead(deeds, one.candidate.text, agreed=True) for one in found]
        odds = _preferred(asked, found, articles, model.odds(rows), planned)
        order = sorted(range(len(found)), key=lambda i: (-odds[i], found[i].passage.id, found[i].span.start))
        evidence = [_evidence(found[i], float(odds[i]), planned=planned[i]) for i in order[:_NUM_EVIDENCE]]
        verdict = self._judged(question, evidence, articles)
        confidence = model.probability(sureness(rows, order[0], verdict.support if verdict else None))
        if confidence < model.refuse_below:
            return Reading((), confidence, uncovered=_uncovered(asked, found))
        foreign = is_foreign(question)
        if foreign:
            confidence = min(confidence, _UNREAD)
        gap = _gap(asked, evidence) if confidence < _UNSURE else ""
        if gap:
            return Reading((), confidence, gap)
        led = _led(question, evidence, verdict) if verdict and confidence >= _SURE else evidence
        return Reading(tuple(led), confidence, doubtful=foreign or confidence < model.doubt_below)

    def _judged(self, question: str, evidence: Sequence[Evidence], articles: Mapping[str, Article]) -> Judged | None:
        """What the likeliest evidence says to the point on which the question turns; None where there is none."""
        turns_on = point(question)
        if turns_on is None:
            return None
        texts = [
            around(piece.passage, piece.passage.sentences.index(piece.span), _heading(articles, piece.passage))
            for piece in evidence[:NUM_JUDGED]
        ]
        return judged(self._network, turns_on, texts)

    def _found(self, question: str, hits: Sequence[Hit], articles: Mapping[str, Article]) -> list[_Found]:
        """Each sentence of the hits once, as the passage shows it in which it answers best."""
        cosines = self._index.similarities(question, [hit.passage.id for hit in hits])
        passages = [hit.passage for hit in hits if hit.passage.id in cosines]  # edited or removed since the search
        texts = [Text(one.text, one.inner, _heading(articles, one)) for one in passages]
        found: dict[tuple[str, int], _Found] = {}
        for text, passage, read in zip(texts, passages, self._network.read(question, texts), strict=True):
            for one in _sentences(text, passage, read, cosines[passage.id]):
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


def _led(question: str, evidence: Sequence[Evidence], verdict: Judged) -> list[Evidence]:
    """The evidence with what it says, yes or no; the first that says it leads, where that is the point.

    A question that is not for yes or no is led by what denies the point that it takes for granted, unless others grant
    it.
    """
    num = len(verdict.says)
    marked = [replace(piece, says=one) for piece, one in zip(evidence[:num], verdict.says, strict=True)]
    marked += evidence[num:]
    if is_closed(question):
        lead = next((piece for piece in marked if piece.says), None)
    else:
        lead = next((piece for piece in marked if piece.says == "no"), None) if "yes" not in verdict.says else None
    if lead is None:
        return marked
    return [replace(lead, score=1.0), *(piece for piece in marked if piece != lead)]


def _heading(articles: Mapping[str, Article], passage: Passage) -> str:
    """What says where a passage is from, as the index heads it."""
    return header(articles[passage.article_id]).rstrip("\n")


def _evidence(one: _Found, odds: float, *, planned: bool) -> Evidence:
    start, end = cleaned(one.passage.text, one.short)
    short = Span(one.passage.start + start, one.passage.start + end) if end > start and not planned else None
    return Evidence(one.passage, one.span, odds, short, one.candidate.certainty)


def _preferred(
    asked: Question, found: Sequence[_Found], articles: Mapping[str, Article], odds: Vector, planned: Sequence[bool]
) -> Vector:
    """The odds, with what the question plainly asks for lifted: the words it quotes, the one who speaks, the time.

    `planned` are the sentences that have as planned what is asked for as done.
    """
    if asked.quoted:
        odds = _lifted(odds, [any(quoted in folded(one.candidate.text) for quoted in asked.quoted) for one in found])
    who = asked_speaker(asked.text)
    if who:
        stems = {stem(word) for word in words(who)}
        passages = {one.passage.id: one.passage for one in found}
        voices = {key: speakers(passage.text, passage.inner) for key, passage in passages.items()}
        says = [
            bool(stems & {stem(word) for word in words(voices[one.passage.id][one.passage.sentences.index(one.span)])})
            for one in found
        ]
        odds = np.where(says, odds, odds / 2) if any(says) else odds
    named = {word for word in words(asked.text) if values.is_year(word)}
    if named:
        too_old = [
            (articles[one.passage.article_id].published or "9999")[:4] < min(named)
            and not named & set(words(one.candidate.text))
            for one in found
        ]
        odds = np.where(too_old, odds * _EARLIER, odds)
    odds = np.where([_is_told(one.candidate.text) for one in found], odds, odds * _WEAK)
    odds = np.where(planned, odds * _AHEAD, odds)
    if _NOW.search(asked.text):
        odds = odds * _A_YEAR ** _years_behind([articles[one.passage.article_id].published for one in found])
    top: Vector = (odds / odds.max()).astype(np.float32)
    return top


def _is_told(sentence: str) -> bool:
    """Whether a sentence has an end, and is no line beside a picture."""
    return _ENDED.search(sentence) is not None and _CREDIT.match(sentence) is None


def _years_behind(published: Sequence[str | None]) -> Vector:
    """By how many years each date is older than the newest; 0 for none."""
    known = [years(one) if one else None for one in published]
    newest = max((one for one in known if one is not None), default=0.0)
    return np.array([0.0 if one is None else newest - one for one in known], dtype=np.float32)


def _lifted(odds: Vector, holds: Sequence[bool]) -> Vector:
    """Every sentence that holds what is wanted above those that do not; as they were where none does."""
    return np.where(holds, 0.5 + odds / 2, odds / 2) if any(holds) else odds


def _gap(asked: Question, evidence: Sequence[Evidence]) -> str:
    """What the best sentences lack that the question asks for, in words; empty when nothing.

    Names are known by their capitals, hence in Latin letters alone; who says something is found by other means.
    """
    lacks, best = _LACKS.get(asked.kind), evidence[:_GAP_DEPTH]
    if lacks is None or any(piece.certainty > _HARDLY and _has_value(asked, piece) for piece in best):
        return ""
    if asked.kind in _NAMED and (asks_who_said(asked.text) is not None or any(is_foreign(one.text) for one in best)):
        return ""
    return lacks


def _has_value(asked: Question, piece: Evidence) -> bool:
    """Whether what is asked for, and the question does not have itself, is in or beside the words that answer."""
    finder = values.names if asked.kind in _NAMED else {"time": values.times, "quantity": values.amounts}[asked.kind]
    if asked.kind not in _NAMED and _HOW_LONG.search(asked.text):
        finder = values.durations
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
