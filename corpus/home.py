"""The home on disk: where a library's sources, index, conversations and settings live.

sources/       what the user gave, byte for byte
links.toml     folders elsewhere that are read in place; linked/ has what the user said about their articles
index/         derived; deleting it loses nothing
chats.sqlite   conversations
questions.jsonl  questions whose answers the user knows; evaluations/ has the runs over them
chancery.toml  settings
sample/        the home of the sample library, made when it is first wanted; never mixed with the user's own
"""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from corpus.errors import ChanceryError

ENV_HOME = "CHANCERY_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """Paths only; nothing is made on disk until something is written."""

    root: Path

    @classmethod
    def resolve(cls, given: str | Path | None = None) -> "Home":
        """The home given, else `CHANCERY_HOME`, else the platform's folder for user data."""
        chosen = given or os.environ.get(ENV_HOME) or platformdirs.user_data_path("chancery", appauthor=False)
        try:
            return cls(Path(chosen).expanduser().absolute())
        except RuntimeError as error:  # ~somebody who is not known here
            raise ChanceryError(f"There is no such home: {chosen} ({error})", "Give a folder: --home DIR") from error

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def linked(self) -> Path:
        """Sidecars of what is in linked folders, by the folder's name; `links.toml` beside it lists those."""
        return self.root / "linked"

    @property
    def links(self) -> Path:
        return self.root / "links.toml"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def chats(self) -> Path:
        return self.root / "chats.sqlite"

    @property
    def questions(self) -> Path:
        """A gold file: see `assistant.evaluation`."""
        return self.root / "questions.jsonl"

    @property
    def evaluations(self) -> Path:
        return self.root / "evaluations"

    @property
    def settings(self) -> Path:
        return self.root / "chancery.toml"

    @property
    def sample(self) -> "Home":
        """The sample library's own home, inside this one."""
        return Home(self.root / "sample")
