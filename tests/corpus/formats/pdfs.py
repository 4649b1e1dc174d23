"""PDF files with known text: lines are set one by one, so that a test decides in which order they stand in the file."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import reportlab  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

WIDTH, HEIGHT = 595.0, 842.0  # A4, in points
TOP, BOTTOM, LEFT, RIGHT = 770.0, 90.0, 70.0, 525.0
SIZE, LEADING = 10.5, 13.0
SOFT = "\u00ad"  # where a word may be broken


@dataclass
class Pdf:
    """A file that is being set: `put` sets a line, `page` begins a page with its running head and number."""

    head: str = ""
    title: str = ""
    author: str = ""
    password: str = ""
    font: str = "Times-Roman"
    pages: int = 0
    _out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        encrypt = None
        if self.password:
            from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]

            encrypt = StandardEncryption(self.password, ownerPassword="owner", canPrint=0)
        self.canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=encrypt)
        if self.title:
            self.canvas.setTitle(self.title)
        if self.author:
            self.canvas.setAuthor(self.author)
        if self.font == "Vera":
            pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))

    def page(self) -> None:
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        if self.head:
            self.put(self.head, LEFT, 805, size=8)
            self.put(f"{self.pages}", WIDTH / 2, 40, size=8)

    def put(self, text: str, x: float, y: float, size: float = SIZE, font: str = "", width: float = 0) -> None:
        """Set a line; one with a `width` is stretched to it, as justified text is."""
        line = self.canvas.beginText(x, y)
        line.setFont(font or self.font, size)
        natural = pdfmetrics.stringWidth(text, font or self.font, size)
        stretches = width and text.count(" ") and natural > 0.5 * width and "Vera" not in (font, self.font)
        line.setWordSpace((width - natural) / text.count(" ") if stretches else 0)  # it holds until it is set again
        line.textOut(text)
        self.canvas.drawText(line)

    def rotated(self, text: str, x: float, y: float, angle: float = 90, size: float = 12) -> None:
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.rotate(angle)
        self.put(text, 0, 0, size)
        self.canvas.restoreState()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()


def wrapped(text: str, width: float, font: str = "Times-Roman", size: float = SIZE) -> list[str]:
    """A paragraph as lines; words with soft hyphens are broken at them, with a hyphen at the end of the line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while word:
            joined = f"{line} {word}" if line else word
            if _fits(joined.replace(SOFT, ""), width, font, size):
                line, word = joined.replace(SOFT, ""), ""
                continue
            head, rest = _broken(line, word, width, font, size)
            lines.append(head)
            line, word = "", rest
    return [*lines, line] if line else lines


def width_of(text: str, font: str = "Times-Roman", size: float = SIZE) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def _fits(text: str, width: float, font: str, size: float) -> bool:
    return width_of(text, font, size) <= width


def _broken(line: str, word: str, width: float, font: str, size: float) -> tuple[str, str]:
    parts = word.split(SOFT)
    for cut in range(len(parts) - 1, 0, -1):
        head = f"{line} {''.join(parts[:cut])}-".strip()
        if _fits(head, width, font, size):
            return head, SOFT.join(parts[cut:])
    return (line, word) if line else (word.replace(SOFT, ""), "")


def soften(text: str) -> str:
    """The text with a place to break in the middle of each longer word."""
    return " ".join(
        word[: len(word) // 2] + SOFT + word[len(word) // 2 :] if len(word) > 6 and word.strip(".,").isalpha() else word
        for word in text.split()
    )


def in_columns(
    paragraphs: Sequence[str], columns: int = 1, font: str = "Times-Roman", gap: float = 24.0
) -> Iterator[list[list[tuple[str, float, float, float]]]]:
    """Pages of columns of lines (text, x, y, width or 0 for the last line of a paragraph); first lines are indented."""
    width = (RIGHT - LEFT - gap * (columns - 1)) / columns
    lines: list[tuple[str, float, bool]] = []
    for paragraph in paragraphs:
        broken = wrapped(soften(paragraph), width - 12, font)
        lines.extend((line, 12.0 if at == 0 else 0.0, at == len(broken) - 1) for at, line in enumerate(broken))
    each = int((TOP - BOTTOM) / LEADING)
    columns_of_lines = [lines[at : at + each] for at in range(0, len(lines), each)]
    for at in range(0, len(columns_of_lines), columns):
        yield [
            [
                (text, LEFT + column * (width + gap) + indent, TOP - row * LEADING, 0 if last else width - indent)
                for row, (text, indent, last) in enumerate(of_column)
            ]
            for column, of_column in enumerate(columns_of_lines[at : at + columns])
        ]


def article(paragraphs: Sequence[str], columns: int = 1, *, by_rows: bool = False, **keywords: str) -> bytes:
    """Running text; `by_rows` writes the lines of all columns row by row into the file, as some programs do."""
    pdf = Pdf(**keywords)  # type: ignore[arg-type]
    for page in in_columns(paragraphs, columns, pdf.font):
        pdf.page()
        lines = [(row, column, line) for column, of in enumerate(page) for row, line in enumerate(of)]
        for _, _, (text, x, y, width) in sorted(lines) if by_rows else lines:
            pdf.put(text, x, y, width=width)
    return pdf.bytes()
