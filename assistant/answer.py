"""The records of an answer: sentences, their citations, and how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from index.where import ANYWHERE, Where

Support = Literal["verbatim", "supported", "partly", "unsupported"]
"""How far the citations carry a sentence; `verbatim` means that the sentence is the quote."""

STANDING: frozenset[Support] = frozenset({"verbatim", "supported"})
"""The verdicts of sentences that their citations carry."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact slice of an article that is quoted: `article.text[start:end] == quote`. `n` counts from 1."""

    n: int
    article_id: str
    passage_id: str
    source: str
    title: str
    outlet: str
    published: str | None
    url: str
    quote: str
    start: int
    end: int
    speaker: str = ""
    """Whom the article reports as saying it, such as "Sergei Lavrov"; empty when the article says it itself."""
    page: int | None = None
    """The page of the file on which the quote begins, from 1; None where the file has no pages."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What of a sentence stands in no passage that it cites: its kind, and its half-open span in the text.

    `elsewhere`: a passage has it, but of something else.
    """

    kind: Literal["number", "date", "name", "quotation"]
    start: int
    end: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer, the numbers of the citations behind it, and its verdict.

    `short` is the half-open span of the short answer in `text`, where this is the sentence that gives it. `matched`:
    a language model wrote it, and its citations were found for it, not named by that.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    short: tuple[int, int] | None = None
    flags: tuple[Flag, ...] = ()
    matched: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers between which the sources differ, and the numbers of the citations that give it."""

    answer: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near to the question."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Read:
    """A passage that was read for an answer and is not cited: where it stands in its article, and of what."""

    article_id: str
    title: str
    outlet: str
    published: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Preference:
    """Articles that a question asks to be looked at first: `said` are its words, `label` says it on its own.

    "since the Alaska summit" is the label "since 15 Aug 2025 (Alaska summit)".
    """

    where: Where
    said: str
    label: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model had to do with an answer.

    `failed` says in words why the reader's answer stands in its place, or is empty; `draft` is what it had written,
    without the keys of its citations, where that is not what is shown.
    """

    model: str  # as the user names it
    prompt: str  # the version of the prompt
    given: int = 0  # passages that it was given
    left_out: int = 0  # passages for which its context had no room
    unknown: int = 0  # citations of its text that nobody gave it, dropped
    removed: int = 0  # unsupported sentences that were taken out
    failed: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Chancery says. A refused answer has no sentences, and `reason` says why in words fit to show.

    `confidence` is in 0..1. `elapsed_ms` holds milliseconds per stage and "total".
    """

    question: str
    standalone_question: str
    refused: bool
    reason: str
    short_answer: str | None
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    engine: str  # which reader or model, and which index, made it
    confidence: float
    elapsed_ms: Mapping[str, float]
    sides: tuple[Side, ...] = ()  # two or more where the sources differ; none of them is the short answer then
    uncovered: tuple[str, ...] = ()  # words of a refused question that nothing found has
    searched: int = 0  # passages
    caveats: tuple[str, ...] = ()  # sentences to read before the answer: it contradicts the question, or is older
    where: Where = ANYWHERE  # the filter that the user set
    called: tuple[str, ...] = ()  # what the articles of the filter, then its groups of copies, are called, in its order
    preferences: tuple[Preference, ...] = ()  # what the question asked to be looked at first, and was
    ignored: tuple[str, ...] = ()  # labels of preferences that the user took away
    independent: int = 0  # sources cited, copies of one text counted once; 0 where it was not counted
    reprints: int = 0  # articles of the library that are copies of those cited
    written: Written | None = None  # where a language model was asked
    read: tuple[Read, ...] = ()  # of other articles than those cited, the likeliest passage of each, the best first

    @classmethod
    def refusal(cls, question: str, reason: str) -> "Answer":
        """The answer to a question that could not be asked."""
        return cls(question, question, True, reason, None, (), (), (), "none", 0.0, {"total": 0.0})

    @property
    def as_of(self) -> str | None:
        """The date (YYYY-MM-DD) of the newest source cited; None where none is dated."""
        return max((one.published for one in self.citations if one.published), default=None)

    @property
    def text(self) -> str:
        """The sentences in order, each followed by its marks: `... in Alaska. [1][2]`."""
        return " ".join(sentence.text + "".join(f" [{n}]" for n in sentence.citations) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done now, such as `searching`, `reading`, `writing`, and a detail such as `412 passages`."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Writing:
    """The sentence that a language model is writing, as far as it is there; the next one replaces it."""

    text: str


Event = Stage | Writing | Sentence | Citation | Answer
"""What `Engine.stream` yields: stages; then, as they are settled, citations and sentences; last, the whole answer.

What was yielded before the answer is a draft: the answer may leave it out, and says then why.
"""
