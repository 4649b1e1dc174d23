"""The sentences of an answer as HTML: their numbers, verdicts, and what stands in no passage. Pure functions."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.answer import STANDING, Citation, Sentence
from assistant.dates import written
from assistant.ui.draw import text
from prompts import words

_MAX_WORD = 30  # characters; a longer one has to break itself


def sentences_of(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    """The sentences, each with its numbers and its verdict."""
    cited = {citation.n: citation for citation in citations}
    drawn = []
    for sentence in sentences:
        said = sentence.text
        last = said.rfind(" ") + 1  # the last word and the marks stay together on a line, if that is not long
        last = last if len(said) - last <= _MAX_WORD else len(said)
        last = min([last, *(flag.start for flag in sentence.flags if flag.end > last)])
        marks = "".join(mark(n, cited.get(n)) for n in sentence.citations)
        tick, words_of = (_verdict(sentence), "") if sentence.support in STANDING else ("", _verdict(sentence))
        tail = f'<span class="cs">{_stretch(sentence, last, len(said))}{marks}{tick}</span>{words_of}'
        drawn.append(f'<span class="s {sentence.support}" dir="auto">{_stretch(sentence, 0, last)}{tail}</span>')
    return " ".join(drawn)


def mark(n: int, citation: Citation | None) -> str:
    """The number of a source; it tells on hover, and to a screen reader, which that is and whom it reports."""
    of = [citation.title or citation.source, citation.outlet, written(citation.published)] if citation else []
    label = text(f"Source {n}: {', '.join(part for part in of if part)}")
    if citation and citation.speaker:
        label += f". {text(words.SPEAKER.format(speaker=citation.speaker))}"
    state = f'aria-pressed="false" aria-label="{label}"'
    return f'<button type="button" class="c" data-do="cite" data-n="{n}" {state}>{n}</button>'


def _verdict(sentence: Sentence) -> str:
    """How far the sources carry a sentence: a quiet tick with its words on hover, or, where they do not, the words."""
    said = words.SUPPORT[sentence.support] + (f"; {words.MATCHED}" if sentence.matched else "")
    if sentence.support in STANDING:
        tick = "✓" if not sentence.matched else "≈"
        told = f'<span class="sr"> {text(said)}. </span>'
        return f'<span class="v" title="{text(said)}"><span aria-hidden="true">{tick}</span>{told}</span>'
    return f'<span class="v bad" title="{text(said)}">{text(words.SUPPORT[sentence.support])}</span>'


def _stretch(sentence: Sentence, start: int, end: int) -> str:
    """Escape `text[start:end]`: bold where the short answer is, marked where no passage has it."""
    said, drawn = sentence.text, ""
    bold = range(*(sentence.short or (0, 0)))
    edges = sorted({start, end, *(at for one in _spans(sentence) for at in one if start < at < end)})
    for first, last in pairwise(edges):
        piece = text(said[first:last])
        flag = next((one for one in sentence.flags if one.start <= first < one.end), None)
        if flag and piece:
            piece = f'<mark class="flag" title="{text(words.FLAGGED[flag.elsewhere])}">{piece}</mark>'
        if flag and flag.end == last:
            piece += f'<span class="sr"> ({text(words.FLAGGED[flag.elsewhere])})</span>'
        drawn += f'<b class="short">{piece}</b>' if first in bold else piece
    return drawn


def _spans(sentence: Sentence) -> list[tuple[int, int]]:
    return [*([sentence.short] if sentence.short else []), *((flag.start, flag.end) for flag in sentence.flags)]
