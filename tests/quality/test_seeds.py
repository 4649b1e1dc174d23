"""The development questions on the seed articles, where both are at hand: a folder `shared` beside the project."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Turn
from assistant.library import Library
from assistant.reader.question import terms
from assistant.render import answer_json
from corpus.home import Home
from index.sentences import split
from tests.assistant.llm.conftest import passages
from tests.assistant.llm.server import Script, ScriptedServer

SHARED = Path(__file__).parents[3] / "shared"
FLOOR = 0.78
FLOOR_QUOTING = 0.45  # of a script that takes sentences by their words: it shows the way, not a model

pytestmark = pytest.mark.skipif(
    not (SHARED / "eval" / "score.py").is_file(), reason=f"NOT RUN: the seed articles are not at {SHARED}"
)


GOLD = SHARED / "eval" / "seeds-dev.jsonl"


@pytest.fixture
def seeds(home: Home) -> Library:
    """The seed articles, indexed."""
    library = Library(home)
    library.add([SHARED / "seeds"])
    assert not library.index().skipped
    return library


def scored(answers: Path) -> dict[str, float]:
    """What the scorer says, as it came, of a file of answers."""
    command = [sys.executable, SHARED / "eval" / "score.py", GOLD, answers, "--sources", SHARED / "seeds", "--json"]
    scores: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return scores


def test_the_seed_questions_score_above_the_floor(seeds: Library, tmp_path: Path) -> None:
    lines = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        history = [Turn(turn["question"], turn["answer"]) for turn in item["history"]]
        lines.append(json.dumps(answer_json(seeds.answer(item["question"], history), item["id"])))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(lines), encoding="utf-8")
    scores = scored(answers)
    assert scores["score"] >= FLOOR, scores
    assert scores["verbatim"] == 1.0, scores
    assert scores["refusal_p"] >= 0.5, scores
    assert scores["refusal_r"] >= 0.4, scores
    assert scores["median_words"] <= 90, scores


def quoting(messages: list[dict[str, Any]]) -> Script:
    """A model that says, of its passages, the three sentences that have most of the question's words."""
    text = messages[-1]["content"]
    if "Last question:" in text:
        return Script(pieces=(text.rsplit("Last question:", 1)[1].strip(),))
    asked = set(terms(text.rsplit("Question:", 1)[1]))
    said = [
        (len(asked & set(terms(words[start:end]))), f"{' '.join(words[start:end].split())} [{key}]")
        for key, words in passages(messages).items()
        for start, end in split(words)
    ]
    best = sorted(said, key=lambda one: -one[0])[:3]
    return Script(pieces=(" ".join(sentence for _, sentence in best),))


def test_the_scorer_reads_the_answers_of_a_language_model(seeds: Library, tmp_path: Path) -> None:
    with ScriptedServer(reply=quoting) as server:
        command = [sys.executable, "-m", "assistant", "--home", str(seeds.home.root), "ask", "--batch", str(GOLD)]
        done = subprocess.run(
            [*command, "--llm", f"{server.address}/v1#m"], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    answers = tmp_path / "answers.jsonl"
    answers.write_text(done.stdout, encoding="utf-8")
    given = [json.loads(line) for line in done.stdout.splitlines()]
    assert not any(one["model"]["failed"] for one in given if one["model"])
    scores = scored(answers)
    assert scores["verbatim"] == 1.0, scores
    assert scores["score"] >= FLOOR_QUOTING, scores
