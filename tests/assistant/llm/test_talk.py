"""Pieces of one answer: in order, within limits, and a connection that closes when nobody listens."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest
from llama_index.core.base.llms.types import (
    ChatMessage,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM

from assistant.llm.connect import Model, connect
from assistant.llm.errors import Kind, ModelError
from assistant.llm.talk import Limits, pieces
from corpus.home import Home
from tests.assistant.llm.server import Script, ScriptedServer

ASKED = [ChatMessage("Be brief.", role="system"), ChatMessage("Who signed?")]
SAID = ("Both ", "sides ", "signed. ", "[kb", "tz]")
NAMES = ("openai", "ollama")


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    """No thread is left waiting: neither of the code under test, nor one that asks in its own way."""
    yield
    end = time.monotonic() + 2
    while waiting := [thread.name for thread in threading.enumerate() if thread.name == "chancery-model"]:
        assert time.monotonic() < end, waiting
        time.sleep(0.01)
    assert len([thread for thread in threading.enumerate() if thread.name == "chancery-models"]) <= 1


@pytest.fixture(params=NAMES)
def model(request: pytest.FixtureRequest, server: ScriptedServer, home: Home, monkeypatch: pytest.MonkeyPatch) -> Model:
    """The server's model, in either protocol."""
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    return connect("ollama/m" if request.param == "ollama" else f"{server.address}/v1#m", home)


def asked(model: Model, limits: Limits | None = None, *, tells_end: bool | None = None) -> Iterator[str]:
    ends = model.tells_end if tells_end is None else tells_end
    return pieces(model.llm, ASKED, limits or Limits(first=5, pause=5, whole=5), tells_end=ends)


def failure(model: Model, limits: Limits | None = None) -> tuple[str, ModelError]:
    """What had come, and the error after it."""
    came = ""
    with pytest.raises(ModelError) as caught:
        for piece in asked(model, limits):
            came += piece
    return came, caught.value


def test_pieces_arrive_in_order(server: ScriptedServer, model: Model) -> None:
    server.play(Script(SAID))
    assert list(asked(model)) == list(SAID)
    assert [row["content"] for row in server.chats[0].body["messages"]] == ["Be brief.", "Who signed?"]
    assert server.chats[0].body["stream"] is True
    assert not server.closed.is_set()


def test_many_pieces_arrive_in_order(server: ScriptedServer, model: Model) -> None:
    many = tuple(f"{number} " for number in range(1_000))
    server.play(Script(many))
    assert "".join(asked(model)) == "".join(many)


def test_a_piece_is_given_as_soon_as_it_comes(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("one", "two"), delay=30))
    with closing(asked(model)) as came:  # type: ignore[type-var]
        start = time.monotonic()
        assert next(came) == "one"
        assert time.monotonic() - start < 2


def test_nothing_is_asked_before_somebody_listens(server: ScriptedServer, model: Model) -> None:
    asked(model)
    assert not server.asked.wait(0.1)
    assert server.chats == []


def test_an_empty_answer_is_no_error_of_the_connection(server: ScriptedServer, model: Model) -> None:
    server.play(Script(()), Script(("", "")), Script(("", "a", "")))
    assert ["".join(asked(model)) for _ in range(3)] == ["", "", "a"]


@pytest.mark.parametrize(
    ("script", "limits", "kind", "came"),
    [
        (Script(first=30), Limits(first=0.1), "slow", ""),
        (Script(("a", "b"), delay=30), Limits(pause=0.1), "slow", "a"),
        (Script(("", "b"), delay=30), Limits(first=0.1), "slow", ""),
        (Script(first=30), Limits(whole=0.1), "slow", ""),
        (Script(("a",), status=500), Limits(), "server", ""),
        (Script(("a", "b"), cut=True), Limits(), "cut", "ab"),
        (Script(("a", "b"), quiet=True), Limits(), "cut", "ab"),
        (Script((), quiet=True), Limits(), "cut", ""),
        (Script(("a",), garbage=True), Limits(), "server", "a"),
        (Script(("a",), garbage=b'{"half": '), Limits(), "server", "a"),
        (Script(("a",), error="The runner has stopped."), Limits(), "server", "a"),
        (Script(("a",), finish="length"), Limits(), "cut", "a"),
        (Script(("a",), finish="content_filter"), Limits(), "refused", "a"),
        (Script(("a",), finish="abort"), Limits(), "cut", "a"),
        (Script(("a",), finish="error"), Limits(), "cut", "a"),
    ],
)
def test_answers_that_are_not_whole(
    script: Script, limits: Limits, kind: Kind, came: str, server: ScriptedServer, model: Model
) -> None:
    server.play(script)
    start = time.monotonic()
    text, error = failure(model, limits)
    assert (error.kind, text) == (kind, came)
    assert error.message
    assert error.hint
    assert time.monotonic() - start < 2


def test_the_whole_time_counts_however_busy_the_model_is(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("a",), delay=0.02, endless=True))
    text, error = failure(model, Limits(whole=0.3))
    assert error.kind == "slow"
    assert 3 <= len(text) <= 15
    assert server.closed.wait(10)


def test_a_flood_ends_at_its_characters(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("flood " * 10,), endless=True))
    text, error = failure(model, Limits(characters=500))
    assert error.kind == "endless"
    assert 500 < len(text) <= 560
    assert server.closed.wait(10)


def test_so_many_characters_and_no_more_are_taken(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("12345", "67890")), Script(("12345", "67890", "and more"), delay=0.1))
    assert "".join(asked(model, Limits(characters=10))) == "1234567890"
    assert failure(model, Limits(characters=9))[1].kind == "endless"


def test_a_protocol_that_does_not_tell_its_end_is_believed(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("a",), quiet=True))
    assert list(asked(model, tells_end=False)) == ["a"]


@pytest.mark.parametrize(
    "script",
    [Script(first=30), Script(("a", "b"), delay=30), Script(("a",), endless=True, delay=0.01), Script(("",), first=30)],
)
def test_a_time_that_is_over_closes_the_connection(script: Script, server: ScriptedServer, model: Model) -> None:
    server.play(script)
    assert failure(model, Limits(first=0.1, pause=0.1, whole=0.2))[1].kind == "slow"
    assert server.closed.wait(10)
    assert server.left == 1


@pytest.mark.parametrize("script", [Script(("a", "b"), delay=30), Script(("a",), endless=True, delay=0.01)])
def test_who_stops_listening_closes_the_connection(script: Script, server: ScriptedServer, model: Model) -> None:
    server.play(script)
    came = asked(model)
    assert next(came) == "a"
    assert not server.closed.is_set()
    start = time.monotonic()
    came.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 0.5
    assert server.closed.wait(10)
    assert list(came) == []
    assert server.left == 1


def test_an_error_of_the_listener_closes_the_connection(server: ScriptedServer, model: Model) -> None:
    def listen() -> None:
        for _ in asked(model):
            raise KeyError("own")

    server.play(Script(("a", "b"), delay=30))
    with pytest.raises(KeyError):
        listen()
    assert server.closed.wait(10)


def test_another_answer_can_be_asked_for_after_one_was_left(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("a", "b"), delay=30), Script(SAID))
    came = asked(model)
    next(came)
    came.close()  # type: ignore[attr-defined]
    assert list(asked(model)) == list(SAID)


def test_two_answers_at_once_do_not_mix(server: ScriptedServer, model: Model) -> None:
    server.play(Script(("a", "b", "c"), delay=0.05), Script(("x", "y", "z"), delay=0.05))
    one, other = asked(model), asked(model)
    mixed = [next(one), next(other), next(other), next(one), next(one), next(other)]
    assert mixed == ["a", "x", "y", "b", "c", "z"]
    assert [*one, *other] == []


def test_a_server_that_asks_for_a_moment_is_asked_once_more(server: ScriptedServer, home: Home) -> None:
    model = connect(f"{server.address}/v1#m", home)
    busy = Script(status=429, headers={"Retry-After": "0.2"})
    server.play(busy, Script(SAID))
    start = time.monotonic()
    assert list(asked(model)) == list(SAID)
    assert 0.2 <= time.monotonic() - start < 2
    server.play(busy, busy, Script(SAID))
    assert failure(model)[1].kind == "busy"
    assert len(server.chats) == 4


@pytest.mark.parametrize("headers", [{"Retry-After": "9"}, {"Retry-After": "3600"}, {}])
def test_a_server_that_asks_for_long_is_left_alone(
    headers: dict[str, str], server: ScriptedServer, model: Model
) -> None:
    server.play(Script(status=429, headers=headers), Script(SAID))
    start = time.monotonic()
    assert failure(model)[1].kind == "busy"
    assert time.monotonic() - start < 1
    assert len(server.chats) == 1


class Blocking(CustomLLM):
    """A model of somebody's own, with nothing but a stream that blocks."""

    said: tuple[str, ...] = SAID
    wait: float = 0.0
    breaks: str = ""
    endless: bool = False

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="own", context_window=4096)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        raise AssertionError("it is streamed")

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        def come() -> CompletionResponseGen:
            assert "Who signed?" in prompt
            text = ""
            while True:
                for piece in self.said:
                    text += piece
                    yield CompletionResponse(text=text, delta=piece)
                    time.sleep(self.wait)
                if self.breaks:
                    raise RuntimeError(self.breaks)
                if not self.endless:
                    return

        return come()


def own(llm: CustomLLM, messages: Sequence[ChatMessage] = ASKED, **limits: Any) -> Iterator[str]:
    return pieces(llm, messages, Limits(**limits), tells_end=False)


def test_a_model_that_only_blocks() -> None:
    assert list(own(Blocking())) == list(SAID)
    assert list(own(Blocking(said=()))) == []


def test_errors_of_a_model_that_only_blocks_are_told() -> None:
    came = own(Blocking(breaks="the weights of sk-horse-battery-staple are gone"))
    text = ""
    with pytest.raises(ModelError) as caught:
        for piece in came:
            text += piece
    assert text == "".join(SAID)
    assert caught.value.kind == "server"
    assert "RuntimeError: the weights of … are gone" in caught.value.message


def test_a_model_that_only_blocks_ends_with_its_next_piece() -> None:
    came = own(Blocking(endless=True, wait=0.02))
    assert next(came) == SAID[0]
    start = time.monotonic()
    came.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 0.5  # `nobody_waits` sees its thread go


def test_a_model_that_only_blocks_has_the_same_limits() -> None:
    with pytest.raises(ModelError) as caught:
        list(own(Blocking(said=("a", "b"), wait=0.5), pause=0.1))
    assert caught.value.kind == "slow"
    with pytest.raises(ModelError) as caught:
        list(own(Blocking(endless=True, wait=0.001), characters=100))
    assert caught.value.kind == "endless"


@pytest.mark.parametrize("script", [Script(first=30), Script(("a", "b"), delay=30), Script(("a",), endless=True)])
def test_a_person_stops_it_at_once_also_while_nothing_comes(
    script: Script, server: ScriptedServer, model: Model
) -> None:
    server.play(script)
    pressed = threading.Event()
    threading.Thread(target=lambda: server.asked.wait(5) and (time.sleep(0.2), pressed.set())).start()
    with pytest.raises(ModelError) as caught:
        list(pieces(model.llm, ASKED, Limits(characters=10**9), tells_end=True, stopped=pressed.is_set))
    assert caught.value.kind == "stopped"
    assert server.closed.wait(10)


def test_who_has_stopped_it_already_asks_nobody(server: ScriptedServer, model: Model) -> None:
    with pytest.raises(ModelError) as caught:
        list(pieces(model.llm, ASKED, Limits(), tells_end=True, stopped=lambda: True))
    assert caught.value.kind == "stopped"
    assert server.chats == []


def test_a_wait_that_the_server_asks_for_is_stopped(server: ScriptedServer, home: Home) -> None:
    model = connect(f"{server.address}/v1#m", home)
    server.play(Script(status=429, headers={"Retry-After": "7"}))
    start = time.monotonic()
    with pytest.raises(ModelError) as caught:
        list(pieces(model.llm, ASKED, Limits(), tells_end=True, stopped=lambda: time.monotonic() > start + 1))
    assert caught.value.kind == "stopped"
    assert 1 <= time.monotonic() - start < 3
    assert len(server.chats) == 1
