"""The page at which people sign in where there are accounts, in the place of Gradio's.

Gradio takes the name and the password, and keeps who is signed in. Nothing here knows users or passwords.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.ui import page


class Door:
    """Answers who asks for the window and has not signed in with the page to do so; an ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in {"", "/"} and not _has_signed_in(Request(scope)):
            await HTMLResponse(page.DOOR, headers={"cache-control": "no-store"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _has_signed_in(request: Request) -> bool:
    """As Gradio finds out: by a cookie that is there for either kind of connection."""
    app: Any = request.app  # Any: Gradio's App, whose import takes seconds
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    token = next(filter(None, map(request.cookies.get, names)), None)
    return token in app.tokens
