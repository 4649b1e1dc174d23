"""How many questions are suggested after an answer, and how long that takes.

    python -m benchmarks.suggested [--library FOLDER] [--list]

Over the sample articles the gold questions are asked, each with its conversation; over a FOLDER of articles those that
are drafted from them. Questions that are refused are not counted. `--list` prints every suggestion, to be read.
Each time is that of one answer's suggestions, in the order of the questions: what an earlier one left in memory serves
the later ones, as it does for people who ask one thing after another.
"""

import argparse
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, quantiles

from assistant.answer import Answer, Turn
from assistant.evaluation.draft import draft
from assistant.evaluation.gold import load
from assistant.library import Library
from assistant.llm.connect import Model
from assistant.suggesting import followups
from corpus.home import Home
from index.where import ANYWHERE, Where

ROOT = Path(__file__).parents[1]
SAMPLES, GOLD = ROOT / "corpus" / "samples", ROOT / "tests" / "quality" / "gold-samples.jsonl"
_DRAFTED = 32  # questions that are asked of a folder
_WANTED = 3  # suggestions


@dataclass(frozen=True, slots=True)
class Row:
    """A question that was answered, what was suggested after it, and how long that took."""

    question: str
    suggested: tuple[str, ...]
    milliseconds: float
    tried: int  # questions that the engine was asked for it


class Counting(Library):
    """A library that counts what it is asked."""

    asked = 0

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
        model: Model | None = None,
        strict: bool = False,
    ) -> Answer:
        """`Library.answer`, counted."""
        self.asked += 1
        return super().answer(
            question, history, where=where, ignore=ignore, without=without, model=model, strict=strict
        )


def rows(library: Counting, asked: Sequence[tuple[str, Sequence[Turn]]]) -> Iterator[Row]:
    """The questions that are answered, with their suggestions."""
    for question, history in asked:
        answer = library.answer(question, history)
        if not answer.refused:
            began, before = time.perf_counter(), library.asked
            found = followups(library, answer, history)
            spent = (time.perf_counter() - began) * 1000
            yield Row(answer.standalone_question, found, spent, library.asked - before)


def questions(library: Library, *, gold: bool) -> list[tuple[str, list[Turn]]]:
    """What is asked: the gold questions, or what the library's own articles give."""
    if not gold:
        return [(str(item["question"]), []) for item in draft(library, _DRAFTED)]
    return [
        (str(item["question"]), [Turn(turn["question"], turn["answer"]) for turn in item["history"]])
        for item in load(GOLD)
    ]


def line(found: Sequence[Row]) -> str:
    """The figures of some rows."""
    counts, times = [len(row.suggested) for row in found], [row.milliseconds for row in found]
    return (
        f"{len(found)} answers, {sum(map(bool, counts))} with suggestions, {counts.count(_WANTED)} with {_WANTED}, "
        f"mean {mean(counts):.2f}; {mean(row.tried for row in found):.1f} tried; "
        f"median {median(times):.0f} ms, 95 % {quantiles(times, n=20)[-1]:.0f} ms"
    )


def main() -> None:
    """Print the figures, and the suggestions where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="articles to ask instead of the samples")
    parser.add_argument("--list", action="store_true", help="print every suggestion")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Counting(Home(Path(folder)))
        library.add([arguments.library or SAMPLES])
        library.index()
        asked = questions(library, gold=arguments.library is None)
        library.answer(asked[0][0])  # loads what is loaded once
        found = []
        for row in rows(library, asked):
            found.append(row)
            if arguments.list:
                print(f"\n{row.question}   [{row.milliseconds:.0f} ms, {row.tried} tried]", flush=True)
                print(*(f"  - {one}" for one in row.suggested), sep="\n", flush=True)
    print(line(found))


if __name__ == "__main__":
    main()
