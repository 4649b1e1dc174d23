"""Archives and exports, taken apart into sources."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from corpus import sources
from corpus.home import Home
from corpus.load import load
from corpus.scan import scan
from corpus.sources import AddReport

ONE = "The delegations met for a third day.\n\nNothing was signed, a spokesman said.\n"
TWO = "# Grain\n\nShips with grain left the port at dawn.\n"


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def added(home: Home, tmp_path: Path, name: str, data: bytes, names: dict[str, str] | None = None) -> AddReport:
    (tmp_path / name).write_bytes(data)
    return sources.add(home, [tmp_path / name], names)


def test_a_zip_is_its_files(home: Home, tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "a.txt": ONE, "deep/b.md": TWO, "__MACOSX/a.txt": b"\x00", ".hidden": "x", "logo.png": b"\x89PNG\r\n\x1a\n",
    }  # fmt: skip
    report = added(home, tmp_path, "news.zip", zipped(members))
    assert report.added == ("news/a.txt", "news/deep/b.md")
    assert (home.sources / "news/a.txt").read_text() == ONE
    assert [(Path(one.source).name, "picture" in one.reason) for one in report.skipped] == [("logo.png", True)]
    assert sources.add(home, [tmp_path / "news.zip"]).unchanged == report.added


def test_zips_in_zips_up_to_a_depth(home: Home, tmp_path: Path) -> None:
    data: bytes = ONE.encode()
    for depth in range(6):
        data = zipped(
            {f"{depth}.txt": f"Article {depth}. {ONE}", f"inner{depth}.zip": data} if depth else {"x.txt": data}
        )
    report = added(home, tmp_path, "outer.zip", data)
    assert [Path(key).name for key in report.added] == ["5.txt", "4.txt", "3.txt"]
    assert "lies in 3 other archives" in report.skipped[0].reason


@pytest.mark.parametrize("name", ["../escaped.txt", "/etc/escaped.txt", "a/../../escaped.txt", "C:\\escaped.txt"])
def test_a_member_that_would_lead_out_is_refused_by_name(home: Home, tmp_path: Path, name: str) -> None:
    report = added(home, tmp_path, "news.zip", zipped({name: ONE, "good.txt": TWO}))
    assert report.added == ("news/good.txt",)
    assert "leads out" in report.skipped[0].reason and "escaped" in report.skipped[0].reason
    assert not list(tmp_path.rglob("escaped*"))


def test_an_export_is_its_records(home: Home, tmp_path: Path) -> None:
    lines = [
        {"headline": "Talks in Geneva", "body": ONE, "date": "2025-03-18", "source": "Example Wire"},
        {"headline": "Talks in Geneva", "body": "They met again. Nothing was said.", "date": "2025-03-19"},
        {"headline": "No text"},
    ]
    report = added(home, tmp_path, "export.jsonl", "\n".join(map(json.dumps, lines)).encode())
    assert report.added == ("export.jsonl/talks-in-geneva.json", "export.jsonl/talks-in-geneva-2.json")
    assert "no field is known to hold its text" in report.skipped[0].reason
    first, second = map(load, scan(home))
    assert {first.published, second.published} == {"2025-03-18", "2025-03-19"}
    assert {one.title for one in (first, second)} == {"Talks in Geneva"}


def test_a_second_export_changes_what_changed(home: Home, tmp_path: Path) -> None:
    rows = {"a": "One is here.", "b": "Two is here.", "c": "Three is here."}
    data = json.dumps([{"id": key, "title": key.upper(), "text": text} for key, text in rows.items()]).encode()
    first = added(home, tmp_path, "export.json", data)
    rows = {"z": "None is here."} | rows | {"b": "Two has changed."}
    data = json.dumps([{"id": key, "title": key.upper(), "text": text} for key, text in rows.items()]).encode()
    second = added(home, tmp_path, "export.json", data)
    assert len(first.added) == 3
    assert (second.added, second.changed) == (("export.json/z.json",), ("export.json/b.json",))
    assert second.unchanged == ("export.json/a.json", "export.json/c.json")
    assert load(scan(home)[1]).text == "Two has changed."


def test_names_of_fields_are_remembered(home: Home, tmp_path: Path) -> None:
    report = added(home, tmp_path, "export.csv", b"kop,verhaal\nTalks,They met.\n", {"text": "verhaal", "title": "kop"})
    assert report.added == ("export.csv/talks.json",)
    article = load(scan(home)[0])
    assert (article.title, article.text) == ("Talks", "They met.")


def test_a_single_json_article_is_kept_as_it_is(home: Home, tmp_path: Path) -> None:
    data = b'{ "title":"Talks",\n "text":"They met." }'
    assert added(home, tmp_path, "talks.json", data).added == ("talks.json",)
    assert (home.sources / "talks.json").read_bytes() == data
    assert load(scan(home)[0]).title == "Talks"


def test_a_list_put_there_by_hand_says_how_to_add_it(home: Home) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "list.json").write_text('[{"title": "A", "text": "One."}]')
    with pytest.raises(Exception, match="a list, not one article"):
        load(scan(home)[0])


def test_a_name_that_lies_is_read_as_what_it_is(home: Home, tmp_path: Path) -> None:
    page = f"<!doctype html><html><head><title>Talks</title></head><body><p>{ONE}</p></body></html>"
    assert added(home, tmp_path, "page.txt", page.encode()).added == ("page.txt",)
    assert added(home, tmp_path, "archive.html", zipped({"a.txt": ONE})).added == ("archive/a.txt",)
    assert {load(source).title for source in scan(home)} == {"Talks", ""}
