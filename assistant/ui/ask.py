"""A question goes in, a turn of the conversation grows, and is kept."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Sentence, Stage, Turn, Writing
from assistant.chats import Message
from assistant.filters import NothingNamed, as_record, where_of
from assistant.library import Library
from assistant.ui import draw_turn
from assistant.ui.desk import Desk
from assistant.ui.draw_sources import FindArticle
from assistant.ui.draw_turn import Kept
from assistant.ui.seats import Seat
from corpus.article import Article
from corpus.errors import ChanceryError

log = logging.getLogger(__name__)

_REDRAW = 0.1  # seconds at least between two drawings of a sentence that a model is writing
SHOWN = 30  # turns of a conversation that are drawn at first


@dataclass(frozen=True, slots=True)
class Earlier:
    """The turns of the open conversation, and the last of them drawn: those before would only slow the page down."""

    messages: Sequence[Message] = ()
    drawn: Sequence[str] = ()

    @property
    def answers(self) -> list[Answer]:
        return [message.answer for message in self.messages]

    def past(self, without_last: bool = False) -> str:
        """The drawn turns, after a way to those that are not."""
        drawn = self.drawn[:-1] if without_last else self.drawn
        hidden = len(self.messages) - len(self.drawn)
        return (draw_turn.earlier(hidden, len(self.drawn)) if hidden else "") + "".join(drawn)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the page sends it: the answers before it, its filters as a record, preferences taken away.

    `instead`: it takes the place of the last turn, which was edited or is asked again.
    """

    question: str
    before: Sequence[Answer] = ()
    where: Mapping[str, object] | None = None
    ignore: tuple[str, ...] = ()
    instead: bool = False
    model: str = ""  # the language model that is to write the answer; "" for the reader
    ticket: object = None  # by which the page may stop it


_GONE = "The article of the filter is no longer in the library."

Grown = tuple[str, Answer | None]
"""A turn as drawn so far, and its answer once there is one."""


def finder(library: Library) -> FindArticle:
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


def earlier(desk: Desk, seat: Seat, shown: int = SHOWN) -> Earlier:
    """What was asked before in the open conversation; the last `shown` turns are drawn."""
    messages = desk.chats.messages(seat.chat, seat.user) if seat.chat is not None else []
    library = desk.library(seat.kind)
    find, num, held = finder(library), library.num_articles, library.holdings
    drawn = [
        draw_turn.turn(position, one.answer, find, num, kept=Kept(one.token, one.helpful), holdings=held)
        for position, one in list(enumerate(messages, 1))[-shown:]
    ]
    return Earlier(messages, drawn)


def wanted(data: Mapping[str, object], earlier: Earlier) -> Wanted:
    """What the page asks for: a new question, the last one in other words, or an earlier one once more.

    That may be without one of its preferences.
    """
    answers = earlier.answers
    model, ticket = str(data.get("model", "")), data.get("ticket")
    number, instead = data.get("again"), bool(data.get("instead")) and bool(answers)
    before = answers[:-1] if instead else answers
    if isinstance(number, int) and 1 <= number <= len(answers):
        repeated = answers[number - 1]
        ignore = (*repeated.ignored, *([str(data["ignore"])] if "ignore" in data else []))
        return Wanted(
            repeated.question, answers[: number - 1], as_record(repeated.where), ignore, instead, model, ticket
        )
    where = data.get("where")
    question = str(data.get("question", ""))
    filters = where if isinstance(where, dict) else None
    return Wanted(question, before, filters, instead=instead, model=model, ticket=ticket)


def keep(desk: Desk, seat: Seat, asked: Wanted, answer: Answer) -> tuple[int, Kept]:
    """Put an answer into the open conversation, or into a new one; its id, and what is kept of the turn."""
    chat = seat.chat if seat.chat is not None else desk.chats.start(asked.question, seat.kind, seat.user)
    put = desk.chats.replace_last if asked.instead else desk.chats.keep
    return chat, Kept(put(chat, answer, seat.user))


def next_questions(
    desk: Desk, seat: Seat, asked: Wanted, answer: Answer, hurried: Callable[[], bool]
) -> tuple[str, ...]:
    """What could be asked next; nothing where that cannot be told, or once it is `hurried`: others wait for answers."""
    from assistant.suggesting import followups  # only when it is needed

    library, before = desk.library(seat.kind), _turns(asked.before)
    try:
        return () if answer.refused else followups(library, answer, before, hurried=hurried)
    except ChanceryError as error:  # the library changed or went meanwhile: no answer is lost by it
        log.warning("no questions could be suggested: %s", error)
        return ()
    except Exception:  # nor by a fault of ours in what only comes after it; the log has the whole of it
        log.exception("no questions could be suggested")
        return ()


def goes_on(desk: Desk, seat: Seat, before: Earlier) -> str:
    """What could be asked after the last turn of a conversation that is opened, drawn; empty where that is nothing."""
    if not before.messages:
        return ""
    *others, last = before.answers
    questions = next_questions(desk, seat, Wanted(last.question, others), last, lambda: desk.is_asked)
    return draw_turn.suggested(len(before.messages), questions)


def redrawn(desk: Desk, seat: Seat, position: int, answer: Answer, kept: Kept) -> str:
    """A finished turn as it is kept."""
    library = desk.library(seat.kind)
    return draw_turn.turn(
        position,
        answer,
        finder(library),
        library.num_articles,
        building=desk.building(seat.kind),
        kept=kept,
        holdings=library.holdings,
    )


def _turns(answers: Sequence[Answer]) -> tuple[Turn, ...]:
    return tuple(Turn(answer.question, answer.text) for answer in answers)


def answered(desk: Desk, seat: Seat, asked: Wanted, position: int) -> Iterator[Grown]:
    """The growing turn, drawn anew at each event; the last pair carries the answer, or None when there is none.

    This is where errors become words: those that people can act on as they are, the rest logged whole.
    """
    library = desk.library(seat.kind)
    try:
        yield from _growing(desk, seat, library, asked, position)
    except NothingNamed:  # it was chosen by its title, and its id is not for people
        yield draw_turn.stopped(position, asked.question, _GONE, "Take the filter away and ask again."), None
    except ChanceryError as error:
        yield draw_turn.stopped(position, asked.question, error.message, error.hint), None
    except Exception:  # the window's last chance to answer at all; the log has the whole of it
        log.exception("a question failed")
        yield (
            draw_turn.stopped(position, asked.question, "Something went wrong here.", "The server's log says what."),
            None,
        )


def _growing(desk: Desk, seat: Seat, library: Library, asked: Wanted, position: int) -> Iterator[Grown]:
    where, building = where_of(asked.where or {}), desk.building(seat.kind)
    find = finder(library)
    stage: str = "Looking…"
    writing: str | None = None
    due = 0.0
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    model = desk.model(asked.model)
    if model is not None:
        model = replace(model, stopped=lambda: asked.ticket in desk.windows.shown(seat).stopped)
    turns = _turns(asked.before)
    for event in library.stream(
        asked.question, turns, where=where, ignore=asked.ignore, model=model, strict=desk.strict
    ):
        match event:
            case Stage():
                stage = f"{event.name.capitalize()} {event.detail}…"
            case Citation():
                citations.append(event)
                continue
            case Writing():
                writing = event.text
                if time.monotonic() < due:  # pieces come faster than a page is drawn
                    continue
            case Sentence():
                sentences.append(event)
                writing = None if writing is None else ""
            case Answer():
                drawn = draw_turn.turn(
                    position, event, find, library.num_articles, building=building, holdings=library.holdings
                )
                yield drawn, event
                return
        due = time.monotonic() + _REDRAW
        drawn = draw_turn.growing(
            position, asked.question, stage, sentences, citations, find, writing, library.holdings
        )
        yield drawn, None
