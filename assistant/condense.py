"""A follow-up made to stand alone, without a language model.

A question leans on the conversation when it points back ("he", "there", "that meeting"), opens with a joint ("And
Pompeo?", "What about Iran?") or is too short to stand. What it leans on is carried over in brackets, so that a person
can read what was searched: the last question that stood by itself and, for a pronoun, the name that the last answer
brought in.

English only. It does not decide who "he" is: the name is carried, the reader weighs it.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.reader import values
from assistant.reader.question import analyse, stem, terms, words

_POINTS_BACK = re.compile(
    r"\b(?:he|she|him|his|her|hers|they|them|their|theirs|it|its|this|these|those|then|former|latter"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there"
    r"|that(?! (?:is|was|were|are|has|have|had|the|a|an)\b)|the (?:same|other|others|two|first|second))\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"^\s*(?:and|but|or|so|also|what about|how about|what else|why not|which one|who else|since when|how so)\b",
    re.IGNORECASE,
)
_PARALLEL = re.compile(
    r"^\s*(?:and|what about|how about|and what about)\s+(?:the\s+)?([^?]{1,60}?)\s*\??\s*$", re.IGNORECASE
)

_MIN_TERMS = 3  # content words; shorter questions without a name have no subject of their own ("In what forms?")
_PERSONAL = re.compile(r"\b(?:he|she|him|his|her|hers|they|them|their|theirs|it|its)\b", re.IGNORECASE)
_MAX_NAMES = 2  # of the last answer; where it brings more, none of them is the one that a pronoun means


def condense(question: str, history: Sequence[Turn]) -> str:
    """The question as it is searched: itself, or with what it leans on after it in brackets."""
    if not history or not leans(question):
        return question.strip()
    topic = _topic(history)
    names = _new_names(question, topic, history[-1].answer) if _PERSONAL.search(question) else []
    carried = [topic, *names]
    return f"{question.strip()} ({'; '.join(carried)})"


def leans(question: str) -> bool:
    """Whether a question needs the conversation to be understood."""
    return (
        _POINTS_BACK.search(question) is not None
        or _JOINT.match(question) is not None
        or _PARALLEL.match(question) is not None
        or (_is_short(question) and not analyse(question).names)
    )


def _is_short(question: str) -> bool:
    return len(set(terms(question))) < _MIN_TERMS


def _topic(history: Sequence[Turn]) -> str:
    """The last full question that stood by itself and was answered, without its question mark; else the first one."""
    standing = [turn for turn in history if not leans(turn.question) and not _is_short(turn.question)]
    answered = [turn for turn in standing if turn.answer.strip()] or standing or history
    return answered[-1 if standing else 0].question.strip().rstrip("?").strip()


def _new_names(question: str, topic: str, answer: str) -> list[str]:
    """Names of the last answer that neither the question nor the topic has."""
    seen = {stem(word) for word in words(f"{question} {topic}")}
    found = []
    for start, end in values.names(answer):
        name = answer[start:end].strip()
        stems = {stem(word) for word in words(name)}
        if stems and not stems & seen:  # "Antony Blinken" says nothing new beside "Blinken"
            found.append(name)
            seen |= stems
    return found if len(found) <= _MAX_NAMES else []
