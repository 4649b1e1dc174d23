"""No product of matrices on the way to an answer is large enough for numpy to wake the threads of its BLAS.

After a product they spin for some 100 ms, on a core that the reader's passes want: answers took 184 ms instead of 132.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
PROGRAM = """
import os, sys
from time import sleep
from pathlib import Path

own = os.listdir("/proc/self/task")
import numpy
theirs = set(os.listdir("/proc/self/task")) - set(own)

def spent():
    return sum(int(Path(f"/proc/self/task/{one}/schedstat").read_text().split()[0]) for one in theirs) / 1e6

from assistant.library import Library
from assistant.llm.judge import Judge
from assistant.reader.network import Network, Text
from corpus.home import Home
from index.encoder import load_encoder

def rested():
    before = -1
    while (now := spent()) != before:  # they spin as they begin, too, and longer beside other work
        before = now
        sleep(0.3)
    return now

begun = rested()
library = Library(Home(Path(sys.argv[1])), load_encoder())
library.add([Path(sys.argv[2])])
library.index()
answer = library.answer("When did the INF Treaty end?")
assert answer.citations, answer
judge = Judge(Network(), library.opened.encode_all)
sources = [Text(one.text, one.inner) for one in library.opened.passages(library.opened.articles()[0].id)]
said = "The treaty ended on 2 August 2019, both sides said in the same week, after the inspections had stopped, and"
assert judge.judge(f"{said} {said} {said} so it was.", sources)
quiet = rested() - begun
square = numpy.ones((512, 512), dtype=numpy.float32)
_ = square @ square
print(len(theirs), quiet, rested() - quiet - begun)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux how long each thread ran")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="on one core there are no such threads")
def test_they_sleep(tmp_path: Path) -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "home"), str(SAMPLES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert not done.returncode, done.stderr
    threads, quiet, product = (float(one) for one in done.stdout.split())
    assert threads
    assert product > 0  # a large one does wake them
    assert quiet < 1
