"""OpenDocument text (.odt): the text of the document, notes after it, and its properties.

Text boxes come after the paragraph that they are anchored in. Deleted text, comments, hidden text and indexes are left
out; headers and footers are not in the part that is read. content.xml is walked as it is: odfpy, the library for it,
unpacks without limits and parses without a guard against entities, and its text of a paragraph runs notes, comments
and boxes into the sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.block import Kind
from corpus.errors import SourceError
from corpus.formats.archive import Archive
from corpus.formats.built import Built, Paragraph, paragraphs, row
from corpus.formats.markup import Element, attribute, child, content, every, local, parse_xml
from corpus.formats.properties import author_property, title_property
from corpus.raw import Raw
from corpus.stated import Stated

_NEVER = frozenset({
    "tracked-changes", "annotation", "table-of-content", "illustration-index", "table-index", "object-index",
    "user-index", "alphabetical-index", "forms", "hidden-text", "hidden-paragraph", "ruby-text", "note-citation",
    "event-listeners", "sequence-decls", "variable-decls", "user-field-decls", "bookmark-ref-format",
    "database-display-decls", "shapes",
})  # fmt: skip
_SIGNS = {"tab": "\t", "line-break": "\n"}
_TITLE = re.compile(r"(?:Title|Heading|Heading_20_\d+)")
_DRAWN = "svg"  # in the namespace of a picture's title and description; elsewhere a title is a field of the text
_SPACES_MAX = 1000  # a number of spaces as it is written; they become one anyway


def read_odt(data: bytes, name: str) -> Raw:
    """Read an OpenDocument text; raises SourceError."""
    archive = Archive(data, name)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SourceError(f"{name}: it is encrypted", "Open it with its password and save it without one.")
    root = parse_xml(archive.read("content.xml"), name, "content.xml")
    body = _Body(_headings(root))
    text = next(every(root, "text"), None)
    if local(root) != "document-content" or text is None:
        raise SourceError(f"{name}: it is an OpenDocument file without text", "Save it as .odt, then add it again.")
    built = Built().add_all(body.blocks(text))
    built.add_all(body.noted())
    meta = parse_xml(archive.read("meta.xml"), name, "meta.xml") if "meta.xml" in archive else None
    return built.raw(_stated(child(meta, "meta")))


def _stated(meta: Element | None) -> Stated:
    """What the properties state. The creator is whoever saved it last, so whoever began it comes first."""
    began = child(meta, "initial-creator")
    return Stated(
        title=title_property(content(child(meta, "title"))),
        author=author_property(content(began if began is not None else child(meta, "creator"))),
        language=content(child(meta, "language")),
    )


def _headings(root: Element) -> frozenset[str]:
    """The names of the document's own styles that are titles by what they are made from."""
    return frozenset(
        attribute(style, "name")
        for style in every(root, "style")
        if _TITLE.fullmatch(attribute(style, "parent-style-name"))
    )


@dataclass(slots=True)
class _Body:
    """Walks blocks and collects notes on the way."""

    headings: frozenset[str]
    _cited: list[Element] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)  # text boxes of the paragraph that is being read

    def noted(self) -> Iterator[Paragraph]:
        """The notes, in order; call it after the text was walked."""
        at = 0
        while at < len(self._cited):
            at += 1
            yield from self.blocks(self._cited[at - 1])

    def blocks(self, element: Element, kind: Kind = "text") -> Iterator[Paragraph]:
        for inner in element:
            tag = local(inner)
            if tag in ("p", "h"):
                yield from self._paragraph(inner, "heading" if tag == "h" else kind)
            elif tag == "table":
                yield from self._table(inner)
            elif tag in ("list-item", "list-header", "numbered-paragraph"):
                yield from self.blocks(inner, "bullet")
            elif tag not in _NEVER and not (tag == "section" and attribute(inner, "display") == "none"):
                yield from self.blocks(inner, kind)

    def _table(self, element: Element) -> Iterator[Paragraph]:
        for table_row in _inside(element, "table-row"):
            yield from row([list(self.blocks(cell)) for cell in _inside(table_row, "table-cell")])

    def _paragraph(self, element: Element, kind: Kind) -> Iterator[Paragraph]:
        outer, self._boxes = self._boxes, []
        text = "".join(self._text(element))
        boxes, self._boxes = self._boxes, outer
        style = attribute(element, "style-name")
        yield from paragraphs("heading" if style in self.headings or _TITLE.fullmatch(style) else kind, text)
        for box in boxes:
            yield from self.blocks(box)

    def _text(self, element: Element) -> Iterator[str]:
        """The text of a paragraph; what stands in it without being its text is put aside."""
        yield _even(element.text)
        for inner in element:
            tag = local(inner)
            if tag == "s":
                count = attribute(inner, "c") or "1"
                yield " " * min(int(count), _SPACES_MAX) if count.isdecimal() else " "
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == "note-body":
                self._cited.append(inner)
            elif tag == "text-box":
                self._boxes.append(inner)
            elif tag not in _NEVER and _DRAWN not in inner.tag:
                yield from self._text(inner)
            yield _even(inner.tail)


def _even(text: str | None) -> str:
    """Line breaks in the XML are spaces; those of the text are elements."""
    return (text or "").replace("\n", " ")


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in groups, but none of a table within."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) not in _NEVER and not local(inner).endswith("cell"):
            yield from _inside(inner, name)
