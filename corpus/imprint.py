"""What a line tells about the article it stands by: the owner and year of its copyright, its authors, its date."""

import re

from corpus.dates import parse_date

MAX_BYLINE = 100  # characters; three names with a "special to" fit
MAX_DATE_LINE = 80  # characters; weekday, date, time, zone and a byline's worth beside it

MAX_NAME = 4  # words of a name beside a date

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NOT_OWNER = re.compile(
    r"©|\(c\)|\bcopyright\b|\bcopr\b\.?|\ball\s+rights\s+reserved\b.*"
    r"|(?<!\d)(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|present))?",
    re.IGNORECASE,
)


def copyright_owner(line: str) -> str:
    """The owner that a copyright line names, or "": `© 2025, RIA "New Day"` gives `RIA "New Day"`."""
    owner = _NOT_OWNER.sub(" ", line)
    owner = re.sub(r"^\W*by\s+", "", owner, flags=re.IGNORECASE).strip(" \t\u00a0,.;:|–—-")
    plausible = 2 <= len(owner) <= 60 and len(owner.split()) <= 8 and any(map(str.isalpha, owner))
    return owner if plausible else ""


def copyright_year(line: str) -> str:
    """The one year of a copyright line, or "": a range tells how old the site is, not the article."""
    years = set(_YEAR.findall(line))
    return years.pop() if len(years) == 1 and not re.search(r"\d{4}\s*[-–—]", line) else ""


# Of the words for "by" only the English one is taken: `Von`, `Par` and `Por` begin names and headlines as well.
_BY = re.compile(r"(?:(?:written\s+)?by\s*:?\s+|(?:author|автор|autor|auteur)\s*:\s*)(?P<names>\S.*)", re.IGNORECASE)
_NAME_END = re.compile(r"\s*(?:[,|•·/]|\s[–—-]\s|\s+for\s+the\s).*")
_SMALL_WORDS = frozenset({
    "and", "und", "et", "y", "и", "de", "da", "di", "von", "van", "der", "den", "la", "le", "el", "al", "bin",
    "ibn", "du", "dos",
})  # fmt: skip


def byline(line: str) -> str:
    """The names of a byline (`By Ada First and Ben Last`), or "" when the line is not one."""
    match = _BY.fullmatch(line) if len(line) <= MAX_BYLINE else None
    if match is None or line.endswith((".", "!", "?", ":")):
        return ""
    names = _NAME_END.sub("", match["names"])
    words = names.split()
    named = [word for word in words if word[0].isupper()]
    proper = all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)
    return names if proper and len(named) >= 2 and len(words) <= 9 and not re.search(r"\d", names) else ""


_DATED = re.compile(
    r"(?:(?P<how>published|posted|date|updated|last\s+updated|опубликовано|дата|veröffentlicht|publié(?:\s+le)?)"
    r"(?:\s+on)?\s*:?\s*)?(?P<date>.*)",
    re.IGNORECASE,
)


def date_line(line: str) -> str | None:
    """The date of a line that only says when the article appeared; "" when it says when it was updated; else None.

    Beside the date there may be a byline or a name, as of an outlet or a place; a headline is more than a name.
    """
    if len(line) > MAX_DATE_LINE or not any(map(str.isdigit, line)):
        return None
    date: str | None = None
    for part in re.split(r"\s*[|•·]\s*", line):
        match = _DATED.fullmatch(part)
        found = parse_date(match["date"]) if match else None
        if match and found:
            date = date or ("" if "updated" in (match["how"] or "").lower() else found)
        elif not byline(part) and not _is_name(part):
            return None
    return date


def _is_name(text: str) -> bool:
    """Whether a text can be a name, or nothing: at most four words, none in lower case."""
    words = text.split()
    return len(words) <= MAX_NAME and not any(word[0].islower() and word not in _SMALL_WORDS for word in words)
