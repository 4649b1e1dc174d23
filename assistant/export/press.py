"""Pages to the bytes of a PDF, by fpdf2. Lengths are in points, from the top left of the page."""

import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.fonts import TTFFont

from assistant.export.faces import Face, Faces, Style
from assistant.export.sheets import BAR, COLUMN, HEIGHT, LEFT, WIDTH, Sheet
from assistant.export.typeset import Run, Span, lines

_FOOT = Style(8, serif=False, colour=(99, 94, 85))
_MAX_FOOT = 90  # characters, which is about a line of it
_FOOT_BASE = HEIGHT - 40.0
_LINE = (226, 222, 211)  # the window's `--line`


def pressed(sheets: Sequence[Sheet], faces: Faces, title: str, moment: float) -> bytes:
    """The whole file, dated at `moment`, in seconds since 1970."""
    feet = [_foot(title, f"{number} / {len(sheets)}", faces) for number in range(1, len(sheets) + 1)]
    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    pdf.set_title(title)
    pdf.set_creator("Chancery")
    pdf.set_lang("en")
    pdf.set_creation_date(datetime.fromtimestamp(int(moment), UTC))
    with tempfile.TemporaryDirectory() as folder:  # fpdf2 reads fonts from files, until the end
        runs = [run for sheet in sheets for _, run in sheet.runs] + [run for foot in feet for run in foot]
        families = _added(pdf, runs, Path(folder))
        places = {
            f"#{name}": pdf.add_link(y=y, page=number)
            for number, sheet in enumerate(sheets, start=1)
            for name, y in sheet.places
        }
        for sheet, foot in zip(sheets, feet, strict=True):
            pdf.add_page()
            _lines(pdf, sheet)
            for base, run in [*sheet.runs, *((_FOOT_BASE, run) for run in foot)]:
                _text(pdf, base, run, families[run.face])
                link = places.get(run.link) if run.link.startswith("#") else run.link
                if link:  # none where an answer names a source that it has not
                    pdf.link(run.x, base - run.style.size, run.width, run.style.size * 1.3, link)
        _named(pdf, families)
        return bytes(pdf.output())


def _added(pdf: FPDF, runs: Sequence[Run], folder: Path) -> dict[Face, str]:
    """The fonts that are used, each with what is drawn in it alone; the name by which fpdf2 knows it."""
    used: dict[Face, set[str]] = {}
    for run in runs:
        used.setdefault(run.face, set()).update(run.text)
    families = {}
    for number, (face, characters) in enumerate(used.items()):
        file = folder / f"{number}.ttf"
        file.write_bytes(face.part(characters))
        families[face] = f"face{number}"
        pdf.add_font(families[face], fname=file)
    return families


def _named(pdf: FPDF, families: Mapping[Face, str]) -> None:
    """Give glyphs that are but a part of a letter a space of no width as their text.

    fpdf2 gives them none, and a reader who copies would find the numbers of glyphs among the words.
    """
    for family in families.values():
        font = pdf.fonts[family]
        for glyph, _ in font.subset.items() if isinstance(font, TTFFont) else ():
            if glyph is not None and glyph.unicode == ():
                glyph.unicode = (ord("\N{ZERO WIDTH SPACE}"),)


def _lines(pdf: FPDF, sheet: Sheet) -> None:
    for name, y in sheet.outlines:
        pdf.set_y(y)
        pdf.start_section(name)
    for x, top, bottom, colour in sheet.edges:
        pdf.set_fill_color(*colour)
        pdf.rect(x, top, BAR, bottom - top, style="F")
    pdf.set_fill_color(*_LINE)
    for y in sheet.rules:
        pdf.rect(LEFT, y, COLUMN, 0.6, style="F")


def _text(pdf: FPDF, base: float, run: Run, family: str) -> None:
    """Draw a run: as it is where letters stand side by side, else shaped."""
    pdf.set_font(family, size=run.style.size)
    pdf.set_text_color(*run.style.colour)
    shaped = run.backwards or run.face.shapes(run.text)
    pdf.text(run.x, base, "" if shaped else run.text)  # which chooses font and colour, if there is nothing to draw too
    if shaped:
        _shaped(pdf, base, run, family)


def _shaped(pdf: FPDF, base: float, run: Run, family: str) -> None:
    """Draw a run glyph by glyph, each at its place.

    fpdf2's own cells take a run apart at marks and joiners, whose script they take for another; so this goes below
    them, to the page's stream of operators.
    """
    font = pdf.fonts[family]
    if not isinstance(font, TTFFont):
        return
    direction = TextDirection.RTL if run.backwards else TextDirection.LTR
    size, x = run.style.size, run.x
    drawn = []
    for glyph in font.shape_text(run.text, size, {"features": {}, "fragment_direction": direction}):
        unit = font.scale * size / 1000
        at = f"{x + glyph['x_offset'] * unit:.2f} {HEIGHT - base + glyph['y_offset'] * unit:.2f}"
        drawn.append(f"1 0 0 1 {at} Tm ({font.escape_text(chr(glyph['mapped_char']))}) Tj")
        x += glyph["x_advance"] * unit
    colour = " ".join(f"{part / 255:.3f}" for part in run.style.colour)
    pdf._out(f"q {colour} rg BT {' '.join(drawn)} ET Q")


def _foot(title: str, number: str, faces: Faces) -> list[Run]:
    """The title, as much of it as has room, and the number of the page at the right."""
    short = textwrap.shorten(title, _MAX_FOOT, placeholder="…")
    named = lines([Span(short, _FOOT)], COLUMN * 0.85, faces)[:1]
    counted = lines([Span(number, _FOOT)], COLUMN, faces)[0]
    right = LEFT + COLUMN - sum(run.width for run in counted)
    left = [replace(run, x=run.x + LEFT) for line in named for run in line]
    return left + [replace(run, x=run.x + right) for run in counted]
