"""Records to HTML: the articles of a library as a table, a page of it at a time. Pure functions."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.filters import called
from assistant.ui.draw import advice, count, fold, text
from assistant.ui.draw_narrow import as_data, is_narrowed, narrowed
from corpus.article import Skipped

if TYPE_CHECKING:
    from index.catalog import ArticleInfo, Choices, Page, Sort, Wanted
    from index.states import Standing, State

_COLUMNS: "tuple[tuple[Sort, str], ...]" = (
    ("title", "Title"), ("outlet", "Outlet"), ("published", "Date"), ("words", "Words"), ("copies", "Copies"),
)  # fmt: skip
_NUMBERS = frozenset({"words", "copies"})
_FALLING_FIRST = frozenset({"published", "words", "copies"})  # the other columns begin with A
_STANDINGS: "dict[Standing, str]" = {
    "same": "Up to date", "changed": "Changed since", "gone": "Source gone", "unknown": "Not looked at",
}  # fmt: skip


def shelf(page: "Page", wanted: "Wanted", choices: "Choices", states: "Mapping[str, State]") -> str:
    """The articles that are wanted: a row each, headings that sort, and the way to the next page.

    `states` are by article; one that has none has gone since.
    """
    if not page.total:
        return _nothing(wanted, choices)
    heads = "".join(_head(sort, label, wanted) for sort, label in _COLUMNS)
    rows = "".join(_row(article, states.get(article.id)) for article in page.articles)
    return (
        f'<div class="shelf" {as_data(wanted, choices)}>{narrowed(page.total, wanted, choices)}'
        '<div class="rows" tabindex="0" role="region" aria-label="Articles"><table><thead><tr>'
        f'{heads}<th scope="col">State</th><th scope="col"><span class="sr">What to do</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f"{_pager(page, wanted)}</div>"
    )


def skipped(sources: Sequence[Skipped], total: int) -> str:
    """The sources that were not taken, each with its reason and what to do, folded away."""
    if not total:
        return ""
    items = "".join(
        f"<li><b>{text(one.source)}</b> {text(one.reason)}. <span>{advice(one.hint)}</span></li>" for one in sources
    )
    more = f"<li>and {total - len(sources):,} more</li>" if total > len(sources) else ""
    return fold("Not taken", f"{total:,}", f'<ul class="skipped">{items}{more}</ul>', "skips")


def _nothing(wanted: "Wanted", choices: "Choices") -> str:
    if not choices.articles:
        return '<p class="none">No articles yet. Add some above.</p>'
    words = "has all of these words" if wanted.words.strip() else ""
    passes = "passes the filters" if is_narrowed(wanted) else ""
    return (
        f'<div class="shelf" {as_data(wanted, choices)}>{narrowed(0, wanted, choices)}'
        f'<p class="none">No article {" and ".join(filter(None, (words, passes))) or "is here any more"}.</p></div>'
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


def _row(article: "ArticleInfo", state: "State | None") -> str:
    title, key = text(article.title or article.source), text(article.id)
    how = article.published_how or ""
    date = text(written(article.published))
    known = f'<span class="how" title="{text(how)}">{text(how)}</span>' if how and how != "stated" else ""
    sources = f'<span class="how">{count(article.sources, "source")}</span>' if article.sources > 1 else ""
    return (
        f'<tr><th scope="row"><button type="button" class="link" dir="auto" data-do="read" data-article="{key}">{title}'
        f'</button>{_brief(article, state)}<span class="file">{text(article.source)}{sources}</span></th>'
        f"<td>{text(article.outlet)}</td><td>{date}{known}</td>"
        f'<td class="num">{article.words:,}</td><td class="num">{_copies(article, f"{article.copies:,}")}</td>'
        f'<td class="state">{_state(article, state)}</td>'
        f'<td class="do"><button type="button" class="quiet" data-do="article-menu" data-article="{key}" '
        f'data-title="{title}" data-called="{text(called(article.title or article.source))}" aria-haspopup="menu" '
        f'aria-label="What to do with {title}">⋯</button></td></tr>'
    )


def _copies(article: "ArticleInfo", label: str) -> str:
    """The way to the articles of nearly the same text, where there are others."""
    if article.copies < 2:
        return ""
    return (
        f'<button type="button" class="link" data-do="shelf-copies" data-cluster="{text(article.cluster)}" '
        f'aria-label="Show the {article.copies} articles of nearly the same text">{label}</button>'
    )


def _state(article: "ArticleInfo", state: "State | None") -> str:
    """How an article stands: whose copy it is, and whether its source is as it was indexed."""
    if state is None:
        return ""
    parts = [_original(article, state)] if state.original else []
    if state.source != "same" or not parts:
        parts.append(f'<span class="{state.source}">{_STANDINGS[state.source]}</span>')
    return "".join(parts)


def _original(article: "ArticleInfo", state: "State") -> str:
    name, outlet = text(state.original), f' <bdi class="from">{text(state.outlet)}</bdi>' if state.outlet else ""
    return (
        '<span>Copy of <button type="button" class="link" dir="auto" data-do="read" '
        f'data-article="{text(article.cluster)}" title="{name}">{name}</button>{outlet}</span>'
    )


def _brief(article: "ArticleInfo", state: "State | None") -> str:
    """What a narrow screen shows under the title, having no columns for it: outlet, copies, a state that matters."""
    stale = state is not None and (state.original or state.source != "same")
    copies = _copies(article, f"{article.copies:,} copies")
    parts = (text(article.outlet), copies, _state(article, state) if stale else "")
    told = "".join(f"<span>{part}</span>" for part in parts if part)
    return f'<span class="brief">{told}</span>' if told else ""


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
