"""What the reader is worth on public questions, and how quick and large a whole answer is over 20,963 paragraphs.

    python -m benchmarks.reader --data FOLDER [--sample N] [--home FOLDER]

FOLDER holds the public sets (assistant/reader/training/sets.py names them). Quality: the rows of
`assistant.reader.training.measure`, N questions of each set (default 1,000). Speed: SQuAD 1.1 as a library of some 490
articles, built once in `--home` (or in a folder that is thrown away), asked 300 questions by one thread.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.library import Library
from assistant.reader.network import Network
from assistant.reader.training import sets
from assistant.reader.training.measure import ROWS, Measures
from corpus.home import Home
from index.encoder import MiniLM

_SAMPLE = 1000
_ASKED = 300  # enough for a 99th percentile


def main() -> None:
    """Print both tables; without the data say so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--sample", type=int, default=_SAMPLE)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"skipped: no public data in {options.data} (--data FOLDER)")
        return
    with tempfile.TemporaryDirectory() as folder:
        _speed(Home(options.home or Path(folder)), options.data)
    encoder = MiniLM()
    measures = Measures(Network(encoder), encoder, options.data, options.sample)
    for name, row in ROWS.items():
        print(f"\n{name}")
        for key, value in row(measures).items():
            print(f"  {key:<28}{value:>10.4g}", flush=True)


def _speed(home: Home, data: Path) -> None:
    """Milliseconds of a warm answer, by stage, and the memory of the process."""
    if not Library(home).has_sources():
        _write(home, data)
        subprocess.run([sys.executable, "-m", "assistant", "index", "--home", str(home.root)], check=True)
    library = Library(home)  # in a process that has not indexed: building takes memory that serving does not
    asked = random.Random(1).sample(sets.squad_dev(data).asked, _ASKED)
    before = _resident()
    library.answer(asked[0].question)
    started = time.perf_counter()
    times = [library.answer(one.question).elapsed_ms for one in asked]
    seconds = time.perf_counter() - started
    print(f"{library.status().passages} passages; {_ASKED / seconds:.1f} answers a second, one thread")
    for stage in ("total", "search", "read", "check"):
        some = [one[stage] for one in times]
        high = statistics.quantiles(some, n=100)[98]
        print(f"  {stage:<8} median {statistics.median(some):7.1f} ms   99th {high:7.1f} ms")
    print(f"  memory   {_resident():.2f} GiB after, {before:.2f} GiB before the first answer")


def _write(home: Home, data: Path) -> None:
    """Every article of SQuAD 1.1, train and dev, as a file."""
    home.sources.mkdir(parents=True, exist_ok=True)
    texts: dict[str, list[str]] = {}
    for some in (sets.squad_dev(data), sets.squad_train(data), sets.squad_train(data, held_out=True)):
        for paragraph in some.paragraphs:
            texts.setdefault(paragraph.title, []).append(paragraph.text)
    for number, (title, paragraphs) in enumerate(texts.items()):
        (home.sources / f"{number:04}.md").write_text(
            f"---\ntitle: {title!r}\n---\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8"
        )


def _resident() -> float:
    """GiB of memory that the process holds."""
    if sys.platform != "linux":
        return float("nan")
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 2**20


if __name__ == "__main__":
    main()
