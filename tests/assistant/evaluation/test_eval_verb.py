"""`chancery eval`: what is misuse, what is told, and what is written."""

import json
from pathlib import Path

import pytest

from assistant import cli
from assistant.evaluation import runs
from assistant.evaluation.own import OwnQuestions
from assistant.library import Library
from tests.assistant.evaluation.test_asking import ASKED, UNTOLD


@pytest.fixture
def chancery(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library of this folder in the place of the one that the flags name."""
    monkeypatch.setattr(cli, "_answerable", lambda args: library)
    return library


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in (ASKED, UNTOLD)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["gold.jsonl", "--make", "3"],
        ["--make", "3", "--html", "x.html"],
        ["--make", "3", "--against", "x.json"],
        ["gold.jsonl", "--out", "x"],
    ],
)
def test_misuse(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", *given]) == cli.MISUSED
    assert "chancery:" in capsys.readouterr().err


def test_a_run_compared_with_itself_and_its_report(
    chancery: Library, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["eval", str(gold), "--json"]) == cli.DONE
    first = capsys.readouterr().out
    record = json.loads(first)
    assert {"items", "score", "answer", "cited", "verbatim", "by_type", "rows", "median_ms"} <= set(record)
    run, page = tmp_path / "run.json", tmp_path / "report.html"
    run.write_text(first, encoding="utf-8")
    assert cli.main(["eval", str(gold), "--against", str(run), "--html", str(page)]) == cli.DONE
    assert "0 won, 0 lost, 2 the same" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_run_over_other_questions_is_told_before_any_is_asked(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.json"
    run.write_text("{}", encoding="utf-8")
    assert cli.main(["eval", str(gold), "--against", str(run)]) == cli.FAILED
    assert "is not a run" in capsys.readouterr().err


def test_make_writes_a_gold_file_once(chancery: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "draft.jsonl"
    assert cli.main(["eval", "--make", "4", "--out", str(out)]) == cli.DONE
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    assert cli.main(["eval", "--make", "4", "--out", str(out)]) == cli.MISUSED
    capsys.readouterr()
    assert cli.main(["eval", "--make", "4"]) == cli.DONE
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")
    assert cli.main(["eval", "--make", "4", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["made"] == 4


def test_a_report_that_cannot_be_written_is_told(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["eval", str(gold), "--html", str(tmp_path / "none" / "x.html")]) == cli.MISUSED
    assert "Cannot write" in capsys.readouterr().err


def test_without_a_file_it_asks_the_questions_of_the_window_and_keeps_the_run(
    chancery: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = str(chancery.home.root)
    assert cli.main(["eval", "--home", at]) == cli.MISUSED
    assert "no questions of your own" in capsys.readouterr().err
    OwnQuestions(chancery.home).take([ASKED, UNTOLD])

    assert cli.main(["eval", "--home", at]) == cli.DONE
    assert "won, " not in capsys.readouterr().out
    assert cli.main(["eval", "--home", at]) == cli.DONE
    assert "0 won, 0 lost, 2 the same" in capsys.readouterr().out
    assert len(runs.kept(chancery.home, 5)) == 2
