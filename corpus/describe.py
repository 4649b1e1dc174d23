"""What is known about an article: title, outlet, author, date, address, language. Unknown stays empty.

What the file states comes first, then what its own lines say (the roles that `clean` gave). Nothing is taken from the
running text but the date of a dateline, nothing from the file's name or times.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.article import Field, Origin
from corpus.clean import INVISIBLE, Line
from corpus.dates import parse_date, parse_partial_date
from corpus.imprint import byline, copyright_owner, copyright_year, date_line
from corpus.language import detect_language
from corpus.stated import Stated

_DATELINE = re.compile(  # MOSCOW, Nov. 12, 2025 (Agency) — The minister ...
    r"[A-ZА-ЯЁ][\w .,'’-]{2,40}?,\s+(?P<date>[^()—–]{6,30}?)\s*(?:\([^)]{1,30}\)\s*)?[-–—]{1,2}\s"
)
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


_Found = tuple[str, Origin]  # a value, and how it is known


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of an article that tell about it; see `Article` for what each means."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: str | None = None
    language: str = ""
    origins: Mapping[Field, Origin] = field(default_factory=dict)  # of those that are known


def describe(stated: Sequence[Stated], lines: Sequence[Line], text: str) -> Description:
    """Describe an article from what is stated about it (the first to state a field wins), its lines and its text."""
    outlets = (copyright_owner(line) for line in _of(lines, "copyright"))
    authors = (byline(line) for line in _of(lines, "byline"))
    return described(
        {
            "title": _either(_stated(stated, "title"), _first(_of(lines, "title")), "headline"),
            "outlet": _either(_stated(stated, "outlet"), _first(outlets), "copyright line"),
            "author": _either(_stated(stated, "author"), _first(authors), "byline"),
            "url": _stated(stated, "url"),
            "published": _published(stated, lines, text),
            "language": _language(stated, text),
        }
    )


def described(found: Mapping[Field, _Found]) -> Description:
    """A description of values found; an empty one is not known."""
    values: dict[Field, str] = {name: value for name, (value, _) in found.items() if value}
    return Description(
        title=values.get("title", ""),
        outlet=values.get("outlet", ""),
        author=values.get("author", ""),
        url=values.get("url", ""),
        published=values.get("published"),
        language=values.get("language", ""),
        origins={name: found[name][1] for name in values},
    )


def _stated(stated: Sequence[Stated], name: Field) -> _Found:
    """A field by the first that states it."""
    for one in stated:
        value = _STATED[name](getattr(one, name))
        if value:
            return value, Origin("stated", one.by)
    return "", Origin("stated")


def _either(stated: _Found, in_text: str, place: str) -> _Found:
    """What is stated, else what a line of the text says."""
    return stated if stated[0] else (_one_line(in_text), Origin("stated", place))


def _language(stated: Sequence[Stated], text: str) -> _Found:
    found = _stated(stated, "language")
    return found if found[0] else (detect_language(text), Origin("inferred", "its words"))


def _published(stated: Sequence[Stated], lines: Sequence[Line], text: str) -> _Found:
    """The date: stated in metadata, a date line or a dateline; else a copyright's year."""
    found = _stated(stated, "published")
    if found[0]:
        return found
    line = _first(date_line(line) or "" for line in _of(lines, "date"))
    if line:
        return line, Origin("stated", "date line")
    dateline = _DATELINE.match(text, 0, 120)
    day = parse_date(dateline["date"]) if dateline else None
    if day:
        return day, Origin("stated", "dateline")
    return _first(copyright_year(line) for line in _of(lines, "copyright")), Origin("inferred", "copyright line")


def _of(lines: Sequence[Line], role: str) -> list[str]:
    return [line.block.text for line in lines if line.role == role]


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", INVISIBLE.sub("", text)).strip()


def language_code(language: str) -> str:
    """`en-GB` as `en`; "" for what is not a code."""
    match = _CODE.fullmatch(language.strip())
    return match[1].lower() if match else ""


_STATED: Mapping[Field, Callable[[str], str]] = {
    "title": _one_line,
    "outlet": _one_line,
    "author": _one_line,
    "url": _one_line,
    "published": lambda text: parse_partial_date(text) or "",
    "language": language_code,
}
