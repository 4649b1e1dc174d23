"""A conversation as one HTML file that opens anywhere: no script, no font, no picture, nothing that is fetched.

Every value passes through `text`, which escapes it; links lead to web addresses only. The page's own rules for the
browser allow its one style sheet, by its digest, and nothing else, should a value ever get by.
"""

import base64
import hashlib
import html
import importlib.resources

from assistant.answer import Answer, Citation, Sentence
from assistant.dates import written
from assistant.export import links, wording
from assistant.export.exported import Exported
from assistant.render import looked_text, voices
from prompts import words

_OTHER = 'dir="auto" lang=""'  # of another's words: their direction is their own, their language not known here


def written_out(conversation: Exported) -> bytes:
    """The whole file."""
    css = importlib.resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    rules = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    turns = [_turn(turn, asked, answer) for turn, (asked, answer) in enumerate(conversation.turns, start=1)]
    drawn = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="generator" content="Chancery">'
        f"<title>{text(wording.title(conversation))}</title><style>{css}</style></head>\n<body><main>"
        f"<header><h1 {_OTHER}>{text(wording.title(conversation))}</h1>"
        f'<p class="meta">{text(wording.head(conversation))}</p></header>{_contents(conversation)}\n'
        f"{''.join(turns) or f'<p>{wording.EMPTY}</p>'}</main></body></html>\n"
    )
    return drawn.encode()


def text(value: str) -> str:
    """A value as text on the page, never as markup; fit for attributes too."""
    return html.escape(wording.fit(value), quote=True)


def _contents(conversation: Exported) -> str:
    """The questions as links, where there are several."""
    if len(conversation.turns) < 2:
        return ""
    items = "".join(
        f'<li><a href="#t{turn}" {_OTHER}>{text(answer.question)}</a></li>'
        for turn, (_, answer) in enumerate(conversation.turns, start=1)
    )
    return f'<nav aria-label="Questions"><ol>{items}</ol></nav>'


def _turn(turn: int, asked: float, answer: Answer) -> str:
    notes = "".join(f"<li>{text(note)}</li>" for note in wording.notes(answer))
    searched = f'<ul class="notes">{notes}</ul>' if notes else ""
    body = _refusal(answer) if answer.refused else _said(turn, answer)
    return (
        f'<section id="t{turn}" aria-labelledby="q{turn}"><h2 id="q{turn}" {_OTHER}>{text(answer.question)}</h2>'
        f'<p class="meta">Asked {wording.moment(asked)}</p>{searched}{body}</section>\n'
    )


def _refusal(answer: Answer) -> str:
    looked = f'<p class="meta">{text(looked_text(answer))}</p>' if looked_text(answer) else ""
    items = "".join(f"<li><bdi {_OTHER}>{text(near.title)}</bdi></li>" for near in answer.nearest)
    near = f"<h3>{wording.NEAREST}</h3><ul>{items}</ul>" if items else ""
    return f'<div class="refused"><p>{text(answer.reason)}</p>{looked}{near}</div>'


def _said(turn: int, answer: Answer) -> str:
    cited = {citation.n: citation for citation in answer.citations}
    caveats = "".join(f'<p class="notice">{text(caveat)}</p>' for caveat in answer.caveats)
    lead = f"<p {_OTHER}><b>{text(wording.lead(answer))}</b></p>" if wording.lead(answer) else ""
    said = " ".join(_sentence(turn, sentence, cited) for sentence in answer.sentences)
    footing = f'<p class="meta">{text(wording.footing(answer))}</p>' if wording.footing(answer) else ""
    sources = "".join(_source(turn, citation) for citation in answer.citations)
    listed = f'<h3>{wording.SOURCES}</h3><ol class="sources">{sources}</ol>' if sources else ""
    return f'<div class="said">{caveats}{lead}{_sides(turn, answer)}<p {_OTHER}>{said}</p></div>{footing}{listed}'


def _sides(turn: int, answer: Answer) -> str:
    """The differing answers: a body a side, a row a voice."""
    bodies = []
    for side, by in voices(answer):
        head = f'<th scope="rowgroup" rowspan="{max(len(by), 1)}" {_OTHER}>{text(side.answer)}</th>'
        rows = [
            f"<td><bdi>{text(one.who)}</bdi></td><td>{text(written(one.when))}</td>"
            f"<td>{''.join(_mark(turn, citation.n, citation) for citation in one.citations)}</td>"
            for one in by
        ]
        bodies.append(f"<tbody><tr>{head}{'</tr><tr>'.join(rows)}</tr></tbody>")
    return f"<table><caption>{words.SIDES}</caption>{''.join(bodies)}</table>" if bodies else ""


def _sentence(turn: int, sentence: Sentence, cited: dict[int, Citation]) -> str:
    before, short, after = (text(part) for part in wording.parts(sentence))
    marks = "".join(_mark(turn, n, cited.get(n)) for n in sentence.citations)
    said = f"{before}{f'<b>{short}</b>' if short else ''}{after}{marks}"
    doubt = wording.verdict(sentence)
    return f'<span class="doubtful">{said}</span> <i class="doubt">({doubt})</i>' if doubt else f"<span>{said}</span>"


def _mark(turn: int, n: int, citation: Citation | None) -> str:
    """The number of a source, as a link to it; nothing to lead to where an answer has no such source."""
    if citation is None:
        return f"<sup>[{n}]</sup>"
    of = text(", ".join([wording.named(citation), *wording.about(citation)]))
    return f'<sup><a href="#{wording.anchor(turn, n)}" aria-label="Source {n}: {of}" title="{of}">[{n}]</a></sup>'


def _source(turn: int, citation: Citation) -> str:
    about = "".join(f", <bdi>{text(part)}</bdi>" for part in wording.about(citation))
    reported = f'<p class="meta who">{text(wording.speaker(citation))}</p>' if citation.speaker else ""
    quoted = text("\n\n".join(wording.quoted(citation)))
    address, place = links.web(citation.url), text(links.to_quote(citation.url, citation.quote))
    link = f'<p class="url"><a href="{place}" rel="noopener noreferrer">{text(citation.url)}</a></p>' if address else ""
    return (
        f'<li id="{wording.anchor(turn, citation.n)}" value="{citation.n}">'
        f'<p class="meta"><cite {_OTHER}>{text(wording.named(citation))}</cite>{about}</p>{reported}'
        f"<blockquote {_OTHER}>{quoted}</blockquote>{link}</li>"
    )
