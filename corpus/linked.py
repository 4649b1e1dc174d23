"""What is elsewhere and looked at again: folders that are read in place, never written, and feeds.

`links.toml` in the home lists them:

    [folders]
    reports = "/home/ada/reports"

    [feeds]
    "https://example.org/feed.xml" = "Example Wire"

The keys of what is in them begin with `@reports/`. What the user says about those articles is kept in the home.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ChanceryError
from corpus.files import write_whole
from corpus.home import Home
from corpus.sidecar import toml_table

MARK = "@"
"""Before a link's name, at the beginning of keys."""

_NAME = re.compile(r"[\w][\w.-]*")
_NO_NAME = re.compile(r"[^\w.-]+")


class LinkError(ChanceryError):
    """A folder that cannot be linked, or links that cannot be read."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A folder that is read in place."""

    name: str
    folder: str  # absolute


def linked_folders(home: Home) -> list[Linked]:
    """The linked folders, by name; raises `LinkError` when their list cannot be read."""
    return [Linked(name, folder) for name, folder in sorted(_table(home, "folders").items())]


def feeds(home: Home) -> dict[str, str]:
    """The feeds that `sync` asks again, with their titles; raises `LinkError` when their list cannot be read."""
    return _table(home, "feeds")


def remember_feed(home: Home, url: str, title: str) -> None:
    """Ask a feed again from now on."""
    known = feeds(home)
    if known.get(url) != title:
        _write(home, linked_folders(home), {**known, url: title})


def forget_feed(home: Home, url: str) -> None:
    """Ask a feed no more; raises `LinkError` when it is none that is asked."""
    known = feeds(home)
    if url not in known:
        raise LinkError(f"{url} is no feed of this library.", f"Its feeds are: {', '.join(known) or 'none'}")
    _write(home, linked_folders(home), {one: title for one, title in known.items() if one != url})


def _table(home: Home, name: str) -> dict[str, str]:
    try:
        record = tomllib.loads(home.links.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LinkError(f"Cannot read {home.links}: {error}", "Mend the file, or link the folders again.") from error
    table = record.get(name, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise LinkError(f"{home.links} has no list of {name}.", 'Write a folder as: reports = "/home/ada/reports"')
    return table


def link(home: Home, folder: Path, name: str = "") -> Linked:
    """Read a folder in place from now on; raises `LinkError`. Its name is the folder's, or `name`."""
    folder = folder.expanduser().resolve()
    if not folder.is_dir():
        raise LinkError(f"There is no folder {folder}.", "Give a folder; files are added: chancery add FILE")
    root = home.root.resolve()
    if folder.is_relative_to(root) or root.is_relative_to(folder):
        raise LinkError(f"{folder} and this library's home {root} lie in each other.", "Link a folder elsewhere.")
    known = linked_folders(home)
    for one in known:
        if Path(one.folder) == folder:
            return one
    taken = {one.name for one in known}
    wanted = name or _NO_NAME.sub("-", folder.name).strip("-.") or "folder"
    if not _NAME.fullmatch(wanted):
        raise LinkError(f"{wanted!r} is no name for a link.", "Use letters, digits, full stops and hyphens.")
    if name and name in taken:
        raise LinkError(f"{name} is linked already, to another folder.", f"Unlink it: chancery link --remove {name}")
    free = (one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
    added = Linked(next(free), str(folder))
    home.sources.mkdir(parents=True, exist_ok=True)  # a home has one, also when all it reads is elsewhere
    _write(home, [*known, added], feeds(home))
    return added


def unlink(home: Home, name: str) -> Linked:
    """Read a folder no more, by its name or path; raises `LinkError`. The folder itself stays as it is."""
    known = linked_folders(home)
    path = str(Path(name).expanduser().resolve())
    for one in known:
        if one.name == name.removeprefix(MARK) or one.folder == path:
            _write(home, [other for other in known if other != one], feeds(home))
            return one
    linked = ", ".join(one.name for one in known) or "none"
    raise LinkError(f"{name} is not linked.", f"Linked are: {linked}")


def _write(home: Home, links: list[Linked], known_feeds: Mapping[str, str]) -> None:
    folders = {one.name: one.folder for one in sorted(links, key=lambda one: one.name)}
    lines = [*toml_table("folders", folders), "", *toml_table("feeds", known_feeds)]
    write_whole(home.links, "".join(f"{line}\n" for line in lines).encode())
