"""What every form says, and in which words, so that they differ in their marks alone."""

import re
from datetime import UTC, datetime

from assistant.answer import Answer, Citation, Sentence
from assistant.dates import written
from assistant.export import links
from assistant.export.exported import Exported
from assistant.filters import labels
from assistant.render import independent_text, voices
from prompts import words

EMPTY = "Nothing was asked yet."
SOURCES = "Sources"
NEAREST = "The nearest articles"
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANK = re.compile(r"\n\s*\n")  # a line that parts paragraphs


def fit(text: str) -> str:
    """Text that every form can hold: without control characters and halves of surrogate pairs, which show as `�`."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def title(conversation: Exported) -> str:
    """The title on one line; a file without any would have no heading."""
    return " ".join(fit(conversation.title).split()) or "Conversation"


def head(conversation: Exported) -> str:
    """Where the answers come from and when they were put into this file."""
    of = ", ".join(part for part in (conversation.library, conversation.version) if part)
    return f"Exported from Chancery on {moment(conversation.exported_at)}" + (f". Library: {of}" if of else "")


def moment(seconds: float) -> str:
    """`12 Nov 2025, 14:05 UTC`; UTC, because who reads the file may be anywhere."""
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{written(at.date().isoformat())}, {at:%H:%M} UTC"


def notes(answer: Answer) -> list[str]:
    """What was searched where it is not the question itself, and among what."""
    told = []
    if answer.standalone_question.strip() != answer.question.strip():
        told.append(f"Searched for: {answer.standalone_question}")
    if answer.where:
        told.append(words.ONLY.format(filters=", ".join(labels(answer.where, answer.called))))
    if answer.preferences:
        told.append(words.PREFERRING.format(labels=", ".join(one.label for one in answer.preferences)))
    if answer.ignored:
        told.append(f"Not preferring: {', '.join(answer.ignored)}")
    return told


def lead(answer: Answer) -> str:
    """The short answer, where no sentence has it inside; else ""."""
    inside = any(sentence.short for sentence in answer.sentences)
    return "" if inside else answer.short_answer or ""


def parts(sentence: Sentence) -> tuple[str, str, str]:
    """A sentence before, in and after the short answer; the first part is all of it where it gives none."""
    start, end = sentence.short or (len(sentence.text), len(sentence.text))
    return sentence.text[:start], sentence.text[start:end], sentence.text[end:]


def verdict(sentence: Sentence) -> str:
    """What to know of a sentence that its sources do not carry; "" for one that they do."""
    return "" if sentence.support in {"verbatim", "supported"} else words.SUPPORT[sentence.support]


def sides(answer: Answer) -> list[tuple[str, str, str, list[int]]]:
    """The table of differing answers: the answer in the first row of its side, who gives it, when, in which sources."""
    rows = []
    for side, by in voices(answer):
        told = [(one.who, written(one.when), [citation.n for citation in one.citations]) for one in by]
        heads = [side.answer, *[""] * (len(told) - 1)]
        rows += [(head, *one) for head, one in zip(heads, told or [("", "", [])], strict=True)]
    return rows


def anchor(turn: int, n: int) -> str:
    """The name of the place of a source in a file; numbers of sources count anew in each turn."""
    return f"t{turn}-s{n}"


def named(citation: Citation) -> str:
    """The article's title, else the name of its file."""
    return citation.title or citation.source


def about(citation: Citation) -> list[str]:
    """Beside its title: the outlet, the date, the page, and the file's name where no address is known."""
    file = citation.source if citation.title and not citation.url else ""
    page = words.PAGE.format(page=citation.page).lstrip(", ") if citation.page else ""
    address = "" if links.web(citation.url) else citation.url  # what is no link can still be read
    return [part for part in (citation.outlet, written(citation.published), page, file, address) if part]


def quoted(citation: Citation) -> list[str]:
    """The paragraphs of a quote, each on one line: the line breaks of a source only wrap what it says."""
    return [" ".join(part.split()) for part in _BLANK.split(citation.quote) if part.strip()]


def speaker(citation: Citation) -> str:
    """Whom the article reports; "" where it speaks for itself."""
    return words.SPEAKER.format(speaker=citation.speaker) if citation.speaker else ""


def footing(answer: Answer) -> str:
    """On how many sources it stands, copies of one text counted once, and how old the newest is; "" where not known."""
    as_of = f"As of {written(answer.as_of)}" if answer.as_of else ""
    return ". ".join(filter(None, (independent_text(answer), as_of)))
