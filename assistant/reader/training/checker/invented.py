"""Events that are made up, each told in several ways, as news tells them: who did it, meant to, refused to, denied it.

A pair is a passage that tells some events, and a sentence that tells one of them in other words (true), or tells it of
somebody else, as done where it was only meant, for a reason that nobody gave, or before what it came after (false).
Whole statements are drawn, so that only their meaning tells the true ones from the false ones.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reader.training.checker.inflect import gerund, participle, past

_FAMILIES = """
people: release {o}; free {o}; let {o} go; set {o} free / arrest {o}; detain {o}; take {o} into custody
people: expel {o}; throw {o} out; send {o} home / invite {o}; welcome {o}; receive {o}
people: meet {o}; hold talks with {o}; sit down with {o} / avoid {o}; turn {o} away; refuse to see {o}
people: pardon {o}; grant {o} a pardon / convict {o}; find {o} guilty
people: support {o}; back {o}; stand by {o}; side with {o} / oppose {o}; turn against {o}; abandon {o}
people: praise {o}; commend {o}; speak well of {o} / criticise {o}; condemn {o}; attack {o} in public
people: hire {o}; take {o} on; give {o} a job / dismiss {o}; fire {o}; remove {o} from office
people: pay {o}; give {o} money / fine {o}; make {o} pay a fine
people: warn {o}; caution {o} / reassure {o}; tell {o} not to worry
deal: sign {o}; put a signature to {o}; conclude {o} / reject {o}; turn {o} down; walk away from {o}
deal: ratify {o}; approve {o}; give final approval to {o} / veto {o}; block {o}; vote {o} down
deal: extend {o}; prolong {o}; renew {o} / end {o}; terminate {o}; let {o} expire
deal: respect {o}; keep to {o}; honour {o}; abide by {o} / violate {o}; break {o}; breach {o}
deal: join {o}; enter {o}; become a party to {o} / leave {o}; quit {o}; withdraw from {o}
deal: publish {o}; make {o} public; release the text of {o} / keep {o} secret; withhold {o}
deal: propose {o}; suggest {o}; put {o} forward / withdraw {o}; take {o} back
deal: discuss {o}; talk about {o}; debate {o} / adopt {o}; accept {o}; agree to {o}
place: open {o}; inaugurate {o} / close {o}; shut {o} down
place: build {o}; construct {o}; put up {o} / demolish {o}; tear {o} down; destroy {o}
place: buy {o}; purchase {o}; acquire {o} / sell {o}; dispose of {o}
place: repair {o}; restore {o}; mend {o} / damage {o}; harm {o}
place: visit {o}; go to {o}; travel to {o} / leave {o}; depart from {o}
place: capture {o}; take {o}; seize {o} / lose {o}; give {o} up
place: attack {o}; strike {o}; shell {o} / defend {o}; protect {o}
place: inspect {o}; examine {o}; check {o} / ignore {o}; leave {o} unchecked
measure: impose {o}; introduce {o}; put {o} in place / lift {o}; drop {o}; remove {o}
measure: tighten {o}; make {o} stricter / ease {o}; relax {o}; loosen {o}
measure: suspend {o}; pause {o}; put {o} on hold / resume {o}; restart {o}; take {o} up again
measure: raise {o}; increase {o}; put {o} up / cut {o}; reduce {o}; lower {o}
measure: postpone {o}; delay {o}; put {o} off / bring {o} forward; hasten {o}
measure: cancel {o}; call {o} off; scrap {o} / hold on to {o}; keep {o}; go ahead with {o}
measure: demand {o}; insist on {o}; call for {o} / oppose {o}; reject {o}; argue against {o}
measure: test {o}; try {o} out / use {o}; deploy {o}
measure: finance {o}; pay for {o}; fund {o} / stop paying for {o}; cut off money for {o}
"""
_WHO = (
    "Norway", "Peru", "Kenya", "Canada", "Brazil", "Vietnam", "Morocco", "Chile", "Iceland", "Ghana", "Jordan", "Nepal",
    "Ireland", "Hungary", "Mexico", "Japan", "India", "Egypt", "Greece", "Turkey", "Russia", "Ukraine", "China",
    "France", "Germany", "Poland", "Iran", "Israel", "Serbia", "Georgia",
)  # fmt: skip
_BODIES = (
    "the government", "the ministry", "parliament", "the opposition", "the port authority", "the airline", "the union",
    "the court", "the central bank", "the company", "the commission", "the agency", "the embassy", "the army",
    "the White House", "the Kremlin", "the European Union", "NATO", "the United Nations", "the United States",
)  # fmt: skip
_FIRST = (
    "Anna", "Omar", "Lena", "Viktor", "Maria", "Yusuf", "Clara", "Pavel", "Ines", "Tomas", "Nadia", "Igor", "Ruth",
    "Samir", "Olga", "Peter", "Dina", "Marek",
)  # fmt: skip
_LAST = (
    "Berg", "Malin", "Okafor", "Santos", "Haddad", "Novak", "Petrov", "Lindgren", "Moreau", "Kaya", "Sharma", "Weiss",
    "Costa", "Ivanov", "Duarte", "Holt",
)  # fmt: skip
_THINGS = {
    "people": (
        "the three journalists", "two fishermen", "the former mayor", "eleven sailors", "the ambassador", "the captain",
        "the minister", "a group of students", "the hostages", "the delegation", "the two soldiers", "its rivals",
    ),
    "deal": (
        "the fisheries agreement", "the trade deal", "the border treaty", "the ceasefire", "the missile treaty",
        "the grain accord", "the security pact", "the climate accord", "the peace plan", "the visa agreement",
    ),
    "place": (
        "the bridge", "the airport", "the harbour", "the consulate", "the power plant", "the pipeline", "the old fort",
        "the border crossing", "the laboratory", "the railway station", "the naval base", "the embassy building",
    ),
    "measure": (
        "the sanctions", "the export ban", "the tariffs", "the talks", "the arms deliveries", "the exercises",
        "the flights", "the inspections", "the fuel subsidy", "the visa rules", "the exchange of prisoners", "the vote",
    ),
}  # fmt: skip
_STATUS = {
    "done": ("{a} {past}", "{a} has {part}", "{a} {past}", "it was {a} who {past}", "{a} went ahead and {past}"),
    "planned": (
        "{a} plans to {base}", "{a} will {base}", "{a} intends to {base}", "{a} is due to {base}",
        "{a} is preparing to {base}", "{a} said it would {base}", "{a} announced plans to {base}",
        "{a} is set to {base}",
    ),
    "promised": ("{a} promised to {base}", "{a} pledged to {base}", "{a} vowed to {base}",
                 "{a} gave its word to {base}"),
    "refused": (
        "{a} refused to {base}", "{a} declined to {base}", "{a} would not {base}", "{a} was unwilling to {base}",
        "{a} ruled out {ger}", "{a} said no when asked to {base}",
    ),
    "denied": (
        "{a} denied that it had {part}", "{a} denied having {part}", "{a} rejected claims that it had {part}",
        "{a} said it had not {part}", "{a} dismissed reports that it had {part}",
    ),
    "open": (
        "{a} may {base}", "{a} might {base}", "{a} is considering whether to {base}",
        "{a} has yet to decide whether to {base}",
        "{a} left open whether it would {base}", "it is not certain that {a} will {base}",
    ),
    "urged": (
        "{b} urged {a} to {base}", "{b} called on {a} to {base}", "{b} asked {a} to {base}", "{b} wants {a} to {base}",
        "{a} was urged by {b} to {base}", "{a} faced a demand from {b} to {base}",
    ),
    "failed": (
        "{a} tried to {base} but failed", "{a} did not manage to {base}", "{a} was unable to {base}",
        "{a} sought in vain to {base}", "an attempt by {a} to {base} failed",
    ),
    "helped": ("{a} helped {b} to {base}", "{b} {past} with the help of {a}", "with help from {a}, {b} {past}"),
}  # fmt: skip
_NEAR = {frozenset(("planned", "promised")), frozenset(("open", "planned")), frozenset(("done", "helped"))}
"""Pairs of which one at times follows from the other: neither true nor false, so never shown."""

_REASONS = (
    "prices had risen", "the talks had broken down", "a storm was coming", "an election was near", "money had run out",
    "the old rules had expired", "voters had grown impatient", "its allies had asked for it", "the harvest had failed",
    "a court had ordered it", "the factory had closed", "the border had become unsafe", "the costs were too high",
    "public anger was growing", "a deadline had passed", "the other side had given way", "winter was approaching",
)  # fmt: skip
_BECAUSE = (
    "{e} because {r}", "because {r}, {e}", "{e}, since {r}", "{e}; the reason was that {r}", "{r}, and so {e}",
    "{e}, explaining that {r}", "{e} on the grounds that {r}",
)  # fmt: skip
_ALSO = ("{e} although {r}", "{e} even though {r}", "{e} while {r}")
_AFTER = ("{x} after {y}", "{y} before {x}", "{y}; then {x}", "after {y}, {x}", "{y}, and later {x}", "{x} once {y}")
_SAY = (
    "{p} said that {e}", "{e}, {p} said", "according to {p}, {e}", "{p} told reporters that {e}", "{p} stated that {e}",
    "{p} announced that {e}",
)  # fmt: skip
_FILLERS = (
    "The news came as a surprise to many.", "Details were not made public.",
    "The matter had been discussed for months.",
    "Reporters waited outside until late in the evening.", "The weather was cold and clear.", "Nobody was hurt.",
    "It was the second time in three years.", "Markets hardly moved.", "The opposition asked for a debate.",
    "Observers had not expected it.", "Both sides kept their tone polite.", "The building was surrounded by police.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Event:
    """Who (`a`, at times with `b`) and what: the family, whether its opposite, how far it came, and to what."""

    family: int
    opposite: bool
    status: str
    a: str
    b: str
    o: str


_VERBS = [
    (kind.strip(), [[verb.strip() for verb in side.split(";")] for side in rest.split("/")])
    for kind, _, rest in (line.partition(":") for line in _FAMILIES.strip().splitlines())
]


def invented(rng: random.Random) -> tuple[str, list[str], bool]:
    """A sentence, the sentences of a passage, and whether the passage supports it."""
    way = rng.choice((_plain, _plain, _plain, _reasoned, _ordered, _said))
    return way(rng)


def _plain(rng: random.Random) -> tuple[str, list[str], bool]:
    """One event among others."""
    one = _drawn(rng)
    beside = _beside(one, rng)
    label = rng.random() < 0.5
    told = one if label else _other(one, beside, rng)
    return _sentence(_tell(told, rng), rng), _passage([_tell(one, rng), _tell(beside, rng)], rng), label


def _reasoned(rng: random.Random) -> tuple[str, list[str], bool]:
    """An event with its reason, or with one that is not its."""
    one, other = _drawn(rng), _drawn(rng)
    reason, wrong = rng.sample(_REASONS, 2)
    draw = rng.random()
    label = draw < 0.5
    said = rng.choice(_BECAUSE).format(e=_tell(one, rng), r=reason)
    if label:
        passage = [said, _tell(other, rng)]
        claim = rng.choice(_BECAUSE).format(e=_tell(one, rng), r=reason) if draw < 0.35 else _tell(one, rng)
    elif draw < 0.65:
        passage = [said, rng.choice(_BECAUSE).format(e=_tell(other, rng), r=wrong)]
        claim = rng.choice(_BECAUSE).format(e=_tell(one, rng), r=wrong)
    elif draw < 0.8:
        passage = [rng.choice(_ALSO).format(e=_tell(one, rng), r=reason)]
        claim = rng.choice(_BECAUSE).format(e=_tell(one, rng), r=reason)
    else:
        passage = [_tell(one, rng), _tell(other, rng)]
        claim = rng.choice(_BECAUSE).format(e=_tell(one, rng), r=wrong)
    return _sentence(claim, rng), _passage(passage, rng), label


def _ordered(rng: random.Random) -> tuple[str, list[str], bool]:
    """Two events, one after the other."""
    first, second = (replace(_drawn(rng), status="done") for _ in range(2))
    label = rng.random() < 0.5
    there = rng.choice(_AFTER).format(x=_tell(second, rng), y=_tell(first, rng))
    x, y = (second, first) if label else (first, second)
    claim = rng.choice(_AFTER).format(x=_tell(x, rng), y=_tell(y, rng))
    return _sentence(claim, rng), _passage([there], rng), label


def _said(rng: random.Random) -> tuple[str, list[str], bool]:
    """An event as somebody tells it, and another as somebody else does."""
    one, other = _drawn(rng), _drawn(rng)
    who, whose = rng.sample(_FIRST, 2), rng.sample(_LAST, 2)
    p, q = (f"{first} {last}" for first, last in zip(who, whose, strict=True))
    passage = [rng.choice(_SAY).format(p=p, e=_tell(one, rng)), rng.choice(_SAY).format(p=q, e=_tell(other, rng))]
    draw = rng.random()
    label = draw < 0.5
    speaker = rng.choice((p, p.split()[1])) if draw < 0.75 and (label or draw >= 0.6) else q
    speaker = speaker if not label else rng.choice((p, p.split()[1]))
    told = one if label or speaker == q else _other(one, other, rng)
    return _sentence(rng.choice(_SAY).format(p=speaker, e=_tell(told, rng)), rng), _passage(passage, rng), label


def _drawn(rng: random.Random) -> _Event:
    family = rng.randrange(len(_VERBS))
    a, b = rng.sample((*_WHO, *_BODIES), 2)
    status = rng.choice(("done", "done", "done", *_STATUS))
    return _Event(family, rng.random() < 0.5, status, a, b, rng.choice(_THINGS[_VERBS[family][0]]))


def _beside(one: _Event, rng: random.Random) -> _Event:
    """Another event of the same passage, at times of the same kind."""
    other = _drawn(rng)
    same = rng.random() < 0.5
    return replace(other, family=one.family, o=rng.choice(_THINGS[_VERBS[one.family][0]])) if same else other


def _other(one: _Event, beside: _Event, rng: random.Random) -> _Event:
    """The event, but for one thing."""
    draw = rng.random()
    if draw < 0.35:
        others = [name for name in _STATUS if name != one.status and frozenset((name, one.status)) not in _NEAR]
        return replace(one, status=rng.choice(others))
    if draw < 0.6:
        return replace(one, opposite=not one.opposite)
    if draw < 0.75 and beside.a != one.a:
        return replace(one, a=beside.a)
    if draw < 0.85 and one.status in {"urged", "helped"}:
        return replace(one, a=one.b, b=one.a)
    things = [thing for thing in _THINGS[_VERBS[one.family][0]] if thing != one.o]
    return replace(one, o=beside.o if beside.family == one.family and beside.o != one.o else rng.choice(things))


def _tell(one: _Event, rng: random.Random) -> str:
    """The event in one of its ways, without a capital."""
    sides = _VERBS[one.family][1]
    verb, _, rest = rng.choice(sides[one.opposite]).partition(" ")
    object_ = one.o
    words = {"base": verb, "past": past(verb), "part": participle(verb), "ger": gerund(verb)}
    forms = {name: f"{form} {rest}".strip().format(o=object_) for name, form in words.items()}
    if one.status == "done" and rng.random() < 0.2 and rest == "{o}":
        be = "were" if object_.endswith("s") else "was"
        return f"{object_} {be} {participle(verb)} by {one.a}"
    return rng.choice(_STATUS[one.status]).format(a=one.a, b=one.b, **forms)


def _sentence(text: str, rng: random.Random) -> str:
    """A statement as a sentence, at times with where it was written from."""
    opening = rng.choice(("", "", "", "", "Meanwhile, ", "According to the article, ", "In the end, ", "Also, "))
    text = opening + text
    return f"{text[:1].upper()}{text[1:]}."


def _passage(told: Sequence[str], rng: random.Random) -> list[str]:
    """The statements as sentences, in any order, with others between."""
    own = [_sentence(one, rng) for one in told]
    kept = rng.sample(_FILLERS, rng.choice((0, 0, 1, 2)))
    every = [*own, *kept]
    rng.shuffle(every)
    return every
