"""The home on disk: where a library's sources, index, conversations and settings live.

sources/       what the user gave, byte for byte
index/         derived; deleting it loses nothing
chats.sqlite   conversations
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
    def index(self) -> Path:
        return self.root / "index"

    @property
    def chats(self) -> Path:
        return self.root / "chats.sqlite"

    @property
    def settings(self) -> Path:
        return self.root / "chancery.toml"

    @property
    def sample(self) -> "Home":
        """The sample library's own home, inside this one."""
        return Home(self.root / "sample")
