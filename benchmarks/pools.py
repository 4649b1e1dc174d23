"""The texts and queries of `benchmarks.recall`, and their vectors, encoded once and kept in a folder."""

import gzip
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.chunk import chunk_text
from index.encoder import MiniLM, Vectors

_SQUAD_DEPTH = 80  # texts from each side: what a search for the reader's sixteen asks for
_TIME_DEPTH = 1000  # enough for every relevant article to have a rank


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts (article, title, text), and queries, each with the articles that are right."""

    name: str
    texts: Sequence[tuple[str, str, str]]
    queries: Sequence[tuple[str, frozenset[str]]]
    depth: int


class Vectorizer:
    """Encodes, and keeps what it encoded in a folder."""

    def __init__(self, folder: Path) -> None:
        self._encoder, self._folder = MiniLM(), folder
        folder.mkdir(parents=True, exist_ok=True)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One vector (d,) a query."""
        return self._kept(texts)

    def texts(self, pool: Pool) -> Vectors:
        """The vectors of a pool's texts, each with its title before it."""
        return self._kept([f"{title}\n{text}" if title else text for _, title, text in pool.texts])

    def _kept(self, texts: Sequence[str]) -> Vectors:
        digest = hashlib.sha256("\0".join([self._encoder.fingerprint, *texts]).encode()).hexdigest()[:20]
        path = self._folder / f"{digest}.npy"
        if not path.exists():
            np.save(path, self._encoder.encode(texts))
        vectors: Vectors = np.load(path)
        return vectors


def squad_pool(data: Path, sample: int | None) -> Pool:
    """Every paragraph of SQuAD 1.1 as an article of its own, and questions of dev."""
    texts: list[tuple[str, str, str]] = []
    queries: list[tuple[str, frozenset[str]]] = []
    for part in ("dev", "train"):
        with gzip.open(data / "squad" / f"{part}-v1.1.json.gz", "rt", encoding="utf-8") as file:
            subjects = json.load(file)["data"]
        for subject in subjects:
            for paragraph in subject["paragraphs"]:
                key = frozenset([str(len(texts))])
                queries.extend((one["question"].strip(), key) for one in paragraph["qas"] if part == "dev")
                texts.append((str(len(texts)), subject["title"].replace("_", " "), paragraph["context"]))
    if sample is not None and sample < len(queries):
        queries = random.Random(1).sample(queries, sample)
    return Pool("SQuAD 1.1 dev", texts, queries, _SQUAD_DEPTH)


def time_pool(data: Path) -> Pool:
    """TIME's articles in passages, and its queries that have a judged article."""
    count_tokens = MiniLM().count_tokens
    with gzip.open(data / "time" / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    texts = [
        (document["docno"], "", passage.text)
        for document in documents
        for passage in chunk_text(document["docno"], document["text"], count_tokens)
    ]
    right: dict[str, set[str]] = {}
    for line in (data / "time" / "qrels.tsv").read_text().splitlines():
        query, article, _ = line.split("\t")
        right.setdefault(query, set()).add(article)
    asked = [json.loads(line) for line in (data / "time" / "queries.jsonl").read_text().splitlines()]
    queries = [(one["text"], frozenset(right[one["qid"]])) for one in asked if one["qid"] in right]
    return Pool("TIME", texts, queries, _TIME_DEPTH)
