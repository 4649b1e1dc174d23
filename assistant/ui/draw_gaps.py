"""Records to HTML: what was asked and not answered, by topics, as bars by how often. Pure; the clock aside."""

from collections.abc import Sequence
from datetime import date, datetime

from assistant.chats import Gap
from assistant.dates import written
from assistant.topics import Topic
from assistant.ui.draw import count, fold, text

_BARS = 40  # more would be read by nobody
_WORDINGS = 20  # of one topic
_NEAR_DAYS = 7  # until when a day is told by how long ago it was


def folded(asked: int) -> str:
    """What the library lacks, folded away and not grouped yet: the page asks for that when it is opened."""
    return _fold(asked, "", '<p class="wait" data-ungrouped>Putting together what asks about the same…</p>')


def gaps(topics: Sequence[Topic], *, growing: bool = False, today: date | None = None) -> str:
    """What the library lacks, folded away: a bar for each topic, the most asked first. Each can be asked again.

    `growing`: they are grouped by their words so far.
    """
    if not topics:
        return ""
    now = today or datetime.now().astimezone().date()
    most = topics[0].times
    items = "".join(_bar(one, most, now) for one in topics[:_BARS])
    more = f"<p>and {len(topics) - _BARS:,} more, asked less often</p>" if len(topics) > _BARS else ""
    wait = '<p class="wait" role="status">Looking for those that ask the same in other words…</p>' if growing else ""
    asked = sum(len(one.questions) for one in topics)
    about = f", {count(len(topics), 'topic')}" if len(topics) < asked else ""
    listed = f'{wait}<ol class="bars" aria-label="What was not answered, the most asked first">{items}</ol>{more}'
    return _fold(asked, about, listed)


def _fold(asked: int, about: str, listed: str) -> str:
    if not asked:
        return ""
    return fold("Asked and not answered", f"{asked:,}{about}", listed, "gaps")


def _bar(topic: Topic, most: int, today: date) -> str:
    first, *others = topic.questions
    return (
        f"<li>{_again(first)}"
        f'<i aria-hidden="true"><b style="width:{100 * topic.times / most:.1f}%"></b></i>'
        f"<span>{_when(topic, today)}</span>{_others(others, today)}</li>"
    )


def _others(others: Sequence[Gap], today: date) -> str:
    """The further questions of a topic, folded away."""
    if not others:
        return ""
    items = "".join(f"<li>{_again(one)} <span>{_when(one, today)}</span></li>" for one in others[:_WORDINGS])
    more = f"<li>and {len(others) - _WORDINGS:,} more</li>" if len(others) > _WORDINGS else ""
    summary = f"<summary>and {count(len(others), 'question')} like it</summary>"
    return f'<details class="others">{summary}<ul>{items}{more}</ul></details>'


def _again(gap: Gap) -> str:
    return f'<button type="button" class="link" dir="auto" data-do="ask-gap">{text(gap.question)}</button>'


def _when(asked: Gap | Topic, today: date) -> str:
    times = "once" if asked.times == 1 else count(asked.times, "time")
    when = _ago(datetime.fromtimestamp(asked.last).astimezone().date(), today)
    return f"{times}, {'last ' if asked.times > 1 else ''}{text(when)}"


def _ago(day: date, today: date) -> str:
    """A day in words: `today`, `yesterday`, `4 days ago`, `on 3 Mar 2025`."""
    days = (today - day).days
    if days in {0, 1}:
        return ("today", "yesterday")[days]
    return f"{days} days ago" if 1 < days < _NEAR_DAYS else f"on {written(day.isoformat())}"
