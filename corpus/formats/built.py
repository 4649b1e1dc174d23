"""Paragraphs to the text of a document and the blocks in it, for formats whose file is not itself text.

The text is what a reader takes out, an empty line between two paragraphs; every block maps into it character by
character. White space is made even here, so that readers need not care what their format breaks lines with.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.block import PARAGRAPH_BREAK, Block, Kind
from corpus.raw import Raw
from corpus.stated import Stated

CELL_BREAK = " | "
"""Between the cells of a table's row, so that a figure stays beside what it is a figure of."""

MAX_CELL = 200  # characters; a longer cell is running text in a table that only serves the layout

MAX_PARAGRAPHS = 300_000  # a book of 1,000 pages has 10,000; so many are read in some 4 s

_SPACES = re.compile(r"[ \t\r\n\f\v\u2028]+")  # the no-break space stays, as it does in web pages
_PARTED = re.compile(r"\n[ \t]*\n")  # two line breaks in a row: a paragraph to the eye, whatever the format calls it
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")  # controls, and half of a character

_TYPED_BULLET = re.compile(r"[-*•·▪●◦‣\uf0b7\uf0a7]\s+(?=\S)")  # the last two are Wingdings' and Symbol's

Paragraph = tuple[Kind, str]


def paragraphs(kind: Kind, text: str) -> Iterator[Paragraph]:
    """What a format calls a paragraph, parted where it has an empty line in it, without the empty ones."""
    for part in _PARTED.split(text):
        even = _SPACES.sub(" ", part).strip()
        bullet = _TYPED_BULLET.match(even) if kind != "heading" else None
        if bullet:
            yield "bullet", even[bullet.end() :]
        elif even:
            yield kind, even


def row(cells: Sequence[Sequence[Paragraph]]) -> Iterator[Paragraph]:
    """The cells of a table's row as one paragraph, or as they are where a cell holds more than a line."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 and len(cell[0][1]) <= MAX_CELL for cell in filled):
        yield "text", CELL_BREAK.join(cell[0][1] for cell in filled)
    else:
        for cell in filled:
            yield from cell


class Built:
    """Collects a document's paragraphs, in order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.length = 0  # of the text so far
        self._parts: list[str] = []

    def add(self, kind: Kind, text: str, cuts: Iterable[tuple[int, int]] = ()) -> int:
        """Add a paragraph and say where in the text it begins; `cuts` are what its block leaves out of it.

        Raises ValueError for more paragraphs than any document has.
        """
        if len(self.blocks) >= MAX_PARAGRAPHS:
            raise ValueError(f"it has more than {MAX_PARAGRAPHS:,} paragraphs")
        if self._parts:
            self._parts.append(PARAGRAPH_BREAK)
            self.length += len(PARAGRAPH_BREAK)
        start = self.length
        text = _UNWRITABLE.sub("\ufffd", text)
        block = Block(kind, text, ((0, start),)).edited((begin, end, "") for begin, end in cuts).stripped()
        if block.text:
            self.blocks.append(block)
        self._parts.append(text)
        self.length += len(text)
        return start

    def add_all(self, parts: Iterable[Paragraph]) -> "Built":
        """Add paragraphs as they come."""
        for kind, text in parts:
            self.add(kind, text)
        return self

    def raw(self, stated: Stated, pages: tuple[int, ...] = ()) -> Raw:
        """The document."""
        return Raw("".join(self._parts), tuple(self.blocks), stated, pages)
