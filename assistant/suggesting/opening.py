"""Questions to begin with, from a sample of the articles, spread over their dates and outlets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.suggesting.candidate import Candidate
from assistant.suggesting.pool import drawn, sampled
from assistant.suggesting.trying import Trial

if TYPE_CHECKING:
    from assistant.library import Library

_ASKED, _SECONDS = 24, 6.0  # questions tried, and the time after which no other is begun
_OPENING = 3_000  # characters of an article that tell what it is about


def openers(library: "Library", n: int = 4, *, seconds: float = _SECONDS) -> tuple[str, ...]:
    """Up to `n` questions to begin with.

    The same for the same version of the index, but for what a slow machine has no time to try in so many `seconds`.
    """
    known = library.memory.at(library.opened.version)
    found = [drawn(library, known, info.id, 0) for info in sampled(library, known)] if n > 0 else []
    candidates = [one for place in found if place for one in place.candidates if one.start < _OPENING and not one.here]
    ranked = sorted({one.question: one for one in candidates}.values(), key=lambda one: (-one.worth, one.question))
    best: dict[str, Candidate] = {}
    for one in ranked:
        best.setdefault(one.article_id, one)
    spread = _spread(best.values(), n)
    trial = Trial(library, known, n, asked=_ASKED, seconds=seconds)
    for some in (spread[:n], spread[n:], [one for one in ranked if one not in spread]):
        trial.take(some)  # a small library may need a second one of an article
    return tuple(one.question for one in trial.chosen)


def _spread(candidates: Iterable[Candidate], n: int) -> list[Candidate]:
    """One candidate an article, the best of each stretch of time first, and of an outlet that had none."""
    dated = sorted(candidates, key=lambda one: (one.published, one.article_id))
    size = max(1, -(-len(dated) // max(n, 1)))
    stretches = [sorted(dated[at : at + size], key=lambda one: -one.worth) for at in range(0, len(dated), size)]
    order: list[Candidate] = []
    outlets: set[str] = set()
    while any(stretches):
        for stretch in filter(None, stretches):
            one = next((one for one in stretch if one.outlet not in outlets), stretch[0])
            stretch.remove(one)
            outlets.add(one.outlet)
            order.append(one)
    return order
