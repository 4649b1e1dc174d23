"""A short answer cut clean: what a person would say of the words that the network points at."""

import re

_LEADING = re.compile(
    r"^(?:[\s,;:–—-]+|(?:in|on|at|by|from|to|of|for|with|since|until|during|because of|due to)\s+"
    r"(?!(?:least|most|best|worst|once|all|last|part)\b)(?=\S))",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s,;:–—-]+$|(?<![A-Z])(?<!\b[A-Za-z])\.$")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"), ('"', '"'))


def cleaned(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without signs at its ends, half a pair of brackets or quotation marks, or a leading preposition."""
    start, end = span
    before = None
    while before != (start, end):
        before = (start, end)
        leading = _LEADING.match(text[start:end])
        if leading:
            start += leading.end()
        trailing = _TRAILING.search(text[start:end])
        if trailing:
            end = start + trailing.start()
        start, end = _without_half_pairs(text, start, end)
    return start, max(start, end)


def _without_half_pairs(text: str, start: int, end: int) -> tuple[int, int]:
    for opening, closing in _PAIRS:
        inside = text[start:end]
        odd = inside.count(opening) % 2 == 1 if opening == closing else inside.count(opening) != inside.count(closing)
        if odd and inside.startswith((opening, closing)):
            start += 1
        elif odd and inside.endswith((opening, closing)):
            end -= 1
    return start, end
