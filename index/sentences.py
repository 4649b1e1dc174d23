"""Where sentences begin and end.

`split` returns half-open spans that hold every non-space character of the text exactly once, in order. It knows the
marks of several scripts and the full stops that end no sentence (titles, initials, months, acronyms, decimals). It
does not mend text: a wrong line break or a missing space stays as it is. Linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

MAX_CHARACTERS = 1200
"""A longer "sentence" is a list or a text without stops; it is cut at a clause, so that a quote stays readable."""

_WRAP_MIN, _WRAP_MAX = 40, 120
"""Characters of a line that an editor may have wrapped; shorter ones are headings, longer ones whole paragraphs."""

_CLOSERS = "\"'”’»›)\\]}」』】）"
_MARK = r"(?:\[(?:\d{1,3}|[a-z])\]|\(\d{1,2}\)|[⁰¹²³⁴-⁹†‡])"  # footnote marks, glued to the end of a sentence
_STOP = re.compile(
    rf"(?P<wide>[。！？｡．।]+[{_CLOSERS}]*{_MARK}*)"  # scripts that put no space after the stop
    rf"|(?<![.!?…؟۔։።])(?P<stop>[.!?…؟۔։።]++)(?P<tail>[{_CLOSERS}]*+{_MARK}*+|(?<=[^\W\d]\.)\d{{1,2}})(?=\s)"
)
_BREAK = re.compile(r"(?<![^\S\n])[^\S\n]*+\n\s*+")
_SPACE = re.compile(r"\s*+")
_BULLET = re.compile(r"(?:[-*•▪◦·‣–—]|\(?\d{1,2}[.)]|[a-z]\))\s")
_NEXT = re.compile(r"\s*[\"'“‘«‹(\[{¿¡—–-]*\s*(?P<word>[^\W_]+)?")
_LAST = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_CUT = re.compile(r"[;:,，、；：](?=\s|\w)|[—–]|\s")
_CLAUSE = re.compile(r"[;:](?=\s)|[；：]|,(?=\s)|[，、]|\s[—–](?=\s)")

_LOOK_BACK = 24  # characters before a stop that can hold an abbreviation


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms mx dr prof sen sens rep reps gen gov lt col sgt cpl capt maj adm cmdr brig st mt ft rev hon messrs pres "
    "amb atty supt insp vs cf viz approx ca eg ie им ул тов проф акад"
)
"""Never the end of a sentence: a name or a term always follows."""

_NUMBERED = _words(
    "no nos art arts sec secs fig figs vol ch p pp para eq tel jan feb mar apr jun jul aug sep sept oct nov dec"
)
"""No end of a sentence before a number."""

_DOUBTFUL = _words("inc corp co cos ltd llc plc jr sr bros dept est ave blvd al etc г гг в вв млн млрд тыс руб др")
"""May end a sentence: only when the next word is one that opens sentences. Dotted acronyms and initials count here."""

_OPENERS = _words(
    "the a an this that these those there then he she it they we i you his her its their our my who what when where "
    "why how in on at as by for from with after before since while although though if but and or so yet still "
    "also however meanwhile moreover instead both some many most several all one two no not "
    "according asked earlier later last "
    "в на но и он она они это по при как однако также"
)


def runs(spans: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring spans of up to `size` characters, one span at least, each sharing half with the next; as the
    numbers of its first span and of the one behind its last.
    """
    first = last = 0
    while last < len(spans):
        last = first + 1
        while last < len(spans) and spans[last][1] - spans[first][0] <= size:
            last += 1
        yield first, last
        first = max(first + 1, (first + last) // 2)


def split(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, ascending, without surrounding white space."""
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        for left, right in pairwise([start, *_ends(text, start, end), end]):
            trimmed = _trim(text, left, right)
            if trimmed is not None:
                spans.extend(_cut(text, *trimmed))
    return spans


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of text that no line break ends: paragraphs, headings and list items, with wrapped lines joined."""
    start = line = 0
    for found in _BREAK.finditer(text):
        if not _wrapped(text, line, found):
            yield start, found.start()
            start = found.end()
        line = found.end()
    yield start, len(text)


def _wrapped(text: str, line: int, found: re.Match[str]) -> bool:
    """Whether a line break only wraps a sentence: `line` is where the line before it starts."""
    after = found.end()
    if found.group().count("\n") > 1 or after >= len(text) or _BULLET.match(text, after):
        return False
    if text[after].islower():
        return True
    following = text.find("\n", after, after + _WRAP_MAX + 1)
    short = following != -1 or len(text) - after <= _WRAP_MAX
    return short and _WRAP_MIN <= found.start() - line <= _WRAP_MAX and text[found.start() - 1] not in '.!?…:”"'


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of sentences inside the block [start, end), its own end not counted."""
    opened = start
    for found in _STOP.finditer(text, start, end):
        if found.group("wide") is not None or _is_end(text, opened, found, end):
            opened = found.end()
            yield opened


def _is_end(text: str, opened: int, found: re.Match[str], end: int) -> bool:
    """Whether a stop that white space follows ends the sentence that began at `opened`."""
    following = _NEXT.match(text, found.end(), end)
    word = (following.group("word") or "") if following else ""
    stop, tail = found.group("stop"), found.group("tail")
    if word[:1].islower() or (tail[:1] in {"]", ")"} and text[found.start() - 1 : found.start()] in {"[", "("}):
        return False  # a sentence goes on, or an omission in brackets: [...]
    if stop != "." or (tail and not tail[0].isalnum()):
        return True
    before = _LAST.search(text, max(opened, found.start() - _LOOK_BACK), found.start())
    return before is None or _ends_after(before.group(), word, at_start=before.start() <= opened + 1)


def _ends_after(before: str, word: str, *, at_start: bool) -> bool:
    """Whether a full stop between the words `before` and `word` (empty: no word) ends a sentence."""
    key = before.casefold()
    if key in _TITLES or (at_start and before.isdigit()):  # a title, or the number of a list item
        return False
    if key in _NUMBERED:
        return not word[:1].isdigit()
    if key in _DOUBTFUL or "." in before or (len(before) == 1 and before.isupper()):
        return not word or word.casefold() in _OPENERS
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends, or None when nothing is left."""
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return None
    left = start + len(piece) - len(piece.lstrip())
    return left, left + len(body)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most `MAX_CHARACTERS`, cut after a clause, else at a space, else anywhere."""
    while end - start > MAX_CHARACTERS:
        limit = start + MAX_CHARACTERS
        at = (
            _last_end(_CLAUSE, text, start + MAX_CHARACTERS // 2, limit)
            or _last_end(_CUT, text, start + 1, limit)
            or limit
        )
        trimmed = _trim(text, start, at)
        if trimmed is not None:
            yield trimmed
        space = _SPACE.match(text, at, end)
        start = space.end() if space else at
    yield start, end


def _last_end(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int | None:
    """Where the last match of `pattern` in [start, limit) ends."""
    last = None
    for found in pattern.finditer(text, start, limit):
        last = found.end()
    return last
