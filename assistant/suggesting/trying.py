"""Candidates asked of the engine, within a budget, until enough of them stand."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.reader.question import terms
from assistant.suggesting.candidate import Candidate, alike
from assistant.suggesting.memory import Known

if TYPE_CHECKING:
    from assistant.library import Library

_AHEAD = 4  # candidates among which another kind is looked for
_LEAST_SURE = 0.25  # confidence; of 79 drafted questions 63 of 69 above 0.4 and 6 of 10 below found their sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the library answers a question as drafted, and what it quotes for that."""

    stands: bool
    quote: str = ""


@dataclass(slots=True)
class Trial:
    """The candidates that were found to stand, and what may still be spent on others.

    At most `asked` questions are put to the engine, and none is begun after `seconds`, or once it is `hurried`; what is
    remembered costs nothing.
    """

    library: "Library"
    known: Known
    most: int
    asked: int
    seconds: float
    shown: Sequence[str] = ()
    hurried: Callable[[], bool] = lambda: False
    chosen: list[Candidate] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _tried: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        """Whether there are enough, or nothing may be spent any more."""
        late = time.monotonic() - self._began >= self.seconds
        return len(self.chosen) >= self.most or self.asked <= 0 or late or self.hurried()

    def take(self, candidates: Iterable[Candidate]) -> None:
        """Choose the first that the library answers as drafted: no two alike, and kinds take turns."""
        waiting = [one for one in candidates if one.question not in self._tried]
        while waiting and not self.is_over:
            kinds = {other.kind for other in self.chosen}
            one = next((one for one in waiting[:_AHEAD] if one.kind not in kinds), waiting[0])
            waiting.remove(one)
            if any(alike(one.terms, other.terms) or one.sentence == other.sentence for other in self.chosen):
                continue
            self._tried.add(one.question)
            found = self.known.verdicts.get((one.question, one.article_id, one.start), partial(self._ask, one))
            if found.stands and not any(found.quote in text for text in self.shown):
                self.chosen.append(one)

    def _ask(self, one: Candidate) -> Verdict:
        self.asked -= 1
        return verdict(self.library, one)


def verdict(library: "Library", one: Candidate) -> Verdict:
    """Whether the engine answers a question with its own sentence, or with its words, and without reservations."""
    answer = library.answer(one.question)
    if answer.refused or not answer.citations or answer.caveats or answer.sides or answer.confidence < _LEAST_SURE:
        return Verdict(False)
    if answer.standalone_question != one.question:
        return Verdict(False)  # a word was taken for misspelt
    first = _answering(answer)
    said = " ".join(first.quote.split())
    if said != one.sentence and (one.exact or one.answer not in said):
        return Verdict(False)
    if one.speaker:
        about = first.article_id == one.article_id if one.loose else _is_about(one, said)
        stands = first.speaker.split()[-1:] == one.speaker.split()[-1:] and about
    else:
        stands = answer.short_answer is None or bool(set(terms(answer.short_answer)) & set(terms(one.answer)))
    return Verdict(stands, first.quote)


def _answering(answer: Answer) -> Citation:
    """What an answer quotes for its short answer, or first: a sentence may come before it that it leans on."""
    n = next((sentence.citations[0] for sentence in answer.sentences if sentence.short and sentence.citations), 1)
    return next((one for one in answer.citations if one.n == n), answer.citations[0])


def _is_about(one: Candidate, said: str) -> bool:
    """Whether words of somebody's have the name and the nouns of what they were asked about."""
    _, _, topic = one.question.partition(" say about ")
    nouns = {stem for word in topic.split() if word.islower() for stem in terms(word)}
    return one.answer in said and nouns <= set(terms(said))
