"""Small changes that make a question unanswerable or a claim false: another number, date or name, a "not", an opposite.

Each takes a text and returns it changed in one place, or None where nothing can be changed. English only.
"""

import random
import re
from collections.abc import Callable, Sequence

from assistant.reader import values

_PAIRS = """
first last; before after; largest smallest; larger smaller; biggest smallest; most least; more fewer; more less;
north south; northern southern; east west; eastern western; early late; earlier later; increase decrease;
increased decreased; rise fall; rose fell; high low; higher lower; highest lowest; old young; older younger;
oldest youngest; oldest newest; new old; male female; men women; man woman; best worst; better worse; begin end;
began ended; start end; started ended; win lose; won lost; accept reject; accepted rejected; support oppose;
supported opposed; supports opposes; allow forbid; allowed banned; public private; major minor; inside outside;
above below; strong weak; stronger weaker; maximum minimum; positive negative; rich poor; success failure;
successful unsuccessful; enter leave; entered left; arrive leave; arrived left; buy sell; bought sold; attack defend;
attacked defended; enemy ally; enemies allies; war peace; friend enemy; open closed; opened closed; import export;
imports exports; urban rural; internal external; domestic foreign; agree disagree; agreed refused; create destroy;
created destroyed; founded dissolved; born died; birth death; top bottom; left right; long short; longer shorter;
longest shortest; always never; all none; many few; majority minority; legal illegal; same different; common rare;
easy difficult; gain lose; gained lost; join leave; joined left; include exclude; included excluded; raise cut;
raised cut; up down; day night; winter summer; husband wife; father mother; son daughter; brother sister; king queen;
confirmed denied; confirm deny; praised criticised; praised criticized; friendly hostile; with without
"""
_OPPOSITES: dict[str, list[str]] = {}
for _pair in _PAIRS.replace("\n", " ").split(";"):
    _left, _right = _pair.split()
    _OPPOSITES.setdefault(_left, []).append(_right)
    _OPPOSITES.setdefault(_right, []).append(_left)

_OPPOSITE = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITES, key=len, reverse=True))})\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|must|may)\b(?! not\b)"
)
_SUBJECT_VERB = re.compile(r"^((?:what|who|which)(?: \w+)?) (\w+ed)\b", re.IGNORECASE)
_INTEGER = re.compile(r"\d+")

_NEGATED = 0.15  # share of the changes that a "not" makes at most, or the network learns that every "not" is false

Finder = Callable[[str], list[tuple[int, int]]]


def change(text: str, around: str, rng: random.Random, *, keep: str = "") -> str | None:
    """The text with one number, date, name, opposite or negation changed, in a way chosen by chance.

    Other values come from `around`, such as do not stand in the text or in `keep`.
    """
    ways = [_other_value, _other_value, _opposite]
    rng.shuffle(ways)
    ways.insert(0 if rng.random() < _NEGATED else len(ways), _negated)
    for way in ways:
        changed = way(text, around, rng, keep)
        if changed is not None and changed != text:
            return changed
    return None


def _other_value(text: str, around: str, rng: random.Random, keep: str) -> str | None:
    """Another value of the same kind in place of one."""
    finders: list[Finder] = [values.dates, values.quantities, values.names]
    rng.shuffle(finders)
    for finder in finders:
        places = [(start, end) for start, end in finder(text) if start > 0 or finder is not values.names]
        if not places:
            continue
        start, end = rng.choice(places)
        other = _other(text[start:end], around, finder, f"{text} {keep}", rng)
        if other is not None:
            return text[:start] + other + text[end:]
    return None


def _other(value: str, around: str, finder: Finder, taken: str, rng: random.Random) -> str | None:
    """A value of the same kind and shape in `around` that is not in `taken`; numbers may be made up."""
    known = taken.casefold()
    found = [around[start:end] for start, end in finder(around)]
    usable = [other for other in found if other.casefold() not in known and _shape(other) == _shape(value)]
    if usable and rng.random() < 0.7:
        return rng.choice(usable)
    number = _INTEGER.search(value)
    if number:
        made = int(number[0]) + rng.choice((-12, -7, -3, -2, -1, 1, 2, 3, 5, 10, 20))
        return value[: number.start()] + str(abs(made) or 4) + value[number.end() :]
    return rng.choice(usable) if usable else None


def _shape(value: str) -> tuple[bool, bool]:
    """Figures or words; one word or several."""
    return value[:1].isdigit(), " " in value


def _opposite(text: str, around: str, rng: random.Random, keep: str) -> str | None:  # noqa: ARG001  # one signature
    """An opposite in place of a word."""
    places = list(_OPPOSITE.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    other = rng.choice(_OPPOSITES[place[0].lower()])
    other = other.capitalize() if place[0][0].isupper() else other
    return text[: place.start()] + other + text[place.end() :]


def _negated(text: str, around: str, rng: random.Random, keep: str) -> str | None:  # noqa: ARG001  # one signature
    """A "not" after an auxiliary, or where one is missing: "Who invented" becomes "Who never invented"."""
    if " not " in text or "n't" in text:
        without = re.sub(r" not\b|n't\b", "", text, count=1)
        return without if without != text else None
    verb = _SUBJECT_VERB.search(text)
    if verb:
        return f"{verb[1]} {rng.choice(('never', 'has not'))} {verb[2]}{text[verb.end() :]}"
    places = list(_AUXILIARY.finditer(text))
    if not places:
        return None
    place = places[0]
    return f"{text[: place.end()]} {rng.choice(('not', 'not', 'never'))}{text[place.end() :]}"


def statement(question: str, answer: str) -> str:
    """The question and its answer as a claim: a sentence where a simple rule makes one, else both side by side."""
    return _filled(question, answer, _STATEMENTS) or f"{question.strip()} {answer[:1].upper()}{answer[1:]}."


def told(question: str, answer: str) -> str | None:
    """The question and its answer as a sentence, by the same rules and rougher ones; None where none fits."""
    return _filled(question, answer, (*_STATEMENTS, *_ROUGHER))


def _filled(question: str, answer: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    asked = question.strip().rstrip("?").strip()
    for pattern, form in rules:
        match = pattern.match(asked)
        if match:
            parts = {name: value.lower() if name == "how" else value for name, value in match.groupdict().items()}
            made = form.format(answer=answer, **parts)
            return made[:1].upper() + made[1:].strip() + "."
    return None


_BE = r"(?:is|are|was|were)"
_DONE = r"\w+(?:ed|en|own|ilt|ade|orn)"
_STATEMENTS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"(?:who|what) (?P<be>{_BE}) (?P<rest>(?:the|a|an|one|another|some) .+)", "{rest} {be} {answer}"),
        (r"(?:what|which) \w+ (?P<verb>\w+(?:ed|es|s)) (?P<rest>.+)", "{answer} {verb} {rest}"),
        (
            r"(?:who|what) (?!did|do|does|had|has|have|is|are|was|were|can|will|would)(?P<rest>.+)",
            "{answer} {rest}",
        ),
        (r"(?:who|what) (?P<rest>(?:has|have|had|will|would|can|could) (?:been|be|become) .+)", "{answer} {rest}"),
        (
            r"how many (?P<rest>\w+ (?:are|were|is|was|have|had|can|could|will|would|live|lived|died) .+)",
            "{answer} {rest}",
        ),
        (
            rf"(?:in|on|at) (?:what|which) \w+ (?P<be>{_BE}) (?P<who>\w+) (?P<rest>\w+ed.*)",
            "{who} {be} {rest} in {answer}",
        ),
        (rf"when (?P<be>{_BE}) (?P<who>(?:the )?[\w' ]+?) (?P<rest>{_DONE})$", "{who} {be} {rest} in {answer}"),
        (rf"where (?P<be>{_BE}) (?P<who>(?:the )?[\w' ]+?) (?P<rest>{_DONE})$", "{who} {be} {rest} in {answer}"),
        (r"when did (?P<who>(?:the )?[A-Z][\w' ]*?) (?P<rest>[a-z].*)", "{who} did {rest} in {answer}"),
    )
)

_DID = r"(?:did|does|do)"
_ROUGHER: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (
            rf"(?P<how>in|on|at|from|to|with|by|for|during) (?:what|which) .*?\b{_DID} (?P<rest>.+)",
            "{rest} {how} {answer}",
        ),
        (rf"(?:when|where) {_DID} (?P<rest>.+)", "{rest} in {answer}"),
        (rf"(?:what|who|whom|which) (?:\w+ ){{0,3}}?{_DID} (?P<rest>.+)", "{rest} {answer}"),
        (rf"(?:when|where|what|who) (?P<be>{_BE}) (?P<rest>.+)", "{rest} {be} {answer}"),
        (
            r"how many (?P<what>\w+) (?P<rest>(?!did|does|do|is|are|was|were)\w+ .+)",
            "{answer} {what} {rest}",
        ),
        (r"(?P<before>\w.+ )(?:what|which|whom)(?: (?:\w+ )?\w+)?$", "{before}{answer}"),
        (r"which (?P<what>\w+) (?P<rest>.+)", "{answer} {rest}"),
    )
)
