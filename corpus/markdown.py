"""Markdown to blocks: headings, list items and paragraphs, with the marks cut out and the words left.

Reads what articles use (CommonMark's headings, lists, quotations, fences, links, images, emphasis, entities); tables
and raw HTML are kept as they are written. Each cut goes through the block's runs, so offsets in the file stay known.
"""

import re
from collections.abc import Iterable, Iterator

from corpus.block import Block, Edit
from corpus.entities import entity_edits
from corpus.frontmatter import read_front_matter
from corpus.plain import groups, is_wrapped
from corpus.stated import Stated

Line = tuple[int, int]  # half-open offsets of a line in the text

_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]*")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"=+|-{2,}")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}")
_QUOTE = re.compile(r"(?:>[ \t]?)+[ \t]*")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_DEFINITION = re.compile(  # a name and its address; `[Ada First]: Never.` is somebody who speaks
    r"^[ \t]*\[(?P<name>[^\]\[^\n]{1,100})\]:[ \t]+"
    r"(?:<[^<>\s]*>|[A-Za-z][A-Za-z0-9+.-]*://\S+|mailto:\S+|\.{0,2}/\S*|#\S+|[\w-]+(?:[./][\w-]+)*\.\w{2,}(?:[/?#]\S*)?)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?[ \t]*")

_ADDRESS = r"\((?:<[^<>\n]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:[ \t]+[\"'][^\"']*[\"'])?\)"
_IMAGE = re.compile(rf"!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:{_ADDRESS}|\[[^\]]*\])")
_LINK = re.compile(rf"\[(?P<text>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*){{0,5}})\]{_ADDRESS}")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\]\[(?P<name>[^\[\]]*)\]")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_EMPHASIS = (
    re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])([^*\n]+(?:\n[^*\n]+)*)(?<=[^\s*\\])\1(?!\*)"),
    re.compile(r"(?<![\\\w])(_{1,3})(?=[^\s_])([^_]+(?:(?<=\w)_(?=\w)[^_]+)*)(?<=[^\s_\\])\1(?!\w)"),
    re.compile(r"(~~)(?=\S)([^~]+)(?<=\S)\1"),
    re.compile(r"(`+)([^`]+)\1(?!`)"),
)
_HARD_BREAK = re.compile(r"(?<![ \t])[ \t]*\\?(?=\r?\n)")
_NOT_SPACE = re.compile(r"\S")

MAX_INLINE = 20_000
"""Characters of the longest block whose inline marks are read; a guard for the time that they take."""


def read_markdown(text: str) -> tuple[list[Block], Stated]:
    """The blocks of a Markdown text, and what its front matter states."""
    stated, start = read_front_matter(text)
    text = _blanked(" " * start + text[start:])
    names = {match["name"].casefold() for match in _DEFINITION.finditer(text)}
    blocks = (_inline(block, names) for block in _blocks(text))
    return [block for block in blocks if block.text], stated


def _blanked(text: str) -> str:
    """The text with HTML comments blanked out, of the same length, so that offsets stay."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += text[at:start], _NOT_SPACE.sub(" ", text[start : end + 3])
        at = end + 3
    return "".join([*parts, text[at:]])


def _blocks(text: str) -> Iterator[Block]:
    """Blocks with their inline marks still in them."""
    fenced = False
    for group in groups(text):
        paragraph: list[Line] = []
        for start, end in group:
            line = text[start:end]
            if _FENCE.fullmatch(line):
                fenced = not fenced
                yield from _paragraphs(text, paragraph)
                paragraph = []
            elif fenced:
                yield Block("text", line, ((0, start),))
            elif paragraph and _UNDERLINE.fullmatch(line):
                yield from _paragraphs(text, paragraph[:-1])
                yield _block("heading", text, *paragraph[-1])
                paragraph = []
            elif _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
                continue
            elif heading := _HEADING.match(line):
                yield from _paragraphs(text, paragraph)
                yield _block("heading", text, start + heading.end(), start + _heading_end(line, heading.end()))
                paragraph = []
            elif _QUOTE.fullmatch(line):  # a line with nothing but `>` parts two paragraphs of a quotation
                yield from _paragraphs(text, paragraph)
                paragraph = []
            else:
                paragraph.append((start, end))
        yield from _paragraphs(text, paragraph)


def _heading_end(line: str, start: int) -> int:
    """Where the words of a heading end: before the `#` that may close it, if space stands between."""
    words = line.rstrip("#")
    return max(start, len(words.rstrip())) if words != words.rstrip() else len(line)


def _block(kind: str, text: str, start: int, end: int) -> Block:
    return Block("heading" if kind == "heading" else "text", text[start:end], ((0, start),))


def _paragraphs(text: str, lines: list[Line]) -> Iterator[Block]:
    """Lines that stand together: list items, each with the lines that go on with it; else paragraphs.

    CommonMark would make one paragraph of them. Files of articles often have one on each line, so only lines that look
    wrapped are joined.
    """
    runs: list[list[Line]] = []
    for start, end in lines:
        if not runs or _ITEM.match(text, start, end) or not _ITEM.match(text, runs[-1][0][0]):
            runs.append([(start, end)])
        else:
            runs[-1].append((start, end))  # a line that goes on with the item above it
    items = any(_ITEM.match(text, run[0][0]) for run in runs)
    if (
        len(runs) > 1
        and not items
        and is_wrapped([text[start + _marks(text, start, end) : end] for start, end in lines])
    ):
        runs = [lines]
    for run in runs:
        yield _paragraph(text, run[0][0], run[-1][1])


def _marks(text: str, start: int, end: int) -> int:
    """How many characters of quotation marks (`> `) a line begins with."""
    quote = _QUOTE.match(text, start, end)
    return quote.end() - start if quote else 0


def _paragraph(text: str, start: int, end: int) -> Block:
    """text[start:end] without the marks that its lines begin with."""
    start += _marks(text, start, end)
    note, item = _NOTE.match(text, start, end), _ITEM.match(text, start, end)
    start = item.end() if item else note.end() if note else start
    block = Block("bullet" if item else "text", text[start:end], ((0, start),))
    cuts = [
        (at.end(), at.end() + _marks(block.text, at.end(), len(block.text)), "") for at in re.finditer("\n", block.text)
    ]
    return block.edited(cuts) if cuts else block


def _inline(block: Block, names: set[str]) -> Block:
    """Cut the marks inside a block: images whole, links to their text, emphasis to its words."""
    if len(block.text) > MAX_INLINE or not any(mark in block.text for mark in "[*_`~<\\&\n"):
        return block
    for edits in (_image_edits, _link_edits, _emphasis_edits):
        block = block.edited(edits(block.text))
    block = block.edited(_reference_edits(block.text, names))
    block = block.edited([(at.start(), at.end(), "") for at in _HARD_BREAK.finditer(block.text) if at[0]])
    block = block.edited([(at.start(), at.end(), "") for at in _ESCAPE.finditer(block.text)])
    return block.edited(entity_edits(block.text)).stripped()


def _image_edits(text: str) -> list[Edit]:
    spans = [match.span() for match in _IMAGE.finditer(text)]
    spans.extend(match.span() for match in re.finditer(r"(?<!^)\[\^[^\]\s]{1,40}\]", text))
    return _apart([(start, end, "") for start, end in spans])


def _link_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _LINK.finditer(text):
        edits.extend(_around(match))
    for match in _AUTOLINK.finditer(text):
        edits.extend(_around(match, 1))
    return _apart(edits)


def _reference_edits(text: str, names: set[str]) -> list[Edit]:
    """`[text][name]`, where the file defines the name; otherwise brackets are the author's own."""
    edits: list[Edit] = []
    for match in _REFERENCE.finditer(text) if names else ():
        if (match["name"] or match["text"]).casefold() in names:
            edits.extend(_around(match))
    return edits


def _emphasis_edits(text: str) -> list[Edit]:
    """The marks of emphasis; those inside a code span or across each other are left as they are written."""
    marks: dict[int, int] = {}
    for pattern in _EMPHASIS:
        for match in pattern.finditer(text):
            for start, end in ((match.start(), match.start(2)), (match.end(2), match.end())):
                marks.setdefault(start, end)
    return _apart([(start, end, "") for start, end in marks.items()])


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order, without those that begin inside one before them: a mark inside an address is no mark."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _around(match: re.Match[str], group: int | str = "text") -> list[Edit]:
    """Cut a match to one of its groups."""
    return [(match.start(), match.start(group), ""), (match.end(group), match.end(), "")]
