"""Several people at one server: each signs in, and nobody reaches what is another's."""

import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, start_server, stop_server, with_samples
from tests.browser.rules import violations

pytestmark = pytest.mark.browser

PASSWORDS = {"ada": "a lighthouse keeper", "bob": "nine wooden boats"}
QUESTION = "When did the INF Treaty cease to exist?"


@pytest.fixture(scope="module")
def guarded(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server at which two people may sign in."""
    home = with_samples(tmp_path_factory.mktemp("accounts") / "home", server)
    for name, password in PASSWORDS.items():
        subprocess.run(
            [sys.executable, "-m", "assistant", "user", "add", name, "--password-stdin", "--home", str(home)],
            input=f"{password}\n".encode(),
            check=True,
            capture_output=True,
        )
    running = start_server(home, "--auth")
    yield running
    stop_server(running)


class Person:
    """Somebody who signed in and speaks to the server as the page does."""

    def __init__(self, server: Server, name: str, password: str | None = None) -> None:
        self.address = server.address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = {"username": name, "password": PASSWORDS[name] if password is None else password}
        self._sent("login", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")

    def _sent(self, path: str, data: bytes | None = None, kind: str = "application/json") -> bytes:
        asked = urllib.request.Request(f"{self.address}{path}", data, {"content-type": kind} if data else {})
        with self._opener.open(asked, timeout=30) as answer:
            body: bytes = answer.read()
            return body

    def event(self, session: str, name: str, data: object = None) -> list[dict[str, Any]]:
        """What the server says to an event of a page in a session (Any: JSON)."""
        config = json.loads(self._sent("config"))
        wanted = next(one for one in config["dependencies"] if name in {what for _, what in one["targets"]})
        inputs = [None] * len(wanted["inputs"])
        joined = {"fn_index": wanted["id"], "session_hash": session, "data": inputs, "event_data": data}
        self._sent("gradio_api/queue/join", json.dumps(joined).encode())
        streamed = self._sent(f"gradio_api/queue/data?session_hash={session}").decode()
        told = [json.loads(line.removeprefix("data: ")) for line in streamed.splitlines() if line.startswith("data: ")]
        return [one for one in told if one["msg"] in {"process_generating", "process_completed"}]


def signed_in(chromium: Browser, server: Server, name: str) -> Page:
    page = chromium.new_context().new_page()
    page.set_default_timeout(20_000)
    page.goto(server.address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORDS[name])
    page.keyboard.press("Enter")
    page.locator(".first").wait_for()
    return page


def test_nobody_enters_without_a_name_and_a_password(guarded: Server) -> None:
    for path in ("config", "gradio_api/info", "gradio_api/call/ask"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            data = b'{"data": ["Who?", [], {}, "sample"]}' if path.endswith("ask") else None
            asked = urllib.request.Request(f"{guarded.address}{path}", data, {"content-type": "application/json"})
            urllib.request.urlopen(asked, timeout=30)
        caught.value.close()
        assert caught.value.code == 401, path
    with pytest.raises(urllib.error.HTTPError) as caught:
        Person(guarded, "ada", "nine wooden boats")
    caught.value.close()
    assert caught.value.code == 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_to_sign_in_is_the_windows_own(
    chromium: Browser, guarded: Server, scheme: Literal["light", "dark"]
) -> None:
    page = chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{guarded.address}?library=sample")
    expect(page.get_by_role("heading", name="Chancery")).to_be_visible()
    paper = {"light": "rgb(251, 250, 247)", "dark": "rgb(23, 22, 19)"}[scheme]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.get_by_label("Name").fill("Bob")
    page.get_by_label("Password").fill("a wrong one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    page.get_by_label("Password").fill(PASSWORDS["bob"])
    page.get_by_role("button", name="Sign in").click()
    page.locator(".first").wait_for()
    assert "library=sample" in page.url
    assert errors == []
    page.context.close()


def test_the_window_says_who_has_signed_in_and_lets_them_out(chromium: Browser, guarded: Server) -> None:
    page = signed_in(chromium, guarded, "ada")
    expect(page.locator("#rail .me bdi")).to_have_text("ada")
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(guarded.address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.context.close()


def test_each_has_conversations_of_their_own(chromium: Browser, guarded: Server) -> None:
    ada = signed_in(chromium, guarded, "ada")
    ada.locator("#question").fill(QUESTION)
    ada.keyboard.press("Enter")
    ada.locator('#now .turn[aria-busy="false"]').wait_for()
    expect(ada.locator(".conv")).to_have_count(1)
    token = ada.locator("#now .acts").get_attribute("data-token")
    chat = ada.locator(".conv button").first.get_attribute("data-chat")

    bob = signed_in(chromium, guarded, "bob")
    expect(bob.locator(".conv")).to_have_count(0)
    for place in (f"?library=sample&chat={chat}", f"?answer={token}"):
        bob.goto(f"{guarded.address}{place}")
        bob.locator(".first").wait_for()
        expect(bob.locator(".turn")).to_have_count(0)
    ada.goto(f"{guarded.address}?answer={token}")
    expect(ada.locator(".turn .q")).to_have_text(QUESTION)
    again = signed_in(chromium, guarded, "ada")  # another browser of the same person
    expect(again.locator(".conv", has_text=QUESTION)).to_have_count(1)
    for page in (ada, bob, again):
        page.context.close()


def test_another_users_session_and_conversation_are_not_reached_by_calling_the_server(guarded: Server) -> None:
    ada, bob = Person(guarded, "ada"), Person(guarded, "bob")
    assert ada.event("ada-session", "load")[-1]["success"]
    assert ada.event("ada-session", "new_question")[-1]["success"]
    told = bob.event("ada-session", "new_question")
    assert not told[-1]["success"]
    assert bob.event("bob-session", "load")[-1]["success"]
    for number in range(1, 4):
        told = bob.event("bob-session", "open_chat", {"chat": number})
        assert QUESTION not in json.dumps(told)
        told = bob.event("bob-session", "export", {"chat": number, "form": "json"})
        assert "download" not in json.dumps(told)
