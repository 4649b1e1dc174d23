"""A web server on this machine that does what servers do, and what hostile ones do."""

import gzip
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Harbour Wire</title>
<meta property="og:site_name" content="Harbour Wire"><meta property="article:published_time" content="2025-03-18">
</head><body><nav>Home News Sport</nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"""


@dataclass
class Answer:
    """What a path answers: status, headers, and a body or what writes it piece by piece."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None
    length: int | None = None  # a wrong one, or None: the right one


@dataclass
class Site:
    """A running server: answers by path, and what was asked for."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.address + path

    def page(self, path: str, title: str, text: str, **headers: str) -> None:
        body = PAGE.format(title=title, text=text).encode()
        self.answers[path] = Answer(body, headers={"Content-Type": "text/html; charset=utf-8", **headers})

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site while the context lasts; with `tls` it speaks https."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, Answer(b"", 404))
            tag = answer.headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                answer = Answer(b"", 304)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.pieces is None:
                self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            else:
                self.send_header("Connection", "close")
            self.end_headers()
            try:
                for piece in answer.pieces() if answer.pieces else [answer.body]:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                pass
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), OSError):  # who does not trust us hangs up
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def drip(pause: float) -> Iterator[bytes]:
    """A byte now and then, without end."""
    while True:
        yield b"x"
        time.sleep(pause)


def endless() -> Iterator[bytes]:
    """As much as anybody takes."""
    while True:
        yield b"x" * 65_536


def bomb(size: int) -> bytes:
    """So many bytes, packed into a thousandth."""
    return gzip.compress(b"\0" * size)
