"""Sentences that cannot stand alone: opened by "he" or "the other", or inside a quotation that began before them."""

import re

from index.passage import Passage, Span

_LEAD = r"^\W*(?:(?:but|and|yet|so|then|still|also|instead|however|meanwhile|in turn|for example),? )?"
_PERSON = re.compile(rf"{_LEAD}(?:he|she|they|his|her|hers|their|theirs)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    rf"{_LEAD}(?:he|she|they|it|his|her|their|its|this|these|those|that|such|both|neither|others"
    r"|the (?:former|latter|two|pair|others|same|other(?! (?:day|side|hand|party))))\b",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "“«", "”»"
_OPENS = re.compile(r"""(?:^|[\s(\[—–-])["“«](?=\S)[^"“”«»]*$""")  # the last mark of a sentence opens
_MAX_REST = 2  # sentences of a quotation after the one that opens it


def owner(passage: Passage, span: Span) -> Span | None:
    """The sentence of the passage that a sentence leans on, or None when it stands alone or its owner is elsewhere."""
    place = passage.sentences.index(span)
    if inside_quotation(passage, span):
        outside = [
            one for one in passage.sentences[:place] if not inside_quotation(passage, one) and not _opens(passage, one)
        ]
        return outside[-1] if outside else None
    if place and leans(passage.text_of(span)):
        return passage.sentences[place - 1]
    return None


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a word that means something of the sentence before."""
    return _PRONOUN.match(sentence) is not None


def names_nobody(passage: Passage, span: Span) -> bool:
    """Whether a sentence would be somebody else's, if it stood after another sentence than its owner."""
    return inside_quotation(passage, span) or _PERSON.match(passage.text_of(span)) is not None


def inside_quotation(passage: Passage, span: Span) -> bool:
    """Whether a quotation that opened in an earlier sentence of the passage is still open where this one starts."""
    return _is_open(passage, span.start)


def rest_of_quotation(passage: Passage, span: Span) -> list[Span]:
    """The sentences in which a quotation goes on and ends that a sentence opens; none where it takes many."""
    place = passage.sentences.index(span)
    if _is_open(passage, span.start) or not _OPENS.search(passage.text_of(span)):
        return []
    for num in range(_MAX_REST + 1):
        some = passage.sentences[place : place + 1 + num]
        if len(some) == 1 + num and not _is_open(passage, some[-1].end):
            return list(some[1:])
    return []


def _is_open(passage: Passage, offset: int) -> bool:
    """Whether a quotation that began in the passage is open at an offset of the article's text."""
    before = passage.text[: offset - passage.start]
    if '"' in before and not any(mark in before for mark in _OPEN):
        return before.count('"') % 2 == 1
    return sum(map(before.count, _OPEN)) > sum(map(before.count, _CLOSE))


def _opens(passage: Passage, span: Span) -> bool:
    """Whether a sentence is all quotation from its first character, so that it names no speaker."""
    return passage.text_of(span)[:1] in {*_OPEN, '"'}
