"""What programs are offered, over HTTP and by Gradio's own client, and that nothing else is."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from email.message import Message
from typing import Any

import pytest

from assistant.ui.guard import HEADERS
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

QUESTION = "When did the INF Treaty cease to exist?"
BY_CLIENT = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
named = client.view_api(return_format="dict", print_info=False)
said = client.predict(question=sys.argv[2], library="sample", api_name="/ask")
print(json.dumps([sorted(named["named_endpoints"]), named["unnamed_endpoints"], said["answer"]]))
"""


def fetched(address: str, data: bytes | None = None) -> bytes:
    asked = urllib.request.Request(address, data, {"content-type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def refused(address: str) -> tuple[int, Message]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        fetched(address)
    caught.value.close()
    return caught.value.code, caught.value.headers


def called(server: Server, name: str, *given: object) -> tuple[str, Any]:
    """What an endpoint answers to curl: the kind of event, and its data (Any: JSON)."""
    event = json.loads(fetched(f"{server.address}gradio_api/call/{name}", json.dumps({"data": given}).encode()))
    streamed = fetched(f"{server.address}gradio_api/call/{name}/{event['event_id']}").decode().splitlines()
    kind, data = (next(line for line in streamed if line.startswith(head)) for head in ("event: ", "data: "))
    said = json.loads(data.removeprefix("data: "))
    return kind.removeprefix("event: "), said[0] if isinstance(said, list) else said


def test_gradios_client_sees_ask_search_and_list_and_nothing_else(server: Server) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BY_CLIENT, server.address, QUESTION],
        check=True,
        capture_output=True,
        text=True,
    )
    named, unnamed, answer = json.loads(ran.stdout.splitlines()[-1])
    assert named == ["/ask", "/list", "/search"]
    assert unnamed == {}
    assert "[1]" in answer


def test_curl_asks_searches_and_lists(server: Server) -> None:
    kind, answer = called(server, "ask", QUESTION, [], {}, "sample", "")
    assert kind == "complete"
    assert answer["sentences"]
    cited = answer["citations"][0]

    _, found = called(server, "search", "INF Treaty", 3, {}, "sample")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert cited["article_id"] in {hit["article_id"] for hit in found["hits"]}

    _, listed = called(server, "list", 1, 2, "sample")
    assert len(listed["articles"]) == 2
    assert listed["total"] > 16


def test_a_follow_up_and_a_filter_are_heard(server: Server) -> None:
    turns = [{"question": QUESTION, "answer": "It ceased to exist in August 2019."}]
    _, answer = called(server, "ask", "And who signed it?", turns, {}, "sample", "")
    assert "INF" in answer["standalone_question"]
    _, answer = called(server, "ask", QUESTION, [], {"since": "2025-01"}, "sample", "")
    assert answer["filters"] == {"since": "2025-01"}
    assert all(one["published"] >= "2025" for one in answer["citations"])


def test_what_is_wrong_is_told(server: Server) -> None:
    kind, told = called(server, "ask", " ", [], {}, "sample", "")
    assert kind == "error"
    assert told["error"].startswith("The question is empty.")
    _, told = called(server, "search", "treaty", 3, {"outlets": ["Nobody’s Post"]}, "sample")
    assert told["error"].startswith("No article is from “Nobody’s Post”.")


def test_what_the_page_calls_is_not_open_to_programs(server: Server) -> None:
    def code(name: str) -> int:
        with pytest.raises(urllib.error.HTTPError) as caught:
            called(server, name, {})
        caught.value.close()
        return caught.value.code

    unknown = code("no_such_thing")
    assert unknown >= 400
    for name in ("delete_article", "open_chat", "read", "rebuild", "delete_chat", "give", "arrive", "add"):
        assert code(name) == unknown, name


def test_every_answer_of_the_server_carries_the_policy(server: Server) -> None:
    for path in ("", "config", "gradio_api/info"):
        with urllib.request.urlopen(f"{server.address}{path}", timeout=30) as answer:
            assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS), path
    _, headers = refused(f"{server.address}no-such-page")
    assert headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["sample/index/current", "server.log", "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd"]
)
def test_no_file_of_the_home_or_the_disk_is_served(server: Server, path: str) -> None:
    for place in (f"gradio_api/file={server.home / path}", f"gradio_api/file={path}", f"file={path}"):
        assert refused(f"{server.address}{place}")[0] in {403, 404}


@pytest.mark.parametrize("host", ["127.0.0.1:1", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]", "93.184.216.34"])
def test_no_link_is_fetched_for_whoever_asks(server: Server, host: str) -> None:
    """Neither of the inside nor of the web: the server would be a way round what stands before either."""
    for place in (f"file=http://{host}/secret", f"proxy=http://{host}/secret", f"file=HTTPS://{host}/secret"):
        assert refused(f"{server.address}gradio_api/{place}")[0] == 404


@pytest.mark.parametrize(
    "path",
    ["vibe-code", "dev/reload", "component_server", "process_recording", "runs", "run/ask", "file=", "x/../file="],
)
def test_what_the_page_does_not_need_does_not_exist(server: Server, path: str) -> None:
    assert refused(f"{server.address}gradio_api/{path}")[0] == 404


def a_file(path: str, **more: object) -> dict[str, object]:
    """How Gradio's pages name a file that was sent."""
    return {"path": path, "meta": {"_type": "gradio.FileData"}, **more}


@pytest.mark.parametrize(
    ("name", "place", "count"), [("ask", 0, 5), ("ask", 1, 5), ("search", 2, 4), ("list", 0, 3), ("search", 0, 4)]
)
@pytest.mark.parametrize("more", [{}, {"is_stream": True}, {"url": "http://127.0.0.1:1/inside"}])
def test_a_link_in_the_place_of_a_file_is_not_fetched(
    server: Server, name: str, place: int, count: int, more: dict[str, object]
) -> None:
    link = f"http://93.184.216.34/{name}/{place}/{len(str(more))}"
    given: list[object] = [None] * count
    given[place] = a_file(link, **more)
    kind, _ = called(server, name, *given)
    assert kind == "error"
    log = (server.home / "server.log").read_text()
    assert (f"{link} is not fetched" in log) == ("is_stream" not in more)  # as which it is words like any other
    assert "Failed to download" not in log


def test_only_what_was_sent_is_a_file(server: Server) -> None:
    for path in ("/etc/passwd", str(server.home / "server.log"), str(server.home / "sample" / "index" / "current")):
        kind, said = called(server, "list", a_file(path), 3, "sample")
        assert kind == "error"
        assert "root:" not in json.dumps(said)
        assert f"Cannot move {path}" in (server.home / "server.log").read_text()
