"""What a person can set, and where: default < chancery.toml in the home < environment < flag of the command.

    # chancery.toml
    encoder = "/models/bge-small-en"   # a sentence-transformers model's folder; left out: the bundled model
    port = 8080                        # of the window
    llm = "ollama/llama3.1"            # a language model, or a list of them: docs/MODELS.md
    llm_context = 16384                # tokens of its context; left out: 8192
    llm_timeout = 120                  # seconds until it begins to answer
    strict = true                      # sentences that nothing supports are taken out

The environment's names are CHANCERY_ENCODER, CHANCERY_PORT and so on; models there are parted by spaces. An unknown
name is an error, not ignored: it is mostly a misspelt one.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.errors import ChanceryError
from corpus.home import Home

DEFAULT_PORT = 7860  # Gradio's own, which its users know
MAX_PORT = 65535
DEFAULT_TIMEOUT = 120.0  # a model may have to be loaded from disk first
_MIN_CONTEXT = 1024  # tokens; less has no room for an answer


class SettingsError(ChanceryError):
    """A setting that cannot be read or used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a home, resolved."""

    encoder: Path | None = None
    port: int = DEFAULT_PORT
    llm: tuple[str, ...] = ()
    llm_context: int | None = None
    llm_timeout: float = DEFAULT_TIMEOUT
    strict: bool = False


def load_settings(home: Home) -> Settings:
    """The settings of a home; raises `SettingsError` naming the file or variable that is wrong."""
    given = {**_from_file(home.settings), **_from_environment()}
    encoder = given.get("encoder")
    return Settings(
        encoder=Path(str(encoder)).expanduser() if encoder else None,
        port=_port(given.get("port", DEFAULT_PORT)),
        llm=_names(given.get("llm", ())),
        llm_context=_context(given["llm_context"]) if "llm_context" in given else None,
        llm_timeout=_seconds(given.get("llm_timeout", DEFAULT_TIMEOUT)),
        strict=_yes(given.get("strict", False)),
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


def _names(value: object) -> tuple[str, ...]:
    names = value.split() if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) and name for name in names):
        raise SettingsError(
            f"llm = {value!r} names no models.", 'Write llm = "ollama/llama3.1", or a list of such names.'
        )
    return tuple(names)


def _context(value: object) -> int:
    text = str(value)
    if not text.isdecimal() or int(text) < _MIN_CONTEXT:
        raise SettingsError(f"llm_context = {value!r} is no context.", f"Give its tokens, {_MIN_CONTEXT} or more.")
    return int(text)


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise SettingsError(f"llm_timeout = {value!r} is no time.", "Give seconds, such as 120.")
    return seconds


def _yes(value: object) -> bool:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if str(value).lower() not in known:
        raise SettingsError(f"strict = {value!r} is neither true nor false.", "Write strict = true.")
    return known[str(value).lower()]
