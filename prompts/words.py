"""The words that Chancery itself says in an answer, in one place, so that code, tests and people share them."""

REFUSED = "The library does not answer this."
REFUSED_EMPTY = "The library has no articles yet."
REFUSED_NOTHING_FOUND = "Nothing in the library is about this."
REFUSED_GAP = "The library does not answer this: {gap}."
REFUSED_BY_MODEL = "{model} found no answer in the passages that it was given."
REFUSED_UNSUPPORTED = "Nothing that {model} wrote is supported by the passages."
MODEL_FAILED = "{model} gave no answer: {why}"
READERS = "This is the reader's, word for word from the articles."
THE_ARTICLE = "the article itself"
"""Who says it, when nobody is quoted."""
SIDES = "The sources differ"
SHORT_DATED = "{short}, in an article of {date}"
DOUBTFUL = "No passage answers this outright; these come nearest."
DOUBTFUL_PART = "No passage answers this outright: “{question}”"
SHORTS = "; "
"""Between the short answers to the questions in a question."""
PREMISE = "The sources say otherwise than the question has it."
UNMET = "No source used is of what the question asks for first: {labels}."
OLDER = "All sources used are older than what is asked about; the newest is of {date}."
SPEAKER = "{speaker}, as the article reports"
SPEAKER_IN = "{speaker}, in {place}"
SUPPORT = {
    "verbatim": "word for word in its source",
    "supported": "supported by its source",
    "partly": "only partly supported",
    "unsupported": "not supported by its sources",
}
FLAGGED = {False: "not in a passage that it cites", True: "said of something else in a passage that it cites"}
MATCHED = "its source was found for it; the model named none that says so"
STANDING = "{standing} of {total} {sentences} supported"
REMOVED = "{count} unsupported removed"
GIVEN = "{given} of {total} passages had room"
PAGE = ", page {page}"
REFUSED_FILTERED = "{passed}, and none of them answers this."
PASSED = "{passing} of {total} articles pass the filters ({filters})"
ELSEWHERE = "Without the filters there are passages that answer."
NOWHERE = "Without the filters there is no answer either."
ONLY = "Only: {filters}"
PREFERRING = "Preferring: {labels}"
SEARCHED = "{passages} searched."
UNCOMPACTED = "What was deleted is in no answer any more, but still takes room on the disk: {reason}"
UNCOVERED = "No passage found has: {words}."
