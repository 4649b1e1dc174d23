"""How listed articles stand: whether their sources are as they were indexed, and whose copies they are.

For the page of a list that is shown: two stats a source, whatever the library holds, and nothing is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.home import Home
from corpus.scan import UNSEEN, find
from index.catalog import ArticleInfo
from index.manifest import Manifest

Standing = Literal["same", "changed", "gone", "unknown"]
"""A source against what was indexed of it; `unknown` where it cannot be looked at, or only among all others."""

_ESCAPED = "\\"  # in the key of a source whose name is not Unicode; it is found only by listing every source


@dataclass(frozen=True, slots=True)
class State:
    """How an article's source stands; of a copy also what the article is called that stands for it, and its outlet."""

    source: Standing = "unknown"
    original: str = ""
    outlet: str = ""


def states(home: Home, manifest: Manifest, articles: Sequence[ArticleInfo]) -> dict[str, State]:
    """The state of each article, by its id."""
    keys = [one.key for one in articles if _ESCAPED not in one.key]
    known, found = manifest.known(keys), {source.key: source.stamp for source in find(home, keys)}
    copies = sorted({one.cluster for one in articles if one.copies > 1 and one.cluster != one.id})
    rows = manifest.article_rows_at(manifest.numbers_in("id", copies).tolist())
    originals = {one.id: one for one in (ArticleInfo(*row) for row in rows.values())}
    told = {}
    for one in articles:
        before, original = known.get(one.key), originals.get(one.cluster)
        standing = _standing(before.stamp, found.get(one.key)) if before else "unknown"
        if original is None or one.cluster == one.id:
            told[one.id] = State(standing)
        else:
            told[one.id] = State(standing, original.title or original.source, original.outlet)
    return told


def _standing(before: str, now: str | None) -> Standing:
    if now is None:
        return "gone"
    if now == UNSEEN:
        return "unknown"
    return "same" if now == before else "changed"
