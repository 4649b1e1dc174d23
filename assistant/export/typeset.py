"""Text to lines of runs that can be drawn one after the other: fonts, breaks, and the order of scripts on a line.

A run is text in one style, one font and one direction. Lengths are in points, from the left of the column.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

from assistant.export.faces import REPLACEMENT, Face, Faces, Style

_WHITE = re.compile(r"[^\S\u00a0\u2007\u202f]+")  # all but the spaces at which no line may break
_SEGMENT = re.compile(r" +|[^ ]+?(?:(?<=\w)[-–—/]+(?=\w)|\ufffd(?=\ufffd)| +|$)")  # a line may end after each
_ORDER = re.compile(r"[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]")  # orders what is around it, and is not seen
_RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLI"}
_LATIN = frozenset(map(chr, range(0x21, 0x300))) - {"\u00ad"}  # most of most texts, and needs no second look
_JOINERS = "\u200c\u200d"  # say whether the letters at their sides join
# Never seen, but for overrides of the order, which make text look as what it is not: it is shown in its own order.
_UNSEEN = re.compile(r"[\u00ad\u200b\u202d\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text. `link` is a web address, `#` and the name of a place in the file, or empty."""

    text: str
    style: Style
    link: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text to draw from `x` on; `backwards` where it runs from right to left."""

    x: float
    width: float
    text: str
    face: Face
    style: Style
    link: str
    backwards: bool


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character and what it is drawn with; nothing is drawn without a face. `level` is odd from right to left."""

    text: str
    span: Span
    face: Face | None
    level: int


def isolated(value: str) -> str:
    """A value that does not change the order of what stands around it."""
    right = any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in value)
    return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if right else value


def leads_left(text: str) -> bool:
    """Whether a paragraph runs from right to left, as its first letter does."""
    return auto_detect_base_direction(text) == TextDirection.RTL


def lines(spans: Sequence[Span], width: float, faces: Faces) -> list[tuple[Run, ...]]:
    """The lines of a paragraph in a column of this width; text that runs from right to left stands at its right."""
    letters, backwards = _letters(spans, faces)
    return [_placed(line, width, backwards) for line in _broken(letters, width)]


def _letters(spans: Sequence[Span], faces: Faces) -> tuple[list[_Letter], bool]:
    """Each character with its font and its level, and whether the paragraph as a whole runs from right to left."""
    drawn: list[tuple[str, Span, Face | None]] = []
    before: tuple[str, Face | None] = (" ", None)
    for span in spans:
        for character in _WHITE.sub(" ", _UNSEEN.sub("", span.text)):
            if character != " " or before[0] != " ":
                before = _shown(character, span.style, faces, before)
                drawn.append((before[0], span, before[1]))
    levels, backwards = _levels("".join(character for character, _, _ in drawn))
    return [_Letter(*one, level) for one, level in zip(drawn, levels, strict=True)], backwards


def _shown(character: str, style: Style, faces: Faces, before: tuple[str, Face | None]) -> tuple[str, Face | None]:
    """A character with its font, or what stands for it where no font has it; without a font it is not seen.

    A mark or a joiner has the font of its letter, and a space that of the Hebrew or Arabic before it: one run.
    """
    if character in _LATIN:
        return character, faces.of(character, style)
    if _ORDER.match(character):
        return character, None
    follows = character in _JOINERS or unicodedata.category(character).startswith("M")
    follows = follows or (character == " " and unicodedata.bidirectional(before[0]) in _RIGHT_TO_LEFT)
    if follows and before[1] is not None and before[1].has(character):
        return character, before[1]
    face = faces.of(character, style)
    if face is not None or character in _JOINERS:
        return character, face
    faces.missing.add(character)
    return REPLACEMENT, faces.of(REPLACEMENT, style)


def _levels(text: str) -> tuple[list[int], bool]:
    """The level of each character by the Unicode bidirectional algorithm, and whether the first is odd by itself."""
    if not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return [0] * len(text), False
    paragraph = BidiParagraph(text)
    base = int(paragraph.base_direction == TextDirection.RTL)
    known = {one.character_index: one.embedding_level for one in paragraph.get_characters_with_embedding_level()}
    levels: list[int] = []
    for place in range(len(text)):  # what the algorithm leaves out is not drawn: it goes with what is before it
        levels.append(known.get(place, levels[-1] if levels else base))
    return levels, bool(base)


def _broken(letters: list[_Letter], width: float) -> Iterator[list[_Letter]]:
    """Lines as long as fit; a word longer than a line is cut where it must be."""
    line: list[_Letter] = []
    used = 0.0
    for segment in _segments(letters):
        for piece in [segment] if _width(_trimmed(segment)) <= width else _cut(segment, width):
            if line and used + _width(_trimmed(piece)) > width:
                yield _trimmed(line)
                line, used = [], 0.0
            line = line + piece
            used += _width(piece)
    if line:
        yield _trimmed(line)


def _segments(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Words and parts of words after which a line may end, each with the space behind it."""
    text = "".join(letter.text for letter in letters)
    for found in _SEGMENT.finditer(text):
        yield letters[found.start() : found.end()]


def _cut(letters: list[_Letter], width: float) -> Iterator[list[_Letter]]:
    """A word in pieces that fit; a mark stays with its letter."""
    piece: list[_Letter] = []
    used = 0.0
    for letter in letters:
        wide = _width([letter])
        if piece and used + wide > width and not unicodedata.combining(letter.text):
            yield piece
            piece, used = [], 0.0
        piece.append(letter)
        used += wide
    yield piece


def _trimmed(line: list[_Letter]) -> list[_Letter]:
    """Without the space at its end."""
    last = len(line)
    while last and line[last - 1].text == " ":
        last -= 1
    return line[:last]


def _width(letters: list[_Letter]) -> float:
    return sum(run.width for run in _runs(letters))


def _runs(letters: list[_Letter]) -> list[Run]:
    """Runs in the order of reading, each as if it began the line."""
    runs = []
    for (_, face, level), alike in groupby(letters, lambda one: (id(one.span), one.face, one.level)):
        if face is not None:
            some = list(alike)
            text, span, backwards = "".join(one.text for one in some), some[0].span, level % 2 == 1
            width = face.width(text, backwards=backwards)
            if width is not None:
                runs.append(Run(0.0, width * span.style.size, text, face, span.style, span.link, backwards))
    return runs


def _placed(line: list[_Letter], width: float, backwards: bool) -> tuple[Run, ...]:
    """The runs of a line from left to right, each where it stands."""
    runs: list[Run] = []
    for _, alike in groupby(_reordered(line), lambda one: one.level):
        some = list(alike)
        found = _runs(some)
        runs += reversed(found) if some[0].level % 2 else found
    x = width - sum(run.width for run in runs) if backwards else 0.0
    placed = []
    for run in runs:
        placed.append(replace(run, x=x))
        x += run.width
    return tuple(placed)


def _reordered(line: list[_Letter]) -> list[_Letter]:
    """Stretches of one level in the order in which they stand on the line: rule L2 of the algorithm, by stretches."""
    stretches = [list(alike) for _, alike in groupby(line, lambda one: one.level)]
    levels = [some[0].level for some in stretches]
    for level in range(max(levels, default=0), 0, -1):
        turned: list[list[_Letter]] = []
        for high, group in groupby(stretches, lambda some: some[0].level >= level):  # noqa: B023  # used in the loop
            some = list(group)
            turned += reversed(some) if high else some
        stretches = turned
    return [letter for some in stretches for letter in some]
