"""The search by itself: where the passages that hold the gold evidence stand among the hits.

A text holds a piece of evidence when it is of that article and has 60% or more of the distinct words of its quote: a
quote may be cut, not merely near. An equal (`alt`) of the evidence is as good.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from assistant.evaluation.gold import Item, equals

EVIDENCE_SHARE = 0.6  # of the evidence's words; see above
DEPTH = 20  # hits looked at for each question
CUTS = (1, 5, 10, 20)  # the k of recall@k
ALL_SIDES = frozenset({"compare", "multi-doc", "conflict"})  # types whose evidence counts piece by piece

Ranks = tuple[int | None, ...]
"""For each piece of evidence the rank, from 1, of the first passage that holds it; None where none of the hits does."""


def words(text: str) -> list[str]:
    """The words and numbers of a text, case folded, without `[5]`-like marks."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"[^\W_]+(?:'[a-z]+)?", re.sub(r"\[\d+\]", "", folded))


def holds(quoted: Mapping[str, set[str]], entry: Item) -> bool:
    """Whether the words of a doc, by doc, hold a piece of evidence or one of its equals."""
    for one in equals(entry):
        need = set(words(one["quote"]))
        if need and len(need & quoted.get(one["doc"], set())) / len(need) >= EVIDENCE_SHARE:
            return True
    return False


def ranks(evidence: Sequence[Item], passages: Sequence[tuple[str, str]]) -> Ranks:
    """The rank of each piece of evidence among `passages`, (doc, text) best first; each passage counts by itself."""
    quoted = [{doc: set(words(text))} for doc, text in passages]
    return tuple(
        next((rank for rank, one in enumerate(quoted, start=1) if holds(one, entry)), None) for entry in evidence
    )


def share(kind: str, found: Sequence[bool]) -> float:
    """How much of the evidence is found: the share of the pieces where several sides are asked for, else 1 for any.

    share = sum(found) / len(found) for the types of `ALL_SIDES`, max(found) for all others; 1 when there is none.
    """
    if not found:
        return 1.0
    return sum(found) / len(found) if kind in ALL_SIDES else float(any(found))


def recall(kind: str, found: Ranks, k: int) -> float | None:
    """recall@k of one question = `share` of the evidence whose rank is at most k; None without evidence."""
    return share(kind, [rank is not None and rank <= k for rank in found]) if found else None


def reciprocal_rank(found: Ranks) -> float | None:
    """1 / (the rank of the first passage that holds any evidence), 0 when none does; None without evidence.

    MRR is its mean over the questions.
    """
    best = min((rank for rank in found if rank is not None), default=None)
    return None if not found else 0.0 if best is None else 1 / best
