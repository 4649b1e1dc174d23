"""What a question asks for: its content words, its names, and the kind of thing that would answer it.

English only; a question in another language has kind `open` and its words as terms. Nothing here looks at a library.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import Stemmer

Kind = Literal["person", "time", "quantity", "place", "reason", "yes-no", "open"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_ACRONYM_STOPS = re.compile(r"\b((?:[A-Za-z]\.){2,})")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,}?)[.,;!?]?[”\"»]")
_PLAIN_MARKS = str.maketrans("‘’“”", "''\"\"")
_NAME = re.compile(r"\b[A-Z][\w’'-]*")

# Words that a question is made of rather than about. Function words, and the verbs of asking and reporting that
# fit every question ("say", "tell", "according").
STOP_WORDS = frozenset(
    """
    a about above according after again all also am an and any are as at be because been before being between both
    but by can could did do does doing done down during each few for from further get gets give given go goes had
    has have having he her here hers him his how i if in into is it its itself just make made many me more most
    much my no nor not now of off on once one only or other our out over own put same say says said saying she
    should so some such tell tells than that the their them themselves then there these they this those through to
    too under until up upon us very was we were what when where which while who whom whose why will with would you
    your
    """.split()  # noqa: SIM905  # a list of 150 quoted words would be unreadable
)

_STEMMER = Stemmer.Stemmer("english")

_MIN_CORE = 2  # content words that a question needs to ask anything

# The word that asks, and the kind that it asks for. `who`, `when`, `where`, `why` inside a sentence mostly join
# clauses ("when they met"): they ask at the start, after a preposition or comma, or before an auxiliary verb.
_ASKS = r"(?:^\W*(?:and |but |so )?|\b(?:by|of|to|with|for|from|at|on|in|since|until),? |, )"
AUXILIARIES = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
_AUXILIARY = rf"(?= (?:{AUXILIARIES})\b)"
# "When, by his account, did it end?"; but "When ice melts, what is left?" asks for what is left
_BETWEEN = r"(?:,[^,?]*,| (?:exactly|precisely|roughly|approximately|first|again|else|next|last|in \w+(?: \d+)?))?"
_OTHERS = r"(?:what|which|who|whom|whose|where|why|how)\b"
_WHEN = rf"when(?:(?={_BETWEEN} (?:{AUXILIARIES}|\w+n['’]t)\b)|\b(?!.*\b{_OTHERS}))"
_DATED = (
    r"\b(?:what|which) (?:date|day|month|year|week)s?\b|\bhow (?:long ago|soon)\b"
    r"|\bwhen\W*$|\b(?:since|until|till) when\b"
)
_OTHERWISE = re.compile(rf"^\W*{_OTHERS}(?!.*(?:{_DATED}))", re.IGNORECASE)
_OPENINGS: tuple[tuple[str, Kind], ...] = (
    (rf"{_ASKS}(?:who|whose|whom)\b", "person"),
    (
        rf"{_ASKS}{_WHEN}|\bwhen{_AUXILIARY}|{_DATED}",
        "time",
    ),
    (
        r"\bhow (?:many|much|long|old|far|often|large|big|high)\b"
        r"|\b(?:what|which) (?:number|share|percentage|sum|amount)\b",
        "quantity",
    ),
    (
        rf"{_ASKS}where\b|\bwhere{_AUXILIARY}"
        r"|\b(?:what|which) (?:[a-z]+ )?(?:city|country|place|capital|town|region)\b",
        "place",
    ),
    (rf"{_ASKS}why\b|\bwhy{_AUXILIARY}|\bfor what reason\b|\bwhat (?:made|caused|led)\b", "reason"),
)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b", re.IGNORECASE
)


# A clause that tells which article is meant, not what is asked: "according to the piece on grain".
_PIECE = (
    r"(?:article|piece|story|report|commentary|analysis|essay|column|author|commentator|analyst|writer|columnist)s?\b"
)
_SCOPE = re.compile(
    r",? (?:according to|in the (?:words|view|opinion|eyes|reading|account) of) (?:the|a|one|an)\b"
    rf"[^,?]*?\b{_PIECE}[^,?]*"
    rf"|,? as (?:the|a|one|an)\b[^,?]*?\b{_PIECE}[^,?]*? (?:puts|tells|sees|says|has) it"
    rf"|(?:^|,? )in (?:the|an?|one) {_PIECE}[’']s? (?:view|opinion|eyes|words|reading|account|estimation),?(?= |\?|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of one word, case and marks folded."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    stemmed: str = _STEMMER.stemWord(folded.replace("’", "'").removesuffix("'s"))
    return stemmed


def words(text: str) -> list[str]:
    """The words and numbers of a text, as written; `U.S.` is one word, `US`."""
    return _WORD.findall(_ACRONYM_STOPS.sub(lambda match: match[1].replace(".", ""), text))


def terms(text: str) -> list[str]:
    """The stems of the content words of a text, in order, repeats kept."""
    return [stem(word) for word in words(text) if not is_stop(word)]


def is_stop(word: str) -> bool:
    """Whether a word carries no content; `US` and `IT` in capitals are names, not pronouns."""
    return word.casefold() in STOP_WORDS and not (len(word) > 1 and word.isupper())


def core(text: str) -> str:
    """The question without the clause that tells which article is meant; itself when nothing else is left."""
    rest = _SCOPE.sub("", text).strip()
    return rest if len(terms(rest)) >= _MIN_CORE else text


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `terms` are distinct stems in order; `names` the stems of its capitalised words; `quoted` what it puts in quotation
    marks, case and spacing folded.
    """

    text: str
    terms: tuple[str, ...]
    names: frozenset[str]
    kind: Kind
    quoted: tuple[str, ...]


def analyse(text: str) -> Question:
    """Take a question apart."""
    distinct = tuple(dict.fromkeys(terms(text)))
    first = re.match(r"\W*(\w+)", text)
    opening = first[1].casefold() if first else ""
    names = {
        stem(name)
        for name in _NAME.findall(_ACRONYM_STOPS.sub(lambda match: match[1].replace(".", ""), text))
        if not is_stop(name) and name.casefold() != opening
    }
    quoted = tuple(folded(match[1]) for match in _QUOTED.finditer(text))
    return Question(text, distinct, frozenset(names), kind_of(text), quoted)


def is_foreign(text: str) -> bool:
    """Whether most letters of a question are of another script than Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum("LATIN" in unicodedata.name(letter, "") for letter in letters) * 2 < len(letters)


def folded(text: str) -> str:
    """A text with its case, spacing and quotation marks folded, to find a quoted phrase in it."""
    return " ".join(text.casefold().translate(_PLAIN_MARKS).split())


def kind_of(text: str) -> Kind:
    """The kind of answer that a question asks for, by its earliest asking word; what follows in brackets is context."""
    text = text.strip().partition("? (")[0]
    if _YES_NO.match(text):
        return "yes-no"
    found = [
        (match.start(), kind)
        for pattern, kind in _OPENINGS
        if (match := re.search(pattern, text, re.IGNORECASE)) is not None
    ]
    kind = min(found)[1] if found else "open"
    return "open" if kind == "time" and _OTHERWISE.match(text) else kind
