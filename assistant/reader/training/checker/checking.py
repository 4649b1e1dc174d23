"""The pairs that the checker is shown: a sentence, some sentences of a passage, and whether those support all of it.

A true sentence is one of the passage told otherwise, two of them joined, or a question told with its answer. A false
one is turned in one place, has an end that nobody told, or stands beside a passage that lacks its sentence or in which
that is turned. True and false ones are told otherwise alike, so that other words by themselves say nothing.
"""

import random
from collections.abc import Mapping, Sequence

from assistant.reader.training.alter import change, told
from assistant.reader.training.checker.invented import invented
from assistant.reader.training.checker.rewrite import other_date, other_words, rewritten
from assistant.reader.training.checker.twist import twisted
from assistant.reader.training.claims import full_claim
from assistant.reader.training.passages import Pair, joined
from assistant.reader.training.sets import Asked, Claim, Collection, Paragraph

CHUNK = 2400
"""Pairs that are made, sorted by length and cut into batches together."""

INVENTED = 8
"""From this chunk on there are events that are made up: see `invented`."""

_INVENTED_SHARE = 0.22  # of the pairs
_SHORTEST, _LONGEST = 35, 320  # characters of a sentence that is told otherwise
_CHUNKS = 400  # of an epoch: everything is drawn by chance, so it has no other end
_ALONE, _TWO = 0.35, 0.35  # shares of passages of the one sentence, and of it and one other; the rest are longer


class CheckPairs:
    """The mixture, over the sets by their names."""

    num_chunks = _CHUNKS

    def __init__(self, sets: Mapping[str, Collection], claims: Sequence[Claim], seed: int) -> None:
        """`sets` holds `squad`, `qamr`, `natural`, `explained` and, with questions that nothing answers, `v2`."""
        self._sets, self._claims, self._seed = sets, claims, seed
        self._beside: dict[tuple[str, int], list[Asked]] = {}
        for name, some in sets.items():
            for asked in some.asked:
                self._beside.setdefault((name, asked.paragraph), []).append(asked)
        self._impossible = [asked for asked in sets["v2"].asked if asked.span is None] if "v2" in sets else []

    def chunk(self, epoch: int, number: int) -> list[Pair]:
        """The pairs of one chunk; the same for the same seed."""
        rng = random.Random(f"{self._seed}-{epoch}-{number}-checks")  # noqa: S311  # reproducible, not secret
        made: list[Pair] = []
        while len(made) < CHUNK:
            made_up = (epoch, number) >= (0, INVENTED) and rng.random() < _INVENTED_SHARE
            pair = _pair(*invented(rng)) if made_up else self._made(rng)
            if pair is not None:
                made.append(pair)
        return made

    def _made(self, rng: random.Random) -> Pair | None:
        draw = rng.random()
        if draw < 0.05 and self._claims:
            one = rng.choice(self._claims)
            return _pair(one.claim, [one.text], one.supported)
        if draw < 0.08 and self._impossible:
            return self._guessed(rng)
        name = rng.choices(("squad", "qamr", "natural", "explained"), (0.55, 0.33, 0.08, 0.04))[0]
        if draw < 0.2 and name != "qamr":
            return self._full(name, rng)
        if draw < 0.5 and (name != "qamr" or draw < 0.23):
            return self._asked(name, rng)
        return self._told(name, rng)

    def _told(self, name: str, rng: random.Random) -> Pair | None:
        """A sentence of a paragraph, or two, told otherwise; true, turned, or not there."""
        some = self._sets[name]
        number = rng.randrange(len(some.paragraphs))
        own = _sentences(some.paragraphs[number])
        if name == "qamr":
            own = [*own, *_sentences(some.paragraphs[(number + rng.choice((-1, 1))) % len(some.paragraphs)])]
        usable = [at for at, one in enumerate(own) if _SHORTEST <= len(one) <= _LONGEST and one.endswith(".")]
        if not usable:
            return None
        chosen = sorted(rng.sample(usable, 2)) if len(usable) > 1 and rng.random() < 0.2 else [rng.choice(usable)]
        around = f"{' '.join(own)} {some.paragraphs[(number + 1) % len(some.paragraphs)].text}"
        draw = rng.random()
        label = draw < 0.5
        said, there = [own[at] for at in chosen], list(own)
        which = rng.randrange(len(said))
        if label:
            if rng.random() < 0.25:
                there[chosen[which]] = (other_words if rng.random() < 0.7 else other_date)(said[which], rng) or said[
                    which
                ]
        elif draw < 0.8:
            turned = twisted(said[which], around, rng)
            if turned is None:
                return None
            said[which] = turned
        elif draw < 0.9:
            turned = twisted(said[which], around, rng)
            if turned is None:
                return None
            there[chosen[which]] = turned
        else:
            del there[chosen[which]]
            chosen = [min(at, len(there) - 1) for at in chosen]
            if not there:
                there, chosen = _sentences(some.paragraphs[(number + 2) % len(some.paragraphs)]), [0]
        told_otherwise = [rewritten(one, rng, rng.choice((0, 1, 1, 2, 2, 3))) for one in said]
        return _pair(_joined(told_otherwise, rng), _kept(there, chosen, rng), label)

    def _asked(self, name: str, rng: random.Random) -> Pair | None:
        """A question told with its answer, or with a wrong one, or turned, or beside what does not have it."""
        some = self._sets[name]
        asked = rng.choice(some.asked)
        if asked.span is None:
            return None
        paragraph = some.paragraphs[asked.paragraph]
        answer = paragraph.text[slice(*asked.span)]
        said = told(asked.question, answer)
        if not said or len(said) < 20:
            return None
        own = _sentences(paragraph)
        at = next((at for at, (a, b) in enumerate(paragraph.sentences) if a <= asked.span[0] < b), 0)
        draw = rng.random()
        label = draw < 0.5
        if not label and draw < 0.85:
            turned = (twisted(said, paragraph.text, rng) if rng.random() < 0.6 else None) or change(
                said, paragraph.text, rng, keep=answer
            )
            if turned is None:
                return None
            said = turned
        elif not label:
            own = [one for one in own if answer.casefold() not in one.casefold()]
            if not own:
                return None
            at = min(at, len(own) - 1)
        said = rewritten(said, rng, rng.choice((0, 0, 1, 1, 2)))
        return _pair(said, _kept(own, [at], rng), label)

    def _full(self, name: str, rng: random.Random) -> Pair | None:
        """A claim of one fact or two of a paragraph, as for the reader."""
        some = self._sets[name]
        number = rng.randrange(len(some.asked))
        asked = some.asked[number]
        if asked.span is None:
            return None
        others = [
            one
            for one in self._beside[name, asked.paragraph]
            if one.span and (one.span[0] >= asked.span[1] or one.span[1] <= asked.span[0])
        ]
        facts = [asked, rng.choice(others)] if others and rng.random() < 0.6 else [asked]
        return full_claim(some, facts, self._near(name, number, rng), rng)

    def _near(self, name: str, number: int, rng: random.Random) -> list[Paragraph]:
        """A paragraph near by, of the same subject mostly."""
        some = self._sets[name]
        place = (some.asked[number].paragraph + rng.choice((-2, -1, 1, 2))) % len(some.paragraphs)
        return [some.paragraphs[place]]

    def _guessed(self, rng: random.Random) -> Pair | None:
        """A question that its paragraph does not answer, told with something of the paragraph for an answer."""
        some = self._sets["v2"]
        asked = rng.choice(self._impossible)
        answered = [one for one in self._beside["v2", asked.paragraph] if one.span]
        if not answered:
            return None
        paragraph = some.paragraphs[asked.paragraph]
        said = told(asked.question, paragraph.text[slice(*rng.choice(answered).span or (0, 0))])
        own = _sentences(paragraph)
        return _pair(said, _kept(own, [rng.randrange(len(own))], rng), label=False) if said else None


def _pair(said: str, sentences: Sequence[str], label: bool) -> Pair:
    whole = joined("", sentences)
    return Pair("claim", said, "", whole.text, whole.sentences, None, label)


def _sentences(paragraph: Paragraph) -> list[str]:
    return [paragraph.text[start:end] for start, end in paragraph.sentences]


def _joined(said: Sequence[str], rng: random.Random) -> str:
    """Sentences as one text: one after the other, or as halves of one."""
    if len(said) == 1:
        return said[0]
    first, second = said[0].rstrip("."), said[1]
    lowered = (
        second
        if second[:1].isupper() and second.split()[0] not in {"The", "In", "A", "It", "This"}
        else second[:1].lower() + second[1:]
    )
    return rng.choice(
        (f"{first}. {second}", f"{first}, and {lowered}", f"{first}; {lowered}", f"{first}, while {lowered}")
    )


def _kept(sentences: Sequence[str], needed: Sequence[int], rng: random.Random) -> list[str]:
    """The sentences that are needed, by themselves, with another one, or in a run of up to all."""
    draw = rng.random()
    kept = set(needed)
    if draw >= _ALONE and draw < _ALONE + _TWO:
        kept.add(rng.randrange(len(sentences)))
    elif draw >= _ALONE + _TWO:
        first, last = min(needed), max(needed) + 1
        kept = set(range(max(0, first - rng.randint(0, 3)), min(len(sentences), last + rng.randint(0, 3))))
    return [sentences[at] for at in sorted(kept)]
