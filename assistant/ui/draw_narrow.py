"""Records to HTML: to what the table of articles is narrowed, as chips that a click takes away. Pure functions.

The fields to narrow it by are on the page once and for all; what they offer is written on the table, for its script.
"""

import json
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.filters import as_record
from assistant.ui.draw import count, text

if TYPE_CHECKING:
    from index.catalog import Choices, Wanted


def as_wanted(wanted: "Wanted") -> dict[str, object]:
    """What the page sends back to come to another page of the same."""
    return {
        "words": wanted.words,
        "where": as_record(wanted.where),
        "undated": wanted.undated,
        "sort": wanted.sort,
        "descending": wanted.descending,
        "offset": wanted.offset,
    }


def as_data(wanted: "Wanted", choices: "Choices") -> str:
    """What is shown, and what it can be narrowed to, as attributes of the table."""
    offered = {"outlets": choices.outlets, "languages": choices.languages, "undated": choices.undated}
    return f'data-wanted="{text(json.dumps(as_wanted(wanted)))}" data-choices="{text(json.dumps(offered))}"'


def is_narrowed(wanted: "Wanted") -> bool:
    """Whether a filter is set; words that are looked for are none."""
    return bool(wanted.where) or wanted.undated


def narrowed(total: int, wanted: "Wanted", choices: "Choices") -> str:
    """How many articles of all are shown, and a chip for each filter; nothing where all are."""
    if not (wanted.words.strip() or is_narrowed(wanted)):
        return ""
    chips = "".join(_chip(*one) for one in _set(wanted))
    several = len(_set(wanted)) > 1
    every = '<li><button type="button" class="link" data-do="shelf-all">Show all</button></li>' if several else ""
    listed = f'<ul class="chips" aria-label="The table is narrowed to">{chips}{every}</ul>' if chips else ""
    said = f"{total:,} of {count(choices.articles, 'article')}"
    return f'<div class="narrowed"><span role="status">{said}</span>{listed}</div>'


def _set(wanted: "Wanted") -> list[tuple[str, str, str]]:
    """Each filter that is set: its words, its name and its value."""
    where = wanted.where
    chips = [(one, "outlets", one) for one in where.outlets]
    chips += [(f"language {one}", "languages", one) for one in where.languages]
    dates = (("since", "from", where.since), ("until", "to", where.until))
    chips += [(f"{word} {written(value)}", name, value) for name, word, value in dates if value]
    chips += [("without a date", "undated", "")] if wanted.undated else []
    return chips + [("nearly the same text", "clusters", one) for one in where.clusters]


def _chip(words: str, name: str, value: str) -> str:
    return (
        f'<li><button type="button" class="chip" data-do="shelf-drop" data-name="{name}" data-value="{text(value)}" '
        f'aria-label="Remove the filter: {text(words)}">{text(words)}<span aria-hidden="true">×</span></button></li>'
    )
