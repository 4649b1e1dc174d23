"""Whether search finds the right text: ours beside each of its sides alone, ranks fused, and LlamaIndex's fusion.

    python -m benchmarks.recall --data FOLDER [--sample N] [--vectors FOLDER] [--home FOLDER]

FOLDER holds squad/ (CC BY-SA 4.0) and time/ (a research collection). Three tables:
 - SQuAD 1.1 dev: each question's own paragraph among the 20,963 of train and dev;
 - some 1,000 of the questions, one rare word of each misspelt by a seeded choice;
 - TIME: world news of 1963, articles ranked by their best passages; queries with a judged article.
N questions of SQuAD by a seeded choice, by default all 10,570. Every row is given the same vectors of all-MiniLM-L6-v2,
encoded once (ten minutes on one core) and kept in `--vectors` for another run. With `--home`, the paragraphs of SQuAD
are also made an index there (some minutes, the first time) and asked by `Index.search`, as a person asks: chunks,
graphs, variety and all. LlamaIndex runs where llama-index-retrievers-bm25 is installed, best in an environment of its
own: it asks for an older pystemmer than ours.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from math import log2
from pathlib import Path

import numpy as np

from benchmarks.misspelt import misspelt
from benchmarks.pools import Pool, Vectorizer, squad_pool, time_pool
from corpus.home import Home
from index.build import build
from index.encoder import MiniLM, Vectors
from index.fuse import fuse, fuse_scores
from index.index import Index
from index.lexical import Entry, LexicalIndex

_LLAMA = "LlamaIndex QueryFusionRetriever"
_MISSPELT = 1000  # queries of SQuAD that are misspelt, or a few more
_BLOCK = 256  # queries whose cosines are held at once, 20 MB

Ranking = Sequence[int]
"""Numbers of texts, best first."""

Scored = list[tuple[int, float]]


class Sides:
    """Both sides of our search over a pool, exact cosines and Tantivy, and what each finds for every query."""

    def __init__(self, pool: Pool, vectors: Vectors, asked: Vectors, folder: Path) -> None:
        self.pool, self._vectors, self._asked = pool, vectors, asked
        self.lexical = LexicalIndex(folder)
        self.lexical.add(
            Entry(row, article, "", "en", None, title, text) for row, (article, title, text) in enumerate(pool.texts)
        )
        self.lexical.commit()
        self.words = [self.lexical.search(query, pool.depth) for query, _ in pool.queries]
        self.dense = [found for first in range(0, len(asked), _BLOCK) for found in self._nearest_texts(first)]

    def _nearest_texts(self, first: int) -> list[Scored]:
        """The texts with the highest cosines, for a block of queries."""
        cosines = self._asked[first : first + _BLOCK] @ self._vectors.T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, : self.pool.depth]
        return [[(int(row), float(some[row])) for row in rows] for some, rows in zip(cosines, order, strict=True)]

    def fused(self, number: int) -> Ranking:
        """As `index.retrieve` does it: the cosines of what only the words found are looked up."""
        words, asked = self.words[number], self._asked[number]
        found = {row: float(self._vectors[row] @ asked) for row, _ in words} | dict(self.dense[number])
        dense = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [one.row for one in fuse_scores(dense, words, cut=len(words) >= self.pool.depth)]

    def ranks_fused(self, number: int) -> Ranking:
        found = {"dense": self.dense[number], "words": self.words[number]}
        return [int(one.id) for one in fuse({side: [f"{row:09}" for row, _ in some] for side, some in found.items()})]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--vectors", type=Path, metavar="FOLDER")
    parser.add_argument("--home", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"skipped: no public data in {options.data} (--data FOLDER)")
        return
    with tempfile.TemporaryDirectory() as folder:
        encode = Vectorizer(options.vectors or Path(folder))
        squad = squad_pool(options.data, options.sample)
        whole = {"Chancery, a whole index": through_index(squad, options.home)} if options.home else {}
        sides = measured(squad, encode, Path(folder), mean_reciprocal, whole)
        some = squad.queries[:: max(len(squad.queries) // _MISSPELT, 1)]
        slips = Pool("the same, one rare word misspelt", squad.texts, misspelt(some, sides.lexical), squad.depth)
        measured(slips, encode, Path(folder), mean_reciprocal)
        measured(time_pool(options.data), encode, Path(folder), mean_average)


def through_index(pool: Pool, folder: Path) -> Callable[[int], Ranking]:
    """The ranking of `Index.search` over an index of the pool's texts in `folder`, which is made where it is not."""
    home, encoder = Home(folder), MiniLM()
    if not home.sources.is_dir():
        home.sources.mkdir(parents=True)
        for article, title, text in pool.texts:
            (home.sources / f"{article}.md").write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")
    build(home, encoder)
    index = Index.open(home, encoder)
    numbers = {article: row for row, (article, _, _) in enumerate(pool.texts)}
    named = {info.id: numbers[info.key.removesuffix(".md")] for info in index.articles()}
    return lambda number: [named[hit.passage.article_id] for hit in index.search(pool.queries[number][0], 10)]


def measured(
    pool: Pool,
    encode: Vectorizer,
    folder: Path,
    measure: "Measure",
    more: Mapping[str, Callable[[int], Ranking]] | None = None,
) -> Sides:
    """Print a table: each way of searching over a pool, and `more` of them."""
    asked = encode.queries([query for query, _ in pool.queries])
    sides = Sides(pool, encode.texts(pool), asked, Path(tempfile.mkdtemp(dir=folder)))
    ways: dict[str, Callable[[int], Ranking]] = {
        "dense alone": lambda number: [row for row, _ in sides.dense[number]],
        "words alone": lambda number: [row for row, _ in sides.words[number]],
        "ranks fused (RRF)": sides.ranks_fused,
        "Chancery": sides.fused,
        **(more or {}),
    }
    has_llama = find_spec("llama_index.retrievers") is not None and find_spec("llama_index.retrievers.bm25") is not None
    if has_llama:
        from benchmarks.recall_llama import fusion

        for mode in ("simple", "reciprocal_rerank", "relative_score"):
            queries = [query for query, _ in pool.queries]
            ways[f"{_LLAMA}, {mode}"] = fusion(pool.texts, queries, sides.dense.__getitem__, mode, pool.depth)
    print(f"\n{pool.name}: {len(pool.queries)} queries, {len(pool.texts)} texts")
    for name, way in ways.items():
        rows = [measure(articles(pool, way(number)), right) for number, (_, right) in enumerate(pool.queries)]
        means = {key: sum(row[key] for row in rows) / len(rows) for key in rows[0]}
        print(f"  {name:<52}" + "".join(f"{key:>10} {mean:.4f}" for key, mean in means.items()), flush=True)
    if not has_llama:
        print(f"  {_LLAMA}: skipped: pip install llama-index-retrievers-bm25")
    return sides


def articles(pool: Pool, ranking: Ranking) -> list[str]:
    """The articles of texts, each at the place of its best."""
    return list(dict.fromkeys(pool.texts[row][0] for row in ranking))


Measure = Callable[[Sequence[str], frozenset[str]], Mapping[str, float]]


def mean_reciprocal(ranked: Sequence[str], right: frozenset[str]) -> dict[str, float]:
    """The reciprocal rank of the first right article within ten, and whether one is within five."""
    place = next((place for place, one in enumerate(ranked[:10], start=1) if one in right), 0)
    return {"MRR@10": 1 / place if place else 0.0, "hit@5": float(0 < place <= 5)}


def mean_average(ranked: Sequence[str], right: frozenset[str]) -> dict[str, float]:
    """Average precision, and the discounted gain of the first ten as a part of the best possible."""
    places = [place for place, one in enumerate(ranked, start=1) if one in right]
    precision = sum(number / place for number, place in enumerate(places, start=1)) / len(right)
    gain = sum(1 / log2(place + 1) for place in places if place <= 10)
    best = sum(1 / log2(place + 1) for place in range(1, min(10, len(right)) + 1))
    return {"MAP": precision, "nDCG@10": gain / best}


if __name__ == "__main__":
    main()
