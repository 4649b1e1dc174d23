"""The panel of filters above the question field: what of the library a question may be answered from.

It is drawn from what the library holds; what is set lives in the page (`window.js`) and comes with each question.
"""

from assistant.holdings import Holdings
from assistant.ui.draw import text
from index.where import span

_MANY = 12  # outlets beyond which a field to find one stands above them; so many are seen without scrolling


def panel(holdings: Holdings) -> str:
    """Two dates, and outlets and (where there are several) languages to tick; empty for an empty library."""
    if not holdings.articles:
        return ""
    parts = [_dates(holdings)]
    if len(holdings.languages) > 1:
        parts.append(_choices("languages", "Languages", holdings.languages))
    parts.append(_choices("outlets", "Outlets", holdings.outlets))
    return (
        '<div class="filters" id="filters" role="group" aria-label="Filters">'
        f"{''.join(parts)}"
        '<div class="tools"><button type="button" class="quiet" data-do="clear-filters">Clear</button>'
        '<button type="button" class="link" data-do="filters">Done</button></div></div>'
    )


def _dates(holdings: Holdings) -> str:
    """Two days, within those of the library's articles."""
    dates = sorted((one.published for one in holdings.articles if one.published), key=span)
    about = f"Articles here are from {dates[0][:4]} to {dates[-1][:4]}." if dates else ""
    return (
        '<fieldset class="dates"><legend>Published</legend>'
        '<label>from <input type="date" data-filter="since" min="1000-01-01" max="9999-12-31"></label> '
        '<label>to <input type="date" data-filter="until" min="1000-01-01" max="9999-12-31"></label>'
        f'<p class="meta">{about}</p></fieldset>'
    )


def _choices(name: str, legend: str, values: tuple[str, ...]) -> str:
    if not values:
        return ""
    boxes = "".join(
        f'<label><input type="checkbox" data-filter="{name}" value="{text(value)}"> <span>{text(value)}</span></label>'
        for value in values
    )
    find = ""
    if len(values) > _MANY:
        find = (
            f'<input type="search" class="find" data-find="{name}" placeholder="Find" '
            f'aria-label="Find among {legend.lower()}">'
        )
    return f'<fieldset><legend>{legend}</legend>{find}<div class="choices" data-of="{name}">{boxes}</div></fieldset>'
