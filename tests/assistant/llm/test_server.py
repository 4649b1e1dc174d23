"""The scripted server speaks both protocols, as the clients that people install understand them."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.client import HTTPConnection

import httpx
import ollama
import openai
import pytest
from llama_index.core.llms import LLM, ChatMessage
from llama_index.llms.ollama import Ollama
from llama_index.llms.openai_like import OpenAILike

from tests.assistant.llm.server import Script, ScriptedServer

ASKED = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Who signed?")]
SAID = Script(("Both ", "sides ", "signed."))
NAMES = ("openai", "ollama")


def model(name: str, server: ScriptedServer, seconds: float = 5.0, key: str = "x") -> OpenAILike | Ollama:
    """A client, which its user closes."""
    if name == "ollama":
        headers = {"Authorization": f"Bearer {key}"}
        return Ollama(model="m", base_url=server.address, context_window=4096, request_timeout=seconds, headers=headers)
    return OpenAILike(
        model="m",
        api_base=f"{server.address}/v1",
        api_key=key,
        is_chat_model=True,
        context_window=4096,
        max_retries=0,
        timeout=seconds,
    )


@contextmanager
def talking(name: str, server: ScriptedServer, **wishes: object) -> Iterator[LLM]:
    """A client that is closed at the end, on this thread."""
    made = model(name, server, **wishes)
    try:
        yield made
    finally:
        (made.client if isinstance(made, Ollama) else made._get_client()).close()


@asynccontextmanager
async def atalking(name: str, server: ScriptedServer) -> AsyncIterator[LLM]:
    """A client that is closed in the loop that used it."""
    made = model(name, server)
    try:
        yield made
    finally:
        await (made.async_client if isinstance(made, Ollama) else made._get_aclient()).close()


def streamed(name: str, server: ScriptedServer) -> str:
    with talking(name, server) as llm:
        return "".join(part.delta or "" for part in llm.stream_chat(ASKED))


def whole(name: str, server: ScriptedServer) -> str:
    with talking(name, server) as llm:
        return llm.chat(ASKED).message.content or ""


def streamed_in_loop(name: str, server: ScriptedServer) -> str:
    async def read() -> str:
        async with atalking(name, server) as llm:
            return "".join([part.delta or "" async for part in await llm.astream_chat(ASKED)])

    return asyncio.run(read())


def whole_in_loop(name: str, server: ScriptedServer) -> str:
    async def read() -> str:
        async with atalking(name, server) as llm:
            return (await llm.achat(ASKED)).message.content or ""

    return asyncio.run(read())


WAYS = (streamed, whole, streamed_in_loop, whole_in_loop)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_script_arrives(name: str, way: Callable[[str, ScriptedServer], str]) -> None:
    with ScriptedServer(SAID) as server:
        assert way(name, server) == "Both sides signed."
        assert not server.closed.is_set()
    asked = server.chats[0]
    assert [row["content"] for row in asked.body["messages"]] == ["Be brief.", "Who signed?"]
    assert asked.headers["authorization"] == "Bearer x"


def test_openai_chunks_are_as_they_should_be() -> None:
    with ScriptedServer(Script(("a", "b"), finish="length")) as server:
        body = {"model": "m", "stream": True, "messages": [], "stream_options": {"include_usage": True}}
        reply = httpx.post(f"{server.address}/v1/chat/completions", json=body)
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.text.endswith("data: [DONE]\n\n")
    rows = [json.loads(line.removeprefix("data: ")) for line in reply.text.splitlines() if line.startswith("data: {")]
    assert {row["object"] for row in rows} == {"chat.completion.chunk"}
    choices = [row["choices"][0] for row in rows[:-1]]
    assert choices[0]["delta"]["role"] == "assistant"
    assert [choice["delta"].get("content") for choice in choices] == ["", "a", "b", None]
    assert [choice["finish_reason"] for choice in choices] == [None, None, None, "length"]
    assert rows[-1]["choices"] == []
    assert rows[-1]["usage"]["completion_tokens"] == 1


def test_ollama_streams_unless_told_not_to() -> None:
    with ScriptedServer(Script(("a", "b"), finish="length")) as server:
        lines = httpx.post(f"{server.address}/api/chat", json={"model": "m", "messages": []}).text.splitlines()
        single = httpx.post(f"{server.address}/api/chat", json={"model": "m", "messages": [], "stream": False}).json()
    rows = [json.loads(line) for line in lines]
    assert [(row["message"]["content"], row["done"]) for row in rows] == [("a", False), ("b", False), ("", True)]
    assert rows[-1]["done_reason"] == single["done_reason"] == "length"
    assert single["message"]["content"] == "ab"


def test_what_there_is_to_ask() -> None:
    with ScriptedServer(models=("m:latest", "n"), context=8192) as server:
        with talking("ollama", server) as llm:
            assert [row.model for row in llm.client.list().models] == ["m:latest", "n"]
            assert llm.client.show("m").modelinfo["llama.context_length"] == 8192
            assert "completion" in llm.client.show("m").capabilities
            with pytest.raises(ollama.ResponseError, match="model 'q' not found"):
                llm.client.show("q")
        with talking("openai", server) as llm:
            assert [row.id for row in llm._get_client().models.list()] == ["m:latest", "n"]
        assert "version" in httpx.get(f"{server.address}/api/version").json()
        assert httpx.get(f"{server.address}/v1/nothing").status_code == 404
    assert server.chats == []


@pytest.mark.parametrize("way", WAYS)
def test_refusals(way: Callable[[str, ScriptedServer], str]) -> None:
    with ScriptedServer(key="secret") as server:
        with pytest.raises(openai.AuthenticationError, match="invalid_api_key"):
            way("openai", server)
        with pytest.raises(ollama.ResponseError, match="401"):
            way("ollama", server)
    with ScriptedServer(models=("other",)) as server:
        with pytest.raises(openai.NotFoundError, match="The model `m` does not exist"):
            way("openai", server)
        with pytest.raises(ollama.ResponseError, match="model 'm' not found"):
            way("ollama", server)
    with ScriptedServer(Script(status=429, error="Slow down.", headers={"Retry-After": "7"})) as server:
        with pytest.raises(openai.RateLimitError, match=r"Slow down\.") as caught:
            way("openai", server)
        assert caught.value.response.headers["retry-after"] == "7"
        with pytest.raises(ollama.ResponseError, match=r"Slow down\..*429"):
            way("ollama", server)
    with ScriptedServer(Script(status=500)) as server:
        with pytest.raises(openai.InternalServerError):
            way("openai", server)
        with pytest.raises(ollama.ResponseError, match="500"):
            way("ollama", server)


def test_the_right_key_is_let_in() -> None:
    with ScriptedServer(key="secret") as server:
        for name in NAMES:
            with talking(name, server, key="secret") as llm:
                assert llm.chat(ASKED).message.content == "A reply."


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_stream_fails_and_a_quiet_one_just_ends(name: str) -> None:
    for way in (streamed, streamed_in_loop):
        with ScriptedServer(Script(("Both ",), cut=True), Script(("Both ",), quiet=True)) as server:
            with pytest.raises(httpx.RemoteProtocolError):
                way(name, server)
            assert way(name, server) == "Both "
            assert not server.closed.is_set()


@pytest.mark.parametrize("name", NAMES)
def test_garbage_and_an_error_in_the_stream(name: str) -> None:
    with ScriptedServer() as server:
        for way in (streamed, streamed_in_loop):
            server.play(Script(garbage=True), Script(error="The runner has stopped."))
            with pytest.raises(json.JSONDecodeError):
                way(name, server)
            with pytest.raises((openai.APIError, ollama.ResponseError), match="The runner has stopped"):
                way(name, server)


def test_scripts_in_turn_and_the_last_again() -> None:
    with ScriptedServer(Script(("one",)), Script(("two",))) as server:
        assert [whole("ollama", server) for _ in range(3)] == ["one", "two", "two"]
        server.play(Script(("three",)))
        assert whole("openai", server) == "three"


def test_a_reply_that_obeys_the_prompt() -> None:
    with ScriptedServer(reply=lambda rows: Script((rows[-1]["content"].upper(),))) as server:
        assert [whole(name, server) for name in NAMES] == ["WHO SIGNED?", "WHO SIGNED?"]


def test_what_a_reply_raises_reaches_the_test() -> None:
    def wrong(rows: list[dict[str, object]]) -> Script:
        raise AssertionError("no system message")

    def talk() -> None:
        with ScriptedServer(reply=wrong) as server, pytest.raises(ollama.ResponseError):
            whole("ollama", server)

    with pytest.raises(AssertionError, match="no system message"):
        talk()


@pytest.mark.parametrize(
    "script", [Script(first=30), Script(("a", "b"), delay=30), Script(("a",), endless=True, delay=0.01)]
)
@pytest.mark.parametrize("name", NAMES)
def test_the_server_notices_a_cancelled_stream(name: str, script: Script) -> None:
    async def give_up(server: ScriptedServer) -> None:
        async def read() -> None:
            async with atalking(name, server) as llm:
                async for _ in await llm.astream_chat(ASKED):
                    pass

        task = asyncio.create_task(read())
        await asyncio.to_thread(server.asked.wait, 5)
        await asyncio.sleep(0.05)
        assert not server.closed.is_set()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.closed.wait, 1)

    with ScriptedServer(script) as server:
        asyncio.run(give_up(server))
    assert server.left == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_waited_long_enough(name: str) -> None:
    with ScriptedServer(Script(first=30)) as server, talking(name, server, seconds=0.1) as llm:
        with pytest.raises((httpx.ReadTimeout, openai.APITimeoutError)):
            list(llm.stream_chat(ASKED))
        assert server.closed.wait(1)


def test_a_flood_ends_when_nobody_reads() -> None:
    with ScriptedServer(Script(("flood " * 1000,), endless=True)) as server:
        with httpx.stream("POST", f"{server.address}/api/chat", json={"model": "m"}, timeout=5) as reply:
            next(reply.iter_bytes())
        assert server.closed.wait(1)


def test_the_end_does_not_wait_for_who_is_still_there() -> None:
    with ScriptedServer(Script(first=30)) as server:
        idle = HTTPConnection(server.address.removeprefix("http://"))
        idle.connect()
        busy = HTTPConnection(server.address.removeprefix("http://"))
        busy.request("POST", "/api/chat", body=b"{}")
        assert server.asked.wait(5)
    idle.close()
    busy.close()
    assert not server.closed.is_set()
    assert not [thread for thread in threading.enumerate() if "process_request" in thread.name]
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.address)
