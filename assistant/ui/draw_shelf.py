"""Records to HTML: the articles of a library as a table, a page of it at a time. Pure functions."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.chats import Gap
from assistant.dates import written
from assistant.filters import as_record
from assistant.ui.draw import count, text
from corpus.article import Skipped

if TYPE_CHECKING:
    from index.catalog import ArticleInfo, Page, Sort, Wanted

_COLUMNS: "tuple[tuple[Sort, str], ...]" = (
    ("title", "Title"), ("outlet", "Outlet"), ("published", "Date"), ("words", "Words"), ("copies", "Copies"),
)  # fmt: skip
_NUMBERS = frozenset({"words", "copies"})
_FALLING_FIRST = frozenset({"published", "words", "copies"})  # the other columns begin with A


def shelf(page: "Page", wanted: "Wanted") -> str:
    """The articles that are wanted: a row each, headings that sort, and the way to the next page."""
    if not page.total:
        return _nothing(wanted)
    heads = "".join(_head(sort, label, wanted) for sort, label in _COLUMNS)
    rows = "".join(_row(article) for article in page.articles)
    return (
        f'<div class="shelf" data-wanted="{text(json.dumps(as_wanted(wanted)))}">{_narrowed(wanted)}'
        '<div class="rows" tabindex="0" role="region" aria-label="Articles"><table><thead><tr>'
        f'{heads}<th scope="col"><span class="sr">What to do</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f"{_pager(page, wanted)}</div>"
    )


def as_wanted(wanted: "Wanted") -> dict[str, object]:
    """What the page sends back to come to another page of the same."""
    return {
        "words": wanted.words,
        "where": as_record(wanted.where),
        "sort": wanted.sort,
        "descending": wanted.descending,
        "offset": wanted.offset,
    }


def skipped(sources: Sequence[Skipped], total: int) -> str:
    """The sources that were not taken, each with its reason and what to do, folded away."""
    if not total:
        return ""
    items = "".join(
        f"<li><b>{text(one.source)}</b> {text(one.reason)}. <span>{text(one.hint)}</span></li>" for one in sources
    )
    more = f"<li>and {total - len(sources):,} more</li>" if total > len(sources) else ""
    return (
        f'<details class="fold"><summary>Not taken<span>{total:,}</span></summary>'
        f'<ul class="skipped">{items}{more}</ul></details>'
    )


def gaps(asked: Sequence[Gap]) -> str:
    """What was asked and not answered, folded away: what the library lacks. Each can be asked again."""
    if not asked:
        return ""
    items = "".join(
        f'<li><button type="button" class="link" dir="auto" data-do="ask-gap">{text(one.question)}</button> '
        f"<span>{f'{one.times} times, last ' if one.times > 1 else ''}{_day(one.last)}</span></li>"
        for one in asked
    )
    return (
        f'<details class="fold"><summary>Asked and not answered<span>{len(asked):,}</span></summary>'
        f"<ul>{items}</ul></details>"
    )


def _day(moment: float) -> str:
    return text(written(datetime.fromtimestamp(moment).astimezone().date().isoformat()))


def _nothing(wanted: "Wanted") -> str:
    if not (wanted.words or wanted.where):
        return '<p class="none">No articles yet. Add some above.</p>'
    return (
        f'<div class="shelf" data-wanted="{text(json.dumps(as_wanted(wanted)))}">{_narrowed(wanted)}'
        '<p class="none">No article has all of these words.</p></div>'
    )


def _narrowed(wanted: "Wanted") -> str:
    """Of which copies only, where one was chosen, and the way back."""
    if not wanted.where:
        return ""
    return (
        '<p class="narrowed">Articles of nearly the same text. '
        '<button type="button" class="link" data-do="shelf-all">Show all</button></p>'
    )


def _head(sort: "Sort", label: str, wanted: "Wanted") -> str:
    here = wanted.sort == sort
    state = ("descending" if wanted.descending else "ascending") if here else "none"
    falls = not wanted.descending if here else sort in _FALLING_FIRST
    arrow = ("↓" if wanted.descending else "↑") if here else ""
    number = ' class="num"' if sort in _NUMBERS else ""
    return (
        f'<th scope="col" aria-sort="{state}"{number}><button type="button" data-do="sort" data-sort="{sort}" '
        f'data-descending="{str(falls).lower()}">{label}<span aria-hidden="true"> {arrow}</span></button></th>'
    )


def _row(article: "ArticleInfo") -> str:
    title, key = text(article.title or article.source), text(article.id)
    how = article.published_how or ""
    date = text(written(article.published))
    known = f'<span class="how" title="{text(how)}">{text(how)}</span>' if how and how != "stated" else ""
    sources = f'<span class="how">{count(article.sources, "source")}</span>' if article.sources > 1 else ""
    copies = ""
    if article.copies > 1:
        copies = (
            f'<button type="button" class="link" data-do="shelf-copies" data-cluster="{text(article.cluster)}" '
            f'aria-label="Show the {article.copies} articles of nearly the same text">{article.copies:,}</button>'
        )
    return (
        f'<tr><th scope="row"><button type="button" class="link" dir="auto" data-do="read" data-article="{key}">{title}'
        f'</button><span class="file">{text(article.source)}{sources}</span></th>'
        f"<td>{text(article.outlet)}</td><td>{date}{known}</td>"
        f'<td class="num">{article.words:,}</td><td class="num">{copies}</td>'
        f'<td class="do"><button type="button" class="quiet" data-do="article-menu" data-article="{key}" '
        f'data-title="{title}" aria-haspopup="menu" aria-label="What to do with {title}">⋯</button></td></tr>'
    )


def _pager(page: "Page", wanted: "Wanted") -> str:
    last = wanted.offset + len(page.articles)
    said = f"{wanted.offset + 1:,} to {last:,} of {page.total:,}" if page.total > len(page.articles) else ""
    before, after = wanted.offset > 0, last < page.total
    if not (before or after):
        return ""
    return (
        f'<nav class="pager" aria-label="Pages of articles"><span role="status">{said}</span>'
        f"{_step('Before', max(wanted.offset - wanted.limit, 0), before)}{_step('Next', last, after)}</nav>"
    )


def _step(label: str, offset: int, there: bool) -> str:
    state = "" if there else " disabled"
    return f'<button type="button" class="quiet" data-do="page" data-offset="{offset}"{state}>{label}</button>'
