"""Fits the weights of the similarity reader on public question-answer pairs, and says how good they are.

    python -m assistant.reader.fit --data FOLDER

FOLDER holds squad/train-v1.1.json.gz (CC BY-SA 4.0) and nq_open_oracle/nq-open-oracle.jsonl.gz (MIT). Every question
is asked of a pool of passages, once with the passage that answers it and once without; the best sentences are
measured, and the one that holds the answer is to come first. Articles are split: some are fitted on, others reported.
Takes about five minutes on two cores; needs no network.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.reader.features import FEATURES, Candidate, measure, weigh
from assistant.reader.question import analyse, terms
from assistant.reader.weights import FILE, Weights
from index.chunk import chunk_text
from index.encoder import Encoder, load_encoder
from index.fuse import fuse
from index.passage import Passage

_SEED = 7
_NUM_HITS = 12  # passages read a question, as the engine does
_FALSE_REFUSALS = 0.01  # of the answerable questions of the fit: what the refusal threshold is set to
_PENALTY = 1e-3  # on squared weights: keeps measures that say the same from pulling against each other
_CONFIDENCE = ("cosine", "passage_cosine", "overlap", "passage_overlap", "pair_overlap", "names", "fit", "misfit")

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the number of the paragraph that answers it, and where in it the answer starts."""

    question: str
    paragraph: int
    start: int
    answer: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The features (n, features) of a question's candidates; `right` is 1 for the answer, -1 for a maybe."""

    rows: Rows
    right: NDArray[np.int8]


def main() -> None:
    """Fit, report, and write the weights beside this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    folder: Path = parser.parse_args().data
    encoder = load_encoder()
    fitted: list[Measured] = []
    without: list[Measured] = []
    reported: dict[str, tuple[list[Measured], list[Measured]]] = {}
    for name, articles, num_fit in (("squad", _squad(folder), 60), ("nq", _nq(folder), 1500)):
        for part, some in (("fit", articles[:num_fit]), ("report", articles[num_fit:])):
            pool = Pool(some, encoder)
            present, absent = list(pool.measured()), list(pool.measured(absent=True))
            _say(f"{name} {part}: {len(pool.passages)} passages, {len(present)} questions")
            if part == "fit":
                fitted += present
                without += absent
            else:
                reported[name] = (present, absent)
    weights = _fit(fitted, without)
    for name, (present, absent) in reported.items():
        _say(f"{name}: {_report(weights, present, absent)}")
    _write(weights)


def _squad(folder: Path) -> list[tuple[str, list[str], list[Asked]]]:
    """85 articles of SQuAD 1.1 train, each with its paragraphs and up to 30 questions."""
    with gzip.open(folder / "squad" / "train-v1.1.json.gz") as file:
        data = json.load(file)["data"]
    rng = random.Random(_SEED)  # noqa: S311  # a sample, not a secret
    articles = []
    for article in rng.sample(data, 85):
        asked = [
            Asked(qa["question"], number, qa["answers"][0]["answer_start"], qa["answers"][0]["text"])
            for number, paragraph in enumerate(article["paragraphs"])
            for qa in paragraph["qas"]
        ]
        paragraphs = [paragraph["context"] for paragraph in article["paragraphs"]]
        articles.append((article["title"].replace("_", " "), paragraphs, rng.sample(asked, min(30, len(asked)))))
    return articles


def _nq(folder: Path) -> list[tuple[str, list[str], list[Asked]]]:
    """2,200 real search questions, each with the one passage that answers it."""
    articles = []
    with gzip.open(folder / "nq_open_oracle" / "nq-open-oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            text = item["ctxs"][0]["text"]
            found = next(((text.find(answer), answer) for answer in item["answers"] if answer in text), None)
            if found:
                question = f"{item['question'][:1].upper()}{item['question'][1:]}?"
                articles.append((item["ctxs"][0]["title"], [text], [Asked(question, 0, *found)]))
    return articles[:2200]


class Pool:
    """The passages of some articles, with their vectors and words, and the questions about them."""

    def __init__(self, articles: Sequence[tuple[str, list[str], list[Asked]]], encoder: Encoder) -> None:
        self.passages: list[tuple[int, int, Passage]] = []  # article, paragraph
        self._asked = [(number, one) for number, (_, _, asked) in enumerate(articles) for one in asked]
        texts, spans = [], []
        for number, (title, paragraphs, _) in enumerate(articles):
            header = f"{title}\n"
            for place, paragraph in enumerate(paragraphs):
                for passage in chunk_text(f"{number}-{place}", paragraph, encoder.count_tokens):
                    shift = len(header) - passage.start
                    self.passages.append((number, place, passage))
                    texts.append(header + passage.text)
                    spans.append([(span.start + shift, span.end + shift) for span in passage.sentences])
        self._vectors, self._sentences = encoder.encode_passages(texts, spans)
        self._questions = encoder.encode([one.question for _, one in self._asked])
        self._counts = [Counter(terms(text)) for text in texts]
        self._frequency = Counter(term for counts in self._counts for term in counts)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(self._counts):
            for term in counts:
                self._places[term].append(place)

    def measured(self, *, absent: bool = False) -> Iterator[Measured]:
        """Each question's candidates; with `absent`, as if the paragraph that answers it were not in the pool."""
        for number, (article, asked) in enumerate(self._asked):
            hidden = {
                i
                for i, (its, paragraph, _) in enumerate(self.passages)
                if absent and (its, paragraph) == (article, asked.paragraph)
            }
            yield self._measure(article, asked, self._questions[number], hidden)

    def _measure(self, article: int, asked: Asked, vector: Rows, hidden: set[int]) -> Measured:
        question = analyse(asked.question)
        weights = weigh(question, lambda some: {term: self._frequency[term] for term in some}, len(self.passages))
        candidates, right = [], []
        for i in self._search(vector, weights, hidden):
            its, paragraph, passage = self.passages[i]
            cosines = self._sentences[i] @ vector
            for span, cosine in zip(passage.sentences, cosines, strict=True):
                text = passage.text[span.start - passage.start : span.end - passage.start]
                candidates.append(Candidate(text, passage.text, float(cosine), float(cosines.max())))
                holds = (its, paragraph) == (article, asked.paragraph) and span.start <= asked.start < span.end
                right.append(1 if holds else -(asked.answer.casefold() in text.casefold()))
        return Measured(measure(question, candidates, weights), np.array(right, dtype=np.int8))

    def _search(self, vector: Rows, weights: dict[str, float], hidden: set[int]) -> list[int]:
        """The numbers of the best passages, by vectors and words fused as in the index."""
        words: Counter[int] = Counter()
        for term, weight in weights.items():
            for place in self._places[term]:
                count = self._counts[place][term]
                words[place] += weight * count * 2.2 / (count + 1.2)  # type: ignore[assignment]  # BM25, lengths being alike
        dense = [str(i) for i in np.argsort(-(self._vectors @ vector))[:60] if i not in hidden]
        lexical = [str(i) for i, _ in words.most_common(60) if i not in hidden]
        return [int(item.id) for item in fuse({"dense": dense, "words": lexical})][:_NUM_HITS]


def _fit(fitted: Sequence[Measured], without: Sequence[Measured]) -> Weights:
    """The ranking by a softmax over each question's candidates, the confidence by a logistic over their best."""
    every = np.concatenate([one.rows for one in fitted])
    mean, scale = every.mean(axis=0), every.std(axis=0) + 1e-6
    usable = [one for one in fitted if (one.right == 1).any()]
    ranking = _minimise(len(FEATURES), _listwise(usable, mean, scale))
    draft = Weights(mean, scale, ranking, np.zeros_like(mean), 0.0, 0.0)
    best = np.array([_best(draft, one) for one in [*fitted, *without]])
    inputs = torch.tensor((best - mean) / scale, dtype=torch.float32)
    inputs[:, [i for i, name in enumerate(FEATURES) if name not in _CONFIDENCE]] = 0
    answered = torch.tensor([1.0] * len(fitted) + [0.0] * len(without))

    def loss(values: torch.Tensor) -> torch.Tensor:
        logits = inputs @ values[:-1] + values[-1]
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, answered)

    values = _minimise(len(FEATURES) + 1, loss)
    confidence = np.where(np.isin(FEATURES, _CONFIDENCE), values[:-1], 0).astype(np.float32)
    known = Weights(mean, scale, ranking, confidence, float(values[-1]), 0.0)
    sure = [known.probability(row) for row in best[: len(fitted)]]
    return Weights(mean, scale, ranking, confidence, float(values[-1]), float(np.quantile(sure, _FALSE_REFUSALS)))


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


def _best(weights: Weights, one: Measured) -> Rows:
    row: Rows = one.rows[int(np.argmax(weights.odds(one.rows)))]
    return row


def _report(weights: Weights, present: Sequence[Measured], absent: Sequence[Measured]) -> str:
    """How often the answer's sentence comes first, and in the first three; what is refused of answerable and not."""
    places = []
    for one in present:
        odds = np.where(one.right >= 0, weights.odds(one.rows), -1)
        order = np.flatnonzero(one.right[np.argsort(-odds)] == 1)
        places.append(int(order[0]) + 1 if len(order) else 99)
    refused = [
        [weights.probability(_best(weights, one)) < weights.refuse_below for one in some] for some in (present, absent)
    ]
    first, three = np.mean(np.array(places) == 1), np.mean(np.array(places) <= 3)
    wrongly, rightly = (float(np.mean(some)) for some in refused)
    return f"first {first:.3f}, in three {three:.3f}, refused wrongly {wrongly:.3f}, rightly {rightly:.3f}"


def _write(weights: Weights) -> None:
    record = {
        "features": list(FEATURES),
        **{
            name: [round(float(value), 5) for value in getattr(weights, name)]
            for name in ("mean", "scale", "ranking", "confidence")
        },
        "bias": round(weights.bias, 5),
        "refuse_below": round(weights.refuse_below, 4),
    }
    Path(__file__).with_name(FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
