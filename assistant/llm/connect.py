"""A model's name becomes a LlamaIndex `LLM`. The only place that knows the integrations, each an extra of Chancery."""

import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.llm.budget import counter
from assistant.llm.errors import ModelError
from assistant.llm.keys import VARIABLES, key_of
from assistant.llm.spec import Spec, spec_of
from assistant.llm.talk import Limits, never
from assistant.settings import load_settings
from corpus.home import Home

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_WINDOW = 8_192
"""Tokens of context where nobody says more. Ollama is told this number: its models' own reach 128,000, for which it
would set gigabytes aside. A dozen passages are some 3,000."""

OUTPUT = 800
"""Tokens kept for the answer; 120 words are some 200, and a model that thinks aloud needs more."""

_THOUGHT = 4_000
"""Tokens that a provider's model may use, whose thoughts count though nobody sees them; their contexts have the room.
With `OUTPUT` alone such a model thinks, and is cut before its first word."""

_MODULES = {
    "ollama": ("llama_index.llms.ollama", "ollama"),
    "openai": ("llama_index.llms.openai_like", "openai"),
    "server": ("llama_index.llms.openai_like", "openai"),
    "anthropic": ("llama_index.llms.anthropic", "anthropic"),
    "google": ("llama_index.llms.google_genai", "google"),
}
_OPENAI = "https://api.openai.com/v1"
_HERE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Model:
    """A language model to be asked. `window` tokens of context, of which `output` are for its answer.

    `count` gives the tokens of a text, exactly or as a bound. `tells_end`: its protocol says how an answer ended.
    `stopped` says whether the person who asked wants no answer any more.
    """

    name: str
    llm: "LLM"
    window: int = _WINDOW
    output: int = OUTPUT
    count: Callable[[str], int] = field(default=counter())
    tells_end: bool = False
    limits: Limits = field(default=Limits())
    stopped: Callable[[], bool] = field(default=never)


def connect(name: str, home: Home) -> Model:
    """The model of a name, with nothing asked of it yet.

    Raises `MisuseError` for a name that is none, `ModelError` where an integration or a key is missing, and
    `SettingsError`.
    """
    spec = spec_of(name)
    settings = load_settings(home)
    key = key_of(spec, home)
    if VARIABLES[spec.provider] and not key and spec.provider != "server":
        variable = VARIABLES[spec.provider][0]
        raise ModelError(
            "key", f"{spec.name} needs a key.", f"Set {variable}, or put it into {home.root / 'keys.toml'}"
        )
    window = settings.llm_context or _WINDOW
    llm = _made(spec, key, window, settings.llm_timeout)
    told = spec.provider in {"ollama", "openai", "server"}
    return Model(spec.name, llm, window, count=counter(), tells_end=told, limits=Limits(first=settings.llm_timeout))


def wrap(llm: "LLM", name: str = "") -> Model:
    """Any LlamaIndex `LLM` as a model of ours."""
    known = llm.metadata
    encode = getattr(getattr(llm, "tokenizer", None), "encode", None)  # some have one, some its name, most none
    window = known.context_window if known.context_window > 0 else _WINDOW
    name = name or known.model_name or type(llm).__name__
    return Model(name, llm, window, min(OUTPUT, window // 4), counter(encode))


def _made(spec: Spec, key: str, window: int, timeout: float) -> "LLM":
    module, extra = _MODULES[spec.provider]
    try:
        found = _library(module)
    except ImportError as error:
        raise ModelError(
            "missing", f"{spec.name} needs an integration that is not installed.", f"pip install 'chancery[{extra}]'"
        ) from error
    made: LLM
    if spec.provider == "ollama":
        base = _ollama()
        made = found.Ollama(
            model=spec.model,
            base_url=base,
            async_client=_library("ollama").AsyncClient(host=base, timeout=timeout, **_wire(base)),
            context_window=window,
            request_timeout=timeout,
            temperature=0.0,
            additional_kwargs={"num_predict": OUTPUT},
        )
    elif spec.provider == "anthropic":
        made = found.Anthropic(model=spec.model, api_key=key, max_tokens=OUTPUT, timeout=timeout, max_retries=0)
    elif spec.provider == "google":
        made = found.GoogleGenAI(
            model=spec.model, api_key=key, max_tokens=_THOUGHT, context_window=window, max_retries=0
        )
    else:
        base = spec.base or _OPENAI
        made = found.OpenAILike(
            model=spec.model,
            api_base=base,
            api_key=key or "none",  # left empty, that of OpenAI would be sent to whatever server
            async_http_client=_library("httpx").AsyncClient(timeout=timeout, **_wire(base)),
            is_chat_model=True,
            context_window=window,
            max_tokens=_THOUGHT if spec.provider == "openai" else OUTPUT,
            temperature=0.0,
            timeout=timeout,
            max_retries=0,
        )
    return made


def _wire(base: str) -> dict[str, Any]:  # Any: keywords of an HTTP client
    """A proxy is not asked for this machine, no prompt goes on to where a server points, and no connection is left open
    between two answers: the next may be a day later, and the server another.
    """
    return {
        "trust_env": urlsplit(base).hostname not in _HERE,
        "follow_redirects": False,
        "limits": _library("httpx").Limits(max_keepalive_connections=0),
    }


def _library(name: str) -> Any:  # noqa: ANN401 - a module that comes with an extra
    return importlib.import_module(name)


def _ollama() -> str:
    """Where Ollama listens, as its own programs are told."""
    host = os.environ.get("OLLAMA_HOST", "").strip() or "127.0.0.1:11434"
    host = host.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - where it listens, not where it is asked
    return host if "://" in host else f"http://{host if ':' in host else host + ':11434'}"
