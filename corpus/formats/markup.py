"""XML from anywhere, parsed safely: no entities, no document type of its own, nothing fetched, no depth without end.

The elements that come out are read by their local names, since formats differ from version to version in namespace
only. The one place that imports lxml.
"""

import re
from collections.abc import Iterator
from html import entities
from typing import Protocol, cast

from corpus.decode import decode
from corpus.errors import SourceError

MAX_XML = 24 * 1024**2
"""Bytes of a part. A book of 1,000 pages has 15 MiB in Word; in memory, hostile XML takes thirty times its size."""

_DAMAGED = "Get the file again: it is damaged."
_HOSTILE = "Do not use this file: no program that writes such files does that."

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>", re.IGNORECASE)  # of one that declares something itself, nothing is cut
_PROLOG = 4096  # bytes, in which the document type stands
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
_DECLARED = re.compile(r"\s*<\?xml[^>]*\?>")  # lxml wants no encoding stated in text that has been decoded


class Element(Protocol):
    """What is used of an lxml element."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, name: str, default: str = "") -> str: ...
    def items(self) -> list[tuple[str, str]]: ...
    def iter(self) -> "Iterator[Element]": ...
    def __iter__(self) -> "Iterator[Element]": ...


def parse_xml(data: bytes, name: str, member: str) -> Element:
    """The root element of an XML file; raises SourceError naming `member`, the part of the file `name` that it is."""
    from lxml import etree  # type: ignore[import-untyped]  # 30 ms, and only documents need it

    if len(data) > MAX_XML:
        size = f"{len(data) / 1024**2:.0f} MiB, and the most that is read is {MAX_XML // 1024**2} MiB"
        raise SourceError(f"{name}: {member} in it is too large: {size}", "Split it into smaller files.")
    if b"<!ENTITY" in data:
        raise SourceError(f"{name}: {member} in it declares entities", _HOSTILE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name}: {member} in it is not XML: {error}", _DAMAGED) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # as UTF-16 hides them from the search
        raise SourceError(f"{name}: {member} in it declares entities", _HOSTILE)
    return cast("Element", root)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # of an entity reference it is a function


def attribute(element: Element, name: str) -> str:
    """The value of the attribute of that local name, or ""."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return next((inner for inner in element if local(inner) == name), None) if element is not None else None


def every(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these local names, in order, at any depth."""
    return (inner for inner in element.iter() if local(inner) in names)


def content(element: Element | None) -> str:
    """All text in an element, white space made even."""
    if element is None:
        return ""
    parts = [part for inner in element.iter() for part in (inner.text, inner.tail if inner is not element else None)]
    return " ".join("".join(filter(None, parts)).split())


def parse_xhtml(data: bytes, name: str, member: str) -> Element:
    """The root element of a page inside a document; where it is not XML, it is read as a browser reads a page."""
    from lxml import etree

    plain = _DOCTYPE.sub(b"", data[:_PROLOG], count=1) + data[_PROLOG:]
    plain = _NAMED.sub(_numbered, plain)
    try:
        return parse_xml(plain, name, member)
    except SourceError:
        text = _DECLARED.sub("", decode(data, f"{name}: {member} in it", html=True))
        parser = etree.HTMLParser(
            no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
        )
        root = etree.fromstring(text.encode(), parser)
        if root is None:
            raise SourceError(f"{name}: {member} in it is not a page", _DAMAGED) from None
        return cast("Element", root)


def _numbered(match: re.Match[bytes]) -> bytes:
    """A character's name as its number, which needs no document type to be known."""
    character = entities.html5.get(match[1].decode() + ";", "")
    return b"".join(b"&#%d;" % ord(sign) for sign in character) or match[0]
