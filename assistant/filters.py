"""Filters as a person sets them: read, told in words, and held against what the library has.

A filter (`index.where.Where`) is hard: what does not pass is not looked at. So a name that nothing has is an error that
names the nearest, never an empty answer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date

from assistant.asked import MisuseError
from assistant.dates import written
from assistant.holdings import NOTHING_HELD, Holdings
from index.where import Where, span

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DATES = ("since", "until")
_LISTS = tuple(field.name for field in fields(Where) if field.name not in _DATES)
_MAX_NAMED = 3  # nearest outlets that a message names; more are a listing
_ALIKE = 60  # of 100, by rapidfuzz's WRatio: "Rueters" is 86 to "Reuters", unlike names are below 50
_TITLE = 60  # characters of a title that stands among other filters on a line
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


class NothingNamed(MisuseError):
    """A filter names an article, or a group of copies, by an id that the library does not have, or no longer."""


def where_of(record: Mapping[str, object]) -> Where:
    """The filter of a record such as `{"outlets": ["RT"], "since": "2025-03"}`; raises `MisuseError`.

    A name alone stands for a list of one; what is null or empty is not set.
    """
    unknown = sorted(set(record) - {*_DATES, *_LISTS})
    if unknown:
        raise MisuseError(f"{', '.join(unknown)}: no such filter.", f"Filters: {', '.join([*_LISTS, *_DATES])}")
    since, until = (iso_date(record[name], name) if record.get(name) else None for name in _DATES)
    if since and until and span(since)[0] > span(until)[1]:
        raise MisuseError(f"No day is since {since} and until {until}.", "Give the earlier date to since.")
    return Where(since=since, until=until, **{name: _names(record.get(name), name) for name in _LISTS})


def iso_date(value: object, name: str) -> str:
    """An ISO date of any precision that is in the calendar; raises `MisuseError` with an example."""
    match = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None and _exists(int(match[1]), int(match[2] or 1), int(match[3] or 1)):
        return match[0]
    raise MisuseError(f"{name}: {value!r} is not a date.", "Write it as 2025, 2025-03 or 2025-03-14.")


def settled(where: Where, holdings: Holdings) -> Where:
    """The filter with its names as the library spells them; raises `MisuseError` for one that no article has."""
    outlets = [_outlet(name, holdings.outlets) for name in where.outlets]
    languages = [_one_of(name, holdings.languages, "is in the language") for name in where.languages]
    for wanted, known, what in (
        (where.articles, holdings.ids, "article has the id"),
        (where.clusters, holdings.clusters, "group of copies has the id"),
    ):
        for one in wanted:
            if one not in known:
                raise NothingNamed(f"No {what} {one}.", "List the articles: chancery list")
    return replace(where, outlets=tuple(dict.fromkeys(outlets)), languages=tuple(dict.fromkeys(languages)))


def as_record(where: Where) -> dict[str, object]:
    """What is set, as `where_of` reads it: lists and ISO dates."""
    values = {name: getattr(where, name) for name in (*_LISTS, *_DATES)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def labels(where: Where, called: Sequence[str] = ()) -> list[str]:
    """What is set, each part in words for a person, such as `RT` and `since Mar 2025`.

    `called` is what its articles and groups of copies are called, as `names` gives it; ids are not for people.
    """
    parts = [*where.outlets]
    parts += [f"{name} {written(value)}" for name in _DATES if (value := getattr(where, name))]
    parts += [f"language {code}" for code in where.languages]
    return parts + list(called or names(where, NOTHING_HELD))


def names(where: Where, holdings: Holdings) -> tuple[str, ...]:
    """What the articles of a filter, then its groups of copies, are called: `“A title”`, `3 copies of “A title”`."""
    articles = [holdings.by_id.get(one) for one in where.articles]
    groups = [holdings.by_id.get(one) for one in where.clusters]
    return (
        *(called(one.title or one.source) if one else "one article" for one in articles),
        *(copies_of(one.title or one.source, one.copies) if one else "copies of one article" for one in groups),
    )


def called(title: str) -> str:
    """A title among other words: quoted, on one line, and short, cut between words."""
    line = " ".join(title.split())
    if len(line) > _TITLE:
        head = line[: _TITLE - 1]
        line = f"{(head.rpartition(' ')[0] or head).rstrip(' ,;:.–—-')}…"
    return f"“{line}”"


def copies_of(title: str, copies: int) -> str:
    """A group of copies, by the article that stands for it."""
    return f"{copies:,} copies of {called(title)}" if copies > 1 else called(title)


def _names(value: object, name: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, Sequence) or not all(isinstance(one, str) for one in values):
        raise MisuseError(f"{name}: {value!r} is no list of names.", f'For example: "{name}": ["..."]')
    return tuple(dict.fromkeys(one.strip() for one in values if one.strip()))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _outlet(name: str, known: Sequence[str]) -> str:
    """The outlet of this name, case and a leading "The" aside."""
    folded = {plain(one): one for one in reversed(known)}
    if plain(name) in folded:
        return folded[plain(name)]
    from rapidfuzz import fuzz, process  # a fortieth of a second: for this message alone

    near = process.extract(plain(name), list(folded), scorer=fuzz.WRatio, limit=_MAX_NAMED, score_cutoff=_ALIKE)
    named = [folded[one] for one, _, _ in near]
    shown = named or [*known[:_MAX_NAMED]]
    more = ", ..." if not named and len(known) > len(shown) else ""
    hint = f"{'Nearest' if named else 'The library has'}: {', '.join(shown)}{more}" if shown else ""
    raise MisuseError(f"No article is from “{name}”.", hint or "No article of the library names its outlet.")


def plain(outlet: str) -> str:
    """An outlet's name without case and a leading "The", for comparing."""
    return _ARTICLE.sub("", outlet.strip()).casefold()


def _one_of(code: str, known: Sequence[str], what: str) -> str:
    for one in known:
        if one.casefold() == code.casefold():
            return one
    raise MisuseError(f"No article {what} “{code}”.", f"The library has: {', '.join(known)}")
