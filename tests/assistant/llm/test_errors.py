"""What goes wrong between a client and its server, told in our words: the errors are those that real clients raise."""

import asyncio
import socket

import httpx
import pytest
from llama_index.core.llms import ChatMessage

from assistant.llm.connect import connect
from assistant.llm.errors import Kind, ModelError, redacted, told
from corpus.errors import ChanceryError
from corpus.home import Home
from tests.assistant.llm.server import Script, ScriptedServer

KEY = "sk-horse-battery-staple-0123456789"
NAMES = ("openai", "ollama")


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def key_that_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_LLM_KEY", KEY)
    monkeypatch.setenv("OLLAMA_API_KEY", KEY)


def raised(name: str, address: str, home: Home, seconds: float = 5.0) -> BaseException:
    """What the client of a protocol raises when it is asked for an answer, as it leaves the client."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OLLAMA_HOST", address)
        patch.setenv("CHANCERY_LLM_TIMEOUT", str(seconds))
        llm = connect("ollama/m" if name == "ollama" else f"{address}/v1#m", home).llm

    async def ask() -> None:
        async for _ in await llm.astream_chat([ChatMessage("Who signed?")]):
            pass

    with pytest.raises(Exception) as caught:  # which one it is, is what `told` has to find out
        asyncio.run(ask())
    assert not isinstance(caught.value, ModelError)
    return caught.value


def of(name: str, server: ScriptedServer, home: Home) -> ModelError:
    """What is told of a server's failure; the key that the client sent is not in it."""
    error = told(raised(name, server.address, home))
    assert server.chats[-1].headers["authorization"] == f"Bearer {KEY}"
    for text in (str(error), error.message, error.hint, repr(error)):
        assert KEY not in text
        assert "horse" not in text
    return error


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("script", "kind", "says"),
    [
        (Script(status=401, error=f"Incorrect API key provided: {KEY}."), "key", "refused the key"),
        (Script(status=403, error="Your plan has no such model."), "key", "refused the key"),
        (Script(status=400, error="API key not valid. Please pass a valid API key."), "key", "refused the key"),
        (Script(status=429, error="You exceeded your current quota."), "busy", "You exceeded your current quota."),
        (Script(status=404, error="model 'm' not found"), "unknown", "model 'm' not found"),
        (Script(status=429, error="Slow down."), "busy", "asks to wait"),
        (
            Script(status=400, error="This model's maximum context length is 4096 tokens, your messages have 9000."),
            "overflow",
            "more than the model's context holds",
        ),
        (Script(status=400, error="the request exceeds the available context size"), "overflow", "context holds"),
        (Script(status=413, error="The prompt is too long."), "overflow", "context holds"),
        (Script(status=422, error="too many tokens"), "overflow", "context holds"),
        (Script(status=400, error="Model m not found. Load it first."), "unknown", "model: Model m not found."),
        (Script(status=400, error="The model `m` does not exist."), "unknown", "no such model"),
        (Script(status=422, error="unknown model: m"), "unknown", "no such model"),
        (Script(status=400, error="'temperature' is not a number"), "server", "(400)"),
        (Script(status=400, error="'temperature' is not known to this model."), "server", "(400): 'temperature' is"),
        (Script(status=500, error="CUDA is out of memory"), "server", "(500)"),
        (Script(status=503, error="The model is loading."), "server", "The model is loading."),
        (Script(status=500, error="context"), "server", "(500)"),
        (Script(cut=True), "cut", "broke off"),
        (Script(pieces=(), cut=True), "cut", "broke off"),
        (Script(garbage=True), "server", "nobody understands"),
        (Script(error="The runner has stopped."), "server", "The runner has stopped."),
    ],
)
def test_failures_of_a_server(name: str, script: Script, kind: Kind, says: str, home: Home) -> None:
    with ScriptedServer(script) as server:
        error = of(name, server, home)
    assert error.kind == kind
    assert says in error.message
    assert error.hint
    assert str(error) == f"{error.message}\n{error.hint}"


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_is_refused(name: str, home: Home) -> None:
    with ScriptedServer(key="another") as server:
        error = told(raised(name, server.address, home))
    assert error.kind == "key"
    assert "docs/MODELS.md" in error.hint
    for part in ("horse", KEY[-4:]):  # OpenAI's own error shows the end of it
        assert part not in str(error)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_that_the_server_does_not_have(name: str, home: Home) -> None:
    with ScriptedServer(models=("other",)) as server:
        error = told(raised(name, server.address, home))
    assert error.kind == "unknown"
    assert "ollama pull" in error.hint
    assert "m" in error.message


@pytest.mark.parametrize(
    ("header", "wait", "says"),
    [("7", 7.0, "wait for 7 s."), ("0.4", 0.4, "wait"), ("0", 0.0, "wait."), ("-3", 0.0, "wait.")],
)
def test_a_server_that_asks_to_wait_says_how_long(header: str, wait: float, says: str, home: Home) -> None:
    with ScriptedServer(Script(status=429, headers={"Retry-After": header})) as server:
        error = of("openai", server, home)
    assert error.kind == "busy"
    assert error.wait == wait
    assert says in error.message


@pytest.mark.parametrize("header", ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", ""])
def test_a_wait_that_is_no_number_counts_as_none(header: str, home: Home) -> None:
    with ScriptedServer(Script(status=429, headers={"Retry-After": header})) as server:
        error = of("openai", server, home)
    assert (error.kind, error.wait) == ("busy", None)


def test_ollamas_client_keeps_no_header_so_nobody_knows_how_long(home: Home) -> None:
    with ScriptedServer(Script(status=429, headers={"Retry-After": "7"})) as server:
        error = of("ollama", server, home)
    assert (error.kind, error.wait) == ("busy", None)


@pytest.mark.parametrize("name", NAMES)
def test_no_server_listens(name: str, free_port: int, home: Home) -> None:
    error = told(raised(name, f"http://127.0.0.1:{free_port}", home))
    assert error.kind == "unreachable"
    assert "ollama serve" in error.hint


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("script", [Script(first=30), Script(("a", "b"), delay=30)])
def test_a_server_that_is_slow(name: str, script: Script, home: Home) -> None:
    with ScriptedServer(script) as server:
        error = told(raised(name, server.address, home, seconds=0.2))
    assert error.kind == "slow"
    assert "in time" in error.message


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", [400, 404, 418, 500, 502])
def test_a_server_that_repeats_the_key_is_not_passed_on(name: str, status: int, home: Home) -> None:
    with ScriptedServer() as server:
        for said in (f"Authorization: Bearer {KEY}", f"key={KEY}", f"'{KEY}' may not", f"api_key: {KEY}", KEY):
            server.play(Script(status=status, error=said))
            of(name, server, home)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_at_the_place_where_words_are_cut_is_not_passed_on_in_part(name: str, home: Home) -> None:
    with ScriptedServer() as server:
        for before in range(60, 200, 9):
            server.play(Script(status=500, error=f"{'x' * before} {KEY}"))
            of(name, server, home)


@pytest.mark.parametrize("name", NAMES)
def test_a_long_page_of_a_server_is_cut(name: str, home: Home) -> None:
    with ScriptedServer(Script(status=502, error="<html>" + "gateway " * 10_000)) as server:
        assert len(str(of(name, server, home))) < 400


def test_ours_stay_as_they_are() -> None:
    own = ModelError("empty", "It said nothing.", "Ask again.", wait=3.0)
    assert told(own) is own
    assert isinstance(own, ChanceryError)
    assert own.draft == ""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError(), "slow"),
        (httpx.ConnectTimeout("timed out"), "slow"),
        (httpx.ReadTimeout(""), "slow"),
        (ConnectionRefusedError(111, "refused"), "unreachable"),
        (ConnectionResetError(104, "reset by peer"), "unreachable"),
        (httpx.ConnectError("All connection attempts failed"), "unreachable"),
        (httpx.ReadError(""), "cut"),
        (httpx.RemoteProtocolError("peer closed connection without sending complete message body"), "cut"),
        (ValueError("what?"), "server"),
        (KeyError("choices"), "server"),
    ],
)
def test_errors_without_a_reply(error: Exception, kind: Kind) -> None:
    assert told(error).kind == kind


def test_a_code_that_is_no_status_is_none() -> None:
    class OddError(Exception):
        code = 7
        status_code = "429"

    assert told(OddError("odd")).kind == "server"


@pytest.mark.parametrize(
    "key",
    [
        "sk-0123456789abcdefghij",
        "sk-proj-AbC_dEf-0123456789",
        "sk-ant-api03-AbCdEf_0123456789-AA",
        "sk-or-v1-0123456789abcdef0123456789abcdef",
        "AIzaSyA-0123456789abcdefghijklmnopqrstu",
        "gsk_0123456789abcdefghijABCDEFGHIJ",
        "xai-0123456789abcdefghijABCDEFGHIJ",
        "key-0123456789abcdef",
    ],
)
@pytest.mark.parametrize(
    "frame", ["{}", "'{}'", "({})", "key {}.", "a={}&b=1", "Incorrect key: {}, mend it", '{{"k":"{}"}}']
)
def test_what_looks_like_a_key_is_taken_out(key: str, frame: str) -> None:
    plain = redacted(frame.format(key))
    assert key not in plain
    assert not any(key[at : at + 6] in plain for at in range(len(key) - 6))
    assert plain == frame.format("…")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Authorization: Bearer abc.def.ghi", "Authorization: Bearer …"),
        ("{'authorization': 'bearer abcdef'}", "{'authorization': 'bearer …'}"),
        ("api_key=0123456789abcdef0123456789abcdef&x=1", "api_key=…"),
        ("x-api-key: 0123456789", "x-api-key: …"),
        ('"api-key": "0123456789"', '"api-key": "…"'),
        ("API key: 0123456789", "API key: …"),
        ("apikey 0123456789", "apikey …"),
    ],
)
def test_what_stands_where_a_key_stands_is_taken_out(text: str, plain: str) -> None:
    assert redacted(text) == plain


@pytest.mark.parametrize(
    "text",
    ["", "model 'm' not found", "Task-based limits", "risk-averse", "the key was refused", "monkeys", "gpt-4o-mini"],
)
def test_plain_words_stay(text: str) -> None:
    assert redacted(text) == text
