"""Which evidence is said, and in what order: enough and no more."""

from collections.abc import Sequence

from assistant.reader.question import terms, words
from assistant.reader.quotation import names_nobody, owner, rest_of_quotation
from assistant.reader.reading import Evidence

MAX_WORDS, MAX_WORDS_SIDES = 80, 120  # a good answer; what a person reads before checking a source
_KEEP = 0.04  # of the best sentence's odds; on the sample questions 0.1 loses an answer in ten, 0.02 gains none
_MAX_OWNERS = 2  # sentences that one may bring along; longer chains are a paragraph of their own
_SAME = 0.8  # share of the shorter sentence's terms that another has: a repeat (reprints, summaries)


def choose(evidence: Sequence[Evidence], must: Sequence[Evidence] = ()) -> list[Evidence]:
    """The evidence to say: the best first until the words run out, repeats dropped.

    A sentence that leans on another ("He also ...") brings that one along; where its person would be lost or become
    another one it is left out. The best stands first, with what it leans on; after it the others, the articles in the
    order of their best sentence, each one's sentences as they stand in it. With `must`, the sides of a disagreement,
    those come before all others, however alike they read, and there is room for more.
    """
    chosen: list[Evidence] = []
    left = MAX_WORDS_SIDES if must else MAX_WORDS
    lead = 0
    for piece in [*must, *(one for one in evidence if one not in must)]:
        if chosen and piece not in must and piece.score < _KEEP * evidence[0].score:
            break
        if piece in must and any(_same_place(piece, other) for other in chosen):
            continue
        for unit in _units(piece, alone=not chosen):
            fresh = [one for one in unit if not any(_same_place(one, other) for other in chosen)]
            length = sum(len(words(one.text)) for one in fresh)
            repeated = any(repeats(one.text, other.text) for one in fresh for other in chosen)
            by_itself = piece in must and fresh == [piece]  # a side is said whatever room there is
            if piece in fresh and (not repeated or piece in must) and (length <= left or not chosen or by_itself):
                chosen += fresh
                left -= length
                lead = lead or len(chosen)
                break
    return chosen[:lead] + in_reading_order(chosen[lead:])


def repeats(text: str, other: str) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    first, second = set(terms(text)), set(terms(other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) / shorter >= _SAME


def in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Grouped by article, articles by their best sentence; inside an article as the article has them."""
    order = list(dict.fromkeys(piece.passage.article_id for piece in chosen))
    return sorted(chosen, key=lambda piece: (order.index(piece.passage.article_id), piece.span.start))


def _units(piece: Evidence, *, alone: bool) -> list[list[Evidence]]:
    """The ways to say a piece, the better first: after those that it leans on and with the rest of a quotation that it
    opens, without that, or by itself where that misleads nobody.

    `alone`: nothing is said yet, so that no other sentence could lend it the wrong person.
    """
    chain = [piece]
    while len(chain) <= _MAX_OWNERS and (leaned_on := owner(piece.passage, chain[0].span)) is not None:
        chain.insert(0, Evidence(piece.passage, leaned_on, piece.score))
    whole = not names_nobody(piece.passage, chain[0].span)
    units = [chain] if whole or alone else []
    rest = [Evidence(piece.passage, span, piece.score) for span in rest_of_quotation(piece.passage, piece.span)]
    units = [[*unit, *rest] for unit in units if rest] + units
    return [*units, [piece]] if alone or not names_nobody(piece.passage, piece.span) else units


def _same_place(piece: Evidence, other: Evidence) -> bool:
    return (piece.passage.article_id, piece.span) == (other.passage.article_id, other.span)
