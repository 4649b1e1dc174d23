"""HTML entities in a text, as edits: `&amp;` becomes `&`, a character that stands for five in the file."""

import html
import re

from corpus.block import Edit

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def entity_edits(text: str) -> list[Edit]:
    """One edit for each entity that is known; others are left as they are written."""
    if "&" not in text:
        return []
    return [
        (match.start(), match.end(), character)
        for match in _ENTITY.finditer(text)
        if (character := html.unescape(match[0])) != match[0]
    ]
