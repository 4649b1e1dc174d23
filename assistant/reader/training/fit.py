"""Fits the few numbers around the network: how sentences are ranked, how sure an answer is, and when to refuse.

On public questions, most of which the network has not seen: the articles of SQuAD 1.1 train that were held out, those
of SQuAD 2.0 dev kept for calibration, whose unanswerable questions people wrote to look answerable, and, so that words
in common do not count for all, some real search questions. Every question is searched in a pool of passages, once with
the paragraph that answers it and once without.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.evaluation.figures import calibration, expected_calibration_error
from assistant.reader.closed import point
from assistant.reader.features import FEATURES, SURENESS, Candidate, measure, sureness, weigh
from assistant.reader.network import Network, Text
from assistant.reader.question import Question, analyse, terms
from assistant.reader.training.sets import Asked, Collection
from assistant.reader.verdict import NUM_JUDGED, around, judged
from assistant.reader.weights import Linear, Vector, Weights
from index.chunk import chunk_text
from index.encoder import Encoder
from index.fuse import fuse
from index.passage import Passage

_SEED = 7
_NUM_HITS = 16  # passages read a question
_FALSE_REFUSALS = 0.002  # of the answerable questions: what the threshold of refusal is set to
_FALSE_DOUBTS = 0.03  # likewise: where an answer begins to be called doubtful
_PENALTY = 1e-3  # on squared weights: keeps measures that say the same from pulling against each other

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """The features (n, features) of a question's candidates; `right` is 1 for the answer, -1 for a maybe.

    `answerable`: the pool has the paragraph that answers. `support` as `features.sureness` takes it.
    """

    rows: Rows
    right: NDArray[np.int8]
    answerable: bool
    support: float | None


@dataclass(frozen=True, slots=True)
class _Tried:
    """A candidate, whether it is right (-1 for a maybe), and the sentence after the one before it."""

    candidate: Candidate
    right: int
    around: Text


def fit(measured: Sequence[Measured]) -> Weights:
    """The ranking by a softmax over each question's candidates, the confidence by a logistic over their best."""
    ranking = _fit_ranking(measured)
    best = [int(np.argmax(ranking.logits(one.rows))) for one in measured]
    rows = np.array([sureness(one.rows, i, one.support) for one, i in zip(measured, best, strict=True)])
    right = np.array([one.answerable and one.right[i] != 0 for one, i in zip(measured, best, strict=True)])
    confidence = _fit_confidence(rows, right)
    draft = Weights(ranking, confidence, 0.0, 0.0)
    sure = np.array([draft.probability(row) for row in rows])
    answerable = np.array([one.answerable for one in measured])
    refuse, doubt = np.quantile(sure[answerable], (_FALSE_REFUSALS, _FALSE_DOUBTS))
    return Weights(ranking, confidence, float(refuse), float(doubt))


def report(weights: Weights, measured: Sequence[Measured]) -> dict[str, float]:
    """How often the answer's sentence comes first, and in the first three; what is refused of answerable and not."""
    places = []
    for one in measured:
        if one.answerable:
            logits = weights.ranking.logits(one.rows)
            order = np.argsort(-np.where(one.right >= 0, logits, -np.inf))
            hits = np.flatnonzero(one.right[order] == 1)
            places.append(int(hits[0]) + 1 if len(hits) else 99)
    sure, right = outcomes(weights, measured)
    answerable = np.array([one.answerable for one in measured])
    refused, doubted = sure < weights.refuse_below, sure < weights.doubt_below
    return {
        "questions": len(measured),
        "first": float(np.mean(np.array(places) == 1)),
        "in three": float(np.mean(np.array(places) <= 3)),
        "refused wrongly": float(refused[answerable].mean()),
        "refused rightly": float(refused[~answerable].mean()),
        "doubted wrongly": float(doubted[answerable].mean()),
        "doubted rightly": float(doubted[~answerable].mean()),
        "calibration error": expected_calibration_error(calibration(sure.tolist(), right.tolist())) or 0.0,
    }


def outcomes(weights: Weights, measured: Sequence[Measured]) -> tuple[Vector, NDArray[np.bool_]]:
    """The confidence of each question, and whether its best sentence was right."""
    sure, right = [], []
    for one in measured:
        best = int(np.argmax(weights.ranking.logits(one.rows)))
        sure.append(weights.probability(sureness(one.rows, best, one.support)))
        right.append(bool(one.answerable and one.right[best] != 0))
    return np.array(sure, dtype=np.float32), np.array(right)


class Pool:
    """The passages of some paragraphs, with their vectors and words, and the questions about them."""

    def __init__(self, some: Collection, asked: Sequence[Asked], encoder: Encoder, network: Network) -> None:
        self.passages: list[tuple[int, str, Passage]] = []  # paragraph, heading
        self._paragraphs, self._asked, self._network = some.paragraphs, asked, network
        texts, spans = [], []
        for number, paragraph in enumerate(some.paragraphs):
            header = f"{paragraph.title}\n"
            for passage in chunk_text(f"{number}", paragraph.text, encoder.count_tokens):
                shift = len(header) - passage.start
                self.passages.append((number, paragraph.title, passage))
                texts.append(header + passage.text)
                spans.append([(span.start + shift, span.end + shift) for span in passage.sentences])
        self._vectors, self._sentences = encoder.encode_passages(texts, spans)
        self._questions = encoder.encode([one.question for one in asked])
        self._counts = [Counter(terms(text)) for text in texts]
        self._frequency = Counter(term for counts in self._counts for term in counts)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(self._counts):
            for term in counts:
                self._places[term].append(place)

    def measured(self) -> Iterator[Measured]:
        """Each question's candidates; an answerable one's also as if its paragraph were not in the pool."""
        for asked, vector in zip(self._asked, self._questions, strict=True):
            question = analyse(asked.question)
            weights = weigh(question, self._frequency, len(self.passages))
            own = {i for i, (number, _, _) in enumerate(self.passages) if number == asked.paragraph}
            places = self._search(vector, weights)
            found = self._candidates(asked, vector, places)
            if asked.span is None:
                yield self._measured(question, found[:_NUM_HITS], weights, answerable=False)
                continue
            yield self._measured(question, found[:_NUM_HITS], weights, answerable=True)
            absent = [one for place, one in zip(places, found, strict=True) if place not in own]
            yield self._measured(question, absent[:_NUM_HITS], weights, answerable=False)

    def _candidates(self, asked: Asked, vector: Rows, places: Sequence[int]) -> list[list[_Tried]]:
        """For each passage its sentences, and whether each is right."""
        start = asked.span[0] if asked.span else -1
        answer = self._paragraphs[asked.paragraph].text[slice(*asked.span)].casefold() if asked.span else "\0"
        passages = [self.passages[i] for i in places]
        reads = self._network.read(asked.question, [Text(one.text, one.inner, title) for _, title, one in passages])
        found = []
        for i, (number, title, passage), read in zip(places, passages, reads, strict=True):
            cosines = self._sentences[i] @ vector
            sentences = []
            for place, span in enumerate(passage.sentences):
                text = passage.text_of(span)
                candidate = Candidate(
                    text, f"{title}\n{passage.text}", float(cosines[place]), float(cosines.max()), read.relevance,
                    float(read.evidence[place]), float(read.certainty[place]),
                    passage.text[slice(*read.answers[place])],
                )  # fmt: skip
                holds = number == asked.paragraph and span.start <= start < span.end
                right = 1 if holds else -(answer in text.casefold())
                sentences.append(_Tried(candidate, right, around(passage, place, title)))
            found.append(sentences)
        return found

    def _measured(
        self, question: Question, found: Sequence[Sequence[_Tried]], weights: dict[str, float], *, answerable: bool
    ) -> Measured:
        flat = [one for sentences in found for one in sentences]
        right = np.array([one.right for one in flat], dtype=np.int8)
        rows = measure(question, [one.candidate for one in flat], weights)
        turns_on = point(question.text)
        best = sorted(flat, key=lambda one: -(one.candidate.evidence + one.candidate.certainty / 2))[:NUM_JUDGED]
        support = judged(self._network, turns_on, [one.around for one in best]).support if turns_on else None
        return Measured(rows, right, answerable, support)

    def _search(self, vector: Rows, weights: dict[str, float]) -> list[int]:
        """The numbers of the best passages, by vectors and words fused as in the index; a few more than are read."""
        words: Counter[int] = Counter()
        for term, weight in weights.items():
            for place in self._places[term]:
                count = self._counts[place][term]
                words[place] += weight * count * 2.2 / (count + 1.2)  # type: ignore[assignment]  # BM25, lengths alike
        dense = [str(i) for i in np.argsort(-(self._vectors @ vector))[:60]]
        lexical = [str(i) for i, _ in words.most_common(60)]
        return [int(item.id) for item in fuse({"dense": dense, "words": lexical})][: _NUM_HITS + 3]


def sample(some: Collection, size: int) -> list[Asked]:
    """Some of a collection's questions, drawn with a fixed seed."""
    return random.Random(_SEED).sample(list(some.asked), min(size, len(some.asked)))  # noqa: S311  # not a secret


def _fit_ranking(measured: Sequence[Measured]) -> Linear:
    every = np.concatenate([one.rows for one in measured])
    mean, scale = every.mean(axis=0), every.std(axis=0) + 1e-6
    usable = [one for one in measured if one.answerable and (one.right == 1).any()]
    return Linear(mean, scale, _minimise(len(FEATURES), _listwise(usable, mean, scale)), 0.0)


def _fit_confidence(rows: Rows, right: NDArray[np.bool_]) -> Linear:
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = torch.tensor((rows - mean) / scale)
    wanted = torch.tensor(right, dtype=torch.float32)

    def loss(values: torch.Tensor) -> torch.Tensor:
        logits = inputs @ values[:-1] + values[-1]
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)

    values = _minimise(len(SURENESS) + 1, loss)
    return Linear(mean, scale, values[:-1], float(values[-1]))


def _listwise(usable: Sequence[Measured], mean: Rows, scale: Rows) -> Callable[[torch.Tensor], torch.Tensor]:
    """Cross-entropy of the softmax over each question's candidates, doubtful ones left out."""
    longest = max(len(one.right) for one in usable)
    inputs = torch.zeros(len(usable), longest, len(FEATURES))
    hidden = torch.full((len(usable), longest), -1e9)
    target = torch.zeros(len(usable), longest)
    for place, one in enumerate(usable):
        kept = one.right >= 0
        num = int(kept.sum())
        inputs[place, :num] = torch.tensor((one.rows[kept] - mean) / scale)
        hidden[place, :num] = 0
        target[place, :num] = torch.tensor(one.right[kept], dtype=torch.float32)
    target /= target.sum(dim=1, keepdim=True)
    return lambda values: -(target * torch.log_softmax(inputs @ values + hidden, dim=1)).sum(dim=1).mean()


def _minimise(num: int, loss: Callable[[torch.Tensor], torch.Tensor]) -> Rows:
    values = torch.zeros(num, requires_grad=True)
    optimiser = torch.optim.LBFGS([values], max_iter=400)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        total = loss(values) + _PENALTY * (values**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found: Rows = values.detach().numpy()
    return found
