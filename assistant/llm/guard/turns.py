"""A sentence that turns what its passages say: as done what they say will be, a yes for their no, a reason of its own;
or before what they have it after.

A clause is compared with the one clause of the passages that shares most of its words, if that is half of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.llm.guard.cited import Cited, nearest, sentences
from assistant.llm.guard.clauses import clauses
from assistant.llm.guard.dates import Distance, distances
from assistant.reader.question import STOP_WORDS, stem, words
from index.sentences import split

_SHARE, _LEAST = 0.5, 2  # of the content words of a clause, and how many at least, that its like has
_AROUND = 2  # sentences of the passages, those nearest, in which a reason is looked for

_NOT = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|cannot|without|hardly|barely|missing|lack\w*|den(?:y|ied|ies)"
    r"|refus\w+|reject\w+|withh[eo]ld|closed to|turn(?:ed|s|ing)? (?:\w+ ){0,2}down)\b|n[’']t\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|must|not yet|to be|plan(?:s|ned)?|intend\w*|hope[sd]?|expect\w*"
    r"|announced that|put \w+ up|(?:is|are|was|were)(?: due| set| meant| likely| supposed| about"
    r"| scheduled)? to (?=\w))\b"
    r"(?! have)",
    re.I,
)
_DONE = re.compile(r"\b(?:has|have|had|was|were|\w{2,}ed|met|went|sent|took|sold|made|left|held|gave|came)\b")
_REASON = re.compile(
    r"\b(?:because|due to(?! (?:be|\w+ (?:on|in|by|at)))|owing to|thanks to|as a result|in response|led to"
    r"|forc(?:ed|ing)|therefore"
    r"|caus(?:ed|es|ing)|prompt(?:ed|ing)|driven by|for fear|motivated|stemm?\w* from|in retaliation"
    r"|out of (?:fear|respect|concern))\b|(?:^|,\s)since\s(?!\d|the |then|[A-Z])",
    re.I,
)
_MEANS_REASON = (
    r"in (?:return|reply|answer)|ma(?:de|kes?|king) (?:it|\w+ (?:hard|difficult|impossible))|ha(?:d|s|ve) (?:had )?to"
)
_REASON_THERE = re.compile(
    rf"{_REASON.pattern}|\b(?:reasons?|since|blam\w+|justif\w+|answer to|explain\w*|so that|which is why"
    rf"|{_MEANS_REASON})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    sentence: str
    stems: frozenset[str]


def turned(sentence: str, cited: Sequence[Cited]) -> bool:
    """Whether a sentence turns what the passages say about the same."""
    there = [clause for one in cited for clause in _clauses(one.text)]
    if any(_turns(clause, there) for clause in _clauses(sentence)):
        return True
    return _has_own_reason(sentence, cited)


def _turns(clause: _Clause, there: Sequence[_Clause]) -> bool:
    like = max(there, key=lambda one: (len(clause.stems & one.stems), -len(one.stems)), default=None)
    if like is None or len(clause.stems & like.stems) < max(_LEAST, _SHARE * len(clause.stems)):
        return False
    denied = bool(_NOT.search(clause.text)) != bool(_NOT.search(like.text))
    if denied and bool(_NOT.search(clause.sentence)) != bool(_NOT.search(like.sentence)):
        return True
    return bool(_OPEN.search(like.text) and _DONE.search(clause.text) and not _OPEN.search(clause.sentence))


def _has_own_reason(sentence: str, cited: Sequence[Cited]) -> bool:
    if not _REASON.search(sentence):
        return False
    said = sentences(cited)
    return not any(_REASON_THERE.search(said[at]) for at in nearest(sentence, said)[:_AROUND])


def out_of_order(sentence: str, cited: Sequence[Cited]) -> bool:
    """Whether something is said to be before what the passages have it after, or the other way round."""
    placed = [(distance, stems) for text in sentences(cited) for distance, stems in _placed(text)]
    for own, mine in _placed(sentence):
        like = [(len(mine & stems), distance.sign) for distance, stems in placed if distance.days == own.days]
        shared, sign = max(like, default=(0, own.sign))
        if sign != own.sign and shared >= max(_LEAST, _SHARE * len(mine)) and (shared, own.sign) not in like:
            return True
    return False


def _placed(sentence: str) -> Iterator[tuple[Distance, frozenset[str]]]:
    """The distances in time of a sentence, each with the stems of what is so far from something else."""
    for one in distances(sentence):
        rest = sentence[one.end :]
        if re.search(r"(?:before|after)$", sentence[one.start : one.end], re.I):
            rest = rest.partition(",")[2]
        yield one, _stems(sentence[: one.start] + rest)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word.casefold() not in STOP_WORDS)


def _clauses(text: str) -> Iterator[_Clause]:
    for start, end in split(text):
        sentence = text[start:end]
        for a, b in clauses(sentence):
            stems = _stems(sentence[a:b])
            if len(stems) >= _LEAST:
                yield _Clause(sentence[a:b], sentence, stems)
