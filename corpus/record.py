"""An article as a record of named fields: what JSON, JSON Lines and CSV exports of a library hold.

`split` takes a file of many records apart, a record at a time and never the whole file (a JSON array excepted), each as
JSON of its own. `read_record` reads one. The usual names of fields are known in any case and spelling (`pubDate`,
`pub_date`); `names` says which field holds what where a library has names of its own: `{"text": "story.body"}`.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Literal

from corpus.errors import SourceError
from corpus.markdown import read_markdown
from corpus.page import read_page
from corpus.plain import read_plain
from corpus.raw import Raw
from corpus.stated import Stated

RecordKind = Literal["json", "jsonl", "csv"]

NAMES: Mapping[str, tuple[str, ...]] = {  # without case, spaces and signs between words; earlier ones win
    "text": ("text", "body", "content", "articlebody", "articletext", "fulltext", "maintext", "story", "contenthtml",
             "contenttext", "bodytext", "article", "html", "markdown", "transcript"),
    "title": ("title", "headline", "heading", "name", "subject"),
    "outlet": ("outlet", "publisher", "source", "sourcename", "publication", "newspaper", "site", "sitename", "journal",
               "media", "feed", "feedtitle"),
    "author": ("author", "authors", "byline", "creator", "writer", "by"),
    "published": ("published", "publishedat", "datepublished", "publicationdate", "publishdate", "publisheddate",
                  "pubdate", "date", "publishtime", "firstpublished", "issued", "timestamp", "datetime"),
    "url": ("url", "link", "canonicalurl", "sourceurl", "articleurl", "weburl", "permalink", "href", "uri"),
    "language": ("language", "lang", "locale", "inlanguage"),
    "id": ("id", "guid", "uuid", "articleid", "docid", "identifier", "key"),
}  # fmt: skip

_LISTS = ("articles", "items", "records", "data", "results", "docs", "documents", "entries", "response", "hits")
MAX_ARRAY = 300 * 1024 * 1024  # bytes of a JSON file that is one array: parsed, it takes some six times as much
_DEEP = 4  # lists and objects in one another that are looked into; real exports nest two
_MAX_LINE = 20 * 1024 * 1024  # bytes of one record, as of any file
_MAX_FIELD = 20 * 1024 * 1024  # characters of a CSV field
_SNIFFED = 64 * 1024  # bytes of a CSV by which its delimiter is known
_MIN_TIMESTAMP, _MAX_TIMESTAMP = 100_000_000, 4_102_444_800  # seconds since 1970: 1973 to 2100
_SIGNS = re.compile(r"[\W_]+")
_MARKUP = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|blockquote|article|section|span|a)\s*>|<br\s*/?>", re.IGNORECASE)
_ATX = re.compile(r"^#{1,6} \S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its JSON, and its name there, never twice: its id, address or title, else its number."""

    data: bytes
    identity: str
    title: str


def split(kind: RecordKind, file: BinaryIO, name: str, names: Mapping[str, str]) -> Iterator[Record | SourceError]:
    """Each record of a file, in order; one that is no record is an error in its place. `name` is for messages.

    Raises SourceError when the file is no such file at all.
    """
    seen: Counter[int] = Counter()  # by hash: of a million records the names themselves would take 100 MB
    found = {"json": _of_json, "jsonl": _of_lines, "csv": _of_csv}[kind](file, name)
    for number, item in enumerate(found, start=1):
        if isinstance(item, SourceError):
            yield item
            continue
        value, written = item
        if not isinstance(value, dict):
            reason = f"{name}: record {number} is {_kind(value)}, not an object with fields"
            yield SourceError(reason, 'Give one object an article, such as {"title": ..., "text": ...}.')
            continue
        fields = _fields(value, names)
        identity = _line(fields.get("id")) or _line(fields.get("url")) or _line(fields.get("title")) or f"{number}"
        seen[hash(identity)] += 1
        again = f" ({seen[hash(identity)]})" if seen[hash(identity)] > 1 else ""
        yield Record(written or _written(value), identity + again, _line(fields.get("title")))


def is_one(data: bytes) -> bool:
    """Whether JSON is a single record, rather than a list of them."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and _listed(value) is None


def read_record(data: bytes, name: str, names: Mapping[str, str]) -> Raw:
    """The article that a record holds; raises SourceError when it is none.

    `Raw.text` is the field with the text; it may be plain, Markdown or HTML.
    """
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name}: it is not JSON: {error}", "Export it again, or save its text as .txt.") from error
    if not isinstance(value, dict):
        raise SourceError(f"{name}: it is {_kind(value)}, not one article", f"Add it by: chancery add {name}")
    fields = _fields(value, names)
    text = _text(fields.get("text"))
    if not text.strip():
        there = ", ".join(str(key) for key in list(value)[:12]) or "none"
        raise SourceError(
            f"{name}: no field is known to hold its text (its fields: {there})",
            "Name the field when it is added: --map text=FIELD",
        )
    if _MARKUP.search(text):
        blocks, inside = read_page(text)
    else:
        blocks, inside = read_markdown(text) if _ATX.search(text) else read_plain(text)
    return Raw(text, tuple(blocks), _stated(fields, inside))


def _stated(fields: Mapping[str, object], inside: Stated) -> Stated:
    """What the fields say; of a page inside the record what they leave open."""
    outlet = _line(fields.get("outlet"))
    url = _line(fields.get("url"))
    if outlet.startswith(("http://", "https://")):
        outlet, url = "", url or outlet
    return Stated(
        title=_line(fields.get("title")) or inside.title,
        outlet=outlet or inside.outlet,
        author=_line(fields.get("author")) or inside.author,
        published=_date(fields.get("published")) or inside.published,
        url=url if url.startswith(("http://", "https://")) else inside.url,
        language=_line(fields.get("language")) or inside.language,
    )


# Taking a file apart

_Found = tuple[object, bytes] | SourceError  # a value, and how the file writes it where that is JSON


def _of_lines(file: BinaryIO, name: str) -> Iterator[_Found]:
    number = 0
    while line := file.readline(_MAX_LINE + 1):
        number += 1
        if len(line) > _MAX_LINE:
            raise SourceError(f"{name}: line {number} is longer than {_MAX_LINE // 1024**2} MiB", "Split that record.")
        line = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip()
        if line:
            yield _parsed(line, f"{name}: line {number}")


def _of_json(file: BinaryIO, name: str) -> Iterator[_Found]:
    data = file.read(MAX_ARRAY + 1)
    if len(data) > MAX_ARRAY:
        limit = f"it is one JSON value of more than {MAX_ARRAY // 1024**2} MiB"
        raise SourceError(f"{name}: {limit}", "Save it as JSON Lines, one object a line; those are read line by line.")
    found = _parsed(data, name)
    if isinstance(found, SourceError):
        raise found
    value = found[0]
    items = value if isinstance(value, list) else _listed(value) if isinstance(value, dict) else None
    yield from ((item, b"") for item in ([value] if items is None else items))


def _of_csv(file: BinaryIO, name: str) -> Iterator[_Found]:
    head = file.read(_SNIFFED)
    rest = io.TextIOWrapper(io.BufferedReader(_Joined(head, file)), encoding=_encoding(head), newline="")
    csv.field_size_limit(_MAX_FIELD)
    try:
        rows = csv.DictReader(rest, delimiter=_delimiter(head), restkey="")
        for row in rows:
            yield {key.strip(): value for key, value in row.items() if key and value}, b""
    except (csv.Error, UnicodeDecodeError) as error:
        raise SourceError(f"{name}: line {rows.line_num + 1}: {error}", "Save it as CSV in UTF-8.") from error


class _Joined(io.RawIOBase):
    """The bytes already read, then the rest of the file."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        some, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        some = some or self._file.read(len(buffer))
        buffer[: len(some)] = some
        return len(some)


def _encoding(head: bytes) -> str:
    """Of a CSV: spreadsheets write UTF-8 with a mark, UTF-16 with one, or the machine's own code page."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: max(len(head) - 4, 0)].decode("utf-8")  # the last character may be cut
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(head: bytes) -> str:
    """The sign that parts the names of the columns; a comma when no other does so more often."""
    first = head.decode(_encoding(head), "replace").split("\n", 1)[0]
    return max(",;\t|", key=lambda sign: (first.count(sign), sign == ","))


def _parsed(data: bytes, where: str) -> _Found:
    try:
        return json.loads(data), data
    except (ValueError, RecursionError) as error:
        return SourceError(f"{where} is not JSON: {error}", "Mend or delete it, then add the file again.")


def _listed(value: Mapping[str, object], depth: int = _DEEP) -> Sequence[object] | None:
    """The records that an object holds under a usual name, a few levels deep; None when it is a record itself."""
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and (not inner or isinstance(inner[0], dict)):
            return inner
        if isinstance(inner, dict) and depth and (found := _listed(inner, depth - 1)) is not None:
            return found
    return None


def _written(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")


# Fields


def _fields(value: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    """Our fields of a record: as `names` says, else by their usual names."""
    plain = {_SIGNS.sub("", str(key)).lower(): inner for key, inner in reversed(list(value.items()))}
    found: dict[str, object] = {}
    for field, usual in NAMES.items():
        if field in names:
            found[field] = _at(value, names[field])
        else:
            found[field] = next((plain[key] for key in usual if plain.get(key) not in (None, "", [])), None)
    return found


def _at(value: object, path: str) -> object:
    """What stands at a name, or at a path of names with full stops between them."""
    if isinstance(value, dict) and path in value:
        return value[path]
    head, _, rest = path.partition(".")
    inner = value.get(head) if isinstance(value, dict) else None
    return _at(inner, rest) if rest and inner is not None else inner


def _text(value: object, depth: int = _DEEP) -> str:
    """A text: a string, or paragraphs in a list, or what an object has under a usual name."""
    if isinstance(value, list) and depth:
        return "\n\n".join(filter(None, (_text(one, depth - 1) for one in value)))
    if isinstance(value, dict) and depth:
        return _text(_fields(value, {})["text"], depth - 1)
    return _sound(value) if isinstance(value, str) else ""


def _line(value: object, depth: int = _DEEP) -> str:
    """A field of one line: a string or number, the name of an object, or several of these."""
    if isinstance(value, list | dict) and not depth:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_line(one, depth - 1) for one in value)))
    if isinstance(value, dict):
        return _line(value.get("name") or value.get("title") or value.get("id"), depth - 1)
    if isinstance(value, bool) or value is None:
        return ""
    return " ".join(_sound(str(value)).split())


def _sound(text: str) -> str:
    """A text without halves of characters, which JSON can write and UTF-8 cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _date(value: object) -> str:
    """A date as written, or the day (UTC) of a time in seconds or milliseconds."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) > len("20251112"):
        value = int(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > _MAX_TIMESTAMP else value
        if _MIN_TIMESTAMP <= seconds <= _MAX_TIMESTAMP:
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return _line(value)


def _kind(value: object) -> str:
    kinds: Iterable[tuple[type, str]] = ((list, "a list"), (str, "a text"), (bool, "a truth value"), (int, "a number"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "no object")
