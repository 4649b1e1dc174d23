"""How quick a person is answered: the command's start, a cold question, and warm questions over the sample library.

    python -m benchmarks.answers

Cold figures are whole processes, best of three, files in the disk cache. Warm ones are medians over the gold questions
of the sample library, asked twice, the first round not counted.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from assistant.answer import Turn
from assistant.library import Library
from corpus import sources
from corpus.home import Home

GOLD = Path(__file__).parents[1] / "tests" / "quality" / "gold-samples.jsonl"
ROUNDS = 3


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Home(Path(folder)).sample)
        sources.add_samples(library.home)
        started = time.perf_counter()
        report = library.index()
        print(
            f"sample library: {len(report.added)} articles, {report.passages} passages, "
            f"indexed in {time.perf_counter() - started:.1f} s, the model's loading included"
        )
        rows = [
            ("chancery --help", *_process("--help"), 400),
            ("cold chancery ask", *_process("ask", "When was New START extended?", "--home", folder, "--sample"), 8000),
            *_warm(library),
        ]
    print(f"{'':28}{'median':>10}{'p95':>10}{'goal':>10}   (ms)")
    for name, middle, high, goal in rows:
        print(f"{name:28}{middle:10.1f}{high:10.1f}{goal:10}")


def _process(*argv: str) -> tuple[float, float]:
    """Milliseconds of a whole process: median and slowest."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "assistant", *argv], check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    return median(times), max(times)


def _warm(library: Library) -> list[tuple[str, float, float, int]]:
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    asked = [(item["question"], [Turn(turn["question"], turn["answer"]) for turn in item["history"]]) for item in items]
    for question, history in asked:
        library.answer(question, history)
    answers = [library.answer(question, history).elapsed_ms for question, history in asked]
    searches = []
    for question, _ in asked:
        started = time.perf_counter()
        library.search(question)
        searches.append((time.perf_counter() - started) * 1000)
    stages = [(f"  of it: {name}", [one[name] for one in answers]) for name in ("search", "read", "check")]
    rows = [("search, warm", searches, 40), ("answer, warm", [one["total"] for one in answers], 250)]
    table = [(name, median(times), quantiles(times, n=20)[-1], goal) for name, times, goal in rows]
    return table + [(name, median(times), quantiles(times, n=20)[-1], 0) for name, times in stages]


if __name__ == "__main__":
    main()
