"""A model's name becomes a client that asks the right server, with the right key, once."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from anthropic import AsyncAnthropic
from llama_index.core.llms import ChatMessage, MockLLM
from llama_index.llms.anthropic import Anthropic
from llama_index.llms.google_genai import GoogleGenAI
from llama_index.llms.ollama import Ollama  # type: ignore[import-untyped]
from llama_index.llms.openai_like import OpenAILike  # type: ignore[import-untyped]

from assistant.asked import MisuseError
from assistant.llm.budget import bound
from assistant.llm.connect import OUTPUT, Model, connect, wrap
from assistant.llm.errors import Kind, ModelError
from assistant.llm.keys import VARIABLES
from assistant.llm.talk import Limits, pieces
from assistant.settings import SettingsError
from corpus.home import Home
from tests.assistant.llm.server import Script, ScriptedServer

SECRET = "sk-horse-battery-staple-0123456789"
OTHER = "sk-another-battery-0123456789"
ASKED = [ChatMessage("Be brief.", role="system"), ChatMessage("Who signed?")]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's says where models are, or who asks."""
    for names in VARIABLES.values():
        for name in names:
            monkeypatch.delenv(name, raising=False)
    for name in ("OLLAMA_HOST", "OLLAMA_API_KEY", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def settings(home: Home, text: str) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(text, encoding="utf-8")


def keys(home: Home, text: str) -> Path:
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / "keys.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def said(model: Model) -> str:
    return "".join(pieces(model.llm, ASKED, Limits(first=5, pause=5, whole=5), tells_end=model.tells_end))


def test_ollama(home: Home) -> None:
    model = connect("ollama/llama3.1", home)
    assert isinstance(model.llm, Ollama)
    assert (model.name, model.llm.model) == ("ollama/llama3.1", "llama3.1")
    assert (model.window, model.llm.context_window, model.output) == (8_192, 8_192, OUTPUT)
    assert model.tells_end
    assert model.limits == Limits(first=120.0)
    assert model.count("Both sides signed.") == bound("Both sides signed.")


def test_openai(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    model = connect("openai/gpt-5-mini", home)
    assert isinstance(model.llm, OpenAILike)
    assert model.llm.api_base == "https://api.openai.com/v1"
    assert (model.llm.model, model.llm.api_key, model.llm.max_retries) == ("gpt-5-mini", SECRET, 0)
    assert model.llm.is_chat_model
    assert model.llm.max_tokens > 4 * model.output  # it thinks unseen before it writes
    assert model.tells_end


def test_a_server_of_ones_own(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_LLM_KEY", SECRET)
    model = connect("http://127.0.0.1:8080/v1#org/m", home)
    assert isinstance(model.llm, OpenAILike)
    assert model.llm.api_base == "http://127.0.0.1:8080/v1"
    assert (model.llm.model, model.llm.api_key, model.llm.max_retries) == ("org/m", SECRET, 0)
    assert model.llm.max_tokens == model.output  # more might not go into its context
    assert model.name == "http://127.0.0.1:8080/v1#org/m"
    assert model.tells_end


def test_anthropic(home: Home) -> None:
    keys(home, f'anthropic = "{SECRET}"\nopenai = "{OTHER}"\n')
    model = connect("anthropic/claude-sonnet-4-5", home)
    assert isinstance(model.llm, Anthropic)
    assert (model.llm.model, model.llm.max_retries, model.llm.max_tokens) == ("claude-sonnet-4-5", 0, OUTPUT)
    client = model.llm._aclient
    assert isinstance(client, AsyncAnthropic)
    assert (client.api_key, client.max_retries) == (SECRET, 0)
    assert str(client.base_url).rstrip("/") == "https://api.anthropic.com"


def test_google(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", SECRET)
    model = connect("google/gemini-2.5-flash", home)  # and asks nothing of anybody
    assert isinstance(model.llm, GoogleGenAI)
    assert (model.llm.model, model.llm.max_retries) == ("gemini-2.5-flash", 0)
    assert model.llm._max_tokens > 4 * model.output
    assert model.llm._client._api_client.api_key == SECRET
    assert model.llm.metadata.context_window == 8_192


@pytest.mark.parametrize("name", ["openai/m", "anthropic/m", "google/m", "ollama/m", "http://127.0.0.1:1/v1#m"])
def test_settings_reach_the_model(name: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.setenv(variable, SECRET)
    settings(home, "llm_context = 16384\nllm_timeout = 7.5\n")
    if name.startswith("anthropic"):
        name = "anthropic/claude-sonnet-4-5"  # its client knows its models
    model = connect(name, home)
    assert model.window == 16_384
    assert model.limits.first == 7.5
    assert model.output == OUTPUT


@pytest.mark.parametrize("whose", ["openai", "anthropic", "google"])
def test_a_key_that_is_missing(whose: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_LLM_KEY", SECRET)
    keys(home, f'server = "{SECRET}"\n')
    with pytest.raises(ModelError) as caught:
        connect(f"{whose}/m", home)
    assert caught.value.kind == "key"
    assert f"{whose}/m needs a key" in caught.value.message
    assert VARIABLES[whose][0] in caught.value.hint
    assert str(home.root / "keys.toml") in caught.value.hint
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("ollama/m", "llama_index.llms.ollama", "ollama"),
        ("openai/m", "llama_index.llms.openai_like", "openai"),
        ("http://127.0.0.1:1/v1#m", "llama_index.llms.openai_like", "openai"),
        ("anthropic/m", "llama_index.llms.anthropic", "anthropic"),
        ("google/m", "llama_index.llms.google_genai", "google"),
    ],
)
def test_an_integration_that_is_not_installed(
    name: str, module: str, extra: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.setenv(variable, SECRET)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError) as caught:
        connect(name, home)
    assert caught.value.kind == "missing"
    assert name in caught.value.message
    assert caught.value.hint == f"pip install 'chancery[{extra}]'"
    assert SECRET not in str(caught.value)


def test_a_name_of_no_model_and_settings_that_cannot_be_read(home: Home) -> None:
    with pytest.raises(MisuseError):
        connect("gpt", home)
    settings(home, "llm_context = 'many'")
    with pytest.raises(SettingsError, match="llm_context"):
        connect("ollama/m", home)


@pytest.mark.parametrize("from_file", [False, True])
def test_the_key_of_openai_is_sent_to_nobody_else(
    from_file: bool, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    if from_file:
        keys(home, f'openai = "{SECRET}"\n')
    else:
        monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    assert said(connect(f"{server.address}/v1#m", home)) == "A reply."
    assert said(connect("ollama/m", home)) == "A reply."
    for asked in server.requests:
        assert SECRET not in repr((asked.headers, asked.body, asked.path))


def test_the_key_of_a_server_is_sent_to_it_and_not_to_ollama(
    server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys(home, f'server = "{SECRET}"\n')
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    assert said(connect(f"{server.address}/v1#m", home)) == "A reply."
    assert server.chats[-1].headers["authorization"] == f"Bearer {SECRET}"
    assert said(connect("ollama/m", home)) == "A reply."
    assert SECRET not in repr(server.chats[-1])


@pytest.mark.parametrize("name", ["ollama", "server"])
def test_a_server_is_asked_once_as_a_model_is_asked_for_an_answer(
    name: str, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    settings(home, "llm_context = 4096\n")
    model = connect("ollama/m" if name == "ollama" else f"{server.address}/v1#m", home)
    assert said(model) == "A reply."
    body = server.chats[-1].body
    assert body["model"] == "m"
    wishes = body["options"] if name == "ollama" else body
    assert wishes["temperature"] == 0
    assert wishes["num_predict" if name == "ollama" else "max_tokens"] == OUTPUT
    assert name == "server" or wishes["num_ctx"] == 4096
    for status in (500, 503, 408, 409):
        server.play(Script(status=status))
        before = len(server.chats)
        with pytest.raises(ModelError):
            said(model)
        assert len(server.chats) == before + 1


@pytest.mark.parametrize("name", ["ollama", "server"])
def test_a_proxy_is_not_asked_for_this_machine(
    name: str, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(variable, "http://192.0.2.1:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    assert said(connect("ollama/m" if name == "ollama" else f"{server.address}/v1#m", home)) == "A reply."


@pytest.mark.parametrize("name", ["ollama", "server"])
def test_no_prompt_goes_on_to_where_a_server_points(
    name: str, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer() as elsewhere:
        server.play(Script(status=307, headers={"Location": f"{elsewhere.address}/v1/chat/completions"}))
        monkeypatch.setenv("OLLAMA_HOST", server.address)
        model = connect("ollama/m" if name == "ollama" else f"{server.address}/v1#m", home)
        with pytest.raises(ModelError):
            said(model)
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("", "http://127.0.0.1:11434"),
        ("  ", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:5000", "http://127.0.0.1:5000"),
        ("http://0.0.0.0:5000", "http://127.0.0.1:5000"),
        ("localhost", "http://localhost:11434"),
        ("models.example", "http://models.example:11434"),
        ("models.example:5000", "http://models.example:5000"),
        ("http://models.example:5000", "http://models.example:5000"),
        ("https://models.example", "https://models.example:443"),
        ("http://models.example", "http://models.example:80"),
        ("https://models.example/ollama", "https://models.example:443/ollama"),
        (":5000", "http://127.0.0.1:5000"),
        ("[::1]:5000", "http://[::1]:5000"),
        (" 127.0.0.1:5000 ", "http://127.0.0.1:5000"),
    ],
)
def test_where_ollama_listens(host: str, address: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    llm = connect("ollama/m", home).llm
    assert isinstance(llm, Ollama)
    url = llm.async_client._client.base_url
    default = {"http": 80, "https": 443}[url.scheme]
    shown = f"[{url.host}]" if ":" in url.host else url.host
    assert f"{url.scheme}://{shown}:{url.port or default}{url.path.rstrip('/')}" == address


def test_any_model_of_llamaindex() -> None:
    model = wrap(MockLLM(max_tokens=3))
    assert model.name == "unknown"
    assert model.window == 3_900  # what LlamaIndex takes for one whose context it does not know
    assert model.output == OUTPUT
    assert not model.tells_end
    assert wrap(MockLLM(), "my own").name == "my own"
    assert len(said(model)) > 0


def test_a_model_that_brings_its_tokenizer_counts_by_it() -> None:
    class Words:
        def encode(self, text: str) -> list[str]:
            return text.split()

    llm = OpenAILike(model="m", context_window=1_000, api_key="x", tokenizer=Words())
    assert wrap(llm).count("Both sides signed.") == 3
    assert wrap(OpenAILike(model="m", api_key="x")).count("Both sides signed.") == bound("Both sides signed.")


def test_a_small_model_keeps_most_of_its_context_for_what_it_reads() -> None:
    assert wrap(OpenAILike(model="m", context_window=1_000, api_key="x")).output == 250
    assert wrap(OpenAILike(model="m", context_window=1_000, api_key="x")).name == "m"
    assert wrap(OpenAILike(model="m", context_window=0, api_key="x")).window == 8_192


Event = dict[str, Any]


@contextmanager
def other_protocol(*events: Event, status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that sends these as server-sent events, whatever it is asked, and keeps the headers that came."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            for event in events:
                line = json.dumps(event)
                self.wfile.write((f"data: {line}\n\n" if status == 200 else line).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ODD_SESSION = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")
"""Google's client makes its session from one that is not meant for it."""


def google_says(*texts: str) -> list[Event]:
    events: list[Event] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}]} for text in texts
    ]
    events[-1]["candidates"][0]["finishReason"] = "STOP"
    return events


@pytest.fixture
def google(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Model]:
    """Google's model, whose client is pointed at this machine as its users may point it."""

    def pointed(address: str) -> Model:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", address)
        monkeypatch.setenv("GOOGLE_API_KEY", SECRET)
        return connect("google/gemini-2.5-flash", home)

    return pointed


@ODD_SESSION
def test_googles_protocol_is_spoken(google: Callable[[str], Model]) -> None:
    with other_protocol(*google_says("Both ", "sides ", "signed. [kbtz]")) as (address, asked):
        assert said(google(address)) == "Both sides signed. [kbtz]"
    (one,) = asked
    assert one["x-goog-api-key"] == SECRET
    assert "gemini-2.5-flash" in one["path"]
    assert SECRET not in one["path"]


@ODD_SESSION
@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (401, "who?", "key"),
        (403, "no", "key"),
        (404, "models/m is not found", "unknown"),
        (429, "quota", "busy"),
        (400, "The input token count (9) exceeds the maximum number of tokens allowed (8).", "overflow"),
        (500, "internal", "server"),
        (503, "overloaded", "server"),
    ],
)
def test_failures_of_googles_protocol(status: int, message: str, kind: Kind, google: Callable[[str], Model]) -> None:
    failure = {"error": {"code": status, "status": "SOME", "message": f"{message} {SECRET}"}}
    with other_protocol(failure, status=status) as (address, asked):
        model = google(address)
        with pytest.raises(ModelError) as caught:
            said(model)
    assert caught.value.kind == kind
    assert SECRET not in str(caught.value)
    assert len(asked) == 1
