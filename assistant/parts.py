"""A question that is two or three: each is found and read by itself, and one answer holds what answers each.

"When was it signed, and when does it end?" is cut where a second question begins. What its later parts lean on is put
after them in brackets, as with a follow-up (`condense`). "What do Norland and Sudria say of it?" asks two, each once.
English only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answer import Turn
from assistant.condense import Frequency, Standalone, standalone
from assistant.finding import Found
from assistant.reader.question import AUXILIARIES, words
from assistant.reader.reading import Evidence, Reading
from index.passage import Span

_MOST = 3  # questions in one; who asks more is given the first ones and the rest as one
_LIKELY = 0.15  # of its best sentence's odds that one needs to answer a part where the best answers another
_LEAST_WORDS = 3  # of a question before the joint: "when and where did they meet" is one

_PREPOSITION = r"(?:in|on|at|from|to|with|by|for|of|since|until|under|against)"
_WH = rf"(?:{_PREPOSITION} )?(?:who|whom|whose|what|which|when|where|why|how)"
_INVERTED = rf"(?:{_WH}(?: [\w'’-]+){{0,3}}? (?:{AUXILIARIES})\b)"
_VERB = r"(?!(?:else|not|if|about|the|an?)\b)[a-z]+"  # "who sang": where "who" asks, the next word is what was done
_ASKS = rf"(?:{_INVERTED}|(?:who|what) {_VERB}|which [\w'’-]+ [a-z]+(?:ed|s)\b|{_PREPOSITION} how (?:many|much) \w+)"
_OPENS = re.compile(rf"\W*(?:and |but |so )?(?:{_ASKS}|(?:{AUXILIARIES})\b)", re.IGNORECASE)
_STANDS = re.compile(rf"\W*(?:and |but |so )?(?:{_WH}|{AUXILIARIES})\b", re.IGNORECASE)
_JOINT = re.compile(rf"(?:[,;]? (?:and|but) (?:also )?|; )(?={_ASKS})", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<=\w) (?:{_WH}|if|whether|that)\b(?! else)", re.IGNORECASE)
_NAME = r"(?:the )?[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|of(?= [A-Z])))*"
_SAYING = (  # what each does for itself; to "meet", "agree" or "sign" takes both
    r"say|said|think|thought|believe|claim|explain|describe|want|offer|demand|ask|propose|promise|expect|see|view|answer"
    r"|respond|react|reply|justify|defend|argue|accuse|blame|mean|interpret|present|report|comment"
)
_BOTH = re.compile(
    rf"(?P<asks>{_WH}(?: [\w'’-]+){{0,3}}?) (?P<does>do|did|have|had|would|will) "
    rf"(?P<one>{_NAME}) and (?P<other>{_NAME}) "
    rf"(?:(?:both|each|respectively) (?P<any>\w+)|(?P<says>{_SAYING}))(?P<rest>\b[^?]*\?)",
)
_ALONE = {"do": "does", "have": "has"}
_CARRIED = re.compile(r"(?P<body>.*?\S)\s*\([^()]*\)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions in a question, what was found for it and what the reader made of that."""

    found: Found
    reading: Reading

    @property
    def question(self) -> str:
        """As it is read."""
        return self.found.asked.shown

    @property
    def answers(self) -> bool:
        """Whether something is said to it, and the reader does not doubt that it answers."""
        return bool(self.reading.evidence) and not self.reading.doubtful


def parts(question: str, frequency: Frequency | None = None) -> tuple[Standalone, ...]:
    """The questions in a question, each made to stand alone; one, mostly: itself. `frequency` as in `standalone`."""
    body = bare(question)
    carried = question[len(body) :].strip()
    first, *others = cut(body)
    if not others:
        return (Standalone(question, (question,)),)
    if carried:
        return tuple(Standalone(text, (text,)) for text in (f"{one} {carried}" for one in (first, *others)))
    return (Standalone(first, (first,)), *(standalone(one, [Turn(first, "")], frequency) for one in others))


def bare(question: str) -> str:
    """A question without what it leans on."""
    match = _CARRIED.match(question)
    return match["body"] if match else question


def cut(question: str) -> list[str]:
    """The questions in a question, in its words, each with a question mark where there are several."""
    asked = [one for one in re.split(r"(?<=\?)\s+(?=\w)", question.strip()) if words(one)]
    if not all(one.endswith("?") and _STANDS.match(one) for one in asked):
        return [question.strip()]
    found = [piece for one in asked for piece in _joined(one)]
    found = [piece for one in found for piece in _of_each(one)]
    if len(found) < 2:
        return [question.strip()]
    last = " ".join(found[_MOST - 1 :])
    return [*found[: _MOST - 1], *([last] if last else [])]


def _joined(question: str) -> list[str]:
    """A sentence cut where it goes on with another question; not where that is what somebody said, knew or asked."""
    joint = _JOINT.search(question)
    if joint is None:
        return [question]
    before, after = question[: joint.start()], question[joint.end() :]
    opening = _OPENS.match(before)
    if opening is None or len(words(before)) < _LEAST_WORDS or _INSIDE.search(before, opening.end()):
        return [question]
    return [f"{before}?", *_joined(f"{after[:1].upper()}{after[1:]}")]


def _of_each(question: str) -> list[str]:
    """A question of what two say or want, asked of each."""
    match = _BOTH.fullmatch(question[:1].lower() + question[1:])
    if match is None:
        return [question]
    asks = f"{match['asks'][:1].upper()}{match['asks'][1:]} {_ALONE.get(match['does'], match['does'])}"
    does = match["any"] or match["says"]
    return [f"{asks} {name} {does}{match['rest']}" for name in (match["one"], match["other"])]


def unanswered(some: Sequence[Part]) -> list[str]:
    """The questions to which nothing is said outright, or only what answers one before, where any is answered."""
    left: list[str] = []
    said: set[tuple[str, Span, Span | None]] = set()
    for one in some:
        likely = [piece for piece in one.reading.evidence if one.answers and piece.score >= _LIKELY]
        places = [(piece.passage.article_id, piece.span, piece.short) for piece in likely]
        own = next((place for place in places if place not in said), None)
        if own is None:
            left.append(bare(one.question))
        else:
            said.add(own)
    return left if said else []


def together(asked: Standalone, some: Sequence[Part]) -> Part:
    """The parts as one: their passages in turns, their evidence by its odds, each part's best before all others."""
    if len(some) == 1:
        return some[0]
    hits = {
        hit.passage.id: hit for row in zip_longest(*(one.found.hits for one in some)) for hit in row if hit is not None
    }
    articles = {key: article for one in some for key, article in one.found.articles.items()}
    found = Found(asked, [replace(hit, rank=rank) for rank, hit in enumerate(hits.values(), start=1)], articles)
    answered = [one.reading for one in some if one.reading.evidence]
    if any(one.answers for one in some):  # then one sentence is enough of what only comes near
        answered = [replace(one, evidence=one.evidence[:1]) if one.doubtful else one for one in answered]
    reading = Reading(
        _in_turns(answered),
        min((one.confidence for one in answered), default=max(one.reading.confidence for one in some)),
        gap="" if answered else next((one.reading.gap for one in some if one.reading.gap), ""),
        uncovered=tuple(dict.fromkeys(word for one in some for word in one.reading.uncovered)),
        doubtful=not any(one.answers for one in some),
    )
    return Part(found, reading)


def _in_turns(some: Sequence[Reading]) -> tuple[Evidence, ...]:
    """The evidence of all, each sentence once: the best of each, then the others by their odds."""
    best = [one.evidence[0] for one in some]
    others = sorted((piece for one in some for piece in one.evidence[1:]), key=lambda piece: -piece.score)
    once: dict[tuple[str, int], Evidence] = {}
    for piece in (*best, *others):
        once.setdefault((piece.passage.article_id, piece.span.start), piece)
    return tuple(once.values())
