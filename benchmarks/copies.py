"""How well reprints of an article are told from other articles, and how fast.

    python -m benchmarks.copies --data FOLDER [--near 0]

FOLDER holds wikinews/wikinews_2019_2020.jsonl.gz (CC BY 2.5), kremlin_ru/kremlin_ru.jsonl.gz (CC BY 4.0) and
reuters21578/reuters.jsonl.gz (research licence). Articles of the first two are reprinted by a seeded choice, one change
at a time and all at once, and each reprint is looked for among all originals. The stories of the third are compared
pair by pair, by their whole sets of shingles and numbers, and the sketches are held to that. `--near N` prints the
titles of N pairs on either side of the line, to be judged by reading.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean

from corpus import copies
from corpus.copies import COPY, MIN_WORDS, Sketch, alike, bands, sketch

_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+(?=[^\W\d_a-zа-я])")
_NUMBER = re.compile(r"\d+")
_COMMON = 100  # stories at most that share a shingle which makes two of them a pair to compare
_WORDS_A_NUMBER = 50  # at most, in an article that is asked for with other numbers
_NEAR = 0.08  # either side of the line

Change = Callable[[list[str], list[list[str]], random.Random], list[str]]


def _headline(sentences: list[str], others: list[list[str]], chance: random.Random) -> list[str]:
    return [" ".join(chance.choice(chance.choice(others)).split()[:9]), *sentences]


def _cut(share: float) -> Change:
    """Leave out this share of the words, the last ones."""

    def change(sentences: list[str], _: list[list[str]], __: random.Random) -> list[str]:
        words = " ".join(sentences).split()
        return [" ".join(words[: round(len(words) * (1 - share))])]

    return change


def _drop(sentences: list[str], _: list[list[str]], chance: random.Random) -> list[str]:
    """Leave out the sentences from anywhere on, until a seventh of the words is gone."""
    left = len(" ".join(sentences).split()) / 7
    at = end = chance.randrange(len(sentences))
    while end < len(sentences) and left > 0:
        left -= len(sentences[end].split())
        end += 1
    return sentences[:at] + sentences[end:]


def _edit(share: float) -> Change:
    """Put a word of another article in place of some, anywhere."""

    def change(sentences: list[str], others: list[list[str]], chance: random.Random) -> list[str]:
        words = " ".join(chance.choice(others)).split()
        return [" ".join(chance.choice(words) if chance.random() < share else word for word in sentence.split())
                for sentence in sentences]  # fmt: skip

    return change


def _credit(sentences: list[str], _: list[list[str]], __: random.Random) -> list[str]:
    return ["LONDON, March 12 (Agency) -", *sentences, "(Reporting by Ada First in Ankara; editing by Ben Last)"]


def _all(sentences: list[str], others: list[list[str]], chance: random.Random) -> list[str]:
    for change in (_edit(0.02), _drop, _cut(0.2), _credit, _headline):
        sentences = change(sentences, others, chance)
    return sentences


def _grow(share: float) -> Change:
    """Add sentences, each of another article, to this share of the article's own words."""

    def change(sentences: list[str], others: list[list[str]], chance: random.Random) -> list[str]:
        wanted = round(len(" ".join(sentences).split()) * share)
        added: list[str] = []
        while len(added) < wanted:
            added += chance.choice(chance.choice(others)).split()
        return [*sentences, " ".join(added[:wanted])]

    return change


def _renumber(sentences: list[str], _: list[list[str]], chance: random.Random) -> list[str]:
    """Another number for each, as a form is filled in anew."""
    return [_NUMBER.sub(lambda match: str(int(match[0]) + chance.randrange(1, 90)), each) for each in sentences]


COPIES: dict[str, Change] = {
    "another headline": _headline,
    "a tenth cut at the end": _cut(0.1),
    "a fifth cut at the end": _cut(0.2),
    "three tenths cut at the end": _cut(0.3),
    "half cut at the end": _cut(0.5),
    "a paragraph left out": _drop,
    "2 % of the words changed": _edit(0.02),
    "5 % of the words changed": _edit(0.05),
    "10 % of the words changed": _edit(0.10),
    "a dateline and a credit": _credit,
    "half as much added": _grow(0.5),
    "a fifth cut and all other (2 %)": _all,
}
OTHERS: dict[str, Change] = {
    "as much again added": _grow(1.0),
    "one and a half as much added": _grow(1.5),
    "seven tenths cut": _cut(0.7),
    "other numbers": _renumber,
}


class Filed:
    """Sketches under their keys, as the index files them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.sketches = [sketch(text) for text in texts]
        self._under: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(self.sketches):
            for key in bands(one):
                self._under[key].append(number)

    def near(self, one: Sketch) -> set[int]:
        return {number for key in bands(one) for number in self._under[key]}

    def pairs(self) -> dict[tuple[int, int], float]:
        """Every pair that shares a key, and how alike it is."""
        found = {pair for under in self._under.values() for pair in combinations(under, 2)}
        return {(a, b): alike(self.sketches[a], self.sketches[b]) for a, b in found}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--near", type=int, default=0, metavar="N")
    options = parser.parse_args()
    libraries = {
        "wikinews": _read(options.data / "wikinews" / "wikinews_2019_2020.jsonl.gz"),
        "kremlin_ru": _read(options.data / "kremlin_ru" / "kremlin_ru.jsonl.gz"),
    }
    for name, articles in libraries.items():
        report_reprints(name, [text for _, text in articles], random.Random(7))
    report_pairs(_read(options.data / "reuters21578" / "reuters.jsonl.gz"), options.near)


def report_reprints(name: str, texts: Sequence[str], chance: random.Random) -> None:
    """How many reprints, and how many texts that are none, are taken for copies of their original, or of another."""
    split = [_SENTENCE.split(" ".join(text.split())) for text in texts if len(text.split()) >= 3 * MIN_WORDS]
    filed = Filed(" ".join(sentences) for sentences in split)
    alone = sum(value >= COPY for value in filed.pairs().values())
    print(
        f"\n{name}: {len(split)} articles of {mean(len(' '.join(one).split()) for one in split):.0f} words on average"
    )
    print(f"originals that are copies of each other {alone:>5}")
    print(f"{'':<34}{'asked':>7}{'copy':>7}{'of another':>12}")
    for title, change in (COPIES | OTHERS).items():
        right, wrong, asked = 0, 0, 0
        for number, sentences in enumerate(split):
            if change is _renumber and filed.sketches[number].distinct * _WORDS_A_NUMBER < filed.sketches[number].words:
                continue  # news that is not in its numbers
            one = sketch(" ".join(change(list(sentences), split, chance)))
            copies = {other for other in filed.near(one) if alike(one, filed.sketches[other]) >= COPY}
            asked, right, wrong = asked + 1, right + (number in copies), wrong + bool(copies - {number})
        print(f"{title:<34}{asked:>7}{right / asked:>7.3f}{wrong / asked:>12.3f}")


def report_pairs(articles: Sequence[tuple[str, str]], near: int) -> None:
    """Pairs of stories that share a key and are copies by their sketches, against all that are by their whole sets."""
    texts = [text for _, text in articles]
    started = time.perf_counter()
    filed = Filed(texts)
    sketched = time.perf_counter() - started
    pairs = filed.pairs()
    seconds = time.perf_counter() - started
    truth = exact(texts, [one.words for one in filed.sketches])
    true = {pair for pair, value in truth.items() if value >= COPY}
    found = {pair for pair, value in pairs.items() if value >= COPY}
    clear = {pair for pair, value in truth.items() if value >= COPY + 0.1}
    print(f"\nreuters21578: {len(texts)} stories, {sum(bool(one.slots) for one in filed.sketches)} long enough")
    print(f"articles a second, sketched {len(texts) / sketched:.0f}, with their pairs {len(texts) / seconds:.0f}")
    print(f"pairs compared {len(pairs)} ({len(pairs) / len(texts):.2f} an article), copies {len(found)}")
    print(f"pairs that are copies by their whole sets {len(true)}")
    print(f"precision {len(found & true) / len(found):.3f}, recall {len(found & true) / len(true):.3f}")
    print(f"recall of those at {COPY + 0.1:.2f} and above {len(found & clear) / len(clear):.3f}")
    sizes = Counter(len(cluster) for cluster in clusters(found))
    print("clusters by size: " + ", ".join(f"{sizes[size]} of {size}" for size in sorted(sizes)))
    at_line = sorted(pair for pair, value in truth.items() if abs(value - COPY) <= _NEAR)
    for a, b in random.Random(7).sample(at_line, min(near, len(at_line))):
        print(f"{truth[a, b]:.2f}  {a:>5} {articles[a][0]}\n      {b:>5} {articles[b][0]}")


def exact(texts: Sequence[str], words: Sequence[int]) -> dict[tuple[int, int], float]:
    """How alike every two texts are by all of their shingles and numbers, of those that share a rarer shingle."""
    tokens = {number: copies.tokens(text) for number, text in enumerate(texts) if words[number] >= MIN_WORDS}
    shingles = {number: set(zip(some, some[1:], some[2:], strict=False)) for number, some in tokens.items()}
    numbers = {number: copies.numbers(some) for number, some in tokens.items()}
    places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, some in shingles.items():
        for shingle in some:
            places[shingle].append(number)
    shared = Counter(pair for found in places.values() if len(found) <= _COMMON for pair in combinations(found, 2))
    made = {}
    for (a, b), least in shared.items():
        if least < 3:
            continue
        common = len(shingles[a] & shingles[b])
        value = common / (len(shingles[a]) + len(shingles[b]) - common)
        replaced = min(len(numbers[a] - numbers[b]), len(numbers[b] - numbers[a])) / min(words[a], words[b])
        made[a, b] = min(value, max(0.0, 1 - 100 * (1 - COPY) * replaced))
    return made


def clusters(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """What is joined by pairs, directly or through others."""
    of: dict[int, set[int]] = {}
    for pair in pairs:
        joined = set(pair).union(*(of.get(one, set()) for one in pair))
        of.update(dict.fromkeys(joined, joined))
    return list({id(cluster): cluster for cluster in of.values()}.values())


def _read(path: Path) -> list[tuple[str, str]]:
    """Titles and texts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row.get("title") or "", row.get("text") or row.get("body") or "") for row in rows]


if __name__ == "__main__":
    main()
