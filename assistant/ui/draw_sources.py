"""Records to HTML: the sources of an answer as cards, and an article to read. Pure functions."""

import re
from collections.abc import Callable, Sequence

from assistant.answer import Citation, Read
from assistant.holdings import NOTHING_HELD, Holdings
from assistant.ui import draw_filters
from assistant.ui.draw import advice, meta, open_button, original, text
from corpus.article import Article
from prompts import words

_AROUND = 300  # characters of the article shown on each side of a quote; a card stays readable at a glance
_AROUND_MANY = 120  # the same on a card with several quotes, for the same reason

_WRAP = re.compile(
    r"(?<![^\n])([^\n]{40,130})\n(?=[^\s•*–—-])"
)  # a line as wide as programs wrap, before one that is no item

FindArticle = Callable[[str], Article | None]
"""An article by its id, or None when it has left the library."""


def cards(citations: Sequence[Citation], find: FindArticle, holdings: Holdings = NOTHING_HELD) -> str:
    """The cited articles, one card each, in the order of their first citation; their quotes are numbered inside.

    Each can be what is asked from then on; `holdings` tell of what copies it is one.
    """
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    return "".join(_card(quoted, find(article_id), holdings) for article_id, quoted in by_article.items())


def around(article_text: str, start: int, end: int, most: int = _AROUND) -> tuple[str, str]:
    """What stands before and after [start, end): whole words, up to the paragraph's ends, `…` where it is cut.

    At most about `most` characters on each side.
    """
    first = article_text.rfind("\n\n", 0, start) + 2 if "\n\n" in article_text[:start] else 0
    last = article_text.find("\n\n", end)
    last = len(article_text) if last < 0 else last
    before, after = article_text[first:start], article_text[end:last]
    if len(before) > most:
        before = "… " + before[-most:].partition(" ")[2]
    if len(after) > most:
        after = after[:most].rpartition(" ")[0] + " …"
    return before, after


def flowing(article_text: str) -> str:
    """The text with the line breaks that only wrap a line as spaces, of the same length, so that places stay.

    A quote itself is drawn as it is; a browser shows its line breaks as spaces.
    """
    return _WRAP.sub(r"\1 ", article_text)


def reader(article: Article, start: int, end: int, quote: str) -> str:
    """A whole article with the quote marked; without a mark, and saying so, when the quote no longer stands in it."""
    quote = quote or article.text[start:end]  # a passage that was read is named by its place alone
    found = _stands(article, start, end, quote)
    note = ""
    shown = flowing(article.text)
    body = text(shown)
    if found:
        body = f"{text(shown[:start])}<mark>{text(quote)}</mark>{text(shown[end:])}"
    elif quote:
        note = '<p class="notice">The article has changed since; the quoted words no longer stand where they did.</p>'
    origin = original(article.url, quote if found else "")
    return _reading(
        f'<h2 id="reader-title" dir="auto">{text(article.title or article.source)}</h2>'
        f'<p class="meta">{meta(article.outlet, article.published, article.author, article.source)} '
        f'{origin}</p>{note}<div class="whole" dir="auto">{body}</div>'
    )


def unreadable(message: str, hint: str) -> str:
    """Why an article cannot be shown, in the place of the reader view."""
    note = f'<p class="notice">{advice(hint)}</p>' if advice(hint) else ""
    return _reading(f'<h2 id="reader-title">{text(message)}</h2>{note}')


def _reading(page: str) -> str:
    return (
        '<div class="reader" role="dialog" aria-modal="true" aria-labelledby="reader-title">'
        '<div class="bar"><button type="button" class="link" data-do="close-reader">← Back</button></div>'
        f'<div class="page" tabindex="0">{page}</div></div>'
    )


def _card(quoted: Sequence[Citation], article: Article | None, holdings: Holdings) -> str:
    """An article and what it is cited for; `quoted` are its citations, at least one."""
    first, numbered = quoted[0], len(quoted) > 1
    standing = [one for one in quoted if article is not None and _stands(article, one.start, one.end, one.quote)]
    shown = flowing(article.text) if article else ""
    drawn = [_passage(shown, near, numbered) for near in _near(standing, shown)]
    drawn += [f'<p class="pas" dir="auto">{_quote(one, numbered)}</p>' for one in quoted if one not in standing]
    note, opens, only = "", "", ""
    if article is None:
        note = '<p class="meta">This article is no longer in the library.</p>'
    else:
        opens, only = open_button(first.article_id, "Open the article"), draw_filters.only(article, holdings)
    if article and len(standing) < len(quoted):
        note = '<p class="meta">The article has changed since this answer.</p>'
    return (
        f'<article class="card" tabindex="-1"><span class="n">{", ".join(str(one.n) for one in quoted)}</span>'
        f'<h3 dir="auto">{text(first.title or first.source)}</h3>'
        f'<p class="meta">{meta(first.outlet, first.published)}{_on_pages(quoted)}</p>{_speakers(quoted)}'
        f"{''.join(drawn)}{note}"
        f'<div class="links">{opens}{original(first.url, first.quote)}</div>{only}</article>'
    )


def also_read(read: Sequence[Read]) -> str:
    """The articles that were read and are not cited, folded away; each opens at the passage that was read."""
    if not read:
        return ""
    items = "".join(
        f'<li><button type="button" data-do="read" data-article="{text(one.article_id)}" data-start="{one.start}" '
        f'data-end="{one.end}"><span dir="auto">{text(one.title)}</span>'
        f'<span class="meta">{meta(one.outlet, one.published)}</span></button></li>'
        for one in read
    )
    head = f"<summary>Also read, not cited<span>{len(read)}</span></summary>"
    return f'<details class="also">{head}<ul>{items}</ul></details>'


def _on_pages(quoted: Sequence[Citation]) -> str:
    """The pages of the file on which the quotes stand, where it has pages."""
    pages = sorted({one.page for one in quoted if one.page})
    if not pages:
        return ""
    before = ", " if quoted[0].outlet or quoted[0].published else ""
    told = f"{'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages))}"
    return f'<span class="pages">{before}{told}</span>'


def _near(quoted: Sequence[Citation], article_text: str) -> list[list[Citation]]:
    """Quotes in the order of the article, together where one paragraph shows them without overlap or a long way."""
    groups: list[list[Citation]] = []
    for one in sorted(quoted, key=lambda citation: (citation.start, citation.end, citation.n)):
        between = article_text[groups[-1][-1].end : one.start] if groups else ""
        follows = bool(groups) and groups[-1][-1].end <= one.start
        if follows and len(between) <= 2 * _AROUND_MANY and "\n\n" not in between:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _passage(article_text: str, quoted: Sequence[Citation], numbered: bool) -> str:
    """The surroundings of quotes that stand near each other, and those marked in them."""
    most = _AROUND_MANY if numbered else _AROUND
    before, after = around(article_text, quoted[0].start, quoted[-1].end, most)
    drawn, place = [text(before)], quoted[0].start
    for one in quoted:
        drawn += [text(article_text[place : one.start]), _quote(one, numbered)]
        place = one.end
    return f'<p class="pas" dir="auto">{"".join(drawn)}{text(after)}</p>'


def _quote(citation: Citation, numbered: bool) -> str:
    number = f'<sup class="k">{citation.n}</sup>' if numbered else ""
    place = f'data-n="{citation.n}" data-start="{citation.start}" data-end="{citation.end}"'
    place += f' data-page="{citation.page}"' if citation.page else ""
    return f"<mark {place}>{text(citation.quote)}</mark>{number}"


def _speakers(quoted: Sequence[Citation]) -> str:
    """Whom the article reports; with the numbers of their quotes where others, or the article itself, say the rest."""
    by: dict[str, list[str]] = {}
    for one in quoted:
        by.setdefault(one.speaker, []).append(str(one.n))
    lines = []
    for speaker, numbers in by.items():
        if speaker:
            which = f'<span class="which">{", ".join(numbers)}: </span>' if len(by) > 1 else ""
            told = text(words.SPEAKER).format(speaker=f"<bdi>{text(speaker)}</bdi>")
            lines.append(f'<p class="meta who" data-of="{" ".join(numbers)}">{which}{told}</p>')
    return "".join(lines)


def _stands(article: Article, start: int, end: int, quote: str) -> bool:
    return bool(quote) and 0 <= start < end and article.text[start:end] == quote
