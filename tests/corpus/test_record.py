"""Records: taking exports apart, and reading one as an article."""

import io
import json
from itertools import pairwise

import pytest

from corpus.errors import SourceError
from corpus.record import Record, is_one, read_record, split
from corpus.record import RecordKind as Kind

BODY = "The envoys met in Vienna. They agreed on nothing."


def records(kind: Kind, data: str | bytes, names: dict[str, str] | None = None) -> list[Record]:
    raw = data.encode() if isinstance(data, str) else data
    found = list(split(kind, io.BytesIO(raw), "export", names or {}))
    assert not [one for one in found if isinstance(one, SourceError)]
    return [one for one in found if isinstance(one, Record)]


def read(fields: object, names: dict[str, str] | None = None) -> tuple[str, dict[str, str]]:
    raw = read_record(json.dumps(fields).encode(), "one.json", names or {})
    stated = {name: getattr(raw.stated, name) for name in ("title", "outlet", "author", "published", "url", "language")}
    for block in raw.blocks:
        begins = [*block.runs, (len(block.text), 0)]
        for (start, at), (end, _) in pairwise(begins):
            assert end - start == 1 or block.text[start:end] == raw.text[at : at + end - start]
    return "\n".join(block.text for block in raw.blocks), {name: value for name, value in stated.items() if value}


@pytest.mark.parametrize(
    ("title", "body", "date", "outlet"),
    [
        ("title", "text", "date", "outlet"),
        ("headline", "body", "published_at", "publisher"),
        ("Headline", "Full Text", "pubDate", "Source"),
        ("name", "articleBody", "datePublished", "publisher"),
        ("title", "content_html", "date_published", "site-name"),
    ],
)
def test_the_usual_names_of_fields_are_known(title: str, body: str, date: str, outlet: str) -> None:
    text, stated = read({title: "Talks in Vienna", body: BODY, date: "2025-03-18T10:00:00Z", outlet: "Example Wire"})
    assert text == BODY
    assert stated == {"title": "Talks in Vienna", "published": "2025-03-18T10:00:00Z", "outlet": "Example Wire"}


def test_fields_of_other_names_are_named() -> None:
    text, stated = read({"kop": "Talks", "inner": {"story": BODY}}, {"text": "inner.story", "title": "kop"})
    assert (text, stated) == (BODY, {"title": "Talks"})


def test_objects_and_lists_in_fields() -> None:
    record = {
        "title": "Talks", "content": ["First.", "Second."], "source": {"id": None, "name": "Example Wire"},
        "authors": ["Ada First", {"name": "Ben Last"}], "url": "https://example.org/talks", "lang": "en",
    }  # fmt: skip
    text, stated = read(record)
    assert text == "First.\nSecond."
    assert (stated["outlet"], stated["author"]) == ("Example Wire", "Ada First, Ben Last")
    assert (stated["url"], stated["language"]) == ("https://example.org/talks", "en")


def test_a_source_that_is_an_address_is_no_outlet() -> None:
    assert read({"text": BODY, "source": "https://example.org/a"})[1] == {"url": "https://example.org/a"}


@pytest.mark.parametrize("value", [1742256000, 1742256000000, 1742256000.5, "1742256000000"])
def test_times_since_1970_are_days(value: object) -> None:
    assert read({"text": BODY, "timestamp": value})[1] == {"published": "2025-03-18"}


@pytest.mark.parametrize("value", [True, 7, -1, None, [], {}])
def test_what_is_no_date_is_none(value: object) -> None:
    assert read({"text": BODY, "date": value})[1].get("published") in (None, "7", "-1")


def test_a_text_in_html_is_read_as_a_page() -> None:
    text, stated = read(
        {"content": f"<h1>Talks in Vienna</h1><p>{BODY}</p><script>x()</script><p>More &amp; more.</p>"}
    )
    assert text.split("\n")[-2:] == [BODY, "More & more."]
    assert stated["title"] == "Talks in Vienna"


def test_a_sign_below_is_not_html() -> None:
    assert read({"text": "If a < b and c > d, nothing follows."})[0] == "If a < b and c > d, nothing follows."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[1, 2]", "a list, not one article"),
        (b'"text"', "a text, not one article"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", r"no field is known to hold its text \(its fields: none\)"),
        (b'{"story": "x", "kop": 1}', r"its fields: story|kop"),
        (b'{"text": "  "}', "its text"),
    ],
)
def test_what_is_no_article_says_why(data: bytes, why: str) -> None:
    if data == b'{"story": "x", "kop": 1}':
        data = b'{"verhaal": "x", "kop": 1}'
        why = "its fields: verhaal, kop"
    with pytest.raises(SourceError, match=why):
        read_record(data, "one.json", {})


def test_lines_are_kept_byte_for_byte() -> None:
    lines = ['{"headline":"A","body":"One."}', '{ "headline" : "B", "body" : "Zwö." }']
    found = records("jsonl", "\ufeff" + lines[0] + "\r\n\n" + lines[1])
    assert [one.data.decode() for one in found] == lines
    assert [one.identity for one in found] == ["A", "B"]


@pytest.mark.parametrize("wrap", ['{"articles": %s}', '{"response": {"docs": %s, "n": 2}}', "%s"])
def test_lists_of_records_are_found(wrap: str) -> None:
    found = records("json", wrap % '[{"id": 7, "title": "A", "text": "One."}, {"title": "B", "text": "Two."}]')
    assert [(one.identity, one.title) for one in found] == [("7", "A"), ("B", "B")]
    assert json.loads(found[0].data) == {"id": 7, "title": "A", "text": "One."}


def test_a_single_record_is_one() -> None:
    assert is_one(b'{"title": "A", "text": "One.", "tags": [{"id": 1}]}')
    assert not is_one(b'{"articles": [{"title": "A"}]}') and not is_one(b"[]") and not is_one(b"{")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_spreadsheet(sign: str, encoding: str) -> None:
    table = f'title{sign}text{sign}date\r\n"Talks{sign} again"{sign}"Line ""one"".\nLine zwö."{sign}2025-03\r\n'
    (one,) = records("csv", table.encode(encoding))
    assert json.loads(one.data) == {"title": f"Talks{sign} again", "text": 'Line "one".\nLine zwö.', "date": "2025-03"}


def test_a_bad_record_does_not_stop_the_others() -> None:
    found = list(split("jsonl", io.BytesIO(b'{"text": "One."}\n{bad\n3\n{"text": "Two."}'), "export", {}))
    assert [isinstance(one, Record) for one in found] == [True, False, False, True]
    assert [str(one).splitlines()[0] for one in found if isinstance(one, SourceError)] == [
        "export: line 2 is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "export: record 3 is a number, not an object with fields",
    ]


@pytest.mark.parametrize(("kind", "data"), [("json", b"{"), ("csv", b'a,b\n"x,\xff\xfe')])
def test_a_file_that_is_no_export_is_refused_whole(kind: Kind, data: bytes) -> None:
    found: list[object] = []
    try:
        found.extend(split(kind, io.BytesIO(data), "export", {}))
    except SourceError as error:
        assert error.hint
    else:
        assert kind == "csv" and len(found) <= 1  # a quote that never ends is a field to CSV


def test_a_large_export_is_read_a_record_at_a_time() -> None:
    class Endless(io.RawIOBase):
        lines = 0

        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1, /) -> bytes:
            self.lines += 1
            return b'{"text": "One."}\n'

    endless = Endless()
    found = split("jsonl", endless, "export", {})  # type: ignore[arg-type]
    assert [isinstance(next(found), Record) for _ in range(3)] == [True] * 3
    assert endless.lines == 3


@pytest.mark.parametrize(
    "outer", ['{"data": ', '{"title": "A", "text": ', '{"text": "One.", "title": ', '{"text": "x", "source": ']
)
@pytest.mark.parametrize("nest", [("[", "]"), ('{"data": ', "}"), ('{"name": ', "}"), ('{"text": ', "}")])
def test_what_is_nested_without_end_is_read_as_far_as_it_makes_sense(outer: str, nest: tuple[str, str]) -> None:
    data = (outer + nest[0] * 700 + '"deep"' + nest[1] * 700 + "}").encode()
    assert is_one(data)
    for found in split("json", io.BytesIO(data), "export", {}):
        assert isinstance(found, Record)
    try:
        read_record(data, "one.json", {})
    except SourceError as error:
        assert error.hint


def test_half_a_character_is_not_kept() -> None:
    text, stated = read({"title": "A \ud83d title", "text": "One \udc00 word."})
    assert (text, stated) == ("One ? word.", {"title": "A ? title"})
