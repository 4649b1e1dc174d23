"""Questions for yes or no, made of questions and their answers, as claims: "Did X do Y?", and "No. Did X do Y?".

The claim that is the question itself is supported where a passage says so; with "No." before it, where a passage says
something else instead. Where it says neither, neither is supported.
"""

import random
from collections.abc import Sequence

from assistant.reader.closed import DENIED, closed
from assistant.reader.training.alter import change
from assistant.reader.training.passages import Pair, cut, head
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph

_BARE = 0.25  # share of the questions that leave the answer out: what a question takes for granted


def yes_or_no(some: Collection, asked: Asked, near: Sequence[Paragraph], rng: random.Random) -> Pair | None:
    """A yes-or-no question as a claim with its own passage, or with one that looks alike and says neither."""
    paragraph = some.paragraphs[asked.paragraph]
    answer = paragraph.text[slice(*asked.span or (0, 0))]
    made = closed(asked.question, "" if rng.random() < _BARE else answer)
    if made is None:
        return None
    draw = rng.random()
    if draw < 0.2 and near:
        other = rng.choice(near)
        if answer.casefold() in other.text.casefold():
            return None
        text, sentences, _ = cut(other, None, rng)
        return _pair(made, paragraph, text, sentences, denied=rng.random() < 0.5, label=False, rng=rng)
    wrong = draw >= 0.6
    if wrong:
        changed = change(made, paragraph.text, rng)
        if changed is None:
            return None
        made = changed
    text, sentences, _ = cut(paragraph, asked.span, rng)
    denied = rng.random() < 0.5
    return _pair(made, paragraph, text, sentences, denied=denied, label=denied == wrong, rng=rng)


def about_claim(one: Claim, rng: random.Random) -> Pair:
    """A claim that its text supports or refutes, asked whether it is true."""
    denied = rng.random() < 0.5
    made = f"{DENIED if denied else ''}Is it true that {one.claim.rstrip('.')}?"
    return Pair("claim", made, "", one.text, ((0, len(one.text)),), None, denied != one.supported)


def _pair(
    made: str,
    paragraph: Paragraph,
    text: str,
    sentences: tuple[tuple[int, int], ...],
    *,
    denied: bool,
    label: bool,
    rng: random.Random,
) -> Pair:
    return Pair("claim", f"{DENIED if denied else ''}{made}", head(paragraph, rng), text, sentences, None, label)
