"""From a file's bytes to its decoded text and the blocks of visible text in it.

Assumes nothing about a file but its suffix. It decides what can be read at all (size, encoding) and hands over to the
reader of each kind. It drops markup, never words: what is furniture and what is the article is `clean`'s to say.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.block import Block
from corpus.errors import ChanceryError
from corpus.language import detect_language
from corpus.markdown import read_markdown
from corpus.page import read_page
from corpus.plain import read_plain
from corpus.stated import Stated

SUFFIXES = (".txt", ".md", ".html", ".htm")

MAX_BYTES = 20 * 1024 * 1024
"""The largest file that is read. A long book is 3 MiB of text; anything beyond 20 is an archive, a log or a mistake."""

_BOMS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked for first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_LETTER = re.compile(rb"[\xa8\xb8\xc0-\xff]")  # Cyrillic letters in windows-1251, accented ones in 1252
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_TAG = re.compile(rb"<(?:script|style)\b.*?(?:</(?:script|style)\b|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_STRANGE = re.compile(r"[^\x00-\x7f“”‘’«»„–—…•§°©®€£\u00a0]")
_CYRILLIC = frozenset({"ru", "uk", "bg"})  # languages that windows-1251 writes
_WESTERN = frozenset({"en", "de", "fr", "es", "it", "pt", "nl"})  # and windows-1252
_JUDGED = 20_000  # bytes of a text by which a guess at its encoding is judged
_SHORT = 30  # words; the language of a longer text is known by its commonest words
_MIN_SHAPED = 0.75  # of the words of a short text; in a wrong encoding, capitals and signs stand amid words
_TOKEN = re.compile(r"[^\s.,;:!?…()\[\]“”‘’«»„\"'–—-]+")
_SHAPED = re.compile(r"\d+|[^\W\d_]{1,5}")  # numbers and abbreviations; other words are in lower case or a title's
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)

_CHARSETS = re.compile(  # what pages are written in, as Python names it; not its codecs for other things
    r"utf-8|ascii|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620"
)
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
          "euc_kr": "cp949"}  # fmt: skip
"""What browsers read a charset as, since pages that name the one are often written in the other."""

_SAVE_AS_UTF8 = "Save it as plain text in UTF-8, then add it again."


class SourceError(ChanceryError):
    """A file that cannot become an article."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A file, decoded: its text without byte order mark, its visible blocks, and what it states about itself."""

    text: str
    blocks: tuple[Block, ...]
    stated: Stated


def read(path: Path, name: str = "") -> Raw:
    """Read a file whole; raises SourceError. `name` is what messages call it (default: the file's name)."""
    name = name or path.name
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise unsupported(name, suffix)
    text = decode(read_bytes(path, name), name, html=suffix.startswith(".htm"))
    reader = {".txt": read_plain, ".md": read_markdown}.get(suffix, read_page)
    blocks, stated = reader(text)
    return Raw(text, tuple(blocks), stated)


def unsupported(name: str, suffix: str) -> SourceError:
    """The error for a file of another kind."""
    kind = f"{suffix} files are" if suffix else "files without a suffix are"
    return SourceError(f"{name}: {kind} not read", f"Chancery reads {', '.join(SUFFIXES)}; save it as one of these.")


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file of a size that is read; raises SourceError without reading a larger one."""
    try:
        if path.is_dir():
            raise SourceError(f"{name}: the folder cannot be read", "Give yourself permission to read it.")
        if path.exists() and not path.is_file():
            raise SourceError(f"{name}: it is not a regular file", "Add a file or a folder of files.")
        with path.open("rb") as file:
            data = b"" if path.stat().st_size > MAX_BYTES else file.read(MAX_BYTES + 1)
            size = max(len(data), path.stat().st_size)
    except FileNotFoundError as error:
        raise SourceError(f"{name}: there is no such file", "Check the path; it may have been moved.") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{name}: it cannot be read: {reason}", "Give yourself permission to read it.") from error
    if size > MAX_BYTES:
        limit = f"{size / 1024**2:.0f} MiB, and the most that is read is {MAX_BYTES // 1024**2} MiB"
        raise SourceError(f"{name}: it is too large: {limit}", "Split it into one file for each article.")
    return data


def decode(data: bytes, name: str, *, html: bool = False) -> str:
    """The text of a file; raises SourceError when it is empty or not text.

    UTF-8, or what a byte order mark (or a page's own charset) says; else windows-1251 or 1252, if that gives text in a
    language that is written so: read in the wrong encoding, no text is.
    """
    if not data:
        raise SourceError(f"{name}: it is empty", "Add it again when it has text.")
    text = _by_mark(data, name)
    if text is None:
        if b"\x00" in data:
            raise SourceError(f"{name}: it is binary, not text", _SAVE_AS_UTF8)
        text = _by_codec(data, "utf-8") or _by_charset(data, html) or _by_letters(data, html)
    if text is None:
        reason = (
            "it is binary, or text in an encoding that is not known: it is not UTF-8, and no guess gives a language"
        )
        raise SourceError(f"{name}: {reason}", _SAVE_AS_UTF8)
    if "\x00" in text:
        raise SourceError(f"{name}: it is binary, not text", _SAVE_AS_UTF8)
    if not text.strip():
        raise SourceError(f"{name}: it is empty", "Add it again when it has text.")
    return text


def _by_mark(data: bytes, name: str) -> str | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = _by_codec(data[len(mark) :], codec)
            if text is None:
                raise SourceError(f"{name}: it begins as {codec.upper()} and does not go on so", _SAVE_AS_UTF8)
            return text
    return None


def _by_codec(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):  # some codecs raise the wider kind
        return None


def _by_charset(data: bytes, html: bool) -> str | None:
    """A page by the charset that it states in its first 1,024 bytes, which is where HTML wants it."""
    declared = _CHARSET.search(data, 0, 1024) if html else None
    if declared is None or _CONTROL.search(data):
        return None
    try:
        codec = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return None
    if not _CHARSETS.fullmatch(codec) or _by_codec(declared[0], codec) != declared[0].decode("ascii", "replace"):
        return None  # a charset that the page is not written in, since its own name would read otherwise
    return _by_codec(data, _WIDER.get(codec, codec)) or _by_codec(data, codec)


def _by_letters(data: bytes, html: bool) -> str | None:
    """A guess, by the letters and judged by the language that it gives; None where it gives none.

    Cyrillic text has more high letters than ASCII ones, western text far fewer. Text whose language is not known is
    taken for western if it has few characters beyond ASCII, for either if it is short and its words look like words.
    """
    if _CONTROL.search(data):
        return None
    seen = (_TAG.sub(b" ", data) if html else data)[:_JUDGED]
    high, ascii_letters = len(_HIGH_LETTER.findall(seen)), len(_ASCII_LETTER.findall(seen))
    if high > ascii_letters:
        codec, languages = "windows-1251", _CYRILLIC
    elif high * 4 <= ascii_letters:
        codec, languages = "windows-1252", _WESTERN
    else:
        return None
    text = _by_codec(seen, codec)
    return _by_codec(data, codec) if text is not None and _reads(text, languages) else None


def _reads(text: str, languages: frozenset[str]) -> bool:
    """Whether a text can be read as one in `languages`."""
    language = detect_language(text)
    if language:
        return language in languages
    if languages is _WESTERN and len(_STRANGE.findall(text)) * 10 <= len(text):
        return True
    words = _TOKEN.findall(text)
    shaped = sum(bool(_SHAPED.fullmatch(word)) or (word.isalpha() and word[1:].islower()) for word in words)
    return len(words) < _SHORT and shaped >= _MIN_SHAPED * len(words)
