"""A word that no passage has, as the terms of the library that it is perhaps a slip of.

Only spellings are compared, those of terms (stems), by insertions, deletions, changes and swaps of neighbours. It does
not say which term is meant: each joins the query with less weight than a word as it was typed.
"""

from collections.abc import Callable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

Terms = Callable[[str], Mapping[str, int]]
"""The index's terms that begin with a prefix, each with the number of passages that have it."""

_ONE_SLIP, _TWO_SLIPS = 5, 9  # letters of a term at least: a shorter one has too many neighbours that far away
_WEIGHTS = {1: 0.5, 2: 0.25}  # of a near term, by its slips; of a term as it was typed 1
_NEAREST = 3  # terms at most that stand for a word


def near_terms(term: str, terms: Terms) -> dict[str, float]:
    """Terms that `term` may be a slip of, each with its weight; none for a short one, or one with figures.

    The nearest are taken, of those as near the commonest: a slip is likelier in a word that is often written. The
    first letter is right or was left out; people rarely get it wrong.
    """
    limit = _slips(term)
    if not limit:
        return {}
    known = {**terms(term[1]), **terms(term[0])}
    known.pop(term, None)
    close = process.extract(term, list(known), scorer=OSA.distance, score_cutoff=limit, limit=None)
    ranked = sorted(close, key=lambda one: (one[1], one[0][0] != term[0], -known[one[0]], one[0]))
    least = ranked[0][1] if ranked else 0
    return {other: _WEIGHTS[int(slips)] for other, slips, _ in ranked[:_NEAREST] if slips == least}


def _slips(term: str) -> int:
    """By how many slips a term may differ."""
    if not term.isalpha() or len(term) < _ONE_SLIP:
        return 0
    return 2 if len(term) >= _TWO_SLIPS else 1
