"""HTML to blocks: the visible text of a page's article, each character at its place in the file.

Two readers work together. Ours walks the page and knows offsets; it leaves out what is never the article (scripts,
navigation, forms). Trafilatura knows which part of a page is the article, but not where its text stands; a block of
ours is kept when its text is in trafilatura's. Where trafilatura finds nothing, all our blocks are kept.
No script is run and nothing is fetched. Broken HTML is read as far as it goes, in time that is linear in its length.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Set
from html.parser import HTMLParser
from itertools import accumulate

from corpus.block import Block, Edit, Kind
from corpus.pagemeta import PageMeta
from corpus.stated import Stated

MAX_EXTRACT = 2_000_000
"""Characters of the largest page that trafilatura is asked about; it takes about a second for each million."""

MIN_SHARE = 0.2
"""The least of our text that trafilatura's must cover. Below, it has taken a teaser for the article (1 page in 50)."""

MIN_COVER = 0.7  # of a block's runs of three words; one footnote mark in a short paragraph costs three of twenty

_NEVER = frozenset({
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "select",
    "option", "button", "textarea",
})  # fmt: skip
_ASIDE = frozenset({
    "nav", "header", "footer", "aside", "form", "dialog", "menu",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
_BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_ENDS = {"p": _BREAKS - {"br"}, "li": frozenset({"li"})}
_KINDS: dict[str, Kind] = {"li": "bullet", **{f"h{level}": "heading" for level in range(1, 7)}}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v]{2,}")
_NOTE_MARK = re.compile(r"\s*\[?(?:\d{1,3}|[a-z]|[*†‡])\]?\s*", re.IGNORECASE)

_COMMENT_END = re.compile(r"--!?\s*>")
_TAG_OPENS = re.compile(r"<[A-Za-z/!?]")
_NOT_REFERENCE = re.compile(r"&(?=#)(?!#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})[^0-9a-fA-F])")

MAX_UNCLOSED = 3
"""Tags that run to the end of the page; each costs a look at the whole rest of it, and real pages have one at most."""

_WORD = re.compile(r"\w+")

_Piece = tuple[int, int, str]  # half-open offsets in the raw text, and the character that stands for it, or ""


class _Page(HTMLParser):
    """Collects blocks with their place (`inside` the page's content or `aside`), and the page's metadata."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)  # so that text comes as it is written, and offsets are true
        self.raw = raw
        self.inside: list[Block] = []
        self.aside: list[Block] = []
        self.meta = PageMeta()
        self._lines = [0, *accumulate(len(line) + 1 for line in raw.split("\n"))]
        self._open: list[tuple[str, int]] = []  # tag, and how much it hides: 0 nothing, 1 aside, 2 never shown
        self._count: Counter[str] = Counter()
        self._hiding: Counter[int] = Counter()
        self._pieces: list[_Piece] = []
        self._note: int | None = None  # index of the first piece inside a <sup>
        self._json = False
        self._unclosed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.meta.note(tag, attributes)
        if tag in _BREAKS:
            self._close_block()
        if tag in _VOID:
            return
        hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
        hides = 2 if tag in _NEVER or hidden else 1 if tag in _ASIDE else 0
        self._json = tag == "script" and attributes.get("type", "").lower() == "application/ld+json"
        if self._json:
            self.meta.json_ld.append("")
        if self._open and self._open[-1][0] in ("p", "li") and tag in _ENDS[self._open[-1][0]]:
            self._pop()  # HTML lets </p> and </li> be left out
        self._open.append((tag, hides))
        self._count[tag] += 1
        self._hiding[hides] += 1
        if tag == "sup":
            self._note = len(self._pieces)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup" and self._note is not None:
            self._drop_note(self._note)
        if tag in _BREAKS:
            self._close_block()
        while self._count[tag] and self._pop() != tag:  # a tag that was never opened closes nothing
            pass

    def _pop(self) -> str:
        name, hides = self._open.pop()
        self._count[name] -= 1
        self._hiding[hides] -= 1
        if name == "script":
            self._json = False
        return name

    def handle_data(self, data: str) -> None:
        if self._json:
            self.meta.json_ld[-1] += self.raw[self._offset() : self._offset() + len(data)]
        start = self._offset()
        self._add((start, start + len(data), ""))

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name}")

    def _add_reference(self, written: str) -> None:
        start = self._offset()
        end = start + len(written)
        if self.raw.startswith(";", end):
            written, end = written + ";", end + 1
        character = html.unescape(written)
        self._add((start, end, "" if character == written else character))

    def _add(self, piece: _Piece) -> None:
        if not self._hiding[2]:
            self._pieces.append(piece)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _drop_note(self, first: int) -> None:
        """Leave out a <sup> that only holds a footnote mark, when it is a link or in brackets (else it may be `m²`)."""
        pieces = self._pieces[first:]
        text = "".join(character or self.raw[start:end] for start, end, character in pieces)
        linked = pieces and "<a" in self.raw[self.raw.rfind("<sup", 0, pieces[0][0]) : pieces[0][0]]
        if _NOTE_MARK.fullmatch(text) and (linked or "[" in text):
            del self._pieces[first:]
        self._note = None

    def _close_block(self) -> None:
        """End the block that is being read; called before the tag that ends it is opened or closed."""
        pieces, self._pieces, self._note = self._pieces, [], None
        if not any(character or not self.raw[start:end].isspace() for start, end, character in pieces):
            return
        block = _block(self.raw, pieces, self._kind())
        if self._count["title"] and not self._count["svg"]:
            self.meta.document_title = self.meta.document_title or block.text
        elif self._count["h1"]:
            self.meta.heading = self.meta.heading or block.text
            (self.aside if self._hiding[1] else self.inside).append(block)
        elif not self._count["head"]:
            (self.aside if self._hiding[1] else self.inside).append(block)

    def _kind(self) -> Kind:
        """What the innermost element with a kind of its own makes of the block."""
        return next((_KINDS[tag] for tag in _KINDS if self._count[tag]), "text")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![if x]>` and its like end at the next `>`, as in browsers; HTMLParser knows some and fails at others."""
        return self.parse_bogus_comment(i, report)

    def check_for_whole_start_tag(self, i: int) -> int:
        """Where a start tag ends, or -1; raises ValueError when too many have no end."""
        end = super().check_for_whole_start_tag(i)
        self._unclosed += end < 0
        if self._unclosed > MAX_UNCLOSED:
            raise ValueError(f"more than {MAX_UNCLOSED} of its tags are never closed")
        return end

    def finish(self) -> None:
        """Feed the page and end the last block."""
        self.feed(_readable(self.raw))
        self.close()
        self._close_block()


def _readable(raw: str) -> str:
    """The page without what HTMLParser stumbles over, each character at its place; a tag left open at the end is cut.

    Of a comment or a character reference that never ends the first sign is blanked out: HTMLParser would look for the
    end again at each of them, or take all that follows for text. What is shown still comes from the page as it is.
    """
    cut = _TAG_OPENS.search(raw, raw.rfind(">") + 1)
    raw = raw[: cut.start()] if cut else raw
    last = max((match.start() for match in _COMMENT_END.finditer(raw)), default=0)
    raw = raw[:last] + raw[last:].replace("<!--", "_!--")
    return _NOT_REFERENCE.sub("_", raw)


def read_page(raw: str) -> tuple[list[Block], Stated]:
    """The blocks of a page's article, and what the page states."""
    page = _Page(raw)
    page.finish()
    blocks = page.inside or page.aside  # an unclosed <nav> would otherwise hide all of the page
    return _article(raw, blocks), page.meta.stated()


def left_on_page(raw: str) -> list[Block]:
    """The visible blocks of a page that `read_page` leaves out, in the order of the page."""
    page = _Page(raw)
    page.finish()
    kept = {block.raw_start for block in _article(raw, page.inside or page.aside)}
    left = [block for block in (*page.inside, *page.aside) if block.raw_start not in kept]
    return sorted(left, key=lambda block: block.raw_start)


def _article(raw: str, blocks: list[Block]) -> list[Block]:
    """The blocks that trafilatura takes for the article, or all of them when it finds too little."""
    if not blocks or len(raw) > MAX_EXTRACT:
        return blocks
    import trafilatura  # a fifth of a second to import, and only pages need it

    found = trafilatura.extract(raw, favor_recall=True, include_comments=False) or ""
    lines = {_words(line) for line in found.splitlines()}
    runs = set(_runs(_words(found)))
    kept = [block for block in blocks if _is_in(_words(block.text), lines, runs)]
    share = sum(len(block.text) for block in kept) / sum(len(block.text) for block in blocks)
    return kept if share >= MIN_SHARE else blocks


def _is_in(words: tuple[str, ...], lines: Set[tuple[str, ...]], runs: Set[tuple[str, ...]]) -> bool:
    """Whether a block is in trafilatura's text: as a line of it, or nearly all of it run by run of three words.

    Nearly, because the two readers differ in footnote marks and in white space between elements.
    """
    own = list(_runs(words))
    return words in lines or (bool(own) and sum(run in runs for run in own) >= MIN_COVER * len(own))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All runs of three words."""
    return zip(words, words[1:], words[2:], strict=False)


def _block(raw: str, pieces: list[_Piece], kind: Kind) -> Block:
    """One block of pieces of the raw text, white space collapsed as a browser does."""
    start = pieces[0][0]
    edits: list[Edit] = []
    at = start
    for begin, end, character in pieces:
        if begin > at:
            edits.append((at - start, begin - start, ""))
        if character:
            edits.append((begin - start, end - start, character))
        at = end
    block = Block(kind, raw[start:at], ((0, start),)).edited(edits)
    return block.edited([_one_space(match) for match in _SPACES.finditer(block.text)]).stripped()


def _one_space(match: re.Match[str]) -> Edit:
    """Keep the last character of a run of white space, which is a space where lines are indented."""
    return match.start(), match.end() - 1, ""
