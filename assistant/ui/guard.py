"""What the server answers at all, what it says to browsers about its pages, and that it fetches nothing for anybody.

Gradio has more addresses than the window and programs need: it gives out files, fetches links for whoever asks, and
takes links where a file is to be given. Its own checks keep that from the addresses of the inside; here nothing of it
is left.
"""

import re
from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import ChanceryError

_POLICY: Mapping[str, str] = {
    "default-src": "'self'",
    # Gradio's page sets itself up in scripts of its own inside it, and makes functions of its components' code.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS: Mapping[str, str] = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}

_OPEN = re.compile(
    r"/(?:(?:config|login|logout|theme\.css|robots\.txt|favicon\.ico)/?|(?:assets|static|svelte)/.+|mcp(?:/.*)?"
    r"|gradio_api/(?:(?:info|openapi\.json|app_id|token|user|login_check|startup-events|theme\.css|queue/join|queue/data"
    r"|upload|upload_progress|reset|cancel)/?|(?:call|heartbeat)/.+))?",
)
"""The addresses that the page, Gradio's client, MCP and curl use. Any other does not exist, whatever Gradio adds."""


class NotFetched(ChanceryError):
    """A request names a link where a file that was sent is to be named."""


async def _not_fetched(url: str, cache_dir: str) -> str:  # noqa: ARG001 - as Gradio's own
    raise NotFetched(
        f"{url} is not fetched: a file is sent first.", "Add links in the Library tab, or by: chancery add"
    )


def fetch_nothing() -> None:
    """Have Gradio refuse links among what is sent to a handler, of which it would fetch those of the web."""
    from gradio import processing_utils  # seconds to import

    processing_utils.async_ssrf_protected_download = _not_fetched


class Guard:
    """Answers what is `_OPEN`, with `HEADERS`; an ASGI middleware, so that what is streamed still streams."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                more = [
                    (name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in given
                ]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _OPEN.fullmatch(scope["path"]):
            await self._app(scope, receive, guarded)
        else:
            await PlainTextResponse("There is nothing here.", 404)(scope, receive, guarded)
