"""Records to HTML, two: the rail, the first screen and the Library tab. Pure functions; `draw.text` escapes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.dates import written
from assistant.pace import lasting
from assistant.render import uncompacted_lines
from assistant.ui.draw import advice, count, text
from assistant.ui.job import JobState
from assistant.ui.seats import Kind
from corpus.article import Skipped
from corpus.web.url import is_link
from index.changes import Twin

if TYPE_CHECKING:
    from corpus.sources import AddReport
    from index.build import BuildReport, Plan
    from index.index import Glance

_DAY = 86_400.0  # seconds
_MAXNAMES = 8  # sources named in a report before "and n more"
NAMES: dict[Kind, str] = {"own": "Your library", "sample": "Sample library"}


def facts(kind: Kind, held: "Glance", waiting: int, job: JobState | None, user: str = "") -> str:
    """The foot of the left column: which library this is, what it holds, and whether its index is up to date.

    Where there are accounts, also whose window it is, and the way out.
    """
    drawn = f"<b>{NAMES[kind]}</b><br>{_facts(held)}<br>{_index_state(waiting, job)}"
    out = f'<p class="me"><bdi>{text(user)}</bdi><a href="logout">Sign out</a></p>' if user else ""
    return f'<div class="lib" data-kind="{kind}">{drawn}</div>{out}'


def first_screen(kind: Kind, held: "Glance", job: JobState | None, questions: Sequence[str]) -> str:
    """What stands in the middle before the first question."""
    building = job is not None and job.running
    if not held.articles and building:
        return f'<div class="first"><h1>Reading the articles</h1><div class="about">{progress(job)}</div></div>'
    if not held.articles:
        return (
            '<div class="first"><h1>Your library is empty</h1><p class="about">Add web pages, PDF and Word files, '
            "books, messages and exports, or paste a text. They stay on this machine.</p>"
            '<button type="button" class="send" data-do="tab" data-tab="library">Add articles</button></div>'
        )
    asks = "".join(f'<li><button type="button" data-do="suggest">{text(one)}</button></li>' for one in questions)
    about = f"{_facts(held, ', ')}."
    if kind == "sample":
        about += " These are samples, written for Chancery, to try it with."
    return (
        f'<div class="first"><h1>Ask what your articles say</h1><p class="about">{about} '
        f'Every sentence of an answer opens the passage that says it.</p><ul class="suggest">{asks}</ul></div>'
    )


def banner(kind: Kind, own_has_sources: bool) -> str:
    """The offer to leave the sample library, once the user has one of their own."""
    if kind == "own" or not own_has_sources:
        return ""
    return (
        '<div class="banner" role="status"><span>You have articles of your own now.</span>'
        '<button type="button" class="link" data-do="switch" data-kind="own">Go on with your own library</button>'
        '<button type="button" class="shut" data-do="shut-banner" aria-label="Close this note">×</button></div>'
    )


def shelf_head(kind: Kind, held: "Glance", has_sample: bool) -> str:
    """The heading of the Library tab, with the switch between the two libraries."""
    other: Kind = "own" if kind == "sample" else "sample"
    switch = (
        f'<button type="button" class="link" data-do="switch" data-kind="{other}">Show {NAMES[other].lower()}</button>'
    )
    return (
        f'<div class="head"><h1>{NAMES[kind]}</h1><p class="meta">{_facts(held, ", ")}</p>'
        f'<div class="tools">{switch if has_sample else ""}'
        '<button type="button" class="quiet" data-do="plan">Update the index</button></div></div>'
    )


def progress(job: JobState | None) -> str:
    """A run under way, as a bar with its count; what came of it when it has ended."""
    if job is None:
        return ""
    if job.failure:
        message, _, hint = job.failure.partition("\n")
        again = '<button type="button" class="link" data-do="plan">Update the index</button>'
        said = f"<b>The index was not updated.</b> {text(message)} {advice(hint)} {again}"
        return f'<div class="notice" role="alert">{said}</div>'
    if job.report is not None:
        return report(job.report)
    if job.progress is None:
        return looking()
    done, total = job.progress.done, job.progress.total
    stage = job.progress.stage.capitalize()
    stop = "" if stage == "Stopping" else '<button type="button" class="link" data-do="cancel">Stop</button>'
    return (
        f'<div class="run" role="status"><p><span>{text(stage)} {text(job.progress.source)}</span>'
        f'<span class="num">{done:,} of {total:,}{f", {job.pace}" if job.pace else ""} {stop}</span></p>'
        f'<progress max="{max(total, 1)}" value="{done}" aria-label="Indexing">{done} of {total}</progress></div>'
    )


def plan(planned: "Plan") -> str:
    """What an update would do and how long it takes, and the ways to go on."""
    lines = [
        _named("New", [item.source for item in planned.added]),
        _named("Changed", [item.source for item in planned.changed]),
        _named("Gone", [item.source for item in planned.removed]),
        skipped(planned.skipped),
    ]
    nothing = not (planned.added or planned.changed or planned.removed or planned.rebuild)
    head = "The index is as your sources are." if nothing else "What an update would do"
    anew = f"<p>Everything is made anew: {text(planned.rebuild)}.</p>" if planned.rebuild else ""
    took = f" <span>about {lasting(planned.seconds)}</span>" if planned.seconds and not nothing else ""
    every = count(len(planned.added) + len(planned.changed) + planned.unchanged, "article")
    update = "" if nothing else '<button type="button" class="send" data-do="update">Update</button>'
    return (
        f'<div class="report plan" role="status"><b>{head}</b>{took}{anew}<ul>{"".join(lines)}</ul>'
        f'<div class="tools">{update}<button type="button" class="link" data-do="rebuild" data-every="{every}">'
        "Make all of it anew</button>"
        '<button type="button" class="link" data-do="rollback">Back to the edition before</button>'
        '<button type="button" class="quiet" data-do="leave-plan">Leave it</button></div></div>'
    )


def looking() -> str:
    """The sources are being compared with the index."""
    return '<div class="run" role="status"><p>Looking through the sources…</p><progress></progress></div>'


def reading() -> str:
    """Links are being fetched, or a text is written."""
    return '<div class="run" role="status"><p>Reading what was pasted…</p><progress></progress></div>'


def report(built: "BuildReport") -> str:
    """What a run did: added, changed, removed, unchanged, skipped and why."""
    if built.rebuilt:  # every article was done again, and none of them is new
        again = len(built.added) + len(built.changed) + built.unchanged
        lines = [f"<li>Rebuilt {count(again, 'article')}</li>"]
    else:
        lines = [
            _named("Added", built.added),
            _named("Changed", built.changed),
            f"<li>Unchanged: {built.unchanged:,}</li>" if built.unchanged else "",
        ]
    lines += [_named("Removed", built.removed), skipped(built.skipped)]
    lines += [f"<li>{text(line)}</li>" for line in uncompacted_lines(built.uncompacted)]
    head = "Nothing had changed" if built.nothing_to_do else "The index is up to date"
    took = f"<b>{head}</b> <span>in {built.seconds:.1f} s</span>"
    return f'<div class="report" role="status">{took}<ul>{"".join(lines)}</ul></div>'


def added(given: "AddReport") -> str:
    """What became of files that were added, where there is something to say about them beside the index report."""
    lines = [_named("Already in the library", given.unchanged), skipped(given.skipped)]
    return f'<div class="report" role="status"><ul>{"".join(lines)}</ul></div>' if any(lines) else ""


def went_back(version: str) -> str:
    """The edition before answers again."""
    return f'<div class="report" role="status">The index is edition <b>{text(version)}</b> again.</div>'


def deleted(name: str) -> str:
    """An article has been deleted."""
    return f'<div class="report" role="status">Deleted <b>{text(name)}</b>.</div>'


def skipped(sources: Sequence[Skipped]) -> str:
    """Each skipped source with its reason; those that only say what another says are no faults, and named together."""
    twins = [_file_name(one.source) for one in sources if isinstance(one, Twin)]
    faults = "".join(
        f"<li>Skipped <b>{text(_file_name(one.source))}</b>: {text(one.reason)}. {advice(one.hint)}</li>"
        for one in sources
        if not isinstance(one, Twin)
    )
    return _named("Copies of articles that are here", twins) + faults


def notice(message: str, hint: str = "") -> str:
    """An error, in words."""
    return f'<div class="notice" role="alert"><b>{text(message)}</b> {advice(hint)}</div>'


def _facts(held: "Glance", between: str = "<br>") -> str:
    parts = [count(held.articles, "article")]
    if held.outlets:
        parts.append(count(held.outlets, "outlet"))
    first, last = text(written(held.earliest)), text(written(held.latest))
    span = "" if not first else first if first == last else f"{first} to {last}"
    return between.join(part for part in (", ".join(parts), span) if part)


def _index_state(waiting: int, job: JobState | None) -> str:
    if job is not None and job.running:
        done = f": {job.progress.done:,} of {job.progress.total:,}" if job.progress else ""
        return f'<span class="busy">Index is being built{done}</span>'
    if job is not None and job.failure:
        return '<span class="warn">The index was not updated</span>'
    return f"{count(waiting, 'source')} not indexed yet" if waiting else "Index up to date"


def _named(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(text(name) for name in names[:_MAXNAMES])
    more = f" and {len(names) - _MAXNAMES:,} more" if len(names) > _MAXNAMES else ""
    return f"<li>{what}: {len(names):,} ({shown}{more})</li>"


def _file_name(source: str) -> str:
    return source if is_link(source) else source.replace("\\", "/").rsplit("/", 1)[-1]
