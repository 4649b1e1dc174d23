"""Whether a text has already said a sentence, judged by the words that both use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 0.7
"""The share of a sentence's words that one sentence of the body must have, for it to be a repeat. Automatic summaries
reach 0.75 and more; another fact about the same people and places stays below 0.5."""

MIN_LETTERS = 4  # shorter words are mostly grammar; numbers and abbreviations count at any length
MIN_WORDS = 4  # counted words of a repeat; fewer are an item of a list, such as a name, that the body only mentions
STEM = 6  # characters compared, so that `restoring` meets `restore`

_WORD = re.compile(r"\d+|[^\W\d_]{%d,}|[A-ZА-ЯЁІЇЄ]{2,}" % MIN_LETTERS)  # noqa: UP031 - braces of the pattern
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\W\d_a-zа-я]|[\"'“‘«(])")
_NUMBER = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|\w+illions?"
    r"|half|twice|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч\w*|миллион\w*)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<=[\w,;:'’»”)] )[^\W\d_]{2,}")  # a word that is not the first; with a capital, a name
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|\w+n['’]t|не|нет|ни|никогда|никто|без|ні|немає"
    r"|nicht|nie|kein\w*|ohne|ne|pas|jamais|sans|sin|nunca|não|non|nie)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What of a sentence is compared: its words, those of them that a repeat must have, and whether it denies."""

    words: frozenset[str]
    must: frozenset[str]
    denies: bool


_NONE = _Sentence(frozenset(), frozenset(), denies=False)


class Body:
    """The sentences of a text, ready to be compared."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._sentences = [_sentence(part) for paragraph in paragraphs for part in _SENTENCE_END.split(paragraph)]

    def says(self, text: str) -> bool:
        """Whether each sentence of `text` repeats one of the body, or two in a row: numbers, names and denials too."""
        sentences = [sentence for sentence in map(_sentence, _SENTENCE_END.split(text)) if sentence.words]
        enough = sum(len(sentence.words) for sentence in sentences) >= MIN_WORDS
        return enough and all(map(self._has, sentences))

    def _has(self, asked: _Sentence) -> bool:
        for first, second in zip(self._sentences, [*self._sentences[1:], _NONE], strict=False):
            either = first.words | second.words
            same = asked.denies == (first.denies or second.denies) and asked.must <= either | first.must | second.must
            if same and len(asked.words & either) >= ENOUGH * len(asked.words):
                return True
        return False


def _sentence(text: str) -> _Sentence:
    names = [word for word in _INSIDE.findall(text) if word[0].isupper()]
    must = frozenset(_stems([*_NUMBER.findall(text), *names]))
    return _Sentence(frozenset(_stems(_WORD.findall(text))), must, bool(_DENIAL.search(text)))


def _stems(words: Sequence[str]) -> list[str]:
    return [word.casefold()[:STEM] for word in words]
