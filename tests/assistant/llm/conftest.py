"""A small library that tests only ask, and models on this machine that say what a test scripted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from assistant.llm.connect import Model, connect
from corpus.home import Home
from index.encoder import Encoder
from tests.assistant.conftest import ARTICLES
from tests.assistant.llm.server import Script, ScriptedServer

PROTOCOLS = ("openai", "ollama")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Library:
    """Four articles, indexed once; whoever changes them makes a library of his own."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = Library(Home(Path(tmp_path_factory.mktemp("shelf"))), encoder)
    made.add([folder])
    made.index()
    return made


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server of models."""
    with ScriptedServer() as made:
        yield made


@pytest.fixture(params=PROTOCOLS)
def model(
    request: pytest.FixtureRequest, server: ScriptedServer, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> Model:
    """The server's model, asked in either protocol."""
    if request.param == "ollama":
        monkeypatch.setenv("OLLAMA_HOST", server.address)
        return connect("ollama/m", shelf.home)
    return connect(f"{server.address}/v1#m", shelf.home)


def passages(messages: list[dict[str, Any]]) -> dict[str, str]:
    """The passages in a prompt, by their keys."""
    found = re.findall(r'<passage key="(\w+)"[^>]*>\n(.*?)\n</passage>', messages[-1]["content"], re.DOTALL)
    return dict(found)


def key_with(messages: list[dict[str, Any]], words: str) -> str:
    """The key of the passage that has these words."""
    return next(key for key, text in passages(messages).items() if words in text)


def saying(
    text: str, words: str = "five years", size: int = 3, **rest: Any
) -> Callable[[list[dict[str, Any]]], Script]:
    """A reply in pieces of a few characters, in which KEY is the key of the passage with these words."""

    def reply(messages: list[dict[str, Any]]) -> Script:
        whole = text.replace("KEY", key_with(messages, words))
        return Script(pieces=tuple(whole[at : at + size] for at in range(0, len(whole), size)), **rest)

    return reply
