"""Who does what: a name that stands where the passages have another one in its place.

Sentences are cut into clauses. Of each, the names and what they are in it are kept (who acts, to whom, beside what),
and the words that say what happens. A name is wrong where those words stand with another name in the same role more
than with it, by words that only the other has. Rules of English word order, no grammar: what they cannot see they let
pass.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, permutations
from typing import Literal

from assistant.llm.guard import dates, names
from assistant.llm.guard.cited import Cited
from assistant.llm.guard.clauses import blanked, clauses
from assistant.reader.question import STOP_WORDS, stem, words
from index.sentences import split

Role = Literal["acts", "object", "beside", "of", "is", "says"]
"""The name acts; something happens to it; it follows a preposition; it owns or describes what follows it; it is what
an apposition says; it says what the clause says."""

_CLOSE = 0.8  # of the words that a name has in another role count for this one
_SHARE = 0.5  # of the words of a clause that another name has to have
_MOST_CROSSED = 8  # names of a clause that are held against those of another
_LEAD, _LEAD_UNSPOKEN = 1.0, 2.0  # words by which another name has to be ahead, in the sentence itself or not

_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are|got)\s+(?:\w+ly\s+|also\s+|then\s+)?\w+(?:ed|en|wn|ght|ld|id|nt|pt|de|ut|ne)\b"
)
_NO_SUBJECT = re.compile(
    r"^\W*(?:(?:and|but|so|then|who|which|that|also|later|afterwards|still)\s+)*"
    r"(?:he|she|they|it|both|had|has|have|was|were|is|are|will|would|could|did|does|never|not|\w{3,}ed|said|told"
    r"|came|went|took|gave|made|put|left|met|held|saw|got|sent|spoke|flew|wrote|kept|led|won|lost|paid|began)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^\W*(?:(?:and|but|that|later|then|yet|so)\s+)*(?:he|she|they|it|his|her|their|its|both)\b", re.IGNORECASE
)
_OWNS = re.compile(r"['’]s\b|['’](?=\s)| [a-z-]+(?:s|man|or|er|ist|ent|ion|ies)\b(?! (?:the|a)\b)")
_ADJECTIVE = re.compile(r".*(?:n|sh|ch|i|ese)")
_LISTED = re.compile(r",?\s+(?:and|or)\s|,\s+(?:the\s+)?[A-Z]")
_OF_OTHERS = re.compile(
    r"\b(?:disput|den[iy]|reject|contradict|refut|dismiss)\w*\b[^,;]*"
    r"\b(?:verdict|claim|account|view|statement|accusation|allegation|assertion|remark|report|idea|charge)s?\b[^,;]*$",
    re.IGNORECASE,
)
"""What somebody denies, before it: others say it."""
_SAID = re.compile(r"^\W*that\b", re.IGNORECASE)
_APPOSITION = re.compile(r",\s+(?:a|an|the|another|one|now|then|its|his|her|their|[a-z]+ed|who)\b")
_PREPOSITIONS = frozenset(
    """
    in at to from of with by on for against between beside near into under over after before than about without
    alongside including like unlike through via as toward towards among despite since until
    """.split()  # noqa: SIM905  # a list of thirty quoted words would be unreadable
)
_ARTICLES = frozenset(["the", "a", "an", "both", "then", "former", "late"])
_TIMES = frozenset((*dates.MONTHS, *dates.WEEKDAYS, *(name[:3] for name in dates.MONTHS)))


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in a clause, or one before it that the clause means."""

    key: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    """The stems of what happens; the names that it has or surely means; those that a pronoun in it may mean."""

    stems: frozenset[str]
    named: tuple[_Named, ...]
    meant: frozenset[str]


def unsupported(sentence: str, cited: Sequence[Cited]) -> list[tuple[int, int]]:
    """The spans of names that stand in the place of another."""
    said = [clause for one in cited for clause in _with_speech(_clauses(one.text, one.whole + "\n" + sentence))]
    known = {name.key for clause in said for name in clause.named}
    found: set[tuple[int, int]] = set()
    own = _clauses(sentence, "\n".join((sentence, *(one.whole for one in cited))))
    spoken = {name.key for clause in own for name in clause.named}
    for clause in own:
        for name in clause.named:
            if name.key in known and _is_another(name, clause, said, spoken):
                found.add((name.start, name.end))
    crossed = _crossed(own, said)
    found |= {(name.start, name.end) for clause in own for name in clause.named if name.key in crossed}
    return sorted(found)


def _with_speech(found: Sequence[_Clause]) -> list[_Clause]:
    """The clauses, and each that somebody says together with the one that names him, where it names nobody else:
    "Reed proposed that both keep to the limits" may be told as "Reed proposed keeping to the limits".
    """
    joined = [
        replace(first, stems=first.stems | second.stems)
        for first, second in pairwise(found)
        if second.named
        and {(one.key, "acts") for one in second.named} <= {(one.key, one.role) for one in first.named}
        and all(one.role == "says" for one in second.named)
    ]
    return [*found, *joined]


def _crossed(own: Sequence[_Clause], said: Sequence[_Clause]) -> set[str]:
    """The names of two clauses that stand together the other way round in what is said: "Dahl with Reed and Lund with
    Falk", where it is Dahl with Falk and Lund with Reed.
    """
    pairs = {frozenset((one.key, other.key)) for each in said for one in each.named for other in each.named}
    groups = [_pairs(clause) for clause in own]
    found: set[str] = set()
    for first, second in combinations(groups, 2):
        for one, beside in first:
            for other, there in second:
                four = {one, beside, other, there}
                apart = {frozenset((one, beside)), frozenset((other, there))}
                if (
                    len(four) == 4
                    and not apart & pairs
                    and {frozenset((one, there)), frozenset((other, beside))} <= pairs
                ):
                    found |= four
    return found


def _pairs(clause: _Clause) -> list[tuple[str, str]]:
    """The names of a clause two by two, either way; not of those that it lists, which are no pair."""
    roles = {one.key: one.role for one in clause.named[:_MOST_CROSSED]}
    return [pair for pair in permutations(sorted(roles), 2) if roles[pair[0]] != roles[pair[1]]]


def _is_another(name: _Named, clause: _Clause, said: Sequence[_Clause], spoken: set[str]) -> bool:
    """Whether some other name has more of a clause's words in the role that this one has there."""
    here = {one.key: one for one in clause.named}
    mine = _lenient(name.key, name.role, clause, said)
    for other in {one.key for each in said for one in each.named} - {name.key}:
        theirs = _strict(other, name.role, clause, said)
        if theirs < _SHARE * len(clause.stems):
            continue
        ahead = theirs - mine
        if other in here:
            if here[other].role == name.role:
                continue
            ahead += _strict(name.key, here[other].role, clause, said)
            ahead -= _lenient(other, here[other].role, clause, said)
        if ahead >= (_LEAD if other in spoken else _LEAD_UNSPOKEN):
            return True
    return False


def _strict(key: str, role: Role, clause: _Clause, said: Sequence[_Clause]) -> float:
    return max(
        (
            float(len(clause.stems & each.stems))
            for each in said
            if any(one.key == key and one.role == role for one in each.named)
        ),
        default=0.0,
    )


def _lenient(key: str, role: Role, clause: _Clause, said: Sequence[_Clause]) -> float:
    best = 0.0
    for each in said:
        shared = len(clause.stems & each.stems)
        if key in each.meant or any(one.key == key and one.role == role for one in each.named):
            best = max(best, shared)
        elif any(one.key == key for one in each.named):
            best = max(best, _CLOSE * shared)
    return best


def _clauses(text: str, known: str) -> list[_Clause]:
    """The clauses of a text. A capitalised word that opens a sentence is a name where `known` has it inside one, or
    twice, and never in small letters.
    """
    all_ = [(_key(name), first) for _, _, name, first in names.names(known)]
    often = Counter(key for key, _ in all_)
    small = {stem(word) for word in re.findall(r"\b[a-z][\w’'-]*", known)}
    inside = {key for key, first in all_ if not first or (often[key] > 1 and key not in small)}
    found: list[_Clause] = []
    before: frozenset[str] = frozenset()
    actor: _Named | None = None
    last: _Named | None = None
    for start, end in split(text):
        sentence = text[start:end]
        runs = [run for run in _names(sentence) if not run[3] or run[2] in inside]
        plain = blanked(sentence, [(a, b) for a, b, *_ in runs])
        for a, b in clauses(sentence):
            part = sentence[a:b]
            named = _roles(sentence, a, b, runs)
            acts = next((one for one in named if one.role == "acts"), None)
            pronoun = _PRONOUN.match(part) is not None
            if actor and _SAID.match(part) and not _OF_OTHERS.search(sentence[:a]):
                named.append(replace(actor, role="says"))
            if last and _APPOSITION.match(sentence[last.end : b]) and last.end >= a - 2:
                named.append(replace(last, role="is"))
            if acts is not None:
                actor = acts
            elif actor and not pronoun and _NO_SUBJECT.match(part):
                named.append(replace(actor, role="acts"))
            last = max((one for one in named if a <= one.start), key=lambda one: one.end, default=None)
            meant = before | {run[2] for run in runs if run[0] < a} if pronoun else frozenset()
            stems = frozenset(stem(word) for word in words(plain[a:b]) if word.casefold() not in STOP_WORDS)
            shifted = tuple(replace(one, start=one.start + start, end=one.end + start) for one in named)
            found.append(_Clause(stems, shifted, frozenset(meant)))
        actor = last = None
        before = frozenset(run[2] for run in runs) or before
    return found


Run = tuple[int, int, str, bool]
"""Where a name stands, its key, and whether it is one word that opens the sentence."""


def _names(sentence: str) -> list[Run]:
    found: list[Run] = []
    for run in names._runs(sentence):
        kept = [one for one in run if one[2].casefold() not in _TIMES]
        groups: list[list[names.Name]] = []
        for one in kept:
            between = sentence[groups[-1][-1][1] : one[0]].split() if groups else ["and"]
            if {"and", "in", "on", "for"} & set(between) or one[0] - (groups[-1][-1][1] if groups else 0) > 9:
                groups.append([])
            groups[-1].append(one)
        for group in groups:
            start, end = group[0][0], group[-1][1]
            found.append((start, end, _key(sentence[start:end]), len(group) == 1 and group[0][3]))
    return found


def _roles(sentence: str, start: int, end: int, runs: Sequence[Run]) -> list[_Named]:
    """The names of a clause and what each is in it."""
    found: list[_Named] = []
    agent = False
    for a, b, key, _ in runs:
        if not start <= a < end:
            continue
        ahead = sentence[start:a].split()
        while ahead and (ahead[-1].casefold() in _ARTICLES or stem(ahead[-1]) in names._TITLES):
            ahead.pop()
        preposition = ahead[-1].casefold() if ahead else ""
        between = sentence[found[-1].end : a] if found else ""
        joined = re.fullmatch(r",?\s+(?:and|or)\s+(?:the\s+)?", between) or (
            re.fullmatch(r",\s+", between) and _LISTED.match(sentence, b)  # "In Geneva, Moscow said" is no list
        )
        role: Role
        if _OWNS.match(sentence, b, end) and (sentence[b] in "'’" or _ADJECTIVE.fullmatch(sentence[a:b])):
            role = "of"
        elif joined:
            role = found[-1].role
        elif preposition == "by":
            role, agent = "acts", True
        elif preposition in _PREPOSITIONS:
            role = "beside"
        else:
            role = "object" if any(one.role == "acts" for one in found) else "acts"
        found.append(_Named(key, role, a, b))
    if agent or _PASSIVE.search(sentence[start:end]):
        by = re.search(r"\bby\b", sentence[start:end])
        turned = start + by.start() if by else end
        found = [
            _Named(one.key, "object", one.start, one.end) if one.role == "acts" and one.start < turned else one
            for one in found
        ]
    return found


def _key(name: str) -> str:
    """What a name is known by: its last word that is no title; countries and their capitals are one. A house or an
    office whose country is said is that of the same name: "the American Senate" is "the Senate".
    """
    parts = [part for part in words(name) if part.casefold() not in names._SMALL]
    proper = [part for part in parts if stem(part) not in names._TITLES]
    if not _is_country(" ".join(parts)) and any(
        _is_country(" ".join(parts[:count])) and stem(parts[-1]) in names._TITLES for count in range(1, len(parts))
    ):
        proper = []
    parts = proper or parts or [name]
    plain = re.sub(r"['’]s$", "", parts[-1]).replace(".", "").casefold()
    same = names._ALIAS.get(plain) or names._ALIAS.get(name.casefold())
    return min(same) if same else stem(plain)


def _is_country(name: str) -> bool:
    return name.replace(".", "").casefold() in names._ALIAS


__all__ = ["unsupported"]
