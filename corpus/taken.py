"""Which names are taken in a folder, as the least careful file system would see them: without case or Unicode form.

A home may be moved to a disk on which `Report.md` and `report.md` are one file. Only the folders on the way to a name
are listed, each once, so that adding a file does not cost a look at all others.
"""

import os
import unicodedata
from pathlib import Path


class Taken:
    """The names below `folder`, and those noted since."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, dict[str, list[str]]] = {}  # by folder, as a key: its names by their folded form

    def holder(self, key: str) -> str | None:
        """The key, with forward slashes, that takes the place of this one: itself when it is there, or None."""
        held = [""]
        for part in key.split("/"):
            held = [
                f"{parent}/{name}".lstrip("/") for parent in held for name in self._names(parent).get(_folded(part), ())
            ]
        held = [one for one in held if not (self._folder / one).is_dir()]
        return key if key in held else min(held, default=None)

    def note(self, key: str) -> None:
        """The key is taken from now on."""
        parts = key.split("/")
        for depth, part in enumerate(parts):
            names = self._names("/".join(parts[:depth])).setdefault(_folded(part), [])
            if part not in names:
                names.append(part)

    def _names(self, parent: str) -> dict[str, list[str]]:
        if parent not in self._listed:
            listed: dict[str, list[str]] = {}
            try:
                for name in os.listdir(self._folder / parent):  # noqa: PTH208 - names only, of 100,000 files
                    listed.setdefault(_folded(name), []).append(name)
            except (FileNotFoundError, NotADirectoryError):
                pass
            self._listed[parent] = listed
        return self._listed[parent]


def _folded(name: str) -> str:
    """A name as a file system sees it that knows neither case nor forms of Unicode."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
