"""What one running window serves: the user's own library, the sample library, the conversations, and index runs.

It holds no drawing and no Gradio. All windows of one server share it, from many threads.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.asked import MisuseError
from assistant.chats import Chats
from assistant.library import Library
from assistant.llm.spec import NO_MODEL
from assistant.topics import Topics
from assistant.ui.job import Job, Run
from assistant.ui.seats import Kind, Seat, Windows
from assistant.ui.trial import Trial
from assistant.users import FILE, Users, key_of
from corpus import sources
from corpus.errors import ChanceryError
from corpus.home import Home
from index.encoder import load_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.evaluation.gold import Item
    from assistant.llm.connect import Model
    from index.build import BuildReport, Progress
    from index.encoder import Encoder

log = logging.getLogger(__name__)

_QUICK_ARTICLES = 2_000  # whose sources are looked at in some 50 ms
_WAITING_SECONDS = 30.0  # for which what was seen of the sources of a large library is told


class Desk:
    """The libraries of one home. Without `sample` there is the user's own library alone.

    `allow_private`: links may lead into the user's own network. `accounts`: who opens the window has signed in.
    """

    def __init__(
        self,
        home: Home,
        *,
        sample: bool = True,
        allow_private: bool = False,
        accounts: bool = False,
        encoder: "Encoder | None" = None,
    ) -> None:
        self.allow_private = allow_private
        self.users = Users(home.root / FILE) if accounts else None
        self.chats = Chats(home.chats)
        self.windows = Windows()
        self._libraries: dict[Kind, Library] = {"own": Library(home, encoder)}
        if sample:
            self._libraries["sample"] = Library(home.sample, encoder)
        self.topics = Topics(lambda: encoder or load_encoder())
        self.models: dict[str, Model] = {}  # that a person may choose, by their names
        self.strict = False  # leave out what models write and nothing supports
        self._jobs: dict[Kind, Job] = {}
        self._trials: dict[Kind, Trial] = {}
        self._names: dict[str, str] = {}  # of users, by their keys
        self._asking = 0  # questions that are being answered
        self._openers: dict[Kind, tuple[str, tuple[str, ...] | None]] = {}  # and of which version of the index
        self._waiting: dict[Kind, tuple[int, float]] = {}  # and when that was seen
        self._lock = threading.Lock()

    def offer(self, names: "Sequence[str]", *, strict: bool = False) -> None:
        """Let people choose these language models; raises what `connect` does for one that cannot be had."""
        self.strict = strict
        if names:
            from assistant.llm.connect import connect  # seconds to import

            self.models = {name: connect(name, self._libraries["own"].home) for name in names}

    def model(self, name: str) -> "Model | None":
        """The language model of a name that is offered; None for the reader. Raises `MisuseError` for any other."""
        if name and name != NO_MODEL and name not in self.models:
            served = ", ".join([*self.models, NO_MODEL])
            raise MisuseError(f"{name!r} is no model of this server.", f"There are: {served}")
        return self.models.get(name)

    @property
    def has_sample(self) -> bool:
        return "sample" in self._libraries

    def seat(self, library: str = "", chat: str = "", answer: str = "", user: str = "") -> Seat:
        """Where a new window begins: at the library and the conversation that are named, as far as they are there.

        `answer` is the token of an answer of that conversation. Where nothing is named it is the user's own library,
        or the sample while that is empty.
        """
        found = self.chats.of_token(answer, user) if answer else None
        if found is not None:
            return self.windows.opened("sample" if found[1] == "sample" and self.has_sample else "own", found[0], user)
        sample = self._libraries.get("sample")
        kind: Kind = "sample" if sample and not self._libraries["own"].has_sources() else "own"
        if library == "own":
            kind = "own"
        elif library == "sample" and sample and sample.has_sources():
            kind = "sample"
        there = chat.isascii() and chat.isdigit() and self.chats.has(int(chat), kind, user)
        return self.windows.opened(kind, int(chat) if there else None, user)

    def user(self, signed_in: str | None) -> str:
        """Whose conversations somebody sees who signed in under a name; "" where there are no accounts."""
        return key_of(signed_in or "") if self.users else ""

    def called(self, user: str) -> str:
        """The name of a user as it was written; "" for nobody."""
        if user and user not in self._names and self.users:
            self._names |= {one.key: one.name for one in self.users.all()}
        return self._names.get(user, user)

    def library(self, kind: Kind) -> Library:
        """The library of a kind; the user's own where there is no sample."""
        return self._libraries.get(kind) or self._libraries["own"]

    def job(self, kind: Kind) -> Job | None:
        """The run under way for a library, or the last one."""
        return self._jobs.get(kind)

    def building(self, kind: Kind) -> bool:
        """Whether a library is being indexed now."""
        job = self.job(kind)
        return job is not None and job.state.running

    def index(self, kind: Kind, *, rebuild: bool = False) -> Job:
        """Begin to index a library, or join the run that is under way."""
        with self._lock:
            job = self._jobs.get(kind)
            if job is None or not job.state.running:
                job = self._jobs[kind] = Job(self._run(kind, rebuild))
            return job

    def index_added(self, kind: Kind, given: sources.AddReport) -> Job:
        """Begin to index what was just added, however many other articles there are.

        While a run is under way, after it: it may have looked at the sources before these came. In a small library all
        that waits is taken along.
        """
        few = self.library(kind).glance().articles <= _QUICK_ARTICLES
        keys = None if few else [*given.added, *given.changed, *given.unchanged]
        with self._lock:
            job = self._jobs[kind] = Job(self._run(kind, False, keys), self._jobs.get(kind))
            return job

    def prepare(self, kind: Kind) -> Job | None:
        """Index what waits in a library, the samples laid out first; None when nothing waits.

        An index that another model made than the settings name is made anew, and answers meanwhile.
        """
        library = self.library(kind)
        if kind == "sample" and not library.has_sources():
            sources.add_samples(library.home)
        return self.index(kind) if library.status().waiting or _is_outdated(library) else None

    def trial(self, kind: Kind) -> Trial | None:
        """The evaluation under way for a library, or the last one."""
        return self._trials.get(kind)

    def evaluate(self, kind: Kind, questions: "Sequence[Item]") -> Trial:
        """Begin to ask a library the user's own questions, or join the evaluation that is under way."""
        library = self.library(kind)
        with self._lock:
            trial = self._trials.get(kind)
            if trial is None or trial.state.ended:
                trial = self._trials[kind] = Trial(library.home, library, questions)
            return trial

    def begin(self) -> None:
        """Prepare the library at which windows begin; a large one beside, so that no window waits for it."""
        kind = self.seat().kind
        if self.library(kind).glance().articles <= _QUICK_ARTICLES:
            self.prepare(kind)
        else:
            threading.Thread(target=self._prepare, args=(kind,), name="chancery-prepare", daemon=True).start()

    def _prepare(self, kind: Kind) -> None:
        try:
            self.prepare(kind)
        except ChanceryError as error:
            log.warning("the sources could not be looked at: %s", error)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While a question is being answered."""
        with self._lock:
            self._asking += 1
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1

    @property
    def is_asked(self) -> bool:
        """Whether a question is being answered now."""
        return self._asking > 0

    @property
    def others_ask(self) -> bool:
        """Whether more than one question is being answered now."""
        return self._asking > 1

    def openers(self, kind: Kind) -> tuple[str, ...] | None:
        """Questions to begin with, drawn from the articles as they are now; None while they are looked for."""
        version = self.library(kind).glance().version
        with self._lock:
            known, questions = self._openers.get(kind, ("", None))
            if known != version:
                self._openers[kind] = version, None
                threading.Thread(
                    target=self._see_openers, args=(kind, version), name="chancery-openers", daemon=True
                ).start()
                return None
        return questions

    def _see_openers(self, kind: Kind, version: str) -> None:
        from assistant.suggesting import openers  # only when it is needed

        questions: tuple[str, ...] = ()
        try:
            questions = openers(self.library(kind))
        except ChanceryError as error:
            log.warning("no questions could be suggested: %s", error)
        except Exception:  # the thread's last chance; the log has the whole of it
            log.exception("no questions could be suggested")
        with self._lock:
            if self._openers[kind][0] == version:
                self._openers[kind] = version, questions

    def waiting(self, kind: Kind) -> int:
        """How many sources wait to be indexed, as far as is known.

        That takes a look at every source. In a large library it is looked up beside, and told the next time.
        """
        library = self.library(kind)
        if library.glance().articles <= _QUICK_ARTICLES:
            return library.status().waiting
        known, since = self._waiting.get(kind, (0, 0.0))
        if time.monotonic() - since > _WAITING_SECONDS:
            self._waiting[kind] = known, time.monotonic()
            threading.Thread(target=self._see_waiting, args=(kind,), name="chancery-waiting", daemon=True).start()
        return known

    def _see_waiting(self, kind: Kind) -> None:
        try:
            self._waiting[kind] = self.library(kind).status().waiting, time.monotonic()
        except ChanceryError as error:
            log.warning("the sources could not be looked at: %s", error)

    def warm(self) -> None:
        """Load the model by one search, so that the first question does not wait for it."""
        try:
            self.library(self.seat().kind).search("warm", 1)
        except ChanceryError as error:  # the first question will say the same, in its place
            log.warning("the model could not be warmed: %s", error)

    def _run(self, kind: Kind, rebuild: bool, only: "Sequence[str] | None" = None) -> Run:
        def run(progress: "Callable[[Progress], None]") -> "BuildReport":
            return self.library(kind).index(rebuild=rebuild, only=only, progress=progress)

        return run


def _is_outdated(library: Library) -> bool:
    """As `Library.is_outdated`. Settings that name no good model keep no index from answering that has its own."""
    try:
        return library.is_outdated()
    except ChanceryError as error:
        log.warning("whether the index is to be made anew is not known: %s", error)
        return False
