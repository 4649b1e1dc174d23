"""Questions that go on from an answer: near its sentences first, then in other articles, step by step.

A step further is taken only while there are too few: around what was cited and read, in the articles that are nearest
to the conversation, and last in a sample of all. Each step looks at a bounded number of articles, however many there
are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from assistant.answer import Answer, Turn
from assistant.reader.question import terms
from assistant.suggesting.candidate import Candidate, is_household, is_told, of_conversation, repeats
from assistant.suggesting.pool import Drawn, drawn, sampled
from assistant.suggesting.trying import Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.library import Library

_MOST = 3  # suggestions
_ASKED, _SECONDS = 12, 3.0  # questions tried after an answer, and the time after which no other is begun
_MOST_ARTICLES = 6  # around an answer: what it cites, then what was read for it
_HITS, _AT_ONCE = 48, 4  # passages of other articles; so many articles a step
_QUERY = 400  # characters of the conversation by which other articles are looked for
_NEARNESS = 4.0  # worth of a cosine of 1
_NEAR_ENOUGH, _NEAR_ELSEWHERE = 0.2, 0.55  # cosine with the conversation, in an article that is cited and in others
_FARTHER = 0.75  # of that cosine is enough where there are too few that are so near


def followups(
    library: "Library",
    answer: Answer,
    history: Sequence[Turn] = (),
    *,
    hurried: Callable[[], bool] = lambda: False,
    seconds: float = _SECONDS,
) -> tuple[str, ...]:
    """Up to three questions that go on from an answer, each of which the library answers; `history` is before it.

    Takes about a second: it asks the engine a few times, not after so many `seconds` nor once it is `hurried`. Drawn
    from the articles cited and read first, so that a refused answer is followed by what the library can answer near it.
    """
    shown = [sentence.text for sentence in answer.sentences] + [turn.answer for turn in history]
    known = library.memory.at(library.opened.version)
    trial = Trial(library, known, _MOST, asked=_ASKED, seconds=seconds, shown=shown, hurried=hurried)
    for some in _Following(trial, answer, history).steps():
        trial.take(some)
        if trial.is_over:
            break
    return tuple(one.question for one in trial.chosen)


class _Following:
    """The candidates after one answer."""

    def __init__(self, trial: Trial, answer: Answer, history: Sequence[Turn]) -> None:
        self._trial, self._answer = trial, answer
        self._library, self._known, self._shown = trial.library, trial.known, trial.shown
        self._asked = [answer.standalone_question, answer.question, *(turn.question for turn in history)]
        self._said = " ".join([answer.standalone_question, *(sentence.text for sentence in answer.sentences)])
        self._terms = frozenset(terms(self._said))
        self._cited = {citation.article_id for citation in answer.citations}
        self._about: NDArray[np.float32] = self._library.opened.encode(answer.standalone_question)
        self._seen: set[str] = set()
        self._strangers: list[Candidate] = []

    def steps(self) -> Iterator[list[Candidate]]:
        """The candidates of each step, the likeliest first."""
        around = [(one.article_id, one.start) for one in self._answer.citations]
        around += [(one.article_id, one.start) for one in self._answer.read]
        scored = [*self._scored(self._taken(around, _MOST_ARTICLES))]
        for least in (1.0, _FARTHER):
            yield _ordered((one, score) for one, score in scored if self._is_near(one, score, least))
        yield _ordered((one, score) for one, score in scored if one.article_id in self._cited)
        hits = self._library.opened.search(self._said[:_QUERY], _HITS)
        yield from self._in_turn((hit.passage.article_id, hit.passage.start) for hit in hits)
        yield _ordered(scored)
        yield from self._in_turn((info.id, 0) for info in sampled(self._library, self._known))
        yield self._strangers

    def _in_turn(self, places: Iterable[tuple[str, int]]) -> Iterator[list[Candidate]]:
        """The candidates of a few articles at a time, but for who those are whom nobody has spoken of yet."""
        waiting = iter(places)
        while some := list(islice(self._taken(waiting, None), _AT_ONCE)):
            found = _ordered(self._scored(some))
            yield [one for one in found if not one.presents]
            self._strangers += [one for one in found if one.presents]

    def _taken(self, places: Iterable[tuple[str, int]], most: int | None) -> Iterator[tuple[Drawn, int]]:
        """What the places give, each article once, and no more of them once nothing may be spent."""
        for article_id, start in places:
            if article_id in self._seen or (most is not None and len(self._seen) >= most):
                continue
            if self._trial.is_over:
                return
            self._seen.add(article_id)
            found = drawn(self._library, self._known, article_id, start)
            if found is not None:
                yield found, start

    def _scored(self, places: Iterable[tuple[Drawn, int]]) -> Iterator[tuple[Candidate, float]]:
        """The candidates that may be suggested, each with how near its sentence is to the question (a cosine)."""
        for found, start in places:
            near = found.place.number_at(start)
            of_screen = of_conversation(found.place, self._answer.standalone_question, self._said)
            for one in {one.question: one for one in (*found.candidates, *of_screen)}.values():
                if self._may_be(one):
                    vector = found.meanings.get(one.start)
                    yield one.nearer(near), float(self._about @ vector) if vector is not None else 0.0

    def _may_be(self, one: Candidate) -> bool:
        """Whether a question is neither asked nor told yet, and needs nothing that the conversation does not give."""
        if one.here and (one.article_id not in self._cited or not frozenset(terms(one.leaning)) <= self._terms):
            return False
        if one.loose and one.speaker.split()[-1] in self._said:
            return False  # somebody's words, of which some are on the screen
        return not (repeats(one, self._asked) or is_told(one, self._shown) or is_household(self._library, one))

    def _is_near(self, one: Candidate, score: float, least: float) -> bool:
        """Whether a candidate goes on with the question; who is named on the screen belongs to it anyhow."""
        here = one.article_id in self._cited
        return (one.belongs and here) or score >= least * (_NEAR_ENOUGH if here else _NEAR_ELSEWHERE)


def _ordered(scored: Iterable[tuple[Candidate, float]]) -> list[Candidate]:
    """Candidates by what they are worth, nearness included."""
    worth = [replace(one, worth=one.worth + _NEARNESS * score) for one, score in scored]
    return sorted(worth, key=lambda one: (-one.worth, one.question))
