"""Start the window: a web server on this machine alone, and nothing that leaves it."""

import errno
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ui.desk import Desk
from corpus.errors import ChanceryError
from corpus.home import Home

if TYPE_CHECKING:
    import gradio as gr

    from index.encoder import Encoder

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
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve the window until interrupted; `say` is told the address once it answers. Raises `PortTaken`."""
    window = launch(home, host=host, port=port, sample=sample)
    if say is not None:
        say(f"Chancery is open at {window.address} (stop it with Ctrl+C)")
    if open_browser:
        webbrowser.open(window.address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass  # the way to stop it
    finally:
        window.close()


def launch(
    home: Home, *, host: str = "127.0.0.1", port: int = 7860, sample: bool = True, encoder: "Encoder | None" = None
) -> Window:
    """Serve the window from background threads and return; what waits to be indexed is indexed meanwhile."""
    _require_free(host, port)
    os.environ.update(_OFF)
    import gradio as gr

    from assistant.ui import page
    from assistant.ui.window import build

    desk = Desk(home, sample=sample, encoder=encoder)
    desk.prepare(desk.seat().kind)
    threading.Thread(target=desk.warm, name="chancery-warm", daemon=True).start()
    blocks = build(desk).queue(max_size=_MAX_WAITING, api_open=False)
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
        head=f"<style>{page.STYLE}</style><script>{page.SCRIPT}</script>",  # `css` would have its selectors rewritten
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        max_file_size=_MAX_UPLOAD,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        show_error=False,
    )
    return Window(address, desk, blocks)


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
