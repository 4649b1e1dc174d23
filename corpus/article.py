"""The records of the corpus: a source as the user gave it, and the article that it became."""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Field = Literal["title", "outlet", "author", "url", "published", "language"]
"""What is known about an article beside its text."""

SIDECAR_SUFFIX = ".toml"

Correction = Field | Literal["cluster"]
"""What the user may correct: a field, or that an article is in a cluster of its `own`."""

HowKnown = Literal["stated", "inferred", "user"]
"""`stated` in the file's own metadata or text, `inferred` from it, or given by the `user`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file in the sources folder. `key` is its path below that folder, with forward slashes; it never changes.

    `stamp` is a digest of how the file and its sidecar stand: size, time of change and of the entry's change (ns) of
    each. The last one cannot be set: a file replaced by an older one of the same size is noticed, too. It is a shortcut
    only: the digest of the text decides. 100,000 sources are held at a time, so each says nothing twice.
    """

    key: str
    folder: str  # that it lies in: one text for all of a folder
    stamp: str = ""
    beside: str = ""  # the folder of its sidecar, where that is not its own: linked folders are never written
    real_name: str = ""  # the file's own name where it is not the last part of the key: bytes that are not Unicode

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.folder, self._name)

    @property
    def sidecar(self) -> Path:
        """Where its sidecar is, if it has one."""
        return Path(self.beside or self.folder, self._name + SIDECAR_SUFFIX)

    @property
    def _name(self) -> str:
        return self.real_name or self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Origin:
    """How a field is known, and from what (`metadata`, `copyright line` ...); the user's own word needs no source."""

    how: HowKnown
    of: str = ""

    def __str__(self) -> str:
        return f"{self.how}: {self.of}" if self.of else self.how


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken: which, why, and what the user can do."""

    source: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A clean, described article.

    `id` is derived from the source's key, `digest` (sha256, hex) from `text`. `published` is an ISO 8601 date of the
    precision that is known (`2025`, `2025-11` or `2025-11-12`), or None. An unknown title, outlet, author, url or
    language is the empty string, never a guess.

    `offsets` maps `text` back to the decoded raw file: pairs (start in text, start in raw), ascending, each opening a
    run that is the same in both, character for character. Two kinds of run differ: the empty line between two
    paragraphs stands for what parts them in the file, and a character that the file writes as an HTML entity begins
    where the entity does.
    """

    id: str
    source: str  # the file's name as the user knows it
    key: str
    digest: str
    title: str
    outlet: str
    author: str
    url: str
    published: str | None
    language: str  # ISO 639-1, or ""
    text: str
    offsets: tuple[tuple[int, int], ...]
    pages: tuple[int, ...] = ()  # where in `text` each page of the file begins, of files that have pages
    alone: bool = False  # the user says that it is no copy of others, however alike
    origins: Mapping[Field, Origin] = field(default_factory=dict, hash=False)  # of the fields that are known

    @property
    def published_how(self) -> HowKnown | None:
        """How its date is known."""
        origin = self.origins.get("published")
        return origin.how if origin else None

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, on which the character `text[offset]` stands; None where the file has no pages."""
        return bisect.bisect_right(self.pages, offset) or 1 if self.pages else None

    def raw_offset(self, offset: int) -> int:
        """Where the character `text[offset]` stands in the decoded raw file."""
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text of {self.source} (0..{len(self.text)})")
        text_start, raw_start = self.offsets[bisect.bisect_right(self.offsets, (offset, 1 << 62)) - 1]
        return raw_start + offset - text_start
