"""Records to HTML, three: what is known about an article, to be looked at and corrected. Pure functions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.ui.draw import count, text
from assistant.ui.draw_library import notice
from corpus.article import Article, Field, Origin
from corpus.sidecar import FIELDS

if TYPE_CHECKING:
    from corpus.leavings import Leaving
    from index.index import ArticleInfo

_LABELS: dict[Field, tuple[str, str]] = {  # what a field is called, and what to write in it
    "title": ("Title", ""),
    "outlet": ("Outlet", ""),
    "author": ("Author", ""),
    "url": ("Link", "https://"),
    "published": ("Published", "2025-03-18, 2025-03 or 2025"),
    "language": ("Language", "en, fr, ru"),
}


_LEAVINGS = (
    '<div class="leavings" aria-live="polite"><button type="button" class="link" data-do="leavings">'
    "What was left out of its text</button></div>"
)


def leavings(article_id: str, left: "Sequence[Leaving]") -> str:
    """What of its source is not in an article's text, for the dialog of that article."""
    items = "".join(
        f'<li><span>{text(one.reason)}</span> <span dir="auto">{text(one.text)}</span></li>' for one in left
    )
    head = f"Left out of its text: {count(len(left), 'line')}" if left else "Nothing was left out of its text."
    shown = f'<ul tabindex="0" aria-label="Left out">{items}</ul>' if left else ""
    return f'<div data-article="{text(article_id)}"><p>{head}</p>{shown}</div>'


def no_leavings(article_id: str, message: str) -> str:
    """The source cannot be read any more."""
    return f'<div data-article="{text(article_id)}"><p>{text(message)}</p></div>'


def details(article: Article, copies: "Sequence[ArticleInfo]", said: str = "") -> str:
    """A dialog with what is known about an article, and how; `copies` are the others of its cluster."""
    fields = "".join(_field(name, article) for name in FIELDS)
    return (
        f'<dialog class="details" aria-labelledby="details-title" data-article="{text(article.id)}">'
        f'<form id="details-form"><h2 id="details-title">What is known about this article</h2>'
        f'<p class="meta">{text(article.key)}</p>{said}{fields}{_copies(article, copies)}{_LEAVINGS}'
        '<div class="tools"><button type="button" class="quiet" data-do="close-details">Close</button>'
        '<button type="submit" class="send">Save</button></div></form></dialog>'
    )


def failed(article: Article, copies: "Sequence[ArticleInfo]", message: str, hint: str) -> str:
    """The dialog again, with what went wrong."""
    return details(article, copies, notice(message, hint))


def _field(name: Field, article: Article) -> str:
    label, example = _LABELS[name]
    value = text(getattr(article, name) or "")
    origin = article.origins.get(name)
    back = ""
    if origin is not None and origin.how == "user":
        back = f' <button type="button" class="link" data-do="reset-field" data-name="{name}">Take back</button>'
    return (
        f'<div class="field"><label for="d-{name}">{label}</label>'
        f'<input id="d-{name}" name="{name}" value="{value}" data-was="{value}" placeholder="{example}" '
        f'autocomplete="off" spellcheck="false" aria-describedby="k-{name}">'
        f'<span class="how" id="k-{name}">{_how(origin)}{back}</span></div>'
    )


def _how(origin: Origin | None) -> str:
    if origin is None:
        return "not known"
    if origin.how == "user":
        return "your correction"
    return text(f"{origin.how}, {origin.of}" if origin.of else origin.how)


def _copies(article: Article, copies: "Sequence[ArticleInfo]") -> str:
    """The other articles that say the same, and the way out of their company."""
    if article.alone:
        return (
            '<p class="copies">You said that this is no copy of other articles. '
            '<button type="button" class="link" data-do="reset-field" data-name="cluster">Take back</button></p>'
        )
    if not copies:
        return ""
    names = "".join(
        f"<li>{text(one.title or one.source)}<span> {text(one.outlet)} {text(written(one.published))}</span></li>"
        for one in copies
    )
    return (
        f'<div class="copies"><p>Counts as one with {count(len(copies), "other article")} of nearly the same text:</p>'
        f'<ul>{names}</ul><button type="button" class="link" data-do="split">This is no copy</button></div>'
    )
