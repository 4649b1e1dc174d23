"""The record of reading: a block of visible text that remembers where each of its characters stands in the raw file.

Reading and cleaning only ever cut characters out or replace one (an HTML entity by its character), so a block carries
runs, and every edit keeps them true. Blocks become an article's text in `join`.
"""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "heading", "bullet"]

Runs = tuple[tuple[int, int], ...]
"""Pairs (start in text, start in raw), ascending; see `Article.offsets`."""

Edit = tuple[int, int, str]
"""Half-open offsets in a block's text, and what stands there instead: "" or a single character."""

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item, without its markup and without space around it.

    `runs` opens at offset 0 of `text`. Inside a run text and raw are the same, character for character; a replaced
    character is a run of its own that begins where the entity begins.
    """

    kind: Kind
    text: str
    runs: Runs

    @property
    def raw_start(self) -> int:
        return self.runs[0][1]

    @property
    def raw_end(self) -> int:
        """Where the raw text goes on after this block."""
        start, raw = self.runs[-1]
        return raw + len(self.text) - start

    def edited(self, edits: Iterable[Edit]) -> "Block":
        """The block with `edits` made, which ascend; raises ValueError where one begins before the last one ends."""
        parts: list[str] = []
        runs: list[tuple[int, int]] = []
        length = at = 0
        for start, end, new in (*edits, (len(self.text), len(self.text), "")):
            if start < at:
                raise ValueError(f"the edit {start}..{end} begins before {at}, where the one before it ends")
            if start > at:
                runs.extend((length + begin - at, raw) for begin, raw in self._runs_between(at, start))
                parts.append(self.text[at:start])
                length += start - at
            if new:
                runs.append((length, self._raw(start)))
                parts.append(new)
                length += len(new)
            at = end
        return Block(self.kind, "".join(parts), tuple(runs) or ((0, self.raw_start),))

    def stripped(self) -> "Block":
        """The block without white space at its ends."""
        end = len(self.text.rstrip())
        start = len(self.text) - len(self.text.lstrip())
        if start == 0 and end == len(self.text):
            return self
        return self.edited([(0, start, ""), (max(start, end), len(self.text), "")])

    def _raw(self, offset: int) -> int:
        begin, raw = self.runs[bisect.bisect_right(self.runs, (offset, 1 << 62)) - 1]
        return raw + offset - begin

    def _runs_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The runs of text[start:end], the first one opening at `start`."""
        first = bisect.bisect_right(self.runs, (start, 1 << 62))
        return [(start, self._raw(start)), *self.runs[first : bisect.bisect_left(self.runs, (end, -1))]]


def join(blocks: Sequence[Block]) -> tuple[str, Runs]:
    """The blocks as one text, an empty line between two of them, and its runs; each break is a run of its own."""
    runs: list[tuple[int, int]] = []
    length = 0
    before: Block | None = None
    for block in blocks:
        if before is not None:
            runs.append((length, before.raw_end))
            length += len(PARAGRAPH_BREAK)
        if len(block.runs) == 1:
            runs.append((length, block.runs[0][1]))
        else:
            runs.extend((length + start, raw) for start, raw in block.runs)
        length += len(block.text)
        before = block
    return PARAGRAPH_BREAK.join([block.text for block in blocks]), tuple(runs)
