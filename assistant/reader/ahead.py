"""Deeds that are told as still to come, or as not done: "agreed to meet", "would return", "not yet complete".

Rules of English; what they do not know is taken as done.
"""

import re

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


def base(word: str) -> str:
    """The base form of an irregular verb in the past; other words as they are."""
    return _BASE.get(word, word)


def past(text: str, start: int, end: int) -> str | None:
    """The base form of a word in small letters that may be a verb in the past, its ending left on; None for others, and
    behind an article or a preposition ("the shared charts").
    """
    word = text[start:end]
    if _DESCRIBES.search(text, 0, start):
        return None
    return _BASE.get(word) or (word if re.fullmatch(r"[a-z]{3,}ed", word) else None)


def is_ahead(text: str, at: int, *, agreed: bool = False) -> bool:
    """Whether the verb at `at` is of a deed to come or not done; with `agreed`, what was agreed on is one, too."""
    before = text[max(0, at - _BEHIND) : at]
    return _OPENING.search(before) is not None or (agreed and _AGREED.search(before) is not None)


def only_ahead(question: str, sentence: str) -> bool:
    """Whether a question asks what somebody did, and a sentence has that deed only as one to come or not done."""
    asked = _DID.search(question)
    if asked is None:
        return False
    start = asked.start("rest")
    words = list(re.finditer(r"\w+", sentence))
    for word in re.finditer(r"\b[a-z]{3,}\b", asked["rest"]):
        if is_ahead(question, start + word.start(), agreed=True):
            continue  # "Did they plan to meet?"
        same = [one for one in words if stem(base(one[0])) == stem(word[0])]
        if same and all(is_ahead(sentence, one.start(), agreed=True) for one in same):
            return True
    return False
