"""The words that Chancery itself says in an answer, in one place, so that code, tests and people share them."""

REFUSED = "The library does not answer this."
REFUSED_EMPTY = "The library has no articles yet."
REFUSED_NOTHING_FOUND = "Nothing in the library is about this."
REFUSED_GAP = "The library has articles near this, but {gap}."
