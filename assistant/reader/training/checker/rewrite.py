"""A sentence told otherwise, with the same meaning: other words, another order, dates and numbers in another form.

Each way takes a sentence and returns it changed in one place, or None where it does not apply. English only.
"""

import random
import re
from collections.abc import Callable

from assistant.reader import values
from assistant.reader.training.checker.inflect import PARTICIPLES, base_of, past
from assistant.reader.training.checker.lexicon import OPENINGS, SAME, exchanged, places

Way = Callable[[str, random.Random], str | None]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:, (\d{{4}}))?\b")
_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_FIGURES = {word: str(number) for number, word in enumerate(_WORDS, 2)}
_SPELT = {figure: word for word, figure in _FIGURES.items()}
_SMALL = re.compile(rf"(?<![\w.,-])(?:{'|'.join(_WORDS)}|[2-9]|1[0-6])(?= [a-z])(?! (?:per|million|billion)\b)")
_AFTER_MONTH = re.compile(rf"{_MONTH} $")
_LARGE = re.compile(r"\b(\d{1,3}),(\d)00,000\b")
_WHEN = re.compile(
    rf",? ((?:in|on|during|since|by|until|from) (?:the )?(?:\w+ )?(?:{_MONTH}|\d{{4}}|\d{{1,2}} {_MONTH})"
    r"[^,.;]{0,14})\.$"
)
_FRONT = re.compile(
    r"^((?:In|On|During|Since|By|Until|After|Before|From|At|With|Under|For|Despite)\b[^,.]{3,60}), (.+)\.$"
)
_TAIL = re.compile(
    r"^(.{30,}?), (?:which|who|while|where|whose|including|such as|with|and|but|as|after|before)\b[^.]+\.$"
)
_ASIDE = re.compile(r", (?:who|which|a|an|the|including|then|now|formerly|also)\b[^,.]{3,60},")
_BRACKETS = re.compile(r" \([^()]{1,60}\)")
_FULL_NAME = re.compile(r"\b([A-Z][a-z]+) ((?:[A-Z]\. )?(?:von |van |de |al-)?[A-Z][a-z]{2,})\b")
_TITLE = re.compile(
    r"\b(?:President|Prime Minister|Foreign Minister|King|Queen|Emperor|Senator|General|Secretary|Minister|Governor"
    r"|Pope|Sir|Dr\.) (?=[A-Z])"
)
_PASSIVE = re.compile(
    r"^(.{3,70}?) (?:was|were) (\w+(?:ed|n|t|d|g|k)) by ((?:the |a |an )?[\w' -]{3,60}?)"
    r"(\.| (?:in|on|at|for|after|during|from|to|as)\b.*)$"
)
_ACTIVE = re.compile(
    r"^((?:[A-Z][\w'-]+ ?){1,4}|(?:The|A|An) (?:[\w'-]+ ){0,2}?[\w'-]+) (\w+(?:ed|[a-z]))"
    r" ((?:the|a|an|his|their|its) (?:[\w'-]+ ){0,3}?[\w'-]+|(?:[A-Z][\w'-]+ ?){1,4}?)"
    r"(\.| (?:in|on|at|for|after|during|from|because|when|as)\b.*)$"
)
BECAUSE = re.compile(
    r"^([A-Z][^,;]{10,120}?),? (because|after|before|when|while|although|since|until) ([^,;]{10,120})\.$"
)
_FRONTED = re.compile(r"^(Because|After|Before|When|While|Although|Since|Until) ([^,;]{10,120}), ([^;]{10,140})\.$")
_OTHER_SIDE = {"after": "before", "before": "after"}
_SAID_LAST = re.compile(r"^[\"“](.{10,200}?),[\"”] (.{3,40}?) said\.$|^(.{10,200}), (.{3,40}?) said\.$")


def rewritten(sentence: str, rng: random.Random, times: int) -> str:
    """A sentence after up to `times` ways that apply, drawn by chance."""
    for _ in range(times):
        for way in rng.sample(WAYS, len(WAYS)):
            made = way(sentence, rng)
            if made is not None and made != sentence:
                sentence = made
                break
    return sentence


def other_words(sentence: str, rng: random.Random) -> str | None:
    """Words that mean the same in place of one or more."""
    found = places(sentence, SAME)
    if not found:
        return None
    share = rng.choice((0.4, 0.7, 1.0))
    for start, end in reversed([one for one in found if rng.random() < share] or [rng.choice(found)]):
        sentence = exchanged(sentence, (start, end), SAME, rng)
    return sentence


def other_date(sentence: str, rng: random.Random) -> str | None:  # noqa: ARG001  # one signature
    """5 May 1999 for May 5, 1999, and the other way round."""
    if _DAY_FIRST.search(sentence):
        return _DAY_FIRST.sub(lambda one: f"{one[2]} {one[1]}" + (f", {one[3]}" if one[3] else ""), sentence)
    made = _MONTH_FIRST.sub(lambda one: f"{one[2]} {one[1]}" + (f" {one[3]}" if one[3] else ""), sentence)
    return made if made != sentence else None


def other_number(sentence: str, rng: random.Random) -> str | None:
    """Small numbers in figures or words, large ones shorter."""
    large = _LARGE.search(sentence)
    if large and rng.random() < 0.7:
        return f"{sentence[: large.start()]}{large[1]}.{large[2]} million{sentence[large.end() :]}"
    found = [one for one in _SMALL.finditer(sentence) if not _AFTER_MONTH.search(sentence[: one.start()])]
    if not found:
        return None
    place = rng.choice(found)
    other = _FIGURES.get(place[0]) or _SPELT[place[0]]
    return sentence[: place.start()] + other + sentence[place.end() :]


def time_first(sentence: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """When it was, in front instead of at the end, or at the end instead of in front."""
    last = _WHEN.search(sentence)
    if last:
        return f"{uppered(last[1])}, {lowered(sentence[: last.start()])}."
    first = _FRONT.match(sentence)
    return f"{uppered(first[2])} {lowered(first[1])}." if first else None


def shorter(sentence: str, rng: random.Random) -> str | None:
    """Without a clause, an aside, a name's first part or a title: less is said, nothing else."""
    ways: list[Callable[[], str | None]] = [
        lambda: f"{tail[1]}." if (tail := _TAIL.match(sentence)) else None,
        lambda: _ASIDE.sub("", sentence, count=1),
        lambda: _BRACKETS.sub("", sentence, count=1),
        lambda: _TITLE.sub("", sentence, count=1),
        lambda: _FULL_NAME.sub(lambda one: one[2], sentence, count=1),
    ]
    for way in rng.sample(ways, len(ways)):
        made = way()
        if made and made != sentence and len(made) > 20:
            return made
    return None


def other_voice(sentence: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Active for passive, or passive for active, where the sentence is simple."""
    parts = turned_voice(sentence)
    if parts is None:
        return None
    agent, verb, patient, rest, was_passive = parts
    if was_passive:
        return f"{uppered(agent)} {verb} {lowered(patient)}{rest}"
    return f"{uppered(patient)} was {verb} by {lowered(agent)}{rest}"


def turned_voice(sentence: str) -> tuple[str, str, str, str, bool] | None:
    """Agent, the verb in the other voice, patient, rest, whether it is passive; None where a sentence is not simple."""
    passive = _PASSIVE.match(sentence)
    if passive and (passive[2].endswith("ed") or passive[2] in PARTICIPLES):
        base = base_of(passive[2])
        if base:
            return passive[3], past(base), passive[1], passive[4], True
    active = _ACTIVE.match(sentence)
    if active and active[2].endswith("ed") and base_of(active[2]):
        return active[1].strip(), active[2], active[3].strip(), active[4], False
    return None


def other_order(sentence: str, rng: random.Random) -> str | None:
    """Two clauses the other way round, with the word that joins them; "A after B" is "B before A"."""
    match = BECAUSE.match(sentence)
    if match:
        main, word, side = match[1], match[2], match[3]
        if word in _OTHER_SIDE and rng.random() < 0.5:
            return f"{uppered(side)} {_OTHER_SIDE[word]} {lowered(main)}."
        return f"{uppered(word)} {side}, {lowered(main)}."
    match = _FRONTED.match(sentence)
    return f"{uppered(match[3])} {lowered(match[1])} {match[2]}." if match else None


def speaker_first(sentence: str, rng: random.Random) -> str | None:
    """Who says it in front instead of behind."""
    match = _SAID_LAST.match(sentence)
    if not match:
        return None
    words, who = (match[1], match[2]) if match[1] else (match[3], match[4])
    verb = rng.choice(("said", "stated", "said that", "told reporters that"))
    return f"{uppered(who)} {verb} {lowered(words)}."


def opened(sentence: str, rng: random.Random) -> str | None:
    """With a beginning that adds nothing."""
    if rng.random() < 0.6:
        return None
    return f"{rng.choice(OPENINGS)}{lowered(sentence)}"


WAYS: tuple[Way, ...] = (
    other_words, other_words, other_words, other_date, other_number, time_first, shorter, other_voice, other_order,
    speaker_first, opened,
)  # fmt: skip


def uppered(text: str) -> str:
    """A text that opens a sentence."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A text that no longer opens a sentence: names keep their capital."""
    opening = text.split(" ", 1)[0]
    starts_with_name = any(start == 0 for start, _ in values.names(text))
    common = opening.casefold() in _COMMON or not starts_with_name
    return text[:1].lower() + text[1:] if common and opening != "I" and not opening.isupper() else text


_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "we",
        "his",
        "her",
        "its",
        "their",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "after",
        "before",
        "since",
        "when",
        "while",
        "although",
        "because",
        "during",
        "until",
        "most",
        "some",
        "many",
        "several",
        "all",
        "both",
        "each",
        "every",
        "one",
        "two",
        "three",
        "according",
    ]
)
