"""What every part of the window is: areas to draw in, events of the page, and handlers for them.

A handler takes where the window stands, and perhaps the event, and returns the areas that change, by name.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import gradio as gr

from assistant.ui.desk import Desk
from assistant.ui.overview import Overview
from assistant.ui.seats import Seat

Areas = dict[str, Any]
"""Drawings by the name of their area, and the new `Seat` under "seat". Any: Gradio takes HTML and a Seat alike."""


class Part:
    """A part of the window. One with a `label` is a tab, and is shown in a panel of its own; see `window.PARTS`."""

    name: ClassVar[str]
    label: ClassVar[str] = ""
    events: ClassVar[tuple[str, ...]] = ()  # each is the name of the method that handles it
    slow: ClassVar[Mapping[str, int]] = {}  # how many of an event are handled at once, where that is fewer than usual

    def __init__(self, desk: Desk, overview: Overview) -> None:
        self.desk, self.overview, self.windows = desk, overview, desk.windows

    def lay_out(self) -> dict[str, Any]:
        """Put its areas on the page; those that handlers draw, by name (Any: components of Gradio)."""
        return {}

    def handlers(self) -> dict[str, Callable[..., Any]]:
        """The handlers of its events (Any: they differ in their arguments, and some are generators)."""
        return {name: getattr(self, name) for name in self.events}


def area(elem_id: str, value: str = "", js_on_load: str | None = None) -> gr.HTML:
    """A place for drawings."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, padding=False, js_on_load=js_on_load)


__all__ = ["Areas", "Part", "Seat", "area"]
