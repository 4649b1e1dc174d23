"""What language models are told: files beside this one, each a LlamaIndex chat template, which users may replace.

A file has a part for each message, under `[system]` or `[user]`; `{question}` and the like are filled in. A file of
the same name in the folder given wins. Its version is a digest of its words, so an answer says which made it.
"""

import hashlib
import re
import string
from dataclasses import dataclass
from pathlib import Path

from llama_index.core import ChatPromptTemplate
from llama_index.core.llms import ChatMessage, MessageRole

VARIABLES = {"answer": {"passages", "question"}, "standalone": {"history", "question"}}
_PART = re.compile(r"^\[(system|user|assistant)\][^\S\n]*$", re.MULTILINE)


class TemplateError(ValueError):
    """A template that cannot be used; its words say which and why."""


@dataclass(frozen=True, slots=True)
class Template:
    """A chat template, and its version, such as `answer-1f2e3d4c`, with `-own` where it is the user's."""

    chat: ChatPromptTemplate
    version: str

    def messages(self, **values: str) -> list[ChatMessage]:
        """The messages with the values filled in; braces in a value stay as they are."""
        return self.chat.format_messages(llm=None, **values)


def load(name: str, own: Path | None = None) -> Template:
    """The template of a name; that of the folder `own` where there is one. Raises `TemplateError`."""
    path = own / f"{name}.txt" if own is not None else None
    yours = path is not None and path.is_file()
    path = path if path is not None and yours else Path(__file__).with_name(f"{name}.txt")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} cannot be read: {error}") from error
    pieces = _PART.split(text)
    parts = list(zip(pieces[1::2], pieces[2::2], strict=True))
    if not parts or pieces[0].strip():
        raise TemplateError(f"{path} has no parts: write [system] and [user] on lines of their own.")
    _check(path, "".join(body for _, body in parts), VARIABLES[name])
    messages = [ChatMessage(role=MessageRole(role), content=body.strip()) for role, body in parts]
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Template(ChatPromptTemplate(messages), f"{name}-{digest}{'-own' if yours else ''}")


def _check(path: Path, text: str, wanted: set[str]) -> None:
    try:
        named = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise TemplateError(f"{path}: {error}; write {{{{ and }}}} for braces.") from error
    if named - wanted:
        raise TemplateError(f"{path} wants {', '.join(sorted(named - wanted))}, which nothing fills in.")
    if wanted - named:
        raise TemplateError(f"{path} leaves out {', '.join(sorted(wanted - named))}.")
