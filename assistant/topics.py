"""Questions about one thing, put together: those near in meaning, and those that share most of their rare words.

The most asked question begins a topic, and each further one joins the nearest topic's first, where that is near enough:
so a topic does not wander off, as it would from neighbour to neighbour. Meaning is the bundled encoder's, which reads
Latin letters; of questions in other scripts, all of which lie near each other to it, only the words are compared.
Vectors are kept by the wording, and no wording is encoded twice. Nothing here looks at a library.
"""

import threading
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.chats import Gap
from assistant.reader.question import terms

if TYPE_CHECKING:
    from index.encoder import Encoder, Vectors

_NEAR = 0.65  # cosine; of pairs of questions just above it 19 in 22 ask about one thing, just below 13 (docs/LOG.md)
_SHARED = 0.4  # the share of their words' weight that two questions have in common; takes no pair of two subjects
_RARE = 50  # topics that have a word, beyond which it leads to none
_LAST_LATIN = "\u024f"
_BLOCK = 256  # questions that are compared with all topics at once
_BATCH = 64  # questions that are encoded at a time
_MOST_VECTORS = 10_000  # wordings whose vectors are kept, 1.5 kB each
_MOST_GROUPED = 8  # lists of questions whose topics are kept
_LOOK_SECONDS, _MOST_LOOKS = 0.1, 50  # between two looks whether somebody still waits for an answer; and how many


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions about one thing, the most asked first, and of those asked as often the most typical."""

    questions: tuple[Gap, ...]

    @property
    def times(self) -> int:
        """How often one of them was asked."""
        return sum(one.times for one in self.questions)

    @property
    def last(self) -> float:
        """When one of them was last asked, in seconds since 1970."""
        return max(one.last for one in self.questions)


class Topics:
    """Groups questions, and keeps what that took. Safe to share between threads."""

    def __init__(self, give: "Callable[[], Encoder]") -> None:
        """`give` is called when the first question is encoded."""
        self._give = give
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._grouped: OrderedDict[tuple[Gap, ...], list[Topic]] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, asked: Sequence[Gap]) -> list[Topic] | None:
        """The topics of questions that `by_meaning` was given before; None where it has yet to be asked."""
        return self._grouped.get(tuple(asked)) if len(asked) > 1 else [Topic((one,)) for one in asked]

    def is_quick(self, asked: Sequence[Gap]) -> bool:
        """Whether `by_meaning` has at most a batch of them to encode."""
        return len(self._new([one.question for one in asked])) <= _BATCH

    def by_words(self, asked: Sequence[Gap]) -> list[Topic]:
        """The topics as far as words tell them, at once; the most asked first."""
        return group(asked, np.zeros((len(asked), 1), dtype=np.float32))

    def by_meaning(self, asked: Sequence[Gap], is_busy: Callable[[], bool] = lambda: False) -> list[Topic]:
        """The topics by meaning and words, the most asked first; what is new is encoded, while not `is_busy`.

        Raises `EncoderError` where there is no encoder.
        """
        found = self.kept(asked)
        if found is None:
            with self._lock:
                found = group(asked, self._encoded([one.question for one in asked], is_busy))
                self._grouped[tuple(asked)] = found
                if len(self._grouped) > _MOST_GROUPED:
                    self._grouped.popitem(last=False)
        return found

    def _encoded(self, questions: Sequence[str], is_busy: Callable[[], bool]) -> "Vectors":
        """Their vectors (n, d); zeros for a question that the encoder does not read."""
        encoder = self._give()
        new = self._new(questions)
        for first in range(0, len(new), _BATCH):
            for _ in range(_MOST_LOOKS):
                if not is_busy():
                    break
                time.sleep(_LOOK_SECONDS)
            batch = new[first : first + _BATCH]
            self._vectors.update(zip(batch, encoder.encode(batch), strict=True))
        unread = np.zeros(encoder.dimension, dtype=np.float32)
        vectors = [self._vectors.get(one, unread) for one in questions]
        while len(self._vectors) > _MOST_VECTORS:
            self._vectors.popitem(last=False)
        return np.array(vectors, dtype=np.float32).reshape(-1, encoder.dimension)

    def _new(self, questions: Sequence[str]) -> list[str]:
        """Those that are yet to be encoded."""
        return [one for one in questions if one not in self._vectors and is_latin(one)]


def is_latin(text: str) -> bool:
    """Whether at least half of a text's letters are Latin."""
    letters = [one for one in text if one.isalpha()]
    return 2 * sum(one <= _LAST_LATIN for one in letters) >= len(letters)


def group(asked: Sequence[Gap], vectors: "Vectors") -> list[Topic]:
    """The topics of questions with these vectors (n, d), the most asked first, whatever the order of the questions."""
    order = sorted(range(len(asked)), key=lambda one: (-asked[one].times, -asked[one].last, asked[one].question))
    vectors = vectors[order]
    said = _Said([terms(asked[one].question) for one in order])
    leaders: list[int] = []  # the first question of each topic
    members: list[list[int]] = []
    for first in range(0, len(order), _BLOCK):
        block = vectors[first : first + _BLOCK]
        near, among = block @ vectors[leaders].T, block @ block.T
        before = len(leaders)
        for row in range(len(block)):
            scores = np.concatenate([near[row], among[row, [one - first for one in leaders[before:]]]]) - _NEAR
            for topic, share in said.shared(first + row):
                scores[topic] = max(scores[topic], share - _SHARED)
            best = int(scores.argmax()) if len(scores) else -1
            if best >= 0 and scores[best] >= 0:
                members[best].append(first + row)
            else:
                said.lead(first + row, len(leaders))
                leaders.append(first + row)
                members.append([first + row])
    topics = [Topic(_ranked([asked[order[one]] for one in some], vectors[some])) for some in members]
    return sorted(topics, key=lambda one: (-one.times, -one.last, one.questions[0].question))


def _ranked(questions: Sequence[Gap], vectors: "Vectors") -> tuple[Gap, ...]:
    """The most asked first; of those asked as often the one nearest to all, and then the latest."""
    typical = vectors @ vectors.sum(axis=0)
    order = sorted(
        range(len(questions)), key=lambda one: (-questions[one].times, -float(typical[one]), -questions[one].last)
    )
    return tuple(questions[one] for one in order)


class _Said:
    """The words of questions, weighed by how few of the questions have them; and the topics that have a word."""

    def __init__(self, said: Sequence[Sequence[str]]) -> None:
        self._said = [frozenset(words) for words in said]
        counts = Counter(word for words in self._said for word in words)
        self._weights = {word: float(np.log1p(len(said) / times)) for word, times in counts.items()}
        self._wholes = [sum(self._weights[word] for word in words) for words in self._said]
        self._topics: defaultdict[str, list[int]] = defaultdict(list)  # by word
        self._leaders: list[int] = []  # by topic

    def lead(self, question: int, topic: int) -> None:
        """Note that a question begins a topic; topics are numbered in this order."""
        self._leaders.append(question)
        for word in self._said[question]:
            self._topics[word].append(topic)

    def shared(self, question: int) -> list[tuple[int, float]]:
        """Topics with a rare word of a question, each with the share of their words' weight that both have."""
        words = self._said[question]
        found = {topic for word in words if len(self._topics[word]) <= _RARE for topic in self._topics[word]}
        shares = []
        for topic in sorted(found):
            leader = self._leaders[topic]
            common = sum(self._weights[word] for word in words & self._said[leader])
            shares.append((topic, common / (self._wholes[question] + self._wholes[leader] - common)))
        return shares
