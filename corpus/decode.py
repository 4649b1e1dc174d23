"""From a file's bytes to its text: which encoding it is in, or that it is no text at all."""

import codecs
import re

from corpus.errors import SourceError
from corpus.language import detect_language

BOMS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked for first
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
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|"
    rb"\A\s*<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_ASCII = b"<html>Abc xyz 019</html>"

_CHARSETS = re.compile(  # what pages are written in, as Python names it; not its codecs for other things
    r"utf-8|ascii|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620"
)
_LATIN = re.compile(r"cp125[0247]|iso8859-(?:[12349]|1[03-6])")
"""Charsets of languages in Latin letters, of which few are beyond ASCII: what servers state that never looked."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
          "euc_kr": "cp949"}  # fmt: skip
"""What browsers read a charset as, since pages that name the one are often written in the other."""

_SAVE_AS_UTF8 = "Save it as plain text in UTF-8, then add it again."


def decode(data: bytes, name: str, *, html: bool = False, charset: str = "") -> str:
    """The text of a file; raises SourceError when it is empty or not text.

    UTF-8, or what a byte order mark says; else what the server (`charset`) or the page itself states, or windows-1251
    or 1252, in this order, whichever first gives text in a language: read in the wrong encoding, no text is.
    """
    if not data:
        raise SourceError(f"{name}: it is empty", "Add it again when it has text.")
    text = _by_mark(data, name)
    if text is None:
        if b"\x00" in data:
            raise SourceError(f"{name}: it is binary, not text", _SAVE_AS_UTF8)
        stated = _stated(data, html, charset)
        text = _switching(data, stated) or _by_codec(data, "utf-8") or _first_that_reads(data, html, stated)
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
    for mark, codec in BOMS:
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


def _stated(data: bytes, html: bool, charset: str) -> list[str]:
    """The codecs of the charsets that are stated: the server's, then a page's own.

    HTML wants its own in its first 1,024 bytes; the declaration of XML stands there too.
    """
    own = _CHARSET.search(data, 0, 1024) if html else None
    given = [(charset, _ASCII)] + ([((own[1] or own[2]).decode("ascii"), own[0])] if own else [])
    return [codec for codec in (_codec(name, sample) for name, sample in given) if codec]


def _codec(charset: str, sample: bytes) -> str:
    """The codec of a charset in which `sample`, which is ASCII, reads as what it is; "" where there is none."""
    try:
        codec = codecs.lookup(charset).name
    except (LookupError, ValueError):  # ValueError: a sign that no name has
        return ""
    return codec if _CHARSETS.fullmatch(codec) and _by_codec(sample, codec) == sample.decode("ascii", "replace") else ""


def _switching(data: bytes, stated: list[str]) -> str | None:
    """Text whose other letters are ASCII after a sign that switches to them, and so are UTF-8 as well."""
    codec = next((codec for codec in stated if codec.startswith("iso2022")), None)
    return _by_codec(data, codec) if codec and b"\x1b" in data else None


def _first_that_reads(data: bytes, html: bool, stated: list[str]) -> str | None:
    """The first text in a known language, of what is stated and a guess; else the first that is no nonsense."""
    if _CONTROL.search(data):
        return None
    seen = (_TAG.sub(b" ", data) if html else data)[:_JUDGED]
    guess = _guessed(seen)
    sensible = None
    for codec in dict.fromkeys(filter(None, [*stated, guess])):
        text = _as_stated(data, seen, codec)
        if text is None:
            continue
        shown = " ".join(seen.decode(_WIDER.get(codec, codec), "ignore").split())
        if detect_language(shown):
            return text
        if sensible is None and (codec == guess or not _is_inverted(shown)):
            sensible = text
    return sensible


def _as_stated(data: bytes, seen: bytes, codec: str) -> str | None:
    """The text by a codec, as browsers read it; None where the bytes are not written so."""
    wider = _WIDER.get(codec, codec)
    if _LATIN.fullmatch(wider) and len(_BEYOND_ASCII.findall(seen)) > len(_ASCII_LETTER.findall(seen)):
        return None
    return _by_codec(data, wider) or _by_codec(data, codec)


def _is_inverted(text: str) -> bool:
    """Whether most words go on in capitals and some begin without: Cyrillic charsets have the cases in other places."""
    words = [word for word in _TOKEN.findall(text) if len(word) > 1]
    going_on = [word for word in words if word[1:].isupper()]
    return len(going_on) * 2 > len(words) and any(word[0].islower() for word in going_on)


def _guessed(seen: bytes) -> str:
    """The codec of what is seen of a text, by its letters and judged by the language that it gives; "" for none.

    Cyrillic text has more high letters than ASCII ones, western text far fewer. Text whose language is not known is
    taken for western if it has few characters beyond ASCII, for either if it is short and its words look like words.
    """
    high, ascii_letters = len(_HIGH_LETTER.findall(seen)), len(_ASCII_LETTER.findall(seen))
    if high > ascii_letters:
        codec, languages = "cp1251", _CYRILLIC
    elif high * 4 <= ascii_letters:
        codec, languages = "cp1252", _WESTERN
    else:
        return ""
    text = _by_codec(seen, codec)
    return codec if text is not None and _reads(text, languages) else ""


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
