"""Paragraphs to pages: A4, one column. Lengths are in points, from the top left of the page.

A heading stays with what it heads, and no page begins or ends with one line of a paragraph alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from assistant.export.faces import Faces
from assistant.export.typeset import Run, Span, leads_left, lines

WIDTH, HEIGHT = 595.28, 841.89
LEFT = 72.0
TOP, BOTTOM = 68.0, HEIGHT - 76.0
COLUMN = WIDTH - 2 * LEFT
_GAP = 10.0  # between the cells of a row
EDGE = 10.0  # from a bar to its text
BAR = 2.0  # its width

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a row of several side by side: each a share of the column, and its text.

    `place` is its name for links, `outline` its entry beside the pages, `edge` the colour of a bar in its indent, at
    its right where the text runs to the left. `rule` says that a line stands above it, `keep` that it stays with the
    next.
    """

    cells: tuple[tuple[float, tuple[Span, ...]], ...]
    before: float = 0.0
    indent: float = 0.0
    leading: float = 1.45  # height of a line, in sizes of its type
    place: str = ""
    outline: str = ""
    edge: Colour | None = None
    rule: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A block in lines, each of the same height, `x` of its runs being that on the page. `edge` is where its bar is."""

    block: Block
    lines: tuple[tuple[Run, ...], ...]
    height: float  # of a line
    edge: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a page: runs with their base line, bars from `top` to `bottom`, rules, places and outlines."""

    runs: list[tuple[float, Run]] = field(default_factory=list)
    edges: list[tuple[float, float, float, Colour]] = field(default_factory=list)  # x, top, bottom
    rules: list[float] = field(default_factory=list)
    places: list[tuple[str, float]] = field(default_factory=list)
    outlines: list[tuple[str, float]] = field(default_factory=list)


def paragraph(*spans: Span, before: float = 0.0, indent: float = 0.0, keep: bool = False) -> Block:
    """A block of one cell."""
    return Block(((1.0, spans),), before=before, indent=indent, keep=keep)


def lay(block: Block, faces: Faces) -> Laid:
    """The block's lines; the cells of a row begin at one height."""
    turned = bool(block.edge) and leads_left("".join(span.text for _, spans in block.cells for span in spans))
    columns, x = [], LEFT + block.indent - (EDGE if turned else 0)
    for share, spans in block.cells:
        width = (COLUMN - block.indent) * share
        found = lines(spans, width - (_GAP if len(block.cells) > 1 else 0), faces)
        columns.append([tuple(replace(run, x=run.x + x) for run in line) for line in found])
        x += width
    size = max((span.style.size for _, spans in block.cells for span in spans), default=0.0)
    joined = tuple(sum(row, ()) for row in zip_longest(*columns, fillvalue=()))
    edge = LEFT + COLUMN - BAR if turned else LEFT + block.indent - EDGE
    return Laid(block, joined, size * block.leading, edge)


def arranged(blocks: Sequence[Laid]) -> list[Sheet]:
    """The pages; at least one."""
    sheets, y = [Sheet()], TOP
    for number, one in enumerate(blocks):
        before = one.block.before if y > TOP else 0.0
        if y > TOP and y + before + min(_needed(blocks, number), BOTTOM - TOP) > BOTTOM:
            sheets.append(Sheet())
            y, before = TOP, 0.0
        _announce(sheets[-1], one.block, y + before, first=y == TOP)
        y += before
        for place, line in enumerate(one.lines):
            lonely = place > 0 and len(one.lines) - place == 2 and y + 2 * one.height > BOTTOM
            if y > TOP and (lonely or y + one.height > BOTTOM):
                sheets.append(Sheet())
                y = TOP
            _set(sheets[-1], one, line, y)
            y += one.height
    return sheets


def _needed(blocks: Sequence[Laid], number: int) -> float:
    """How much room there must be to begin a block: for its first lines, or for all of it and what it stays with."""
    needed = 0.0
    for one in blocks[number:]:
        few = len(one.lines) <= 3 or one.block.keep  # of three lines, none could be left behind
        needed += one.height * (len(one.lines) if few else 2)
        if not one.block.keep:
            break
        needed += one.block.before
    return needed


def _announce(sheet: Sheet, block: Block, y: float, *, first: bool) -> None:
    """What leads to a block, and the line above it, which the top of a page does without."""
    if block.place:
        sheet.places.append((block.place, y))
    if block.outline:
        sheet.outlines.append((block.outline, y))
    if block.rule and not first:
        sheet.rules.append(y - block.before / 2)


def _set(sheet: Sheet, one: Laid, line: tuple[Run, ...], y: float) -> None:
    size = max((run.style.size for run in line), default=0.0)
    base = y + one.height / 2 + 0.35 * size  # half the height of a capital below the middle
    sheet.runs.extend((base, run) for run in line)
    if one.block.edge:
        sheet.edges.append((one.edge, y, y + one.height, one.block.edge))
