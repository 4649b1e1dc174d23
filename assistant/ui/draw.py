"""Records to HTML, one: a turn of the conversation, its sources, and an article to read.

Pure functions. Everything that comes from an article, a file name, a question or an error passes through `text`, which
escapes it; nothing else may put such a value on the page.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from assistant.answer import Answer, Citation, Nearest, Preference, Sentence
from assistant.dates import written
from assistant.filters import as_record, labels
from assistant.render import looked_text, voices
from corpus.article import Article
from prompts import words

_AROUND = 300  # characters of the article shown on each side of a quote; a card stays readable at a glance
_AROUND_MANY = 120  # the same on a card with several quotes, for the same reason

_COMMAND = re.compile(r"\bchancery [a-z]|\bmake [a-z]+$|(?<!\S)--[a-z]")
_LONG = 400  # characters of a question beyond which its heading may scroll, and so must be reached by the keyboard

FindArticle = Callable[[str], Article | None]
"""An article by its id, or None when it has left the library."""


def text(value: str) -> str:
    """A value as text on the page, never as markup; fit for attributes too."""
    return html.escape(value, quote=True)


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
    note, where = _searched(answer, num_articles), json.dumps(as_record(answer.where))
    drawn = _preferring(answer.preferences) + body
    return _section(position, answer.question, note, drawn, cards(answer.citations, find), where=where)


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
    """The cited articles, one card each, in the order of their first citation; their quotes are numbered inside."""
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    return "".join(_card(quoted, find(article_id)) for article_id, quoted in by_article.items())


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


def open_button(article_id: str, label: str) -> str:
    """A button that opens an article in the reader view; on a card, at the quote that is pressed, or else its first."""
    return f'<button type="button" class="link" data-do="read" data-article="{text(article_id)}">{text(label)}</button>'


def _reading(page: str) -> str:
    return (
        '<div class="reader" role="dialog" aria-modal="true" aria-labelledby="reader-title">'
        '<div class="bar"><button type="button" class="link" data-do="close-reader">← Back</button></div>'
        f'<div class="page" tabindex="0">{page}</div></div>'
    )


def _section(
    position: int, question: str, note: str, body: str, sources: str, *, busy: bool = False, where: str = "{}"
) -> str:
    reach = ' tabindex="0"' if len(question) > _LONG else ""
    return (
        f'<section class="turn" data-turn="{position}" data-where="{text(where)}" aria-busy="{str(busy).lower()}">'
        f'<h2 class="q"{reach}>{text(question)}</h2><p class="asked">{note}</p>{body}'
        f'<div class="cards" hidden>{sources}</div></section>'
    )


def _searched(answer: Answer, num_articles: int) -> str:
    where = f"in {count(num_articles, 'article')}"
    if answer.where:
        where += f"; only: {text(', '.join(labels(answer.where)))}"
    if answer.standalone_question.strip() == answer.question.strip() and not answer.refused:
        return f"Searched {where}"
    return f"Searched for: <b>{text(answer.standalone_question)}</b> {where}"


def _preferring(preferences: Sequence[Preference]) -> str:
    """What the question asked to be looked at first; each can be taken away, which asks again without it."""
    if not preferences:
        return ""
    items = "".join(
        f'<li><button type="button" class="chip" data-do="unprefer" data-label="{text(one.label)}" '
        f'title="Ask again without preferring this">{text(one.label)}<span aria-hidden="true">×</span>'
        '<span class="sr">: ask again without preferring this</span></button></li>'
        for one in preferences
    )
    return f'<div class="preferring"><span>Preferring</span><ul class="chips">{items}</ul></div>'


def _said(answer: Answer) -> str:
    caveats = "".join(f'<p class="notice">{text(caveat)}</p>' for caveat in answer.caveats)
    short = answer.short_answer or ""
    inside = any(sentence.short for sentence in answer.sentences)
    lead = f'<p><b class="short">{text(short)}</b></p>' if short and not inside else ""
    said = _sentences(answer.sentences, answer.citations)
    return f'<div class="a" aria-live="polite">{caveats}{lead}{_sides(answer)}<p>{said}</p></div>{_trust(answer)}'


def _sides(answer: Answer) -> str:
    """The differing answers as a small table: what is said, by whom, when; a body a side, a row a voice."""
    bodies = []
    for side, by in voices(answer):
        head = f'<th scope="rowgroup" rowspan="{max(len(by), 1)}">{text(side.answer)}</th>'
        rows = [
            f"<td>{text(one.who)}</td><td>{text(written(one.when))}</td>"
            f"<td>{''.join(_mark(citation.n, citation) for citation in one.citations)}</td>"
            for one in by
        ]
        bodies.append(f"<tbody><tr>{head}{'</tr><tr>'.join(rows)}</tr></tbody>")
    return f'<table class="sides"><caption>{text(words.SIDES)}</caption>{"".join(bodies)}</table>' if bodies else ""


def _sentences(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    cited = {citation.n: citation for citation in citations}
    drawn = []
    for sentence in sentences:
        said, bold = sentence.text, range(*(sentence.short or (0, 0)))
        last = said.rfind(" ") + 1  # the last word and the marks stay together on a line
        marks = "".join(_mark(n, cited.get(n)) for n in sentence.citations)
        tail = f'<span class="cs">{_stretch(said, last, len(said), bold)}{marks}</span>'
        drawn.append(f'<span class="s {sentence.support}">{_stretch(said, 0, last, bold)}{tail}</span>')
    return " ".join(drawn)


def _stretch(said: str, start: int, end: int, bold: range) -> str:
    """Escape `said[start:end]`, bold where it lies in `bold`."""
    first, last = max(start, bold.start), min(end, bold.stop)
    if first >= last:
        return text(said[start:end])
    return f'{text(said[start:first])}<b class="short">{text(said[first:last])}</b>{text(said[last:end])}'


def _mark(n: int, citation: Citation | None) -> str:
    """The number of a source; it tells on hover, and to a screen reader, which that is and whom it reports."""
    of = [citation.title or citation.source, citation.outlet, written(citation.published)] if citation else []
    label = text(f"Source {n}: {', '.join(part for part in of if part)}")
    if citation and citation.speaker:
        label += f". {text(words.SPEAKER.format(speaker=citation.speaker))}"
    state = f'aria-pressed="false" aria-label="{label}" title="{label}"'
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
        parts.append(f"<span>as of {text(written(answer.as_of))}</span>")
    return f'<p class="trust">{"".join(parts)}</p>'


def _refusal(answer: Answer) -> str:
    looked = looked_text(answer)
    note = f'<p class="looked">{text(looked)}</p>' if looked else ""
    return f'<div class="refused" role="status"><p>{text(answer.reason)}</p>{note}{_nearest(answer.nearest)}</div>'


def _nearest(nearest: Sequence[Nearest]) -> str:
    if not nearest:
        return ""
    items = "".join(f"<li>{open_button(one.article_id, one.title)}</li>" for one in nearest)
    return f'<p class="sub">The nearest articles</p><ul class="nearest">{items}</ul>'


def _card(quoted: Sequence[Citation], article: Article | None) -> str:
    """An article and what it is cited for; `quoted` are its citations, at least one."""
    first, numbered = quoted[0], len(quoted) > 1
    standing = [one for one in quoted if article is not None and _stands(article, one.start, one.end, one.quote)]
    drawn = [_passage(article.text, near, numbered) for near in _near(standing, article.text)] if article else []
    drawn += [f'<p class="pas">{_quote(one, numbered)}</p>' for one in quoted if one not in standing]
    note, opens = "", open_button(first.article_id, "Open the article")
    if article is None:
        note, opens = '<p class="meta">This article is no longer in the library.</p>', ""
    elif len(standing) < len(quoted):
        note = '<p class="meta">The article has changed since this answer.</p>'
    return (
        f'<article class="card" tabindex="-1"><span class="n">{", ".join(str(one.n) for one in quoted)}</span>'
        f"<h3>{text(first.title or first.source)}</h3>"
        f'<p class="meta">{_meta(first.outlet, first.published)}</p>{_speakers(quoted)}'
        f'{"".join(drawn)}{note}<div class="links">{opens}{original(first.url)}</div></article>'
    )


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
    return f'<p class="pas">{"".join(drawn)}{text(after)}</p>'


def _quote(citation: Citation, numbered: bool) -> str:
    number = f'<sup class="k">{citation.n}</sup>' if numbered else ""
    place = f'data-n="{citation.n}" data-start="{citation.start}" data-end="{citation.end}"'
    return f"<mark {place}>{text(citation.quote)}</mark>{number}"


def _speakers(quoted: Sequence[Citation]) -> str:
    """Whom the article reports; with the numbers of their quotes where others, or the article itself, say the rest."""
    by: dict[str, list[str]] = {}
    for one in quoted:
        by.setdefault(one.speaker, []).append(str(one.n))
    lines = []
    for speaker, numbers in by.items():
        if speaker:
            which = f"{', '.join(numbers)}: " if len(by) > 1 else ""
            lines.append(f'<p class="meta who">{which}{text(words.SPEAKER.format(speaker=speaker))}</p>')
    return "".join(lines)


def _stands(article: Article, start: int, end: int, quote: str) -> bool:
    return bool(quote) and 0 <= start < end and article.text[start:end] == quote


def _meta(outlet: str, published: str | None, *more: str) -> str:
    return ", ".join(text(part) for part in (outlet, written(published), *more) if part)
