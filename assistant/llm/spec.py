"""The name of a language model as a person writes it.

ollama/llama3.1                          a model of the Ollama that runs here, or at OLLAMA_HOST
openai/gpt-5-mini  anthropic/claude-...  google/gemini-...
http://127.0.0.1:8080/v1#model           any OpenAI-compatible server: llama.cpp, vLLM, LM Studio
"""

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from assistant.asked import MisuseError

Provider = Literal["ollama", "openai", "anthropic", "google", "server"]
PROVIDERS = tuple(name for name in get_args(Provider) if name != "server")

NO_MODEL = "none"
"""The name by which people and programs ask for the reader, where a language model would answer."""

_KNOWN = "Write ollama/MODEL, openai/MODEL, anthropic/MODEL, google/MODEL, or http://HOST:PORT/v1#MODEL."


@dataclass(frozen=True, slots=True)
class Spec:
    """Which model, and whose; `base` is the address of a server, without the model."""

    provider: Provider
    model: str
    base: str = ""

    @property
    def name(self) -> str:
        """As it was written."""
        return f"{self.base}#{self.model}" if self.base else f"{self.provider}/{self.model}"


def spoken(name: str) -> str:
    """A name as it stands in a sentence or a list: of a server's model that first which tells it from others."""
    address, _, model = name.partition("#")
    return f"{model} at {urlsplit(address).netloc}" if model and "://" in address else name


def spec_of(name: str) -> Spec:
    """What a name says; raises `MisuseError`."""
    name = name.strip()
    if name.startswith(("http://", "https://")):
        return _server(name)
    provider, _, model = name.partition("/")
    for known in PROVIDERS:
        if provider == known and model:
            return Spec(known, model)
    raise MisuseError(f"{name!r} names no language model.", _KNOWN)


def _server(name: str) -> Spec:
    address, _, model = name.partition("#")
    if "@" in address or "?" in address:
        hint = "Put the key into CHANCERY_LLM_KEY, or into keys.toml in the home."
        raise MisuseError("The address of a model server holds no key.", hint)
    try:
        parts = urlsplit(address)
        there = bool(parts.hostname) and parts.port != 0
    except ValueError:  # an open bracket, a port that is no number
        there = False
    if not there:
        raise MisuseError(f"{name!r} names no server.", _KNOWN)
    if not model:
        raise MisuseError(f"{address} names no model.", f"Write it after a #: {address}#MODEL")
    return Spec("server", model, address.rstrip("/"))
