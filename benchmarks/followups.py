"""How well a follow-up finds its passages: asked as it is, with the conversation, and as `condense` makes it.

    python -m benchmarks.followups --data FOLDER

FOLDER holds reference.jsonl.gz of MTRAG (Apache-2.0). The pool `gold` is every passage that the set gives as relevant
to a turn. Only one turn of a conversation has passages there, so a query can hardly carry too much; the pool `hard` has
the answers to the earlier turns as well, none of which is relevant. The set has no rewrites by people. What stands for
a ceiling is the question with the answer that people approved: it knows what no rewrite can know.

Conversations are in two halves by a digest of their id: `condense` was tuned on one, the other was held out. A new
topic is made of a question that opens one conversation after the turns of another.
"""

import argparse
import gzip
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean

import numpy as np

from assistant.answer import Turn
from assistant.condense import standalone
from index.encoder import Encoder, load_encoder
from index.fuse import fuse
from index.lexical import Entry, LexicalIndex

Ask = Callable[["Task", "Pool"], tuple[str, ...]]
"""The queries for a task, whose rankings are fused."""

_FETCH = 50  # from each side, as `index.retrieve` does
_SIDES = ("dense", "words", "both")
_MEASURES = ("R@5", "R@10", "nDCG@10", "MRR")
_NO_ANSWER = re.compile(r"\bsorry\b|\bI (?:do not|don't|cannot|can't)\b|\bI apologi[sz]e\b", re.IGNORECASE)
_NEW_TOPICS = 5  # conversations that each opening question is asked after


@dataclass(frozen=True, slots=True)
class Task:
    """A turn, what was said before it, the numbers of its passages in the pool, and the approved answer."""

    key: str
    question: str
    history: tuple[Turn, ...]
    relevant: frozenset[int]
    target: str
    kind: str  # follow-up, clarification or n/a
    half: str  # tuned or held out


class Pool:
    """Passages searched by meaning, by words, and by both, as a library is."""

    def __init__(self, texts: Sequence[str], encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._vectors = encoder.encode(texts)
        self.words = LexicalIndex(folder)
        self.words.add(Entry(row, "", "", "en", None, "", text) for row, text in enumerate(texts))
        self.words.commit()

    def ranks(self, queries: Sequence[str]) -> dict[str, list[int]]:
        """The passages' numbers, best first, for each of the sides; those of several queries fused."""
        found = [self._ranks(query) for query in queries]
        if len(found) == 1:
            return found[0]
        return {side: _fused([one[side] for one in found]) for side in _SIDES}

    def _ranks(self, query: str) -> dict[str, list[int]]:
        nearest = np.argsort(-(self._vectors @ self._encoder.encode([query])[0]), kind="stable")
        dense = [int(number) for number in nearest[:_FETCH]]
        words = [row for row, _ in self.words.search(query, _FETCH)]
        return dict(zip(_SIDES, (dense, words, _fused([dense, words])), strict=True))


def _fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    keys = {str(side): [f"{number:06}" for number in ranking] for side, ranking in enumerate(rankings)}
    return [int(item.id) for item in fuse(keys)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="holds reference.jsonl.gz of MTRAG")
    data = parser.parse_args().data
    texts, tasks = read(data / "reference.jsonl.gz")
    answers = sorted({turn.answer for task in tasks for turn in task.history if turn.answer})
    asked = [task for task in tasks if task.history and task.relevant]
    print(f"{len(asked)} follow-ups, {len(texts)} passages, {len(answers)} earlier answers; pool `hard` has both")
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        for name, pooled in (("gold", texts), ("hard", [*texts, *answers])):
            pool = Pool(pooled, encoder, Path(folder) / name)
            report(name, pool, asked, ASKED)
    new_topics(tasks)


def _last(task: Task, _: Pool) -> tuple[str, ...]:
    return (task.question,)


def _questions(task: Task, _: Pool) -> tuple[str, ...]:
    return (" ".join([*(turn.question for turn in task.history), task.question]),)


def _everything(task: Task, _: Pool) -> tuple[str, ...]:
    return (" ".join([*(f"{turn.question} {turn.answer}" for turn in task.history), task.question]),)


def _shown(task: Task, pool: Pool) -> tuple[str, ...]:
    return (standalone(task.question, task.history, pool.words.document_frequency).shown,)


def _searched(task: Task, pool: Pool) -> tuple[str, ...]:
    return standalone(task.question, task.history, pool.words.document_frequency).searched


def _with_answer(task: Task, _: Pool) -> tuple[str, ...]:
    return (f"{task.question} {task.target}",)


ASKED: Mapping[str, Ask] = {
    "the last turn alone": _last,
    "all questions joined": _questions,
    "the whole history joined": _everything,
    "condense, as shown": _shown,
    "condense, as searched": _searched,
    "(with the approved answer)": _with_answer,
}


def report(pool_name: str, pool: Pool, tasks: Sequence[Task], asked: Mapping[str, Ask]) -> None:
    """One table a pool: each way of asking by each side; then the fused side by half and by kind of turn."""
    found = {name: [pool.ranks(ask(task, pool)) for task in tasks] for name, ask in asked.items()}
    print(f"\npool {pool_name:<23}" + "".join(f"{side + ' ' + one:>15}" for side in _SIDES for one in _MEASURES))
    for name, ranked in found.items():
        cells = [value for side in _SIDES for value in scores(tasks, ranked, side)]
        print(f"{name:<28}" + "".join(f"{value:15.3f}" for value in cells))
    groups: list[tuple[str, Callable[[Task], bool]]] = [
        ("tuned", lambda task: task.half == "tuned"),
        ("held out", lambda task: task.half == "held out"),
        ("follow-up", lambda task: task.kind == "follow-up"),
        ("clarification", lambda task: task.kind == "clarification"),
        ("n/a", lambda task: task.kind == "n/a"),
    ]
    for group, belongs in groups:
        rows = [number for number, task in enumerate(tasks) if belongs(task)]
        print(f"\n{group}, {len(rows)}, both sides".ljust(30) + "".join(f"{one:>9}" for one in _MEASURES))
        for name, ranked in found.items():
            values = scores([tasks[row] for row in rows], [ranked[row] for row in rows], "both")
            print(f"{name:<28}" + "".join(f"{value:9.3f}" for value in values))


def scores(tasks: Sequence[Task], ranked: Sequence[Mapping[str, Sequence[int]]], side: str) -> tuple[float, ...]:
    """The means of `_MEASURES`."""
    rows = [measure(task.relevant, ranks[side]) for task, ranks in zip(tasks, ranked, strict=True)]
    return tuple(mean(column) for column in zip(*rows, strict=True))


def measure(relevant: frozenset[int], ranks: Sequence[int]) -> tuple[float, float, float, float]:
    """Recall at 5 and 10, nDCG at 10 and the reciprocal rank of the first relevant one, all in 0..1."""
    gains = [number in relevant for number in ranks]
    recall = [sum(gains[:k]) / len(relevant) for k in (5, 10)]
    ideal = sum(1 / log2(place + 2) for place in range(min(10, len(relevant))))
    gained = sum(gain / log2(place + 2) for place, gain in enumerate(gains[:10]))
    first = next((1 / (place + 1) for place, gain in enumerate(gains) if gain), 0.0)
    return recall[0], recall[1], gained / ideal, first


def new_topics(tasks: Sequence[Task]) -> None:
    """How often something is carried to a question that opens another conversation, by half of its own."""
    openings = {task.key: task.history[0].question if task.history else task.question for task in tasks}
    talks = [task for task in tasks if task.history]
    for half in ("tuned", "held out"):
        made = [
            (openings[task.key], standalone(openings[task.key], other.history))
            for number, task in enumerate(tasks)
            if task.half == half
            for other in _others(talks, task.key, number)
        ]
        shown = mean(one.shown != question.strip() for question, one in made)
        twice = mean(len(one.searched) > 1 for _, one in made)
        print(f"\nnew topics, {half}, {len(made)}: something is carried to {shown:.1%}, {twice:.1%} are searched twice")


def _others(talks: Sequence[Task], key: str, number: int) -> Iterable[Task]:
    apart = len(talks) // (_NEW_TOPICS + 1)
    chosen = [talks[(number + apart * step) % len(talks)] for step in range(1, _NEW_TOPICS + 1)]
    return [talk for talk in chosen if talk.key != key]


def read(path: Path) -> tuple[list[str], list[Task]]:
    """The distinct passages, and the turns."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = list(dict.fromkeys(context["text"].strip() for row in rows for context in row["contexts"]))
    number = {text: place for place, text in enumerate(texts)}
    tasks = []
    for row in rows:
        said = [turn["text"].strip() for turn in row["input"]]
        *before, question = said
        history = tuple(
            Turn(asked, "" if _NO_ANSWER.search(answer) else answer)
            for asked, answer in zip(before[::2], before[1::2], strict=True)
        )
        digest = hashlib.sha256(row["conversation_id"].encode()).digest()
        tasks.append(
            Task(
                key=row["conversation_id"],
                question=question,
                history=history,
                relevant=frozenset(number[context["text"].strip()] for context in row["contexts"]),
                target=row["targets"][0]["text"],
                kind=row["Multi-Turn"][0].lower(),
                half="tuned" if digest[0] % 2 else "held out",
            )
        )
    return texts, tasks


if __name__ == "__main__":
    main()
