"""The window: its parts, what is on the page, and which event calls which handler.

The page's script sends what people click through one hidden element, the wire. Drawings are made by the modules
`draw_...`, and each part decides which; nothing here knows of articles. Each window keeps a `Seat`, ids only;
what it shows is in `seats`.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import gradio as gr
from gradio.events import Dependency

from assistant.ui import api, page
from assistant.ui.ask_tab import AskTab
from assistant.ui.desk import Desk
from assistant.ui.evaluate_tab import EvaluateTab
from assistant.ui.library_tab import LibraryTab
from assistant.ui.overview import Overview
from assistant.ui.part import Areas, Part, area
from assistant.ui.rail import Rail
from assistant.ui.seats import Seat

PARTS: tuple[type[Part], ...] = (Rail, AskTab, LibraryTab, EvaluateTab)
_LISTENING = 16  # events at once: drawings and look-ups of milliseconds, and windows that watch an index run
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "postprocess": False}
"""No spinner of Gradio's over our drawings, no endpoint for programs, and drawings taken as they are.

To postprocess a drawing, Gradio would look at a copy of its area and keep that, a new one each time, as long as the
window is open: 70 kB a question. Any: keyword arguments of two types.
"""


def build(desk: Desk) -> gr.Blocks:
    """The page over a desk, ready to be launched."""
    overview = Overview(desk)
    parts = [part(desk, overview) for part in PARTS]
    with gr.Blocks(title="Chancery", analytics_enabled=False, fill_width=True) as blocks:
        wire, areas = _lay_out(parts)
        _connect(blocks, wire, areas, parts, desk)
        api.offer(desk)
    return cast("gr.Blocks", blocks)


def _lay_out(parts: Sequence[Part]) -> tuple[gr.HTML, dict[str, Any]]:
    """Put everything on the page; the wire, and the areas that handlers may draw, by name (Any: components)."""
    areas: dict[str, Any] = {"seat": gr.State(Seat("own"))}
    tabs = [part for part in parts if part.label]
    wire = area("wire", "", page.wire([name for part in parts for name in part.events]))
    area("confirm-area", page.DIALOGS)
    with gr.Row(elem_id="app"):
        with gr.Column(elem_id="rail"):
            for part in parts:
                areas |= {} if part.label else part.lay_out()
        with gr.Column(elem_id="main"):
            area("tabs-area", page.tabs([(part.name, part.label) for part in tabs]))
            areas["banner"] = area("banner-area")
            for part in tabs:
                with gr.Column(elem_id=part.name):
                    areas |= part.lay_out()
        with gr.Column(elem_id="sources"):
            area("pane-area", page.PANE)
    areas["reader"], areas["details"] = area("reader-area"), area("details-area")
    return wire, areas


def _connect(blocks: gr.Blocks, wire: gr.HTML, areas: dict[str, Any], parts: Sequence[Part], desk: Desk) -> None:
    """Tie the events to their handlers; what still draws a library that the window has left draws nothing."""
    by_name = {part.name: part for part in parts}
    outputs, seat, upload = [*areas.values()], areas["seat"], areas["upload"]
    arrive, add = (_tied(handler, areas, desk) for handler in (by_name["rail"].arrive, by_name["library"].add))  # type: ignore[attr-defined]
    blocks.load(arrive, None, outputs, concurrency_limit=_LISTENING, **_QUIET)
    # Preprocessing would leave an empty file behind for each; that they were sent here is checked all the same.
    upload.upload(add, [seat, upload], outputs, concurrency_limit=_LISTENING, preprocess=False, **_QUIET)
    tied: dict[str, Dependency] = {}
    for part in parts:
        for name in part.events:
            tied[name] = getattr(wire, name)(
                _tied(getattr(part, name), areas, desk),
                [seat],
                outputs,
                concurrency_limit=part.slow.get(name, _LISTENING),
                trigger_mode="multiple",
                **_QUIET,
            )
    # A request that was refused, or a handler that broke: the script gives the question back.
    tied["ask"].failure(None, js=page.FAILED, **_QUIET)


def _tied(handler: Callable[..., Any], areas: dict[str, Any], desk: Desk) -> Callable[..., Any]:
    """A handler as Gradio calls it, its drawings tied to their components. Any: handlers differ in their arguments.

    A window's seat is used by nobody but the user whose it is, though the name of its session be guessed: the request
    itself says who asks. `__signature__` is the handler's own, with the request, because Gradio reads from it what else
    to give than inputs.
    """
    signature = inspect.signature(handler)
    own = "request" in signature.parameters

    def place(drawn: Areas) -> dict[Any, Any]:
        return {areas[name]: value for name, value in drawn.items()} or gr.skip()

    def allowed(given: tuple[object, ...]) -> tuple[object, ...]:
        inputs, request = given[:-1], cast("gr.Request", given[-1])
        if any(isinstance(one, Seat) and one.user != desk.user(request.username) for one in inputs):
            raise PermissionError("another user's window")
        return given if own else inputs

    def once(*given: object) -> dict[Any, Any]:
        return place(handler(*allowed(given)))

    def streamed(*given: object) -> Iterator[dict[Any, Any]]:
        yield from map(place, handler(*allowed(given)))

    tied: Any = streamed if inspect.isgeneratorfunction(handler) else once  # Any: attributes of a function are set
    asked = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)
    tied.__signature__ = signature if own else signature.replace(parameters=[*signature.parameters.values(), asked])
    tied.__annotations__ = {**inspect.get_annotations(handler), "request": gr.Request}
    return cast("Callable[..., Any]", tied)
