"""The public sets that the reader learns from, as questions about paragraphs.

`FOLDER` holds squad/, qamr/, nq_open_oracle/, qed/ and feversymmetric/ as their makers published them. What is trained
on and what is only reported is decided here, and by whole articles: see `TRAINED_V2`, `HELD_OUT`.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.reader.question import terms
from index.sentences import split

HELD_OUT = 10
"""Every tenth article of SQuAD 1.1 train is kept from the network, for calibration."""

TRAINED_V2, REPORTED_V2 = slice(0, 17), slice(20, None)
"""Of the 35 articles of SQuAD dev-v2.0, by the alphabet: seen by the network; and whose figures are reported."""

CALIBRATED_V2 = slice(17, 20)
"""The rest: what the threshold of refusal is set on."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text, the title of its article, and the half-open spans of its sentences."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paragraph (its number in the collection); `span` holds the answer, None when it has none."""

    question: str
    paragraph: int
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Collection:
    """Paragraphs and the questions asked of them."""

    paragraphs: tuple[Paragraph, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that claims something, a text, and whether the text supports it."""

    claim: str
    text: str
    supported: bool


def squad_train(folder: Path, *, held_out: bool = False) -> Collection:
    """SQuAD 1.1 train without the articles held out; with `held_out`, those alone."""
    articles = _squad_articles(folder / "squad" / "train-v1.1.json.gz")
    return _squad([one for place, one in enumerate(articles) if (place % HELD_OUT == HELD_OUT - 1) == held_out])


def squad_dev(folder: Path) -> Collection:
    """SQuAD 1.1 dev, all of it: for figures."""
    return _squad(_squad_articles(folder / "squad" / "dev-v1.1.json.gz"))


def squad_v2(folder: Path, part: slice) -> Collection:
    """SQuAD dev-v2.0, with its unanswerable questions: one of the parts named above."""
    return _squad(_squad_articles(folder / "squad" / "dev-v2.0.json.gz")[part])


def trained_titles(folder: Path) -> frozenset[str]:
    """The titles of the dev articles that the network has seen through SQuAD 2.0."""
    return frozenset(_title(one) for one in _squad_articles(folder / "squad" / "dev-v2.0.json.gz")[TRAINED_V2])


def qamr(folder: Path) -> Collection:
    """QAMR: questions on single sentences of Wikipedia and Wikinews; neighbours in the list are of the same article."""
    paragraphs: list[Paragraph] = []
    asked: list[Asked] = []
    numbers: dict[str, int] = {}
    for item in lines(folder / "qamr" / "qamr_wiki_dev_test_joined.jsonl.gz"):
        text = plain(item["sentence"])
        if item["sid"] not in numbers:
            numbers[item["sid"]] = len(paragraphs)
            paragraphs.append(Paragraph("", text, ((0, len(text)),)))
        start = text.find(plain(item["answer"]))
        if start >= 0:
            span = (start, start + len(plain(item["answer"])))
            asked.append(Asked(item["question"], numbers[item["sid"]], span))
    return Collection(tuple(paragraphs), tuple(asked))


def natural_questions(folder: Path) -> Collection:
    """Real search questions, each with its passage, less those that ClapNQ or AttributionBench ask too."""
    taken = _asked_elsewhere(folder)
    paragraphs: list[Paragraph] = []
    asked: list[Asked] = []
    for item in lines(folder / "nq_open_oracle" / "nq-open-oracle.jsonl.gz"):
        text = re.sub(r"\s+", " ", item["ctxs"][0]["text"])
        if _key(item["question"]) in taken:
            continue
        spans = [_best_occurrence(text, answer, item["question"]) for answer in item["answers"] if answer in text]
        if spans:
            asked.append(Asked(item["question"], len(paragraphs), spans[0]))
            paragraphs.append(Paragraph(item["ctxs"][0]["title"], text, _sentences(text)))
    return Collection(tuple(paragraphs), tuple(asked))


def explained(folder: Path) -> Collection:
    """QED: real search questions whose answer stands in the one sentence that people chose as its support."""
    taken = _asked_elsewhere(folder)
    paragraphs: list[Paragraph] = []
    asked: list[Asked] = []
    for item in lines(folder / "qed" / "qed-dev.jsonlines.gz"):
        note = item["annotation"]
        spans = [one["paragraph_reference"] for one in note.get("answer", []) if "paragraph_reference" in one]
        if note.get("explanation_type") != "single_sentence" or not spans or _key(item["question_text"]) in taken:
            continue
        text = item["paragraph_text"]
        ends = [*item["sentence_starts"][1:], len(text)]
        sentences = [
            (start, start + len(text[start:end].rstrip()))
            for start, end in zip(item["sentence_starts"], ends, strict=True)
        ]
        asked.append(Asked(item["question_text"], len(paragraphs), (spans[0]["start"], spans[0]["end"])))
        paragraphs.append(Paragraph(item["title_text"], text, tuple(sentences)))
    return Collection(tuple(paragraphs), tuple(asked))


def fever_claims(folder: Path) -> list[Claim]:
    """FEVER-symmetric dev: claims, each supported by one sentence and refuted by another."""
    return [
        Claim(plain(item["claim"]), plain(item["evidence"]), item["label"] == "SUPPORTS")
        for item in lines(folder / "feversymmetric" / "fever_symmetric_dev.jsonl.gz")
    ]


def _asked_elsewhere(folder: Path) -> frozenset[str]:
    """Questions of Natural Questions that stand in sets whose figures are reported."""
    clap = [item["input"] for part in ("answerable", "unanswerable") for item in
            lines(folder / "clapnq" / f"clapnq_dev_{part}.jsonl.gz")]  # fmt: skip
    bench = [item["question"] for path in sorted((folder / "attributionbench").glob("*.jsonl.gz"))
             for item in lines(path)]  # fmt: skip
    return frozenset(_key(str(question)) for question in [*clap, *bench])


def _key(question: str) -> str:
    return re.sub(r"\W+", " ", question.casefold()).strip()


def _squad_articles(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles: list[dict[str, Any]] = json.load(file)["data"]
    return sorted(articles, key=_title)


def _title(article: dict[str, Any]) -> str:
    title: str = article["title"].replace("_", " ")
    return title


def _squad(articles: list[dict[str, Any]]) -> Collection:
    paragraphs: list[Paragraph] = []
    asked: list[Asked] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            for item in paragraph["qas"]:
                answers = item["answers"]
                span = _occurrence(text, answers[0], item["question"]) if answers else None
                asked.append(Asked(item["question"].strip(), len(paragraphs), span))
            paragraphs.append(Paragraph(_title(article), text, _sentences(text)))
    return Collection(tuple(paragraphs), tuple(asked))


def _occurrence(text: str, answer: dict[str, Any], question: str) -> tuple[int, int]:
    """Where the answer stands; the set notes its first occurrence, so of several the best is chosen."""
    if answer.get("occurrences", 1) == 1:
        return answer["answer_start"], answer["answer_start"] + len(answer["text"])
    return _best_occurrence(text, answer["text"], question)


def _best_occurrence(text: str, answer: str, question: str) -> tuple[int, int]:
    """The occurrence of `answer` whose sentence has most terms of the question; the first of equals."""
    asked = set(terms(question))
    places = [match.start() for match in re.finditer(re.escape(answer), text)]
    spans = _sentences(text)

    def shared(place: int) -> int:
        sentence = next((text[start:end] for start, end in spans if start <= place < end), "")
        return len(asked & set(terms(sentence)))

    best = max(places, key=shared)
    return best, best + len(answer)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in split(text))


def plain(text: str) -> str:
    """A text split into tokens by the Penn Treebank's habits, as one would write it."""
    for token, sign in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", '"'), ("''", '"')):
        text = text.replace(token, sign)
    text = re.sub(r" ([.,;:!?%)\]]|'s\b|n't\b|'re\b|'ve\b)", r"\1", text)
    return re.sub(r"([(\[$]) ", r"\1", text)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
