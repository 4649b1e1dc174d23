"""Gold questions drafted from a library's own articles, for a first look before anyone has written some.

A draft tests whether the library finds again what it says, in nearly its own words: easier than what people ask, and
worth reading through before it is used. Every fifth question is made unanswerable by leaving its article out. Seeded:
the same library gives the same draft.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evaluation.gold import GoldError, Item
from assistant.evaluation.marks import doc
from assistant.evaluation.rules import Asks, people, questions
from assistant.evaluation.search import words
from assistant.reader.question import terms
from index.sentences import split

if TYPE_CHECKING:
    from assistant.library import Library

_UNANSWERABLE = 5  # every which question is one
_SEED = 0
_SAME = 0.5  # share of a question's terms that a sentence of another article may not have beside the answer
_DATE = re.compile(r"^(?:(\d{1,2}) ([A-Z]\w+)|([A-Z]\w+) (\d{1,2}))(?:,? (\d{4}))?$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, its answer, and the sentence that gives it."""

    doc: str
    asks: Asks
    question: str
    answer: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Text:
    """An article for drafting: its name in gold files and its sentences."""

    doc: str
    sentences: tuple[str, ...]


def draft(library: "Library", count: int) -> list[Item]:
    """Up to `count` gold items; fewer where the articles give no more. Raises `GoldError` when they give none."""
    texts = list(_texts(library))
    chosen = _chosen(texts, count)
    if not chosen:
        raise GoldError(
            "No sentence of the library makes a question by the rules.",
            "They need English articles with plain sentences; write a gold file by hand: docs/EVALUATION.md",
        )
    others = _Elsewhere(texts)
    items: list[Item] = []
    num_left_out, due = 0, 0
    for number, one in enumerate(chosen, start=1):
        due = number // _UNANSWERABLE
        leaves = num_left_out < due and not others.tells(one)
        num_left_out += leaves
        items.append(_left_out(number, one) if leaves else _answered(number, one))
    return items


def as_lines(items: Iterable[Item]) -> str:
    """The items as a gold file."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def _texts(library: "Library") -> Iterator[_Text]:
    """The articles that a gold file can name: two files of one name and different endings cannot be told apart."""
    articles = sorted(library.articles(), key=lambda one: one.key)
    named = Counter(doc(one.source) for one in articles)
    for one in articles:
        if named[doc(one.source)] == 1 and one.language in {"en", ""}:
            text = library.article(one.id).text
            yield _Text(doc(one.source), tuple(text[slice(*span)] for span in split(text)))


def _chosen(texts: Sequence[_Text], count: int) -> list[_Candidate]:
    """One question of each article in turn, each time of the kind that is rarest so far."""
    order = random.Random(_SEED)  # noqa: S311  # a shuffle, not a secret
    repeated = Counter(sentence for text in texts for sentence in set(text.sentences))
    pools = []
    for text in texts:
        pool = list(_candidates(text, repeated))
        order.shuffle(pool)
        pools.append(pool)
    order.shuffle(pools)
    chosen: list[_Candidate] = []
    kinds: Counter[str] = Counter()
    while any(pools) and len(chosen) < count:
        for pool in filter(None, pools):
            if len(chosen) == count:
                break
            best = min(pool, key=lambda one: kinds[one.asks])
            kinds[best.asks] += 1
            chosen.append(best)
            pool[:] = [one for one in pool if one.quote != best.quote]
    return chosen


def _candidates(text: _Text, repeated: Counter[str]) -> Iterator[_Candidate]:
    """The questions of an article; a sentence that other articles have too is furniture or a reprint."""
    known = people(" ".join(text.sentences))
    for sentence in dict.fromkeys(text.sentences):
        if repeated[sentence] == 1:
            for made in questions(sentence, known):
                yield _Candidate(text.doc, made.asks, made.question, made.answer, sentence)


class _Elsewhere:
    """Whether other articles tell the same: then leaving one out makes a question no harder."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._sentences = [
            (text.doc, f" {' '.join(words(sentence))} ", frozenset(terms(sentence)))
            for text in texts
            for sentence in text.sentences
        ]

    def tells(self, one: _Candidate) -> bool:
        asked, answer = set(terms(one.question)), f" {' '.join(words(one.answer))} "
        return any(
            name != one.doc and answer in said and len(asked & known) >= _SAME * len(asked)
            for name, said, known in self._sentences
        )


def _answered(number: int, one: _Candidate) -> Item:
    return {
        "id": f"draft-{number:03d}",
        "type": one.asks,
        "history": [],
        "question": one.question,
        "answers": _variants(one),
        "evidence": [{"doc": one.doc, "quote": one.quote}],
        "answerable": True,
    }


def _left_out(number: int, one: _Candidate) -> Item:
    return {
        "id": f"draft-{number:03d}",
        "type": "unanswerable",
        "history": [],
        "question": one.question,
        "evidence": [],
        "answerable": False,
        "leave_out": one.doc,
    }


def _variants(one: _Candidate) -> list[str]:
    """The answer as the sentence has it, and as others write it."""
    date = _DATE.match(one.answer) if one.asks == "when" else None
    if date:
        day, month, year = date[1] or date[4], date[2] or date[3], f" {date[5]}" if date[5] else ""
        return list(dict.fromkeys([one.answer, f"{day} {month}{year}", f"{month} {day}{year and ','}{year}"]))
    if one.asks == "who":
        return [one.answer, one.answer.split()[-1]]
    return [one.answer]
