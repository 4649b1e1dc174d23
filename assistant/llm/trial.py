"""Whether a language model works here: it is asked for one word, and what is wrong is said in words."""

import time
from dataclasses import dataclass, replace

from assistant.asked import MisuseError
from assistant.llm.connect import Model, connect
from assistant.llm.errors import ModelError
from assistant.llm.spec import spoken
from assistant.llm.talk import pieces
from assistant.settings import SettingsError
from corpus.home import Home

_ROOM = 2_048  # tokens of context, with which six passages and an answer go in
_SECONDS = 60.0  # for the first word; an answer may wait longer, a person who tries does not


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: `message` and `hint` say what is wrong, and are empty when nothing is."""

    name: str
    works: bool
    message: str = ""
    hint: str = ""
    seconds: float = 0.0


def tried(name: str, home: Home) -> Tried:
    """Ask a model for one word."""
    start = time.monotonic()
    try:
        _ask(connect(name, home))
    except (ModelError, SettingsError, MisuseError) as error:
        return Tried(name, False, error.message, error.hint, time.monotonic() - start)
    return Tried(name, True, seconds=time.monotonic() - start)


def _ask(model: Model) -> None:
    from llama_index.core.llms import ChatMessage

    if model.window < _ROOM:
        message = f"The context of {spoken(model.name)}, {model.window:,} tokens, is too small for an answer."
        raise ModelError("overflow", message, "Set llm_context in chancery.toml, if the model has more.")
    limits = replace(model.limits, first=min(model.limits.first, _SECONDS))
    text = ""
    try:
        for piece in pieces(model.llm, [ChatMessage("Write the word yes.")], limits, tells_end=model.tells_end):
            text += piece
    except ModelError as error:
        if error.kind != "cut" or not text:  # a model that thinks aloud may use up its length on it
            raise
    if not text.strip():
        raise ModelError("empty", "The model said nothing.", "Try another model.")
