"""The small file beside a source that tells what the source itself cannot: `NAME.toml` beside `NAME`.

    origin = "/home/ada/articles/summit.txt"   where it was copied from: a path, a path and a place in it, a link
    added = "2025-11-12T09:30:00+00:00"
    sha256 = "..."       of the bytes as they were added, so that a later edit of the copy is noticed

    [web]                # of a link: url, fetched, etag, last_modified, charset, gone
    [stated]             # what a feed or an archive says about it, where it is silent itself
    [names]              # which fields of a record hold what, where they have names of their own
    [user]               # what the user says about it; nothing else may

The user's corrections live here and nowhere else, so they survive every rebuild. Without a sidecar the origin is not
known, and the source is as good as before.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.article import SIDECAR_SUFFIX, Correction, Field
from corpus.errors import SourceError

FIELDS: tuple[Field, ...] = ("title", "outlet", "author", "url", "published", "language")
_HEAD = ("origin", "added", "sha256")
_TABLES = ("web", "stated", "names", "user")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Where a copy came from: its origin, the time (ISO 8601, UTC) and the digest (sha256, hex) of its bytes then.

    The others are the tables of the same name; `user` has the fields that the user corrected, empty where the user
    says that there is none.
    """

    origin: str = ""
    added: str = ""
    sha256: str = ""
    web: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    user: Mapping[str, str] = field(default_factory=dict)

    def corrected(self, changes: Mapping[Correction, str | None]) -> "Sidecar":
        """With the user's `changes`; None takes a correction back."""
        user = dict(self.user)
        for name, value in changes.items():
            if value is None:
                user.pop(name, None)
            else:
                user[name] = value
        return replace(self, user=user)


def sidecar_path(copy: Path) -> Path:
    """Where the sidecar of a copy lies."""
    return copy.with_name(copy.name + SIDECAR_SUFFIX)


def read_sidecar(path: Path) -> Sidecar | None:
    """The sidecar at `path`, None where there is none; raises SourceError when there is one that cannot be read."""
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = f"what is said about it in {path.name} cannot be read: {error}"
        raise SourceError(
            f"{path.name.removesuffix(SIDECAR_SUFFIX)}: {reason}", "Mend that file, or delete it and what it says."
        ) from error
    origin, added, sha256 = (str(record.get(name, "")) for name in _HEAD)
    return Sidecar(origin, added, sha256, *(_table(record.get(name)) for name in _TABLES))


def _table(value: object) -> dict[str, str]:
    return {str(key): str(inner) for key, inner in value.items()} if isinstance(value, dict) else {}


def to_toml(sidecar: Sidecar) -> bytes:
    """The sidecar as TOML: basic strings, and the tables that have any."""
    lines = [f"{name} = {_quoted(value)}" for name in _HEAD if (value := getattr(sidecar, name))]
    for name in _TABLES:
        table: Mapping[str, str] = getattr(sidecar, name)
        if table:
            lines += ["", *toml_table(name, table)]
    return "".join(f"{line}\n" for line in lines).encode()


def toml_table(name: str, table: Mapping[str, str]) -> list[str]:
    """The lines of a table of strings."""
    rows = [f"{key if _BARE.fullmatch(key) else _quoted(key)} = {_quoted(value)}" for key, value in table.items()]
    return [f"[{name}]", *rows]


def _quoted(value: str) -> str:
    """A TOML basic string: quotes, backslashes and every control character escaped."""
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return f"\\u{ord(character):04x}" if ord(character) < 0x20 or ord(character) == 0x7F else character
