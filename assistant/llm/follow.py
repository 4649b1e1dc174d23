"""A follow-up made to stand alone by the model."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Turn
from assistant.llm.connect import Model
from assistant.llm.errors import ModelError
from assistant.llm.prompt import standalone_prompt
from assistant.llm.reply import Reply
from assistant.llm.talk import pieces
from corpus.home import Home

log = logging.getLogger(__name__)

_MOST = 400  # characters of a question
_FIRST = 30.0  # seconds for its first piece: the model was loaded for the turn before, and the answer is waited for too
_SECONDS = 20.0  # from the first piece on: a question is short


def standalone_by(model: Model, question: str, history: Sequence[Turn], home: Home) -> str | None:
    """The question as the model would ask it by itself; None where it gives none, which the log tells."""
    first = min(model.limits.first, _FIRST)
    limits = replace(model.limits, first=first, pause=_SECONDS, whole=first + _SECONDS, characters=10 * _MOST)
    reply = Reply(())
    try:
        messages = standalone_prompt(question, history, home)
        for piece in pieces(model.llm, messages, limits, tells_end=model.tells_end, stopped=model.stopped):
            reply.feed(piece)
    except ModelError as error:
        if error.kind != "stopped":
            log.warning("a follow-up was made standalone without %s: %s", model.name, error.message)
        return None
    text = reply.thought().strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    asked = lines[-1].removeprefix("Question:").strip().strip('"“”') if lines else ""
    return asked if 0 < len(asked) <= _MOST and len(lines) == 1 else None
