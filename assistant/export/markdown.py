"""A conversation as Markdown: CommonMark, with the tables of GitHub's.

Every value passes through `text`, which escapes it: what looks like markup in an article stays what it says.
"""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Sentence
from assistant.export import links, wording
from assistant.export.exported import Exported
from assistant.render import looked_text
from prompts import words

_MARKUP = re.compile(r"[\\`*_\[\]<>{}&|~$^#]")  # of CommonMark wherever it stands, of tables, formulas and templates
_AT_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")  # lists, rulers and headings underlined
_BOLD = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)  # `**` beside a letter or digit is always bold


def written_out(conversation: Exported) -> bytes:
    """The whole file."""
    blocks = [f"# {text(wording.title(conversation))}", f"*{text(wording.head(conversation))}*"]
    for turn, (asked, answer) in enumerate(conversation.turns, start=1):
        blocks += _turn(turn, asked, answer)
    if not conversation.turns:
        blocks.append(wording.EMPTY)
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def text(value: str) -> str:
    """A value as text on one line, never as markup."""
    return _line(_escaped(value))


def _escaped(value: str) -> str:
    fit = re.sub(r"\s+", " ", wording.fit(value))
    return _MARKUP.sub(r"\\\g<0>", fit)


def _line(escaped: str) -> str:
    """A line that begins neither a list nor a ruler."""
    return _AT_START.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", escaped.strip())


def _bold(value: str) -> str:
    found = _BOLD.fullmatch(value)
    if found is None or not found[2]:
        return _escaped(value)
    return f"{_escaped(found[1])}**{_escaped(found[2])}**{_escaped(found[3])}"


def _turn(turn: int, asked: float, answer: Answer) -> list[str]:
    told = [f"## {text(answer.question)}", f"Asked {wording.moment(asked)}"]
    told += ["\n".join(f"- {text(note)}" for note in wording.notes(answer))]
    if answer.refused:
        near = "\n".join(f"- {text(one.title)}" for one in answer.nearest)
        return [*told, text(answer.reason), text(looked_text(answer)), *([f"{wording.NEAREST}:", near] if near else [])]
    told += [f"> {text(caveat)}" for caveat in answer.caveats]
    told += [_line(_bold(wording.lead(answer))), _sides(turn, answer)]
    told += [_line(" ".join(_sentence(turn, sentence) for sentence in answer.sentences)), wording.footing(answer)]
    if answer.citations:
        told += [f"### {wording.SOURCES}", *(_source(turn, one) for one in answer.citations)]
    return told


def _sides(turn: int, answer: Answer) -> str:
    rows = [
        f"| {_bold(said)} | {text(who)} | {text(when)} | {_marks(turn, numbers)} |"
        for said, who, when, numbers in wording.sides(answer)
    ]
    return "\n".join([f"| {words.SIDES} | | | |", "| --- | --- | --- | --- |", *rows]) if rows else ""


def _sentence(turn: int, sentence: Sentence) -> str:
    before, short, after = wording.parts(sentence)
    doubt = wording.verdict(sentence)
    said = f"{_escaped(before)}{_bold(short)}{_escaped(after)} {_marks(turn, sentence.citations)}".strip()
    return f"{said} *({doubt})*" if doubt else said


def _marks(turn: int, numbers: Sequence[int]) -> str:
    return "".join(f"[\\[{n}\\]](#{wording.anchor(turn, n)})" for n in numbers)


def _source(turn: int, citation: Citation) -> str:
    """A source with its quote; paragraphs of the quote stay paragraphs."""
    title = text(wording.named(citation))
    address = links.to_quote(citation.url, citation.quote)
    named = f"[{title}]({address})" if address else title
    about = ", ".join([named, *(text(part) for part in wording.about(citation))])
    quoted = [text(part) for part in wording.quoted(citation)]
    reported = [text(wording.speaker(citation))] if citation.speaker else []
    told = [f'<a id="{wording.anchor(turn, citation.n)}"></a>**\\[{citation.n}\\]** {about}', *reported]
    return "  \n".join(told) + "\n\n" + "\n>\n".join(f"> {line}" for line in quoted)
