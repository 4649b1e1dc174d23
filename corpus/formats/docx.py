"""Word files (.docx): the text of the document as a reader of it sees it, notes after it, and its properties.

What is inserted counts and what is deleted does not, whether or not the changes were accepted; a text box comes after
the paragraph that it is anchored in, a footnote or endnote after the text. Headers, footers, comments, hidden text,
tables of contents and field codes are left out. The dates of a file are those of the file, never of the article.

The file is walked here because the libraries lose text: python-docx what is inserted, moved, noted, boxed or in a
content control; mammoth formulas, and it shows hidden text and expands entities.
"""

import posixpath
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
    "del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText",
    "delText", "delInstrText", "rt", "docPr", "Fallback", "wsdr", "posOffset", "footnoteRef", "endnoteRef",
})  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading \d|title)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|index|toa) (?:\d|heading)|table of (?:figures|authorities)", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})  # how a switch is written that is set to no
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read_docx(data: bytes, name: str) -> Raw:
    """Read a Word file; raises SourceError."""
    archive = Archive(data, name)
    package = _related(archive, "")
    main = package.get("officeDocument", "word/document.xml")
    if main not in archive:
        raise SourceError(f"{name}: it has no text part ({main})", "Open it in Word and save it again as .docx.")
    parts = _related(archive, main)
    body = _Body({kind: _notes(archive, kind, parts.get(kind, "")) for kind in _NOTES.values()})
    body.read_styles(_part(archive, parts.get("styles", "")))
    root = parse_xml(archive.read(main), name, main)
    built = Built().add_all(body.blocks(root))
    built.add_all(body.noted())
    return built.raw(_stated(_part(archive, package.get("core-properties", "docProps/core.xml"))))


def _related(archive: Archive, part: str) -> dict[str, str]:
    """The parts that a part points to, by the last word of how they are related."""
    folder, _, base = part.rpartition("/")
    root = _part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    if root is None:
        return {}
    return {
        attribute(item, "Type").rpartition("/")[2]: _path(folder, attribute(item, "Target"))
        for item in reversed(list(every(root, "Relationship")))  # the first of a kind wins
        if attribute(item, "TargetMode") != "External"
    }


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _part(archive: Archive, path: str) -> Element | None:
    return parse_xml(archive.read(path), archive.name, path) if path in archive else None


def _notes(archive: Archive, kind: str, path: str) -> dict[str, Element]:
    """Footnotes or endnotes by their ids."""
    root = _part(archive, path)
    return {attribute(note, "id"): note for note in every(root, kind[:-1])} if root is not None else {}


def _stated(core: Element | None) -> Stated:
    """What the core properties state. Neither of their dates is the article's: those are when the file was saved."""
    return Stated(
        title=title_property(content(child(core, "title"))),
        author=author_property(content(child(core, "creator"))),
        language=content(child(core, "language")),
    )


@dataclass(slots=True)
class _Body:
    """Walks blocks and collects, on the way, the notes that are pointed to."""

    notes: dict[str, dict[str, Element]]
    kinds: dict[str, Kind | None] = field(default_factory=dict)  # of each style; None for a table of contents
    _cited: list[Element] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)  # text boxes of the paragraph that is being read
    _before: str = ""  # the text of paragraphs whose end was deleted, which go on in the next one

    def read_styles(self, root: Element | None) -> None:
        styles = {attribute(style, "styleId"): style for style in every(root, "style")} if root is not None else {}
        for style_id in styles:
            self.kinds[style_id] = _style_kind(styles, style_id)

    def noted(self) -> Iterator[Paragraph]:
        """The notes, in the order in which the text points to them; call it after the text was walked."""
        at = 0
        while at < len(self._cited):  # a note can point to others
            at += 1
            yield from self.blocks(self._cited[at - 1])

    def blocks(self, element: Element) -> Iterator[Paragraph]:
        for inner in element:
            tag = local(inner)
            if tag == "p":
                yield from self._paragraph(inner)
            elif tag == "tbl":
                yield from self._table(inner)
            elif tag not in _NEVER and not (tag == "sdt" and _is_contents(inner)):
                yield from self.blocks(inner)

    def _table(self, element: Element) -> Iterator[Paragraph]:
        for table_row in _inside(element, "tr"):
            yield from row([list(self.blocks(cell)) for cell in _inside(table_row, "tc")])

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        outer, self._boxes = self._boxes, []
        text = self._before + "".join(self._text(element))
        boxes, self._boxes = self._boxes, outer
        properties = child(element, "pPr")
        self._before = text if child(child(properties, "rPr"), "del") is not None else ""
        kind = self._kind(properties)
        if kind is not None and not self._before:
            yield from paragraphs(kind, text)
        for box in boxes:
            yield from self.blocks(box)

    def _kind(self, properties: Element | None) -> Kind | None:
        style = child(properties, "pStyle")
        kind = self.kinds.get(attribute(style, "val"), "text") if style is not None else "text"
        if kind == "text" and (level := child(properties, "outlineLvl")) is not None:
            kind = "heading" if attribute(level, "val") < "9" else "text"  # 9 is the level of running text
        if kind in ("text", "bullet") and (numbered := child(properties, "numPr")) is not None:
            kind = "bullet" if _is_numbered(numbered) else "text"
        return kind

    def _text(self, element: Element) -> Iterator[str]:
        """The text of a paragraph; what stands in it without being its text is put aside."""
        for inner in element:
            tag = local(inner)
            if tag in _NEVER:
                continue
            if tag == "t":
                yield inner.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == "txbxContent":
                self._boxes.append(inner)
            elif tag in _NOTES:
                note = self.notes[_NOTES[tag]].pop(attribute(inner, "id"), None)
                self._cited.extend([note] if note is not None else [])
            elif tag != "r" or not _is_hidden(inner):
                yield from self._text(inner)


def _style_kind(styles: dict[str, Element], style_id: str) -> Kind | None:
    """What a style makes of its paragraphs: its own name and properties count before those it is based on."""
    seen: set[str] = set()
    while style_id in styles and style_id not in seen:
        seen.add(style_id)
        style = styles[style_id]
        name = attribute(named, "val") if (named := child(style, "name")) is not None else ""
        if _CONTENTS.fullmatch(name):
            return None
        properties = child(style, "pPr")
        level = child(properties, "outlineLvl")
        if _HEADING.fullmatch(name) or (level is not None and attribute(level, "val") < "9"):
            return "heading"
        if (numbered := child(properties, "numPr")) is not None:
            return "bullet" if _is_numbered(numbered) else "text"
        style_id = attribute(base, "val") if (base := child(style, "basedOn")) is not None else ""
    return "text"


def _is_numbered(properties: Element) -> bool:
    """Whether these properties make a list item; the list 0 takes a paragraph out of its style's list."""
    number = child(properties, "numId")
    return number is not None and attribute(number, "val") != "0"


def _is_hidden(run: Element) -> bool:
    switch = child(child(run, "rPr"), "vanish")
    return switch is not None and attribute(switch, "val").lower() not in _OFF


def _is_contents(control: Element) -> bool:
    """Whether a content control holds a table of contents."""
    gallery = next(every(control, "docPartGallery"), None)
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls, but none of a table within."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) not in _NEVER:
            yield from _inside(inner, name)
