"""Records to HTML: the conversations at the left. Pure functions."""

import base64
import time
from collections.abc import Sequence

from assistant.chats import Conversation
from assistant.ui.draw import text

_GROUPS = ((0, "Today"), (1, "Yesterday"), (7, "Previous 7 days"))  # from the midnight so many days ago on


def rail(conversations: Sequence[Conversation], current: int | None, words: str = "", most: int | None = None) -> str:
    """The conversations, the latest first, by when they were last asked; beyond `most` a way to show more.

    The open one is named in any case, since the page asks here which that is: it may not have the words, or be too old.
    """
    here = f'<span class="here" data-chat="{current}" hidden></span>' if current is not None else ""
    if not conversations:
        none = "No conversation has these words." if words.strip() else "No conversations yet."
        return f'{here}<p class="none">{none}</p>'
    drawn, group = [here], ""
    for one in conversations[:most]:
        if (when := _group(one.updated)) != group:
            group = when
            drawn.append(f'<div class="group">{group}</div>')
        state = ' aria-current="page"' if one.id == current else ""
        title = text(one.title)
        excerpt = f'<p class="excerpt" dir="auto">{text(one.excerpt)}</p>' if one.excerpt else ""
        drawn.append(
            f'<div class="conv"><button type="button" data-do="open-chat" data-chat="{one.id}" dir="auto" '
            f'title="{title}"{state}>{title}</button>'
            f'<button type="button" class="more" data-do="chat-menu" data-chat="{one.id}" '
            f'data-title="{title}" aria-haspopup="menu" aria-label="What to do with {title}">⋯</button></div>{excerpt}'
        )
    if most is not None and len(conversations) > most:
        drawn.append('<button type="button" class="link older" data-do="more-chats">Show more</button>')
    return "".join(drawn)


def parcel(name: str, content: bytes) -> str:
    """A file on its way to the person: a link that the script follows at once."""
    data = base64.b64encode(content).decode()
    return f'<a download="{text(name)}" href="data:application/octet-stream;base64,{data}">{text(name)}</a>'


def _group(updated: float) -> str:
    for days, name in _GROUPS:
        if updated >= _midnight(days):
            return name
    return "Earlier"


def _midnight(days_ago: int) -> float:
    """When a day began here; some days have 23 or 25 hours."""
    year, month, day = time.localtime()[:3]
    return time.mktime((year, month, day - days_ago, 0, 0, 0, 0, 0, -1))
