"""The development questions on the seed articles, where both are at hand: a folder `shared` beside the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer import Turn
from assistant.library import Library
from assistant.render import answer_json
from corpus.home import Home

SHARED = Path(__file__).parents[3] / "shared"
FLOOR = 0.78

pytestmark = pytest.mark.skipif(
    not (SHARED / "eval" / "score.py").is_file(), reason=f"NOT RUN: the seed articles are not at {SHARED}"
)


def test_the_seed_questions_score_above_the_floor(home: Home, tmp_path: Path) -> None:
    library = Library(home)
    library.add([SHARED / "seeds"])
    assert not library.index().skipped
    gold = SHARED / "eval" / "seeds-dev.jsonl"
    lines = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        history = [Turn(turn["question"], turn["answer"]) for turn in item["history"]]
        lines.append(json.dumps(answer_json(library.answer(item["question"], history), item["id"])))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, SHARED / "eval" / "score.py", gold, answers, "--sources", SHARED / "seeds", "--json"]
    scores = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert scores["score"] >= FLOOR, scores
    assert scores["verbatim"] == 1.0, scores
    assert scores["refusal_p"] >= 0.5, scores
    assert scores["refusal_r"] >= 0.4, scores
    assert scores["median_words"] <= 90, scores
