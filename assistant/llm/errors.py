"""What can go wrong with a language model, in words that a person can act on."""

import re
from typing import Literal

from corpus.errors import ChanceryError

Kind = Literal[
    "missing", "key", "unreachable", "unknown", "busy", "overflow", "server", "slow", "cut", "refused", "empty",
    "uncited", "endless", "stopped",
]  # fmt: skip
"""Why there is no answer of a model: its integration is not installed; its key is missing or was refused; no server;
no such model; it asks to wait; its context is too small; it failed; nothing came in time; its text broke off; it would
not answer; it said nothing; it cited nothing; it did not come to an end; a person stopped it."""

_SECRET = re.compile(r"\b(?:sk|key|AIza|gsk|xai)[-_A-Za-z0-9]{8,}", re.ASCII)
_BEARER = re.compile(r"(?i)\b(bearer|api[-_ ]?key)([\"':=\s]+)[^\s\"',}]+")
_BAD_KEY = re.compile(r"(?i)api[ _]key (?:is )?(?:not valid|invalid|expired)|API_KEY_INVALID")  # Google's, with 400
_OVERFLOW = re.compile(r"(?i)context|too (?:long|many tokens)|maximum.{0,20}(?:tokens|length)|exceed")
_UNKNOWN = re.compile(
    r"(?i)\bmodels?\b.{0,80}\b(?:not (?:found|exist|available|loaded)|does(?:n't| not) exist)"
    r"|\b(?:no such|unknown|invalid) model\b|\bpinned to\b.*\brequested\b"
)
"""How servers say that they have no such model, where their status is not 404: LM Studio, `transformers serve`."""

_LONG = 200  # characters of what a server says that are passed on


class ModelError(ChanceryError):
    """A language model that gave no answer; `kind` says why, `wait` for how many seconds it asks to be left alone.

    `draft` is what it had written by then, without keys.
    """

    draft: str = ""

    def __init__(self, kind: Kind, message: str, hint: str = "", wait: float | None = None) -> None:
        super().__init__(message, hint)
        self.kind: Kind = kind
        self.wait = wait


def told(error: BaseException) -> ModelError:
    """An error of a client library, whichever it is, as ours; no key is in its words."""
    if isinstance(error, ModelError):
        return error
    name, status, said = type(error).__name__, _status(error), redacted(_words(error))[:_LONG]
    if status in {401, 403} or (status == 400 and _BAD_KEY.search(str(error))):
        return ModelError(
            "key", "The model's server refused the key.", "Check the key: docs/MODELS.md says where it is read."
        )
    if status in {400, 413, 422} and _OVERFLOW.search(said):
        return ModelError(
            "overflow", "The passages are more than the model's context holds.", "Set llm_context in chancery.toml."
        )
    if status == 404 or (status in {400, 422} and _UNKNOWN.search(said)):
        return ModelError(
            "unknown",
            f"The server knows no such model: {said}",
            "Check its name, and the address; with Ollama: ollama pull MODEL",
        )
    if status == 429:
        wait = _wait(error)
        after = f" for {wait:.0f} s" if wait else ""
        if "quota" in said.lower():
            return ModelError("busy", f"The quota at the model's provider is used up: {said}", "See its bill.", wait)
        return ModelError("busy", f"The model's server asks to wait{after}.", "Ask again later.", wait)
    if status is not None:
        return ModelError(
            "server", f"The model's server failed ({status}): {said}", "Ask again, or see the server's log."
        )
    if "Timeout" in name or isinstance(error, TimeoutError):
        return ModelError("slow", "The model's server did not answer in time.", "Ask again, or choose a smaller model.")
    if _is_cut(name, said):
        return ModelError("cut", "The connection to the model broke off.", "Ask again.")
    if "Connect" in name or isinstance(error, OSError):
        return ModelError("unreachable", "No model server answers there.", "Start it; with Ollama: ollama serve")
    return ModelError("server", f"The model's server said what nobody understands: {name}: {said}", "Ask again.")


def redacted(text: str) -> str:
    """Words of a library without anything that looks like a key."""
    return _BEARER.sub(r"\1\2…", _SECRET.sub("…", text))


def _words(error: BaseException) -> str:
    """What the server itself said, where the client kept that apart; else the words of the error."""
    said = getattr(error, "body", None) or getattr(error, "error", None)
    for name in ("error", "message", "detail"):
        said = said.get(name, said) if isinstance(said, dict) else said
    return said if isinstance(said, str) and said.strip() else str(error)


def _status(error: BaseException) -> int | None:
    """The HTTP status that an error of any client tells of; None where there was no reply."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _wait(error: BaseException) -> float | None:
    """The seconds of `Retry-After`; a date there, which is rare, counts as none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (TypeError, ValueError):
        return None


def _is_cut(name: str, said: str) -> bool:
    return name in {"RemoteProtocolError", "ReadError", "IncompleteRead"} or "peer closed" in said
