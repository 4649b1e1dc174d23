"""Yes or no: what sentences say to a question that asks for one of the two, or to what another one takes for granted.

Two claims are put to the network, the question and its denial. Only a clear support of one and none of the other is
said; most sentences say neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reader.closed import DENIED
from assistant.reader.network import Network, Text
from assistant.reader.reading import Says
from index.passage import Passage

# High on purpose. On questions made of articles never seen, a yes at 2 and a no at 1 are right in 88 % and 98 %; but of
# questions that people ask of news, "they agreed to meet" passed for "they met" at 3, and a denial stood at 2.3.
_YES, _NO = 3.5, 3.0  # logits of the support that a yes and a no need
_APART = 4.0  # by how much it must beat the support of the other

NUM_JUDGED = 6
"""Sentences, the likeliest, to which a question is put."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What each text says to a question for yes or no, "" for neither; and the highest logit that one says either."""

    says: tuple[Says, ...]
    support: float


def judged(network: Network, question: str, texts: Sequence[Text]) -> Judged:
    """Put a question for yes or no to one or more texts."""
    claims = [question, f"{DENIED}{question}"]
    support = network.support([(claim, text) for claim in claims for text in texts])
    both = zip(support[: len(texts)], support[len(texts) :], strict=True)
    return Judged(tuple(verdict(float(yes), float(no)) for yes, no in both), float(support.max()))


def around(passage: Passage, place: int, head: str) -> Text:
    """The sentence at `place` after the one before it, under its article's heading: enough to judge it."""
    text = passage.text[passage.inner[max(0, place - 1)][0] : passage.inner[place][1]]
    return Text(text, ((0, len(text)),), head)


def verdict(yes: float, no: float) -> Says:
    """Of the logits that the question and its denial are supported."""
    if yes > _YES and yes - no > _APART:
        return "yes"
    return "no" if no > _NO and no - yes > _APART else ""
