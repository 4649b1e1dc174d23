"""A clause turned into the questions that it answers, by rules of English grammar.

Each pattern takes one shape of clause and moves one part of it to the front; the part is the answer, a slice of the
sentence. What a pattern gives is grammatical; whether it stands without its article is judged in `standing`.
"""

import re
from collections.abc import Iterator

from assistant.evaluation.drafting.clause import Asks, Clause, Made
from assistant.evaluation.drafting.clauses import clauses, relatives
from assistant.evaluation.drafting.lexicon import SPOKEN, listed
from assistant.evaluation.drafting.nouns import CAPITAL, Nouns, has_capital
from assistant.evaluation.drafting.standing import leans, points, stands
from assistant.evaluation.drafting.told import quoted, roles, said, subject_of, tells
from assistant.evaluation.drafting.verbs import by_base
from assistant.reader import values

_LEAST_SAID = 4  # content words of what is said
_NEAR = 8  # words between a verb and its place; further off, it may be that of something else
_LEAST_DONE = 3  # words of what is to be done
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_END = re.compile(
    r"\s(?:on|in|at|from|with|for|against|by|to|over|after|before|during|near|under|into|through|as|"
    r"without|within|that|which|who|until|since|about|and|across|inside|outside)\b"
)
_PLACE = re.compile(
    rf"\s?\b(?:in|at|near) (?P<place>(?:the )?{CAPITAL}(?:(?: of| the| la| de| and|,) {CAPITAL}| {CAPITAL}){{0,4}})$"
)
_NO_PLACE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day|"
    r"Congress|Parliament|"
    r"Senate|League|Cup|Series|English|French|Spanish|German|Russian|Arabic|Chinese|Group|Division|Party|Committee|"
    r"Commission|Council|Ministry|Department|Office|Championships?|Open|Games|Olympics|Test|Formula|War|"
    r"Act|Award|Awards|"
    r"Times|Post|Twitter|Facebook|YouTube|Euros?|Round|State of the Union|Act|Bill|EU|UN|NATO|AD|BC|"
    r"Christianity|Islam)\b|\d"
)
_NUMBER = (
    r"(?:[$€£]\s?)?(?:\d[\d,.]*\d|\d|[a-z]+(?:-[a-z]+)?)(?:\s(?:million|billion|trillion|thousand|hundred|dozen))?"
)
_ROUGHLY = (
    r"(?:(?:at least|about|some|nearly|around|more than|over|almost|up to|all|approximately|roughly|only|"
    r"fewer than|less than|as many as) )?"
)
_COUNTED = re.compile(
    rf"^(?P<number>{_ROUGHLY}(?P<figure>{_NUMBER})) "
    rf"(?P<noun>(?:(?!of\b|to\b|per\b)(?:[a-z][\w’'-]*|{CAPITAL}(?:ian|ish|ese|can|ench|li|qi)) ){{0,2}}"
    r"(?:people|men|women|children|[a-z]{2,}s))(?=$|\s|,)",
    re.IGNORECASE,
)
_NO_NOUN = listed(
    "times was has its this less others points votes-to percentage years’ ones plus minus as us is across versus "
    "years days months weeks hours minutes seconds afterwards"
)
_DURATION = re.compile(
    rf"^(?:for )?(?P<span>{_ROUGHLY}(?:{_NUMBER}|an?)(?: and a half)? "
    r"(?:years?|days?|months?|weeks?|hours?|minutes?|seconds?|decades?))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"\sfor (?P<span>{_ROUGHLY}{_NUMBER}(?: and a half)? (?:years|days|months|weeks|hours|minutes|decades))\b"
)
_MONEY = re.compile(
    r"^(?P<sum>(?:(?:at least|about|some|nearly|around|more than|over|almost|up to) )?(?:(?:US|A|"
    r"C)?[$€£]\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?|\d[\d,.]*(?:\s(?:million|billion|"
    r"trillion))? (?:dollars|euros|pounds|roubles|rubles)))\b"
)
_BY_HOW_MUCH = re.compile(
    rf"\s?\bby (?P<much>{_ROUGHLY}\d?[\w.,-]*\s?(?:%|per cent|percent|percentage points|points))(?=$|\s)"
)
_AGED = re.compile(r"(?:^|\s)(?:at the age of|at age|aged) (?P<age>\d{1,3})\b")
_FAR = re.compile(rf"\s(?:in|at|to|from) (?:the )?(?:{CAPITAL} ?)+")
_EMPTY = listed("come go follow have be become remain continue increase change bring make give get")
_SCHEDULED = listed("schedule expect plan observe celebrate set hold")
_DANGLES = re.compile(r"(?:\b(?:of|the|a|an|and|or|by|with|from|between|around|dated|since|at)|,)$")
_LASTING = frozenset({"last", "take"})
_TOLD = listed(
    "urge ask order tell invite allow forbid require want encourage persuade advise force direct authorize "
    "authorise instruct permit enable prompt press"
)
_INTENT = listed(
    "agree refuse promise pledge vow decide offer plan threaten attempt try fail propose seek aim hope want decline "
    "prepare intend continue"
)
_OBJECT_OF = {
    "accuse": "of", "charge": "with", "convict": "of", "blame": "for", "criticise": "for", "criticize": "for",
    "thank": "for", "praise": "for", "warn": "against", "sentence": "to", "compare": "to", "replace": "with",
    "rename": "as", "describe": "as", "arrest": "for", "fine": "for", "nominate": "for", "accused": "of",
    "apologise": "for", "apologize": "for", "congratulate": "on", "call": "for", "agree": "on", "vote": "for",
    "lead": "to", "focus": "on", "belong": "to", "depend": "on", "respond": "to", "object": "to", "suspect": "of",
}  # fmt: skip
_OBJECT_VERBS_NOT = listed(
    "call exist deem be have become remain last take come go say tell think believe rise fall grow follow live "
    "die happen occur "
    "begin give keep look turn get put set let mean cost know see need want make do face stand sit speak play lead "
    "run work report argue claim insist reply state add answer respond conclude deny warn tell inform explain note "
    "stress predict stay serve arrive return travel appear continue end start talk meet"
)


def questions(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """The questions that a sentence answers and that can be asked of a whole library."""
    for clause in (one.trimmed(leans) for one in (*clauses(sentence), *relatives(sentence))):
        for pattern in _PATTERNS if _refers(clause, nouns) else ():
            for made in pattern(clause, nouns):
                question = " ".join(made.question.split()).replace(" ?", "?")
                if _is_good(question, made.answer):
                    yield Made(made.asks, question, made.answer)
    yield from roles(sentence, nouns)
    yield from quoted(sentence, nouns)


def _is_good(question: str, answer: str) -> bool:
    """Whether a question stands alone, and its answer tells something that the question does not hold."""
    if _DANGLES.search(answer) or (_DANGLES.search(question.rstrip("?")) and not question.startswith("What")):
        return False
    return stands(question) and answer.casefold() not in question.casefold() and not points(answer)


def _refers(clause: Clause, nouns: Nouns) -> bool:
    """Whether "its", "their", "his" and "her" in a clause can mean its subject, as far as number and kind can tell."""
    own = re.split(r"\s(?:that|which|who|where|when)\s", clause.rest)[0]
    found = {
        match[0]
        for match in re.finditer(r"\b(?:its|their|his|her)\b", own)
        if not re.search(r"\b[A-Z]", own[: match.start()])  # else it may mean a name before it
    }
    if not found:
        return True
    kind = nouns.names(clause.subject)
    if kind == "people" or " and " in clause.subject:
        return found == {"their"}
    return found <= {"his", "her"} and len(found) == 1 if kind == "person" else found == {"its"} and bool(kind)


def _who(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB REST -> Who VERB REST? by what the subject names; passive BY AGENT -> Who VERBED SUBJECT?"""
    subject = nouns.lowered(clause.subject)
    kind = nouns.names(subject)
    word = {"person": "Who", "people": "Who", "body": "Who", "country": "Which country", "thing": "What"}.get(kind)
    asks: Asks = "what" if word == "What" else "who"
    vague = leans(subject) or (word in {"What", "Who"} and len(subject.split()) == 1 and subject.islower())
    vague = vague or (word == "What" and clause.verb.base in _EMPTY) or nouns.is_unknown(clause.subject)
    if word and not vague and (clause.rest or clause.is_passive) and tells(clause) and not _count(subject):
        yield Made(asks, clause.dated(f"{word} {clause.predicate()}"), clause.subject)
    by = re.search(r"(?:^|\s)by (?P<agent>[^,]+)$", clause.rest)
    if clause.is_passive and by and clause.auxiliary in {"was", "were"}:
        agent = _noun_phrase(by["agent"])
        word = {"person": "Who", "people": "Who", "body": "Who", "country": "Which country"}.get(nouns.names(agent))
        inside = subject_of(clause, nouns)
        if word and inside and agent == by["agent"]:
            yield Made("who", clause.dated(f"{word} {clause.verb.past} {inside} {clause.rest[: by.start()]}"), agent)


def _has_day(clause: Clause) -> bool:
    """Whether the date of a clause is when it happens; that of "is credited with ... in 2011" is not."""
    return not clause.is_perfect and (clause.auxiliary not in {"is", "are"} or clause.verb.base in _SCHEDULED)


def _when(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB REST on DATE -> When did SUBJECT BASE REST?"""
    subject = subject_of(clause, nouns)
    if (
        clause.date
        and subject
        and not clause.date.text.startswith("since")
        and clause.form
        and tells(clause)
        and _has_day(clause)
    ):
        yield Made("when", f"When {clause.inverted(subject)}?", clause.date.inner)


def _where(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB REST in PLACE -> Where did SUBJECT BASE REST?"""
    place, subject = _PLACE.search(clause.rest), subject_of(clause, nouns)
    if not place or not subject or _NO_PLACE.search(place["place"]) or not clause.form or clause.verb.base in SPOKEN:
        return
    rest = clause.rest[: place.start()]
    if rest and " and " in place["place"] and not clause.is_passive:
        return  # "his dealings in Ukraine and China"
    if len(rest.split()) > _NEAR or re.search(r"\d|\b(?:last|next)\b", rest):
        return
    if nouns.names(place["place"]) != "person" and not re.search(r"\b(?:that|which|who)\b", rest):
        yield Made("where", clause.dated(f"Where {clause.inverted(subject, rest)}"), place["place"])


def _how_many(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """NUMBER NOUN VERB REST -> How many NOUN VERB REST? SUBJECT VERB NUMBER NOUN -> How many NOUN did SUBJECT BASE?"""
    counted = _count(nouns.lowered(clause.subject))
    if counted and counted.end() == len(clause.subject):
        predicate = (
            clause.predicate()
            if clause.auxiliary not in {"were", "are", "have"}
            else f"{clause.auxiliary} {clause.form} {clause.rest}"
        )
        yield Made(
            "how-many", clause.dated(f"How many {counted['noun']} {predicate}"), _figure(clause.subject, counted)
        )
    counted, subject = _count(clause.rest), subject_of(clause, nouns)
    if counted and subject and not clause.is_passive:
        left = clause.rest[counted.end() :].strip()
        if not left or _END.match(f" {left}"):
            yield Made(
                "how-many",
                clause.dated(f"How many {counted['noun']} {clause.inverted(subject, left)}"),
                _figure(clause.rest, counted),
            )


def _count(text: str) -> re.Match[str] | None:
    """The number and the counted noun that a text opens with."""
    found = _COUNTED.match(text)
    if (
        not found
        or found["noun"].split()[-1].casefold() in _NO_NOUN
        or found["figure"].casefold() in {"several", "half", "one"}
    ):
        return None
    spans = values.quantities(found["figure"])
    return found if spans == [(0, len(found["figure"]))] and not re.search(r"[$€£%]", found["figure"]) else None


def _figure(text: str, counted: re.Match[str]) -> str:
    return text[counted.start("figure") : counted.end("figure")]


def _how_much(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB SUM -> How much money did SUBJECT BASE? SUBJECT rose by SHARE -> By how much did SUBJECT rise?"""
    subject = subject_of(clause, nouns)
    if not subject:
        return
    money = _MONEY.match(clause.rest)
    if money and not clause.is_passive:
        left = clause.rest[money.end() :].strip()
        if not left or _END.match(f" {left}"):
            yield Made("how-many", clause.dated(f"How much money {clause.inverted(subject, left)}"), money["sum"])
    share = _BY_HOW_MUCH.search(clause.rest)
    if share and clause.date and not clause.is_passive:
        rest = clause.rest[: share.start()] + clause.rest[share.end() :]
        yield Made("how-many", clause.dated(f"By how much {clause.inverted(subject, rest)}"), share["much"])


def _how_long(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT lasted SPAN -> How long did SUBJECT last? SUBJECT VERB REST for SPAN -> For how long did ...?"""
    subject = subject_of(clause, nouns)
    if not subject:
        return
    span = _DURATION.match(clause.rest)
    if span and clause.verb.base in _LASTING | {"spend"} and not clause.is_passive:
        left = clause.rest[span.end() :].strip()
        if not left or _END.match(f" {left}"):
            word = "How much time" if clause.verb.base == "spend" else "How long"
            yield Made("how-many", clause.dated(f"{word} {clause.inverted(subject, left)}"), span["span"])
    span = _FOR.search(clause.rest)
    if span and not re.search(r"\b(?:that|which|who|to)\b", clause.rest[: span.start()]):
        rest = clause.rest[: span.start()] + clause.rest[span.end() :]
        yield Made("how-many", clause.dated(f"For how long {clause.inverted(subject, rest)}"), span["span"])


def _noun_phrase(text: str) -> str:
    """The noun phrase that a text opens with, before its first preposition; "of", "between" and "and" stay in it."""
    end = _END.search(text)
    while end and end[0].strip() == "and" and text[end.end() : end.end() + 2].strip()[:1]:
        end = _END.search(text, end.end())
    return text[: end.start()] if end else text


def _object(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB OBJECT REST -> What did SUBJECT BASE REST?"""
    subject = subject_of(clause, nouns)
    if not subject or clause.is_passive or not clause.rest or clause.verb.base in _OBJECT_VERBS_NOT | _TOLD | _INTENT:
        return
    what = _noun_phrase(clause.rest)
    left = clause.rest[len(what) :]
    if left and not _FAR.fullmatch(left) and not re.search(r"\b(?:to|that|which|who|and|as|by)\b", left):
        what, left = clause.rest, ""
    if left and not _FAR.fullmatch(left):
        return
    words = what.split()
    broken = re.search(r"\b(?:to|that|which|who)\b", left) or any(word.endswith(("ing", "ly")) for word in words)
    if not words or broken or leans(what) or _count(what):
        return
    kind = nouns.names(what)
    if kind in {"person", "people"}:
        yield Made("who", clause.dated(f"Whom {clause.inverted(subject, left)}"), what)
    elif words[0] in {"a", "an", "the"} and len(words) > 1:
        yield Made("what", clause.dated(f"What {clause.inverted(subject, left)}"), what)


def _age(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """PERSON VERB REST at the age of NUMBER -> At what age did PERSON BASE REST?"""
    age, subject = _AGED.search(clause.rest), subject_of(clause, nouns)
    if age and subject and clause.form and nouns.names(subject) == "person":
        rest = clause.rest[: age.start()] + clause.rest[age.end() :]
        yield Made("how-many", clause.dated(f"At what age {clause.inverted(subject, rest)}"), age["age"])


def _to_do(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT urged SOMEONE to ACT -> What did SUBJECT urge SOMEONE to do? SUBJECT agreed to ACT likewise."""
    subject = subject_of(clause, nouns)
    match = re.match(r"^(?P<whom>.*?)\s?\bto (?P<act>(?!the\b|a\b|an\b)[a-z]+\b.*)$", clause.rest)
    if not subject or not match or clause.is_passive:
        return
    whom, base = match["whom"], clause.verb.base
    if by_base(match["act"].split()[0]) is None:
        return
    if (base in _TOLD and whom and not leans(whom) and has_capital(whom)) or (base in _INTENT and not whom):
        yield Made("what", clause.dated(f"What {clause.inverted(subject, whom)} to do"), match["act"])


def _of_what(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT accused SOMEONE of THING -> What did SUBJECT accuse SOMEONE of?"""
    subject, prep = subject_of(clause, nouns), _OBJECT_OF.get(clause.verb.base)
    match = re.match(rf"^(?P<whom>.*?)\s?\b{prep} (?P<what>.+)$", clause.rest) if prep else None
    if not subject or not match:
        return
    if not _END.search(f" {match['whom']}") and not leans(match["whom"]):
        yield Made("what", clause.dated(f"What {clause.inverted(subject, match['whom'])} {prep}"), match["what"])


def _why(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """SUBJECT VERB REST because REASON -> Why did SUBJECT BASE REST?"""
    subject = subject_of(clause, nouns)
    if clause.reason and subject and clause.form and clause.verb.base not in SPOKEN:
        yield Made("why", clause.dated(f"Why {clause.inverted(subject)}"), clause.reason.inner)


_PATTERNS = (
    _who, _when, _where, _how_many, _how_much, _how_long, _age, _object, _to_do, _of_what, _why, said,
)  # fmt: skip
