"""What a person can set, and where: default < chancery.toml in the home < environment < flag of the command.

    # chancery.toml
    encoder = "/models/bge-small-en"   # a sentence-transformers model's folder; left out: the bundled model
    port = 8080                        # of the window

The environment's names are CHANCERY_ENCODER and CHANCERY_PORT. An unknown name is an error, not ignored: it is mostly
a misspelt one.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.errors import ChanceryError
from corpus.home import Home

DEFAULT_PORT = 7860  # Gradio's own, which its users know
MAX_PORT = 65535


class SettingsError(ChanceryError):
    """A setting that cannot be read or used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a home, resolved."""

    encoder: Path | None = None
    port: int = DEFAULT_PORT


def load_settings(home: Home) -> Settings:
    """The settings of a home; raises `SettingsError` naming the file or variable that is wrong."""
    given = {**_from_file(home.settings), **_from_environment()}
    encoder = given.get("encoder")
    return Settings(
        encoder=Path(str(encoder)).expanduser() if encoder else None,
        port=_port(given.get("port", DEFAULT_PORT)),
    )


def _from_file(path: Path) -> dict[str, object]:
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"Cannot read {path}: {error}", "Mend the file, or take it away.") from error
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(record) - known)
    if unknown:
        hint = f"Known: {', '.join(sorted(known))}"
        raise SettingsError(f"{path} sets {', '.join(unknown)}, which nothing reads.", hint)
    return record


def _from_environment() -> dict[str, object]:
    named = {field.name: f"CHANCERY_{field.name.upper()}" for field in fields(Settings)}
    return {name: os.environ[variable] for name, variable in named.items() if os.environ.get(variable)}


def _port(value: object) -> int:
    text = str(value)
    if not text.isdecimal() or not 1 <= int(text) <= MAX_PORT:
        raise SettingsError(f"{value!r} is not a port.", f"Give a number from 1 to {MAX_PORT}.")
    return int(text)
