"""The small file beside a copy that tells where it came from: `NAME.toml` beside `NAME`.

    origin = "/home/ada/articles/summit.txt"
    added = "2025-11-12T09:30:00+00:00"
    sha256 = "..."       of the bytes as they were added, so that a later edit of the copy is noticed

A sidecar that is missing or cannot be read means only that the origin is not known; the copy itself is still good.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Where a copy came from: absolute path, time (ISO 8601, UTC) and the digest (sha256, hex) of its bytes then."""

    origin: str
    added: str
    sha256: str


def sidecar_path(copy: Path) -> Path:
    """Where the sidecar of a copy lies."""
    return copy.with_name(copy.name + SUFFIX)


def read_sidecar(copy: Path) -> Sidecar | None:
    """The sidecar of a copy, or None where there is none that can be read."""
    try:
        table = tomllib.loads(sidecar_path(copy).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return Sidecar(*(str(table.get(name, "")) for name in ("origin", "added", "sha256")))


def to_toml(sidecar: Sidecar) -> bytes:
    """The sidecar as TOML basic strings."""
    fields = {"origin": sidecar.origin, "added": sidecar.added, "sha256": sidecar.sha256}
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in fields.items()).encode()


def _quoted(value: str) -> str:
    """A TOML basic string: quotes, backslashes and every control character escaped."""
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return f"\\u{ord(character):04x}" if ord(character) < 0x20 or ord(character) == 0x7F else character
