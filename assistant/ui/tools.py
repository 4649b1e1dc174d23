"""The endpoints for programs as tools of the Model Context Protocol, at `/mcp` of the window's server."""

import functools
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ParamSpec

import anyio.to_thread
from anyio import CapacityLimiter
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from assistant.ui.api import endpoints
from assistant.ui.ask_tab import ASKED_AT_ONCE
from assistant.ui.desk import Desk
from corpus.errors import ChanceryError

PATH = "/mcp"
_P = ParamSpec("_P")
_Json = dict[str, Any]  # Any: JSON
_ABOUT = (
    "A library of news and analysis articles. `ask` answers from it in sentences whose citations hold the words of the "
    "articles, or says that it cannot; `search` finds passages; `list` says what there is."
)
_READING = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def served(desk: Desk, host: str) -> tuple[list[BaseRoute], Lifespan]:
    """What the server of the window needs to offer the tools: a route, and what lasts as long as the server.

    Only requests that name this host or this machine are heard, so that no page of the web can have a browser call.
    """
    server = MCPServer("Chancery", instructions=_ABOUT, log_level="WARNING")
    at_once = CapacityLimiter(ASKED_AT_ONCE)
    for name, function in endpoints(desk).items():
        server.add_tool(
            _tool(function, at_once),
            name=name,
            description=inspect.getdoc(function),
            annotations=_READING,
            structured_output=True,
        )
    names = dict.fromkeys(["127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host])
    hosts = [f"{name}:*" for name in names]
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"http://{one}" for one in hosts]
        ),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with app.router.lifespan_context(app):
            yield

    return app.routes, lifespan


def _tool(function: Callable[_P, _Json], at_once: CapacityLimiter) -> Callable[..., Any]:
    """The function in a thread, a few at once, with our errors as told to the model (Any: a coroutine)."""

    @functools.wraps(function)
    async def tool(*args: _P.args, **more: _P.kwargs) -> _Json:
        try:
            return await anyio.to_thread.run_sync(functools.partial(function, *args, **more), limiter=at_once)
        except ChanceryError as error:
            raise ToolError(str(error)) from error

    return tool
