"""Deeds that are told as still to come, or as not done: "agreed to meet", "would return", "not yet complete".

Rules of English; what they do not know is taken as done.
"""

import re
from collections.abc import Collection

from assistant.reader.question import stem

_OPENING = re.compile(
    r"(?:\b(?:will|would|shall|should|may|might|could|must|not yet|yet to|never|cannot|unless \w+|to be)|n[’']t"
    r"|\b(?:plan|want|hop|intend|promis|offer|expect|refus|declin|propos|threat|urg|ask|suppos|meant|schedul)\w*"
    r"(?: \w+){0,2} to|\b(?:ready|due|unable|likely|set|about|willing|still|ha[ds]|have) to)"
    r"(?: (?:be|have|soon|then|also|\w+ly)){0,2} ?$",
    re.IGNORECASE,
)
"""What stands before a verb whose deed is ahead, or was not done."""
_AGREED = re.compile(r"\b(?:agree|arrang|invit)\w*(?: [\w,]+){0,6} to ?$", re.IGNORECASE)
"""What is agreed on may stand for what was done, where one tells of it; not where a question asks for it."""

_IRREGULAR = (
    "began:begin bought:buy brought:bring built:build came:come chose:choose cut:cut drew:draw fell:fall fought:fight "
    "found:find gave:give given:give got:get held:hold kept:keep led:lead left:leave lost:lose made:make met:meet "
    "paid:pay put:put ran:run said:say saw:see sent:send shut:shut sold:sell spoke:speak taken:take took:take "
    "told:tell went:go withdrew:withdraw withdrawn:withdraw won:win written:write wrote:write"
)
_DESCRIBES = re.compile(
    r"\b(?:the|an?|this|these|those|its|his|her|their|our|of|in|on|at|with|for|from|by|no|any|all|some|two|three) $",
    re.I,
)
_BASE = dict(pair.split(":") for pair in _IRREGULAR.split())
_BEHIND = 60  # characters before a verb in which it is told whether its deed is ahead
_DID = re.compile(r"\bdid\b(?! (?:not|n[’']t)\b)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


def asked_deeds(question: str) -> frozenset[str]:
    """The stems of what a question asks for with "did", be it verb or not; none of "Did they plan to meet?"."""
    asked = _DID.search(question)
    if asked is None:
        return frozenset()
    found = re.compile(r"\b[a-z]{3,}\b").finditer(question, asked.start("rest"))
    return frozenset(stem(one[0]) for one in found if not _is_ahead(question, one.start(), agreed=True))


def told_deeds(sentence: str) -> frozenset[str]:
    """The stems of what a sentence tells as done; not of "he allowed that it could"."""
    return frozenset(
        stem(_base(word[0]))
        for word in re.finditer(r"\w+", sentence)
        if _is_past(sentence, word)
        and not sentence.startswith(" that ", word.end())
        and not _is_ahead(sentence, word.start())
    )


def only_ahead(deeds: Collection[str], text: str, *, agreed: bool = False) -> bool:
    """Whether a text has one of the deeds, by their stems, and only as to come or not done.

    With `agreed`, what was agreed on is to come, too.
    """
    if not deeds:
        return False
    places: dict[str, list[int]] = {}
    for word in re.finditer(r"\w+", text):
        places.setdefault(stem(_base(word[0])), []).append(word.start())
    return any(deed in places and all(_is_ahead(text, at, agreed=agreed) for at in places[deed]) for deed in deeds)


def _base(word: str) -> str:
    """The base form of an irregular verb in the past; other words as they are."""
    return _BASE.get(word, word)


def _is_past(text: str, word: re.Match[str]) -> bool:
    """Whether a word in small letters may be a verb in the past; not behind an article or a preposition ("the shared
    charts").
    """
    may_be = word[0] in _BASE or re.fullmatch(r"[a-z]{3,}ed", word[0]) is not None
    return may_be and _DESCRIBES.search(text, 0, word.start()) is None


def _is_ahead(text: str, at: int, *, agreed: bool = False) -> bool:
    """Whether the verb at `at` is of a deed to come or not done; with `agreed`, what was agreed on is one, too."""
    before = text[max(0, at - _BEHIND) : at]
    return _OPENING.search(before) is not None or (agreed and _AGREED.search(before) is not None)
