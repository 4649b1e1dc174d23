"""Books and magazines (.epub): their chapters in reading order, and what the package states.

Navigation documents are left out, pictures too. The zip and the package file are read here, within limits: the
libraries for it are under the AGPL or unpack without them.
"""

import posixpath
import urllib.parse
from collections.abc import Iterator

from corpus.errors import SourceError
from corpus.formats.archive import Archive
from corpus.formats.built import Built
from corpus.formats.chapter import read_chapter
from corpus.formats.markup import Element, attribute, child, content, every, local, parse_xhtml, parse_xml
from corpus.formats.properties import author_property, title_property
from corpus.raw import Raw
from corpus.stated import Stated

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_SCRAMBLING = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_AUTHOR_ROLES = frozenset({"", "aut", "author"})
_NO_DATES = ("0101", "0000", "0001")  # years that programs write for want of a date


def read_epub(data: bytes, name: str) -> Raw:
    """Read an EPUB; raises SourceError."""
    archive = Archive(data, name)
    _refuse_locked(archive)
    container = parse_xml(archive.read(_CONTAINER), name, _CONTAINER)
    path = next((attribute(file, "full-path") for file in every(container, "rootfile")), "")
    package = parse_xml(archive.read(path), name, path)
    built = Built()
    for chapter in _chapters(package, posixpath.dirname(path)):
        if chapter in archive:
            built.add_all(read_chapter(parse_xhtml(archive.read(chapter), name, chapter)))
    return built.raw(_stated(package))


def _refuse_locked(archive: Archive) -> None:
    """Raise SourceError where chapters are encrypted; fonts may be scrambled, which is no matter here."""
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION), archive.name, _ENCRYPTION)
    methods = {
        attribute(method, "Algorithm")
        for item in every(root, "EncryptedData")
        for method in item
        if local(method) == "EncryptionMethod"
    }
    if methods - _FONT_SCRAMBLING:
        raise SourceError(f"{archive.name}: it is locked with DRM", "Add a copy of it that is not locked.")


def _chapters(package: Element, folder: str) -> Iterator[str]:
    """The paths of the pages in the spine, without those that only navigate."""
    items = {attribute(item, "id"): item for item in every(package, "item")}
    contents = {
        _path(folder, attribute(entry, "href"))
        for entry in every(package, "reference")
        if attribute(entry, "type") == "toc"
    }
    for entry in every(package, "itemref"):
        item = items.get(attribute(entry, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        path = _path(folder, attribute(item, "href"))
        if "nav" not in attribute(item, "properties").split() and path not in contents:
            yield path


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, urllib.parse.unquote(href.partition("#")[0])))


def _stated(package: Element) -> Stated:
    metadata = next((inner for inner in package.iter() if local(inner) == "metadata"), package)
    refined = {
        (attribute(meta, "refines").removeprefix("#"), attribute(meta, "property")): content(meta)
        for meta in every(metadata, "meta")
    }
    titles = list(every(metadata, "title"))
    main = [title for title in titles if refined.get((attribute(title, "id"), "title-type")) == "main"]
    authors = [
        author_property(content(creator))
        for creator in every(metadata, "creator")
        if (attribute(creator, "role") or refined.get((attribute(creator, "id"), "role"), "")) in _AUTHOR_ROLES
    ]
    source = content(child(metadata, "source"))
    return Stated(
        title=title_property(content(next(iter(main or titles), None))),
        outlet=author_property(content(next(every(metadata, "publisher"), None))),
        author=", ".join(filter(None, authors)),
        published=_published(metadata),
        url=source if source.startswith(("http://", "https://")) else "",
        language=content(next(every(metadata, "language"), None)),
    )


def _published(metadata: Element) -> str:
    """The date of publication: one that says so, or one that does not say what it is of."""
    dates = [(attribute(item, "event"), content(item)) for item in every(metadata, "date")]
    for event in ("publication", ""):
        for of, written in dates:
            if of == event and not written.startswith(_NO_DATES):
                return written
    return ""
