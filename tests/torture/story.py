"""A random story over a home, and what must be true after every step of it.

Sources come, change and go; acts on the index are done, and many are killed midway; another process asks all the while.
After every act a new process looks at the index. What it must find:

- after a kill: each article that the act did not touch, as it was; each that it touched, as it was before or as it
  would be after, whole; nothing else, and nothing that was deleted earlier;
- after the build that follows: exactly what the sources say, and no fault that the doctor knows.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.home import Home
from tests.torture.children import Act, Asked, Child, ChildFailed, Seen, ask, do, look, search_in_vain
from tests.torture.encoders import ENCODERS
from tests.torture.kills import kill
from tests.torture.shelf import Shelf

_KILLED = 0.7  # of the acts
_USUAL_S = 0.4  # what an act takes before any of its kind has been timed
_GONE_ASKED = 12  # words of deleted texts that are looked for after an act
_ACTS = {"build": 8, "only": 4, "rebuild": 2, "encoder": 1, "remove": 3, "rollback": 2, "compact": 2}  # how often

_UNFINISHED = "manifest: an unfinished build left"

Words = tuple[str, ...]
Live = dict[str, Words]
"""The rare words of each live article, by key."""


class Broken(AssertionError):
    """The index is not what it must be."""


@dataclass(slots=True)
class Tally:
    """What a story did."""

    acts: int = 0
    kills: int = 0
    asked: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)


class Story:
    """One home, and everything that happens to it. `tell` is given a line for each act."""

    def __init__(self, home: Home, seed: int, tell: Callable[[str], object] = print) -> None:
        self.home, self.tally = home, Tally()
        self._chance, self._tell = random.Random(seed), tell
        self.shelf = Shelf(home.sources, self._chance)
        self.live: Live = {}
        self._ids: dict[str, str] = {}
        self._editions: dict[str, Live] = {}  # by number, as last seen
        self._encoder = "short"
        self._waiting: set[str] = set()  # keys whose sources changed since all were looked at
        self._usual: dict[str, float] = {}
        self._reader: Child | None = None

    def run(self, seconds: float) -> Tally:
        """Go on for so long; raises `Broken`."""
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                self.step()
        finally:
            self.end()
        return self.tally

    def step(self) -> None:
        """Change some sources, do something to the index, perhaps kill it midway, and look."""
        before = dict(self.live)
        self._waiting |= self._touched(self.shelf.change())
        act = self._drawn_act()
        touched = self._waiting | {key for key, article in self._ids.items() if article == act.article}
        steady = [] if act.kind == "rollback" else sorted(before.keys() - touched)
        self._ask_for([before[key][0] for key in steady])
        killed = self._do(act)
        wrong = self._answered().wrong
        self._settle_removal(act)
        seen = self._look(act.encoder, whole=not killed)
        self._tell(
            f"{self.tally.acts:4} {act.kind:8} {killed or 'done':45} {len(seen.words):3} articles, {seen.version}"
        )
        self._require(not wrong, act, wrong)
        self._require(not seen.wrong, act, seen.wrong)
        # What going back left to be taken out, the next build does; that is no fault of this act.
        self._require(not seen.faults or (act.kind == "rollback" and _UNFINISHED in seen.faults[0]), act, seen.faults)
        if killed:
            self._check_between(act, before, seen, touched)
        else:
            self._check_done(act, before, seen)
        self._remember(seen)
        if killed:
            self._mend(act)
        if killed or act.kind in {"build", "rebuild"}:
            self._waiting.clear()
        elif act.kind == "rollback":  # what was built since is to be built again
            self._waiting |= self.live.keys()

    def look_and_check(self) -> None:
        """The index is as it was left, and the doctor finds nothing."""
        act = Act("look", self._encoder)
        seen = self._look(self._encoder, whole=True)
        self._require(not seen.wrong, act, seen.wrong)
        self._require(not seen.faults, act, seen.faults)
        self._require(seen.words == self.live, act, ["it is not as it was left"])

    def _mend(self, act: Act) -> None:
        """The build after a kill leaves the index as the sources are."""
        again = Act("build", act.encoder)
        said = self._answer(Child(do, self.home.root, again), again)
        self._require(not said, again, [str(said)])
        seen = self._look(act.encoder, whole=True)
        self._require(not seen.wrong, again, seen.wrong)
        self._require(not seen.faults, again, seen.faults)
        self._check_done(again, dict(self.live), seen)
        self._remember(seen)

    def _touched(self, keys: set[str]) -> set[str]:
        """The keys, and those of articles with a text that one of them has or had: which of two is taken may change."""
        same = {version.words for key, version in self.shelf.versions.items() if key in keys}
        same |= {self.live[key] for key in keys if key in self.live}
        return keys | {key for key, words in self.live.items() if words in same}

    # Acts

    def _drawn_act(self) -> Act:
        kind = self._chance.choices(list(_ACTS), list(_ACTS.values()))[0]
        if kind == "encoder":
            return Act("build", self._chance.choice([name for name in ENCODERS if name != self._encoder]))
        if kind == "only" and self.shelf.versions and self._editions:
            return Act("only", self._encoder, only=(self._chance.choice(sorted({*self.shelf.versions, *self.live})),))
        if kind == "remove" and self._ids:
            return Act("remove", self._encoder, article=self._ids[self._chance.choice(sorted(self._ids))])
        return Act(kind if kind in {"rebuild", "rollback", "compact"} and self.live else "build", self._encoder)

    def _do(self, act: Act) -> str:
        """Do it in another process; returns when that was killed, or nothing."""
        self.tally.acts += 1
        self.tally.by_kind[act.kind] = self.tally.by_kind.get(act.kind, 0) + 1
        stray = self._stray()
        began = time.monotonic()
        child = Child(do, self.home.root, act)
        killed = ""
        if self._chance.random() < _KILLED:
            killed = kill(child.process, self.home.index, self._chance, self._usual.get(act.kind, _USUAL_S))
        if killed:
            self.tally.kills += 1
        else:
            said = str(self._answer(child, act))
            self._usual[act.kind] = 0.5 * (self._usual.get(act.kind, _USUAL_S) + time.monotonic() - began)
            self._require(not said or self._expected(act, said), act, [said])
        if stray:
            stray.kill()
        return killed

    def _expected(self, act: Act, said: str) -> bool:
        """Whether an act may refuse: there is nothing to go back to, or another encoder made it."""
        return act.kind == "rollback" and said.startswith(("IndexMissing: No earlier", "IndexUnusable: The earlier"))

    def _settle_removal(self, act: Act) -> None:
        """An article that was removed took its source along; so may one whose removal was killed."""
        for key, article in self._ids.items():
            if act.kind == "remove" and article == act.article:
                self.shelf.forget_missing(key)

    def _stray(self) -> Child | None:
        """Now and then a reader that is killed while it opens the index or asks."""
        if self._chance.random() > 0.2 or not self.live:
            return None
        words = [words[0] for words in self.live.values()][:5]
        return Child(search_in_vain, self.home.root, self._encoder, words)

    def _answer(self, child: Child, act: Act) -> object:
        try:
            return child.answer()
        except ChildFailed as error:
            raise Broken(f"act {self.tally.acts}, {act}: {error}") from None

    # Looking

    def _look(self, name: str, *, whole: bool) -> Seen:
        """What a new process finds that wants an encoder, whichever has made the edition that is live."""
        there = {word for version in self.shelf.versions.values() for word in version.words}
        there |= {word for live in self._editions.values() for words in live.values() for word in words}
        gone = sorted(self.shelf.written - there)
        asked = self._chance.sample(gone, min(len(gone), _GONE_ASKED))
        said = self._answer(Child(look, self.home.root, name, asked, whole), Act("look", name))
        if not isinstance(said, Seen):
            raise Broken(f"act {self.tally.acts}: {said}")
        self._encoder = name
        return said

    def _check_between(self, act: Act, before: Live, seen: Seen, touched: set[str]) -> None:
        """After a kill: what was not touched is there, what was touched is one of its versions, whole."""
        if act.kind == "rollback" and seen.words != before:
            self._check_rolled(act, seen)
            return
        for key, words in before.items():
            if key not in touched:
                self._require(seen.words.get(key) == words, act, [f"{key} was {words}, is {seen.words.get(key)}"])
        for key, words in seen.words.items():
            version = self.shelf.versions.get(key)
            may = {before.get(key), version.words if version else None}
            self._require(words in may, act, [f"{key} is {words}, may be {may}"])

    def _check_done(self, act: Act, before: Live, seen: Seen) -> None:
        """After an act that went to its end."""
        if act.kind == "rollback":
            if seen.words != before:
                self._check_rolled(act, seen)
        elif act.kind in {"compact", "remove", "only"}:
            keys = {key for key, article in self._ids.items() if article == act.article} | set(act.only)
            for key in before.keys() | seen.words.keys():
                if key not in keys:
                    self._require(seen.words.get(key) == before.get(key), act, [f"{key} was not to be changed"])
            for key in keys:
                version = self.shelf.versions.get(key)
                held = {words: other for other, words in seen.words.items()}
                right = held.get(version.words) is not None if version else key not in seen.words
                self._require(right, act, [f"{key} is {seen.words.get(key)}, its source {version}"])
        else:
            wanted = {version.words for version in self.shelf.versions.values()}
            found = list(seen.words.values())
            missing, beyond = wanted - set(found), set(found) - wanted
            self._require(not missing and not beyond, act, [f"missing: {missing}, beyond: {beyond}"])
            self._require(len(found) == len(set(found)), act, ["a text is there twice"])
            for key, words in seen.words.items():
                version = self.shelf.versions.get(key)
                self._require(version is not None and version.words == words, act, [f"{key} is not its source"])

    def _check_rolled(self, act: Act, seen: Seen) -> None:
        """An edition that was gone back to has what it had, less what was deleted since."""
        had = self._editions.get(seen.version.split(".")[0], {})
        kept = {key: words for key, words in had.items() if key in self.shelf.versions}
        self._require(seen.words == kept, act, [f"it has {sorted(seen.words)}, and should {sorted(kept)}"])

    def _remember(self, seen: Seen) -> None:
        self.live, self._ids = dict(seen.words), dict(seen.ids)
        self._editions[seen.version.split(".")[0]] = dict(seen.words)
        self._editions = {name: live for name, live in self._editions.items() if (self.home.index / name).is_dir()}

    def _require(self, right: bool, act: Act, wrong: Sequence[str]) -> None:
        if not right:
            raise Broken(f"act {self.tally.acts}, {act}: {'; '.join(wrong)}")

    # The reader beside

    def _ask_for(self, words: Sequence[str]) -> None:
        """Have these asked for by another process until `_answered`."""
        self._asking = bool(words)
        if self._asking:
            if self._reader is None:
                self._reader = Child(ask, self.home.root, self._encoder)
            self._reader.pipe.send(tuple(words))

    _asking = False

    def _answered(self) -> Asked:
        if not self._asking or self._reader is None:
            return Asked(0, ())
        self._reader.pipe.send(None)
        try:
            asked = self._reader.received()
        except ChildFailed as error:
            raise Broken(f"act {self.tally.acts}, the reader beside: {error}") from None
        assert isinstance(asked, Asked)
        self.tally.asked += asked.times
        return asked

    def end(self) -> None:
        """Let the process go that asks beside."""
        if self._reader is not None:
            self._reader.kill()
            self._reader = None
