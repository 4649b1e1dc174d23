"""What a question asks to be looked at first: times, events and outlets that it names, as `Preference` records.

A preference is soft: articles that pass it come a little earlier, and an answer outside is still found. It is shown and
can be taken away. One that all articles pass, or none, prefers nothing and is left out.
"""

from calendar import month_name
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.answer import Preference
from assistant.dates import written
from assistant.events import events
from assistant.holdings import Holdings
from assistant.outlets import named
from assistant.periods import Time, times
from index.where import Where

When = Callable[[str], date | None]
"""The day of a thing by its name, or None: `events.when` over an index."""

_MAX_CHARACTERS = 1_000  # of a question; a longer one is a pasted text, and its dates are not its question's
_MAX_EVENTS = 2  # looked up for a question: each is a search
_GRACE = timedelta(days=31)  # what happens in a time is told until a month after it: weeklies, summaries, follow-ups
_LEADING = ("in", "during", "throughout", "on", "over", "at", "as of", "from", "between", "articles", "the")
_MONTHS = frozenset(month.casefold() for month in month_name[1:])


@dataclass(frozen=True, slots=True)
class _Mention:
    """A preference and where in the question it stands."""

    start: int
    end: int
    kind: Literal["time", "outlet"]
    preference: Preference


def preferences(
    question: str, holdings: Holdings, when: When, *, own: int | None = None, ignore: Collection[str] = ()
) -> tuple[Preference, ...]:
    """The preferences of a question that stands alone, in its order, those with the labels in `ignore` left out.

    The first `own` characters are the question as it was typed, the rest what it leans on: a time that it names itself
    takes the place of the times of the rest, and so with outlets.
    """
    if len(question) > _MAX_CHARACTERS:
        return ()
    typed_part = " ".join(question[:own].split())
    question = " ".join(question.split())  # several spaces, or the lines of a pasted question, are one space
    found = sorted(
        [*_of_times(question), *_of_outlets(question, holdings), *_of_events(question, when)],
        key=lambda mention: mention.start,
    )
    typed = {mention.kind for mention in found if mention.start < len(typed_part)}
    kept: dict[str, Preference] = {}
    for mention in found:
        preference = mention.preference
        stands = mention.start < len(typed_part) or mention.kind not in typed
        if stands and preference.label not in ignore and holdings.divides(preference.where):
            kept.setdefault(preference.label, preference)
    return tuple(kept.values())


def _of_times(question: str) -> list[_Mention]:
    found = []
    for time in times(question):
        said = question[time.start : time.end]
        found.append(_Mention(time.start, time.end, "time", Preference(_where(time), said, _label(said))))
    return found


def _where(time: Time) -> Where:
    """From the first day until a little after the last, as far as the tie has it."""
    first, last = time.first.isoformat(), time.last.isoformat()
    match time.tie:
        case "in":
            return Where(since=first, until=(time.last + _GRACE).isoformat())
        case "since":
            return Where(since=first)
        case "after":  # a day itself is not left out: what happened after noon was told that day
            return Where(since=first if time.is_day else (time.last + timedelta(days=1)).isoformat())
        case "before":
            return Where(until=(time.first - timedelta(days=1)).isoformat())
        case "until":
            return Where(until=last)


def _label(said: str) -> str:
    """The words of the question, without those that only lead to a time: "March 2025", "since May 2024"."""
    words = said.split()
    words[0] = words[0].lower() if words[0].lower() in {"since", "after", "before", "until", "by"} else words[0]
    while len(words) > 1 and words[0].lower() in _LEADING:
        words.pop(0)
    return " ".join(word.capitalize() if word in _MONTHS else word for word in words)


def _of_outlets(question: str, holdings: Holdings) -> list[_Mention]:
    return [
        _Mention(
            one.start,
            one.end,
            "outlet",
            Preference(Where(outlets=one.outlets), question[one.start : one.end], one.outlets[0]),
        )
        for one in named(question, holdings.outlets)
    ]


def _of_events(question: str, when: When) -> list[_Mention]:
    """Things with a date in the library; those that carry a date in the question itself are times already."""
    taken = [(time.start, time.end) for time in times(question)]
    found = []
    undated = [one for one in events(question) if not any(start < one.end and one.start < end for start, end in taken)]
    for event in undated[:_MAX_EVENTS]:
        day = when(event.name)
        if day is None:
            continue
        iso = day.isoformat()
        where = Where(since=iso) if event.tie == "since" else Where(until=iso)
        label = f"{event.tie} {written(iso)} ({event.name.removeprefix('the ').removeprefix('The ')})"
        said = question[event.start : event.end]
        found.append(_Mention(event.start, event.end, "time", Preference(where, said, label)))
    return found
