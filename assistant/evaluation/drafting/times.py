"""Dates and other times inside a sentence: which tell the day by themselves, and which only the article explains."""

import re

from assistant.evaluation.drafting.lexicon import MONTH, OPENERS, WEEKDAY

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
DATE = (
    rf"(?:{WEEKDAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}(?:,? {_YEAR})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)(?:,? {_YEAR})?)|(?:early |mid-|"
    rf"late )?(?:{MONTH},? )?{_YEAR}\b(?!-)"
)
"""A date that tells more than a weekday or a month."""
_DATED = re.compile(rf"\b{DATE}")
DATE_PHRASE = re.compile(rf"(?:^|\s)(?P<prep>on|in|since) (?P<date>{DATE})(?=$|[\s,.;])")
HIDDEN = "\x02"  # a comma that belongs to a date or to a place
_TOWN = re.compile(  # the comma of "in Kenosha, Wisconsin"
    r"\b(?:in|at|near|from|of|"
    r"outside) (?:[A-Z][\w’'.-]+ ){0,3}[A-Z][\w’'-]+(?P<comma>,)(?= [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
    r"(?:,|\.$|$| (?:on|in|at|for|by|after|to|with|during|from|as)\b))"
)
_LEADING_TIME = re.compile(
    rf"^(?:(?:On|In|Late on|Early on) (?:{WEEKDAY}(?: (?:morning|afternoon|evening|night))?|{MONTH}|"
    rf"the same day|the same evening)|"
    r"Yesterday|Later|Today|Last (?:week|month|year|night)) (?=[A-Zt])"
)
_TIMES = re.compile(  # when, in words that only the day of the article can explain
    rf"(?:^|\s)(?:(?:(?:late|early) )?(?:on |since |until )?{WEEKDAY}(?: (?:morning|afternoon|evening|"
    rf"night))?|(?:earlier |late )?(?:yesterday|today)|"
    r"(?:last|this|earlier this|later that|the same|that|the next|the following) (?:day|night|week|month|"
    r"year|morning|evening)|"
    r"(?:on|in) the (?:same|next|following|previous) (?:day|night|week|month|year|morning|evening)|"
    r"a (?:day|week) (?:later|earlier)|"
    r"(?:five|four|three|two|\d+) (?:days|weeks|months|years) (?:later|earlier|afterwards|before))(?=$|\s)(?! \d)"
)
_LEADING_DATE = re.compile(rf"^(?:On|In|Since) (?P<date>{DATE.replace(',?', HIDDEN + '?')})(?=$|\s)")
_COMPARED = frozenset({"more", "less", "fewer"})
_TOKEN = re.compile(r"\S+")


def hide(sentence: str) -> str:
    """A sentence whose commas inside dates and places are hidden, so that it can be cut at its commas."""
    dated = _DATED.sub(lambda match: match[0].replace(",", HIDDEN), sentence)
    return _TOWN.sub(lambda match: match[0].replace(",", HIDDEN), dated)


def show(text: str) -> str:
    """A text with its commas back."""
    return text.replace(HIDDEN, ",")


def leading(part: str) -> tuple[str, str]:
    """The date that a sentence opens with, its preposition small, or nothing; and the sentence without its time."""
    opening = _LEADING_DATE.match(part)
    if opening:
        return opening[0][0].lower() + opening[0][1:], part[opening.end() :].strip()
    vague = _LEADING_TIME.match(part)
    return "", part[vague.end() :] if vague else part


def timeless(rest: str) -> str:
    """The rest without the times that only the day of the article can explain, before a clause inside it."""
    inside = opener_at(rest)
    own, clause = (rest, "") if inside is None else (rest[:inside], rest[inside:])
    return f"{_TIMES.sub('', own).strip()} {clause}".strip()


def is_opener(word: str, before: str) -> bool:
    """Whether a word opens a clause inside another; "than" in "more than 60" does not."""
    return word in OPENERS and not (word == "than" and before in _COMPARED)


def opener_at(text: str) -> int | None:
    """Where the first word that opens a clause inside a text stands."""
    before = ""
    for token in _TOKEN.finditer(text):
        if is_opener(token[0], before):
            return token.start()
        before = token[0]
    return None
