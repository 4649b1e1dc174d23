"""Records to HTML: what was asked and not answered, as bars by how often. Pure functions; the clock aside."""

from collections.abc import Sequence
from datetime import date, datetime

from assistant.chats import Gap
from assistant.dates import written
from assistant.ui.draw import count, text

_BARS = 40  # more would be read by nobody
_NEAR_DAYS = 7  # until when a day is told by how long ago it was


def gaps(asked: Sequence[Gap], today: date | None = None) -> str:
    """What the library lacks, folded away: a bar for each question, the most asked first. Each can be asked again."""
    if not asked:
        return ""
    now = today or datetime.now().astimezone().date()
    ranked = sorted(asked, key=lambda one: (-one.times, -one.last))
    most = ranked[0].times
    items = "".join(_bar(one, most, now) for one in ranked[:_BARS])
    more = f"<p>and {len(ranked) - _BARS:,} more, asked less often</p>" if len(ranked) > _BARS else ""
    return (
        f'<details class="fold"><summary>Asked and not answered<span>{len(asked):,}</span></summary>'
        f'<ol class="bars" aria-label="Questions without an answer, the most asked first">{items}</ol>{more}</details>'
    )


def _bar(gap: Gap, most: int, today: date) -> str:
    times = "once" if gap.times == 1 else count(gap.times, "time")
    when = _ago(datetime.fromtimestamp(gap.last).astimezone().date(), today)
    return (
        f'<li><button type="button" class="link" dir="auto" data-do="ask-gap">{text(gap.question)}</button>'
        f'<i aria-hidden="true"><b style="width:{100 * gap.times / most:.1f}%"></b></i>'
        f"<span>{times}, {'last ' if gap.times > 1 else ''}{text(when)}</span></li>"
    )


def _ago(day: date, today: date) -> str:
    """A day in words: `today`, `yesterday`, `4 days ago`, `on 3 Mar 2025`."""
    days = (today - day).days
    if days in {0, 1}:
        return ("today", "yesterday")[days]
    return f"{days} days ago" if 1 < days < _NEAR_DAYS else f"on {written(day.isoformat())}"
