"""Whether two articles are copies of one text: a sketch of each, and how alike two sketches are.

Outlets reprint the story of an agency under another headline, with a paragraph less and a word changed here and there.
A sketch is a MinHash signature (Broder 1997) of the text's shingles, its runs of three words, in some 500 bytes: the
share of equal slots estimates the Jaccard similarity of the shingles, with a standard deviation of at most 0.035.
`bands` are the keys under which a sketch is filed (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section
3.4): only articles that share a key need be compared.

Jaccard and not containment, because a cut reprint and an updated story are the same to both, a short text inside a long
one; the line between them is how much the longer one adds. At `COPY`, two texts of one length have 62 % of their
shingles in common, and of a text inside another the longer has 55 % that is new.

Numbers matter: of two quarterly reports, or two notices of a rate, the words are the same and the news is in the
numbers. So a sketch holds the text's numbers too, and `alike` falls with each that stands for another.

Not told from copies: forms whose news is a name or a word ("raises" for "lowers"), and notices that list the same
people each week. Not found: translations, the same event in other words, less than 45 % of a text, and texts of fewer
than 40 words, which are alike by their form more often than by their origin. Nothing is read from or written to disk.
"""

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

VERSION = "copies-1"
"""Of what `sketch` and `bands` give. Sketches of another version are made anew, never compared."""

COPY = 0.45
"""From this value of `alike` on, an article is a copy. Of 40 pairs of newswire stories read, 17 of 18 from 0.45 to 0.6
are the same report, 9 of 10 from 0.4 to 0.45 and 7 of 12 below. At 0.4 the weekly notices of one office begin to run
together (10 pairs for 2); at 0.5, 16 % of the reprints with every change at once are lost, at 0.45 8 %."""

MIN_WORDS = 40
"""Words of the shortest text that is compared. Below it stand dividends, prices and rates in a set form: two companies'
notices are the same in every word, and only the headline, which is no part of the text, says whose they are."""

_SLOTS = 200  # of 16 bits: the most that leaves room for the numbers in 512 bytes
_ROWS = 3  # slots in a band; with two, four to five times as many pairs are compared, and none more found
_BANDS = 40  # finds 98 % of the pairs at 0.45 and 99.9 % at 0.55; on newswire 33 lost 2 of 55 near the line, 40 none
_NUMBERS = 24  # distinct numbers that are kept, those of the smallest hash; most articles have fewer

# What one number in a hundred words that stands for another may cost: the line itself. Of 30 pairs read beyond it three
# are the same report; of 14 inside it eleven are. So a notice of under 100 words may have none, and an article a few.
_NUMBER_COST = 100 * (1 - COPY)

_SHINGLE = 3  # words; of two, forms lie as near as rewritten reports; of four, 10 % of changed words is half a text
_SHINGLE_UNSPACED = 5  # characters: some three words of Chinese, fewer of Japanese
_CHARACTERS_A_WORD = 2  # of a script without spaces: about 1.7 in Chinese, more in Japanese and Thai
_BLOCK = 2048  # shingles hashed at a time: 2048 x 200 x 8 bytes are 3 MB

# English numbers that one outlet writes out and the next does not; "one" is a pronoun as often.
_WRITTEN = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip

# Thai, Lao, Myanmar, Khmer, kana and Han write no spaces: each character stands for itself.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# White space and the punctuation of ASCII, Latin 1, and the general and CJK blocks. Whatever else stands in no word, an
# Arabic comma or a danda, stays with the word before it, in every copy alike.
_NO_WORD = r"\s\d!-/:-@\[-`{-\xbf\u2000-\u206f\u3000-\u303f"
_CHARACTER = re.compile(rf"[{_UNSPACED}]")
_TOKEN = re.compile(  # 1,000 and 6-3/16 and 2025-11-12 are one number each
    rf"\d+(?:[.,:/-]\d+)*|{_CHARACTER.pattern}|[^{_NO_WORD}{_UNSPACED}]+"
)

_Hashes = npt.NDArray[np.uint64]

_HEADER = struct.Struct("<II")  # words, distinct numbers
_SLOT = np.dtype("<u2")
_HASH = np.dtype("<u4")


def _mix(values: _Hashes) -> _Hashes:
    """Spread each value over 64 bits, one to one: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_STEP = 0x9E3779B97F4A7C15  # of SplitMix64: any odd number whose multiples lie far apart would do
_SEEDS = _mix(np.arange(1, 2 * _SLOTS + 1, dtype=np.uint64) * np.uint64(_STEP))
_FACTORS = _SEEDS[:_SLOTS] | np.uint64(1)  # odd, so that multiplying by them is one to one
_OFFSETS = _SEEDS[_SLOTS:]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What `alike` needs of a text.

    `slots` holds 200 slots of 16 bits, little-endian, or nothing where the text has fewer than `MIN_WORDS` words.
    `numbers` are the smallest hashes of its distinct numbers, ascending, at most 24 of the `distinct`.
    """

    words: int
    distinct: int
    slots: bytes
    numbers: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """The sketch in at most 504 bytes, the same on every platform."""
        return _HEADER.pack(self.words, self.distinct) + self.slots + np.array(self.numbers, _HASH).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Sketch":
        """The sketch that `to_bytes` wrote; raises ValueError when it is not one."""
        if len(data) < _HEADER.size:
            raise ValueError(f"a sketch has at least {_HEADER.size} bytes, not {len(data)}")
        words, distinct = _HEADER.unpack_from(data)
        numbers_at = _HEADER.size + (_SLOTS * _SLOT.itemsize if words >= MIN_WORDS else 0)
        if len(data) != numbers_at + min(distinct, _NUMBERS) * _HASH.itemsize:
            raise ValueError(f"{len(data)} bytes are no sketch of {words} words and {distinct} numbers")
        numbers = np.frombuffer(data, _HASH, offset=numbers_at)
        return cls(words, distinct, data[_HEADER.size : numbers_at], tuple(numbers.tolist()))


def tokens(text: str) -> list[str]:
    """The words, numbers and single characters that a text is compared by, in their order."""
    found: list[str] = _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    return [_WRITTEN.get(token, token) for token in found]


def numbers(found: list[str]) -> set[str]:
    """The numbers among tokens."""
    return {token for token in found if token[0].isdecimal()}


def sketch(text: str) -> Sketch:
    """The sketch of an article's clean text, without its headline; the same in every process and on every platform."""
    found = tokens(text)
    unspaced = _CHARACTER.search(" ".join(found)) is not None  # else no token need be looked at
    characters = np.array([unspaced and _CHARACTER.match(token) is not None for token in found], bool)
    count = int(characters.sum())
    words = len(found) - count + count // _CHARACTERS_A_WORD
    slots = _slots(_shingles(found, characters)) if words >= MIN_WORDS else b""
    hashes = sorted(set((_hashes(sorted(numbers(found))) >> np.uint64(32)).tolist()))
    return Sketch(words, len(hashes), slots, tuple(hashes[:_NUMBERS]))


def bands(sketch: Sketch) -> list[int]:
    """The keys, from 0 below 2**54, under which a text is filed; none for a text that is too short to compare.

    Two texts of similarity s share at least one of the 40 with a probability of 1 - (1 - s**3)**40.
    """
    if not sketch.slots:
        return []
    slots = np.frombuffer(sketch.slots, _SLOT).astype(np.int64)[: _BANDS * _ROWS].reshape(_BANDS, _ROWS)
    keys = (slots[:, 0] << 32) | (slots[:, 1] << 16) | slots[:, 2] | (np.arange(_BANDS, dtype=np.int64) << 48)
    return [int(key) for key in keys]


def alike(a: Sketch, b: Sketch) -> float:
    """How alike two texts are, from 0 to 1: the lesser of what their words and their numbers allow."""
    if not a.slots or not b.slots:
        return 0.0
    words = float(np.mean(np.frombuffer(a.slots, _SLOT) == np.frombuffer(b.slots, _SLOT)))
    replaced = _replaced(a, b) / min(a.words, b.words)
    return min(words, max(0.0, 1 - _NUMBER_COST * replaced))


def _replaced(a: Sketch, b: Sketch) -> float:
    """About how many numbers of either text stand for others of the other: what only one has was cut, or added.

    Where more numbers are than a sketch keeps, those below the largest that both could have kept are a fair sample
    of both texts (Beyer and others 2007), and the count is that sample's, scaled up.
    """
    limit = min(_reach(a), _reach(b))
    of_a = {number for number in a.numbers if number <= limit}
    of_b = {number for number in b.numbers if number <= limit}
    only_a, only_b = len(of_a - of_b), len(of_b - of_a)
    return min(only_a * a.distinct / max(1, len(of_a)), only_b * b.distinct / max(1, len(of_b)))


def _reach(sketch: Sketch) -> int:
    """The largest hash up to which a sketch holds every number of its text."""
    return sketch.numbers[-1] if sketch.distinct > _NUMBERS else 1 << 32


def _hashes(found: list[str]) -> _Hashes:
    """A hash for each token. 32 of the 64 bits are its own, enough for the words of an article and its copies."""
    return _mix(np.array([zlib.crc32(token.encode()) for token in found], np.uint64))


def _shingles(found: list[str], characters: npt.NDArray[np.bool_]) -> _Hashes:
    """A hash for each place in the text: of three words, or of five characters where a character begins it."""
    ids = _hashes(found)
    longest = _SHINGLE_UNSPACED if characters.any() else _SHINGLE
    count = len(ids) - longest + 1
    hashes = np.zeros(count, np.uint64)
    for place in range(longest):
        one = ids[place : place + count]
        here = _mix(hashes + one)
        hashes = here if place < _SHINGLE else np.where(characters[:count], here, hashes)
    return hashes


def _slots(shingles: _Hashes) -> bytes:
    """The least value of each of 200 hash functions over all shingles, 16 bits of it."""
    least = np.full(_SLOTS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), _BLOCK):
        values = shingles[start : start + _BLOCK, None] * _FACTORS
        values += _OFFSETS
        least = np.minimum(least, values.min(axis=0))
    return (_mix(least) >> np.uint64(48)).astype(_SLOT).tobytes()
