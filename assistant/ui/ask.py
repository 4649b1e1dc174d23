"""The Ask tab: a question goes in, a turn of the conversation grows, and is kept."""

import logging
from collections.abc import Iterator

from assistant.answer import Answer, Citation, Sentence, Stage, Turn
from assistant.library import Library
from assistant.ui import draw
from assistant.ui.desk import Desk, Seat
from corpus.article import Article
from corpus.errors import ChanceryError

log = logging.getLogger(__name__)

Grown = tuple[str, Answer | None]
"""A turn as drawn so far, and its answer once there is one."""


def finder(library: Library) -> draw.FindArticle:
    """Looks articles up once each; one that has left the library is None."""
    seen: dict[str, Article | None] = {}

    def find(article_id: str) -> Article | None:
        if article_id not in seen:
            try:
                seen[article_id] = library.article(article_id)
            except ChanceryError:  # UnknownArticle, or no index any more: its card says so
                seen[article_id] = None
        return seen[article_id]

    return find


def earlier(desk: Desk, seat: Seat) -> tuple[str, list[Answer]]:
    """The turns of the open conversation, drawn, and their answers."""
    answers = desk.chats.answers(seat.chat) if seat.chat is not None else []
    library = desk.library(seat.kind)
    find, held = finder(library), library.status().articles
    drawn = "".join(draw.turn(position, answer, find, held) for position, answer in enumerate(answers, 1))
    return drawn, answers


def answered(desk: Desk, seat: Seat, question: str, position: int, history: list[Turn]) -> Iterator[Grown]:
    """The growing turn, drawn anew at each event; the last pair carries the answer, or None when there is none.

    This is where errors become words: those that people can act on as they are, the rest logged whole.
    """
    library = desk.library(seat.kind)
    try:
        yield from _growing(library, question, position, history, building=desk.building(seat.kind))
    except ChanceryError as error:
        yield draw.stopped(position, question, error.message, error.hint), None
    except Exception:  # the window's last chance to answer at all; the log has the whole of it
        log.exception("a question failed")
        yield draw.stopped(position, question, "Something went wrong here.", "The log of the server says what."), None


def _growing(library: Library, question: str, position: int, history: list[Turn], *, building: bool) -> Iterator[Grown]:
    find = finder(library)
    stage = "Looking…"
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for event in library.stream(question, history):
        match event:
            case Stage():
                stage = f"{event.name.capitalize()} {event.detail}…"
            case Citation():
                citations.append(event)
                continue
            case Sentence():
                sentences.append(event)
            case Answer():
                yield draw.turn(position, event, find, library.status().articles, building=building), event
                return
        yield draw.growing(position, question, stage, sentences, citations, find), None
