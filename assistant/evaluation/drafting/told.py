"""What people are said to say, and to be: reported speech, quotations, and offices named beside their holders."""

import re
from collections.abc import Iterator

from assistant.evaluation.drafting.clause import Clause, Made
from assistant.evaluation.drafting.clauses import clauses
from assistant.evaluation.drafting.lexicon import SPOKEN
from assistant.evaluation.drafting.nouns import CAPITAL, Nouns, has_capital
from assistant.evaluation.drafting.standing import leans
from assistant.evaluation.drafting.verbs import is_finite
from assistant.reader.question import terms

_LEAST_SAID = 4  # content words of what is said
_PAST = frozenset({"former", "ex", "late", "acting"})  # who was so before, or for a while
_LEAST_DONE = 3  # words of what is to be done
_THAT = re.compile(r"^(?:(?:[^,]{0,60}?)\s)?that (?P<content>.+)$")
_MODAL = re.compile(
    r"^(?P<who>.+?) (?P<modal>would|will|could|should|must) (?P<act>(?!be\b|have\b|not\b|never\b)[a-z]+ .+)$"
)
_ROLE = (
    r"(?:president|prime minister|(?:deputy )?(?:foreign|defen[cs]e|finance|interior|health|justice|"
    r"culture|education)? ?minister|"
    r"secretary[- ]general|secretary|chancellor|mayor|governor|director(?: general)?|chairman|chairwoman|"
    r"chair|chief executive(?: officer)?|"
    r"chief|head|leader|spokesman|spokeswoman|spokesperson|ambassador|envoy|coach|founder|co-founder|"
    r"commander|captain|"
    r"editor|speaker|commissioner|attorney general|adviser|advisor|king|queen|prince|premier|manager|owner|author|"
    r"representative|inventor|creator|host|producer|composer|president-elect|CEO|commissioner)"
)
_APPOSED = re.compile(
    rf"(?P<name>{CAPITAL}(?: [A-Z]\.)?(?: {CAPITAL}){{1,2}}), (?P<role>(?:the |a )?(?:[\w’'-]+ ){{0,4}}?{_ROLE}"
    rf"(?: (?:of|for|to|at) (?:the )?[\w’'-]+(?: (?:of |for |the |and )*[\w’'-]+){{0,6}})?)"
    r"(?=,|\.$)(?!, [A-Z][\w’'-]+ [A-Z][\w’'-]+(?:,| said))"
)
_OFFICER = re.compile(
    rf"\b(?P<role>[Tt]he (?:[\w’'-]+ ){{0,3}}{_ROLE} of (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
    rf", (?P<name>{CAPITAL}(?: [A-Z]\.)?(?: {CAPITAL}){{1,2}}),"
)
_TITLED = re.compile(
    rf"(?P<role>(?:(?:the|former|"
    rf"then)"
    rf"\s)?(?:{CAPITAL} (?:of )?){{1,4}}?(?i:{_ROLE})"
    rf") (?P<name>{CAPITAL}(?: [A-Z]\.)?(?: {CAPITAL}){{1,2}})\b"
)


_SAYS = r"(?:said|says|added|wrote|tweeted|explained|argued|replied|stated|remarked|insisted|warned|claimed)"
_QUOTED = re.compile(
    rf"^[\"“](?P<quote>[^\"“”]{{25,160}}?)[,.!]?[\"”],? (?:(?P<a>{CAPITAL}(?: {CAPITAL}){{0,3}}) {_SAYS}\b|"
    rf"{_SAYS} (?P<b>{CAPITAL}(?: {CAPITAL}){{0,3}}))"
    rf"|^(?P<c>{CAPITAL}(?: {CAPITAL}){{0,3}}) {_SAYS},? [\"“](?P<quote2>[^\"“”]{{25,160}}?)[.!]?[\"”]"
)


def subject_of(clause: Clause, nouns: Nouns) -> str | None:
    """The subject as it stands inside a question; None where it is too vague to ask about."""
    subject = nouns.lowered(clause.subject)
    plain = subject.startswith(("the ", "a ", "an ")) or nouns.is_named(subject) or subject.split()[-1].endswith("s")
    vague = nouns.is_unknown(clause.subject) or (leans(subject) and nouns.names(subject) != "country")
    return subject if plain and not vague else None


def tells(clause: Clause) -> bool:
    """Whether a clause is no report of speech, or one with a whole clause as what is said."""
    if clause.verb.base not in SPOKEN:
        return True
    that = _THAT.match(clause.rest)
    if that is None or len(terms(that["content"])) < _LEAST_SAID:
        return False
    return any(clauses(f"{that['content']}."))


def said(clause: Clause, nouns: Nouns) -> Iterator[Made]:
    """X said that Y -> Who said that Y? X said that Y would ACT -> What did X say Y would do?"""
    if clause.verb.base not in SPOKEN or clause.auxiliary not in {"", "had"}:
        return
    that = _THAT.match(clause.rest)
    if not that:
        return
    content = that["content"]
    inner = next(clauses(f"{content}."), None)
    if inner is None or that.start("content") != len("that "):
        return
    modal = _MODAL.match(content)
    asker = subject_of(clause, nouns)
    if clause.rest.endswith(inner.subject) or len(terms(content)) < _LEAST_SAID or not inner.rest:
        return
    if (
        modal
        and asker
        and not leans(modal["who"])
        and has_capital(modal["who"])
        and len(modal["act"].split()) >= _LEAST_DONE
    ):
        yield Made("what", f"What did {asker} {clause.verb.base} {modal['who']} {modal['modal']} do?", modal["act"])
    if asker and not leans(inner.subject) and nouns.is_named(inner.subject):
        yield Made("what", f"What did {asker} {clause.verb.base} about {inner.subject}?", content)


def offices(sentence: str, nouns: Nouns) -> Iterator[tuple[str, str]]:
    """The offices that a sentence names beside their holders, each as ("mayor of Reno", "Elena Petrova")."""
    for match in (*_APPOSED.finditer(sentence), *_OFFICER.finditer(sentence), *_TITLED.finditer(sentence)):
        role = match["role"]
        bare = re.sub(r"^(?:(?:the|an?|former|then|acting|current|Former|Acting) )+", "", role, flags=re.IGNORECASE)
        name = re.sub("[’']s$", "", match["name"])
        before = sentence[: match.start()].split()[-1:]
        if any(is_finite(word) or word.casefold() in _PAST for word in role.split()):
            continue
        whole = match.re is not _TITLED or not before or (before[0].islower() and before[0] not in {"of", "for", "and"})
        if (
            whole
            and nouns.names(name) == "person"
            and nouns.is_office(bare)
            and not role.startswith(("a ", "A "))
            and not leans(bare)
        ):
            yield bare, name


def roles(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """PERSON, the ROLE of BODY, -> Who was the ROLE of BODY? and the same of a title before a name."""
    for role, name in offices(sentence, nouns):
        yield Made("who", f"Who was the {role}?", name)


def quoted(sentence: str, nouns: Nouns) -> Iterator[Made]:
    """“QUOTE,” said X -> Who said: “QUOTE”?"""
    match = _QUOTED.match(sentence)
    if not match:
        return
    name, quote = match["a"] or match["b"] or match["c"], match["quote"] or match["quote2"]
    if nouns.names(name) == "person" and quote[0].isupper():
        yield Made("who", f"Who said “{quote}”?", name)
