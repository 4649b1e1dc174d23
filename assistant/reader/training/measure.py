"""The figures of the network on public sets that it has not seen, beside those of the encoder alone and of BM25.

python -m assistant.reader.training measure --data FOLDER --weights FILE [--sample N]
"""

import gzip
import json
import random
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.llm.judge import Judge
from assistant.reader.closed import DENIED, point
from assistant.reader.network import Network, Text, Vector
from assistant.reader.training import sets
from assistant.reader.training.searched import Searched, Words
from assistant.reader.training.sets import Paragraph
from assistant.reader.training.yesno import yes_or_no
from assistant.reader.verdict import verdict
from assistant.reader.weights import load_weights
from index.encoder import MiniLM
from index.sentences import runs, split

_SEED = 5
_DEPTH = 20  # paragraphs that the network reads a question
_BLOCK = 400  # pairs asked of the network at once

Ranked = list[tuple[list[bool], dict[str, Vector]]]
"""For each question: which of its sentences answer, and the scores of each by every way."""


class Measures:
    """Each method is a row of the table: a name to figures."""

    def __init__(
        self, network: Network, encoder: MiniLM, data: Path, sample: int | None = None, claims: Network | None = None
    ) -> None:
        """`sample` questions of each set, drawn with a fixed seed; all by default. `claims` judges claims."""
        self._network, self._encoder, self._data, self._sample = network, encoder, data, sample
        self._claims = claims or network

    def spans(self) -> dict[str, float]:
        """SQuAD 1.1 dev on the paragraph that answers: exact match and F1, also of the articles never seen alone."""
        articles = json.loads(_gunzipped(self._data / "squad" / "dev-v1.1.json.gz"))["data"]
        seen = sets.trained_titles(self._data)
        asked = [
            (qa["question"], paragraph["context"], [one["text"] for one in qa["answers"]],
             article["title"].replace("_", " ") in seen)
            for article in articles for paragraph in article["paragraphs"] for qa in paragraph["qas"]
        ]  # fmt: skip
        asked = self._drawn(asked)
        texts = [Text(text, tuple(split(text))) for _, text, _, _ in asked]
        exact, f1 = [], []
        for (_, text, answers, _), read in zip(
            asked, self._reads([(one[0], text) for one, text in zip(asked, texts, strict=True)]), strict=True
        ):
            said = text[slice(*read.answers[int(np.argmax(read.certainty))])]
            exact.append(max(_normal(said) == _normal(answer) for answer in answers))
            f1.append(max(_f1(said, answer) for answer in answers))
        unseen = np.array([not one[3] for one in asked])
        return {
            "questions": len(asked), "EM": _percent(exact), "F1": _percent(f1), "unseen": int(unseen.sum()),
            "EM unseen": _percent(np.array(exact)[unseen]), "F1 unseen": _percent(np.array(f1)[unseen]),
        }  # fmt: skip

    def answerable(self) -> dict[str, float]:
        """SQuAD dev-v2.0, the articles reported: AUC of telling the answerable questions from the others."""
        some = sets.squad_v2(self._data, sets.REPORTED_V2)
        asked = self._drawn(list(some.asked))
        pairs = [(one.question, _text(some.paragraphs[one.paragraph])) for one in asked]
        reads = list(self._reads(pairs))
        right = np.array([one.span is not None for one in asked])
        relevance = np.array([read.relevance for read in reads])
        span = np.array([read.certainty.max() for read in reads])
        cosine = self._cosines([(first, second.text) for first, second in pairs])
        supports = self._points(pairs)
        rows = [
            (one, one, support is not None, support or 0.0) for one, support in zip(relevance, supports, strict=True)
        ]
        confidence = load_weights().confidence.logits(np.array(rows, dtype=np.float32))
        return {
            "questions": len(asked), "AUC confidence": auc(confidence, right),
            "AUC relevance": auc(relevance, right), "AUC span": auc(span, right),
            "AUC both": auc(_unit(relevance) + _unit(span), right), "AUC cosine": auc(cosine, right),
        }  # fmt: skip

    def _points(self, pairs: Sequence[tuple[str, Text]]) -> list[float | None]:
        """The highest support that a sentence, after the one before it, gives or denies the point of each question."""
        claims, owners = [], []
        for number, (question, passage) in enumerate(pairs):
            turns_on = point(question)
            for place, (_, end) in enumerate(passage.sentences if turns_on else ()):
                text = passage.text[passage.sentences[max(0, place - 1)][0] : end]
                around = Text(text, ((0, len(text)),), passage.head)
                claims += [(turns_on or "", around), (f"{DENIED}{turns_on}", around)]
                owners += [number, number]
        best: list[float | None] = [None] * len(pairs)
        for number, support in zip(owners, self._network.support(claims), strict=True):
            known = best[number]
            best[number] = float(support) if known is None else max(float(support), known)
        return best

    def paragraphs(self) -> dict[str, float]:
        """SQuAD 1.1 dev questions over all paragraphs of train and dev: MRR@10 of each way.

        "reader" orders what the search found by the sentence that the product would say first (`features`, `weights`),
        "relevance" by the network's relevance alone. "unseen": of the articles that no training set has.
        """
        train, dev = sets.squad_train(self._data), sets.squad_dev(self._data)
        held = sets.squad_train(self._data, held_out=True)
        every = [*dev.paragraphs, *train.paragraphs, *held.paragraphs]
        seen = sets.trained_titles(self._data)
        asked = self._drawn(list(dev.asked))
        found = Searched(every, self._encoder)
        questions = self._encoder.encode([one.question for one in asked])
        ranks: dict[str, list[float]] = defaultdict(list)
        for one, vector in zip(asked, questions, strict=True):
            dense, lexical, both = found.search(one.question, vector)
            reads = self._network.read(one.question, [_text(every[i]) for i in both[:_DEPTH]])
            best = found.best(one.question, vector, both, reads)
            relevance = np.array([read.relevance for read in reads])
            for name, some in (
                ("MiniLM", dense), ("BM25", lexical), ("fusion", both),
                ("relevance", [both[i] for i in np.argsort(-relevance)]),
                ("reader", [both[i] for i in np.argsort(-best)]),
            ):  # fmt: skip
                cut = some[:10]
                ranks[name].append(1 / (cut.index(one.paragraph) + 1) if one.paragraph in cut else 0.0)
            ranks[f"in {_DEPTH}"].append(float(one.paragraph in both[:_DEPTH]))
        unseen = np.array([every[one.paragraph].title not in seen for one in asked])
        table = {name: float(np.mean(some)) for name, some in ranks.items()}
        mean = float(np.array(ranks["reader"])[unseen].mean()) if unseen.any() else 0.0
        return {"questions": len(asked), **table, "unseen": int(unseen.sum()), "reader, unseen": mean}

    def wikiqa(self) -> dict[str, float]:
        """Answer-sentence selection on WikiQA test."""
        folder = self._data / "wikiqa" / "WikiQA" / "test"
        questions, sentences = (_gunzipped(folder / f"{name}.toks.gz").splitlines() for name in ("a", "b"))
        labels = (folder / "sim.txt").read_text().split()
        rows = zip(questions, sentences, labels, strict=True)
        grouped: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for question, sentence, label in rows:
            grouped[question].append((sets.plain(sentence), label == "1"))
        return self._selection(grouped)

    def trecqa(self) -> dict[str, float]:
        """Answer-sentence selection on TrecQA test, over the questions with right and wrong sentences."""
        content = _gunzipped(self._data / "trecqa" / "TEST.xml.gz")
        grouped: dict[str, list[tuple[str, bool]]] = {}
        for block in re.findall(r"<QApairs.*?</QApairs>", content, re.DOTALL):
            parts = re.findall(r"<(question|positive|negative)>\s*(.*?)\n", block)
            question = sets.plain(parts[0][1].replace("\t", " "))
            grouped[question] = [(sets.plain(text.replace("\t", " ")), kind == "positive") for kind, text in parts[1:]]
        return self._selection({name: some for name, some in grouped.items() if not all(label for _, label in some)})

    def _selection(self, grouped: dict[str, list[tuple[str, bool]]]) -> dict[str, float]:
        """MAP and MRR of each way, over the questions with an answer."""
        usable = [(question, some) for question, some in grouped.items() if any(label for _, label in some)]
        words = Words([text for some in grouped.values() for text, _ in some])
        ranked: Ranked = []
        for question, some in usable:
            texts = [text for text, _ in some]
            reads = self._network.read(question, [Text(text, ((0, len(text)),)) for text in texts])
            ranked.append(([label for _, label in some], {
                "cosine": self._cosines([(question, text) for text in texts]),
                "BM25": words.scores(question, texts),
                "relevance": np.array([read.relevance for read in reads]),
                "evidence": np.array([read.evidence[0] for read in reads]),
                "span": np.array([read.certainty[0] for read in reads]),
                "all": np.array([read.relevance + read.evidence[0] + read.certainty[0] / 4 for read in reads]),
            }))  # fmt: skip
        table: dict[str, float] = {"questions": len(usable)}
        for name in ranked[0][1]:
            found = [_average_precision(scores[name], labels) for labels, scores in ranked]
            table[f"MAP {name}"], table[f"MRR {name}"] = (float(x) for x in np.mean(found, axis=0))
        return table

    def support(self) -> dict[str, float]:
        """AttributionBench: macro F1 at the threshold of its dev part, of the cosine at its best.

        `ours` is what the network says of the best window, `judge` what the answers of language models are held to.
        """
        bench = self._data / "attributionbench"
        table: dict[str, float] = {}
        threshold = bar = 0.0
        for name, file in (
            ("dev", "dev_all_subset_balanced"),
            ("in", "test_all_subset_balanced_sampled500"),
            ("out", "test_ood_all_subset_balanced"),
        ):  # fmt: skip
            items = self._drawn(list(sets.lines(bench / f"{file}.jsonl.gz")))
            right = np.array([item["attribution_label"] == "attributable" for item in items])
            ours = self._supports([(_claim(item), list(item["references"])) for item in items])
            judged = self._judged([(_claim(item), list(item["references"])) for item in items])
            if name == "dev":
                threshold, bar = _best_threshold(ours, right), _best_threshold(judged, right)
            cosine = self._cosines([(_claim(item), "\n".join(item["references"])) for item in items])
            best = _best_threshold(cosine, right)
            table |= {
                f"{name} n": len(items), f"{name} ours": macro_f1(ours > threshold, right),
                f"{name} judge": macro_f1(judged > bar, right), f"{name} AUC judge": auc(judged, right),
                f"{name} ours, best": macro_f1(ours > _best_threshold(ours, right), right),
                f"{name} cosine, best": macro_f1(cosine > best, right), f"{name} AUC": auc(ours, right),
                f"{name} AUC cosine": auc(cosine, right),
            }  # fmt: skip
        fever = list(sets.lines(self._data / "feversymmetric" / "fever_symmetric_test.jsonl.gz"))
        right = np.array([item["label"] == "SUPPORTS" for item in fever])
        ours = self._supports([(sets.plain(item["claim"]), [sets.plain(item["evidence"])]) for item in fever])
        cosine = self._cosines([(sets.plain(item["claim"]), sets.plain(item["evidence"])) for item in fever])
        table |= {"fever AUC": auc(ours, right), "fever accuracy": float(np.mean((ours > threshold) == right)),
                  "fever AUC cosine": auc(cosine, right)}  # fmt: skip
        return table

    def closed(self) -> dict[str, float]:
        """Questions for yes or no: of those said either, the share that is right, and of all, the share said rightly.

        Made of SQuAD's articles held out, with right and wrong answers and with passages that say neither; and of the
        claims of FEVER-symmetric's test, each with evidence for or against it.
        """
        some = sets.squad_train(self._data, held_out=True)
        rng = random.Random(_SEED)  # noqa: S311  # reproducible, not secret
        made: list[tuple[str, str, str]] = []
        for asked in rng.sample(list(some.asked), min(3000, 2 * (self._sample or 1500))):
            beside = some.paragraphs[(asked.paragraph + 1) % len(some.paragraphs)]
            pair = yes_or_no(some, asked, [beside], rng)
            if pair is not None:
                denied = pair.first.startswith(DENIED)
                right = ("no" if denied else "yes") if pair.label else ""
                if pair.text not in some.paragraphs[asked.paragraph].text or pair.label:
                    made.append((pair.first.removeprefix(DENIED), pair.text, right))
        fever = list(sets.lines(self._data / "feversymmetric" / "fever_symmetric_test.jsonl.gz"))
        claimed = [
            (
                f"Is it true that {sets.plain(item['claim']).rstrip('.')}?",
                sets.plain(item["evidence"]),
                "yes" if item["label"] == "SUPPORTS" else "no",
            )
            for item in fever
        ]
        table: dict[str, float] = {}
        for name, items in (("squad", made), ("fever", claimed)):
            yes, no = (
                self._network.support([(f"{denial}{one}", Text(text, ((0, len(text)),))) for one, text, _ in items])
                for denial in ("", DENIED)
            )
            said = [verdict(float(a), float(b)) for a, b in zip(yes, no, strict=True)]
            table[f"{name} n"] = len(items)
            for answer in ("yes", "no"):
                hits = sum(one == answer == right for one, (_, _, right) in zip(said, items, strict=True))
                table[f"{name} {answer} precision"] = hits / max(1, said.count(answer))
                table[f"{name} {answer} recall"] = hits / max(1, sum(right == answer for _, _, right in items))
        return table

    def _supports(self, claims: Sequence[tuple[str, list[str]]]) -> Vector:
        """The highest support that any window of a claim's references gives it."""
        pairs, owners = [], []
        for number, (claim, references) in enumerate(claims):
            for window in windows(references):
                pairs.append((claim, Text(window, ((0, len(window)),))))
                owners.append(number)
        scores = self._claims.support(pairs)
        best = np.full(len(claims), -np.inf, dtype=np.float32)
        np.maximum.at(best, owners, scores)
        return best

    def _judged(self, claims: Sequence[tuple[str, list[str]]]) -> Vector:
        """What the judge of a language model's sentences makes of each claim."""
        found = []
        for claim, references in claims:
            sources = [Text(one, tuple(split(one))) for one in references if split(one)]
            found.append(Judge(self._claims, self._encoder.encode).judge(claim, sources).score if sources else -np.inf)
        return np.array(found, dtype=np.float32)

    def _reads(self, pairs: Sequence[tuple[str, Text]]) -> Iterator[Any]:
        for first in range(0, len(pairs), _BLOCK):
            yield from self._network.read_pairs(pairs[first : first + _BLOCK])

    def _cosines(self, pairs: Sequence[tuple[str, str]]) -> Vector:
        one, other = (self._encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
        product: Vector = (one * other).sum(axis=1)
        return product

    def _drawn(self, items: list[Any]) -> list[Any]:
        if self._sample is None or self._sample >= len(items):
            return items
        return random.Random(_SEED).sample(items, self._sample)  # noqa: S311  # a sample, not a secret


def windows(references: Sequence[str], size: int = 900) -> list[str]:
    """Runs of whole sentences of up to `size` characters, each sharing half with the next."""
    found = []
    for reference in references:
        spans = split(reference) or [(0, len(reference))]
        found += [reference[spans[first][0] : spans[last - 1][1]] for first, last in runs(spans, size)]
    return found


def auc(scores: Vector, right: NDArray[np.bool_]) -> float:
    """The area under the ROC curve: how often a right one scores above a wrong one."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    num = int(right.sum())
    return float((order[right].sum() - num * (num + 1) / 2) / (num * (len(right) - num)))


def macro_f1(said: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    """The mean of the F1 of yes and of no."""
    both = []
    for value in (True, False):
        hit = float(((said == value) & (right == value)).sum())
        both.append(2 * hit / max(1.0, float((said == value).sum() + (right == value).sum())))
    return sum(both) / 2


def _best_threshold(scores: Vector, right: NDArray[np.bool_]) -> float:
    tried = np.quantile(scores, np.linspace(0.02, 0.98, 97))
    return float(max(tried, key=lambda threshold: macro_f1(scores > threshold, right)))


def _average_precision(scores: Vector, labels: Sequence[bool]) -> tuple[float, float]:
    hits = np.array(labels)[np.argsort(-scores, kind="stable")]
    places = np.flatnonzero(hits) + 1
    return float(np.mean(np.arange(1, len(places) + 1) / places)), float(1 / places[0])


def _claim(item: dict[str, Any]) -> str:
    """The claim; a bare answer of a few words goes with its question."""
    claim: str = item["claim"]
    return claim if len(claim.split()) > 5 or not item["question"] else f"{item['question']} {claim}"


def _text(paragraph: Paragraph) -> Text:
    return Text(paragraph.text, paragraph.sentences, paragraph.title)


def _gunzipped(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def _unit(scores: Vector) -> Vector:
    unit: Vector = (scores - scores.mean()) / scores.std()
    return unit


def _percent(values: Sequence[float] | NDArray[Any]) -> float:
    return 100 * float(np.mean(values))


def _normal(text: str) -> str:
    """As the makers of SQuAD compare answers."""
    kept = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def _f1(said: str, answer: str) -> float:
    one, other = _normal(said).split(), _normal(answer).split()
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


ROWS: dict[str, Callable[[Measures], dict[str, float]]] = {
    "spans": Measures.spans,
    "answerable": Measures.answerable,
    "paragraphs": Measures.paragraphs,
    "wikiqa": Measures.wikiqa,
    "trecqa": Measures.trecqa,
    "support": Measures.support,
    "closed": Measures.closed,
}
