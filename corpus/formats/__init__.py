"""Readers of document formats, one module each; a reader and its library are imported when they are first needed."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from corpus.formats.kinds import Kind
from corpus.raw import Raw

Reader = Callable[[bytes, str], Raw]
"""From a file's bytes and the name that messages call it by; raises SourceError."""


def _later(module: str, function: str) -> Reader:
    def read(data: bytes, name: str) -> Raw:
        return cast("Reader", getattr(import_module(f"corpus.formats.{module}"), function))(data, name)

    return read


READERS: Mapping[Kind, Reader] = {
    "pdf": _later("pdf", "read_pdf"),
    "docx": _later("docx", "read_docx"),
    "odt": _later("odt", "read_odt"),
    "rtf": _later("rtf", "read_rtf"),
    "epub": _later("epub", "read_epub"),
    "eml": _later("mail", "read_eml"),
    "mhtml": _later("mail", "read_mhtml"),
}
"""The reader of each kind of document; the other kinds are text, or hold articles of their own."""
