"""What is stated about an article in metadata: by its own file, or by a feed. Empty where they are silent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """Metadata as the file gives it. `published` is a date as written; `describe` reads it."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    by: str = "metadata"  # who states it
