"""Records to HTML: a turn of the conversation. Pure functions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import STANDING, Answer, Citation, Nearest, Preference, Sentence
from assistant.dates import written
from assistant.filters import as_record, labels, names
from assistant.holdings import NOTHING_HELD, Holdings
from assistant.llm.spec import spoken
from assistant.render import independent_text, looked_text, standing_text, voices
from assistant.ui import draw_filters
from assistant.ui.draw import advice, count, direction, open_button, text
from assistant.ui.draw_line import line
from assistant.ui.draw_sentences import mark, sentences_of
from assistant.ui.draw_sources import FindArticle, also_read, cards
from prompts import words

_LONG = 400  # characters of a question beyond which its heading may scroll, and so must be reached by the keyboard


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a turn beside its answer: the token of its link, and whether the person found it helpful."""

    token: str = ""
    helpful: bool | None = None


NOT_KEPT = Kept()


def turn(
    position: int,
    answer: Answer,
    find: FindArticle,
    num_articles: int,
    *,
    building: bool = False,
    kept: Kept = NOT_KEPT,
    holdings: Holdings = NOTHING_HELD,
) -> str:
    """A finished turn; its sources wait inside it, hidden, for the pane beside the chat.

    `building` says that the index was still being built, so that more articles may soon have more to say.
    """
    body = _refusal(answer) if answer.refused else _said(answer)
    if building:
        body += '<p class="notice">The index is being built. Articles that are not in it yet were not searched.</p>'
    note = _searched(answer, num_articles, holdings)
    where = text(json.dumps(as_record(answer.where)))
    titles = text(draw_filters.titles(answer.where, answer.called, holdings))
    drawn = _preferring(answer.preferences) + _wrote(answer) + body + _acts(answer, kept)
    sources = cards(answer.citations, find, holdings) + also_read(answer.read)
    return _section(
        position, answer.question, note, drawn, sources, filters=f'data-where="{where}" data-called="{titles}"'
    )


def earlier(hidden: int, shown: int) -> str:
    """The way to the turns before those that are drawn."""
    return (
        f'<p class="before"><button type="button" class="link" data-do="earlier" data-shown="{shown}">'
        f"Show {count(hidden, 'earlier question')}</button></p>"
    )


def growing(
    position: int,
    question: str,
    stage: str,
    sentences: Sequence[Sentence] = (),
    citations: Sequence[Citation] = (),
    find: FindArticle = lambda _: None,
    writing: str | None = None,
    holdings: Holdings = NOTHING_HELD,
) -> str:
    """A turn that is being answered: what is being done, the sentences so far, and the one that a model is writing.

    `writing` is None where no model writes. Where one does, a turn is drawn at each of its pieces, and stands still.
    """
    begun = f' <span class="writing" dir="auto">{text(writing)}</span>' if writing else ""
    said = f'<p dir="{_way(sentences, writing or "")}">{sentences_of(sentences, citations)}{begun}</p>'
    body = f'<div class="{_still(writing is not None)}">{said}</div>'
    note = f'<span class="doing">{text(stage)}</span>'
    return _section(position, question, note, body, cards(citations, find, holdings), busy=True)


def _way(sentences: Sequence[Sentence], more: str = "") -> str:
    """The direction in which sentences follow each other."""
    return direction(" ".join([*(one.text for one in sentences), more]))


def _still(written: bool) -> str:
    """The class of an answer's text; sentences of a model do not arrive one by one, they are there already."""
    return "a still" if written else "a"


def stopped(position: int, question: str, message: str, hint: str) -> str:
    """A turn that ended in an error, told in words."""
    body = f'<div class="notice" role="alert"><p><b>{text(message)}</b></p><p>{advice(hint)}</p></div>'
    return _section(position, question, "", body, "")


def suggested(position: int, questions: Sequence[str]) -> str:
    """What could be asked after a turn; the script puts it at its foot."""
    if not questions:
        return ""
    items = "".join(
        f'<li><button type="button" data-do="suggest" dir="auto">{text(one)}</button></li>' for one in questions
    )
    return f'<ul class="suggested" data-turn="{position}" aria-label="What could be asked next">{items}</ul>'


def _section(
    position: int,
    question: str,
    note: str,
    body: str,
    sources: str,
    *,
    busy: bool = False,
    filters: str = 'data-where="{}"',
) -> str:
    reach = ' tabindex="0"' if len(question) > _LONG else ""
    return (
        f'<section class="turn" data-turn="{position}" {filters} aria-busy="{str(busy).lower()}">'
        f'<h2 class="q" dir="auto"{reach}>{text(question)}</h2><p class="asked">{note}</p>{body}'
        f'<div class="next"></div><div class="cards" hidden>{sources}</div></section>'
    )


def _searched(answer: Answer, num_articles: int, holdings: Holdings) -> str:
    where = f"in {count(num_articles, 'article')}"
    if answer.where:
        called = answer.called or names(answer.where, holdings)
        where += f"; only: {text(', '.join(labels(answer.where, called)))}"
    if answer.standalone_question.strip() == answer.question.strip() and not answer.refused:
        return f"Searched {where}"
    standalone = text(answer.standalone_question)
    edit = f'<button type="button" class="link" data-do="edit" data-question="{standalone}">Edit</button>'
    return f'Searched for: <b dir="auto">{standalone}</b> {where}. {edit}'


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


def _wrote(answer: Answer) -> str:
    """What became of a language model's answer that is not the one below; what it had written is not lost."""
    if answer.written is None or not (answer.written.failed or answer.written.draft):
        return ""
    draft = answer.written.draft
    kept = (
        f'<details class="draft"><summary>What it had written</summary><p dir="auto">{text(draft)}</p></details>'
        if draft
        else ""
    )
    again = f"<p>{_act('retry', 'Try again')}</p>" if answer.written.failed else ""
    said = f"<p>{text(answer.written.failed)}</p>" if answer.written.failed else ""
    return f'<div class="notice wrote" role="status">{said}{kept}{again}</div>'


def _said(answer: Answer) -> str:
    caveats = "".join(f'<p class="notice">{text(caveat)}</p>' for caveat in answer.caveats)
    short = answer.short_answer or ""
    inside = any(sentence.short for sentence in answer.sentences)
    lead = f'<p dir="auto"><b class="short">{text(short)}</b></p>' if short and not inside else ""
    said = f'<p dir="{_way(answer.sentences)}">{sentences_of(answer.sentences, answer.citations)}</p>'
    kind = _still(answer.written is not None and not answer.written.failed)
    return f'<div class="{kind}">{caveats}{lead}{_sides(answer)}{said}</div>{_trust(answer)}'


def _sides(answer: Answer) -> str:
    """The differing answers as a small table: what is said, by whom, when; a body a side, a row a voice."""
    bodies = []
    for side, by in voices(answer):
        head = f'<th scope="rowgroup" rowspan="{max(len(by), 1)}" dir="auto">{text(side.answer)}</th>'
        rows = [
            f"<td><bdi>{text(one.who)}</bdi></td><td>{text(written(one.when))}</td>"
            f"<td>{''.join(mark(citation.n, citation) for citation in one.citations)}</td>"
            for one in by
        ]
        bodies.append(f"<tbody><tr>{head}{'</tr><tr>'.join(rows)}</tr></tbody>")
    return f'<table class="sides"><caption>{text(words.SIDES)}</caption>{"".join(bodies)}</table>' if bodies else ""


def _trust(answer: Answer) -> str:
    total = len(answer.sentences)
    standing = sum(sentence.support in STANDING for sentence in answer.sentences)
    stands = (
        f"{standing} of {count(total, 'sentence')} {'stands in its source' if total == 1 else 'stand in their sources'}"
    )
    parts = [
        f'<span class="{"ok" if standing == total else "warn"}">{text(standing_text(answer) or stands)}</span>',
        f"<span>{_independent(answer)}</span>",
    ]
    if answer.written and not answer.written.failed:
        parts.append(f"<span>written by {text(spoken(answer.written.model))}</span>")
    if answer.as_of:
        parts.append(f"<span>as of {text(written(answer.as_of))}</span>")
    return f'<p class="trust">{"".join(parts)}</p>{line(answer.citations)}'


def _independent(answer: Answer) -> str:
    """How many sources speak, copies of one text counted once."""
    told = independent_text(answer)  # nothing in answers of an earlier version
    return told or count(len({citation.article_id for citation in answer.citations}), "source")


def _acts(answer: Answer, kept: Kept) -> str:
    """What can be done with an answer."""
    copied = "" if answer.refused else _act("copy", "Copy", f'data-plain="{text(plain(answer))}"')
    export = _act("exports", "Export", 'aria-haspopup="menu"') if kept.token else ""
    link = _act("link", "Link", f'data-token="{text(kept.token)}"') if kept.token else ""
    judged = f"{_helpful('Yes', kept.helpful is True)}{_helpful('No', kept.helpful is False)}" if kept.token else ""
    asked = f'<span class="judge">Helpful? {judged}</span>' if judged else ""
    why = (
        '<form class="why" data-form="why" hidden><label><span></span> <input name="reason" maxlength="2000" '
        'autocomplete="off"></label><button type="submit" class="send">Send</button></form>'
    )
    return (
        f'<div class="acts" role="group" aria-label="This answer" data-token="{text(kept.token)}">{copied}'
        f"{export}{link}{_act('retry', 'Ask again')}"
        f"{_act('edit', 'Edit the question')}{asked}</div>{why if judged else ''}"
    )


def _act(deed: str, label: str, more: str = "") -> str:
    return f'<button type="button" class="quiet" data-do="{deed}" {more}>{label}</button>'


def _helpful(label: str, pressed: bool) -> str:
    state = f'data-helpful="{label.lower()}" aria-pressed="{str(pressed).lower()}"'
    return _act("judge", label, f'{state} aria-label="Helpful: {label.lower()}"')


def plain(answer: Answer) -> str:
    """An answer as text to paste elsewhere: what was asked, the sentences with their numbers, the numbered sources."""
    sources = [
        f"[{one.n}] “{_folded(one.quote)}” {', '.join(part for part in _named(one) if part)}"
        for one in answer.citations
    ]
    return "\n\n".join([answer.question, _folded(answer.text), "\n".join(sources)])


def _folded(said: str) -> str:
    """On one line: the line breaks of a source only wrap what it says."""
    return " ".join(said.split())


def _named(one: Citation) -> tuple[str, ...]:
    page = words.PAGE.format(page=one.page).lstrip(", ") if one.page else ""
    return one.title or one.source, one.outlet, written(one.published), page, one.url


def _refusal(answer: Answer) -> str:
    looked = looked_text(answer)
    note = f'<p class="looked">{text(looked)}</p>' if looked else ""
    return f'<div class="refused" role="status"><p>{text(answer.reason)}</p>{note}{_nearest(answer.nearest)}</div>'


def _nearest(nearest: Sequence[Nearest]) -> str:
    if not nearest:
        return ""
    items = "".join(f"<li>{open_button(one.article_id, one.title)}</li>" for one in nearest)
    return f'<p class="sub">The nearest articles</p><ul class="nearest">{items}</ul>'
