"""What is known about an article: title, outlet, author, date, address, language. Unknown stays empty.

What the file states comes first, then what its own lines say (the roles that `clean` gave). Nothing is taken from the
running text but the date of a dateline, nothing from the file's name or times.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.article import HowKnown
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


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of an article that tell about it; see `Article` for what each means."""

    title: str
    outlet: str
    author: str
    url: str
    published: str | None
    published_how: HowKnown | None
    language: str


def describe(stated: Stated, lines: Sequence[Line], text: str) -> Description:
    """Describe an article from what its file states, its cleaned lines and its clean text."""
    outlet = stated.outlet or _first(copyright_owner(line) for line in _of(lines, "copyright"))
    published, how = _published(stated, lines, text)
    return Description(
        title=_one_line(stated.title or _first(_of(lines, "title"))),
        outlet=_one_line(outlet),
        author=_one_line(stated.author or _first(byline(line) for line in _of(lines, "byline"))),
        url=_one_line(stated.url),
        published=published,
        published_how=how,
        language=_code(stated.language) or detect_language(text),
    )


def _published(stated: Stated, lines: Sequence[Line], text: str) -> tuple[str | None, HowKnown | None]:
    """The date and how it is known: stated in metadata, a date line or a dateline; else a copyright's year."""
    given: str | None = parse_partial_date(stated.published) or _first(
        date_line(line) or "" for line in _of(lines, "date")
    )
    if not given:
        dateline = _DATELINE.match(text, 0, 120)
        given = parse_date(dateline["date"]) if dateline else None
    if given:
        return given, "stated"
    year = _first(copyright_year(line) for line in _of(lines, "copyright"))
    return (year, "inferred") if year else (None, None)


def _of(lines: Sequence[Line], role: str) -> list[str]:
    return [line.block.text for line in lines if line.role == role]


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", INVISIBLE.sub("", text)).strip()


def _code(language: str) -> str:
    """`en-GB` as `en`; "" for what is not a code."""
    match = _CODE.fullmatch(language.strip())
    return match[1].lower() if match else ""
