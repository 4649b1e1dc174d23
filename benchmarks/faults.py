"""What the checks of a language model's sentences catch: sentences over the sample articles, with known faults.

    python -m benchmarks.faults

Each sentence cites the passage of its words, or the two that they run over, out of a dozen that were given, as in an
answer. It is marked when something in it is
flagged, or when it is not supported. Of a sentence that cites a wrong passage it is also enough that the citation is
not shown: its source was found elsewhere, and the answer says so. The first set was there when the rules were written.
The others were written by hands that knew nothing of them, and measured before they were looked at: docs/MODELS.md.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import STANDING
from assistant.library import Library
from assistant.llm.check import Checked, Checker
from assistant.llm.judge import Judge
from assistant.llm.reply import Claim
from assistant.reader.network import Network
from corpus.home import Home
from index.encoder import load_encoder
from index.passage import Passage

FOLDER = Path(__file__).parents[1] / "tests" / "assistant" / "llm"
SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
SETS = {
    "first": "faults.jsonl",
    "second": "faults_second.jsonl",
    "third": "faults_third.jsonl",
    "fourth": "faults_fourth.jsonl",
    "fifth": "faults_fifth.jsonl",
    "sixth": "faults_sixth.jsonl",
    "seventh": "faults_seventh.jsonl",
}
KINDS = ("number", "date", "quotation", "name", "unsupported", "passage", "clean")
_GIVEN = 12
_FIELDS = ("kind", "sentence", "file", "from", "cited_file", "cited")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, its kind of fault, the file and words that it was made from, and those of what it cites."""

    kind: str
    sentence: str
    file: str
    words: str
    cited_file: str
    cited: str


@dataclass(frozen=True, slots=True)
class Case:
    """A row, the passages that it cites, and what the checks made of it."""

    row: Row
    cited: Sequence[Passage]
    checked: Checked

    @property
    def marked(self) -> bool:
        """Whether a person is told that something is wrong."""
        moved = self.row.kind == "passage" and self.checked.matched
        return moved or bool(self.checked.flags) or self.checked.support not in STANDING


def rows(name: str) -> list[Row]:
    """The rows of a file."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [Row(*(json.loads(line)[field] for field in _FIELDS)) for line in lines]


def sample_library(home: Home) -> Library:
    """The sample articles, indexed."""
    library = Library(home, load_encoder())
    library.add([SAMPLES])
    library.index()
    return library


def examined(library: Library, wanted: Sequence[Row]) -> Iterator[Case]:
    """Each row, checked; not those for a wrong passage whose cited one, a neighbour in the text, has its words too."""
    index, network = library.opened, Network.for_claims()
    judge = Judge(network, index.encode_all)  # one for all: most sentences are about the same passages
    by_file = {Path(index.sources_of(one.id)[0]).name: index.article(one.id) for one in index.articles()}
    for row in wanted:
        cited = holding(row.cited, index.passages(by_file[row.cited_file].id))
        if row.kind == "passage" and set(holding(row.words, index.passages(by_file[row.file].id))) <= set(cited):
            continue
        others = [hit.passage for hit in index.search(row.sentence, _GIVEN) if hit.passage not in cited]
        given = {f"key{number}": one for number, one in enumerate([*cited, *others][:_GIVEN])}
        articles = {one.article_id: index.article(one.article_id) for one in given.values()}
        checker = Checker(index, network, given, articles, judge)
        yield Case(row, cited, checker.check(Claim(row.sentence, tuple(list(given)[: len(cited)]))))


def holding(words: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that hold some sentences: one, or as many as it takes where they are not all in one."""
    parts = set(re.split(r"(?<=[.!?”\"])\s+", " ".join(words.split())))
    held = {one.id: {part for part in parts if part in " ".join(one.text.split())} for one in passages}
    chosen: list[Passage] = []
    while parts:
        best = max(passages, key=lambda one: sum(map(len, held[one.id] & parts)))
        if chosen and not held[best.id] & parts:
            break
        chosen.append(best)
        parts -= held[best.id]
    return chosen


def shares(cases: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Of each kind, how many are marked, and how many there are."""
    all_, marked = Counter(one.row.kind for one in cases), Counter(one.row.kind for one in cases if one.marked)
    return {kind: (marked[kind], all_[kind]) for kind in KINDS}


def main() -> None:
    """Print the table, and with --misses what was not caught or wrongly marked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print the sentences that were judged wrongly")
    parser.add_argument("--only", choices=sorted(SETS), help="one of the sets")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = sample_library(Home(Path(folder)))
        found = {name: list(examined(library, rows(SETS[name]))) for name in SETS if args.only in {None, name}}
    columns = {name: shares(cases) for name, cases in found.items()}
    print(f"{'kind':12}" + "".join(f"{name:>24}" for name in columns))
    for kind in KINDS:
        cells = [
            f"{marked} of {total} ({marked / total:.1%})" if total else "-"
            for marked, total in (one[kind] for one in columns.values())
        ]
        print(f"{kind:12}" + "".join(f"{cell:>24}" for cell in cells))
    for name, cases in found.items() if args.misses else ():
        for case in cases:
            if case.marked != (case.row.kind != "clean"):
                print(f"\n{name}, {case.row.kind}: {case.row.sentence}\n  cites: {case.row.cited}")
                flagged = [case.row.sentence[one.start : one.end] for one in case.checked.flags]
                print(f"  {case.checked.support} {flagged}{' matched' if case.checked.matched else ''}")


if __name__ == "__main__":
    main()
