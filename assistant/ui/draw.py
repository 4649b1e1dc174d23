"""Records to HTML, one: a turn of the conversation, its sources, and an article to read.

Pure functions. Everything that comes from an article, a file name, a question or an error passes through `text`, which
escapes it; nothing else may put such a value on the page.
"""

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from assistant.answer import Answer, Citation, Nearest, Sentence
from corpus.article import Article
from prompts import words

_AROUND = 300  # characters of the article shown on each side of a quote; a card stays readable at a glance
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_COMMAND = re.compile(r"\bchancery [a-z]|\bmake [a-z]+$|(?<!\S)--[a-z]")
_LONG = 400  # characters of a question beyond which its heading may scroll, and so must be reached by the keyboard

FindArticle = Callable[[str], Article | None]
"""An article by its id, or None when it has left the library."""


def text(value: str) -> str:
    """A value as text on the page, never as markup; fit for attributes too."""
    return html.escape(value, quote=True)


def date(published: str | None) -> str:
    """An ISO date of any precision as people write it: `12 Nov 2025`, `Nov 2025`, `2025`; "" for None."""
    parts = (published or "").split("-")
    if len(parts) == 1 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return published or ""
    return " ".join([*(str(int(day)) for day in parts[2:3]), _MONTHS[int(parts[1]) - 1], parts[0]])


def count(number: int, noun: str) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def advice(hint: str) -> str:
    """A hint as the window shows it: none where it names a command line, which nobody has at hand here."""
    return "" if _COMMAND.search(hint) else text(hint)


def turn(position: int, answer: Answer, find: FindArticle, num_articles: int, *, building: bool = False) -> str:
    """A finished turn; its sources wait inside it, hidden, for the pane beside the chat.

    `building` says that the index was still being built, so that more articles may soon have more to say.
    """
    body = _refusal(answer) if answer.refused else _said(answer)
    if building:
        body += '<p class="notice">The index is being built. Articles that are not in it yet were not searched.</p>'
    return _section(position, answer.question, _searched(answer, num_articles), body, cards(answer.citations, find))


def growing(
    position: int,
    question: str,
    stage: str,
    sentences: Sequence[Sentence] = (),
    citations: Sequence[Citation] = (),
    find: FindArticle = lambda _: None,
) -> str:
    """A turn that is being answered: what is being done, and the sentences so far."""
    body = f'<div class="a" aria-live="polite"><p>{_sentences(sentences, citations)}</p></div>'
    note = f'<span class="doing">{text(stage)}</span>'
    return _section(position, question, note, body, cards(citations, find), busy=True)


def stopped(position: int, question: str, message: str, hint: str) -> str:
    """A turn that ended in an error, told in words."""
    body = f'<div class="notice" role="alert"><p><b>{text(message)}</b></p><p>{advice(hint)}</p></div>'
    return _section(position, question, "", body, "")


def cards(citations: Sequence[Citation], find: FindArticle) -> str:
    """The cited passages, one card each."""
    return "".join(_card(citation, find(citation.article_id)) for citation in citations)


def around(article_text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after [start, end): whole words, up to the paragraph's ends, `…` where it is cut."""
    first = article_text.rfind("\n\n", 0, start) + 2 if "\n\n" in article_text[:start] else 0
    last = article_text.find("\n\n", end)
    last = len(article_text) if last < 0 else last
    before, after = article_text[first:start], article_text[end:last]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return before, after


def reader(article: Article, start: int, end: int, quote: str) -> str:
    """A whole article with the quote marked; without a mark, and saying so, when the quote no longer stands in it."""
    found = _stands(article, start, end, quote)
    note = ""
    body = text(article.text)
    if found:
        body = f"{text(article.text[:start])}<mark>{text(quote)}</mark>{text(article.text[end:])}"
    elif quote:
        note = '<p class="notice">The article has changed since; the quoted words no longer stand where they did.</p>'
    return _reading(
        f'<h2 id="reader-title">{text(article.title or article.source)}</h2>'
        f'<p class="meta">{_meta(article.outlet, article.published, article.author, article.source)} '
        f'{original(article.url)}</p>{note}<div class="whole">{body}</div>'
    )


def unreadable(message: str, hint: str) -> str:
    """Why an article cannot be shown, in the place of the reader view."""
    note = f'<p class="notice">{advice(hint)}</p>' if advice(hint) else ""
    return _reading(f'<h2 id="reader-title">{text(message)}</h2>{note}')


def original(url: str) -> str:
    """A link to where the article came from, for web addresses only."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket: no address that a browser could open
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return f'<a href="{text(url)}" target="_blank" rel="noopener noreferrer">Open the original</a>'


def open_button(article_id: str, label: str, quoted: Citation | None = None) -> str:
    """A button that opens an article in the reader view, at the quote if there is one."""
    place = f' data-start="{quoted.start}" data-end="{quoted.end}" data-quote="{text(quoted.quote)}"' if quoted else ""
    at = f'data-article="{text(article_id)}"{place}'
    return f'<button type="button" class="link" data-do="read" {at}>{text(label)}</button>'


def _reading(page: str) -> str:
    return (
        '<div class="reader" role="dialog" aria-labelledby="reader-title">'
        '<div class="bar"><button type="button" class="link" data-do="close-reader">← Back</button></div>'
        f'<div class="page" tabindex="0">{page}</div></div>'
    )


def _section(position: int, question: str, note: str, body: str, sources: str, *, busy: bool = False) -> str:
    reach = ' tabindex="0"' if len(question) > _LONG else ""
    return (
        f'<section class="turn" data-turn="{position}" aria-busy="{str(busy).lower()}">'
        f'<h2 class="q"{reach}>{text(question)}</h2><p class="asked">{note}</p>{body}'
        f'<div class="cards" hidden>{sources}</div></section>'
    )


def _searched(answer: Answer, num_articles: int) -> str:
    where = f"in {count(num_articles, 'article')}"
    if answer.standalone_question.strip() == answer.question.strip() and not answer.refused:
        return f"Searched {where}"
    return f"Searched for: <b>{text(answer.standalone_question)}</b> {where}"


def _said(answer: Answer) -> str:
    short = answer.short_answer or ""
    inside = any(sentence.short for sentence in answer.sentences)
    lead = f'<p><b class="short">{text(short)}</b></p>' if short and not inside else ""
    said = _sentences(answer.sentences, answer.citations)
    return f'<div class="a" aria-live="polite">{lead}{_sides(answer)}<p>{said}</p></div>{_trust(answer)}'


def _sides(answer: Answer) -> str:
    """The differing answers as a small table: what is said, by whom, when."""
    if not answer.sides:
        return ""
    cited = {citation.n: citation for citation in answer.citations}
    rows = []
    for side in answer.sides:
        own = [cited[n] for n in side.citations if n in cited]
        who = "; ".join(dict.fromkeys(one.speaker or one.outlet or one.title or one.source for one in own))
        when = ", ".join(dict.fromkeys(date(one.published) for one in own if one.published))
        marks = "".join(_mark(one.n, one.title or one.source) for one in own)
        said = f'<th scope="row">{text(side.answer)}</th><td>{text(who)}</td><td>{when}</td><td>{marks}</td>'
        rows.append(f"<tr>{said}</tr>")
    return f'<table class="sides"><caption>{text(words.SIDES)}</caption><tbody>{"".join(rows)}</tbody></table>'


def _sentences(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    titles = {citation.n: citation.title or citation.source for citation in citations}
    drawn = []
    for sentence in sentences:
        said, bold = sentence.text, range(*(sentence.short or (0, 0)))
        last = said.rfind(" ") + 1  # the last word and the marks stay together on a line
        marks = "".join(_mark(n, titles.get(n, "")) for n in sentence.citations)
        tail = f'<span class="cs">{_stretch(said, last, len(said), bold)}{marks}</span>'
        drawn.append(f'<span class="s {sentence.support}">{_stretch(said, 0, last, bold)}{tail}</span>')
    return " ".join(drawn)


def _stretch(said: str, start: int, end: int, bold: range) -> str:
    """Escape `said[start:end]`, bold where it lies in `bold`."""
    first, last = max(start, bold.start), min(end, bold.stop)
    if first >= last:
        return text(said[start:end])
    return f'{text(said[start:first])}<b class="short">{text(said[first:last])}</b>{text(said[last:end])}'


def _mark(n: int, title: str) -> str:
    label = text(f"Source {n}: {title}")
    state = f'aria-pressed="false" aria-label="{label}"'
    return f'<button type="button" class="c" data-do="cite" data-n="{n}" {state}>{n}</button>'


def _trust(answer: Answer) -> str:
    total = len(answer.sentences)
    standing = sum(sentence.support in {"verbatim", "supported"} for sentence in answer.sentences)
    sources = len({citation.article_id for citation in answer.citations})
    parts = [
        f'<span class="{"ok" if standing == total else "warn"}">{standing} of {count(total, "sentence")} '
        f"{'stands in its source' if total == 1 else 'stand in their sources'}</span>",
        f"<span>{count(sources, 'source')}</span>",
    ]
    if answer.as_of:
        parts.append(f"<span>as of {date(answer.as_of)}</span>")
    return f'<p class="trust">{"".join(parts)}</p>'


def _refusal(answer: Answer) -> str:
    lacks = words.UNCOVERED.format(words=", ".join(answer.uncovered)) if answer.uncovered else ""
    searched = words.SEARCHED.format(passages=count(answer.searched, "passage")) if answer.searched else ""
    note = f'<p class="sub">{text(f"{searched} {lacks}".strip())}</p>' if searched or lacks else ""
    return f'<div class="refused" role="status"><p>{text(answer.reason)}</p>{note}{_nearest(answer.nearest)}</div>'


def _nearest(nearest: Sequence[Nearest]) -> str:
    if not nearest:
        return ""
    items = "".join(f"<li>{open_button(one.article_id, one.title)}</li>" for one in nearest)
    return f'<p class="sub">The nearest articles</p><ul class="nearest">{items}</ul>'


def _card(citation: Citation, article: Article | None) -> str:
    quote = f"<mark>{text(citation.quote)}</mark>"
    note, opens = "", ""
    if article is None:
        note = '<p class="meta">This article is no longer in the library.</p>'
    elif _stands(article, citation.start, citation.end, citation.quote):
        before, after = around(article.text, citation.start, citation.end)
        quote = f"{text(before)}{quote}{text(after)}"
    else:
        note = '<p class="meta">The article has changed since this answer.</p>'
    if article is not None:
        opens = open_button(citation.article_id, "Open the article", citation)
    return (
        f'<article class="card" data-n="{citation.n}" tabindex="-1"><span class="n">{citation.n}</span>'
        f"<h3>{text(citation.title or citation.source)}</h3>"
        f'<p class="meta">{_meta(citation.outlet, citation.published)}</p>{_speaker(citation)}'
        f'<p class="pas">{quote}</p>{note}<div class="links">{opens}{original(citation.url)}</div></article>'
    )


def _speaker(citation: Citation) -> str:
    if not citation.speaker:
        return ""
    return f'<p class="meta who">{text(words.SPEAKER.format(speaker=citation.speaker))}</p>'


def _stands(article: Article, start: int, end: int, quote: str) -> bool:
    return bool(quote) and 0 <= start < end and article.text[start:end] == quote


def _meta(outlet: str, published: str | None, *more: str) -> str:
    return ", ".join(text(part) for part in (outlet, date(published), *more) if part)
