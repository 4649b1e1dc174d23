"""Where a text quotes speech: the spans of its quotations, with their marks, none inside another.

Straight and curly marks, guillemets, and single marks that are no apostrophes. A quotation may run over paragraphs that
each open it again. Left out: one or two words in marks (a term, not speech), titles of works, and a quotation that is
never closed. Linear in the length of the text.
"""

import re
from collections.abc import Iterator

_DOUBLE = re.compile(r"[\"“”„«»]|\n\s*\n\s*")
_SINGLE = re.compile(r"['‘’]|\n\s*\n")
_OPENING, _CLOSING = "“„«", "”»"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BLANK = "\x01"

_MAX_DOUBLE, _MAX_SINGLE = 5000, 700
"""Characters; a longer quotation is a mark that was forgotten."""

_MIN_WORDS = 3
_LONG_WORD = 4  # letters from which the words of a title are capitalised


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of quoted speech, ascending, marks included."""
    doubles = [span for span in _doubles(text) if span[1] - span[0] <= _MAX_DOUBLE]
    singles = [span for span in _singles(_blanked(text, doubles)) if span[1] - span[0] <= _MAX_SINGLE]
    done = 0
    for start, end in sorted([*doubles, *singles], key=lambda span: (span[0], -span[1])):
        if start >= done and _is_speech(text[start:end]):
            yield start, end
            done = end


def _doubles(text: str) -> Iterator[tuple[int, int]]:
    """Spans in double marks."""
    opened, again, seen = -1, -1, False
    for found in _DOUBLE.finditer(text):
        at, side = found.start(), _side(text, found.start())
        if found[0][0] == "\n":
            goes_on = opened >= 0 and text[found.end() : found.end() + 1] in {'"', *_OPENING}
            opened, again = (opened, found.end()) if goes_on else (-1, -1)
        elif opened < 0 and side >= 0:
            opened = at
        elif opened < 0 and not seen and text[at - 1] in ".,!?…":
            yield 0, at + 1
        elif opened >= 0 and side <= 0:
            yield opened, at + 1
            opened = -1
        elif opened >= 0 and at != again:
            opened = at
        seen = True
    if opened >= 0:
        yield opened, len(text)


def _side(text: str, at: int) -> int:
    """1 where a mark opens a quotation, -1 where it closes one, 0 where it could do either."""
    if text[at] in _OPENING:
        return 1
    if text[at] in _CLOSING:
        return -1
    free_before = at == 0 or text[at - 1].isspace() or text[at - 1] in "([—–-/"
    free_after = at + 1 == len(text) or not (text[at + 1].isalnum() or text[at + 1] in "[($€£'‘…")
    return int(free_before) - int(free_after)


def _singles(text: str) -> Iterator[tuple[int, int]]:
    """Spans in single marks; a mark behind an s may be a possessive, and closes only when no better one follows."""
    opened, weak = -1, -1
    for found in _SINGLE.finditer(text):
        at = found.start()
        before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
        closes = found[0] in "'’" and not before.isspace() and not after.isalnum()
        if found[0][0] == "\n" or (not closes and found[0] in "'‘" and not before.isalnum() and after.isalnum()):
            if opened >= 0 and weak > opened:
                yield opened, weak + 1
            opened, weak = (-1, -1) if found[0][0] == "\n" else (at, -1)
        elif opened >= 0 and closes and before == "s":
            weak = at
        elif opened >= 0 and closes:
            yield opened, at + 1
            opened, weak = -1, -1
    if opened >= 0 and weak > opened:
        yield opened, weak + 1


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked, its length kept."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], _BLANK * (end - start)]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _is_speech(quotation: str) -> bool:
    """Whether what stands in marks is speech rather than a term or the title of a work."""
    words = _WORD.findall(quotation)
    if len(words) < _MIN_WORDS:
        return bool(words) and quotation[-2:-1] in {",", "!", "?"}
    long = [word for word in words if len(word) >= _LONG_WORD]
    return quotation[-2:-1] in {",", ".", "!", "?"} or not (long and all(word[0].isupper() for word in long))
