"""Who somebody is, and what or where something is, by the words that stand beside a name.

"the marine scientist NAME", "NAME, a firm that ..." and "NAME, a town in ...": as `topics.who_is`, which knows offices
and appositions of persons, with every calling and with things. The answer is what stands beside the name.
"""

import re
from collections.abc import Iterator

from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.lexicon import (
    COUNTRIES,
    MONTH,
    NO_START,
    PERSON_NOUNS,
    PREPOSITIONS,
    WEEKDAY,
    listed,
)
from assistant.evaluation.drafting.nouns import CAPITAL, DEMONYM, Nouns
from assistant.evaluation.drafting.verbs import is_finite
from assistant.reader.speech.sayer import is_title

_FULL = r"[A-ZÀ-Þ][a-zß-ÿ’'-]+(?: [A-ZÀ-Þ]\.)?(?: (?:de|van|von|bin|al|el|da|di) )?(?: ?[A-ZÀ-Þ][\wß-ÿ’'-]+){1,2}"
_CALLED = re.compile(
    rf"(?:^|(?<=[\s“\"(]))(?P<role>(?:[A-Za-z][\w’'-]* ){{0,5}}?(?P<noun>[a-z]+)) (?P<name>{_FULL})(?![\w’'-])"
)
_NAMED = rf"(?:{CAPITAL})(?:(?: of(?: the)?)? {CAPITAL}){{0,4}}"
_SET_OFF = re.compile(rf"\b(?P<name>{_NAMED}), (?P<role>(?:an?|the) [^,;:()“”\"]{{10,80}})(?=,|\.$)")
_SITE = re.compile(
    r"an? (?:[\w-]+ ){0,3}(?:city|town|village|district|region|province|island|suburb|neighbou?rhood|municipality|port"
    r"|resort|settlement|area|county|oblast) (?:in|of|near|on|off|outside|north|south|east|west|about|some|just)\b"
)
_THING = re.compile(
    r"an? (?:(?!of\b|for\b|in\b|who\b)[\w-]+ ){0,4}"
    r"(?:firm|company|organi[sz]ation|group|charity|church|party|agency|museum|newspaper|magazine|website|school|university|hospital|ship|vessel|treaty|programme|project|network|foundation"
    r"|festival|film|book|drug|virus|species|bank|airline|manufacturer|think tank|station|channel|palace|monastery"
    r"|mosque|cathedral|bridge|river|law|system|missile|aircraft|spacecraft|movement|militia|alliance|trading house"
    r"|subsidiary|institute|regulator)"
    r"(?= (?:of|for|in|that|which|based|speciali[sz]ing|run|owned|led|with|from|at|near)\b|$)"
)
_TIME = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b|\d{{4}}")
_NO_CALLING = NO_START | PREPOSITIONS | listed("the a an than")
_LEAST_ROLE = 2  # words beside a name that say who somebody is


def callings(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """CALLING NAME -> Who is NAME? where the calling has more than one word: "the marine scientist Anna Berg"."""
    for match in _CALLED.finditer(sentence):
        role, name = match["role"], re.sub("[’']s$", "", match["name"])
        if not (is_title(match["noun"]) or match["noun"] in PERSON_NOUNS) or nouns.names(name) != "person":
            continue
        words = _last_phrase(role.split())
        if len(words) >= _LEAST_ROLE and name.split()[0].casefold() not in NO_START:
            yield Made("who", f"Who is {name}?", " ".join(words))


def _last_phrase(words: list[str]) -> list[str]:
    """The words behind the last one that can open no calling, or an article and what follows it."""
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word.casefold() in _NO_CALLING or word.endswith((",", ";", "ed", "ing")) or is_finite(word):
            return words[place + 1 :]
    return words


def things(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """NAME, a firm that ..., -> What is NAME? and NAME, a town in ..., -> Where is NAME?"""
    for match in _SET_OFF.finditer(sentence):
        name, role = match["name"], match["role"]
        before = sentence[: match.start()].split()[-1:]
        if _TIME.search(name) or name in COUNTRIES or DEMONYM.search(name) or name.split()[0].casefold() in NO_START:
            continue
        owner = name.partition(" of ")[0]
        if {nouns.names(name), nouns.names(owner)} & {"person", "people"} or (before and before[0][0].isupper()):
            continue
        if _SITE.match(role):
            yield Made("where", f"Where is {re.sub('^The ', 'the ', name)}?", role)
        elif _THING.match(role) and " " in name:
            yield Made("what", f"What is {re.sub('^The ', 'the ', name)}?", role)
