"""Front matter: the `key: value` lines between two `---` at the head of a Markdown file.

Only the plain lines that articles carry are read, not the whole of YAML; a line of another form states nothing.
"""

import re

from corpus.stated import Stated

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"(?P<key>[\w-]+)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*")
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
    match = _FRONT.match(text, 0, min(len(text), MAX_FRONT))
    if match is None:
        return Stated(), 0
    fields = [_FIELD.fullmatch(line) for line in match["fields"].splitlines()]
    if not any(fields):
        return Stated(), 0
    known: dict[str, str] = {}
    for field in fields:
        name = _KEYS.get(field["key"].lower()) if field else None
        if field and name:
            known.setdefault(name, _value(field["value"]))
    return Stated(**known), match.end()


def _value(written: str) -> str:
    """A scalar, out of its quotes; a list in brackets as its items, joined."""
    if written.startswith("[") and written.endswith("]"):
        return ", ".join(_value(item.strip()) for item in written[1:-1].split(",") if item.strip())
    quoted = _QUOTED.fullmatch(written)
    if quoted is not None:
        inner = quoted["inner"]
        return inner.replace("''", "'") if quoted["mark"] == "'" else re.sub(r"\\([\"\\])", r"\1", inner)
    return _COMMENT.sub("", written)
