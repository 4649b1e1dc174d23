"""Whether a question can be asked of a whole library: it leans on nothing but itself, and names what it is about."""

import re

from assistant.evaluation.drafting.lexicon import listed
from assistant.evaluation.drafting.nouns import DEMONYM
from assistant.evaluation.drafting.times import DATE
from assistant.reader.question import terms

_MOST_WORDS = 24
_LEAST_TERMS = 3  # content words: fewer fit too many sentences
_WITH_DAY = 2  # content words of a question that names a day
_DATES = re.compile(DATE)
_DAY = re.compile(r"\b\d{1,2} [A-Z]\w+|\b[A-Z]\w+ \d{1,2}\b")
_MANY_NAMES = 4  # capitalised words that tell which treaty "the treaty" is
_ASKING = re.compile(r"^(?:How (?:many|much|long)|For how long|By how much|At what age|\w+) ")
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|them|hers|theirs|this|these|those|we|us|our|you|your|I|my|me|himself|herself|itself|"
    r"themselves|former|latter|there|such|another|other|others|same|one|ones|both|each|here|however|"
    r"instead|meanwhile|"
    r"today|yesterday|tomorrow|ago|now|currently|recently|so far|nearby|afterwards?|earlier|later|"
    r"previous|previously|following|"
    r"above|below|respectively|(?:of|in|on|to|for|by|with|from|at|after) that|back in|whose|none|several|"
    r"some|many|few|the the)\b|\b(?:only|more) \d|"
    r"(?<![a-z] )\b\d{1,3} (?:more|in|by|to|and)\b"
)
_RELATIVE = re.compile(
    r"\b(?:last|next|this|that|the following|the previous|the) (?:day|night|week|weekend|month|year|"
    r"season|morning|evening|"
    r"afternoon|summer|winter|spring|autumn|fall|time|quarter|decade|moment)\b(?! (?:of|that|in)\b)|"
    r"\b(?:last|next) \w+day\b"
    r"|\b(?:last|next|this) (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? (?:\d|[A-Z]))|\bthe (?:first|second|third|last|"
    r"only) (?:of|to|in)\b"
)
_DEFINITE = re.compile(r"\b(?:the|all|both)\s(?P<phrase>(?:[\w’'.-]+\s?)+)", re.IGNORECASE)
_GENERIC = listed(
    "President Congress Parliament Senate House Minister Prime Secretary Foreign Governor Mayor State U.S. US "
    "Representatives"
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*|\b\d{4}\b")
# What there is one of, or what is known without more.
_KNOWN = listed(
    "world public press internet media pandemic police army future past end beginning sea moon sun earth sky "
    "economy environment climate weather coronavirus truth poor rich universe ground way"
)
_COMPLEMENT = listed("of between for on about against in at to from with over near into under")
_NOUN_ENDS = listed(
    "and or but by as than that which who when where while after before was were is are has have had will would can "
    "could should must did does do be been not into during through until since because if without within among"
)

_SHORTEST, _LONGEST = 6, 50  # of a sentence; shorter ones tell little, longer ones hide clauses
_BOILERPLATE = re.compile(
    r"\b(?:subscribe|newsletter|click|cookies?|copyright|all rights|read more|sign up|follow us|photos?|image|getty|"
    r"advertis\w+|published|updated|editor|correction|caption|e-?mail|donate to|terms of|http|www|"
    r"sample article)\b|[@©|*_#]",
    re.IGNORECASE,
)


def is_plain(sentence: str) -> bool:
    """Whether a sentence is prose that stands by itself: no furniture, no question, no fragment."""
    size = len(sentence.split())
    return (
        _SHORTEST <= size <= _LONGEST
        and sentence[:1].isupper()
        and sentence.rstrip().endswith(".")
        and "\n" not in sentence
        and sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and _BOILERPLATE.search(sentence) is None
    )


def stands(question: str) -> bool:
    """Whether a question is short, leans on nothing, and names something."""
    inner = _ASKING.sub("", question.rstrip("?"))
    asked = inner.split()
    return (
        len(asked) < _MOST_WORDS
        and len(set(terms(_DATES.sub("", question)))) >= (_LEAST_TERMS if _DAY.search(question) is None else _WITH_DAY)
        and not (points(inner) or (leans(inner) and len(set(_NAME.findall(inner))) < _MANY_NAMES))
        and any(_pins(word) for word in asked)
        and inner.count("(") == inner.count(")")
        and not re.search(r"[:;•…\[\]/|]|\s[,.]|\.\s[a-z]", inner)
    )


def _pins(word: str) -> bool:
    """Whether a word narrows down what is asked: a name, or a year; not an office or a people."""
    return re.fullmatch(DATE, word) is not None or (
        word[0].isupper() and not DEMONYM.search(word) and word not in _GENERIC
    )


def leans(text: str) -> bool:
    """Whether a text has a pronoun, a relative time or a definite phrase that only its article can explain."""
    return points(text) or any(_is_bare(match["phrase"]) for match in _definites(text))


def points(text: str) -> bool:
    """Whether a text has a pronoun or a relative time."""
    return bool(_PRONOUN.search(text) or _RELATIVE.search(text))


def _definites(text: str) -> list[re.Match[str]]:
    found = []
    place = 0
    while match := _DEFINITE.search(text, place):
        found.append(match)
        place = match.start() + 3
    return found


def _is_bare(phrase: str) -> bool:
    """Whether what follows a "the" is a common noun and nothing that tells which one."""
    words = phrase.split()
    head = 0
    for word in words:
        if word in _NOUN_ENDS or word in _COMPLEMENT or (head and word in {"the", "a", "an"}):
            break
        if word[0].isupper() or word[0].isdigit():
            return False
        head += 1
    if not head:
        return False
    if words[head - 1] in _KNOWN or words[head - 1].removesuffix("’s").removesuffix("'s") in _KNOWN:
        return False
    after = words[head : head + 1]
    return not (
        after and after[0] in _COMPLEMENT and after[0] in {"of", "between", "for", "against"} and len(words) > head + 1
    )
