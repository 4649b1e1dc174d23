"""The words that Chancery itself says in an answer, in one place, so that code, tests and people share them."""

REFUSED = "The library does not answer this."
REFUSED_EMPTY = "The library has no articles yet."
REFUSED_NOTHING_FOUND = "Nothing in the library is about this."
REFUSED_GAP = "The library has articles near this, but {gap}."
THE_ARTICLE = "the article itself"
"""Who says it, when nobody is quoted."""
SIDES = "The sources differ"
PREMISE = "The sources say otherwise than the question has it."
OLDER = "All sources used are older than what is asked about; the newest is of {date}."
SPEAKER = "{speaker}, as the article reports"
SPEAKER_IN = "{speaker}, in {place}"
SUPPORT = {
    "verbatim": "word for word in its source",
    "supported": "supported by its source",
    "partly": "only partly supported",
    "unsupported": "not supported by its sources",
}
PAGE = ", page {page}"
REFUSED_FILTERED = "{passed}, and none of them answers this."
PASSED = "{passing} of {total} articles pass the filters ({filters})"
ELSEWHERE = "Without the filters there are passages that answer."
NOWHERE = "Without the filters there is no answer either."
ONLY = "Only: {filters}"
PREFERRING = "Preferring: {labels}"
SEARCHED = "{passages} searched."
UNCOVERED = "No passage found has: {words}."
