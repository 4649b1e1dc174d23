"""From blocks to the article: every block gets a role, and only those with the role `body` become its text.

A pure function of the blocks. Nothing disappears silently: what is not body keeps its block and the reason why, and
`describe` reads the title, the outlet and the date from there. Characters are only cut (footnote marks, invisible
ones), so that a quote is still found in the file. It is conservative by intent: see `furniture`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.block import Block, Edit
from corpus.furniture import Furniture, furniture, is_section_name, sections
from corpus.imprint import byline, date_line
from corpus.overlap import Body

CLEANER_VERSION = "4"
"""Part of an index's fingerprint: raise it with every change that makes another text of the same file."""

Role = Literal["body", "title", "byline", "date", "standfirst", "summary", "repeat"] | Furniture

MAX_TITLE = 150  # characters; headlines run to 110, a few to 140
MAX_STANDFIRST = 250  # characters; search engines cut a description at 160
MAX_SUMMARY = 50  # list items at the end; a summary has ten at most, and more are a list of its own
TOP = 6  # blocks; titles, bylines and dates stand within the first few that are not furniture

INVISIBLE = re.compile(  # escape sequences of terminals, control characters, signs without width
    r"\x1b(?:\[[0-?]{0,50}[ -/]{0,5}[@-~]|\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\))"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    "|[\u200b\u2060\ufeff\u00ad]"  # not the joiners, which emoji and Persian need
)
_FOOTNOTE = re.compile(  # attached to a word, or before punctuation or the end
    r"(?:(?<=\S)|[ \u00a0](?=\[[^\]]{0,60}\](?:\s*[.,;:!?…)”’»]|\s*\[|\s*$)))"
    r"\[(?:\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*|note\s\d{1,3}|citation\sneeded)\]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ABBREVIATION_END = re.compile(r"\b(?:[^\W\d_]\.){2,}$")
_STANDFIRST = re.compile(
    r"(?:an?\s+|the\s+|our\s+)?(?:(?:\w+\s+)?(?:analysis|overview|review|look|guide|summary|explainer|interview|report))"
    r"\s+(?:of|on|at|to|with|into|about)\b[^.!?]*\.?",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|says|said|\w+n['’]t"
    r"|shows?|finds?|found|reveals?|suggests?|warns?|argues?|concludes?|(?-i:[a-z]{2,}ed))\b",
    re.IGNORECASE,
)
_SUMMARY_HEADING = re.compile(
    r"(?:key\s+(?:takeaways|points|facts)|summary|in\s+(?:brief|short)|tl;dr)\s*:?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """A block, without footnote marks and invisible characters, and what it is to the article."""

    role: Role
    block: Block


def clean(blocks: Sequence[Block], stated_title: str = "") -> tuple[Line, ...]:
    """Give each block its role, in order; a block with nothing visible left in it is dropped.

    `stated_title` is the title that the file's metadata gives: the same line in the text is then a repeat of it.
    """
    lines = [Line(furniture(block.text) or "body", block) for block in map(tidy, blocks) if block.text]
    _settle_top(lines, stated_title)
    _settle_tail(lines)
    return tuple(lines)


def tidy(block: Block) -> Block:
    """Cut invisible characters and footnote marks: `absent[5].` becomes `absent.`, an editor's `[...]` stays."""
    text = block.text
    if INVISIBLE.search(text):
        block = block.edited(_cuts(INVISIBLE, text)).stripped()
    if "[" in block.text:
        block = block.edited(_cuts(_FOOTNOTE, block.text)).stripped()
    return block


def _cuts(pattern: re.Pattern[str], text: str) -> list[Edit]:
    return [(match.start(), match.end(), "") for match in pattern.finditer(text)]


def _settle_top(lines: list[Line], stated_title: str) -> None:
    """Find the title, its repeats, byline, date and standfirst among the first lines that are not furniture."""
    title = fold(stated_title)
    for at in [at for at, line in enumerate(lines) if line.role == "body"][:TOP]:
        block = lines[at].block
        role = _role_at_top(lines, at, title)
        if role == "body":
            break
        lines[at] = Line(role, block)
        if role == "title" and not title:
            title = fold(block.text)
    _drop_repeats(lines, title)


def _role_at_top(lines: Sequence[Line], at: int, title: str) -> Role:
    """What a line is that only furniture, and what belongs to the headline, stand above; `title` is folded."""
    block = lines[at].block
    if len(block.text) > MAX_STANDFIRST:
        return "body"
    if title and fold(block.text) == title:
        return "repeat"
    if byline(block.text):
        return "byline"
    if date_line(block.text) is not None:
        return "date"
    if title and block.kind != "heading":
        return "standfirst" if _is_standfirst(block.text) else "body"
    if any(line.role in ("title", "repeat") for line in lines[:at]):  # what follows it is a heading of a part
        return "body"
    if any(block.text.casefold() in sections(line.block.text) for line in lines[:at] if line.role == "navigation"):
        return "navigation"
    after = next((index for index in range(at + 1, len(lines)) if lines[index].role == "body"), None)
    if after is not None and is_section_name(block.text) and _is_title(lines, after):
        return "navigation"
    return "title" if _is_title(lines, at) else "body"


def _drop_repeats(lines: list[Line], title: str) -> None:
    """A later line that is the title once more says nothing new."""
    if not title:
        return
    for at, line in enumerate(lines):
        if line.role == "body" and len(line.block.text) < 2 * MAX_TITLE and fold(line.block.text) == title:
            lines[at] = Line("repeat", line.block)


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a headline: marked as one, or short, no sentence, and followed by one."""
    block = lines[at].block
    text = block.text
    if block.kind != "heading" and len(text) > MAX_TITLE:
        return False
    rest = [line.block for line in lines[at + 1 :] if line.role == "body"]
    if not rest:
        return False
    if block.kind == "heading":
        return True
    ends_openly = not text.endswith((".", "…", ":", ";", ",", "-", "–", "—")) or bool(_ABBREVIATION_END.search(text))
    several = " " in text or (
        len(text) >= 6 and not text.isascii()
    )  # a word alone may be a place; Chinese has no spaces
    short = block.kind == "text" and several and "\n" not in text
    goes_on = rest[0].text[0].islower()
    return short and ends_openly and any(map(str.isalpha, text)) and not goes_on and _leads_to_body(rest)


def _leads_to_body(rest: Sequence[Block]) -> bool:
    """Whether running text follows: a line that ends as a sentence does, among the next few."""
    return any(block.kind == "text" and _SENTENCE_END.search(block.text) for block in rest[:TOP])


def _is_standfirst(text: str) -> bool:
    """Whether a line names a kind of writing (`Analysis of the talks.`) and has no verb that claims anything."""
    return _STANDFIRST.fullmatch(text) is not None and not _FINITE.search(text)


def _settle_tail(lines: list[Line]) -> None:
    """Take out list items at the end that only repeat the body, and a heading that only they stood under.

    An item with a number, a name, a denial, or with much of anything, that the body does not have is kept.
    """
    at = len(lines)
    while at and (lines[at - 1].role != "body" or lines[at - 1].block.kind == "bullet"):
        at -= 1
    items = [index for index in range(at, len(lines)) if lines[index].role == "body"]
    if not 0 < len(items) <= MAX_SUMMARY:
        return
    body = Body([line.block.text for line in lines[:at] if line.role == "body"])
    for index in items:
        if body.says(lines[index].block.text):
            lines[index] = Line("summary", lines[index].block)
    heading = lines[at - 1] if at else None
    if (
        heading
        and all(lines[index].role == "summary" for index in items)
        and _SUMMARY_HEADING.fullmatch(heading.block.text)
    ):
        lines[at - 1] = Line("summary", heading.block)


def fold(text: str) -> str:
    """A line for comparison: case, white space, typographic quotes and a final full stop do not count."""
    return " ".join(text.casefold().translate(_QUOTES).split()).rstrip(".")


_QUOTES = str.maketrans("‘’‚‛“”„‟«»", '\'\'\'\'""""""')
