"""Each sentence of a model, held against the passages it cites: its quotes, its verdict, and what stands nowhere.

The verdict is ours. A number, date, name or quotation that no cited passage has is flagged, and its sentence is at most
partly supported; so is one that turns what the passages say, or says more. How far they support the rest is judged
(`judge`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import STANDING, Flag, Support
from assistant.llm.guard import Cited, flags, out_of_order, overstated, turned
from assistant.llm.judge import PARTLY, SUPPORTED, SURE, UNSURE, Judge, Judged
from assistant.llm.orders import material, without_orders
from assistant.llm.reply import Claim
from assistant.reader.network import Network, Text
from assistant.reader.question import terms
from assistant.reader.reading import Evidence
from corpus.article import Article
from index.chunk import header
from index.index import Index
from index.passage import Passage, Span

_NEAREST = 3  # passages, of those that a sentence does not cite, that it is held against
_AHEAD = 6  # passages made ready while the model is silent
_AROUND = 1  # sentences on each side of a quoted one, in which what else a sentence has is looked for


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with its quotes, the best first, and what came of the check."""

    text: str
    quotes: tuple[Evidence, ...]
    support: Support
    flags: tuple[Flag, ...] = ()
    matched: bool = False


class Checker:
    """Checks the sentences of one answer. `passages` are those that the model was given, by their keys.

    What a passage says to models is no evidence; each has some that is.
    """

    def __init__(
        self,
        index: Index,
        network: Network,
        passages: Mapping[str, Passage],
        articles: Mapping[str, Article],
        judge: Judge | None = None,
    ) -> None:
        """`judge` is one that has seen some of the passages before; by default a new one."""
        self._passages, self._articles = passages, articles
        self._material = {one.id: material(one, articles[one.article_id].text) for one in passages.values()}
        self._judge = judge or Judge(network, index.encode_all)
        self._given = {one.id: self._cited(one) for one in passages.values()}
        self._sources = {
            one.id: Text(one.text, self._inner(one), self._given[one.id].heading) for one in passages.values()
        }

    def read_ahead(self) -> None:
        """Make ready what can be before there is a sentence: the passages that are cited most often, the first."""
        self._judge.know([*self._sources.values()][:_AHEAD])

    def check(self, claim: Claim) -> Checked:
        """A sentence as it is to be shown."""
        cited = [self._passages[tag] for tag in claim.tags if tag in self._passages]
        found = self._judged(claim.text, cited) if cited else None
        if found is None or found.support not in STANDING:
            matched = self._matched(claim.text, [one for one in self._passages.values() if one not in cited])
            if matched is not None:
                return matched
        return found or Checked(claim.text, (), "unsupported", flags(claim.text, (), [*self._given.values()]))

    def _matched(self, text: str, passages: Sequence[Passage]) -> Checked | None:
        """The passage that supports a sentence alone, of those that have most of its words."""
        for one in self._nearest(text, passages):
            alone = self._judged(text, [one], bar=SURE)
            if alone.support in STANDING:
                return replace(alone, matched=True)
        return None

    def _judged(self, text: str, cited: Sequence[Passage], bar: float = SUPPORTED) -> Checked:
        """The verdict over these passages together."""
        given = [self._given[one.id] for one in cited]
        flagged = flags(text, given, [*self._given.values()], self._judge.encode)
        judged = self._judge.judge(text, [self._sources[one.id] for one in cited])
        quotes = tuple(
            Evidence(one, span, 1.0)
            for one, numbers in zip(cited, judged.quoted, strict=True)
            for span in _together([self._material[one.id][at] for at in numbers], one)
        )
        if not flagged and any(_folded(text) in _folded(one.text) for one in given):
            return Checked(text, quotes, "verbatim")
        support: Support = "supported" if judged.score >= bar else "partly" if judged.score >= PARTLY else "unsupported"
        if support == "supported" and (flagged or self._differs(text, cited, judged)):
            support = "partly"
        return Checked(text, quotes, support, flagged)

    def _differs(self, text: str, cited: Sequence[Passage], judged: Judged) -> bool:
        """Whether a sentence says otherwise than its passages, or more than they do: rules that the judge may overrule,
        all but those for dates and numbers.
        """
        given = [self._given[one.id] for one in cited]
        strays = self._strays(text, cited, judged)
        if strays - {"name"} or out_of_order(text, given):
            return True
        if judged.score < UNSURE and (strays or turned(text, given)):
            return True
        return judged.score < SURE and overstated(text, given)

    def _strays(self, text: str, cited: Sequence[Passage], judged: Judged) -> set[str]:
        """The kinds of what stands in the passages, but away from the sentences that say the rest."""
        near = []
        for one, numbers in zip(cited, judged.quoted, strict=True):
            spans = self._material[one.id]
            kept = sorted({at for n in numbers for at in range(n - _AROUND, n + _AROUND + 1) if 0 <= at < len(spans)})
            near.append(replace(self._given[one.id], text=" ".join(one.text_of(spans[at]) for at in kept)))
        return {one.kind for one in flags(text, near, [*self._given.values()])}

    def _nearest(self, text: str, passages: Sequence[Passage]) -> list[Passage]:
        """The passages that have most of a sentence's words."""
        wanted = set(terms(text))
        shared = {one.id: len(wanted & set(terms(self._given[one.id].whole))) for one in passages}
        order = sorted(passages, key=lambda one: -shared[one.id])
        return [one for one in order[:_NEAREST] if shared[one.id]]

    def _cited(self, passage: Passage) -> Cited:
        article = self._articles[passage.article_id]
        return Cited(without_orders(passage, article.text), header(article).rstrip("\n"), article.published or "")

    def _inner(self, passage: Passage) -> list[tuple[int, int]]:
        """The sentences that are material, as spans of the passage's text."""
        return [(span.start - passage.start, span.end - passage.start) for span in self._material[passage.id]]


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
