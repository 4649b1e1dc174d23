"""The floors under the quality of the answers, over the sample library and its own gold questions.

Raise a floor whenever the figures pass it. To lower one, write in docs/LOG.md what got worse, by how much, and why that
is right. The digest pins the questions: other questions are other floors.
"""

import hashlib
from pathlib import Path

import pytest

from assistant import evaluation as evaluate
from assistant.library import Library
from corpus import sources
from corpus.home import Home

GOLD = Path(__file__).with_name("gold-samples.jsonl")
DIGEST = "96f386a435f402962078bf66359bc251e08e2d05ffbea9e65a468fc14e391635"
FLOORS = {"score": 0.63, "answer": 0.72, "cited": 0.68, "verbatim": 1.0}
MOST_WORDS = 90  # of the median answer


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> evaluate.Scores:
    library = Library(Home(tmp_path_factory.mktemp("gate")))
    sources.add_samples(library.home)
    library.index()
    return evaluate.run(library, evaluate.load(GOLD))


def test_the_questions_are_the_pinned_ones() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == DIGEST


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floor(scores: evaluate.Scores, name: str) -> None:
    assert getattr(scores, name) >= FLOORS[name], evaluate.as_text(scores, num_worst=15)


def test_answers_are_short(scores: evaluate.Scores) -> None:
    assert 0 < scores.median_words <= MOST_WORDS


def test_the_gate_can_fail(scores: evaluate.Scores) -> None:
    """No answer at all scores below every floor but the refusals."""
    rows = [row for row in scores.rows if row.answerable]
    assert all(FLOORS[name] > 0 for name in FLOORS)
    assert any(row.score < 1 for row in rows)
    assert any(row.score == 1 for row in rows)
