"""From the lines of a PDF to its paragraphs, headings and list items, across columns and pages.

A line ends a paragraph when the next one stands off, is indented, is set in another size or weight, or begins with a
word that would have fitted on it. Small lines at the foot of a column are notes: they come before the paragraph that
goes on to the next page, so that it is not cut in two. Hyphens at the ends of lines are kept in the raw text and cut
from the block, where the whole word is likelier than a compound.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.block import Kind
from corpus.formats.built import Built
from corpus.formats.pdf_columns import Line

OTHER_SIZE = 0.12  # of the larger size, by which two lines are not of one paragraph; text drawn by hand wavers by 0.05
NOTE_SIZE = 0.93  # of the size of running text, at most; 9 points below 10
STANDS_OFF = 1.3  # times the usual distance of lines
USUAL_LEADING = 1.25  # sizes, where the file does not show what is usual
INDENT = 0.6  # sizes; the least that printers use is 1, and margins waver by 0.2
MAX_INDENT = 5.0  # sizes; more is a line set apart, such as a signature
SLACK = 0.5  # sizes by which the next word must have fitted on a line, for the line to be a last one
SPACE_WIDTH = 0.25  # sizes
WIDE_LETTER = 0.6  # sizes; letters are 0.4 wide on average, capitals 0.6
MAX_AMID = 4  # paragraphs that can stand amid another: a caption, a table's rows
MAX_RAGGED = 4.0  # sizes by which a line that goes on can end before the margin; a long word is 5
MAX_HEADING = 200  # characters; longer text in bold is emphasis

_BULLET = re.compile(r"[•·▪●◦‣■□➢\uf0a7\uf0b7]\s*(?=\S)")
_TYPED_BULLET = re.compile(r"[-*–]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W_]+)-\Z")
_BEGINS = re.compile(r"[^\W_]+")
_COMPOUNDS = frozenset({
    "self", "well", "ex", "all", "half", "cross", "quasi", "vice", "so", "anti", "non", "long", "short", "high", "low",
    "mid", "north", "south", "post", "pre", "pro", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "one", "first", "second",
})  # fmt: skip
"""Words that are more often the first part of a compound than of a broken word, once a hyphen follows them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a file."""

    size: float  # of running text
    leading: float  # from one of its baselines to the next
    indents: bool  # paragraphs begin with an indent, so that a line without one goes on


@dataclass(frozen=True, slots=True)
class _Set:
    """A line and the margins of its column."""

    line: Line
    left: float
    right: float
    column: int
    page: int


@dataclass(slots=True)
class _Paragraph:
    lines: list[_Set] = field(default_factory=list)


def usual_size(sizes: Counter[float]) -> float:
    """The size of running text: that of most characters. `sizes` counts characters."""
    return max(sizes, key=lambda size: (sizes[size], -size), default=1.0)


def measure(pages: Sequence[Sequence[Sequence[Line]]], size: float) -> Measure:
    """What is usual in the columns of these pages."""
    distances: Counter[float] = Counter()
    indents = gaps = 0
    for column in (column for page in pages for column in page):
        left = min((line.x0 for line in column if _same(line.size, size)), default=0.0)
        for above, below in pairwise(column):
            if _same(above.size, size) and _same(below.size, size):
                distances[round((above.y - below.y) * 2) / 2] += 1
                indents += INDENT * size < below.x0 - left < MAX_INDENT * size and above.x0 - left < INDENT * size
    leading = max(distances, key=lambda distance: (distances[distance], -distance), default=USUAL_LEADING * size)
    gaps = sum(count for distance, count in distances.items() if distance > STANDS_OFF * leading)
    return Measure(size, leading, indents > gaps)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= OTHER_SIZE * max(one, other)


def build(pages: Sequence[Sequence[Sequence[Line]]], usual: Measure) -> tuple[Built, tuple[int, ...]]:
    """The text of the columns of all pages, and where in it each page begins."""
    body, notes = _flows(pages, usual)
    words = Counter(
        word.lower() for page in pages for column in page for line in column for word in _WORD.findall(line.text)
    )
    built = Built()
    starts: dict[int, int] = {}
    for paragraph in _in_order(_paragraphs(body, usual), notes, usual):
        _add(built, paragraph, usual, words, starts)
    return built, _page_starts(starts, len(pages), built.length)


def _flows(pages: Sequence[Sequence[Sequence[Line]]], usual: Measure) -> tuple[list[_Set], list[_Set]]:
    """The lines of the running text and those of notes, each in order."""
    body: list[_Set] = []
    notes: list[_Set] = []
    number = 0
    for page, columns in enumerate(pages):
        for at, column in enumerate(columns):
            number += 1
            main = [line for line in column if _same(line.size, usual.size)] or column
            left = min(line.x0 for line in main)
            right = max(line.x1 for line in main)
            lines = [_Set(line, left, right, number, page) for line in column]
            cut = _notes_from(column, usual, is_last=0 < at == len(columns) - 1)
            body.extend(lines[:cut])
            notes.extend(lines[cut:])
    return body, notes


def _notes_from(column: Sequence[Line], usual: Measure, *, is_last: bool) -> int:
    """The index of the first of the small lines at the foot of a column; a column that is all small is text."""
    cut = len(column)
    while cut and column[cut - 1].size <= NOTE_SIZE * usual.size:
        cut -= 1
    return cut if cut or is_last else len(column)


def _paragraphs(lines: Sequence[_Set], usual: Measure) -> list[_Paragraph]:
    """The paragraphs of these lines. What stands amid a sentence, such as a caption, is put before or after it."""
    found: list[_Paragraph] = []
    current = _Paragraph()
    for line in lines:
        if current.lines and not _begins(current, line, usual):
            current.lines.append(line)
            continue
        at = _open_one(found, line, usual)
        if at is None:
            current = _Paragraph([line])
            found.append(current)
            continue
        current = found[at]
        if found[-1].lines[0].page == current.lines[-1].page:
            found.append(found.pop(at))  # so that pages stay in order
        current.lines.append(line)
    return found


def _open_one(found: Sequence[_Paragraph], line: _Set, usual: Measure) -> int | None:
    """The index of the paragraph that a line goes on with, if it begins amid a sentence and one of the last is open."""
    here = line.line
    if not here.text[:1].islower():
        return None
    for at in range(len(found) - 2, max(len(found) - 2 - MAX_AMID, -1), -1):
        last = found[at].lines[-1]
        above = last.line
        is_full = last.right - above.x1 < MAX_RAGGED * above.size
        alike = _same(above.size, here.size) and above.bold == here.bold and not _is_large(here, usual)
        if is_full and alike and last.column != line.column and not _SENTENCE_END.search(above.text):
            return at
    return None


def _begins(current: _Paragraph, line: _Set, usual: Measure) -> bool:
    """Whether a line begins a paragraph, after those of the current one."""
    above, here = current.lines[-1], line.line
    if not _same(above.line.size, here.size) or above.line.bold != here.bold or _BULLET.match(here.text):
        return True
    if _BROKEN.search(above.line.text):
        return False
    if above.column != line.column:
        return _begins_elsewhere(above, line, usual)
    leading = usual.leading if _same(here.size, usual.size) else USUAL_LEADING * here.size
    if above.line.y - here.y > STANDS_OFF * leading or _indents(current, line):
        return True
    return _is_last_line(above, here) and not _is_large(here, usual)


def _begins_elsewhere(above: _Set, line: _Set, usual: Measure) -> bool:
    """Whether the first line of a column begins a paragraph; a heading always does."""
    here = line.line
    ended = _SENTENCE_END.search(above.line.text) is not None
    if _is_large(here, usual):
        return True
    if not ended and here.text[:1].islower():
        return False  # even where the text of the next column is indented throughout
    if _is_last_line(above, here) or here.x0 - line.left > INDENT * here.size:
        return True
    return ended and not usual.indents and not here.text[:1].islower()


def _indents(current: _Paragraph, line: _Set) -> bool:
    """Whether a line is indented as the first of a paragraph, or no longer as those of a list item."""
    above, here = current.lines[-1].line, line.line
    step = here.x0 - above.x0
    if step > INDENT * here.size:
        return not (_BULLET.match(above.text) or _TYPED_BULLET.match(above.text)) or len(current.lines) > 1
    return step < -INDENT * here.size and len(current.lines) > 1


def _is_last_line(above: _Set, below: Line) -> bool:
    """Whether the first word of the next line would have fitted on a line, so that it was ended on purpose.

    One that stops amid a sentence was not: it was set beside a picture.
    """
    if below.text[:1].islower() and not _SENTENCE_END.search(above.line.text):
        return False
    first = below.text.split(" ", 1)[0]
    letter = min((below.x1 - below.x0) / max(len(below.text), 1), WIDE_LETTER * below.size)  # cells stand far apart
    width = letter * len(first)
    return above.line.x1 + width + (SPACE_WIDTH + SLACK) * below.size < above.right


def _is_large(line: Line, usual: Measure) -> bool:
    return line.size > (1 + OTHER_SIZE) * usual.size


def _in_order(body: list[_Paragraph], notes: Sequence[_Set], usual: Measure) -> Iterator[_Paragraph]:
    """The paragraphs page by page, notes last, but for the paragraph that goes on to the next page."""
    of_page: dict[int, list[_Set]] = {}
    for note in notes:
        of_page.setdefault(note.page, []).append(note)
    for paragraph in body:
        first, last = paragraph.lines[0].page, paragraph.lines[-1].page
        for page in sorted(page for page in of_page if page < first or (page == first < last)):
            yield from _paragraphs(of_page.pop(page), usual)
        yield paragraph
    for page in sorted(of_page):
        yield from _paragraphs(of_page[page], usual)


def _add(built: Built, paragraph: _Paragraph, usual: Measure, words: Counter[str], starts: dict[int, int]) -> None:
    parts: list[str] = []
    length = 0
    cuts: list[tuple[int, int]] = []
    offsets: list[tuple[int, int]] = []  # page, and where in the paragraph one of its lines begins
    for at in paragraph.lines:
        line = at.line.text
        if parts:
            between = "\n" if _BROKEN.search(parts[-1]) else " "
            if between == "\n":
                cuts.append((length - (not _is_compound(parts[-1], line, words)), length + 1))
            parts.append(between)
            length += 1
        offsets.append((at.page, length))
        parts.append(line)
        length += len(line)
    text = "".join(parts)
    bullet = _BULLET.match(text) or _TYPED_BULLET.match(text)
    if bullet:
        cuts.insert(0, (0, bullet.end()))
    start = built.add("bullet" if bullet else _kind(paragraph, text, usual), text, cuts)
    for page, offset in offsets:
        starts.setdefault(page, start + offset)


def _kind(paragraph: _Paragraph, text: str, usual: Measure) -> Kind:
    if len(text) > MAX_HEADING or text.isdecimal():
        return "text"
    if _is_large(paragraph.lines[0].line, usual):
        return "heading"
    bold = all(at.line.bold for at in paragraph.lines)
    return "heading" if bold and not text.endswith((".", ";", ",")) else "text"


def _is_compound(before: str, after: str, words: Counter[str]) -> bool:
    """Whether the hyphen at the end of a line belongs to the word that goes on in the next."""
    head, tail = _BROKEN.search(before), _BEGINS.match(after)
    if head is None or tail is None or not head[1].isalpha() or not tail[0].isalpha() or not tail[0][0].islower():
        return True
    first, second = head[1].lower(), tail[0].lower()
    whole, compound = words[first + second], words[f"{first}-{second}"]
    if whole or compound:
        return compound > whole
    return first in _COMPOUNDS


def _page_starts(starts: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """The offsets of all pages; a page without text begins where the next one does."""
    found: list[int] = []
    following = length
    for page in reversed(range(count)):
        following = min(following, starts.get(page, following))
        found.append(following)
    return tuple(reversed(found))
