"""The command line's way into the library: exports, standard input, corrections."""

import io
import json
import sys
from pathlib import Path

import pytest

from assistant.cli import DONE, FAILED, MISUSED
from corpus.home import Home
from corpus.sidecar import read_sidecar
from tests.assistant.test_cli import at, run
from tests.corpus.web.conftest import site
from tests.corpus.web.server import Answer, Site

__all__ = ["at", "site"]


def the_article(capsys: pytest.CaptureFixture[str], at: str, title: str) -> dict[str, object]:
    _, out, _ = run(capsys, "list", "--home", at, "--json")
    (found,) = [one for one in json.loads(out)["articles"] if one["title"] == title]
    _, out, _ = run(capsys, "show", found["id"], "--home", at, "--json")
    shown: dict[str, object] = json.loads(out)
    return shown


def test_an_export_with_names_of_its_own(capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("kop;verhaal\nOver the bridge;A bridge was opened in the north.\n")
    code, out, _ = run(capsys, "add", str(tmp_path / "export.csv"), "--home", at)
    assert code == FAILED and "--map text=FIELD" in out
    code, out, _ = run(
        capsys, "add", str(tmp_path / "export.csv"), "--map", "text=verhaal", "--map", "title = kop", "--home", at
    )
    assert code == DONE and "1 added" in out
    assert run(capsys, "index", "--home", at)[0] == DONE
    assert the_article(capsys, at, "Over the bridge")["text"] == "A bridge was opened in the north."


@pytest.mark.parametrize("given", ["text", "text=", "body=story", "=x"])
def test_a_map_that_names_no_field_is_misuse(capsys: pytest.CaptureFixture[str], at: str, given: str) -> None:
    code, _, err = run(capsys, "add", "x.csv", "--map", given, "--home", at)
    assert code == MISUSED and given in err


def test_standard_input_is_an_article_each_time(
    capsys: pytest.CaptureFixture[str], at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = []
    for text in ("The first bridge was opened.", "The second bridge was closed.", "The first bridge was opened."):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        code, out, _ = run(capsys, "add", "-", "--name", "wire.txt", "--home", at, "--json")
        assert code == DONE
        keys.append([*json.loads(out)["added"], *json.loads(out)["unchanged"]])
    assert keys == [["wire.txt"], ["wire-2.txt"], ["wire.txt"]]


def test_a_correction_is_shown_kept_and_taken_back(capsys: pytest.CaptureFixture[str], at: str) -> None:
    _, out, _ = run(capsys, "list", "--home", at, "--json")
    article = json.loads(out)["articles"][0]
    code, out, _ = run(
        capsys, "edit", article["id"], "--title", "As I call it", "--published", "May 2021", "--home", at
    )
    assert code == DONE
    assert "title     As I call it  (user)" in out and "published 2021-05  (user)" in out
    assert run(capsys, "index", "--rebuild", "--home", at)[0] == DONE
    after = the_article(capsys, at, "As I call it")
    assert (after["published"], after["id"]) == ("2021-05", article["id"])
    sidecar = read_sidecar(Home(Path(at)).sources / f"{article['key']}.toml")
    assert sidecar is not None and dict(sidecar.user) == {"title": "As I call it", "published": "2021-05"}
    code, out, _ = run(
        capsys, "edit", article["id"], "--reset", "title", "--reset", "published", "--home", at, "--json"
    )
    assert code == DONE
    assert (json.loads(out)["title"], json.loads(out)["published"]) == (article["title"], article["published"])


@pytest.mark.parametrize(
    ("argv", "code", "why"),
    [
        ([], MISUSED, "Nothing to correct"),
        (["--title", "x", "--reset", "title"], MISUSED, "title: both given and taken back"),
        (["--published", "soon"], FAILED, "'soon' is not a date"),
        (["--language", "klingon"], FAILED, "not the code of a language"),
    ],
)
def test_what_cannot_be_corrected(
    capsys: pytest.CaptureFixture[str], at: str, argv: list[str], code: int, why: str
) -> None:
    _, out, _ = run(capsys, "list", "--home", at, "--json")
    found = run(capsys, "edit", json.loads(out)["articles"][0]["id"], *argv, "--home", at)
    assert found[0] == code and why in found[2]


def test_an_unknown_article_cannot_be_corrected(capsys: pytest.CaptureFixture[str], at: str) -> None:
    code, _, err = run(capsys, "edit", "0123456789abcdef", "--title", "x", "--home", at)
    assert code == FAILED and "0123456789abcdef" in err


def test_a_folder_is_linked_listed_and_unlinked(capsys: pytest.CaptureFixture[str], at: str, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("A bridge\n\nA bridge was opened in the north.\n")
    code, out, err = run(capsys, "link", str(tmp_path / "reports"), "--home", at)
    assert code == DONE and f"@reports              {tmp_path / 'reports'}" in out and "chancery index" in err
    assert run(capsys, "index", "--home", at)[0] == DONE
    assert the_article(capsys, at, "A bridge")["key"] == "@reports/a.txt"
    _, out, _ = run(capsys, "link", "--home", at, "--json")
    assert json.loads(out) == {"folders": [{"name": "reports", "folder": str(tmp_path / "reports")}], "feeds": []}
    assert run(capsys, "link", "--remove", "reports", "--home", at)[0] == DONE
    code, out, _ = run(capsys, "index", "--home", at, "--json")
    assert json.loads(out)["removed"] == ["a.txt"]
    assert run(capsys, "link", "--remove", "reports", "--home", at)[0] == FAILED


def test_links_are_fetched_and_asked_again(
    capsys: pytest.CaptureFixture[str], at: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    site.page("/bridge", "Over the bridge", "A bridge was opened in the north. It has two lanes.", ETag='"one"')
    code, out, err = run(capsys, "add", site.url("/bridge"), "--home", at)
    assert code == FAILED and "not an address of the public internet" in out and "--allow-private" in out
    code, out, err = run(capsys, "add", site.url("/bridge"), "--allow-private", "--home", at)
    assert code == DONE and out.startswith("1 added")
    assert run(capsys, "index", "--home", at)[0] == DONE
    assert the_article(capsys, at, "Over the bridge")["url"] == site.url("/bridge")
    code, out, err = run(capsys, "sync", "--allow-private", "--home", at)
    assert code == DONE and out == "0 added, 0 changed, 1 unchanged, 0 gone\n"
    assert f"fetching 1 of 1: {site.url('/bridge')}" in err
    del site.answers["/bridge"]
    _, out, _ = run(capsys, "sync", "--allow-private", "--home", at, "--json")
    assert len(json.loads(out)["gone"]) == 1
    assert the_article(capsys, at, "Over the bridge")


def test_a_feed_is_listed_and_forgotten(
    capsys: pytest.CaptureFixture[str], at: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    site.page("/bridge", "Over the bridge", "A bridge was opened in the north. It has two lanes.")
    items = f"<item><title>Over the bridge</title><link>{site.url('/bridge')}</link></item>"
    body = f'<rss version="2.0"><channel><title>Bridge News</title>{items}</channel></rss>'
    site.answers["/feed"] = Answer(body.encode(), headers={"Content-Type": "application/rss+xml"})
    code, out, _ = run(capsys, "add", site.url("/feed"), "--allow-private", "--home", at)
    assert code == DONE and out.startswith("1 added")
    _, out, _ = run(capsys, "link", "--home", at)
    assert out == f"Bridge News           {site.url('/feed')}\n"
    assert run(capsys, "link", "--remove", site.url("/feed"), "--home", at)[0] == DONE
    code, _, err = run(capsys, "link", "--remove", site.url("/feed"), "--home", at)
    assert code == FAILED and "is no feed of this library" in err


def test_the_list_shows_what_is_a_copy_of_what(capsys: pytest.CaptureFixture[str], at: str) -> None:
    sources = Home(Path(at)).sources
    body = " ".join(f"The {n}. stone of the quay was laid by the mason of street {n * 7}." for n in range(20))
    for name, day in (("first.md", "2025-05-01"), ("second.md", "2025-05-02")):
        (sources / name).write_text(f"---\ntitle: {name}\ndate: {day}\n---\n{body} It is the {day[-1]}.\n")
    assert run(capsys, "index", "--home", at)[0] == DONE
    lines = {line.split(" words  ")[1]: line for line in run(capsys, "list", "--home", at)[1].splitlines()}
    first = next(line for line in lines if line.startswith("first.md"))
    second = next(line for line in lines if line.startswith("second.md"))
    assert first == "first.md  [stands for 2 copies]"
    assert second == f"second.md  [copy of {lines[first].split()[0]}]"
    assert sum("[" in line for line in lines) == 2
    run(capsys, "edit", lines[second].split()[0], "--split", "--home", at)
    assert "[" not in run(capsys, "list", "--home", at)[1]


def test_files_of_one_text_are_named_as_sources_of_one_article(capsys: pytest.CaptureFixture[str], at: str) -> None:
    sources = Home(Path(at)).sources
    for name in ("b.txt", "a.txt", "c.txt"):
        (sources / name).write_text("The weir above the mill was opened at noon. It had been shut since the flood.\n")
    (sources / "empty.txt").write_text("")
    plan = run(capsys, "index", "--plan", "--home", at)[1]
    code, out, _ = run(capsys, "index", "--home", at)
    lines = [
        "1 skipped:",
        "  empty.txt: it is empty (Add it again when it has text.)",
        "2 copies:",
        "  b.txt: it has the same text as a.txt, and counts as another source of it",
        "  c.txt: it has the same text as a.txt, and counts as another source of it",
    ]
    assert (code, out.splitlines()[-5:], plan.splitlines()[-5:]) == (DONE, lines, lines)
    again = json.loads(run(capsys, "index", "--home", at, "--json")[1])
    assert [(one["source"], bool(one["hint"])) for one in again["skipped"]] == [
        ("b.txt", False),
        ("c.txt", False),
        ("empty.txt", True),
    ]
    listed = [line for line in run(capsys, "list", "--home", at)[1].splitlines() if "sources" in line]
    assert [line.split(" words  ")[1] for line in listed] == ["a.txt  3 sources"]
    articles = json.loads(run(capsys, "list", "--home", at, "--json")[1])["articles"]
    assert {one["source"]: one["sources"] for one in articles if one["sources"] != 1} == {"a.txt": 3}
    key = listed[0].split()[0]
    assert "sources   a.txt, b.txt, c.txt\n" in run(capsys, "show", key, "--home", at)[1]
    assert json.loads(run(capsys, "show", key, "--home", at, "--json")[1])["sources"] == ["a.txt", "b.txt", "c.txt"]
    status = run(capsys, "status", "--home", at)[1]
    assert "skipped   1 sources" in status and "copies    2 sources" in status
