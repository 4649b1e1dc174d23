"""Records to HTML, two: the rail, the first screen and the Library tab. Pure functions; `draw.text` escapes."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.chats import Conversation
from assistant.dates import written
from assistant.ui.desk import Kind
from assistant.ui.draw import advice, count, text
from assistant.ui.job import JobState
from corpus.article import Skipped

if TYPE_CHECKING:
    from corpus.sources import AddReport
    from index.build import BuildReport
    from index.index import ArticleInfo, IndexStatus

_DAY = 86_400.0  # seconds
_MAX_NAMES = 8  # sources named in a report before "and n more"
_NAMES: dict[Kind, str] = {"own": "Your library", "sample": "Sample library"}


def rail(conversations: Sequence[Conversation], current: int | None) -> str:
    """The left column: a new question, and the conversations."""
    return (
        '<nav aria-label="Conversations"><div class="brand">Chancery</div>'
        '<button type="button" class="new" data-do="new-question">New question</button>'
        f'<div class="convs">{_conversations(conversations, current)}</div></nav>'
    )


def facts(kind: Kind, status: "IndexStatus", job: JobState | None) -> str:
    """The foot of the left column: which library this is, what it holds, and whether its index is up to date."""
    held = f"<b>{_NAMES[kind]}</b><br>{_facts(status)}<br>{_index_state(status, job)}"
    return f'<div class="lib" data-kind="{kind}">{held}</div>'


def first_screen(kind: Kind, status: "IndexStatus", job: JobState | None, questions: Sequence[str]) -> str:
    """What stands in the middle before the first question."""
    building = job is not None and job.running
    if not status.articles and building:
        return f'<div class="first"><h1>Reading the articles</h1><div class="about">{progress(job)}</div></div>'
    if not status.articles:
        return (
            '<div class="first"><h1>Your library is empty</h1><p class="about">Add articles as text, Markdown or HTML '
            "files. They stay on this machine.</p>"
            '<button type="button" class="send" data-do="tab" data-tab="library">Add articles</button></div>'
        )
    asks = "".join(f'<li><button type="button" data-do="suggest">{text(one)}</button></li>' for one in questions)
    about = f"{_facts(status, ', ')}."
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
        '<button type="button" class="link" data-do="switch" data-kind="own">Go on with your own library</button></div>'
    )


def shelf_head(kind: Kind, status: "IndexStatus", has_sample: bool) -> str:
    """The heading of the Library tab, with the switch between the two libraries."""
    other: Kind = "own" if kind == "sample" else "sample"
    switch = (
        f'<button type="button" class="link" data-do="switch" data-kind="{other}">Show {_NAMES[other].lower()}</button>'
    )
    return (
        f'<div class="head"><h1>{_NAMES[kind]}</h1><p class="meta">{_facts(status, ", ")}</p>'
        f'<div class="tools">{switch if has_sample else ""}'
        '<button type="button" class="quiet" data-do="rebuild">Rebuild the index</button></div></div>'
    )


def table(articles: "Sequence[ArticleInfo]") -> str:
    """The articles, a row each."""
    if not articles:
        return '<p class="none">No articles yet. Add some above: text, Markdown or HTML files.</p>'
    rows = "".join(_row(article) for article in articles)
    return (
        '<div class="rows" tabindex="0" role="region" aria-label="Articles"><table><thead><tr>'
        '<th scope="col">Title</th><th scope="col">Outlet</th><th scope="col">Date</th>'
        '<th scope="col" class="num">Words</th><th scope="col">File</th>'
        '<th scope="col"><span class="sr">Delete</span></th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def progress(job: JobState | None) -> str:
    """A run under way, as a bar with its count; what came of it when it has ended."""
    if job is None:
        return ""
    if job.failure:
        message, _, hint = job.failure.partition("\n")
        again = '<button type="button" class="link" data-do="rebuild">Rebuild the index</button>'
        said = f"<b>The index was not updated.</b> {text(message)} {advice(hint)} {again}"
        return f'<div class="notice" role="alert">{said}</div>'
    if job.report is not None:
        return report(job.report)
    if job.progress is None:
        return '<div class="run" role="status"><p>Looking through the sources…</p><progress></progress></div>'
    done, total = job.progress.done, job.progress.total
    stage = job.progress.stage.capitalize()
    return (
        f'<div class="run" role="status"><p>{text(stage)} {text(job.progress.source)}'
        f'<span class="num">{done:,} of {total:,}</span></p>'
        f'<progress max="{max(total, 1)}" value="{done}" aria-label="Indexing">{done} of {total}</progress></div>'
    )


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
    head = "Nothing had changed" if built.nothing_to_do else "The index is up to date"
    took = f"<b>{head}</b> <span>in {built.seconds:.1f} s</span>"
    return f'<div class="report" role="status">{took}<ul>{"".join(lines)}</ul></div>'


def added(given: "AddReport") -> str:
    """What became of files that were added, where there is something to say about them beside the index report."""
    lines = [_named("Already in the library", given.unchanged), skipped(given.skipped)]
    return f'<div class="report" role="status"><ul>{"".join(lines)}</ul></div>' if any(lines) else ""


def deleted(name: str) -> str:
    """An article has been deleted."""
    return f'<div class="report" role="status">Deleted <b>{text(name)}</b>.</div>'


def skipped(sources: Sequence[Skipped]) -> str:
    """Each skipped source with its reason."""
    return "".join(
        f"<li>Skipped <b>{text(_file_name(one.source))}</b>: {text(one.reason)}. {text(one.hint)}</li>"
        for one in sources
    )


def notice(message: str, hint: str = "") -> str:
    """An error, in words."""
    return f'<div class="notice" role="alert"><b>{text(message)}</b> {advice(hint)}</div>'


def _row(article: "ArticleInfo") -> str:
    title = article.title or article.source
    return (
        f'<tr><th scope="row"><button type="button" class="link" data-do="read" data-article="{text(article.id)}">'
        f"{text(title)}</button></th><td>{text(article.outlet)}</td><td>{text(written(article.published))}</td>"
        f'<td class="num">{article.words:,}</td><td class="file">{text(article.source)}</td>'
        f'<td><button type="button" class="quiet" data-do="delete-article" data-article="{text(article.id)}" '
        f'data-title="{text(title)}" aria-label="Delete {text(title)}">Delete</button></td></tr>'
    )


def _conversations(conversations: Sequence[Conversation], current: int | None) -> str:
    drawn, group = [], ""
    for one in conversations:
        if (when := _group(one.updated)) != group:
            group = when
            drawn.append(f'<div class="group">{group}</div>')
        here = ' aria-current="page"' if one.id == current else ""
        title = text(one.title)
        drawn.append(
            f'<div class="conv"><button type="button" data-do="open-chat" data-chat="{one.id}" title="{title}"{here}>'
            f'{title}</button><button type="button" class="drop" data-do="delete-chat" data-chat="{one.id}" '
            f'data-title="{title}" aria-label="Delete the conversation {title}">×</button></div>'
        )
    return "".join(drawn)


def _group(updated: float) -> str:
    midnight = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
    if updated >= midnight:
        return "Today"
    return "Last week" if updated >= midnight - 7 * _DAY else "Earlier"


def _facts(status: "IndexStatus", between: str = "<br>") -> str:
    held = [count(status.articles, "article")]
    if status.outlets:
        held.append(count(len(status.outlets), "outlet"))
    first, last = text(written(status.earliest)), text(written(status.latest))
    span = "" if not first else first if first == last else f"{first} to {last}"
    return between.join(part for part in (", ".join(held), span) if part)


def _index_state(status: "IndexStatus", job: JobState | None) -> str:
    if job is not None and job.running:
        done = f": {job.progress.done:,} of {job.progress.total:,}" if job.progress else ""
        return f'<span class="busy">Index is being built{done}</span>'
    if job is not None and job.failure:
        return '<span class="warn">The index was not updated</span>'
    return f"{count(status.waiting, 'source')} not indexed yet" if status.waiting else "Index up to date"


def _named(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(text(name) for name in names[:_MAX_NAMES])
    more = f" and {len(names) - _MAX_NAMES:,} more" if len(names) > _MAX_NAMES else ""
    return f"<li>{what}: {len(names):,} ({shown}{more})</li>"


def _file_name(source: str) -> str:
    return source.replace("\\", "/").rsplit("/", 1)[-1]
