"""Whether a model works is found out by asking it for one word."""

import os
import socket
import time

import pytest

from assistant.llm.trial import tried
from corpus.home import Home
from tests.assistant.llm.server import Script, ScriptedServer

SECRET = "sk-horse-battery-staple-0123456789"
NAMES = ("openai", "ollama")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the server's model, in either protocol."""
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    return "ollama/m" if request.param == "ollama" else f"{server.address}/v1#m"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)


def settings(home: Home, text: str) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(text, encoding="utf-8")


def test_a_model_that_works(name: str, server: ScriptedServer, home: Home) -> None:
    server.play(Script(("ye", "s"), first=0.05))
    made = tried(name, home)
    assert (made.name, made.works, made.message, made.hint) == (name, True, "", "")
    assert 0.05 <= made.seconds < 10
    assert len(server.chats) == 1
    assert not home.root.exists()


@pytest.mark.parametrize("script", [Script(("Yes", ",", " of course."), finish="length"), Script(("Well",), cut=True)])
def test_a_model_that_says_more_than_it_may_works(
    script: Script, name: str, server: ScriptedServer, home: Home
) -> None:
    server.play(script)
    assert tried(name, home).works


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (Script(()), "said nothing"),
        (Script((" ", "\n")), "said nothing"),
        (Script((), finish="length"), "cut at the length"),
        (Script((), cut=True), "broke off"),
        (Script(("y",), finish="content_filter"), "withheld"),
        (Script(status=429), "asks to wait"),
        (Script(status=500, error="no memory"), "no memory"),
        (Script(garbage=True), "nobody understands"),
        (Script(status=400, error="the context is exceeded"), "context holds"),
    ],
)
def test_what_is_wrong_is_said(script: Script, says: str, name: str, server: ScriptedServer, home: Home) -> None:
    server.play(script)
    made = tried(name, home)
    assert not made.works
    assert made.name == name
    assert says in made.message
    assert made.hint


def test_a_model_that_the_server_does_not_know(name: str, server: ScriptedServer, home: Home) -> None:
    server.models = ("other",)
    made = tried(name, home)
    assert not made.works
    assert "knows no such model" in made.message
    assert "ollama pull" in made.hint


def test_a_bad_key(name: str, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    server.key = "another"
    monkeypatch.setenv("CHANCERY_LLM_KEY", SECRET)
    monkeypatch.setenv("OLLAMA_API_KEY", SECRET)
    made = tried(name, home)
    assert not made.works
    assert "refused the key" in made.message
    assert SECRET not in made.message + made.hint
    server.key = SECRET
    assert tried(name, home).works


@pytest.mark.parametrize("protocol", NAMES)
def test_no_server(protocol: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    monkeypatch.setenv("OLLAMA_HOST", address)
    made = tried("ollama/m" if protocol == "ollama" else f"{address}/v1#m", home)
    assert not made.works
    assert "No model server answers" in made.message
    assert "ollama serve" in made.hint
    assert made.seconds < 5


def test_a_model_that_is_slow_to_begin(name: str, server: ScriptedServer, home: Home) -> None:
    settings(home, "llm_timeout = 0.2\n")
    server.play(Script(first=30))
    start = time.monotonic()
    made = tried(name, home)
    assert not made.works
    assert "in time" in made.message
    assert time.monotonic() - start < 3
    assert server.closed.wait(1)


def test_a_context_in_which_no_answer_has_room(name: str, server: ScriptedServer, home: Home) -> None:
    settings(home, "llm_context = 1500\n")
    made = tried(name, home)
    assert not made.works
    assert "1,500 tokens" in made.message
    assert "llm_context" in made.hint
    assert server.chats == []
    settings(home, "llm_context = 2048\n")
    assert tried(name, home).works


@pytest.mark.parametrize("bad", ["", "gpt", "mistral/m", "http://127.0.0.1:8080/v1", "http://u:p@127.0.0.1/v1#m"])
def test_a_name_of_no_model(bad: str, home: Home) -> None:
    made = tried(bad, home)
    assert (made.name, made.works) == (bad, False)
    assert made.message
    assert made.hint


@pytest.mark.parametrize("whose", ["openai", "anthropic", "google"])
def test_a_key_that_is_missing(whose: str, home: Home) -> None:
    made = tried(f"{whose}/m", home)
    assert not made.works
    assert "needs a key" in made.message
    assert f"{whose.upper()}_API_KEY" in made.hint
    assert str(home.root / "keys.toml") in made.hint


@pytest.mark.skipif(os.name != "posix", reason="files have no mode there")
def test_settings_and_keys_that_cannot_be_read(home: Home) -> None:
    settings(home, "llm_context = 'many'\n")
    assert "llm_context" in tried("ollama/m", home).message
    settings(home, "")
    keys = home.root / "keys.toml"
    keys.write_text(f'openai = "{SECRET}"', encoding="utf-8")
    keys.chmod(0o644)
    made = tried("openai/m", home)
    assert not made.works
    assert made.hint == f"chmod 600 {keys}"
