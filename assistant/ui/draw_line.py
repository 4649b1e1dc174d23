"""Records to HTML: the articles that an answer stands on as dots on a line by date, the undated ones apart. Pure."""

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Citation
from assistant.dates import written, years
from assistant.ui.draw import text

_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_BESIDE = 14  # pixels between the middles of two dots of one day; a dot is 12 wide


def line(citations: Sequence[Citation]) -> str:
    """A dot for each article, by date; hollow ones at the end for those without a date. Empty without citations."""
    first: dict[str, Citation] = {}
    for one in citations:
        first.setdefault(one.article_id, one)
    if not first:
        return ""
    dated = [one for one in first.values() if _is_dated(one)]
    undated = [one for one in first.values() if not _is_dated(one)]
    return f'<div class="line" role="group" aria-label="The sources by date">{_dated(dated)}{_undated(undated)}</div>'


def _is_dated(one: Citation) -> bool:
    return bool(one.published) and _DATE.fullmatch(one.published or "") is not None


def _dated(dated: Sequence[Citation]) -> str:
    if not dated:
        return ""
    placed = sorted(((years(one.published or ""), one) for one in dated), key=lambda pair: (pair[0], pair[1].n))
    (begin, oldest), (end, newest) = placed[0], placed[-1]
    dots = ""
    for when, of_day in groupby(placed, key=lambda pair: pair[0]):
        share = (when - begin) / (end - begin) if end > begin else 0.5
        together = [one for _, one in of_day]
        for number, one in enumerate(together):
            aside = _BESIDE * (number - share * (len(together) - 1))  # inwards at the ends of the line
            dots += _dot(one, written(one.published), f' style="left:calc({100 * share:.1f}% + {aside:.0f}px)"')
    ends = dict.fromkeys(written(one.published) for one in (oldest, newest))
    named = "".join(f"<span>{text(one)}</span>" for one in ends)
    return f'<div class="dated"><div class="track">{dots}</div><p class="ends">{named}</p></div>'


def _undated(undated: Sequence[Citation]) -> str:
    if not undated:
        return ""
    dots = "".join(_dot(one, "undated", "") for one in undated)
    told = f"{len(undated)} undated" if len(undated) > 1 else "undated"
    return f'<div class="undated"><div class="row">{dots}</div><p class="ends"><span>{told}</span></p></div>'


def _dot(one: Citation, when: str, place: str) -> str:
    label = text(f"Source {one.n}, {when}: {one.title or one.source}")
    return f'<button type="button" class="dot" data-do="cite" data-n="{one.n}"{place} aria-label="{label}"></button>'
