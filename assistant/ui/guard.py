"""What the server says to browsers about its pages: load nothing from elsewhere, run nothing that is not ours."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Guard:
    """Puts `HEADERS` on every answer; an ASGI middleware, so that what is streamed still streams."""

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

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)
