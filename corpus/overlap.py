"""Whether a text has already said a sentence, judged by the words that both use."""

import re
from collections.abc import Sequence

ENOUGH = 0.7
"""The share of a sentence's words that one sentence of the body must have, for it to be a repeat. Automatic summaries
reach 0.75 and more; another fact about the same people and places stays below 0.5."""

MIN_LETTERS = 4  # shorter words are mostly grammar; numbers count at any length
STEM = 6  # characters compared, so that `restoring` meets `restore`

_WORD = re.compile(r"\d+|[^\W\d_]{%d,}" % MIN_LETTERS)  # noqa: UP031 - braces of the pattern
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\W\d_a-zа-я]|[\"'“‘«(])")


class Body:
    """The sentences of a text as sets of words, made when they are first asked for."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._sentences = [_words(part) for paragraph in paragraphs for part in _SENTENCE_END.split(paragraph)]

    def says(self, text: str) -> bool:
        """Whether each sentence of `text` repeats one of the body, or two in a row, numbers and all."""
        return all(self._has(words) for words in map(_words, _SENTENCE_END.split(text)) if words)

    def _has(self, words: frozenset[str]) -> bool:
        numbers = {word for word in words if word.isdigit()}
        for first, second in zip(self._sentences, [*self._sentences[1:], frozenset[str]()], strict=False):
            either = first | second
            if numbers <= either and len(words & either) >= ENOUGH * len(words):
                return True
        return False


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORD.findall(sentence.casefold()))
