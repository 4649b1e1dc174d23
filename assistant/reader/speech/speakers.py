"""Who says a sentence of an article: the speaker whom the text reports, or nobody when the article says it itself.

English. A sentence is reported when its own words name who speaks (`attribution`), or when it stands in a quotation
whose speaker is named in another sentence: the one that closes it, the one behind it, or the one before it.
In a printed conversation it is whose turn it is. Pronouns and offices ("the minister") are resolved to names that the
text gives; where that is doubtful nobody is named. Linear in the length of the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from assistant.reader.question import STOP_WORDS
from assistant.reader.speech.attribution import QUOTED, attribution, is_bare, subject
from assistant.reader.speech.quoted import quotations
from assistant.reader.speech.sayer import is_title, may_be_person, plain

_NAME = r"[A-Z][\w’'-]*\w(?: (?:[A-Z]\. |(?:de|van|von|bin|al|el|da|di|dos|la|der) )*[A-Z][\w’'-]*\w){0,5}"
_FULL_NAME = re.compile(rf"\b{_NAME}")
_PLACE = re.compile(rf"\b(?:in|near|into|across|outside|from|at) ({_NAME})")
_OFFICE = (
    r"(minister|president|spokesm[ae]n|spokeswoman|spokesperson|chancellor|secretary|ambassador|governor|mayor|"
    r"senator|director|chairman|chairwoman|chief|professor|general|commissioner|leader|captain|judge|coach|premier|envoy)"
)
_OFFICE_BEFORE = re.compile(rf"\b(?i:{_OFFICE})(?: of (?:[A-Z]\w+ )+?| )({_NAME})")
_OFFICE_BEHIND = re.compile(
    rf"({_NAME}), (?:the |an? |its |his |her )?[^,.;:]{{0,60}}?\b(?i:{_OFFICE})\b(?= of| for| at|,)"
)
_THE_OFFICE = re.compile(rf"(?:the|a) (?:[\w-]+ ){{0,2}}?{_OFFICE}$", re.IGNORECASE)

_TURN = re.compile(rf"(?:({_NAME}|[A-Z]\.\s?{_NAME}):|[(\[]+({_NAME})[)\]]+)(?=\s)")
_MIN_LABELS, _MIN_TURNS = 2, 2  # of a printed conversation: who takes part, and how often each speaks

_MOSTLY = 0.5
"""Share of the characters of a sentence that must be quoted for it to be what the speaker of the quotation says."""


class _Memory:
    """Who was named so far in a text, to know whom "he", "the minister" and a bare surname mean."""

    def __init__(self, text: str) -> None:
        self._full: dict[str, set[str]] = defaultdict(set)
        self._places = {match[1] for match in _PLACE.finditer(text)}
        self._offices: dict[str, set[str]] = defaultdict(set)
        self._pronouns: dict[str, str] = {}
        self._people: list[str] = []
        self._thing = ""
        for match in _FULL_NAME.finditer(text):
            self._note_full(match[0].split())

    def resolve(self, named: str, before: str) -> str:
        """The speaker that an attribution means; `before` is the subject of its own sentence."""
        if named in {"he", "she"}:
            return self._person(named, before)
        if named in {"it", "they"}:
            return self._thing if (named == "they") == self._thing.endswith(("s", "police")) else ""
        if named in {"i", "we", "you"}:
            return ""
        office = _THE_OFFICE.fullmatch(named)
        holders = self._offices[office[1].casefold()] if office else set()
        return next(iter(holders)) if len(holders) == 1 else self._fuller(named)

    def note(self, frame: str, subject_of: str, speaker: str) -> None:
        """Remember the offices, the subject and the speaker of a sentence."""
        for match in _OFFICE_BEFORE.finditer(frame):
            self._holds(match[1], match[2])
        for match in _OFFICE_BEHIND.finditer(frame):
            self._holds(match[2], match[1])
        for one in (subject_of, speaker):
            full = self._fuller(one)
            if self._is_person(full):
                self._people = [*(other for other in self._people if other != full), full][-4:]
                self._thing = ""
            elif one == speaker and one:
                self._thing = one

    def _holds(self, office: str, holder: str) -> None:
        full = self._fuller(_untitled(holder))
        if may_be_person(full):
            self._offices[office.casefold()].add(full)

    def _note_full(self, words: list[str]) -> None:
        """Keep a full name under its last word."""
        words = _untitled(" ".join(words)).split()
        if len(words) > 1 and plain(words[0]) not in STOP_WORDS and may_be_person(" ".join(words)):
            last = re.sub(r"['’]s?$", "", words[-1])
            self._full[last].add(" ".join([*words[:-1], last]))

    def _fuller(self, named: str) -> str:
        """A surname with its first name, where the text gives just one."""
        known = self._full.get(named, ())
        return next(iter(known)) if len(known) == 1 else named

    def _is_person(self, full: str) -> bool:
        return may_be_person(full) and full not in self._places

    def _person(self, pronoun: str, before: str) -> str:
        """Whom "he" or "she" means: the subject of the sentence, else the last person named who can be meant."""
        full = self._fuller(before)
        recent = [*self._people, full] if self._is_person(full) else self._people
        for person in reversed(recent):
            if self._pronouns.setdefault(person, pronoun) == pronoun:
                return person
        return ""


def speakers(text: str, sentences: Sequence[tuple[int, int]]) -> list[str]:
    """Whom the text reports as saying each of its sentences; "" for those that the article says itself."""
    quoted = list(quotations(text))
    frames = _frames(text, sentences, quoted)
    memory = _Memory(text)
    said = []
    for frame in frames:
        opening = subject(frame)
        speaker = memory.resolve(attribution(frame), opening)
        memory.note(frame, opening, speaker)
        said.append(speaker)
    _by_turns(text, sentences, said, memory)
    named = list(said)
    for first, last in _reach(sentences, quoted):
        speaker = _of_quotation(frames, named, said, first, last)
        for number in range(first, last + 1):
            if not named[number] and (last > first or _quoted_share(frames[number]) >= _MOSTLY):
                said[number] = speaker
    return said


def speaker(text: str, sentences: Sequence[tuple[int, int]], number: int) -> str:
    """Whom the text reports as saying the sentence `number`; "" when the article says it itself."""
    return speakers(text, sentences)[number]


def _by_turns(text: str, sentences: Sequence[tuple[int, int]], said: list[str], memory: _Memory) -> None:
    """Give the sentences of a printed conversation ("Maria Diaz: ...") to those whose turn it is."""
    labels = [_TURN.match(text, start, end) for start, end in sentences]
    named = Counter(label[0] for label in labels if label)
    if len(named) < _MIN_LABELS or named.most_common(1)[0][1] < _MIN_TURNS:
        return
    holder = ""
    for number, label in enumerate(labels):
        holder = memory.resolve(label[1] or label[2], "") if label and named[label[0]] >= _MIN_TURNS else holder
        said[number] = holder or said[number]


def _frames(text: str, sentences: Sequence[tuple[int, int]], quoted: list[tuple[int, int]]) -> list[str]:
    """The sentences with what they quote blanked."""
    pieces, done = [], 0
    for start, end in quoted:
        pieces += [text[done:start], QUOTED * (end - start)]
        done = end
    blanked = "".join([*pieces, text[done:]])
    return [blanked[start:end] for start, end in sentences]


def _reach(sentences: Sequence[tuple[int, int]], quoted: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """For each quotation the first and the last sentence that hold some of it."""
    first = 0
    for start, end in quoted:
        while first < len(sentences) and sentences[first][1] <= start:
            first += 1
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][0] < end - 1:
            last += 1
        if first < len(sentences):
            yield first, last


def _of_quotation(frames: list[str], named: list[str], said: list[str], first: int, last: int) -> str:
    """The speaker of a quotation that reaches over the sentences from `first` to `last`."""
    within = next((name for name in named[first : last + 1] if name), "")
    if within or (first == last and _quoted_share(frames[first]) < _MOSTLY):
        return within
    behind = last + 1
    if behind < len(frames) and QUOTED not in frames[behind] and is_bare(frames[behind]) and named[behind]:
        return named[behind]
    lone = not any(map(str.isalpha, frames[first]))
    return said[first - 1] if first and lone else ""


def _quoted_share(frame: str) -> float:
    return frame.count(QUOTED) / len(frame)


def _untitled(named: str) -> str:
    """A name without all that stands before it up to its last title."""
    words = named.split()
    cut = max((at + 1 for at, word in enumerate(words[:-1]) if is_title(word)), default=0)
    return " ".join(words[cut:])
