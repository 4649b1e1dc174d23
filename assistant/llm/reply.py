"""A model's text as it comes, taken apart into sentences and the keys of the passages that each of them cites.

Models are asked for `[kbtz]` after a sentence, and write what they like: `(kbtz)`, `【kbtz】`, `[kbtz, mnpd]`,
`[source: kbtz]`, `[^kbtz]`, `[1]`. Whatever looks like a citation leaves the text; what nobody gave them is counted. A
sentence is settled once the next one has begun, because its marks may stand after its full stop.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.llm.tags import ALPHABET, LENGTH
from index.sentences import split

NONE = "NONE"
"""What a model is told to say when its passages do not answer."""

_TAG = rf"[{ALPHABET}]{{{LENGTH}}}"
_WORD = r"(?:sources?|passages?|refs?|see|cf|keys?|ids?|and)"
_INSIDE = rf"(?:[\s,;:.&#^@`'\"*|/-]|{_WORD}\b|{_TAG}\b|\d{{1,2}}\b)*"
_GROUP = re.compile(
    rf"\s*(?:\[({_INSIDE})\](?:\([^()\s]*\))?|【({_INSIDE}(?:†[^】]*)?)】|\(({_INSIDE})\)|\{{({_INSIDE})\}}|<({_INSIDE})>|`({_TAG})`)",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"\s*(?:[\[({{<`]{_INSIDE}\w{{0,8}}|【[^】]{{0,60}}|\]\([^)\s]{{0,80}})\Z", re.IGNORECASE)
_TAIL = re.compile(rf"(?:^|(?<=[\s\])}}>.,;】])){_TAG[:-3]}{{1,{LENGTH}}}\Z")
_SQUARE = "[【"  # marks of numbers stand in these; in other brackets a number is text
_THOUGHTS = ("think", "thinking", "reasoning", "thought")
_THOUGHT = re.compile(rf"\s*<({'|'.join(_THOUGHTS)})>.*?</\1>\s*", re.DOTALL)
_THINKING = re.compile(rf"\s*<(?:{'|'.join(_THOUGHTS)})>")
_BULLET = re.compile(r"(?m)^[^\S\n]*(?:[-*•–]|\d{1,2}[.)])[^\S\n]+")
_HEADING = re.compile(r"(?m)^[^\S\n]*(?:#{1,6}[^\S\n].*|\*\*[^*\n.!?]{1,80}\*\*:?[^\S\n]*)$\n?")
_EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?…](?:\s|\Z))")
_NEXT = 12  # characters of the next sentence, from which the one before is settled
_LEAD_IN = 80  # characters of a line that ends in a colon and opens the sentence after it


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model wrote, and the keys that it cites, each once, in order."""

    text: str
    tags: tuple[str, ...] = ()


def readable(draft: str, known: Collection[str] | None = None) -> str:
    """What a model had written, line by line, as a person may read it: without keys, marks, and its thoughts aloud.

    Where the keys that it was given are not `known` any more, whatever has their form goes.
    """
    keys = re.findall(rf"\b{_TAG}\b(?!:)", draft) if known is None else known
    reply = Reply(frozenset(keys), _text=draft)
    open_ended = _TAIL.sub("", _OPEN.sub("", reply.thought(whole=False)))
    lines = (reply._cleaned(line)[0] for line in open_ended.splitlines())
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Reply:
    """Takes the pieces of one answer. `known` are the keys that the model was given."""

    known: Collection[str]
    raw: str = ""
    unknown: int = 0  # keys and numbers that it cites and nobody gave it
    _text: str = ""  # what is not settled

    def feed(self, piece: str) -> list[Claim]:
        """The sentences that this piece settles."""
        self.raw += piece
        self._text += piece
        return self._settled(whole=False)

    def finish(self) -> list[Claim]:
        """The sentences that were left when the text came to its end."""
        return self._settled(whole=True)

    @property
    def open(self) -> str:
        """What is written of the next sentence, fit to be shown: without marks, and without half of one."""
        return self._cleaned(_TAIL.sub("", _OPEN.sub("", self.thought(whole=False))))[0]

    def thought(self, *, whole: bool = True) -> str:
        """What is not settled, without what the model thought aloud before it; nothing while it still thinks."""
        self._text = _THOUGHT.sub("", self._text, count=1) if _THOUGHT.match(self._text) else self._text
        begun = self._text.lstrip()
        if _THINKING.match(begun):
            return ""
        may_think = begun and not whole and any(f"<{name}>".startswith(begun) for name in _THOUGHTS)
        return "" if may_think else self._text

    def _settled(self, *, whole: bool) -> list[Claim]:
        claims = []
        while text := self.thought(whole=whole):
            end = _first(text, whole=whole)
            if end is None:
                break
            self._text = text[end:]
            claim, cited, unknown = self._cleaned(text[:end])
            self.unknown += unknown
            if re.search(r"\w", claim):
                claims.append(Claim(claim, tuple(dict.fromkeys(cited))))
        return claims

    def _cleaned(self, text: str) -> tuple[str, list[str], int]:
        """A text without marks and markup; the known keys in it, in order; how many others there were."""
        cited: list[str] = []
        unknown = 0

        def take(match: re.Match[str]) -> str:
            nonlocal unknown
            inside = next(group for group in match.groups() if group is not None)
            named = re.findall(rf"\b{_TAG}\b", inside.lower())
            numbers = re.findall(r"\b\d{1,2}\b", inside) if match[0].lstrip()[0] in _SQUARE else []
            if not named and not numbers:
                return match[0]
            cited.extend(tag for tag in named if tag in self.known)
            unknown += sum(tag not in self.known for tag in named) + len(numbers)
            return ""

        def take_bare(match: re.Match[str]) -> str:
            if match[1] not in self.known:
                return match[0]
            cited.append(match[1])
            return ""

        text = re.sub(rf"\s*\b({_TAG})\b", take_bare, _GROUP.sub(take, text))
        text = _BULLET.sub("", _HEADING.sub("", text))
        text = _EMPHASIS.sub(lambda match: match[1] or match[2], text)
        return " ".join(_BEFORE_STOP.sub("", text).split()), cited, unknown


def _first(text: str, *, whole: bool) -> int | None:
    """Where the first sentence of a text ends, with the marks that follow it; None while it may go on."""
    masked = _GROUP.sub(lambda match: " " * len(match[0]), text)  # where sentences end is seen without marks
    starts = _starts(masked)
    if len(starts) > 1 and (whole or len(masked) - starts[1] >= _NEXT):
        return starts[1]
    return len(text) if whole else None


def _starts(text: str) -> list[int]:
    """Where sentences begin; a short line that ends in a colon opens the one after it."""
    starts: list[int] = []
    held = False
    for start, end in split(text):
        if not re.search(r"\w", text[start:end]):
            continue
        if not held:
            starts.append(start)
        held = end - start <= _LEAD_IN and text[start:end].rstrip("* ").endswith(":")
    return starts
