"""Records to HTML: what of the library a question may be answered from. Pure functions.

A panel of filters above the question field, and on the card of an article what of it can be asked alone. They are drawn
from what the library holds; what is set lives in the page (`filters.js`) and comes with each question.
"""

import json

from assistant.dates import written
from assistant.filters import called, copies_of, names
from assistant.holdings import Holdings
from assistant.ui.draw import text
from corpus.article import Article
from index.where import Where, span

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


def titles(where: Where, known: tuple[str, ...], holdings: Holdings) -> str:
    """What the articles and groups of copies of a filter are called, for the chips of the page: a JSON object.

    `known` is what they were called when it was asked; older answers do not tell.
    """
    ids = [*(f"articles {one}" for one in where.articles), *(f"clusters {one}" for one in where.clusters)]
    return json.dumps(dict(zip(ids, known or names(where, holdings), strict=False)))


def only(article: Article, holdings: Holdings) -> str:
    """What of an article can be asked alone from now on: itself, its outlet, its copies; and more under `⋯`."""
    listed = holdings.by_id.get(article.id)
    copies = listed.copies if listed else 1
    stands = holdings.by_id.get(listed.cluster) if listed and copies > 1 else None
    title = article.title or article.source
    about = {
        "articles": article.id,
        "called": called(title),
        "outlets": article.outlet,
        "clusters": listed.cluster if listed else "",
        "copies": copies_of((stands.title or stands.source) if stands else title, copies),
        "languages": article.language if len(holdings.languages) > 1 else "",
        "published": article.published or "",
        "day": written(article.published),
    }
    ways = [("articles", "this article"), *([("outlets", "this outlet")] if article.outlet else [])]
    ways += [("clusters", f"these {copies:,} copies")] if copies > 1 else []
    buttons = "".join(
        f'<button type="button" class="quiet" data-do="narrow" data-by="{by}" aria-label="Only {words}" '
        f'title="Ask only of {words} from now on">{words}</button>'
        for by, words in ways
    )
    if about["published"] or about["languages"]:
        buttons += (
            '<button type="button" class="quiet" data-do="narrow-menu" aria-haspopup="menu" '
            'aria-label="Only its time or language">⋯</button>'
        )
    facts = "".join(f' data-{name}="{text(value)}"' for name, value in about.items() if value)
    return f'<div class="only" role="group" aria-label="Ask only of"{facts}><span>Only</span>{buttons}</div>'


def _dates(holdings: Holdings) -> str:
    """Two days, within those of the library's articles."""
    dates = sorted((one.published for one in holdings.articles if one.published), key=span)
    years = list(dict.fromkeys((dates[0][:4], dates[-1][:4]))) if dates else []
    about = f"Articles here are from {' to '.join(years)}." if years else ""
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
