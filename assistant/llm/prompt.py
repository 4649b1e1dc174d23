"""What a model is given: the question, and as many passages as its context holds, each under a key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Turn
from assistant.llm.connect import Model
from assistant.llm.errors import ModelError
from assistant.llm.orders import is_order, material, without_orders
from assistant.llm.spec import spoken
from assistant.llm.tags import tags
from assistant.settings import SettingsError
from corpus.article import Article
from corpus.home import Home
from index.passage import Passage
from index.sentences import split

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

    from prompts.templates import Template

MOST = 12  # passages: the likeliest; more distract small models and cost time
_LEAST = 1
_MARGIN = 64  # tokens for what a server puts around messages
_FENCE = re.compile(r"<(?=/?\s*passage\b)", re.IGNORECASE)
_MAX_TURNS = 4  # of a conversation that are told to make a question standalone
_MAX_ANSWER = 600  # characters of each of their answers


@dataclass(frozen=True, slots=True)
class Prompt:
    """Messages, the passage of each key in them, how many had no room, and the template's version."""

    messages: "Sequence[ChatMessage]"
    passages: Mapping[str, Passage]
    left_out: int
    version: str


def answer_prompt(
    model: Model, question: str, passages: Sequence[Passage], articles: Mapping[str, Article], home: Home
) -> Prompt:
    """The prompt for an answer; passages come best first, and are left out whole from the end.

    Raises `ModelError` where not even one has room, and `SettingsError` for a template that cannot be used.
    """
    template = _template("answer", home)
    wanted = [one for one in passages[:MOST] if material(one, articles[one.article_id].text)]
    if not wanted:
        raise ModelError(
            "empty", "What was found speaks to language models, and is no material.", "See the articles themselves."
        )
    keys = tags([one.id for one in wanted], question)
    drawn = [_drawn(key, one, articles[one.article_id]) for key, one in zip(keys, wanted, strict=True)]
    room = model.window - model.output - _MARGIN - _tokens(model, template.messages(passages="", question=question))
    given = 0
    for one in drawn:
        room -= model.count(one)
        if room < 0:
            break
        given += 1
    if given < _LEAST:
        raise ModelError(
            "overflow",
            f"The context of {spoken(model.name)}, {model.window:,} tokens, is too small for one passage.",
            "Set llm_context in chancery.toml, if the model has more.",
        )
    messages = template.messages(passages="\n\n".join(drawn[:given]), question=question)
    return Prompt(messages, dict(zip(keys, wanted[:given], strict=False)), len(drawn) - given, template.version)


def standalone_prompt(question: str, history: Sequence[Turn], home: Home) -> "Sequence[ChatMessage]":
    """The prompt that makes a follow-up stand alone."""
    turns = [f"Question: {turn.question}\nAnswer: {_harmless(turn.answer)}" for turn in history[-_MAX_TURNS:]]
    return _template("standalone", home).messages(history="\n".join(turns), question=question)


def _harmless(answer: str) -> str:
    """The beginning of an answer, without what the reader quoted of an article that speaks to models."""
    said = (answer[start:end] for start, end in split(answer[:_MAX_ANSWER]))
    return " ".join(one for one in said if not is_order(one))


def _template(name: str, home: Home) -> "Template":
    from prompts.templates import TemplateError, load  # LlamaIndex: seconds to import, so only when it is needed

    try:
        return load(name, home.root / "prompts")
    except TemplateError as error:
        raise SettingsError(str(error), "Mend the file, or take it away.") from error


def _tokens(model: Model, messages: "Sequence[ChatMessage]") -> int:
    return sum(model.count(message.content or "") for message in messages)


def _drawn(key: str, passage: Passage, article: Article) -> str:
    """A passage between fences that nothing in it can close, without what it says to models."""
    known = [("title", article.title), ("outlet", article.outlet), ("date", article.published or "")]
    about = "".join(f' {name}="{_plain(value)}"' for name, value in known if value and not is_order(value))
    return f'<passage key="{key}"{about}>\n{_FENCE.sub("‹", without_orders(passage, article.text))}\n</passage>'


def _plain(value: str) -> str:
    return _FENCE.sub("‹", value.replace('"', "'").replace("\n", " "))
