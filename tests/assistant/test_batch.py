"""Batches, checked before anything is opened."""

from pathlib import Path

import pytest

from assistant.answer import Turn
from assistant.asked import MisuseError, printable
from assistant.batch import batch_of
from index.where import Where


def write(tmp_path: Path, text: str) -> str:
    file = tmp_path / "batch.jsonl"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_lines_end_at_newlines_only(tmp_path: Path) -> None:
    file = write(tmp_path, '\ufeff{"id": 1, "question": "one\u2028two\u0085three"}\r\n\n{"question": "four"}')
    assert [(one.id, one.question) for one in batch_of(file)] == [(1, "one\u2028two\u0085three"), (3, "four")]


def test_an_answer_of_null_is_no_answer(tmp_path: Path) -> None:
    file = write(tmp_path, '{"question": "b", "history": [{"question": "a", "answer": null}]}')
    assert [one.history for one in batch_of(file)] == [(Turn("a", ""),)]


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    file = write(tmp_path, '{"question": "who \\ud800?"}')
    assert [one.question for one in batch_of(file)] == ["who ??"]
    assert printable("who \udcff") == "who ?"


def test_a_line_may_set_filters_and_take_preferences_away(tmp_path: Path) -> None:
    where = '{"outlets": ["RT"], "since": "2025-03"}'
    (one,) = batch_of(write(tmp_path, f'{{"question": "a", "where": {where}, "ignore": ["May 2025"]}}'))
    assert (one.where, one.ignore) == (Where(outlets=("RT",), since="2025-03"), ("May 2025",))


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"question": {}}',
        '{"history": []}',
        '{"question": "a", "where": ["RT"]}',
        '{"question": "a", "where": {"since": "March 2025"}}',
        '{"question": "a", "where": {"outlet": "RT"}}',
        '{"question": "a", "ignore": "RT"}',
    ],
)
def test_bad_lines_are_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(MisuseError, match="line 2"):
        list(batch_of(write(tmp_path, '{"question": "a"}\n' + line)))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none"), "a\0b"):
        with pytest.raises(MisuseError, match="Cannot read"):
            list(batch_of(name))
