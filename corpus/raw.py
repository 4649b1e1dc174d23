"""What a reader makes of a file."""

from dataclasses import dataclass

from corpus.block import Block
from corpus.stated import Stated


@dataclass(frozen=True, slots=True)
class Raw:
    """A file, read: its text, the visible blocks in it, and what it states about itself.

    `text` is a text file's own, without byte order mark; of a document it is the text that its reader takes out, which
    is always the same for the same bytes. `pages` are the offsets in `text` at which pages begin, where there are any.
    """

    text: str
    blocks: tuple[Block, ...]
    stated: Stated
    pages: tuple[int, ...] = ()
