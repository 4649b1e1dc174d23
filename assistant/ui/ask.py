"""The Ask tab: a question goes in, a turn of the conversation grows, and is kept."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Sentence, Stage, Turn
from assistant.filters import as_record, where_of
from assistant.library import Library
from assistant.ui import draw
from assistant.ui.desk import Desk, Seat
from corpus.article import Article
from corpus.errors import ChanceryError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the page sends it: the turns before it, its filters as a record, and preferences taken away."""

    question: str
    history: tuple[Turn, ...] = ()
    where: Mapping[str, object] | None = None
    ignore: tuple[str, ...] = ()


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
    find, held = finder(library), library.num_articles
    drawn = "".join(draw.turn(position, answer, find, held) for position, answer in enumerate(answers, 1))
    return drawn, answers


def wanted(data: Mapping[str, object], answers: Sequence[Answer]) -> Wanted:
    """What the page asks for: a new question, or an earlier one again without one of its preferences."""
    again = data.get("again")
    if isinstance(again, int) and 1 <= again <= len(answers):
        before, repeated = answers[: again - 1], answers[again - 1]
        ignore = (*repeated.ignored, str(data.get("ignore", "")))
        return Wanted(repeated.question, _turns(before), as_record(repeated.where), ignore)
    where = data.get("where")
    return Wanted(str(data.get("question", "")), _turns(answers), where if isinstance(where, dict) else None)


def _turns(answers: Sequence[Answer]) -> tuple[Turn, ...]:
    return tuple(Turn(answer.question, answer.text) for answer in answers)


def answered(desk: Desk, seat: Seat, asked: Wanted, position: int) -> Iterator[Grown]:
    """The growing turn, drawn anew at each event; the last pair carries the answer, or None when there is none.

    This is where errors become words: those that people can act on as they are, the rest logged whole.
    """
    library = desk.library(seat.kind)
    try:
        yield from _growing(library, asked, position, building=desk.building(seat.kind))
    except ChanceryError as error:
        yield draw.stopped(position, asked.question, error.message, error.hint), None
    except Exception:  # the window's last chance to answer at all; the log has the whole of it
        log.exception("a question failed")
        yield (
            draw.stopped(position, asked.question, "Something went wrong here.", "The log of the server says what."),
            None,
        )


def _growing(library: Library, asked: Wanted, position: int, *, building: bool) -> Iterator[Grown]:
    where = where_of(asked.where or {})
    find = finder(library)
    stage = "Looking…"
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for event in library.stream(asked.question, asked.history, where=where, ignore=asked.ignore):
        match event:
            case Stage():
                stage = f"{event.name.capitalize()} {event.detail}…"
            case Citation():
                citations.append(event)
                continue
            case Sentence():
                sentences.append(event)
            case Answer():
                yield draw.turn(position, event, find, library.num_articles, building=building), event
                return
        yield draw.growing(position, asked.question, stage, sentences, citations, find), None
