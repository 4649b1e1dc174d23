"""Links into the library, and again: pages that changed, feeds that have more, pages that are gone.

A page that changed keeps its earlier version (`corpus.sources.EARLIER`), so that an old citation can still be opened; a
page that is gone is kept and marked in its sidecar. Nothing that was read is lost by looking again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus import linked, sources
from corpus.article import Skipped, Source
from corpus.errors import SourceError
from corpus.files import write_whole
from corpus.home import Home
from corpus.links import TellLink, follow, page
from corpus.scan import scan
from corpus.sidecar import Sidecar, read_sidecar, to_toml
from corpus.sources import AddReport
from corpus.web.fetch import Fetcher
from corpus.web.url import canonical, shown

NOTHING = AddReport((), (), (), ())


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What looking again gave; `gone` are keys of pages that no longer exist where they were, and are kept."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def add_links(home: Home, fetcher: Fetcher, urls: Iterable[str], tell: TellLink | None = None) -> AddReport:
    """Fetch links, and what feeds and sitemaps lead to, into the sources; what cannot be fetched is skipped."""
    report = NOTHING
    for url in urls:
        try:
            found = follow(fetcher, url, tell)
            report = report.joined(sources.take(home, found.items))
            if found.feed:
                linked.remember_feed(home, canonical(url), found.feed)
        except SourceError as error:
            report = report.joined(AddReport((), (), (), (Skipped(shown(url), error.message, error.hint),)))
    return report


def sync(home: Home, fetcher: Fetcher, tell: TellLink | None = None) -> SyncReport:
    """Ask every link and feed of the library again."""
    report, gone = NOTHING, []
    pages = [(source, beside) for source in scan(home) if (beside := _of_web(source)) is not None]
    for number, (source, beside) in enumerate(pages, start=1):
        if tell:
            tell(beside.web["url"], number, len(pages))
        try:
            again = _again(home, fetcher, source, beside)
        except SourceError as error:
            report = report.joined(AddReport((), (), (), (Skipped(source.key, error.message, error.hint),)))
            continue
        if again is None:
            gone.append(source.key)
        else:
            report = report.joined(again)
    report = report.joined(_new_entries(home, fetcher, {beside.web["url"] for _, beside in pages}, tell))
    return SyncReport(report.added, report.changed, report.unchanged, tuple(gone), report.skipped)


def _of_web(source: Source) -> Sidecar | None:
    """The sidecar of a source that a link gave."""
    try:
        beside = read_sidecar(source.sidecar)
    except SourceError:  # the build says so
        return None
    return beside if beside is not None and beside.web.get("url") and not source.beside else None


def _again(home: Home, fetcher: Fetcher, source: Source, beside: Sidecar) -> AddReport | None:
    """What became of one page; None when it is gone."""
    web = beside.web
    fetched = fetcher.fetch(web["url"], etag=web.get("etag", ""), last_modified=web.get("last_modified", ""))
    if fetched.status == "gone":
        if not web.get("gone"):
            write_whole(source.sidecar, to_toml(replace(beside, web={**web, "gone": fetched.at})))
        return None
    if web.get("gone"):  # it is back
        write_whole(source.sidecar, to_toml(replace(beside, web={k: v for k, v in web.items() if k != "gone"})))
    if fetched.status == "unchanged":
        return AddReport((), (), (source.key,), ())
    return sources.take(home, page(replace(fetched, url=beside.origin or fetched.url), beside.stated))


def _new_entries(home: Home, fetcher: Fetcher, known: set[str], tell: TellLink | None) -> AddReport:
    """What feeds announce that the library has not."""
    report = NOTHING
    for url in linked.feeds(home):
        try:
            report = report.joined(sources.take(home, follow(fetcher, url, tell, known).items))
        except SourceError as error:
            report = report.joined(AddReport((), (), (), (Skipped(shown(url), error.message, error.hint),)))
    return report
