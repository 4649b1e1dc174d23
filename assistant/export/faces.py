"""The fonts of a PDF: which one has a character, how wide text is in it, and the part of it that a file needs.

The fonts come in two packages, under the SIL Open Font License: Noto Serif and Noto Sans for Latin, Greek and Cyrillic,
and Noto Sans for some twenty other scripts. None has Chinese, Japanese or Korean, which take tens of megabytes.
Lengths are in ems: multiply by the size of the type.
"""

import importlib.resources
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import uharfbuzz as hb

_SERIF = "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf"
_SERIF_ITALIC = "fontpkg_noto_serif", "files/NotoSerif-Italic[wdth,wght].ttf"
_SANS = "manimgx_fonts", "NotoSans[wght].ttf"
_SANS_ITALIC = "manimgx_fonts", "NotoSans-Italic[wght].ttf"
_ARABIC = "fontpkg_cairo", "files/Cairo[slnt,wght].ttf"
_WHOLE = {_SERIF, _SERIF_ITALIC, _SANS, _SANS_ITALIC}  # letters stand side by side as they are, but for marks
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks. `size` is in points, `colour` red, green and blue in 0..255."""

    size: float
    serif: bool = True
    bold: bool = False
    italic: bool = False
    colour: tuple[int, int, int] = (29, 27, 24)


@dataclass(frozen=True)
class Face:
    """One font at one weight."""

    package: str
    file: str
    weight: int

    @cached_property
    def _face(self) -> hb.Face:
        return hb.Face(_data(self.package, self.file))

    @cached_property
    def _font(self) -> hb.Font:
        font = hb.Font(self._face)
        font.set_variations({"wght": self.weight})
        return font

    @cached_property
    def _advances(self) -> dict[str, float]:
        return {}

    def has(self, character: str) -> bool:
        """Whether it can draw the character."""
        return bool(self._font.get_nominal_glyph(ord(character)))

    def shapes(self, text: str) -> bool:
        """Whether characters of the text change or move each other, so that it must be shaped as a whole."""
        return (self.package, self.file) not in _WHOLE or any(map(unicodedata.combining, text))

    def width(self, text: str, *, backwards: bool = False) -> float | None:
        """The width of text, None where nothing of it is seen; `backwards` for text that runs from right to left."""
        if not backwards and not self.shapes(text):
            return sum(map(self._advance, text))
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if backwards else "ltr"
        hb.shape(self._font, buffer)
        if not buffer.glyph_infos:  # of characters that only say how others join
            return None
        return float(sum(place.x_advance for place in buffer.glyph_positions)) / int(self._face.upem)

    def part(self, characters: set[str]) -> bytes:
        """A TrueType font of this weight with these characters alone, and with what shapes them."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, {*characters, " "}))  # it stands for what is not seen
        wanted.pin_all_axes_to_default(self._face)
        wanted.pin_axis_location(self._face, "wght", self.weight)
        return bytes(hb.subset(self._face, wanted).blob.data)

    def _advance(self, character: str) -> float:
        if character not in self._advances:
            glyph = self._font.get_nominal_glyph(ord(character)) or 0
            self._advances[character] = self._font.get_glyph_h_advance(glyph) / self._face.upem
        return self._advances[character]


class Faces:
    """Finds a font for each character, and keeps which characters none has."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self._found: dict[tuple[str, bool, bool, bool], Face | None] = {}

    def of(self, character: str, style: Style) -> Face | None:
        """A face that has the character, or None."""
        key = character, style.serif, style.bold, style.italic
        if key not in self._found:
            self._found[key] = next((face for face in _order(*key[1:]) if face.has(character)), None)
        return self._found[key]


@lru_cache(maxsize=8)  # serif or not, bold or not, italic or not
def _order(serif: bool, bold: bool, italic: bool) -> tuple[Face, ...]:
    """The faces to look in, the most like first; other scripts have no italic."""
    serifs, sans = (_SERIF_ITALIC, _SANS_ITALIC) if italic else (_SERIF, _SANS)
    others = sorted(
        (_SANS[0], one.name)
        for one in importlib.resources.files(_SANS[0]).iterdir()
        if one.name.endswith(".ttf") and (_SANS[0], one.name) not in _WHOLE
    )
    first = [serifs, sans] if serif else [sans, serifs]
    return tuple(Face(package, file, 600 if bold else 400) for package, file in [*first, _ARABIC, *others])


@cache  # some seven megabytes if a text had every script; usually one or two files
def _data(package: str, file: str) -> bytes:
    return importlib.resources.files(package).joinpath(file).read_bytes()
