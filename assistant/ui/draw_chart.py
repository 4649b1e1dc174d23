"""Records to HTML: articles over time as a chart of bars, drawn as SVG, with the same figures as a table. Pure."""

from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.ui.draw import count, fold, text

if TYPE_CHECKING:
    from index.catalog import Months

_WIDTH, _HEIGHT, _GAP = 880, 150, 2  # of the drawing, in its own units
_WIDEST = 40  # of a bar: a few months are a few bars, and not the whole width in one colour
_MOST_BARS = 120  # beyond so many months the bars are years


def by_month(months: "Months") -> str:
    """How many articles there are of each month, by outlet; folded away. Nothing where none has a date."""
    sums, unit = _sums(months)
    if not sums:
        return ""
    names = [*months.outlets, ""]
    most = max(sum(of.values()) for of in sums.values())
    wide = min(_WIDTH / len(sums), _WIDEST)
    bars = "".join(
        f'<g transform="translate({place * wide:.1f} 0)"><title>{text(_told(when, of))}</title>'
        f"{_bar(of, names, most, wide)}</g>"
        for place, (when, of) in enumerate(sums.items())
    )
    first, last = (text(written(when)) for when in (min(sums), max(sums)))
    ended = "" if first == last else f"<span>{last}</span>"
    share = 100 * _WIDEST * len(sums) / _WIDTH
    taken = f' style="width:{share:.1f}%"' if share < 100 else ""
    undated = f'<p class="apart">{count(months.undated, "article")} without a date</p>' if months.undated else ""
    chart = (
        f'<figure class="chart"><p class="most" aria-hidden="true"{taken}>{most:,}</p>'
        f'<svg{taken} viewBox="0 0 {wide * len(sums):.0f} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="Articles by {unit}, from {first} to {last}; at most {most:,} in one">{bars}</svg>'
        f"<figcaption{taken}><span>{first}</span>{ended}</figcaption>{_legend(months)}{undated}</figure>"
    )
    return fold(f"Articles by {unit} and outlet", "", chart, "months")


def _sums(months: "Months") -> tuple[dict[str, dict[str, int]], str]:
    """The articles of each month, or year where there are too many months, by outlet; in order, none left out."""
    sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    dates = {row.month for row in months.rows}
    by_years = any(len(date) == 4 for date in dates) or _between(dates) > _MOST_BARS
    for row in months.rows:
        sums[row.month[:4] if by_years else row.month][row.outlet] += row.articles
    spanned = _spanned(min(sums), max(sums)) if sums else []
    return {when: dict(sums.get(when, {})) for when in spanned}, "year" if by_years else "month"


def _number(month: str) -> int:
    """A month as a number that grows by one a month."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _between(dates: set[str]) -> int:
    return _number(max(dates)) - _number(min(dates)) if dates else 0


def _spanned(first: str, last: str) -> list[str]:
    """Every month, or every year, from one to another."""
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(_number(first), _number(last) + 1)]


def _bar(of: dict[str, int], names: list[str], most: int, wide: float) -> str:
    """One bar, an outlet above the other."""
    drawn, foot = [], float(_HEIGHT)
    for number, name in enumerate(names):
        high = of.get(name, 0) / most * (_HEIGHT - 2)
        if high:
            foot -= high
            drawn.append(
                f'<rect class="o{number if name else "x"}" y="{foot:.1f}" width="{max(wide - _GAP, 0.5):.1f}" '
                f'height="{high:.1f}"/>'
            )
    return "".join(drawn)


def _told(when: str, of: dict[str, int]) -> str:
    each = ", ".join(f"{name or 'others'} {articles:,}" for name, articles in of.items())
    return f"{written(when)}: {count(sum(of.values()), 'article')}{f' ({each})' if len(of) > 1 else ''}"


def _legend(months: "Months") -> str:
    named = [(f"o{number}", name) for number, name in enumerate(months.outlets)]
    others = [("ox", "others, or not known")] if any(not row.outlet for row in months.rows) else []
    items = "".join(f'<li><i class="{key}"></i>{text(name)}</li>' for key, name in [*named, *others])
    return f'<ul class="legend">{items}</ul>'
