"""Misspelt words of a question, mended with the library's own; what is searched and shown is the mended question.

A word is taken for misspelt only if no passage has it in any form, and, where it can be asked, the encoder's vocabulary
does not either. It is mended to a word of the library that is spelt nearly the same, or that sounds the same and is
written in another way, as names from other scripts are ("Riabkov", "Ryabkov"). A word of the passages that a first
search found may be less near than one of any other. Where two words are as near as each other, nothing is changed.

It cannot tell a slip from a name that the library lacks and that differs by one letter from one that it has: the mended
question is shown for that. English sounds and endings; words of other scripts are compared by their letters alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.reader.question import STOP_WORDS, is_stop, stem, words

Frequency = Callable[[Sequence[str]], Mapping[str, int]]
"""In how many passages each word stands: `index.document_frequency`."""

Terms = Callable[[str], Mapping[str, int]]
"""The library's terms that begin with a prefix, each with the number of its passages: `index.terms_from`."""

Find = Callable[[str], Sequence[str]]
"""Texts of passages that have a term."""

_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"['’]s$")

# Least lengths in characters, of the shorter of two words, for them to be near. By `benchmarks.spelling`: one slip
# allowed in a word of five mends four names more in a hundred, and changes one right word more that the library lacks.
_MIN_LENGTH = 5  # of the word in the question; shorter ones have too many neighbours one slip away
_SAME_SOUND, _SAME_SOUND_PLAIN = 5, 6
_ONE_SLIP, _ONE_SLIP_FOUND = 6, 4
_FIRST_SLIP = 7  # when it is the first letter, which people rarely get wrong
_TWO_SLIPS, _TWO_SLIPS_FOUND = 8, 6  # names only
_LONG = 10  # words of this length are hardly ever another word by one consonant

_MAX_SLIPS = 3  # letters added, dropped, changed or swapped between words of the same sound
_FOUND = 0.5  # slips that a word of the passages found is nearer
_FIRST = 0.5  # slips that a word with another first letter is farther
_COMMON = 0.1  # slips that a word with ten times the passages is nearer
_MARGIN = 0.1  # slips by which the nearest word must be nearer than the next
_CLOSE = 40  # terms a first letter that are compared by sound
_TRIED = 3  # terms whose written forms are looked up

_VOWELS = frozenset("aeiouy")
_ALIKE = ("ckqhg", "yjie", "jgd", "vwuf", "fp", "sczt")  # first letters that stand for one another

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:je|ye|ie)(?=\w)", "e"),
        (r"tch|tsch|tsh", "ch"),
        (r"shch|sch|sh", "s"),
        (r"dzh|dj|dsch", "j"),
        (r"(?:ff|w)$|(?<=[oe])f$", "v"),
        (r"ph", "f"),
        (r"kh|gh|ck|cq|q|c(?![eiyh])", "k"),
        (r"c(?=[eiy])|z|ts|tz", "s"),
        (r"x", "ks"),
        (r"th", "t"),
        (r"w", "v"),
        (r"(?<=[aeiou])h|h$", ""),
        (r"ii|iy|ij|yi|yy|ey|ei|ee|ie|y|j(?![aou])", "i"),
        (r"iu|yu|ju|ou|oo", "u"),
        (r"ia|ya|ja", "a"),
        (r"(.)\1+", r"\1"),
    )
)
"""Ways to write a sound, in order; what they are written as is only compared, never shown."""


def mend(
    question: str,
    frequency: Frequency,
    passages: Sequence[str],
    *,
    terms: Terms | None = None,
    find: Find | None = None,
    is_word: Callable[[str], bool] | None = None,
) -> str:
    """The question with its misspelt words mended, or as it was.

    `passages` are those that it found. With `terms` and `find` the words of the whole library are tried too. `is_word`
    says of a word that the library lacks whether it is a right one nevertheless.
    """
    asked = [
        word for word in set(_WORD.findall(question)) if len(word) >= _MIN_LENGTH and word.casefold() not in STOP_WORDS
    ]
    counts = frequency(asked)
    unknown = [
        word for word in asked if not (counts.get(word) or word.isupper() or (is_word is not None and is_word(word)))
    ]  # capitals are an acronym, and any two acronyms are alike
    if not unknown:
        return question
    found = _forms(passages)
    mended = {}
    for word in unknown:
        near = _near_found(word, found)
        if terms is not None and find is not None:
            near = _near_any(word, terms, find) | near
        mended[word] = _nearest(near)
    return _WORD.sub(lambda match: mended.get(match[0]) or match[0], question)


def _forms(texts: Iterable[str]) -> set[str]:
    """The words of texts as they are written, without a possessive; none that carries no content."""
    return {_POSSESSIVE.sub("", word) for text in texts for word in words(text) if not is_stop(word)}


def _nearest(near: Mapping[str, float]) -> str | None:
    """The word with the least distance; None where there is none, or another word is hardly farther."""
    ranked = sorted(near.items(), key=lambda one: (one[1], one[0]))
    if not ranked:
        return None
    best, distance = ranked[0]
    rivals = [word for word, other in ranked if other - distance < _MARGIN and stem(word) != stem(best)]
    return None if rivals else best


def _near_found(word: str, found: Iterable[str]) -> dict[str, float]:
    """Words of the passages found that may be meant, each with its distance."""
    folded, is_name = word.casefold(), word[0].isupper()
    return {
        form: _distance(folded, form.casefold()) - _FOUND
        for form in found
        if form[0].isupper() == is_name and _may_be(folded, form.casefold(), is_name=is_name, is_found=True)
    }


def _near_any(word: str, terms: Terms, find: Find) -> dict[str, float]:
    """Words of the library that may be meant, each with its distance."""
    folded, is_name = word.casefold(), word[0].isupper()
    stemmed = stem(folded)
    close: dict[str, float] = {}
    for initial in _initials(folded):
        known = terms(initial)
        alike = process.extract(stemmed, list(known), scorer=OSA.distance, score_cutoff=_MAX_SLIPS, limit=_CLOSE)
        for term, *_ in alike:
            distance = min(_distance(stemmed, term), _distance(folded, term))
            close[term] = distance - _COMMON * log10(known[term])
    near = {}
    for term in sorted(close, key=lambda one: (close[one], one))[:_TRIED]:
        for form in _forms(find(term)):
            same = stem(form) == term and form[0].isupper() == is_name
            if same and _may_be(folded, form.casefold(), is_name=is_name, is_found=False):
                near[form] = _distance(folded, form.casefold())
    return near


def _initials(folded: str) -> list[str]:
    """First letters that the word meant may have: its own, the one after it, and those that sound like its own."""
    alike = {letter for group in _ALIKE if folded[0] in group for letter in group}
    return sorted({folded[0], folded[1]} | alike)


def _may_be(word: str, other: str, *, is_name: bool, is_found: bool) -> bool:
    """Whether one word may be the other misspelt. `is_found`: the other stands in the passages found."""
    slips = OSA.distance(word, other, score_cutoff=_MAX_SLIPS)
    if slips > _MAX_SLIPS:
        return False
    size = min(len(word), len(other))
    apart = OSA.distance(_sound(word), _sound(other))
    if apart == 0:
        return size >= (_SAME_SOUND if is_name else _SAME_SOUND_PLAIN)
    if slips == 1:
        if not (is_name and is_found) and _is_other(word, other):
            return False
        return size >= (_ONE_SLIP_FOUND if is_found and is_name else _ONE_SLIP if word[0] == other[0] else _FIRST_SLIP)
    if slips == 2 and is_name:
        return size >= _TWO_SLIPS_FOUND and apart <= 2 if is_found else size >= _TWO_SLIPS and apart <= 1
    return False


def _is_other(word: str, other: str) -> bool:
    """Whether two words that differ by one letter are rather two words than one misspelt.

    They are where a consonant stands for another ("averted", "alerted"), or a letter more opens or ends the one typed
    ("apolitical", "Kuwaiti"): fingers and ears make other slips.
    """
    if len(word) == len(other):
        pairs = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
        likely = len(word) >= _LONG and word[0] == other[0]
        return len(pairs) == 1 and not likely and not set(pairs[0]) <= _VOWELS
    if len(word) > len(other) and word.startswith(other):
        return word[-1] != word[-2]
    return word[1:] == other


def _distance(word: str, other: str) -> float:
    """Slips between two words, fewer where they sound alike."""
    slips = OSA.distance(word, other)
    heard, other_heard = _sound(word), _sound(other)
    apart = OSA.distance(heard, other_heard)
    is_first = word[:1] != other[:1] and heard[:1] != other_heard[:1]
    return min(slips, (slips + apart) / 2) + (_FIRST if is_first else 0)


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
