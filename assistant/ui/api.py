"""What programs may call: `ask`, `search` and `list`, over HTTP and by `gradio_client`.

Everything else that the page calls is private to it. The docstrings are what a client is shown.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

import gradio as gr
from gradio.events import api as endpoint

from assistant.answer import Turn
from assistant.filters import where_of
from assistant.library import Library
from assistant.render import answer_json, hits_json, list_json
from assistant.ui.ask_tab import ASKED_AT_ONCE
from assistant.ui.desk import Desk
from corpus.errors import ChanceryError

_MOST = 100  # passages or articles in one answer
_P = ParamSpec("_P")
_Json = dict[str, Any]  # Any: JSON


def offer(desk: Desk) -> None:
    """Add the endpoints to the page that is being built."""
    for name, function in endpoints(desk).items():
        limit = ASKED_AT_ONCE if name == "ask" else 2 * ASKED_AT_ONCE
        endpoint(_told(function), api_name=name, concurrency_limit=limit)


def endpoints(desk: Desk) -> Mapping[str, Callable[..., _Json]]:
    """The functions, by the names under which they are offered; they raise `ChanceryError`."""

    def chosen(name: str) -> Library:
        return desk.library("sample" if name == "sample" and desk.has_sample else desk.seat(name).kind)

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        filters: dict[str, Any] | None = None,
        library: str = "",
        model: str = "",
    ) -> dict[str, Any]:
        """Ask the library of articles: sentences that answer, each with citations that hold the quoted words.

        Args:
            question: The question, in words.
            history: Earlier turns, each with "question" and "answer", for a follow-up question.
            filters: Only articles that pass: "outlets", "languages", "articles", "clusters" (lists), "since", "until".
            library: "own" or "sample"; by default the user's own library, or the samples while that is empty.
            model: The language model that writes the answer, one of those the server was started with, or "none" for
                the articles' own sentences; by default the first of them, or none where there is none.

        """
        turns = [Turn(str(one.get("question", "")), str(one.get("answer", ""))) for one in history or []]
        writes = desk.model(model or next(iter(desk.models), ""))
        where = where_of(filters or {})
        return answer_json(chosen(library).answer(question, turns, where=where, model=writes, strict=desk.strict))

    def search(query: str, k: int = 10, filters: dict[str, Any] | None = None, library: str = "") -> dict[str, Any]:
        """Find the passages of the library nearest to some words, best first, with their places in the articles.

        Args:
            query: Words or a question.
            k: How many passages, at most 100.
            filters: Only articles that pass: "outlets", "languages", "articles", "clusters" (lists), "since", "until".
            library: "own" or "sample"; by default the user's own library, or the samples while that is empty.

        """
        wanted = max(1, min(int(k), _MOST))
        return {"hits": hits_json(*chosen(library).search_with_articles(query, wanted, where=where_of(filters or {})))}

    def list_articles(offset: int = 0, limit: int = _MOST, library: str = "") -> dict[str, Any]:
        """List the articles of the library, newest first: id, title, outlet, date, language and length of each.

        Args:
            offset: How many to leave out.
            limit: How many to list, at most 100.
            library: "own" or "sample"; by default the user's own library, or the samples while that is empty.

        """
        articles = chosen(library).articles()
        first, most = max(0, int(offset)), max(1, min(int(limit), _MOST))
        return {**list_json(articles[first : first + most]), "total": len(articles)}

    return {"ask": ask, "search": search, "list": list_articles}


def _told(function: Callable[_P, _Json]) -> Callable[_P, _Json]:
    """The function with our errors as those that Gradio tells to a client."""

    @functools.wraps(function)
    def told(*args: _P.args, **more: _P.kwargs) -> _Json:
        try:
            return function(*args, **more)
        except ChanceryError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told
