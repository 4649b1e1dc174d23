"""Which evidence is said, and in what order: enough and no more."""

from collections.abc import Sequence

from assistant.reader.question import terms, words
from assistant.reader.quotation import owner
from assistant.reader.reading import Evidence
from index.passage import Passage, Span

MAX_WORDS = 80  # a good answer; what a person reads before checking a source
_KEEP = 0.04  # of the best sentence's odds; on the sample questions 0.1 loses an answer in ten, 0.02 gains none
_SAME = 0.8  # share of the shorter sentence's terms that another has: a repeat (reprints, summaries)


def choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence to say: the best first until the words run out, repeats dropped, then in reading order.

    A sentence that leans on another ("He also ...") brings that one along when both fit. The articles stand in the
    order of their best sentence, and each article's sentences as they stand in it.
    """
    chosen: list[Evidence] = []
    left = MAX_WORDS
    for piece in evidence:
        if chosen and piece.score < _KEEP * chosen[0].score:
            break
        for unit in (_with_owner(piece), [piece]):
            fresh = [one for one in unit if not any(_is_said(one, other) for other in chosen)]
            length = sum(len(words(one.text)) for one in fresh)
            if piece in fresh and (length <= left or not chosen):
                chosen += fresh
                left -= length
                break
    return in_reading_order(chosen)


def repeats(text: str, other: str) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    first, second = set(terms(text)), set(terms(other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) / shorter >= _SAME


def in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Grouped by article, articles by their best sentence; inside an article as the article has them."""
    order = list(dict.fromkeys(piece.passage.article_id for piece in chosen))
    return sorted(chosen, key=lambda piece: (order.index(piece.passage.article_id), piece.span.start))


def _with_owner(piece: Evidence) -> list[Evidence]:
    """The evidence, after the sentence that it leans on, if there is one in its passage."""
    leaned_on: Span | None = owner(piece.passage, piece.span)
    passage: Passage = piece.passage
    return [piece] if leaned_on is None else [Evidence(passage, leaned_on, piece.score), piece]


def _is_said(piece: Evidence, other: Evidence) -> bool:
    same_place = (piece.passage.article_id, piece.span) == (other.passage.article_id, other.span)
    return same_place or repeats(piece.text, other.text)
