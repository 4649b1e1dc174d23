"""What stands on a page of a PDF: runs of characters on one baseline, with their place and size.

A PDF has characters at places, nothing more: no words, lines or columns. Here characters become runs; `pdf_columns`
says in which order they are read, `pdf_paragraphs` what they are parts of. Coordinates are in points, y upwards, turned
so that the text of the page stands upright.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

SPLIT = 1.3
"""Font sizes of empty space that end a run. Word gaps of justified text reach 1, and gutters are seldom narrower than
1.5; what is parted without need is put together again as one line."""

SPACE = 0.2  # font sizes between two characters that are a space, where the file has none; letters are set within 0.1
DRIFT = 0.55  # font sizes by which a raised or lowered character leaves the baseline
SMALLER = 0.85  # of the size of the run: a raised character of that size at most is a mark
MIN_TURNED = 12  # words of text that runs in another direction, from which it is text and not a stamp in the margin

MAX_MARK = 20  # characters of a mark that is looked at; longer ones do not look like one
RAISED = 0.15  # font sizes above the baseline, from which a small character is a mark and not a small capital

_FAR = 1e6  # points, three hundred metres: beyond it stands nothing that is meant to be seen
_SPACES = frozenset({0x20, 0x09, 0x0A, 0x0D, 0xA0, *range(0x2000, 0x200C)})
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_FIRST_LEFTWARD = "\u0590"  # below it no letter is written from right to left
_HYPHENS = (0x02, 0xFFFE, 0xAD, 0x2010)  # the first two are PDFium's for a hyphen at the end of a line
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600  # of 100 to 900, where 400 is regular; 0 where the file does not say
_NAME_BYTES = 128  # of a font's name; they run to 60
_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,3}|[a-z]|\d{1,3}(?:,\d{1,3})+")
_MARKED = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?…\"'”’»)\]])\Z")  # what a note's mark can follow; `km` and `10` are none


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one baseline `y` from `x0` to `x1`; `order` is its place in the file."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: the runs of its upright text, those of longer texts in other directions, and its edges."""

    runs: list[Run]
    turned: list[Run]
    bottom: float
    top: float


class _Char(NamedTuple):
    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool  # white space stands before it
    place: int  # in the file
    turn: int  # quarters of a circle, or -1 for any other direction


def read_sheet(page: pdfium.PdfPage) -> Sheet:
    """The text of a page; stamps in its margin and words across it, which run in other directions, are left out."""
    text = page.get_textpage()
    try:
        chars = list(_chars(text))
        turns = Counter(char.turn for char in chars)
        upright = max(turns, key=lambda turn: (turns[turn], -turn), default=0)
        runs = list(_runs(text, [char for char in chars if char.turn == upright]))
        turned: list[Run] = []
        for turn in sorted(turns.keys() - {upright, -1}):
            others = list(_runs(text, [char for char in chars if char.turn == turn]))
            if sum(run.text.count(" ") + 1 for run in others) >= MIN_TURNED:
                turned.extend(others)
    finally:
        text.close()
    left, bottom, right, top = page.get_mediabox()
    edges = {0: (bottom, top), 1: (left, right), 2: (-top, -bottom), 3: (-right, -left)}
    return Sheet(runs, turned, *edges.get(upright, (bottom, top)))


def _chars(page: pdfium.PdfTextPage) -> Iterator[_Char]:
    """The visible characters of a page in the order of the file, turned upright.

    Each call of PDFium costs half a microsecond, so the direction is asked for only where the baseline changes.
    """
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    unicode_of, origin_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetCharOrigin
    box_of, angle_of = pdfium_c.FPDFText_GetLooseCharBox, pdfium_c.FPDFText_GetCharAngle
    raw = page.raw
    spaced, turn, baseline = False, 0, math.nan
    for place in range(page.count_chars()):
        code = unicode_of(raw, place)
        if code in _SPACES:
            spaced = True
            continue
        text = chr(code) if 0x20 < code < 0x7F else _character(code)
        if not text or not origin_of(raw, place, at_x, at_y):
            continue
        box_of(raw, place, at_box)
        if y.value != baseline:
            baseline = y.value
            turn = _turn(angle_of(raw, place))
        left, right, base, size = _upright(turn, x.value, baseline, box)
        if 0 < size < _FAR and -_FAR < left <= right < _FAR and -_FAR < base < _FAR:  # which also leaves NaN out
            yield _Char(text, left, right, base, size, spaced, place, turn)
            spaced = False


def _character(code: int) -> str:
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _HYPHENS:
        return "-"
    return "" if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _turn(angle: float) -> int:
    """A direction in quarters of a circle, or -1; real scans lean by a degree or two."""
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else -1


def _upright(turn: int, x: float, y: float, box: pdfium_c.FS_RECTF) -> tuple[float, float, float, float]:
    """Left, right, baseline and height of a character when the page is turned so that it stands upright; clockwise."""
    if turn == 1:
        return -box.top, -box.bottom, x, abs(box.right - box.left)
    if turn == 2:
        return -box.right, -box.left, -y, abs(box.top - box.bottom)
    if turn == 3:
        return box.bottom, box.top, -x, abs(box.right - box.left)
    return box.left, box.right, y, abs(box.top - box.bottom)


def _runs(page: pdfium.PdfTextPage, chars: list[_Char]) -> Iterator[Run]:
    """Characters put together while they go on along a baseline."""
    current: list[_Char] = []
    for char in chars:
        if current and not _goes_on(current, char):
            yield _run(page, current)
            current = []
        current.append(char)
    if current:
        yield _run(page, current)


def _goes_on(current: list[_Char], char: _Char) -> bool:
    last = current[-1]
    size = last.size if last.size > char.size else char.size
    if abs(char.y - last.y) > DRIFT * size:
        return False
    if char.text > _FIRST_LEFTWARD and _is_leftward(char.text) and _is_leftward(last.text):
        return -size < last.x0 - char.x1 < SPLIT * size
    return char.x0 > last.x0 - SPACE * size and char.x0 - last.x1 < SPLIT * size  # letters of a ligature share a place


def _is_leftward(text: str) -> bool:
    return unicodedata.bidirectional(text) in ("R", "AL")


def _run(page: pdfium.PdfTextPage, chars: list[_Char]) -> Run:
    """The run of these characters, without the marks of notes in it."""
    largest = max(chars, key=lambda char: char.size)
    size, raised_from = largest.size, largest.y + RAISED * largest.size
    parts: list[str] = []
    before: _Char | None = None
    for raised, group in groupby(chars, lambda char: char.size <= SMALLER * size and char.y > raised_from):
        some = list(group)
        is_mark = raised and _is_mark("".join(char.text for char in some[:MAX_MARK]), "".join(parts[-4:]))
        for char in some if not is_mark else ():
            if before is not None and parts and (char.spaced or char.x0 - before.x1 > SPACE * size):
                parts.append(" ")
            parts.append(char.text)
            before = char
        before = some[-1]
    return Run(
        text="".join(parts),
        x0=min(char.x0 for char in chars),
        x1=max(char.x1 for char in chars),
        y=largest.y,
        size=size,
        bold=all(_is_bold(page, chars[at].place) for at in (0, len(chars) // 2, -1)),  # a word in bold makes no heading
        order=chars[0].place,
    )


def _is_mark(raised: str, before: str) -> bool:
    """Whether raised characters are the mark of a note: at the beginning, or after a word or a punctuation mark."""
    return bool(_MARK.fullmatch(raised)) and (not before or bool(_MARKED.search(before)))


def _is_bold(page: pdfium.PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(page.raw, index) >= _BOLD_WEIGHT:
        return True
    name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(page.raw, index, name, _NAME_BYTES, ctypes.byref(flags))
    return _BOLD.search(name.value) is not None
