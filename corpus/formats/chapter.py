"""A chapter of a book (XHTML) to its paragraphs. A book has no menu to tell its text from, so all that shows is kept.

Left out are scripts, what is hidden, contents lists that say that they are, page numbers of the printed book, and the
marks of notes; the notes themselves stay where they stand.
"""

import re
from collections.abc import Iterator

from corpus.block import Kind
from corpus.formats.built import Paragraph, paragraphs, row
from corpus.formats.markup import Element, attribute, content, every, local

_NEVER = frozenset({
    "head", "script", "style", "template", "noscript", "svg", "iframe", "object", "audio", "video", "rt", "rp",
    "annotation", "annotation-xml", "select", "button", "textarea",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "math", "mrow", "mi", "mn", "mo", "msup", "msub", "mfrac", "msqrt", "mtext", "semantics",
})  # fmt: skip
_FURNITURE = frozenset({
    "toc", "landmarks", "page-list", "pagebreak", "noteref", "doc-toc", "doc-pagelist", "doc-pagebreak", "doc-noteref",
})  # fmt: skip
_KINDS: dict[str, Kind] = {"li": "bullet", **{f"h{level}": "heading" for level in range(1, 7)}}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡]{1,3})\]?", re.IGNORECASE)

CONTENTS_LINKS = 5  # links that a page has at least to be a list of contents
CONTENTS_SHARE = 0.8  # of its text that stands in links


def read_chapter(root: Element) -> list[Paragraph]:
    """The paragraphs of a chapter; none of one that is only a list of links to the others."""
    if _is_contents(root):
        return []
    found: list[Paragraph] = []
    rest = _blocks(root, "text", found)
    found.extend(paragraphs("text", rest))
    return found


def _blocks(element: Element, kind: Kind, found: list[Paragraph]) -> str:
    """Put the paragraphs that end inside an element into `found`, and return the text that is still open at its end."""
    open_text = _even(element.text)
    for inner in element:
        tag = local(inner)
        if tag == "br":
            open_text += "\n"
        elif _shows(inner, tag):
            if tag in _INLINE:
                open_text = _inline(inner, kind, found, open_text)
            else:
                found.extend(paragraphs(kind, open_text))
                open_text = ""
                _block(inner, tag, kind, found)
        open_text += _even(inner.tail)
    return open_text


def _inline(element: Element, kind: Kind, found: list[Paragraph], before: str) -> str:
    """As `_blocks`, of an element that breaks no line; HTML allows blocks inside it all the same."""
    inside: list[Paragraph] = []
    rest = _blocks(element, kind, inside)
    if not inside:
        return before + rest
    found.extend(paragraphs(kind, before))
    found.extend(inside)
    return rest


def _block(element: Element, tag: str, kind: Kind, found: list[Paragraph]) -> None:
    if tag == "tr":
        cells = [cell for cell in element if local(cell) in ("td", "th")]
        found.extend(row([list(_cell(cell)) for cell in cells]))
        return
    inner = _KINDS.get(tag, kind)
    found.extend(paragraphs(inner, _blocks(element, inner, found)))


def _cell(element: Element) -> Iterator[Paragraph]:
    found: list[Paragraph] = []
    rest = _blocks(element, "text", found)
    yield from found
    yield from paragraphs("text", rest)


def _shows(element: Element, tag: str) -> bool:
    if tag in _NEVER or attribute(element, "hidden") or _HIDDEN.search(attribute(element, "style")):
        return False
    if _FURNITURE & {*attribute(element, "type").split(), *attribute(element, "role").split()}:
        return False
    return not (tag == "sup" and next(every(element, "a"), None) is not None and _NOTE_MARK.fullmatch(content(element)))


def _is_contents(root: Element) -> bool:
    body = next(every(root, "body"), root)
    links = [content(link) for link in every(body, "a") if attribute(link, "href")]
    return len(links) >= CONTENTS_LINKS and sum(map(len, links)) >= CONTENTS_SHARE * len(content(body))


def _even(text: str | None) -> str:
    """Line breaks in the source are spaces; those of the text are elements."""
    return (text or "").replace("\n", " ").replace("\r", " ")
