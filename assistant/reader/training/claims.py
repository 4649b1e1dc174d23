"""Claims made of questions and their answers, and passages that support them, or do not, or only in part."""

import random
from collections.abc import Sequence

from assistant.reader.training.alter import change, statement, told
from assistant.reader.training.passages import Pair, cut, head, joined
from assistant.reader.training.sets import Asked, Collection, Paragraph


def claim(some: Collection, asked: Asked, rng: random.Random) -> Pair | None:
    """A claim that the passage supports, or one that it does not: its sentence or an answer, true or changed."""
    paragraph = some.paragraphs[asked.paragraph]
    start, end = asked.span or (0, 0)
    answer = paragraph.text[start:end]
    own = next((paragraph.text[a:b] for a, b in paragraph.sentences if a <= start < b), "")
    said: str | None = statement(asked.question, answer) if rng.random() < 0.7 else _shortened(own, rng)
    text, sentences, _ = cut(paragraph, asked.span, rng)
    draw = rng.random()
    label = draw < 0.45
    if label:
        pass
    elif draw < 0.75:
        said = change(said or "", paragraph.text, rng)
    elif draw < 0.9:
        said = _wrong_answer(asked, paragraph, answer, rng)
    else:
        rest = [paragraph.text[a:b] for a, b in paragraph.sentences if not a <= start < b]
        if not rest or any(answer.casefold() in sentence.casefold() for sentence in rest):
            return None
        text, sentences, _ = cut(joined("", rest), None, rng)
    if not said:
        return None
    return Pair("claim", said, head(paragraph, rng), text, sentences, None, label)


def full_claim(some: Collection, facts: Sequence[Asked], near: Sequence[Paragraph], rng: random.Random) -> Pair | None:
    """A claim of the length that a model writes, of one fact or two of a paragraph, and a passage as search brings it.

    Supported by the paragraph alone or among sentences of others; or not: one fact is changed, the sentence of one is
    missing, or the passage is only of the same subject. `near` are paragraphs that look alike. None where the rules
    make no sentence, or the wrong passage holds the answers too.
    """
    paragraph = some.paragraphs[facts[0].paragraph]
    answers = [paragraph.text[slice(*fact.span or (0, 0))] for fact in facts]
    said = [_fact(paragraph, fact, answer, rng) for fact, answer in zip(facts, answers, strict=True)]
    alike = [other.text[a:b] for other in near for a, b in other.sentences]
    own = [paragraph.text[a:b] for a, b in paragraph.sentences]
    draw = rng.random()
    label = draw < 0.45
    if label:
        sentences = own if rng.random() < 0.5 else _mixed(own, alike, rng)
    elif draw < 0.6:
        which = rng.randrange(len(said))
        said[which] = change(said[which] or "", paragraph.text, rng, keep=" ".join(own)) or change(
            said[which] or "", paragraph.text, rng
        )
        sentences = own if rng.random() < 0.5 else _mixed(own, alike, rng)
    else:
        missing = answers[rng.randrange(len(answers))].casefold() if draw < 0.75 else ""
        rest = [one for one in own if missing not in one.casefold()] if missing else []
        sentences = rest if rest and rng.random() < 0.5 else _mixed(rest, alike, rng)
        held = " ".join(sentences).casefold()
        if not sentences or any(one in held for one in ([missing] if missing else map(str.casefold, answers))):
            return None
    whole = joined(paragraph.title, _within(sentences))
    if not all(said) or (label and not all(answer in whole.text for answer in answers)):
        return None
    claimed = rng.choice((" ", " ", " ", " Also, ", " In addition, ")).join(one for one in said if one)
    return Pair("claim", claimed, head(whole, rng), whole.text, whole.sentences, None, label)


def _fact(paragraph: Paragraph, fact: Asked, answer: str, rng: random.Random) -> str | None:
    """What the paragraph says to a question, in the question's words or, at times, in its own."""
    if rng.random() < 0.75:
        return told(fact.question, answer)
    start = (fact.span or (0, 0))[0]
    return _shortened(next((paragraph.text[a:b] for a, b in paragraph.sentences if a <= start < b), ""), rng)


def _mixed(own: Sequence[str], alike: Sequence[str], rng: random.Random) -> list[str]:
    """The sentences, in their order, before, after or between some of others."""
    place = rng.randrange(max(1, len(alike)))
    others = list(alike[place : place + rng.randint(2, 5)])
    cut_at = rng.randrange(len(others) + 1)
    return [*others[:cut_at], *own, *others[cut_at:]]


def _within(sentences: Sequence[str], size: int = 1100) -> list[str]:
    """The first sentences, of at most some 240 word pieces together, and one at least."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and sum(map(len, kept)) + len(sentence) > size:
            break
        kept.append(sentence)
    return kept


def _wrong_answer(asked: Asked, paragraph: Paragraph, answer: str, rng: random.Random) -> str | None:
    """The question with something else of the passage for an answer."""
    changed = change(f"x {answer}", paragraph.text, rng, keep=asked.question)
    wrong = changed[2:] if changed and changed.startswith("x ") else ""
    if not wrong or wrong.casefold() in answer.casefold() or answer.casefold() in wrong.casefold():
        return None
    return statement(asked.question, wrong)


def _shortened(sentence: str, rng: random.Random) -> str:
    """A sentence without its last or first clause, where it has one: still true, no longer word for word."""
    parts = sentence.split(", ")
    if len(parts) > 2 and rng.random() < 0.6:
        return ", ".join(parts[:-1]).rstrip(".") + "."
    return sentence
