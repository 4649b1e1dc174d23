r"""Rich Text Format (.rtf): the text of the document, footnotes after it, and the title and author of its \info.

Headers, footers, pictures, field codes, comments, hidden and deleted text are left out; formulas are, too. Characters
are decoded by the code page of the font that they stand in, as the format wants it. A file that is cut off is read as
far as it goes. The format is read here because striprtf, the library for it, drops footnotes and `\info`, shows
deleted and hidden text and knows neither headings nor lists.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.block import Kind
from corpus.errors import SourceError
from corpus.formats.built import MAX_PARAGRAPHS, Built, Paragraph, paragraphs, row
from corpus.formats.properties import author_property, title_property
from corpus.raw import Raw
from corpus.stated import Stated

MAX_GROUPS = 1_000_000  # a file of 20 MiB has some 200,000
MAX_DEPTH = 1000  # groups within groups; Word writes 20 at most

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # a control word, its number
    rb"|\\'([0-9A-Fa-f]{2})"  # a byte
    rb"|\\([^A-Za-z])"  # a control sign
    rb"|([{}])"
    rb"|[\r\n\x00]+"
    rb"|([^\\{}\r\n\x00]+)"
    rb"|.",  # a backslash at the end
    re.DOTALL,
)

_SKIPPED = frozenset({
    "colortbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl", "generator", "pict", "object",
    "objdata", "objclass", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
    "fldinst", "listtext", "pntext", "pn", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "atntime",
    "atnicn", "atnref", "atndate", "atnparent", "nonshppict", "shppict", "shprslt", "sp", "tc", "tcn", "xe", "rxe",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "themedata", "colorschememapping", "latentstyles",
    "datastore", "xmlnstbl", "mmathPr", "pnseclvl", "private", "template", "docvar", "userprops", "falt", "panose",
    "upr", "subject", "keywords", "doccomm", "operator", "company", "manager", "category", "hlinkbase", "comment",
})  # fmt: skip
_SHOWN_STARRED = frozenset({"shpinst", "shptxt", "ud"})  # of the destinations that a reader may pass over
_SIGNS = {
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_MARKS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_ENDS = frozenset({"par", "sect", "page", "column", "nestcell"})
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_HEADING = re.compile(r"(?:heading \d|title)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|index) \d|(?:toc|index) heading|table of figures", re.IGNORECASE)
_MAX_NAME = 1000  # characters of a title, an author or a style's name that are looked at
_BODY_LEVEL = 9  # the outline level of running text


def read_rtf(data: bytes, name: str) -> Raw:
    """Read an RTF file; raises SourceError."""
    reader = _Reader(name)
    reader.read(data)
    return (
        Built()
        .add_all(reader.found)
        .add_all(reader.notes)
        .raw(Stated(title=title_property(reader.info["title"]), author=author_property(reader.info["author"])))
    )


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces; a copy of it is made for the braces within."""

    place: str = "body"  # what text goes to: body, note, box, title, author, fonts, styles, or nowhere
    font: int = -1
    hidden: bool = False
    deleted: bool = False
    skips: int = 1  # characters after each \u, for readers that do not know it
    style: int = -1
    outline: int = _BODY_LEVEL
    listed: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Flow:
    """Text that is being put together: of the body, or of a note or box inside it."""

    out: list[Paragraph]
    parts: list[str] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)
    cells: list[list[Paragraph]] = field(default_factory=list)


class _Reader:
    """Goes through the tokens of a file once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Paragraph] = []
        self.notes: list[Paragraph] = []
        self.info = {"title": "", "author": ""}
        self._group = _Group()
        self._stack: list[_Group] = []
        self._flows = [_Flow(self.found)]
        self._bytes = bytearray()  # not decoded yet: letters of some scripts are two bytes
        self._groups = 0
        self._starred = False
        self._skip = 0  # characters left to pass over after a \u
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, Kind | None] = {}
        self._style_name = ""
        self._words: dict[str, Callable[[int | None], None]] = {
            "u": self._unicode, "uc": self._set_skips, "f": self._set_font, "deff": self._set_font,
            "ansicpg": self._set_code_page, "fcharset": self._set_charset, "cpg": self._set_font_page,
            "s": self._set_style, "outlinelevel": self._set_outline, "ls": self._set_listed, "v": self._set_hidden,
            "deleted": self._set_deleted, "plain": self._plain, "pard": self._pard, "cell": self._cell,
            "row": self._row, "nestrow": self._nothing, "intbl": self._in_table,
        }  # fmt: skip

    def read(self, data: bytes) -> None:
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, byte, sign, brace, text = match.groups()
            if text is not None or byte is not None:
                self._text(text if text is not None else bytes.fromhex(byte.decode()))
            elif brace is not None:
                self._flush()
                (self._open if brace == b"{" else self._close)()
            elif word == b"bin" and number is not None:
                at += max(int(number), 0)
            elif word is not None:
                self._flush()
                self._word(word.decode().lower() if word.isupper() else word.decode(), number)
            elif sign is not None:
                self._sign(sign)
        self._flush()
        while len(self._flows) > 1:
            self._end_flow()
        self._end_paragraph()
        self._end_row()

    def _open(self) -> None:
        self._groups += 1
        if len(self._stack) >= MAX_DEPTH or self._groups > MAX_GROUPS:
            many = f"{MAX_DEPTH:,} groups within groups" if self._groups <= MAX_GROUPS else f"{MAX_GROUPS:,} groups"
            raise SourceError(f"{self.name}: it has more than {many}", "Save it as .docx, then add it again.")
        self._stack.append(self._group)
        self._group = replace(self._group)
        self._starred, self._skip = False, 0

    def _close(self) -> None:
        self._skip = 0
        if self._group.place == "styles":
            self._name_style()
        if not self._stack:
            return
        if len(self._stack) == 1:
            self._end_paragraph()  # the last one of the file need not end by itself
        inner, self._group = self._group, self._stack.pop()
        if inner.place in ("note", "box") and self._group.place != inner.place:
            self._end_flow()

    def _word(self, word: str, number: bytes | None) -> None:
        starred, self._starred = self._starred, False
        if self._skip:
            self._skip -= 1
            return
        if self._destination(word, starred=starred):
            return
        if word in self._words:
            self._words[word](int(number) if number is not None else None)
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif word in _ENDS:
            self._end_paragraph()
        elif word in _CODE_PAGES:
            self._code_page = _CODE_PAGES[word]

    def _destination(self, word: str, *, starred: bool) -> bool:
        """Whether a word says where the text of its group goes to; if so, it goes there from now on."""
        if self._group.place == "nowhere" and word != "ud":
            return True
        if word in ("listtext", "pntext"):
            self._group.listed = True
            if self._stack:
                self._stack[-1].listed = True
        if word in ("footnote", "shptxt"):
            self._group = _Group("note" if word == "footnote" else "box", self._group.font, skips=self._group.skips)
            self._flows.append(_Flow(self.notes if word == "footnote" else self.found))
        elif word in ("fonttbl", "stylesheet"):
            self._group.place = {"fonttbl": "fonts", "stylesheet": "styles"}[word]
        elif word == "info":
            self._group.place = "info"
        elif word in self.info and self._group.place == "info":
            self._group.place = word
        elif word == "ud":
            self._group.place = self._stack[-2].place if len(self._stack) > 1 else "body"
        elif word in _SKIPPED or (starred and word not in _SHOWN_STARRED):
            self._group.place = "nowhere"
        else:
            return False
        return True

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"\r\n":
            self._flush()
            self._end_paragraph()
        elif self._skip:
            self._skip -= 1
        elif sign in _MARKS:
            self._flush()
            self._put(_MARKS[sign])

    def _text(self, text: bytes) -> None:
        self._starred = False
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        if self._group.place != "nowhere":
            self._bytes += text[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._group.font, self._code_page)
            text = self._bytes.decode(codec, "replace")
            self._bytes.clear()
            self._put(text)

    def _put(self, text: str) -> None:
        place = self._group.place
        if place in ("body", "note", "box"):
            if not self._group.hidden and not self._group.deleted:
                self._flows[-1].parts.append(text)
        elif place in self.info:
            self.info[place] = (self.info[place] + text)[:_MAX_NAME]
        elif place == "styles":
            self._style_name = (self._style_name + text)[:_MAX_NAME]

    def _unicode(self, number: int | None) -> None:
        self._put(chr((number or 0) & 0xFFFF))  # it is signed, of 16 bits
        self._skip = self._group.skips

    def _set_skips(self, number: int | None) -> None:
        self._group.skips = max(number or 0, 0)

    def _set_font(self, number: int | None) -> None:
        self._group.font = number or 0

    def _set_code_page(self, number: int | None) -> None:
        self._code_page = _codec(number) or self._code_page

    def _set_charset(self, number: int | None) -> None:
        if self._group.place == "fonts" and number in _CHARSETS:
            self._fonts[self._group.font] = _CHARSETS[number]

    def _set_font_page(self, number: int | None) -> None:
        codec = _codec(number)
        if self._group.place == "fonts" and codec:
            self._fonts[self._group.font] = codec

    def _set_style(self, number: int | None) -> None:
        self._group.style = number or 0

    def _set_outline(self, number: int | None) -> None:
        self._group.outline = number or 0

    def _set_listed(self, number: int | None) -> None:
        self._group.listed = bool(number)

    def _set_hidden(self, number: int | None) -> None:
        self._group.hidden = number != 0

    def _set_deleted(self, number: int | None) -> None:
        self._group.deleted = number != 0

    def _plain(self, _: int | None) -> None:
        self._group.hidden = self._group.deleted = False

    def _pard(self, _: int | None) -> None:
        group = self._group
        group.style, group.outline, group.listed, group.in_table = -1, _BODY_LEVEL, False, False

    def _in_table(self, _: int | None) -> None:
        self._group.in_table = True

    def _nothing(self, _: int | None) -> None:
        """A word that only matters to layout."""

    def _name_style(self) -> None:
        """Note what kind of paragraph a style of the style sheet makes; its name ends with a semicolon."""
        name = self._style_name.strip().removesuffix(";")
        self._style_name = ""
        if _CONTENTS.fullmatch(name):
            self._styles[self._group.style] = None
        elif _HEADING.fullmatch(name) or self._group.outline < _BODY_LEVEL:
            self._styles[self._group.style] = "heading"

    def _kind(self) -> Kind | None:
        kind: Kind | None = self._styles.get(self._group.style, "text")
        if kind == "text" and self._group.outline < _BODY_LEVEL:
            return "heading"
        return "bullet" if kind == "text" and self._group.listed else kind

    def _end_paragraph(self) -> None:
        if self._group.place not in ("body", "note", "box"):
            return
        flow = self._flows[-1]
        if len(flow.out) > MAX_PARAGRAPHS:
            many = f"it has more than {MAX_PARAGRAPHS:,} paragraphs"
            raise SourceError(f"{self.name}: {many}", "Split it into smaller files.")
        text = _whole("".join(flow.parts))
        flow.parts.clear()
        kind = self._kind()
        made = list(paragraphs(kind, text)) if kind is not None else []
        if self._group.in_table:
            flow.cell.extend(made)
        elif made:
            self._end_row()
            flow.out.extend(made)

    def _cell(self, _: int | None) -> None:
        self._group.in_table = True
        self._end_paragraph()
        flow = self._flows[-1]
        flow.cells.append(flow.cell)
        flow.cell = []

    def _row(self, _: int | None) -> None:
        if self._group.place in ("body", "note", "box"):
            self._end_row()

    def _end_row(self) -> None:
        flow = self._flows[-1]
        cells, flow.cells, flow.cell = [*flow.cells, flow.cell], [], []
        flow.out.extend(row(cells))

    def _end_flow(self) -> None:
        """End a note or a box: what is left of its last paragraph, and go on with what it stands in."""
        flow = self._flows.pop()
        flow.out.extend(row([*flow.cells, flow.cell]))
        flow.out.extend(paragraphs("text", _whole("".join(flow.parts))))


def _codec(code_page: int | None) -> str:
    """Python's name of a Windows code page, or "" where it has none."""
    if code_page == 65001:  # Windows' number of UTF-8
        return "utf-8"
    known = {*_CHARSETS.values(), "cp437", "cp850", "cp852", "cp866", "cp936"}
    return f"cp{code_page}" if f"cp{code_page}" in known else ""


def _whole(text: str) -> str:
    """The two halves that RTF writes of a character beyond 65,535 as one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
