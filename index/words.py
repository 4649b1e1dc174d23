"""Text to the terms that the lexical index holds, and which terms of a query tell something.

Words of any script are lowercased, stripped of accents and reduced to English stems; scripts without spaces are taken
by the character.
"""

import re

import tantivy

MAX_WORD = 60  # characters; longer "words" are addresses and encoded data, and are no terms

_FUNCTION_WORDS = (
    "a an and are as at be but by can could did do does for from had has have how if in into is it its no not of on or "
    "should such that the their then there these they this to was were what when where which who whom whose why will "
    "with would about"
)
"""English words that tell nothing about a passage, left out of a query that has others: one "on" in common would count.
Not "us" and "may", which are as often a country and a month."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORD = rf"[{_UNSPACED}]|[\p{{L}}\p{{N}}\p{{M}}&&[^{_UNSPACED}]]+"
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


class Words:
    """The analyzer, for documents and queries alike. Safe to share between threads."""

    def __init__(self) -> None:
        self.analyzer = _analyzer()
        self._function_terms = frozenset(self.terms(_FUNCTION_WORDS))

    def terms(self, text: str) -> list[str]:
        """The distinct terms of a text, in order of appearance."""
        return list(dict.fromkeys(self.analyzer.analyze(plain(text))))

    def telling(self, query: str) -> list[str]:
        """The distinct terms of a query without function words; all of them where it has no others."""
        terms = self.terms(query)
        return [term for term in terms if term not in self._function_terms] or terms


def plain(text: str) -> str:
    """The text with acronyms in one spelling (U.S. as US)."""
    joined = _ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    return encodable(joined)


def encodable(text: str) -> str:
    """The text with a question mark for each half of a character, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
    for step in (tantivy.Filter.remove_long(MAX_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.filter(tantivy.Filter.stemmer("english")).build()
