"""A conversation as a PDF: A4, its fonts inside, text that can be selected, links that can be followed.

What its fonts have not is shown as `�`, and a note at the top says so.
"""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Sentence
from assistant.export import links, wording
from assistant.export.exported import Exported
from assistant.export.faces import REPLACEMENT, Faces, Style
from assistant.export.press import pressed
from assistant.export.sheets import COLUMN, EDGE, Block, arranged, lay, paragraph
from assistant.export.typeset import Span, isolated
from assistant.render import looked_text
from prompts import words

_SOFT, _ACCENT, _WARN, _GOLD = (99, 94, 85), (35, 79, 152), (138, 82, 0), (227, 201, 90)  # the window's, in light
_TITLE = Style(20, bold=True)
_META = Style(8.5, serif=False, colour=_SOFT)
_LABEL = replace(_META, bold=True)
_NOTICE = Style(9, serif=False)
_ASKED = Style(14, bold=True)
_SAID = Style(11)
_MARK = Style(8, serif=False, bold=True, colour=_ACCENT)
_DOUBT = Style(9, serif=False, italic=True, colour=_WARN)
_NAMED = Style(10, bold=True)
_QUOTE = Style(10)
_LINK = Style(8, serif=False, colour=_ACCENT)

_HANG = 24.0  # points from the number of a source to its text
_SHARES = 0.36, 0.36, 0.16, 0.12  # of the column: an answer, who gives it, when, in which sources
_MAX_OUTLINE = 90  # characters of a question in the outline beside the pages
_MAX_KINDS = 6  # of characters that the note names


def written_out(conversation: Exported) -> bytes:
    """The whole file."""
    faces = Faces()
    title = wording.title(conversation)
    head = [paragraph(_span(title, _TITLE)), paragraph(_span(wording.head(conversation), _META), before=4)]
    blocks = [block for turn, asked in enumerate(conversation.turns, start=1) for block in _turn(turn, *asked)]
    if not conversation.turns:
        blocks.append(paragraph(Span(wording.EMPTY, _SAID), before=24))
    laid = [lay(block, faces) for block in [*head, *blocks]]
    if faces.missing:
        laid.insert(len(head), lay(_notice(_missing(faces.missing)), faces))
    return pressed(arranged(laid), faces, title, conversation.exported_at)


def _turn(turn: int, asked: float, answer: Answer) -> Iterator[Block]:
    outline = textwrap.shorten(wording.fit(answer.question), _MAX_OUTLINE, placeholder="…")
    heading = paragraph(_span(answer.question, _ASKED), before=36, keep=True)
    yield replace(heading, leading=1.3, rule=True, outline=outline)
    yield paragraph(Span(f"Asked {wording.moment(asked)}", _META), before=3, keep=True)
    for note in wording.notes(answer):
        yield paragraph(_span(note, _META))
    yield from _refused(answer) if answer.refused else _said(turn, answer)


def _refused(answer: Answer) -> Iterator[Block]:
    yield paragraph(_span(answer.reason, _SAID), before=10)
    if looked_text(answer):
        yield paragraph(_span(looked_text(answer), _META), before=4)
    for place, near in enumerate(answer.nearest):
        if place == 0:
            yield paragraph(Span(wording.NEAREST, _LABEL), before=14, keep=True)
        yield paragraph(_span(near.title, _QUOTE), before=3)


def _said(turn: int, answer: Answer) -> Iterator[Block]:
    for caveat in answer.caveats:
        yield _notice(caveat)
    if wording.lead(answer):
        yield paragraph(_span(wording.lead(answer), replace(_SAID, bold=True)), before=10)
    yield from _sides(turn, answer)
    said = [span for sentence in answer.sentences for span in _sentence(turn, sentence)]
    if said:
        yield paragraph(*said, before=18 if answer.sides else 10)
    if wording.footing(answer):
        yield paragraph(Span(wording.footing(answer), _META), before=6)
    for place, citation in enumerate(answer.citations):
        if place == 0:
            yield paragraph(Span(wording.SOURCES, _LABEL), before=16, keep=True)
        yield from _source(turn, citation)


def _notice(text: str) -> Block:
    return replace(paragraph(_span(text, _NOTICE), before=10, indent=EDGE), edge=_WARN)


def _sides(turn: int, answer: Answer) -> Iterator[Block]:
    rows = wording.sides(answer)
    if rows:
        yield paragraph(Span(words.SIDES, _LABEL), before=14, keep=True)
    for place, (said, who, when, numbers) in enumerate(rows, start=1):
        cells = [[_span(said, _NAMED)], [_span(who, _NOTICE)], [Span(when, _NOTICE)], _marks(turn, numbers)]
        row = tuple((share, tuple(spans)) for share, spans in zip(_SHARES, cells, strict=True))
        yield Block(row, before=10 if said else 2, rule=bool(said), keep=place < len(rows))


def _sentence(turn: int, sentence: Sentence) -> Iterator[Span]:
    before, short, after = (wording.fit(part) for part in wording.parts(sentence))
    yield Span(before, _SAID)
    yield Span(short, replace(_SAID, bold=True))
    yield Span(after.rstrip() + ("\N{NO-BREAK SPACE}" if sentence.citations else ""), _SAID)
    yield from _marks(turn, sentence.citations)
    doubt = wording.verdict(sentence)
    if doubt:
        yield Span(f" ({doubt})", _DOUBT)
    yield Span(" ", _SAID)


def _marks(turn: int, numbers: Sequence[int]) -> list[Span]:
    return [Span(f"[{n}]", _MARK, f"#{wording.anchor(turn, n)}") for n in numbers]


def _source(turn: int, citation: Citation) -> Iterator[Block]:
    """A source: its number and what it is, whom it reports, the quote, and where it stands on the web."""
    about = "".join(f", {isolated(wording.fit(part))}" for part in wording.about(citation))
    named = Span(isolated(wording.fit(wording.named(citation))), _NAMED)
    hang = _HANG / COLUMN
    row = ((hang, (Span(f"[{citation.n}]", _MARK),)), (1 - hang, (named, Span(about, _META))))
    yield Block(row, before=12, keep=True, place=wording.anchor(turn, citation.n))
    if citation.speaker:
        told = _span(wording.speaker(citation), replace(_META, italic=True))
        yield paragraph(told, indent=_HANG, keep=True)
    link = links.to_quote(citation.url, citation.quote)
    quoted = wording.quoted(citation)
    for place, line in enumerate(quoted, start=1):
        last = bool(link) and place == len(quoted)
        one = paragraph(_span(line, _QUOTE), before=4 if place == 1 else 0, indent=_HANG + EDGE, keep=last)
        yield replace(one, edge=_GOLD)
    if link:
        yield paragraph(Span(wording.fit(citation.url), _LINK, link), before=4, indent=_HANG)


def _span(text: str, style: Style) -> Span:
    return Span(wording.fit(text), style)


def _missing(characters: set[str]) -> str:
    """Which characters cannot be shown, by the first word of their names, which for letters is their script."""
    kinds = sorted({unicodedata.name(one, f"U+{ord(one):04X}").split()[0].split("-")[0] for one in characters})
    named = ", ".join(kinds[:_MAX_KINDS]) + (" and others" if len(kinds) > _MAX_KINDS else "")
    return (
        f"The fonts of this file do not have all characters ({named}); they are shown as {REPLACEMENT}. "
        "The other forms of this export, and the articles, have them."
    )
