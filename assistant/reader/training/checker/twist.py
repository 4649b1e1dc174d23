"""A sentence in which one thing is turned, so that what it was made of supports it no more.

Each way takes a sentence and the text around it, and returns the sentence changed in one place, or None where it does
not apply. English only.
"""

import random
import re
from collections.abc import Callable

from assistant.reader import values
from assistant.reader.training import alter
from assistant.reader.training.checker.inflect import PASTS, base_of, past
from assistant.reader.training.checker.lexicon import IMPLICATIONS, REASONS, TURNED, exchanged, places
from assistant.reader.training.checker.rewrite import BECAUSE, lowered, turned_voice, uppered

Twist = Callable[[str, str, random.Random], str | None]

_ALIKE = re.compile(
    r"^\W*(?:and|or|,|,? and the|and the|with|,? with|to|–|-)\W*$|^$", re.IGNORECASE
)  # between two names that may change places
_MUTUAL = re.compile(r"\b(?:between|met|meet|talks|married|together|border|both|versus|against each other)\b", re.I)
_DONE = re.compile(r"(?<!was )(?<!were )(?<!been )(?<!had )(?<!has )(?<!have )(?<!be )(?<!by )\b([a-z]+ed|[a-z]+)\b")
_PERFECT = re.compile(r"\b(?:has|have|had) (?=[a-z]+(?:ed|en|ne|ld|nt|de|ft|ght)\b)")
_PAST_BE = re.compile(r"\b(was|were) (?=[a-z]+ed\b)")
_OPEN = (
    "will be",
    "is to be",
    "may be",
    "is expected to be",
    "was to be",
    "might have been",
    "was never",
    "is going to be",
)
_FORMS = tuple((template.split("{v}")[0].strip(), rest) for template, rest in IMPLICATIONS)
_INTENDED = re.compile(
    rf"\b(?:{'|'.join(sorted((re.escape(form) for form, _ in _FORMS), key=len, reverse=True))}) ([a-z]+)\b"
)
_CLAUSE = re.compile(
    r"((?:,| in order| because| after| before| despite| while| so that| to avoid| by)\b[^,.;\"“”]{12,90})\.$"
)
_SAYS = re.compile(r"\b(said|stated|announced|claimed|argued|denied|confirmed|warned|reported|added|admitted)\b")


def twisted(sentence: str, around: str, rng: random.Random) -> str | None:
    """A sentence turned in a way drawn by chance; None where none applies."""
    for way in rng.sample(WAYS, len(WAYS)):
        made = way(sentence, around, rng)
        if made is not None and made.casefold() != sentence.casefold():
            return made
    return None


def another_value(sentence: str, around: str, rng: random.Random) -> str | None:
    """Another number, date or name in place of one."""
    return alter.other_value(sentence, around, rng, sentence)


def names_swapped(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001  # one signature
    """Two names that change places, where that changes what is said."""
    spans = values.names(sentence)
    if len(spans) < 2 or _MUTUAL.search(sentence):
        return None
    first, second = sorted(rng.sample(spans, 2))
    one, other = sentence[slice(*first)], sentence[slice(*second)]
    if _ALIKE.match(sentence[first[1] : second[0]]) or one.split()[-1] == other.split()[-1]:
        return None
    return sentence[: first[0]] + other + sentence[first[1] : second[0]] + one + sentence[second[1] :]


def parts_swapped(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Who did it and to whom, exchanged."""
    parts = turned_voice(sentence)
    if parts is None or _MUTUAL.search(sentence):
        return None
    agent, verb, patient, rest, was_passive = parts
    if was_passive:
        return f"{uppered(patient)} {verb} {lowered(agent)}{rest}"
    return f"{uppered(patient)} {verb} {lowered(agent)}{rest}"


def stronger(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """A word told as another that says more, less or the opposite."""
    found = places(sentence, TURNED)
    if not found:
        return None
    return exchanged(sentence, rng.choice(found), TURNED, rng)


def opposite(sentence: str, around: str, rng: random.Random) -> str | None:
    """An opposite in place of a word."""
    return alter.opposite(sentence, around, rng, "")


def denied(sentence: str, around: str, rng: random.Random) -> str | None:
    """A "not" more or less."""
    return alter.negated(sentence, around, rng, "") if rng.random() < 0.5 else None


def told_as_done(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """What was meant, asked or refused to be done, told as done."""
    found = list(_INTENDED.finditer(sentence))
    if not found:
        return None
    place = rng.choice(found)
    if place[1] in {"be", "have", "not", "the"}:
        return sentence[: place.start()] + ("was" if place[1] == "be" else "had") + sentence[place.end() :]
    return sentence[: place.start()] + past(place[1]) + sentence[place.end() :]


def told_as_planned(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """What was done, told as meant, asked or refused."""
    passive = _PAST_BE.search(sentence)
    if passive:
        return sentence[: passive.start()] + rng.choice(_OPEN) + " " + sentence[passive.end() :]
    found = [one for one in _DONE.finditer(sentence) if (one[1] in PASTS or one[1].endswith("ed")) and one.start() > 3]
    found = [one for one in found if base_of(one[1]) not in {None, "be", "have", "do"}]
    if not found:
        return None
    place = found[0]
    form = rng.choice(_FORMS)[0]
    return sentence[: place.start()] + f"{form} {base_of(place[1])}" + sentence[place.end() :]


def added_reason(sentence: str, around: str, rng: random.Random) -> str | None:
    """An end that nobody told: a reason, a consequence, a circumstance."""
    if not sentence.endswith("."):
        return None
    names = [around[start:end] for start, end in values.names(around)]
    names = [name for name in names if name not in sentence] or ["the government", "the company", "its critics"]
    return f"{sentence[:-1]}{rng.choice((' ', ', '))}{rng.choice(REASONS).format(n=rng.choice(names))}."


def added_clause(sentence: str, around: str, rng: random.Random) -> str | None:
    """The last clause of another sentence at the end of this one."""
    if not sentence.endswith("."):
        return None
    others = [one.strip() for one in re.split(r"(?<=[.!?])\s+", around)]
    ends = [found[1] for one in others if one != sentence and (found := _CLAUSE.search(one))]
    ends = [end for end in ends if end.strip(" ,") not in sentence]
    return f"{sentence[:-1]}{rng.choice(ends)}." if ends else None


def clauses_swapped(sentence: str, around: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Cause for effect, before for after."""
    match = BECAUSE.match(sentence)
    if not match or match[2] in {"while", "when"}:
        return None
    if rng.random() < 0.5 and match[2] in {"after", "before"}:
        return f"{match[1]} {'before' if match[2] == 'after' else 'after'} {match[3]}."
    return f"{uppered(match[3])} {match[2]} {lowered(match[1])}."


def other_speaker(sentence: str, around: str, rng: random.Random) -> str | None:
    """Somebody else who says it."""
    if not _SAYS.search(sentence):
        return None
    names = [around[start:end] for start, end in values.names(around)]
    own = [(start, end) for start, end in values.names(sentence)]
    others = [name for name in names if name not in sentence]
    if not own or not others:
        return None
    start, end = rng.choice(own)
    return sentence[:start] + rng.choice(others) + sentence[end:]


WAYS: tuple[Twist, ...] = (
    another_value, names_swapped, parts_swapped, stronger, stronger, opposite, denied, told_as_done, told_as_planned,
    added_reason, added_clause, clauses_swapped, other_speaker,
)  # fmt: skip
