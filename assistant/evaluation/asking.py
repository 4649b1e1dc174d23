"""A library asked the questions of a gold file: each becomes a case, and the cases the scores of a run."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Answer, Turn
from assistant.asked import QuestionError
from assistant.evaluation.figures import Scores, scores
from assistant.evaluation.gold import GoldError, Item, equals, left_out
from assistant.evaluation.marks import Row, doc, mark
from assistant.evaluation.search import DEPTH, holds, ranks, words

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.llm.connect import Model
    from corpus.article import Article
    from index.passage import Hit

_SHOWN = 3  # passages of a case that are kept for a report, besides the first that holds the evidence


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of the search for a question: from which article, and the spans in `text` that hold the evidence."""

    rank: int
    title: str
    outlet: str
    published: str | None
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its answer, its marks, and the passages that say why."""

    item: Item
    answer: Answer
    row: Row
    found: tuple[Found, ...]


def run(library: "Library", gold: Sequence[Item]) -> Scores:
    """Ask every question of `gold` and score the answers; raises `GoldError` for an article that cannot be left out."""
    return scored(library, gold, examine(library, gold))


def scored(library: "Library", gold: Sequence[Item], cases: Iterable[Case]) -> Scores:
    """The scores of the cases of `gold`."""
    known = _docs(library)
    named = {one["doc"] for item in gold for entry in item["evidence"] for one in equals(entry)}
    engines, rows = [], []
    for case in cases:
        engines += [] if case.answer.engine == "none" else [case.answer.engine]
        rows.append(case.row)
    return scores(rows, engine=engines[0] if engines else "none", missing_docs=sorted(named - set(known)))


def examine(
    library: "Library", gold: Sequence[Item], *, model: "Model | None" = None, strict: bool = False
) -> Iterator[Case]:
    """Ask the questions one by one; what is to be left out is looked up before the first is asked.

    With a `model` that writes the answers, and `strict` leaves out of them what nothing supports.
    """
    known = _docs(library)
    for item in gold:
        for name in left_out(item):
            if name not in known:
                raise GoldError(
                    f"Question {item['id']}: the article to leave out, {name}, is not in the library.",
                    "Use the library that the questions were made from.",
                )
    return (
        _case(library, item, {id_ for name in left_out(item) for id_ in known[name]}, model, strict) for item in gold
    )


def _docs(library: "Library") -> dict[str, set[str]]:
    """The ids of the articles by the name that gold files use; files of one name and several endings share it."""
    known: dict[str, set[str]] = {}
    for article in library.articles():
        known.setdefault(doc(article.source), set()).add(article.id)
    return known


def _case(library: "Library", item: Item, without: Collection[str], model: "Model | None", strict: bool) -> Case:
    history = [Turn(turn["question"], turn.get("answer") or "") for turn in item["history"]]
    try:
        answer = library.answer(item["question"], history, without=without, model=model, strict=strict)
    except QuestionError as error:  # it cannot be asked, so nothing is claimed: it counts as refused
        answer = Answer.refusal(item["question"], error.message)
    hits, articles = _hits(library, answer.standalone_question, without)
    found = ranks(item["evidence"], [(doc(articles[hit.passage.article_id].source), hit.passage.text) for hit in hits])
    num_verbatim = sum(
        library.article(one.article_id).text[one.start : one.end] == one.quote for one in answer.citations
    )
    row = mark(item, answer, found=found, num_verbatim=num_verbatim)
    return Case(item, answer, row, _shown(item, hits, articles, row))


def _hits(library: "Library", question: str, without: Collection[str]) -> "tuple[list[Hit], Mapping[str, Article]]":
    """The first hits for the question as it was searched, the articles left out dropped."""
    left = sum(len(library.opened.passages(article_id)) for article_id in without)
    hits, articles = library.search_with_articles(question, DEPTH + left)
    return [hit for hit in hits if hit.passage.article_id not in without][:DEPTH], articles


def _shown(item: Item, hits: "Sequence[Hit]", articles: "Mapping[str, Article]", row: Row) -> tuple[Found, ...]:
    """The first passages, and the first one that holds each piece of evidence."""
    wanted = {*range(1, _SHOWN + 1), *(rank for rank in row.ranks if rank is not None)}
    return tuple(
        _found(item, hit, rank, articles[hit.passage.article_id])
        for rank, hit in enumerate(hits, start=1)
        if rank in wanted
    )


def _found(item: Item, hit: "Hit", rank: int, article: "Article") -> Found:
    passage = hit.passage
    spans = passage.inner
    name = doc(article.source)
    quotes = [one["quote"] for entry in item["evidence"] for one in equals(entry) if one["doc"] == name]
    marks = tuple(span for span in spans if any(_tells(passage.text[slice(*span)], quote) for quote in quotes))
    return Found(rank, article.title or article.source, article.outlet, article.published, passage.text, marks)


def _tells(sentence: str, quote: str) -> bool:
    """Whether a sentence holds the quote, or is one of the sentences over which it runs."""
    return _within(quote, sentence) or _within(sentence, quote)


def _within(part: str, whole: str) -> bool:
    return holds({"": set(words(whole))}, {"doc": "", "quote": part})
