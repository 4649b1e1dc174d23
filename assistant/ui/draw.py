"""Records to HTML: what every drawing is made with. Pure functions.

Everything that comes from an article, a file name, a question or an error passes through `text`, which escapes it;
nothing else may put such a value on the page.
"""

import html
import re
import unicodedata
from urllib.parse import quote, urlsplit

from assistant.dates import written

_FRAGMENT_WORDS = 6  # at either end of a quote; enough to be the only place of its page
_COMMAND = re.compile(r"\bchancery [a-z]|\bmake [a-z]+$|(?<!\S)--[a-z]")


def text(value: str) -> str:
    """A value as text on the page, never as markup; fit for attributes too."""
    return html.escape(value, quote=True)


def direction(value: str) -> str:
    """`rtl` or `ltr`: how a text is written, by its first letter. For what holds parts that have a `dir` of their own.

    A browser passes over these where it is to find the direction itself.
    """
    strong = (unicodedata.bidirectional(letter) for letter in value)
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def count(number: int, noun: str) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fold(label: str, beside: str, body: str, name: str = "") -> str:
    """A part of the page that opens when it is wanted; with a `name` it stays open when it is drawn anew."""
    named = f' data-fold="{name}"' if name else ""
    told = f"<span>{beside}</span>" if beside else ""
    return f'<details class="fold"{named}><summary>{label}{told}</summary>{body}</details>'


def advice(hint: str) -> str:
    """A hint as the window shows it: none where it names a command line, which nobody has at hand here."""
    return "" if _COMMAND.search(hint) else text(hint)


def original(url: str, said: str = "") -> str:
    """A link to where the article came from, for web addresses only; at the words `said`, in browsers that can."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket: no address that a browser could open
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    address = f"{url}{'' if parts.fragment else '#'}{_fragment(said)}" if said else url
    return f'<a href="{text(address)}" target="_blank" rel="noopener noreferrer">Open the original</a>'


def _fragment(said: str) -> str:
    """The directive that makes a browser scroll to words: all of a short quote, or how a long one begins and ends."""
    words = said.split()
    ends = [words] if len(words) <= 2 * _FRAGMENT_WORDS else [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    return ":~:text=" + ",".join(quote(" ".join(some), safe="").replace("-", "%2D") for some in ends)


def open_button(article_id: str, label: str) -> str:
    """A button that opens an article in the reader view; on a card, at the quote that is pressed, or else its first."""
    return (
        f'<button type="button" class="link" data-do="read" data-article="{text(article_id)}" dir="auto">'
        f"{text(label)}</button>"
    )


def meta(outlet: str, published: str | None, *more: str) -> str:
    """Outlet, date and more of an article on one line, as far as they are known; each in its own direction."""
    return ", ".join(f"<bdi>{text(part)}</bdi>" for part in (outlet, written(published), *more) if part)
