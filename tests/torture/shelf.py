"""The sources of a home, and how they change by chance: what the index must come to hold."""

import random
from pathlib import Path

from tests.torture import texts
from tests.torture.texts import Version

_ARTICLES = (5, 60)  # in a home, between which it grows and shrinks
_LONG = 0.15  # of new articles have many passages


class Shelf:
    """Source files by key, and all first words that were ever written."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.versions: dict[str, Version] = {}
        self.written: set[str] = set()
        self._folder, self._chance = folder, chance
        self._number = 0
        folder.mkdir(parents=True, exist_ok=True)

    def change(self) -> set[str]:
        """Add, edit, delete, rename, touch and copy some; returns the keys whose sources are not as they were."""
        touched: set[str] = set()
        for _ in range(self._chance.choice((0, 1, 1, 2, 4, 8))):
            kinds = [self._add]
            if len(self.versions) >= _ARTICLES[0]:
                kinds = [self._edit, self._delete, self._rename, self._describe, self._touch, self._copy]
                kinds += [self._add] * 4 if len(self.versions) < _ARTICLES[1] else [self._delete] * 4
            touched.update(self._chance.choice(kinds)())
        return touched

    def _add(self) -> set[str]:
        parts = self._chance.randint(30, 120) if self._chance.random() < _LONG else self._chance.randint(1, 6)
        return self._put(self._new_key(), texts.drawn(self._chance, parts=parts))

    def _edit(self) -> set[str]:
        key = self._some_key()
        return self._put(key, texts.edited(self._chance, self.versions[key]))

    def _describe(self) -> set[str]:
        key = self._some_key()
        return self._put(key, texts.described(self._chance, self.versions[key]))

    def _touch(self) -> set[str]:
        key = self._some_key()
        (self._folder / key).touch()
        return {key}

    def _copy(self) -> set[str]:
        key = self._some_key()
        return {key} | self._put(self._new_key(), self.versions[key])

    def _delete(self) -> set[str]:
        key = self._some_key()
        (self._folder / key).unlink()
        del self.versions[key]
        return {key}

    def _rename(self) -> set[str]:
        key, new = self._some_key(), self._new_key()
        (self._folder / new).parent.mkdir(exist_ok=True)
        (self._folder / key).rename(self._folder / new)
        self.versions[new] = self.versions.pop(key)
        return {key, new}

    def _put(self, key: str, version: Version) -> set[str]:
        path = self._folder / key
        path.parent.mkdir(exist_ok=True)
        path.write_text(version.as_file(), encoding="utf-8")
        self.versions[key] = version
        self.written.add(version.words[0])
        return {key}

    def _new_key(self) -> str:
        self._number += 1
        return f"{self._chance.choice(('', 'a/', 'b/'))}{self._number:04}.md"

    def _some_key(self) -> str:
        return self._chance.choice(sorted(self.versions))

    def forget_missing(self, key: str) -> None:
        """Take note of a source that the index deleted."""
        if not (self._folder / key).exists():
            self.versions.pop(key, None)
