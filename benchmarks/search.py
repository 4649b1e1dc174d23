"""How fast the index is: encoding, building, and warm searching, over a library made up for the purpose.

    python -m benchmarks.search [PASSAGES]        (default 500)

Prints a table; asserts nothing, because a timing is the machine's as much as the program's.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from corpus.home import Home
from index.build import build
from index.encoder import load_encoder
from index.index import Index

_DEFAULT_PASSAGES = 500
_QUERIES = 300  # enough for a 99th percentile
_SENTENCES = 24  # an article of three passages
_PASSAGES_AN_ARTICLE = 3

_WHO = [
    "the foreign minister",
    "the envoy",
    "the Kremlin",
    "the State Department",
    "a senior diplomat",
    "the delegation",
]
_DID = ["signed", "rejected", "welcomed", "delayed", "criticised", "discussed", "prepared", "announced"]
_WHAT = ["the treaty", "a ceasefire", "new sanctions", "the grain corridor", "an exchange of prisoners", "the summit"]
_WHERE = ["in Geneva", "in Ankara", "in Riyadh", "at the border", "by telephone", "after two days of talks"]


def main() -> None:
    """Build a library and print what it costs to encode it and to search it."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT_PASSAGES
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        _write(home, max(1, wanted // _PASSAGES_AN_ARTICLE), chance)
        encoder = load_encoder()
        started = time.perf_counter()
        encoder.encode(["warm up"])
        rows = [("load the encoder", f"{time.perf_counter() - started:.2f} s")]
        report = build(home, encoder)
        rows.append((f"build {report.passages} passages", f"{report.seconds:.1f} s"))
        rows.append(("passages a second, whole build", f"{report.encoded / report.seconds:.0f}"))
        rows.append(("build with nothing to do", f"{build(home, encoder).seconds * 1000:.0f} ms"))
        rows.extend(_search(Index.open(home, encoder), chance))
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:<{width}}  {value:>10}" for name, value in rows))


def _search(index: Index, chance: random.Random) -> list[tuple[str, str]]:
    index.search("warm up")
    times = []
    for _ in range(_QUERIES):
        query = f"When was it that {_sentence(chance)[:-1].lower()}?"
        started = time.perf_counter()
        index.search(query, 10)
        times.append((time.perf_counter() - started) * 1000)
    p99 = statistics.quantiles(times, n=100)[98]
    return [("search, median", f"{statistics.median(times):.1f} ms"), ("search, 99th percentile", f"{p99:.1f} ms")]


def _write(home: Home, articles: int, chance: random.Random) -> None:
    home.sources.mkdir(parents=True)
    for number in range(articles):
        text = " ".join(_sentence(chance) for _ in range(_SENTENCES))
        (home.sources / f"{number:06}.md").write_text(f"---\ntitle: Report {number}\n---\n{text}\n", encoding="utf-8")


def _sentence(chance: random.Random) -> str:
    parts = [chance.choice(words) for words in (_WHO, _DID, _WHAT, _WHERE)]
    return f"On day {chance.randrange(10_000)} {' '.join(parts)}, as {chance.choice(_WHO)} had said before."


if __name__ == "__main__":
    main()
