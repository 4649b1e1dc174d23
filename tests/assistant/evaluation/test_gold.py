"""Gold files that can and cannot be read."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.gold import GoldError, equals, expected, left_out, load

GOOD = {"id": "a", "question": "Where?", "answerable": True}


def write(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "{",
        "[1]",
        {"id": 1, "question": "x"},
        {**GOOD, "question": 3},
        {**GOOD, "history": ["a"]},
        {**GOOD, "evidence": [{"doc": "a"}]},
        {**GOOD, "evidence": [{"doc": "a", "quote": "b", "alt": [{"doc": "c"}]}]},
        {**GOOD, "answers": "Geneva"},
        {**GOOD, "answer_parts": ["Geneva"]},
        {**GOOD, "leave_out": 3},
        "[" * 100_000,
    ],
)
def test_bad_gold_is_named(tmp_path: Path, line: object) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl"):
        load(write(tmp_path, line))


def test_the_wrong_line_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="line 3"):
        load(write(tmp_path, GOOD, "\n", "{"))


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="line 2: the id a stands in line 1 too"):
        load(write(tmp_path, GOOD, GOOD))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="Cannot read"):
        load(tmp_path / "none.jsonl")


def test_what_is_left_away_or_null_has_its_default(tmp_path: Path) -> None:
    (item,) = load(write(tmp_path, {**GOOD, "history": None}))
    assert (item["type"], item["history"], item["evidence"]) == ("open", [], [])
    assert (left_out(item), expected(item)) == ([], [[]])


def test_readings_of_an_item() -> None:
    assert left_out({"leave_out": "a"}) == ["a"]
    assert left_out({"leave_out": ["a", "b"]}) == ["a", "b"]
    assert expected({"answers": ["x", "y"]}) == [["x", "y"]]
    assert expected({"answer_parts": [["x"], ["y"]]}) == [["x"], ["y"]]
    entry = {"doc": "a", "quote": "x", "alt": [{"quote": "y"}, {"doc": "b", "quote": "z"}]}
    assert [(one["doc"], one["quote"]) for one in equals(entry)] == [("a", "x"), ("a", "y"), ("b", "z")]
