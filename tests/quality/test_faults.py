"""What the checks of a language model's sentences catch, and how often they wrong one: floors, raised when passed."""

from pathlib import Path

import pytest

from benchmarks.faults import SETS, examined, rows, sample_library, shares
from corpus.home import Home

LEAST = {
    "second": {
        "number": 1.0, "date": 0.93, "quotation": 1.0, "name": 0.81, "unsupported": 0.58, "passage": 0.85,
        "clean": 0.035,
    },
    "fourth": {
        "number": 0.92, "date": 0.8, "quotation": 1.0, "name": 0.9, "unsupported": 0.5, "passage": 1.0, "clean": 0.15
    },
}  # fmt: skip
"""The share of each kind that is marked, at least; of clean sentences at most. The benchmark has two sets more."""


@pytest.mark.parametrize("name", LEAST)
def test_faults_are_marked_and_clean_sentences_are_not(tmp_path: Path, name: str) -> None:
    found = shares(list(examined(sample_library(Home(tmp_path)), rows(SETS[name]))))
    wrong = found.pop("clean")
    assert wrong[0] / wrong[1] <= LEAST[name]["clean"]
    for kind, (marked, total) in found.items():
        assert marked / total >= LEAST[name][kind], kind
