"""The questions that went worst, as HTML: what was asked, expected, said and cited, and the passages that were found.

All of it but our own words comes from articles and gold files, and passes through `text`, which escapes it.
"""

import html
from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from assistant.evaluation.asking import Case, Found
from assistant.evaluation.gold import Item, equals, expected
from assistant.evaluation.search import DEPTH

_MOST_TEXT = 2000  # characters of a passage or quote; a report is for looking, not for reading articles


def text(value: object) -> str:
    """A value as text on the page, never as markup; fit for attributes too."""
    return html.escape(str(value), quote=True)


def worst(cases: Sequence[Case], count: int) -> list[Case]:
    """The cases that lost most, the worst first; those with a full score are none."""
    lossy = [case for case in cases if case.row.score < 1]
    return sorted(lossy, key=lambda case: (case.row.score, case.row.cited, case.row.id))[:count]


def card(number: int, case: Case) -> str:
    """One case; `number` makes its anchor."""
    row = case.row
    verdict = f"score {row.score:.2f}, said {row.answer:.2f}, cited {row.cited:.2f}, confidence {row.confidence:.2f}"
    return (
        f'<article class="case" id="case-{number}" aria-labelledby="q-{number}">'
        f'<p class="meta"><a href="#case-{number}">{text(row.id)}</a> <span>{text(row.type)}</span> '
        f"<span>{verdict}</span></p>"
        f'<h3 id="q-{number}">{text(row.question)}</h3>'
        f"{_history(case.item)}<dl>"
        f"<dt>Expected</dt><dd>{_expected(case.item)}</dd>"
        f"<dt>Said</dt><dd>{_said(case)}</dd></dl>"
        f"{_citations(case.answer.citations)}{_evidence(case)}{_passages(case.found)}"
        '<p class="up"><a href="#worst">All of these questions</a></p></article>'
    )


def _history(item: Item) -> str:
    turns = "".join(f"<li>{text(turn['question'])}</li>" for turn in item["history"])
    return f'<p class="sub">Asked before</p><ul>{turns}</ul>' if turns else ""


def _expected(item: Item) -> str:
    if not item["answerable"]:
        return "A refusal: the library does not tell."
    parts = [" <i>or</i> ".join(map(text, part)) for part in expected(item) if part]
    return "<br>".join(parts) or "Not stated in the gold file."


def _said(case: Case) -> str:
    answer = case.answer
    if answer.refused:
        return f'<span class="refused">Refused.</span> {text(answer.reason)}'
    short = f"<b>{text(answer.short_answer)}</b><br>" if answer.short_answer else ""
    return short + " ".join(
        text(one.text) + "".join(f'<span class="c">{n}</span>' for n in one.citations) for one in answer.sentences
    )


def _citations(citations: Iterable[Citation]) -> str:
    items = "".join(
        f'<li value="{one.n}"><q>{text(one.quote[:_MOST_TEXT])}</q>'
        f"{_where(one.title or one.source, one.outlet, one.published)}"
        "</li>"
        for one in citations
    )
    return f'<p class="sub">Cited</p><ol class="quotes">{items}</ol>' if items else ""


def _evidence(case: Case) -> str:
    lines = []
    for entry, rank in zip(case.item["evidence"], case.row.ranks, strict=True):
        where = f"passage {rank} of the search" if rank else f"in none of the first {DEPTH} passages"
        quotes = " <i>or</i> ".join(f"<q>{text(one['quote'][:_MOST_TEXT])}</q>" for one in equals(entry))
        lines.append(f'<li>{quotes}<span class="meta">{text(entry["doc"])}, {where}</span></li>')
    return f'<p class="sub">Gold evidence</p><ul class="quotes">{"".join(lines)}</ul>' if lines else ""


def _passages(found: Sequence[Found]) -> str:
    if not found:
        return ""
    shown = "".join(
        f'<div class="passage"><p class="n">{one.rank}</p><div>{_where(one.title, one.outlet, one.published)}'
        f"<p>{_marked(one)}</p></div></div>"
        for one in found
    )
    return f"<details><summary>Passages found ({len(found)} shown)</summary>{shown}</details>"


def _where(title: str, outlet: str, published: str | None) -> str:
    rest = ", ".join(map(text, filter(None, (outlet, published))))
    return f'<span class="meta"><b>{text(title)}</b>{f", {rest}" if rest else ""}</span>'


def _marked(one: Found) -> str:
    """The passage with the sentences that hold the evidence marked; `marks` ascend and do not overlap."""
    out, place = [], 0
    for start, end in one.marks:
        out += [text(one.text[place:start]), f"<mark>{text(one.text[start:end])}</mark>"]
        place = end
    return "".join([*out, text(one.text[place : max(place, _MOST_TEXT)])])
