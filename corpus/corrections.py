"""What the user says about an article: its title, outlet, date ..., that it is no copy. It wins over everything else.

A correction is written into the sidecar beside the source, never into the source, and is taken back by `None`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from corpus.article import Correction, Field, Origin
from corpus.clean import INVISIBLE
from corpus.dates import parse_partial_date
from corpus.describe import Description, language_code
from corpus.errors import ChanceryError, SourceError
from corpus.files import write_whole
from corpus.home import Home
from corpus.scan import find
from corpus.sidecar import FIELDS, Sidecar, read_sidecar, to_toml

CORRECTABLE: tuple[Correction, ...] = (*FIELDS, "cluster")

OWN_CLUSTER = "own"
"""What a corrected cluster says: this article is no copy of others, however alike."""

MAX_FIELD = 500  # characters; the longest headlines have 200


class CorrectionError(ChanceryError):
    """A value that a field cannot have."""


def correct(home: Home, key: str, changes: Mapping[Correction, str | None]) -> Sidecar:
    """Write the user's corrections of a source; "" says that there is none of it, None takes a correction back.

    Raises `CorrectionError` for a value that the field cannot have, and `SourceError` when there is no such source or
    its sidecar cannot be read or written. Nothing is written unless all of `changes` are good.
    """
    good = {name: value if value is None else checked(name, value) for name, value in changes.items()}
    source = next(iter(find(home, [key])), None)
    if source is None or not source.path.is_file():
        raise SourceError(f"{key}: there is no such source", "List the sources with: chancery list")
    sidecar = (read_sidecar(source.sidecar) or Sidecar()).corrected(good)
    write_whole(source.sidecar, to_toml(sidecar))
    return sidecar


def checked(name: Correction, value: str) -> str:
    """The value as it is kept; raises `CorrectionError`."""
    value = " ".join(INVISIBLE.sub("", value).split())
    if len(value) > MAX_FIELD:
        raise CorrectionError(f"The {name} is too long: {len(value)} characters.", f"Give at most {MAX_FIELD}.")
    check = _CHECKS.get(name)
    return check(value) if check and value else value


def applied(found: Description, user: Mapping[str, str]) -> Description:
    """A description with what the user says in place of what was found; raises `CorrectionError`."""
    given: dict[Field, str] = {name: checked(name, user[name]) for name in FIELDS if name in user}
    if not given:
        return found
    origins = {name: origin for name, origin in found.origins.items() if name not in given}
    origins |= {name: Origin("user") for name in given}
    values = {name: value or None if name == "published" else value for name, value in given.items()}
    return replace(found, **values, origins=origins)  # type: ignore[arg-type]


def _date(value: str) -> str:
    date = parse_partial_date(value)
    if date is None:
        raise CorrectionError(f"{value!r} is not a date.", "Write it as 2025-03-18, 2025-03 or 2025.")
    return date


def _language(value: str) -> str:
    code = language_code(value)
    if not code:
        raise CorrectionError(f"{value!r} is not the code of a language.", "Write it in two letters: en, fr, ru.")
    return code


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise CorrectionError(f"{value!r} is not the address of a page.", "Give a link that begins with https://")
    return value


def _cluster(value: str) -> str:
    if value != OWN_CLUSTER:
        raise CorrectionError(f"{value!r} is no cluster that can be given.", f"Say {OWN_CLUSTER}: it is no copy.")
    return value


_CHECKS: Mapping[Correction, Callable[[str], str]] = {
    "published": _date, "language": _language, "url": _address, "cluster": _cluster,
}  # fmt: skip
