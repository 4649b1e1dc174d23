"""Gold questions drafted from a library's own articles, for a first look before anyone has written some.

A draft tests whether the library finds again what it says, in nearly its own words: easier than what people ask, and
worth reading through before it is used. Every fourth question is made unanswerable by leaving its article out. Seeded:
the same library gives the same draft.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evaluation.drafting.article import drafted
from assistant.evaluation.drafting.clause import Asks
from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.gold import GoldError, Item
from assistant.evaluation.marks import doc
from assistant.evaluation.search import words
from assistant.reader.question import terms
from index.sentences import split

if TYPE_CHECKING:
    from assistant.library import Library

_UNANSWERABLE = 4  # every which question is one
_SEED = 0
_SAME = 0.5  # share of a question's terms that a sentence of another article may not have beside the answer
_FEW_TERMS = 5  # of a question; with more, a sentence that has all but one of them is as near
_OF_A_SENTENCE = 2  # questions at most
_DATE = re.compile(r"^(?:\w+day,? )?(?:(\d{1,2}) ([A-Z]\w+)|([A-Z]\w+) (\d{1,2}))(?:,? (\d{4}))?$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, its answer, and the sentence that gives it."""

    doc: str
    asks: Asks
    question: str
    answer: str
    quote: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """An article for drafting: its name in gold files, its sentences, and its ISO date, or nothing."""

    doc: str
    sentences: tuple[str, ...]
    published: str


def draft(library: "Library", count: int) -> list[Item]:
    """Up to `count` gold items; fewer where the articles give no more. Raises `GoldError` when they give none."""
    texts = list(_texts(library))
    known = _Sentences(texts)
    chosen = _chosen(texts, known, count)
    if not chosen:
        raise GoldError(
            "No sentence of the library makes a question by the rules.",
            "They need English articles with plain sentences; write a gold file by hand: docs/EVALUATION.md",
        )
    items: list[Item] = []
    num_left_out = 0
    for number, one in enumerate(chosen, start=1):
        leaves = num_left_out < number // _UNANSWERABLE and not known.tells(one)
        num_left_out += leaves
        items.append(_left_out(number, one) if leaves else _answered(number, one))
    return items


def _texts(library: "Library") -> Iterator[_Text]:
    """The articles that a gold file can name: two files of one name and different endings cannot be told apart."""
    articles = sorted(library.articles(), key=lambda one: one.key)
    named = Counter(doc(one.source) for one in articles)
    for one in articles:
        if named[doc(one.source)] == 1 and one.language in {"en", ""}:
            text = library.article(one.id).text
            sentences = tuple(" ".join(text[slice(*span)].split(" ")) for span in split(text))
            yield _Text(doc(one.source), sentences, one.published or "")


def _chosen(texts: Sequence[_Text], known: "_Sentences", count: int) -> list[_Candidate]:
    """One question of each article in turn, of the kind rarest so far; then a second one of the same sentences."""
    order = random.Random(_SEED)  # noqa: S311  # a shuffle, not a secret
    nouns = Nouns(sentence for text in texts for sentence in text.sentences)
    pools = []
    for text in texts:
        pool = [one for one in _candidates(text, known, nouns) if not known.rivals(one)]
        order.shuffle(pool)
        pools.append(pool)
    order.shuffle(pools)
    chosen: list[_Candidate] = []
    kinds: Counter[str] = Counter()
    asked: set[str] = set()
    for again in range(_OF_A_SENTENCE):
        waiting = [list(pool) for pool in pools]
        while any(waiting) and len(chosen) < count:
            for pool, left in zip(waiting, pools, strict=True):
                pool[:] = [one for one in pool if one.question not in asked]
                if not pool or len(chosen) == count:
                    continue
                best = min(pool, key=lambda one: kinds[one.asks])
                kinds[best.asks] += 1
                chosen.append(best)
                asked.add(best.question)
                pool[:] = [one for one in pool if one.quote != best.quote]
                left[:] = [one for one in left if _is_other(one, best)]
        if again or len(chosen) == count:
            break
    return chosen


def _is_other(one: _Candidate, chosen: _Candidate) -> bool:
    """Whether a question may be asked beside one that was chosen: of another sentence, or about something else."""
    return one.quote != chosen.quote or (one.asks != chosen.asks and one.answer != chosen.answer)


def _candidates(text: _Text, known: "_Sentences", nouns: Nouns) -> Iterator[_Candidate]:
    """The questions of an article; a sentence that other articles have too is furniture or a reprint."""
    places = [place for place, sentence in enumerate(text.sentences) if known.repeated[sentence] == 1]
    for place, made in drafted(text.sentences, text.published, nouns, places):
        answers = tuple(_variants(made.asks, made.answer, nouns))
        yield _Candidate(text.doc, made.asks, made.question, made.answer, text.sentences[place], answers)


class _Sentences:
    """What the library says, sentence by sentence: whether a question has one answer in it, and where that stands."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._sentences = [
            (text.doc, f" {' '.join(words(sentence))} ", frozenset(terms(sentence)))
            for text in texts
            for sentence in text.sentences
        ]
        self.repeated = Counter(sentence for text in texts for sentence in set(text.sentences))
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, _, said) in enumerate(self._sentences):
            for term in said:
                self._with[term].append(place)

    def rivals(self, one: _Candidate) -> bool:
        """Whether another sentence has the words of the question, or all but one of many, with another answer."""
        asked, answer = set(terms(one.question)), f" {' '.join(words(one.answer))} "
        quote = f" {' '.join(words(one.quote))} "
        enough = len(asked) - (len(asked) > _FEW_TERMS)
        return any(said != quote and answer not in said for said, _ in self._sharing(asked, enough))

    def tells(self, one: _Candidate) -> bool:
        """Whether other articles tell the same: then leaving its own out makes a question no harder."""
        asked, answer = set(terms(one.question)), f" {' '.join(words(one.answer))} "
        return any(name != one.doc and answer in said for said, name in self._sharing(asked, _SAME * len(asked)))

    def _sharing(self, asked: set[str], enough: float) -> Iterator[tuple[str, str]]:
        """The sentences that have so many of the terms, each with its article."""
        counts = Counter(place for term in asked for place in self._with.get(term, ()))
        for place, count in counts.items():
            if count >= enough:
                name, said, _ = self._sentences[place]
                yield said, name


def _answered(number: int, one: _Candidate) -> Item:
    return {
        "id": f"draft-{number:03d}",
        "type": one.asks,
        "history": [],
        "question": one.question,
        "answers": list(one.answers),
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


def _variants(asks: Asks, answer: str, nouns: Nouns) -> list[str]:
    """The answer as the sentence has it, and as others write it."""
    date = _DATE.match(answer) if asks == "when" else None
    if date:
        day, month, year = date[1] or date[4], date[2] or date[3], f" {date[5]}" if date[5] else ""
        return list(dict.fromkeys([answer, f"{day} {month}{year}", f"{month} {day}{year and ','}{year}"]))
    if asks == "who" and nouns.names(answer) == "person":
        return list(dict.fromkeys([answer, answer.split()[-1]]))
    without_article = re.sub(r"^(?:the|an?) ", "", answer, flags=re.IGNORECASE)
    return list(dict.fromkeys([answer, without_article]))
