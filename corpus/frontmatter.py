"""Front matter: the `key: value` lines below a `---` at the head of a Markdown file.

Only the forms that articles use are read, not the whole of YAML: values on a line or on the indented ones below it,
block scalars, lists. A `---` that anything else stands below is a rule, and what follows is the article. Front matter
that is not closed ends at the first empty line.
"""

import re
from collections.abc import Sequence

from corpus.stated import Stated

_OPEN = re.compile(r"\s*---[ \t]*\r?\n")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*\r?\n?")
_FIELD = re.compile(r"(?P<key>[\w-]+)[ \t]*:(?!//)[ \t]*(?P<value>.*?)[ \t]*\r?\n?")
_GOES_ON = re.compile(r"(?:[ \t]+|-[ \t]+)\S.*\s*")  # an indented line, or an item of a list
_REMARK = re.compile(r"\s*|#.*\s*")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[+-]?(?:[ \t]+#.*)?")
_QUOTED = re.compile(r"(?P<mark>[\"'])(?P<inner>.*)(?P=mark)(?:[ \t]+#.*)?")
_COMMENT = re.compile(r"[ \t]+#.*")

MAX_FRONT = 20_000  # characters; a thematic break and another one far below are not front matter

_KEYS = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "site": "outlet",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "date": "published",
    "published": "published",
    "publish_date": "published",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "language": "language",
    "lang": "language",
}


def read_front_matter(text: str) -> tuple[Stated, int]:
    """What the front matter states, and the offset at which the article begins; 0 where there is none."""
    opened = _OPEN.match(text)
    if opened is None:
        return Stated(), 0
    lines = text[opened.end() : opened.end() + MAX_FRONT].splitlines(keepends=True)
    num_fields, num_lines = _extent(lines)
    fields = _fields(lines[:num_fields])
    known: dict[str, str] = {}
    for key, value in fields:
        if value and key in _KEYS:
            known.setdefault(_KEYS[key], value)
    if not known:
        return Stated(), 0
    return Stated(**known), opened.end() + sum(map(len, lines[:num_lines]))


def _extent(lines: Sequence[str]) -> tuple[int, int]:
    """How many lines hold fields, and how many belong to the front matter, its end included; (0, 0) for none."""
    blank = len(lines)
    for at, line in enumerate(lines):
        if _CLOSE.fullmatch(line):
            return at, at + 1
        if not line.strip():
            blank = min(blank, at)
        elif not (_FIELD.fullmatch(line) or _REMARK.fullmatch(line) or (at and _GOES_ON.fullmatch(line))):
            return (blank, blank) if blank < at else (0, 0)
    return blank, blank


def _fields(lines: Sequence[str]) -> list[tuple[str, str]]:
    """The keys, in lower case, and their values."""
    fields: list[tuple[str, str, list[str]]] = []
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is not None:
            fields.append((field["key"].lower(), field["value"], []))
        elif fields and _GOES_ON.fullmatch(line):
            fields[-1][2].append(line.strip())
    return [(key, _whole(value, more)) for key, value, more in fields]


def _whole(first: str, more: Sequence[str]) -> str:
    """A value with the lines that go on with it: a list as its items, joined; a nested mapping states nothing."""
    if more and all(line.startswith("- ") for line in more):
        return ", ".join(_value(line[2:].strip()) for line in more)
    if _BLOCK_SCALAR.fullmatch(first):
        return " ".join(more)
    if not first and any(_FIELD.fullmatch(line) for line in more):
        return ""
    return _value(" ".join(filter(None, [first, *more])))


def _value(written: str) -> str:
    """A scalar, out of its quotes; a list in brackets as its items, joined."""
    if written.startswith("[") and written.endswith("]"):
        return ", ".join(_value(item.strip()) for item in written[1:-1].split(",") if item.strip())
    quoted = _QUOTED.fullmatch(written)
    if quoted is not None:
        inner = quoted["inner"]
        return inner.replace("''", "'") if quoted["mark"] == "'" else re.sub(r"\\([\"\\])", r"\1", inner)
    return _COMMENT.sub("", written)
