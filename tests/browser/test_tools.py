"""`chancery serve --mcp`, asked by a real client of the Model Context Protocol."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from mcp.client import Client
from mcp_types import CallToolResult

from tests.browser.conftest import Server, start_server, stop_server, with_samples

pytestmark = pytest.mark.browser  # it needs no browser, but the real server and its seconds

QUESTION = "When did the INF Treaty cease to exist?"


@pytest.fixture(scope="module")
def address(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tools of a server whose samples are indexed."""
    running = start_server(with_samples(tmp_path_factory.mktemp("tools") / "home", server), "--mcp")
    yield f"{running.address}mcp"
    stop_server(running)


def within(address: str, use: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:  # whatever `use` returns
    async def run() -> object:
        async with Client(address) as client:
            return await use(client)

    with ThreadPoolExecutor(1) as beside:  # a loop of the browser's may be running on this thread
        return beside.submit(asyncio.run, run()).result()


def called(address: str, name: str, **given: object) -> CallToolResult:
    result: CallToolResult = within(address, lambda client: client.call_tool(name, given))
    return result


def posted(address: str, **headers: str) -> tuple[int, str]:
    """What the server says to the opening of an older client."""
    opening = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-03-26",
            "capabilities": {},
            "clientInfo": {"name": "older", "version": "1"},
        },
    }
    given = {"content-type": "application/json", "accept": "application/json, text/event-stream", **headers}
    asked = urllib.request.Request(address, json.dumps(opening).encode(), given)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_ask_search_and_list_are_the_tools_and_say_what_they_take(address: str) -> None:
    tools = within(address, lambda client: client.list_tools()).tools

    assert [tool.name for tool in tools] == ["ask", "search", "list"]
    assert all(tool.annotations.read_only_hint for tool in tools)
    ask = tools[0]
    assert ask.description.startswith("Ask the library of articles")
    assert ask.input_schema["required"] == ["question"]
    assert set(ask.input_schema["properties"]) == {"question", "history", "filters", "library", "model"}


def test_an_answer_comes_with_its_citations_as_data_and_as_json_text(address: str) -> None:
    result = called(address, "ask", question=QUESTION, library="sample")

    answer = result.structured_content
    assert answer is not None
    assert json.loads(result.content[0].text) == answer  # type: ignore[union-attr]
    assert "[1]" in answer["answer"]
    assert answer["citations"][0]["quote"]


def test_passages_are_found_and_articles_listed(address: str) -> None:
    hits = called(address, "search", query="INF Treaty", k=2).structured_content
    listed = called(address, "list", offset=1, limit=2).structured_content

    assert [hit["rank"] for hit in (hits or {})["hits"]] == [1, 2]
    assert len((listed or {})["articles"]) == 2


def test_what_is_wrong_is_told_to_the_model(address: str) -> None:
    empty = called(address, "ask", question=" ")
    nobody = called(address, "search", query="treaty", filters={"outlets": ["Nobody’s Post"]})

    assert empty.is_error
    assert "The question is empty." in empty.content[0].text  # type: ignore[union-attr]
    assert nobody.is_error
    assert "No article is from “Nobody’s Post”." in nobody.content[0].text  # type: ignore[union-attr]


def test_an_older_client_is_understood(address: str) -> None:
    status, said = posted(address)

    assert status == 200
    assert json.loads(said)["result"]["serverInfo"]["name"] == "Chancery"


def test_a_page_of_the_web_cannot_have_a_browser_call(address: str) -> None:
    assert posted(address, origin="http://elsewhere.example")[0] == 403
    assert posted(address, host="elsewhere.example:80")[0] == 421
