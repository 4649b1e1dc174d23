"""Links to where a quote stands on the web: only web addresses, and so that a browser jumps to the quote.

The fragment is of https://wicg.github.io/scroll-to-text-fragment/: `#:~:text=first words,last words`. A browser that
does not know it, or a page that has changed, shows the page from its top.
"""

from urllib.parse import quote

from corpus.errors import SourceError
from corpus.web.url import canonical

_MAX_WHOLE = 60  # characters of a quote that is given whole; a longer one is given by its first and last words
_MAX_WORDS = 4  # words given of each end: fewer are found elsewhere on the page, more break at an edited comma
_MAX_END = _MAX_WHOLE // 2  # characters given of each end, where words are long or nothing parts them
_MARKUP = str.maketrans({"(": "%28", ")": "%29", "'": "%27", ";": "%3B"})  # would end a link, or be read, in Markdown


def web(url: str) -> str:
    """The address in ASCII, as a link in any form may have it; "" for what no browser should open."""
    try:
        return canonical(url).translate(_MARKUP)
    except SourceError:
        return ""


def to_quote(url: str, quoted: str) -> str:
    """The address with a fragment that leads to the quote; "" for what no browser should open."""
    address = web(url)
    return f"{address}#:~:text={_directive(quoted)}" if address and quoted.strip() else address


def _directive(quoted: str) -> str:
    """The quote; its first and last words where it is long or has several paragraphs, which words alone may span."""
    lines = quoted.strip().splitlines()
    first, last = lines[0].split(), lines[-1].split()
    whole = " ".join(first)
    if len(lines) > 1:
        most = _MAX_WORDS
    elif len(whole) <= _MAX_WHOLE:
        return _escaped(whole)
    else:
        most = max(1, min(_MAX_WORDS, len(first) // 2))  # so that the ends do not overlap
    start = " ".join(_some(first, most))[:_MAX_END]
    end = " ".join(reversed(_some(last[::-1], most)))[-_MAX_END:]
    return f"{_escaped(start)},{_escaped(end)}"


def _some(found: list[str], most: int) -> list[str]:
    """The first words, as many as are short enough together; at least one."""
    taken = found[:1]
    for word in found[1:most]:
        if len(" ".join([*taken, word])) > _MAX_END:
            break
        taken.append(word)
    return taken


def _escaped(text: str) -> str:
    """Percent-encoded whole; a hyphen too, which has a meaning in the directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
