"""The command line, as scripts use it: what is on stdout, what on stderr, and the exit code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import DONE, FAILED, MISUSED, main
from assistant.library import Library
from corpus.home import Home
from tests.conftest import AxisEncoder


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    caught = capsys.readouterr()
    return code, caught.out, caught.err


@pytest.fixture
def at(library: Library, monkeypatch: pytest.MonkeyPatch) -> str:
    """The home of the small library; every Library that the command opens gets the encoder that is loaded already."""
    monkeypatch.setattr("index.encoder.load_encoder", lambda folder=None: library.encoder)
    return str(library.home.root)


def ask_batch(
    capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path, lines: str
) -> tuple[int, list[dict[str, object]], str]:
    file = tmp_path / "questions.jsonl"
    file.write_text(lines, encoding="utf-8")
    code, out, err = run(capsys, "ask", "--home", at, "--batch", str(file))
    return code, [json.loads(line) for line in out.splitlines()], err


def test_add_index_and_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: Path, monkeypatch, encoder
) -> None:
    monkeypatch.setattr("index.encoder.load_encoder", lambda folder=None: encoder)
    home = str(tmp_path / "fresh")
    code, out, _ = run(capsys, "add", str(folder), "--home", home, "--json")
    assert code == DONE
    assert len(json.loads(out)["added"]) == 4
    code, out, _ = run(capsys, "index", "--plan", "--json", "--home", home)
    assert code == DONE
    assert len(json.loads(out)["added"]) == 4
    code, out, _ = run(capsys, "index", "--json", "--home", home)
    assert code == DONE
    assert len(json.loads(out)["added"]) == 4
    code, out, _ = run(capsys, "index", "--home", home)
    assert code == DONE
    assert out.startswith("Nothing to do: 4 articles are up to date.")


def test_a_source_that_is_not_there_is_an_error(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, out, err = run(capsys, "index", "nobody.txt", "--home", at)
    assert code == FAILED
    assert not out
    assert "No source is called nobody.txt." in err


def test_an_address_that_is_not_fetched_is_told_as_one(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, out, err = run(capsys, "add", "ftp://example.org/a.txt", "--home", at)
    assert code == FAILED
    assert "only http and https are" in out + err


def test_edits_in_the_sources_folder_are_noticed(capsys: pytest.CaptureFixture[str], at: str) -> None:
    sources = Home(Path(at)).sources / "articles"
    (sources / "new.txt").write_text(
        "An embassy reopens\n\nThe embassy opened its doors on 1 May 2022.\n", encoding="utf-8"
    )
    (sources / "summit.md").unlink()
    with (sources / "treaty.md").open("a", encoding="utf-8") as file:
        file.write("\nThe treaty runs out in February 2026.\n")
    code, out, _ = run(capsys, "index", "--home", at, "--json")
    report = json.loads(out)
    assert code == DONE
    assert [len(report[name]) for name in ("added", "changed", "removed")] == [1, 1, 1]
    assert report["unchanged"] == 2


def test_add_tells_what_it_skipped_and_takes_the_rest(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "good.txt").write_text("A title\n\nA sentence about a treaty stands here.\n", encoding="utf-8")
    (mixed / "empty.txt").write_bytes(b"")
    (mixed / "binary.txt").write_bytes(b"\x00\x01\x02" * 99)
    (mixed / "sheet.xyz").write_bytes(b"1,2")
    code, out, _ = run(capsys, "add", str(mixed), "--home", str(tmp_path / "h"), "--json")
    report = json.loads(out)
    assert code == DONE
    assert len(report["added"]) == 1
    assert len(report["skipped"]) == 3
    assert all(one["reason"] for one in report["skipped"])


def test_add_fails_when_nothing_could_be_taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, _ = run(capsys, "add", str(tmp_path / "nowhere"), "--home", str(tmp_path / "h"))
    assert code == FAILED


def test_nothing_is_added_to_the_samples(capsys: pytest.CaptureFixture[str], folder: Path, at: str) -> None:
    code, _, err = run(capsys, "add", str(folder), "--sample", "--home", at)
    assert code == MISUSED
    assert "Leave out --sample" in err
    assert not Home(Path(at)).sample.root.exists()


def test_the_home_may_be_named_before_the_verb_or_after_it(capsys: pytest.CaptureFixture[str], at: str) -> None:
    before = run(capsys, "--home", at, "--json", "status")
    after = run(capsys, "status", "--home", at, "--json")
    assert before == after
    assert json.loads(before[1])["passages"] > 0


def test_ask_json_has_every_field_and_exact_quotes(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, out, _ = run(capsys, "ask", "Where was the summit of Biden and Putin held?", "--home", at, "--json")
    record = json.loads(out)
    assert code == DONE
    assert set(record) == {
        "id",
        "question",
        "standalone_question",
        "refused",
        "sides",
        "as_of",
        "caveats",
        "filters",
        "called",
        "preferences",
        "ignored",
        "searched",
        "uncovered",
        "reason",
        "short_answer",
        "answer",
        "sentences",
        "citations",
        "nearest",
        "engine",
        "model",
        "confidence",
        "independent",
        "reprints",
        "read",
        "elapsed_ms",
    }
    assert set(record["citations"][0]) == {
        "n",
        "article_id",
        "passage_id",
        "source",
        "title",
        "outlet",
        "published",
        "url",
        "quote",
        "start",
        "end",
        "speaker",
        "page",
    }
    assert record["citations"][0]["source"] == "summit.md"
    for citation in record["citations"]:
        _, shown, _ = run(capsys, "show", citation["article_id"], "--home", at, "--json")
        assert json.loads(shown)["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert f"[{citation['n']}]" in record["answer"]


def test_ask_in_words_shows_answer_and_sources(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, out, _ = run(capsys, "ask", "Where was the summit of Biden and Putin held?", "--home", at)
    assert code == DONE
    assert "Geneva" in out
    assert "[1] A summit by the lake, Example Post, 2021-06-17" in out


def test_batch_answers_in_order_with_history_and_tells_bad_questions_in_place(
    capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path
) -> None:
    history = [{"question": "Where was the summit of Biden and Putin held?", "answer": "In Geneva."}]
    items = [
        {"id": "one", "question": "How many warheads does the treaty allow?", "note": "ignored"},
        {"id": "two", "question": "How long did it last?", "history": history},
        {"id": "three", "question": "  "},
    ]
    code, records, _ = ask_batch(capsys, at, tmp_path, "\n".join(map(json.dumps, items)) + "\n\n")
    assert code == DONE
    assert [record["id"] for record in records] == ["one", "two", "three"]
    assert "summit" in str(records[1]["standalone_question"])
    assert records[2]["refused"] is True
    assert records[2]["reason"] == "The question is empty."


@pytest.mark.parametrize(
    "line", ["{not json", '{"id": 1}', '{"question": 5}', "[1]", '{"question": "a", "history": 3}']
)
def test_a_bad_batch_line_is_named_and_nothing_is_answered(
    capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path, line: str
) -> None:
    code, records, err = ask_batch(capsys, at, tmp_path, '{"id": 0, "question": "Who?"}\n' + line + "\n")
    assert code == MISUSED
    assert records == []
    assert "line 2" in err


def test_search_json_and_batch(capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "search", "grain", "-k", "2", "--home", at, "--json")
    hits = json.loads(out)["hits"]
    assert code == DONE
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert set(hits[0]) == {"rank", "score", "source", "article_id", "passage_id", "text", "start", "end"}
    assert hits[0]["source"] == "grain.html"
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "x", "question": "grain"}\n', encoding="utf-8")
    _, out, _ = run(capsys, "search", "--batch", str(file), "-k", "1", "--home", at)
    assert json.loads(out)["id"] == "x"


def test_list_status_and_remove(capsys: pytest.CaptureFixture[str], at: str) -> None:
    _, out, _ = run(capsys, "list", "--home", at, "--json")
    articles = json.loads(out)["articles"]
    assert len(articles) == 4
    code, out, _ = run(capsys, "remove", articles[0]["id"], "--home", at, "--json")
    assert code == DONE
    assert json.loads(out) == {"removed": articles[0]["source"], "id": articles[0]["id"], "uncompacted": ""}
    _, out, _ = run(capsys, "status", "--home", at, "--json")
    status = json.loads(out)
    assert (status["articles"], status["waiting"]) == (3, 0)
    code, _, err = run(capsys, "show", articles[0]["id"], "--home", at)
    assert code == FAILED
    assert articles[0]["id"] in err


def test_status_tells_that_the_settings_name_another_model(
    capsys: pytest.CaptureFixture[str], at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "model" not in run(capsys, "status", "--home", at)[1]
    monkeypatch.setattr("index.encoder.load_encoder", lambda folder=None: AxisEncoder())
    code, out, _ = run(capsys, "status", "--home", at)
    assert (code, out.splitlines()[-1].split(":")[-1]) == (DONE, " chancery index")
    assert json.loads(run(capsys, "status", "--home", at, "--json")[1])["outdated"] is True


def test_an_empty_home_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "ask", "Who?", "--home", str(tmp_path / "none"))
    assert code == FAILED
    assert "chancery add" in err


@pytest.mark.parametrize("argv", [["ask"], ["ask", ""], ["ask", "Who?", "--batch", "x"]])
def test_misuse_exits_2(capsys: pytest.CaptureFixture[str], at: str, argv: list[str]) -> None:
    code, _, err = run(capsys, *argv, "--home", at)
    assert code == MISUSED
    assert err


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["dance"],
        ["add", ""],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "99999999999"],
        ["serve", "--port", "99999"],
    ],
)
def test_bad_options_exit_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == MISUSED


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--host", "0.0.0.0"], "whoever reaches this machine"),
        (["--host", "example.org", "--mcp"], "whoever reaches this machine"),
        (["--auth", "--mcp"], "MCP clients do not sign in"),
    ],
)
def test_a_window_is_not_served_to_whoever_comes(
    capsys: pytest.CaptureFixture[str], at: str, flags: list[str], said: str
) -> None:
    code, _, err = run(capsys, "serve", "--home", at, *flags)
    assert code == MISUSED
    assert said in err


def test_chat_keeps_the_thread(capsys: pytest.CaptureFixture[str], at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["Where was the summit of Biden and Putin held?", "How long did it last?", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    code, out, _ = run(capsys, "chat", "--home", at)
    assert code == DONE
    assert "Searched for: How long did it last? (Where was the summit of Biden and Putin held" in out


HELP = """
import sys
from assistant.cli import main
try:
    main(["--help"])
except SystemExit:
    print(sorted({"torch", "chromadb", "gradio", "numpy", "llama_index"} & set(sys.modules)))
"""


def test_help_needs_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


SUMMIT = "Where was the summit of Biden and Putin held?"


def test_filters_are_flags_and_part_of_the_record(capsys: pytest.CaptureFixture[str], at: str) -> None:
    argv = ["--outlet", "example post", "--outlet", "Example Herald", "--since", "2021-06", "--language", "EN"]
    code, out, _ = run(capsys, "ask", SUMMIT, "--home", at, "--json", *argv)
    record = json.loads(out)
    assert code == DONE
    assert record["filters"] == {
        "outlets": ["Example Post", "Example Herald"],
        "languages": ["en"],
        "since": "2021-06",
    }
    assert {one["outlet"] for one in record["citations"]} == {"Example Post"}
    _, out, _ = run(capsys, "ask", SUMMIT, "--home", at, *argv)
    assert out.startswith("Only: Example Post, Example Herald, since Jun 2021, language en\n")
    _, out, _ = run(capsys, "search", "the treaty and the summit", "--home", at, "--json", "--until", "2021-02")
    assert {hit["source"] for hit in json.loads(out)["hits"]} == {"treaty.md"}


def test_preferences_are_shown_recorded_and_taken_away(capsys: pytest.CaptureFixture[str], at: str) -> None:
    question = "Where was the summit held, according to the Example Post in June 2021?"
    _, out, _ = run(capsys, "ask", question, "--home", at)
    assert out.startswith("Preferring: Example Post, June 2021\n")
    _, out, _ = run(capsys, "ask", question, "--home", at, "--json", "--ignore", "Example Post")
    assert json.loads(out)["preferences"] == [
        {"label": "June 2021", "said": "in June 2021", "where": {"since": "2021-06-01", "until": "2021-07-31"}}
    ]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--since", "June 2021"], "2025-03-14"),
        (["--since", "2022", "--until", "2021"], "earlier date"),
        (["--outlet", "Exmaple Post"], "Nearest: Example Post"),
        (["--language", "fr"], "The library has: en"),
        (["--article", "nowhere"], "chancery list"),
        (["--cluster", "nowhere"], "chancery list"),
    ],
)
@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_filter_that_cannot_be_is_misuse(
    capsys: pytest.CaptureFixture[str], at: str, verb: str, argv: list[str], told: str
) -> None:
    code, out, err = run(capsys, verb, SUMMIT, "--home", at, *argv)
    assert (code, out) == (MISUSED, "")
    assert told in err


def test_a_batch_line_has_filters_of_its_own_or_those_of_the_command(
    capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [{"id": 1, "question": SUMMIT}, {"id": 2, "question": SUMMIT, "where": {"outlets": "Example Herald"}}]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    _, out, _ = run(capsys, "ask", "--batch", str(file), "--until", "2021-12", "--home", at)
    first, second = map(json.loads, out.splitlines())
    assert (first["filters"], first["refused"]) == ({"until": "2021-12"}, False)
    assert (second["filters"], second["refused"]) == ({"outlets": ["Example Herald"]}, True)
    assert "1 of 4 articles pass the filters (Example Herald)" in second["reason"]


def test_an_outlet_of_a_batch_that_no_article_has_stops_it_before_the_first_answer(
    capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path
) -> None:
    lines = f'{{"id": 1, "question": "{SUMMIT}"}}\n{{"id": 2, "question": "Who?", "where": {{"outlets": "Nobody"}}}}'
    code, records, err = ask_batch(capsys, at, tmp_path, lines)
    assert (code, records) == (MISUSED, [])
    assert "question 2: No article is from “Nobody”" in err


def test_a_chat_keeps_to_its_filter(capsys: pytest.CaptureFixture[str], at: str, monkeypatch) -> None:
    said = iter([SUMMIT, ""])
    monkeypatch.setattr("builtins.input", lambda _: next(said))
    code, out, _ = run(capsys, "chat", "--home", at, "--json", "--outlet", "Example Herald")
    assert code == DONE
    assert json.loads(out)["refused"]


def test_the_doctor_tells_what_is_wrong_and_what_mends_it(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, out, _ = run(capsys, "doctor", "--home", at)
    assert (code, "The index is whole" in out) == (DONE, True)
    code, out, _ = run(capsys, "doctor", "--json", "--quick", "--home", at)
    record = json.loads(out)
    assert (code, record["sound"], record["faults"], record["sources"]) == (DONE, True, [], 0)
    shutil.rmtree(next((Home(Path(at)).index / "1" / "chroma").glob("0-*")))
    code, out, _ = run(capsys, "doctor", "--home", at)
    assert code == FAILED
    assert "graph 0" in out
    assert "chancery index" in out
    assert run(capsys, "index", "--home", at)[0] == DONE
    assert run(capsys, "doctor", "--home", at)[0] == DONE


def test_going_back_and_indexing_one_source(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, _, err = run(capsys, "index", "--rollback", "--home", at)
    assert (code, "No earlier edition" in err) == (FAILED, True)
    assert run(capsys, "index", "--rebuild", "--home", at)[0] == DONE
    code, out, _ = run(capsys, "index", "--rollback", "--json", "--home", at)
    assert (code, json.loads(out)["version"].split(".")[0]) == (DONE, "1")
    for name in ("new.md", "late.md"):
        text = f"The {name} report is on the harbour. It is of two sentences.\n"
        (Home(Path(at)).sources / name).write_text(text, encoding="utf-8")
    assert json.loads(run(capsys, "index", "new.md", "--json", "--home", at)[1])["added"] == ["new.md"]
    assert run(capsys, "index", "new.md", "--rebuild", "--home", at)[0] == MISUSED
