"""Plain text to blocks: one for each paragraph, whether paragraphs are lines or are wrapped over several lines."""

import re
from collections.abc import Iterator, Sequence

from corpus.block import Block
from corpus.stated import Stated

LINE_BREAK = r"\r\n\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"[^{LINE_BREAK}]+")
_BLANK = re.compile(rf"(?>\r\n|[{LINE_BREAK}])\s*[{LINE_BREAK}]")  # atomic: \r\n is one break, never two
_BULLET = re.compile(r"[-*•·▪●◦‣]\s+(?=\S)")

MAX_WRAP = 120  # characters; no program wraps text at more, and a longer line is a paragraph by itself
MIN_WRAP = 45  # characters; shorter lines are verse, lists or headings
FULL = 0.7  # the least a wrapped line fills of the longest one: a word of 30% of the line is rare


def read_plain(text: str) -> tuple[list[Block], Stated]:
    """The blocks of a plain text; it states nothing of itself in a form that a reader could rely on."""
    blocks: list[Block] = []
    for lines in groups(text):
        if len(lines) > 1 and is_wrapped([text[start:end] for start, end in lines]):
            lines = [(lines[0][0], lines[-1][1])]
        blocks.extend(plain_block(text, start, end) for start, end in lines)
    return blocks, Stated()


def groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Half-open offsets of the lines that have text, without space around them, grouped as blank lines part them."""
    group: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = start + len(line)
        if group and _BLANK.search(text, last, match.start()):
            yield group
            group = []
        group.append((start, end))
        last = end
    if group:
        yield group


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are one paragraph that a program or a person broke to fit a width.

    All but the last fill that width, and at least one goes on in lower case; so a heading above a paragraph, a list,
    and paragraphs of a line each are left apart.
    """
    width = max(map(len, lines))
    if not MIN_WRAP <= width <= MAX_WRAP or any(_BULLET.match(line) for line in lines[1:]):
        return False
    return all(len(line) >= FULL * width for line in lines[:-1]) and any(line[:1].islower() for line in lines[1:])


def plain_block(text: str, start: int, end: int) -> Block:
    """The block of text[start:end]; the mark of a list item is left out."""
    bullet = _BULLET.match(text, start, end)
    if bullet is None:
        return Block("text", text[start:end], ((0, start),))
    return Block("bullet", text[bullet.end() : end], ((0, bullet.end()),))
