"""Keys of model servers: read from the environment or from `keys.toml` in the home, and told to nobody.

# keys.toml, readable by its owner alone (chmod 600)
openai = "..."
server = "..."        # of an OpenAI-compatible server
"""

import os
import stat
import tomllib
from pathlib import Path

from assistant.llm.spec import Spec
from assistant.settings import SettingsError
from corpus.home import Home

FILE = "keys.toml"
VARIABLES = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "server": ("CHANCERY_LLM_KEY",),
    "ollama": (),
}


def key_of(spec: Spec, home: Home) -> str:
    """The key for a model; "" where there is none. Raises `SettingsError` for a file that others may read."""
    for variable in VARIABLES[spec.provider]:
        if os.environ.get(variable):
            return os.environ[variable]
    return _from_file(home.root / FILE).get(spec.provider, "") if VARIABLES[spec.provider] else ""


def _from_file(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise SettingsError(f"{path} can be read by others, and it holds keys.", f"chmod 600 {path}")
            record = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"Cannot read {path}: {_place(error)}", 'One a line: openai = "..."') from None
    wrong = sorted(name for name, value in record.items() if name not in VARIABLES or not isinstance(value, str))
    if wrong:
        raise SettingsError(f"{path} sets {', '.join(wrong)}, which nothing reads.", f"Known: {', '.join(VARIABLES)}")
    return record


def _place(error: Exception) -> str:
    """What is wrong, without what stands there."""
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    return "it is not TOML"
