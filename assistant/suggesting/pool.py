"""The candidates of a library, article by article: drafted once for each state of the index, then remembered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.suggesting.candidate import Candidate, candidates
from assistant.suggesting.memory import Known
from assistant.suggesting.place import BLOCK, Place, place_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.library import Library
    from index.catalog import ArticleInfo

_SAMPLE = 64  # articles


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place of an article, its candidates, and what its sentences mean: vectors (d,) by where they begin."""

    place: Place
    candidates: tuple[Candidate, ...]
    meanings: "dict[int, NDArray[np.float32]]"


def drawn(library: "Library", known: Known, article_id: str, start: int) -> Drawn | None:
    """What the block of an article that has a place of it gives; None where it gives nothing."""
    return known.places.get((article_id, start // BLOCK), lambda: _drawn(library, article_id, start))


def sampled(library: "Library", known: Known) -> "list[ArticleInfo]":
    """Articles spread over the library: looked for once, since that takes the longer the larger it is."""
    return known.samples.get(_SAMPLE, lambda: library.opened.sample_articles(_SAMPLE))


def _drawn(library: "Library", article_id: str, start: int) -> Drawn | None:
    found = place_at(library, article_id, start)
    if found is None:
        return None
    place, article = found
    return Drawn(place, candidates(place, article.text), _meanings(library, place))


def _meanings(library: "Library", place: Place) -> "dict[int, NDArray[np.float32]]":
    last = place.first + len(place.text)
    passages = [one for one in library.opened.passages(place.article_id) if one.start < last and one.end > place.first]
    vectors = library.opened.sentence_vectors([passage.id for passage in passages])
    return {
        span.start: vector
        for passage in passages
        if passage.id in vectors
        for span, vector in zip(passage.sentences, vectors[passage.id], strict=True)
    }
