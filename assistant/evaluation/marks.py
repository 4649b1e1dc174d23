"""The marks of one answer: is it said, is it cited, was each citation needed, is it refused when it should be.

Only the first 20 words of the short answer and 80 of the answer are searched, so saying everything earns nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from statistics import mean

from assistant.answer import Answer, Citation
from assistant.evaluation.gold import Item, expected
from assistant.evaluation.search import Ranks, holds, share, words

_SHORT_WORDS, _ANSWER_WORDS = 20, 80  # what a person takes in at once


@dataclass(frozen=True, slots=True)
class Row:
    """One question's marks, each in 0..1, and what they were made from.

    `citation_precision` and `citation_need` are None where no citation can be judged: the question is unanswerable,
    has no evidence, or nothing is cited. `ranks` is empty without evidence.
    """

    id: str
    type: str
    question: str
    answerable: bool
    refused: bool
    answer: float
    cited: float
    score: float
    right: bool
    citation_precision: float | None
    citation_need: float | None
    num_citations: int
    num_verbatim: int
    ranks: Ranks
    confidence: float
    num_words: int
    milliseconds: float


def mark(item: Item, answer: Answer, *, found: Ranks = (), num_verbatim: int = 0) -> Row:
    """Score one answer.

    score = answer * (0.5 + 0.5 * cited) for an answerable question; for another 1 if it was refused, else 0. An answer
    is `right` when the question is answerable, every part is said, and the evidence is cited (answer = cited = 1).
    `found` are the ranks of the evidence in a search, `num_verbatim` the citations that stand in their articles.
    """
    told = bool(item["answerable"]) and not answer.refused
    said = answer_share(item, answer) if told else 0.0
    cited = cited_share(item, answer.citations) if told else 0.0
    judged = told and bool(item["evidence"]) and bool(answer.citations)
    return Row(
        id=str(item["id"]),
        type=item["type"],
        question=item["question"],
        answerable=bool(item["answerable"]),
        refused=answer.refused,
        answer=said,
        cited=cited,
        score=said * (0.5 + 0.5 * cited) if item["answerable"] else float(answer.refused),
        right=told and said == 1.0 and cited == 1.0,
        citation_precision=citation_precision(item, answer) if judged else None,
        citation_need=citation_need(item, answer) if judged else None,
        num_citations=len(answer.citations),
        num_verbatim=num_verbatim,
        ranks=found,
        confidence=answer.confidence,
        num_words=len(words(" ".join(sentence.text for sentence in answer.sentences))),
        milliseconds=answer.elapsed_ms["total"],
    )


def doc(source: str) -> str:
    """The name by which gold files call an article: its file's name without the ending."""
    return PurePath(source).stem


def answer_share(item: Item, answer: Answer) -> float:
    """The share of the expected parts that are said.

    (parts of which a variant stands in the window) / (parts); the window is the first 20 words of the short answer and
    the first 80 of the answer.
    """
    body = words(" ".join(sentence.text for sentence in answer.sentences))[:_ANSWER_WORDS]
    said = f" {' '.join([*words(answer.short_answer or '')[:_SHORT_WORDS], '|', *body])} "
    return mean(float(any(f" {' '.join(words(variant))} " in said for variant in part)) for part in expected(item))


def cited_share(item: Item, citations: Sequence[Citation]) -> float:
    """The share of the evidence that the quotes hold, those of one article taken together (see `search.share`)."""
    quoted: dict[str, set[str]] = {}
    for citation in citations:
        quoted.setdefault(doc(citation.source), set()).update(words(citation.quote))
    return share(item["type"], [holds(quoted, entry) for entry in item["evidence"]])


def citation_precision(item: Item, answer: Answer) -> float:
    """(citations whose quote, by itself, holds any gold evidence) / (citations)."""
    return mean(
        float(any(holds({doc(one.source): set(words(one.quote))}, entry) for entry in item["evidence"]))
        for one in answer.citations
    )


def citation_need(item: Item, answer: Answer) -> float:
    """(citations without which `answer_share` or `cited_share` falls) / (citations).

    With a citation go the sentences that rest on it alone. Of two citations that say the same neither is needed.
    """
    whole = (answer_share(item, answer), cited_share(item, answer.citations))
    rests = [_without(answer, citation) for citation in answer.citations]
    marks = [(answer_share(item, rest), cited_share(item, rest.citations)) for rest in rests]
    return mean(float(said < whole[0] or cited < whole[1]) for said, cited in marks)


def _without(answer: Answer, dropped: Citation) -> Answer:
    """The answer without a citation; its short answer goes too when no sentence left says it."""
    kept = tuple(one for one in answer.sentences if set(one.citations) != {dropped.n})
    short = words(answer.short_answer or "")
    stays = any(f" {' '.join(short)} " in f" {' '.join(words(one.text))} " for one in kept)
    return replace(
        answer,
        sentences=kept,
        citations=tuple(one for one in answer.citations if one is not dropped),
        short_answer=answer.short_answer if stays else None,
    )
