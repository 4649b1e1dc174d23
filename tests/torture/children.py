"""What the processes of a story do: one act on the index, a look at it with fresh eyes, or asking on and on.

Each runs in a process of its own, forked from a server that has everything imported and nothing opened, so that it
begins within milliseconds and may be killed at any point.
"""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import ChanceryError
from corpus.home import Home
from index import compact, encoders, graphs
from index.build import build, remove, rollback
from index.doctor import examine
from index.index import ArticleInfo, Index
from index.lock import writing
from tests.torture.encoders import encoder, load
from tests.torture.texts import rare_words

_K = 5  # hits asked for; a rare word stands in one or two passages, so it is well among the first
_PATIENCE_S = 60.0  # no act over so few articles takes a tenth of it: what takes longer hangs
_LOOKED_UP = 3  # rare words of an article that are searched for: its first, its last and one between

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.torture.children", "tests.torture.story", "index.stores", "index.vectors", "index.check"]
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done to an index; `only` are keys, and `article` the id of the one to be removed."""

    kind: str  # build, only, rebuild, remove, rollback or compact
    encoder: str
    only: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """An index as a new process found it: rare words by key, what is wrong with it, what the doctor says."""

    version: str
    words: dict[str, tuple[str, ...]]
    ids: dict[str, str]
    wrong: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a reader asked, and what went wrong."""

    times: int
    wrong: tuple[str, ...]


class ChildFailed(AssertionError):
    """A process ended, or hangs, without an answer."""


class Child:
    """Another process; `run` is called there with the arguments and its end of a pipe."""

    def __init__(self, run: Callable[..., None], *args: object) -> None:
        self.pipe, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=run, args=(*args, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def answer(self) -> object:
        """What it sends before it ends."""
        said = self.received()
        self.process.join(_PATIENCE_S)
        self.pipe.close()
        return said

    def received(self) -> object:
        """What it sends next; raises `ChildFailed`."""
        if not self.pipe.poll(_PATIENCE_S):
            self.kill()
            raise ChildFailed(f"no answer within {_PATIENCE_S:.0f} s")
        try:
            said: object = self.pipe.recv()
        except EOFError:
            self.process.join()
            raise ChildFailed(f"the process ended with {self.process.exitcode}") from None
        return said

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def do(root: Path, act: Act, answer: Connection) -> None:
    """One act; the answer is empty, or what a `ChanceryError` said, its hint on a line of its own."""
    _set_up()
    said = ""
    try:
        _done(Home(root), act)
    except ChanceryError as error:
        said = f"{type(error).__name__}: {error.message}\n{error.hint}"
    answer.send(said)


def _set_up() -> None:
    graphs.LARGE, graphs.WAITING = 8, 24  # so that even here rows wait to be put into a graph
    encoders.load_encoder = load


def _done(home: Home, act: Act) -> None:
    if act.kind == "remove":
        remove(home, act.article)
    elif act.kind == "rollback":
        rollback(home, encoder(act.encoder))
    elif act.kind == "compact":
        with writing(home.index):
            compact.compacted(home.index, lambda done, total: None)
    else:
        only = act.only if act.kind == "only" else None
        build(home, encoder(act.encoder), rebuild=act.kind == "rebuild", only=only)


def look(root: Path, name: str, gone: Sequence[str], whole: bool, answer: Connection) -> None:
    """Open the index and say what is there; `gone` are words that must not be found, `whole`: ask the doctor, too."""
    _set_up()
    try:
        answer.send(_seen(Home(root), name, gone, whole=whole))
    except ChanceryError as error:
        answer.send(f"{type(error).__name__}: {error.message}")


def _seen(home: Home, name: str, gone: Sequence[str], *, whole: bool) -> Seen:
    index = Index.open(home, encoder(name))
    words: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    infos = index.articles()
    for info in infos:
        words[info.key] = tuple(rare_words(index.article(info.id).text))
    times = Counter(word for own in words.values() for word in own)
    for info in infos:
        wrong.extend(_article_faults(index, info, [word for word in words[info.key] if times[word] == 1]))
    for word in gone:
        wrong.extend(f"{word} is gone and was found" for hit in index.search(word, _K) if word in hit.passage.text)
    faults = [f"{fault.where}: {fault.what}" for fault in examine(home).faults] if whole else []
    return Seen(index.version, words, {info.key: info.id for info in infos}, tuple(wrong), tuple(faults))


def _article_faults(index: Index, info: ArticleInfo, own: Sequence[str]) -> Iterable[str]:
    """Whether all of an article is there, of one version, and found by rare words that are its own alone."""
    article, passages = index.article(info.id), index.passages(info.id)
    if len(passages) != info.passages:
        yield f"{info.key} counts {info.passages} passages and has {len(passages)}"
    if any(article.text[passage.start : passage.end] != passage.text for passage in passages):
        yield f"{info.key} has passages of another version"
    inside = {word for passage in passages for word in rare_words(passage.text)}
    rare = rare_words(article.text)
    if inside != set(rare):
        yield f"{info.key} has passages with {len(inside)} of its {len(rare)} rare words"
    for word in {own[0], own[len(own) // 2], own[-1]} if len(own) >= _LOOKED_UP else own:
        if not _finds(index, word, info.key, info.id):
            yield f"{info.key} is not found by {word}"


def _finds(index: Index, word: str, key: str, article_id: str = "") -> bool:
    hits = index.search(word, _K)
    return any(word in hit.passage.text and article_id in ("", hit.passage.article_id) for hit in hits)


def ask(root: Path, name: str, told: Connection) -> None:
    """Ask on and on in one process, with an index kept open and with new ones.

    Told a list of words that must be found, it asks for them until it is told None, answers with what went wrong, and
    waits for the next list; an empty tuple ends it.
    """
    _set_up()
    kept = Index.open(Home(root), encoder(name))
    chance = random.Random(1)
    while words := told.recv():
        wrong: list[str] = []
        times = 0
        while not told.poll():
            word = chance.choice(words)
            fresh = chance.random() < 0.1
            index = Index.open(Home(root), encoder(name)) if fresh else kept
            how = "a new reader" if fresh else "a reader"
            try:
                if not _finds(index, word, ""):
                    wrong.append(f"{how} does not find {word} at {index.version}")
            except ChanceryError as error:
                wrong.append(f"{how} fails: {type(error).__name__}: {error.message}")
            times += 1
            time.sleep(0.002)  # two cores for everyone
        told.recv()
        told.send(Asked(times, tuple(wrong[:5])))


def search_in_vain(root: Path, name: str, words: Sequence[str], answer: Connection) -> None:
    """Open the index and ask until somebody kills this."""
    _set_up()
    index = Index.open(Home(root), encoder(name))
    while not answer.poll():
        for word in words:
            index.search(word, _K)
