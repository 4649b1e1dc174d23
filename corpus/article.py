"""The records of the corpus: a source as the user gave it, and the article that it became."""

import bisect
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HowKnown = Literal["stated", "inferred", "user"]
"""`stated` in the file's own metadata or text, `inferred` from it, or given by the `user`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file in the sources folder. `key` is its path below that folder, with forward slashes; it never changes.

    `stamp` says how the file and its sidecar stand: size, time of change and of the entry's change (ns) of each. The
    last one cannot be set: a file replaced by an older one of the same size is noticed, too.
    """

    key: str
    file: str  # its path; a `Path` for each of 100,000 sources would take 35 MB
    size: int  # bytes
    modified_ns: int  # as the file system tells it; a shortcut only, the digest decides
    stamp: str = ""

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.file)


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
    published_how: HowKnown | None
    language: str  # ISO 639-1, or ""
    text: str
    offsets: tuple[tuple[int, int], ...]

    def raw_offset(self, offset: int) -> int:
        """Where the character `text[offset]` stands in the decoded raw file."""
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text of {self.source} (0..{len(self.text)})")
        text_start, raw_start = self.offsets[bisect.bisect_right(self.offsets, (offset, 1 << 62)) - 1]
        return raw_start + offset - text_start
