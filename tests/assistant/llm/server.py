"""A model's server on this machine: it speaks as OpenAI's and Ollama's do, and says what a test scripted."""

import itertools
import json
import select
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Json = dict[str, Any]

MADE = 1_735_689_600  # when every model and reply was made: 1 January 2025
GARBAGE = b"<html><h1>502 Bad Gateway</h1></html>"
STEP = 0.02  # seconds between two looks at whether the server is to stop


@dataclass(frozen=True)
class Script:
    """One reply: what it says and how slowly, and what goes wrong on the way."""

    pieces: tuple[str, ...] = ("A reply.",)
    delay: float = 0.0  # seconds between two pieces
    first: float = 0.0  # seconds before anything is sent, the status included
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""  # what the body of another status says; with 200, what a stream says after its pieces
    finish: str = "stop"  # or "length", "content_filter"
    cut: bool = False  # after the pieces the connection is closed, without a finish
    quiet: bool = False  # the body ends in good order, but without a finish, as a proxy may end it
    endless: bool = False  # the pieces again and again, until the client goes away
    garbage: bool | bytes = False  # after the pieces, something that is no JSON


@dataclass(frozen=True)
class Asked:
    """A request as it came; names of headers in small letters, and no body where it was no JSON object."""

    method: str
    path: str
    body: Json
    headers: dict[str, str]


class Gone(Exception):
    """The client hung up, or the server is told to stop."""


class ChatCompletions:
    """How OpenAI's protocol puts a reply into bytes."""

    kind = "text/event-stream; charset=utf-8"

    def __init__(self, body: Json) -> None:
        self.model = str(body.get("model", ""))
        self.streamed = bool(body.get("stream", False))
        self.counted = bool((body.get("stream_options") or {}).get("include_usage"))

    @staticmethod
    def failure(status: int, message: str) -> Json:
        kinds = {
            401: ("invalid_request_error", "invalid_api_key"),
            404: ("invalid_request_error", "model_not_found"),
            429: ("requests", "rate_limit_exceeded"),
        }
        kind, code = kinds.get(status, ("server_error" if status >= 500 else "invalid_request_error", None))
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    @staticmethod
    def no_model(name: str) -> str:
        return f"The model `{name}` does not exist"

    @staticmethod
    def no_key(given: str) -> str:
        if not given:
            return "You didn't provide an API key."
        return f"Incorrect API key provided: {given[:3]}***{given[-4:]}."  # they do show parts of it

    def line(self, payload: bytes) -> bytes:
        return b"data: " + payload + b"\n\n"

    def opening(self) -> bytes:
        return self._chunk({"role": "assistant", "content": ""})

    def piece(self, text: str) -> bytes:
        return self._chunk({"content": text})

    def closing(self, text: str, finish: str) -> bytes:
        last = self._chunk({}, finish)
        if self.counted:
            last += self.line(_bytes({**self._frame("chat.completion.chunk"), "choices": [], "usage": _usage(text)}))
        return last + self.line(b"[DONE]")

    def whole(self, text: str, finish: str) -> Json:
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
        return {**self._frame("chat.completion"), "choices": [choice], "usage": _usage(text)}

    def _frame(self, kind: str) -> Json:
        return {"id": "chatcmpl-scripted", "object": kind, "created": MADE, "model": self.model}

    def _chunk(self, delta: Json, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return self.line(_bytes({**self._frame("chat.completion.chunk"), "choices": [choice]}))


class OllamaChat:
    """How Ollama's protocol puts a reply into bytes."""

    kind = "application/x-ndjson"

    def __init__(self, body: Json) -> None:
        self.model = str(body.get("model", ""))
        self.streamed = bool(body.get("stream", True))

    @staticmethod
    def failure(status: int, message: str) -> Json:
        return {"error": message}

    @staticmethod
    def no_model(name: str) -> str:
        return f"model '{name}' not found"

    @staticmethod
    def no_key(given: str) -> str:
        return "unauthorized"

    def line(self, payload: bytes) -> bytes:
        return payload + b"\n"

    def opening(self) -> bytes:
        return b""

    def piece(self, text: str) -> bytes:
        return self.line(_bytes({**self._frame(text), "done": False}))

    def closing(self, text: str, finish: str) -> bytes:
        return self.line(_bytes({**self._frame(""), **self._end(text, finish)}))

    def whole(self, text: str, finish: str) -> Json:
        return {**self._frame(text), **self._end(text, finish)}

    def _frame(self, text: str) -> Json:
        message = {"role": "assistant", "content": text}
        return {"model": self.model, "created_at": "2025-01-01T00:00:00.000000Z", "message": message}

    def _end(self, text: str, finish: str) -> Json:
        times = dict.fromkeys(("total_duration", "load_duration", "prompt_eval_duration", "eval_duration"), 1_000_000)
        counts = {"prompt_eval_count": 1, "eval_count": len(text.split())}
        return {"done": True, "done_reason": finish, **times, **counts}


Protocol = ChatCompletions | OllamaChat


def _bytes(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _usage(text: str) -> Json:
    words = len(text.split())
    return {"prompt_tokens": 1, "completion_tokens": words, "total_tokens": 1 + words}


class Handler(BaseHTTPRequestHandler):
    """One connection, which may bring several requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Listener"

    def do_GET(self) -> None:
        self._handle({})

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            body = json.loads(data)
        except ValueError:
            body = {}
        self._handle(body if isinstance(body, dict) else {})

    def _handle(self, body: Json) -> None:
        owner = self.server.owner
        asked = Asked(self.command, self.path, body, {name.lower(): value for name, value in self.headers.items()})
        owner.requests.append(asked)
        try:
            self._answer(asked)
        except (Gone, OSError):
            self.close_connection = True
            if not owner.stopping.is_set():
                owner.count_left()

    def _answer(self, asked: Asked) -> None:
        owner = self.server.owner
        protocol: Protocol = OllamaChat(asked.body) if asked.path.startswith("/api/") else ChatCompletions(asked.body)
        given = asked.headers.get("authorization", "")
        if owner.key and given != f"Bearer {owner.key}":
            return self._refuse(protocol, 401, protocol.no_key(given.removeprefix("Bearer ")))
        match asked.method, asked.path:
            case "GET", path if path in owner.pages:
                return self._send(200, owner.pages[path]())
            case "POST", "/api/show":
                if not owner.has(protocol.model):
                    return self._refuse(protocol, 404, protocol.no_model(protocol.model))
                return self._send(200, owner.shown())
            case "POST", "/v1/chat/completions" | "/api/chat":
                if not owner.has(protocol.model):
                    return self._refuse(protocol, 404, protocol.no_model(protocol.model))
                return self._play(protocol, owner.next_script(asked.body.get("messages", [])))
        return self._refuse(protocol, 404, f"no such path: {asked.method} {asked.path}")

    def _play(self, protocol: Protocol, script: Script) -> None:
        self.server.owner.asked.set()
        self._wait(script.first)
        if script.status != 200:
            self._refuse(protocol, script.status, script.error or "scripted failure", script.headers)
        elif protocol.streamed:
            self._stream(protocol, script)
        else:
            self._say_at_once(protocol, script)

    def _stream(self, protocol: Protocol, script: Script) -> None:
        self._head(200, {"Content-Type": protocol.kind, "Transfer-Encoding": "chunked", **script.headers})
        self._chunk(protocol.opening())
        for piece in self._paced(script):
            self._chunk(protocol.piece(piece))
        self._wait(0)
        rest = b""
        if script.garbage:
            rest += protocol.line(script.garbage if isinstance(script.garbage, bytes) else GARBAGE)
        if script.error:
            rest += protocol.line(_bytes(protocol.failure(500, script.error)))
        elif not (script.cut or script.quiet):
            rest += protocol.closing("".join(script.pieces), script.finish)
        self._chunk(rest, last=not script.cut)  # one write: who reads [DONE] hangs up
        self.close_connection = self.close_connection or script.cut

    def _say_at_once(self, protocol: Protocol, script: Script) -> None:
        text = "".join(self._paced(script))
        self._wait(0)
        data = _bytes(protocol.whole(text, script.finish))
        if script.garbage:
            data = script.garbage if isinstance(script.garbage, bytes) else GARBAGE
        length = len(data)
        if script.cut or script.quiet:
            data = data[: length // 2]
        self._send(200, data, script.headers, length=length if script.cut else None)
        self.close_connection = self.close_connection or script.cut

    def _paced(self, script: Script) -> Iterator[str]:
        """The pieces, each when it is due."""
        pieces = itertools.cycle(script.pieces) if script.endless else iter(script.pieces)
        for number, piece in enumerate(pieces):
            self._wait(script.delay if number else 0)
            yield piece

    def _wait(self, seconds: float) -> None:
        """Wait, and notice at once when the client hangs up meanwhile; 0 seconds only look."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if self.server.owner.stopping.is_set():
                raise Gone
            ready, _, _ = select.select([self.connection], [], [], max(0.0, min(left, STEP)))
            if ready and not self.connection.recv(1, socket.MSG_PEEK):
                raise Gone
            if left <= 0:
                return
            if ready:  # the next request is here already; it can wait
                time.sleep(min(left, STEP))

    def _refuse(self, protocol: Protocol, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, _bytes(protocol.failure(status, message)), headers)

    def _send(
        self, status: int, body: Json | bytes, headers: Mapping[str, str] | None = None, length: int | None = None
    ) -> None:
        data = body if isinstance(body, bytes) else _bytes(body)
        size = str(len(data) if length is None else length)
        self._head(status, {"Content-Type": "application/json", "Content-Length": size, **(headers or {})})
        self.wfile.write(data)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, data: bytes, *, last: bool = False) -> None:
        chunk = b"%x\r\n%b\r\n" % (len(data), data) if data else b""
        self.wfile.write(chunk + (b"0\r\n\r\n" if last else b""))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


class _Listener(ThreadingHTTPServer):
    """Takes connections, and knows which are open, so that none outlasts it."""

    def __init__(self, owner: "ScriptedServer") -> None:
        self.owner = owner
        self.open: dict[threading.Thread, socket.socket] = {}
        super().__init__(("127.0.0.1", 0), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open = {thread: connection for thread, connection in self.open.items() if thread.is_alive()}
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        thread.start()
        self.open[thread] = request

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # clients hang up
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End every connection, and wait for their threads."""
        for thread, connection in self.open.items():
            with suppress(OSError):  # it may have ended already
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class ScriptedServer:
    """A server that is up while the context lasts.

    It plays one script a request, and the last one again and again. With `reply` that decides instead, from the
    messages as they came; what it raises is answered with status 500 and raised again at the end of the context.
    Without `models` every name is known; without `key` everybody may ask.
    """

    def __init__(
        self,
        *scripts: Script,
        reply: Callable[[list[Json]], Script] | None = None,
        key: str = "",
        models: tuple[str, ...] = (),
        context: int = 4096,
    ) -> None:
        self.reply = reply
        self.key = key
        self.models = models
        self.context = context
        self.requests: list[Asked] = []
        self.asked = threading.Event()  # a script has begun
        self.closed = threading.Event()  # a client went away before its reply was whole
        self.left = 0  # how many did
        self.stopping = threading.Event()
        self.pages: dict[str, Callable[[], Json]] = {
            "/v1/models": self._openai_models,
            "/api/tags": self._ollama_models,
            "/api/version": lambda: {"version": "0.12.0"},
        }
        self._scripts: deque[Script] = deque()
        self._lock = threading.Lock()
        self._raised: list[Exception] = []
        self._listener: _Listener
        self._thread: threading.Thread
        self.play(*(scripts or (Script(),)))

    @property
    def address(self) -> str:
        """Where it is or was, without a slash at the end; OpenAI's clients want `/v1` after it."""
        return f"http://127.0.0.1:{self._listener.server_port}"

    @property
    def chats(self) -> list[Asked]:
        """The requests for a reply, without those that ask what there is."""
        return [asked for asked in self.requests if asked.path in {"/v1/chat/completions", "/api/chat"}]

    def play(self, *scripts: Script) -> None:
        """From now on these, instead of those that are left."""
        with self._lock:
            self._scripts = deque(scripts)

    def __enter__(self) -> Self:
        self._listener = _Listener(self)
        serve = self._listener.serve_forever
        self._thread = threading.Thread(target=serve, kwargs={"poll_interval": STEP}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._listener.hang_up()
        self._thread.join()
        if self._raised and raised is None:
            raise self._raised[0]

    def count_left(self) -> None:
        """Note that a client went away."""
        with self._lock:
            self.left += 1
        self.closed.set()

    def has(self, model: str) -> bool:
        """Whether it knows a model by this name."""
        names = {name.removesuffix(":latest") for name in self.models}
        return not names or model.removesuffix(":latest") in names

    def next_script(self, messages: list[Json]) -> Script:
        """What to say now."""
        if self.reply is not None:
            try:
                return self.reply(messages)
            except Exception as error:  # noqa: BLE001 - a test's own assertion, which has to reach the test
                self._raised.append(error)
                return Script(status=500, error=f"{type(error).__name__}: {error}")
        with self._lock:
            return self._scripts.popleft() if len(self._scripts) > 1 else self._scripts[0]

    def shown(self) -> Json:
        """What Ollama tells about a model."""
        return {
            "modelfile": "",
            "parameters": "",
            "template": "{{ .Prompt }}",
            "details": self._details(),
            "model_info": {"general.architecture": "llama", "llama.context_length": self.context},
            "capabilities": ["completion"],
            "modified_at": "2025-01-01T00:00:00Z",
        }

    def _details(self) -> Json:
        return {"format": "gguf", "family": "llama", "families": ["llama"], "parameter_size": "1B"}

    def _openai_models(self) -> Json:
        rows = [{"id": name, "object": "model", "created": MADE, "owned_by": "scripted"} for name in self.models]
        return {"object": "list", "data": rows}

    def _ollama_models(self) -> Json:
        facts = {"modified_at": "2025-01-01T00:00:00Z", "size": 1, "digest": "0" * 64, "details": self._details()}
        return {"models": [{"name": name, "model": name, **facts} for name in self.models]}
