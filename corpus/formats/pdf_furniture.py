"""Running heads, running feet and page numbers of a PDF: what recurs at the edges of its pages is no part of the text.

A line is a head when the same line, but for its numbers, stands at the same height at the edge of other pages, or when
it begins or ends with the page's number, once it is known how pages are numbered. Any other that stands on a single
page cannot be told from text and stays. Lines of a table of contents, with dots that lead to a number, go as well.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.pdf_columns import rows
from corpus.formats.pdf_line import Run, Sheet

EDGE = 3  # lines at the top and at the bottom of a page that can be furniture
FEW_PAGES = 5  # up to so many, a line on two of them recurs; heads of left and right pages differ
RECURS = 3  # pages of a longer file
SAME_HEIGHT = 6.0  # points
NUMBER_ZONE = 0.14  # of the page's height, at its top and bottom, in which a lone number is the page's
NUMBERED = 0.5  # of the pages, at least, that have a number in a row; those of a preface have others
MIN_LETTERS = 3  # in a line that recurs; lines of nothing but figures can be a table's
MAX_HEAD = 100  # characters
HEADLINE = 1.15  # of the size of running text; in larger lines numbers count, as "Part 1" and "Part 2" are headings

_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|стр\.?|p\.?)\s*)?(?:\d{1,3}|[ivxl]{1,7})(?:\s*(?:of|/|von|из|de)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_BROWSER = re.compile(  # what browsers print above and below a page: when it was printed, its address and number
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d.*|(?:https?|file)://\S+ \d{1,4} ?/ ?\d{1,4}", re.IGNORECASE
)
_FIRST_NUMBER = re.compile(r"\W{0,3}(\d{1,4})(?=\W|\Z)")
_LAST_NUMBER = re.compile(r"(?<![\w.,])(\d{1,4})\W{0,3}\Z")
_LEADER = re.compile(r"(?:\s?[.…·]){5,}\s*(?:\d{1,4}|[ivxl]{1,7})\s*\Z")
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")

_Key = tuple[str, bool]  # a line without its numbers, and whether it stands at the top


def without_furniture(sheets: Sequence[Sheet], size: float) -> list[list[Run]]:
    """The runs of each page without its running heads, feet and number; `size` is that of running text."""
    pages = [rows(sheet.runs) for sheet in sheets]
    seen: dict[_Key, Counter[int]] = {}
    for page in pages:
        edges = {(_key(row, size, top=top), _height(row)) for top in (True, False) for row in _edge(page, top=top)}
        for key, height in edges:
            seen.setdefault(key, Counter())[height] += 1
    known = _Known(seen, _numbering(pages), 2 if len(pages) <= FEW_PAGES else RECURS, size)
    return [_without(page, sheet, known, at) for at, (page, sheet) in enumerate(zip(pages, sheets, strict=True))]


@dataclass(frozen=True, slots=True)
class _Known:
    """What all pages together tell of their edges."""

    seen: dict[_Key, Counter[int]]  # on how many pages a line stands at which height
    first_number: int | None  # of the first page, where pages are numbered
    least: int  # pages on which a line recurs
    size: float  # of running text


def _numbering(pages: Sequence[list[list[Run]]]) -> int | None:
    """The number of the first page, if the edges of enough pages have numbers that go up with the pages."""
    firsts = Counter[int]()
    for at, page in enumerate(pages):
        edges = [row for top in (True, False) for row in _edge(page, top=top)]
        firsts.update({number - at for row in edges for number in _numbers(row)})
    first = max(firsts, key=lambda number: (firsts[number], -abs(number)), default=0)
    return first if firsts[first] >= max(RECURS, NUMBERED * len(pages)) else None


def _numbers(row: Sequence[Run]) -> list[int]:
    """The numbers with which a line begins or ends."""
    text = _joined(row)
    found = (_FIRST_NUMBER.match(text), _LAST_NUMBER.search(text))
    return [int(match[1]) for match in found if match is not None]


def _joined(row: Sequence[Run]) -> str:
    return _SPACE.sub(" ", " ".join(run.text for run in sorted(row, key=lambda run: run.x0)))


def _edge(page: list[list[Run]], *, top: bool) -> list[list[Run]]:
    """The outermost lines of a page, from the edge inwards."""
    return page[:EDGE] if top else page[: -EDGE - 1 : -1]


def _key(row: Sequence[Run], size: float, *, top: bool) -> _Key:
    text = _joined(row)
    return text if _is_large(row, size) else _DIGITS.sub("#", text), top


def _is_large(row: Sequence[Run], size: float) -> bool:
    return max(run.size for run in row) > HEADLINE * size


def _height(row: Sequence[Run]) -> int:
    return round(row[0].y / SAME_HEIGHT)


def _without(page: list[list[Run]], sheet: Sheet, known: _Known, at: int) -> list[Run]:
    """The runs of the page with the index `at`, as far as they are text."""
    left_out = {id(row) for row in page if _LEADER.search(_joined(row)[-MAX_HEAD:])}
    for top in (True, False):
        for row in _edge(page, top=top):
            if not (_recurs(row, known, top=top) or _is_numbered(row, known, at) or _is_number(row, sheet, top=top)):
                break
            left_out.add(id(row))
    return [run for row in page if id(row) not in left_out for run in row]


def _recurs(row: Sequence[Run], known: _Known, *, top: bool) -> bool:
    key, height = _key(row, known.size, top=top), _height(row)
    pages = sum(known.seen[key][height + near] for near in (-1, 0, 1))
    return pages >= known.least and sum(map(str.isalpha, key[0])) >= MIN_LETTERS


def _is_numbered(row: Sequence[Run], known: _Known, at: int) -> bool:
    """Whether a line at the edge has the number of its page at one of its ends."""
    if known.first_number is None or _is_large(row, known.size) or len(_joined(row)) > MAX_HEAD:
        return False
    return known.first_number + at in _numbers(row)


def _is_number(row: Sequence[Run], sheet: Sheet, *, top: bool) -> bool:
    """Whether a line is but a number, where pages are numbered, or what a browser prints there."""
    margin = NUMBER_ZONE * (sheet.top - sheet.bottom)
    zone = row[0].y >= sheet.top - margin if top else row[0].y <= sheet.bottom + margin
    text = _joined(row)
    return zone and (_NUMBER.fullmatch(text) is not None or _BROWSER.fullmatch(text) is not None)
