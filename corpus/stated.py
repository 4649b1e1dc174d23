"""What a file states about itself: front matter of Markdown, metadata of a web page. Empty where it is silent."""

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
