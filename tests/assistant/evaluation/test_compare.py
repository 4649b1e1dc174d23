"""Two runs: what moved, and runs that cannot be compared."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.evaluation.compare import check_same, compare, load_run
from assistant.evaluation.figures import scores
from assistant.evaluation.gold import GoldError
from assistant.evaluation.report import as_json, as_text
from tests.assistant.evaluation.rows import MISSED, REFUSED, ROW, ROWS, WRONG


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(as_json(scores(ROWS))), encoding="utf-8")
    assert load_run(path) == tuple(ROWS)


def test_won_and_lost() -> None:
    after = [replace(ROW, score=0.5), replace(WRONG, score=1.0), replace(MISSED, score=0.25), REFUSED]
    made = compare(ROWS, after[::-1])  # the order of the rows is nothing
    assert [(one.id, one.before, one.after) for one in made.won] == [("b", 0.0, 1.0), ("c", 0.0, 0.25)]
    assert [one.id for one in made.lost] == ["a"]
    assert made.same == 1
    change = made.figures["score"]
    assert (change.before, change.after, change.difference) == (0.5, 0.6875, 0.1875)
    assert change.interval is not None and change.interval[0] <= 0.1875 <= change.interval[1]
    assert made.figures["p99_ms"].interval is None
    text = as_text(scores(after), against=made)
    assert "2 won, 1 lost, 1 the same" in text and "won   0.00 -> 1.00  b  Where?" in text
    assert json.loads(json.dumps(as_json(scores(after), made)))["against"]["same"] == 1


def test_against_itself_nothing_moves() -> None:
    made = compare(ROWS, ROWS)
    assert (made.won, made.lost, made.same) == ((), (), 4)
    assert all(one.difference in {0, None} for one in made.figures.values())


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        ([{"id": "a", "question": "Where?"}], "only in the run: b, c, d"),
        ([*({"id": i, "question": "Where?"} for i in "abcde")], "only in the gold file: e"),
        ([*({"id": i, "question": "Who?" if i == "c" else "Where?"} for i in "abcd")], "asked otherwise: c"),
    ],
)
def test_runs_over_other_questions_are_refused(gold: list[dict[str, str]], told: str) -> None:
    with pytest.raises(GoldError, match=told):
        check_same(ROWS, gold)


def test_runs_over_the_same_questions_are_taken() -> None:
    check_same(ROWS, [{"id": one, "question": "Where?"} for one in "dcba"])


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[]",
        "{}",
        '{"rows": []}',
        '{"rows": [1]}',
        '{"rows": [{"id": "a"}]}',
        json.dumps({"rows": [{**asdict(ROW), "score": "high"}]}),
        json.dumps({"rows": [{**asdict(ROW), "ranks": [0]}]}),
    ],
)
def test_what_is_no_run_is_named(tmp_path: Path, record: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(record, encoding="utf-8")
    with pytest.raises(GoldError, match=r"run\.json"):
        load_run(path)
