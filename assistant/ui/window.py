"""The window: what is on the page, and which event calls which handler.

`window.js` sends what people click through one hidden element, the wire. `draw` and `draw_library` make every drawing,
`Handlers` decides which; nothing here knows of articles. Each window keeps a `Seat`, ids only.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, cast

import gradio as gr
from gradio.events import Dependency

from assistant.ui import page
from assistant.ui.desk import Desk, Seat
from assistant.ui.handlers import Areas, Handlers

_ASKING = 4  # questions answered at once; a reader uses every core, so more would only make all of them slower
_LISTENING = 16  # other events at once: drawings and look-ups of milliseconds, and windows that watch an index run


def build(desk: Desk) -> gr.Blocks:
    """The page over a desk, ready to be launched."""
    handlers = Handlers(desk)
    with gr.Blocks(title="Chancery", analytics_enabled=False, fill_width=True) as blocks:
        wire, areas = _lay_out()
        arrive = _tied(handlers.arrive, areas)
        arriving = blocks.load(arrive, None, [*areas.values()], **_QUIET, concurrency_limit=_LISTENING)
        _connect(wire, areas, handlers, arriving)
    return cast("gr.Blocks", blocks)


_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No spinner of Gradio's over our drawings, and no endpoint for programs (Any: keyword arguments of two types)."""


def _lay_out() -> tuple[gr.HTML, dict[str, Any]]:
    """Put everything on the page; the wire, and the areas that handlers may draw, by name (Any: components)."""
    areas: dict[str, Any] = {"seat": gr.State(Seat("own"))}
    wire = _html("wire", "", js_on_load=page.WIRE)
    _html("confirm-area", page.CONFIRM)
    with gr.Row(elem_id="app"):
        with gr.Column(elem_id="rail"):
            areas["rail"], areas["facts"] = _html("rail-area"), _html("facts-area")
        with gr.Column(elem_id="main"):
            _html("tabs-area", page.TABS)
            areas["banner"] = _html("banner-area")
            with gr.Column(elem_id="ask"):
                with gr.Column(elem_id="scroll"):
                    areas["past"], areas["now"] = _html("past"), _html("now")
                    areas["first"] = _html("first-area")
                areas["filters"] = _html("filters-area")
                _html("compose", page.COMPOSE)
            with gr.Column(elem_id="library"):
                areas["head"] = _html("shelf-head")
                areas["upload"] = gr.File(
                    file_count="multiple", show_label=False, elem_id="upload", container=False, interactive=True
                )
                areas["progress"], areas["notes"] = _html("progress-area"), _html("notes-area")
                areas["table"] = _html("table-area")
        with gr.Column(elem_id="sources"):
            _html("pane-area", page.PANE)
    areas["reader"] = _html("reader-area")
    return wire, areas


def _connect(wire: gr.HTML, areas: dict[str, Any], handlers: Handlers, arriving: Dependency) -> None:
    """Tie the events to their handlers. To switch libraries ends what still draws the other one."""
    outputs, seat, upload = [*areas.values()], areas["seat"], areas["upload"]
    add = _tied(handlers.add, areas)
    drawing = [arriving, upload.upload(add, [seat, upload], outputs, concurrency_limit=_LISTENING, **_QUIET)]
    for name in page.EVENTS:
        limit = _ASKING if name == "ask" else _LISTENING
        handler = _tied(getattr(handlers, name), areas)
        cancels = drawing if name == "switch" else None
        tie = getattr(wire, name)
        tied = tie(
            handler, [seat], outputs, concurrency_limit=limit, trigger_mode="multiple", cancels=cancels, **_QUIET
        )
        if name == "ask":  # a request that was refused, or a handler that broke: the script gives the question back
            tied.failure(None, js=page.FAILED, **_QUIET)
        if name == "rebuild":
            drawing.append(tied)


def _html(elem_id: str, value: str = "", js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, padding=False, js_on_load=js_on_load)


def _tied(handler: Callable[..., Any], areas: dict[str, Any]) -> Callable[..., Any]:
    """A handler as Gradio calls it, its drawings tied to their components. Any: handlers differ in their arguments.

    `__signature__` is the handler's own, because Gradio reads from it whether the event's data is wanted.
    """

    def place(drawn: Areas) -> dict[Any, Any]:
        return {areas[name]: value for name, value in drawn.items()}

    def once(*given: object) -> dict[Any, Any]:
        return place(handler(*given))

    def streamed(*given: object) -> Iterator[dict[Any, Any]]:
        yield from map(place, handler(*given))

    tied: Any = streamed if inspect.isgeneratorfunction(handler) else once  # Any: attributes of a function are set
    tied.__signature__ = inspect.signature(handler)
    tied.__annotations__ = inspect.get_annotations(handler)
    return cast("Callable[..., Any]", tied)
