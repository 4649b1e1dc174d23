"""Start the window: a web server on this machine alone, and nothing that leaves it."""

import asyncio
import contextlib
import ctypes
import errno
import logging
import os
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.asked import MisuseError
from assistant.ui.desk import Desk
from assistant.users import TooManyTries, Users
from assistant.watch import Watch
from corpus.errors import ChanceryError
from corpus.home import Home

if TYPE_CHECKING:
    import gradio as gr

    from index.encoder import Encoder

log = logging.getLogger(__name__)

_M_ARENA_MAX = -8  # of glibc's malloc.h
_MAX_NAME = 64  # characters of a name in the log
_MAX_WAITING = 64  # events that may wait for a place; beyond it a window is told that the server is busy
_MAX_UPLOAD = "64mb"  # a file; an article is some 10 kB, and a whole book 1 MB
_OFF = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


class PortTaken(ChanceryError):
    """Another program listens where the window was to be served."""


@dataclass(frozen=True, slots=True)
class Window:
    """A served window: its address, the desk behind it, and how to close it."""

    address: str
    desk: Desk
    blocks: "gr.Blocks"

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close(verbose=False)


def serve(
    home: Home,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    sample: bool = True,
    open_browser: bool = False,
    watch: bool = False,
    allow_private: bool = False,
    accounts: bool = False,
    mcp: bool = False,
    models: Sequence[str] = (),
    strict: bool = False,
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve the window until interrupted; `say` is told the address once it answers. Raises `PortTaken`.

    `accounts`: whoever opens the window signs in first, as one of `chancery user`; each has conversations of their own.
    `mcp`: the endpoints for programs are MCP tools too, and whoever calls them need not have signed in.
    `models`: language models that a person may choose, the first one chosen already; the reader is always there.
    `strict`: what they write and no passage supports is left out.
    `watch`: files of the user's own library are indexed as they change, and its links and feeds asked again.
    """
    window = launch(
        home,
        host=host,
        port=port,
        sample=sample,
        allow_private=allow_private,
        accounts=accounts,
        mcp=mcp,
        models=models,
        strict=strict,
    )
    desk = window.desk
    watching = Watch(desk.library("own"), lambda: desk.index("own"), allow_private=allow_private) if watch else None
    if say is not None:
        say(f"Chancery is open at {window.address} (stop it with Ctrl+C)")
        if mcp:
            say(f"MCP tools are at {window.address}mcp")
    if open_browser:
        webbrowser.open(window.address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass  # the way to stop it
    finally:
        if watching is not None:
            watching.stop()
        window.close()


def launch(
    home: Home,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    sample: bool = True,
    allow_private: bool = False,
    accounts: bool = False,
    mcp: bool = False,
    models: Sequence[str] = (),
    strict: bool = False,
    encoder: "Encoder | None" = None,
) -> Window:
    """Serve the window from background threads and return; what waits to be indexed is indexed meanwhile."""
    _require_free(host, port)
    _hold_less()
    os.environ.update(_OFF)
    import gradio as gr
    from starlette.middleware import Middleware

    from assistant.ui import page
    from assistant.ui.door import Door
    from assistant.ui.guard import Guard, fetch_nothing
    from assistant.ui.window import PARTS, build

    fetch_nothing()
    desk = Desk(home, sample=sample, allow_private=allow_private, accounts=accounts, encoder=encoder)
    desk.offer(models, strict=strict)
    _require_users(desk)
    desk.begin()
    threading.Thread(target=desk.warm, name="chancery-warm", daemon=True).start()
    blocks = build(desk).queue(max_size=_MAX_WAITING, api_open=False)
    served: dict[str, Any] = {
        "middleware": [Middleware(Guard), *([Middleware(Door)] if accounts else [])]
    }  # Any: keyword arguments of FastAPI
    if mcp:
        from assistant.ui import tools

        served["routes"], served["lifespan"] = tools.served(desk, host)
    style = page.style([part.name for part in PARTS if part.label])
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]  # names only: nothing is fetched
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        share=False,
        prevent_thread_lock=True,
        quiet=True,
        inbrowser=False,
        theme=gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]).set(
            body_background_fill="#fbfaf7", body_background_fill_dark="#171613"
        ),
        head=f"<style>{style}</style><script>{page.SCRIPT}</script>",  # `css` would have its selectors rewritten
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        max_file_size=_MAX_UPLOAD,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        show_error=False,
        auth=partial(_signed_in, desk.users) if desk.users else None,
        app_kwargs=served,
    )
    return Window(address, desk, blocks)


def _hold_less() -> None:
    """Have glibc keep two heaps, not one for each thread: a quarter less memory held, at the same speed."""
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


async def _signed_in(users: Users, name: str, password: str) -> bool:
    """Whether somebody may sign in; during a pause after wrong tries nobody may."""
    try:
        return await asyncio.to_thread(users.check, name, password) is not None  # a fourteenth of a second, on purpose
    except TooManyTries as error:
        log.warning("%s: %s", name[:_MAX_NAME], error.message)
        return False


def _require_users(desk: Desk) -> None:
    """Raise `MisuseError` where people are to sign in and nobody could."""
    if desk.users is not None and not desk.users.all():
        raise MisuseError("Nobody could sign in: there are no users.", "Add one: chancery user add NAME")


def _require_free(host: str, port: int) -> None:
    """Raise `PortTaken` when the port cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            raise PortTaken(
                f"Port {port} on {host} is taken: {error.strerror}.",
                f"Choose another: chancery serve --port {port + 1}, or PORT={port + 1} make chat",
            ) from error
