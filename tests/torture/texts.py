"""Articles drawn for a story: every part of an article has a rare word of its own, and every version a first one.

So what an article is, which version of it, and whether all of it is there, can be read from the rare words alone.
"""

import random
import re
from dataclasses import dataclass

_COMMON = re.findall(
    r"\w+",
    "the talks went on for two days and ministers said that no treaty was near while ships left a port with grain "
    "under an agreement of last winter which neither side had signed in full though both had spoken of it often",
)
_OUTLETS = ("Daily Courier", "Evening Post", "Wire Service", "")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RARE = re.compile(r"\bxv[a-z]{9}\b")
_SENTENCES = 3  # common ones beside the one with the rare word; a part is then some 50 words
_WORDS = (9, 15)  # of a common sentence


@dataclass(frozen=True, slots=True)
class Version:
    """What a source file holds: a title, and parts, each with one rare word; the first one names the version."""

    title: str
    outlet: str
    published: str
    parts: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The rare words, in reading order."""
        return tuple(rare_words("\n".join(self.parts)))

    def as_file(self) -> str:
        """The content of the source."""
        head = f"---\ntitle: {self.title}\noutlet: {self.outlet}\ndate: {self.published}\n---\n"
        return head + "\n\n".join(self.parts) + "\n"


def rare_words(text: str) -> list[str]:
    """The rare words of a text, in order."""
    return _RARE.findall(text)


def drawn(chance: random.Random, *, parts: int) -> Version:
    """A new article of so many parts."""
    name = " ".join(chance.choice(_COMMON) for _ in range(3)).title()
    published = f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return Version(name, chance.choice(_OUTLETS), published, tuple(_part(chance) for _ in range(parts)))


def edited(chance: random.Random, version: Version) -> Version:
    """Another version: another first part, some others left as they are, some dropped, some put in."""
    parts = [part for part in version.parts[1:] if chance.random() < 0.8]
    for _ in range(chance.randint(0, 2)):
        parts.insert(chance.randint(0, len(parts)), _part(chance))
    title = version.title if chance.random() < 0.7 else f"{version.title} Again"
    return Version(title, version.outlet, version.published, (_part(chance), *parts))


def described(chance: random.Random, version: Version) -> Version:
    """The same text under another title."""
    return Version(f"{version.title} {chance.choice(_COMMON)}", version.outlet, version.published, version.parts)


def _part(chance: random.Random) -> str:
    """A paragraph of common words, with one rare word."""
    rare = "xv" + "".join(chance.choice(_LETTERS) for _ in range(9))
    sentences = [_sentence(chance) for _ in range(_SENTENCES)]
    sentences.insert(chance.randint(0, _SENTENCES), f"It was then that {rare} was named for the first time.")
    return " ".join(sentences)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_COMMON) for _ in range(chance.randint(*_WORDS))]
    return f"{' '.join(words).capitalize()}."
