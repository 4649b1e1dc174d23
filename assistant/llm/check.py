"""Each sentence of a model, held against the passages it cites: its quotes, its verdict, and what stands nowhere.

The verdict is ours. A number, date, name or quotation that no cited passage has is flagged, and its sentence is at most
partly supported. For the rest the reader's network says how far a passage supports it. The bars are measured:
docs/MODELS.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.answer import Flag, Support
from assistant.llm.guard import Cited, flags
from assistant.llm.reply import Claim
from assistant.reader.network import Network, Text
from assistant.reader.question import terms
from assistant.reader.reading import Evidence
from corpus.article import Article
from index.chunk import header
from index.index import Index
from index.passage import Passage, Span

SUPPORTED, PARTLY = -0.5, -3.0
"""Logits of support from which a sentence is supported, and partly supported."""

_NEAREST = 3  # passages, of those that a sentence does not cite, that it is held against
_ADDS = 2  # content words of the sentence that a further quote of one passage has to add
_QUOTES = 2  # of one passage


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with its quotes, the best first, and what came of the check."""

    text: str
    quotes: tuple[Evidence, ...]
    support: Support
    flags: tuple[Flag, ...] = ()
    matched: bool = False


class Checker:
    """Checks the sentences of one answer. `passages` are those that the model was given, by their keys."""

    def __init__(
        self, index: Index, network: Network, passages: Mapping[str, Passage], articles: Mapping[str, Article]
    ) -> None:
        self._index, self._network = index, network
        self._passages, self._articles = passages, articles
        self._vectors = index.sentence_vectors([one.id for one in passages.values()])
        self._given = {one.id: self._cited(one) for one in passages.values()}

    def check(self, claim: Claim) -> Checked:
        """A sentence as it is to be shown."""
        cited = [self._passages[tag] for tag in claim.tags if tag in self._passages]
        found = self._judged(claim.text, cited) if cited else None
        if found is None or found.support in {"unsupported", "partly"}:
            others = self._nearest(claim.text, [one for one in self._passages.values() if one not in cited])
            better = self._judged(claim.text, others) if others else None
            if better is not None and better.support in {"verbatim", "supported"}:
                best = self._best(claim.text, others, better)
                return Checked(claim.text, best.quotes, best.support, best.flags, matched=True)
        return found or Checked(claim.text, (), "unsupported", flags(claim.text, (), [*self._given.values()]))

    def _judged(self, text: str, cited: Sequence[Passage]) -> Checked:
        """The verdict over these passages together."""
        sources = [self._given[one.id] for one in cited]
        flagged = flags(text, sources, [*self._given.values()])
        quotes = tuple(chain.from_iterable(self._quotes(text, one) for one in cited))
        if not flagged and any(_folded(text) in _folded(one.text) for one in sources):
            return Checked(text, quotes, "verbatim")
        logit = self._support(text, cited, quotes)
        support: Support = "supported" if logit >= SUPPORTED else "partly" if logit >= PARTLY else "unsupported"
        if flagged and support == "supported":
            support = "partly"
        return Checked(text, quotes, support, flagged)

    def _support(self, text: str, cited: Sequence[Passage], quotes: Sequence[Evidence]) -> float:
        """The highest logit that a passage, or all quotes together, support a sentence."""
        texts = [Text(one.text, one.inner, self._given[one.id].heading) for one in cited]
        if len(cited) > 1:
            joined = " ".join(piece.text for piece in quotes)
            texts.append(Text(joined, ((0, len(joined)),)))
        return float(self._network.support([(text, one) for one in texts]).max())

    def _best(self, text: str, passages: Sequence[Passage], found: Checked) -> Checked:
        """The one passage that supports a sentence, if one does; else all that do together."""
        for one in passages:
            alone = self._judged(text, [one])
            if alone.support in {"verbatim", "supported"}:
                return alone
        return found

    def _nearest(self, text: str, passages: Sequence[Passage]) -> list[Passage]:
        """The passages that have most of a sentence's words."""
        wanted = set(terms(text))
        shared = {one.id: len(wanted & set(terms(self._given[one.id].whole))) for one in passages}
        order = sorted(passages, key=lambda one: -shared[one.id])
        return [one for one in order[:_NEAREST] if shared[one.id]]

    def _quotes(self, text: str, passage: Passage) -> list[Evidence]:
        """The sentence of a passage that says most of a sentence, and one more that adds to it."""
        wanted = set(terms(text))
        has = [wanted & set(terms(passage.text[start:end])) for start, end in passage.inner]
        near = self._vectors[passage.id] @ self._index.encode(text) if passage.id in self._vectors else None
        cosine = [float(near[at]) if near is not None else 0.0 for at in range(len(has))]
        score = [len(has[at]) / max(len(wanted), 1) + cosine[at] for at in range(len(has))]
        best = max(range(len(has)), key=lambda at: score[at])
        chosen = [best]
        for at in sorted(range(len(has)), key=lambda at: -score[at]):
            said = set().union(*(has[other] for other in chosen))
            if at != best and len(chosen) < _QUOTES and len(has[at] - said) >= _ADDS:
                chosen.append(at)
        spans = [passage.sentences[at] for at in sorted(chosen)]
        return [Evidence(passage, span, 1.0) for span in _together(spans, passage)]

    def _cited(self, passage: Passage) -> Cited:
        article = self._articles[passage.article_id]
        return Cited(passage.text, header(article).rstrip("\n"), article.published or "")


def _together(spans: Sequence[Span], passage: Passage) -> list[Span]:
    """Spans, those that follow one another as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and not passage.text_of(Span(joined[-1].end, span.start)).strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _folded(text: str) -> str:
    """A text without case, spacing and punctuation."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "
