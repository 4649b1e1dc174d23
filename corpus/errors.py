"""The one error that Chancery shows to people, and the tree of its kinds.

    ChanceryError
    ├── SourceError      corpus/errors.py     a file that cannot become an article (binary, empty, too large ...)
    ├── EncoderError     index/encoder.py     the embedding model is missing or is not the one whose digest we pin
    ├── IndexUnusable    index/errors.py      the index cannot be used or written as it stands
    │   ├── IndexLocked       ... because another process is writing it
    │   ├── IndexOutdated     ... because it has another format, or its stores are gone
    │   └── IndexMissing      ... because nothing has been indexed yet
    ├── UnknownArticle   index/errors.py      no article has this id
    ├── QuestionError    assistant/asked.py   the question is empty or too long
    ├── GoldError        assistant/evaluation/gold.py  a file of gold questions that cannot be read
    ├── SettingsError    assistant/settings.py  a setting that cannot be read or used
    ├── MisuseError      assistant/asked.py   a command was given something that it cannot take
    └── PortTaken        assistant/ui/serve.py  another program listens there

`message` says what happened, with the value that caused it; `hint` says what to do next, as a command if there is one.
Libraries below `cli` and `ui` raise; only those two turn an error into words on a screen.
"""


class ChanceryError(Exception):
    """Something that a person can act on: what happened, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class SourceError(ChanceryError):
    """A file that cannot become an article. `passing`: not for what it is, so the next try may succeed."""

    def __init__(self, message: str, hint: str = "", *, passing: bool = False) -> None:
        super().__init__(message, hint)
        self.passing = passing

    def __reduce__(self) -> tuple[object, ...]:
        return _source_error, (self.message, self.hint, self.passing)


def _source_error(message: str, hint: str, passing: bool) -> SourceError:
    return SourceError(message, hint, passing=passing)
