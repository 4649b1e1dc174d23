"""What people ask of what befell somebody, or of a place on a day: the questions that take no more than a name.

"What happened to PERSON?" is asked where a sentence tells of an arrest, a sentence, a release or a death; "What
happened in PLACE on DAY?" where a sentence in the past has both, and nobody says it.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting import verbs
from assistant.evaluation.drafting.clause import Clause, Made
from assistant.evaluation.drafting.clauses import clauses, relatives
from assistant.evaluation.drafting.context import resolved, with_years
from assistant.evaluation.drafting.lexicon import MONTH, listed
from assistant.evaluation.drafting.nouns import CAPITAL, Nouns
from assistant.evaluation.drafting.standing import points

_SUFFERED = listed(
    "arrest detain sentence convict acquit release free jail imprison kill murder wound injure poison kidnap rescue "
    "deport extradite expel exchange trade fire dismiss sack remove replace suspend accuse charge indict impeach oust "
    "assassinate rob shoot stab evacuate hospitalise hospitalize pardon ban execute find"
)
"""Verbs in the passive that tell what became of somebody."""
_DID = listed("die resign flee escape drown disappear retire surrender")
_FULL = 5  # words of a question that has a whole name
_DATE = rf"\d{{{{1,2}}}} {MONTH}|{MONTH} \d{{{{1,2}}}}"
_DAY = rf"on (?:\w+day,? )?(?P<{{0}}>{_DATE})(?P<{{0}}_year>,? \d{{{{4}}}})?\b(?! [A-Z])"
_PLACE = rf"(?:in|at|near) (?P<{{0}}>(?:the )?{CAPITAL}(?:(?: of| de| la)? {CAPITAL}){{{{0,2}}}})\b(?![’'])"
_PLACE_AND_DAY = re.compile(
    rf"\b(?P<a>{_PLACE.format('p')}) {_DAY.format('d')}|\b{_DAY.format('e')},? (?P<b>{_PLACE.format('q')})"
)
_NO_PLACE = re.compile(rf"\b(?:{MONTH}|\w+day|English|French|Russian|Spanish|German|Arabic|Chinese)\b")


def fates(sentences: Sequence[str], nouns: Nouns, places: Sequence[int]) -> Iterator[tuple[int, Made]]:
    """What happened to each person in full of whom a sentence tells it; the answer is the verb."""
    whole = " ".join(sentences)
    named = list(resolved(sentences, nouns))
    for place in places:
        for clause in (*clauses(named[place]), *relatives(named[place])):
            subject = nouns.lowered(clause.subject)
            if not _befell(clause) or nouns.names(subject) != "person":
                continue
            question = nouns.spelt(f"What happened to {subject}?", whole)
            if len(question.split()) >= _FULL and clause.form in sentences[place]:
                yield place, Made("what", question, clause.form.removeprefix("been "))


def _befell(clause: Clause) -> bool:
    """Whether a clause tells of something that was done to its subject, or that ended something."""
    if clause.is_passive:
        return clause.verb.base in _SUFFERED and clause.auxiliary in verbs.BE | {"has", "had", "have"}
    return clause.verb.base in _DID and clause.auxiliary in {"", "had"}


def happenings(
    sentences: Sequence[str], published: str, nouns: Nouns, places: Sequence[int]
) -> Iterator[tuple[int, Made]]:
    """What happened where and when, by sentences in the past that have both; the answer is the sentence."""
    for number in places:
        sentence = sentences[number]
        found = list(_PLACE_AND_DAY.finditer(sentence))
        past = any(verbs.by_past(word) for word in re.findall(r"[a-z]+", sentence))
        if len(found) != 1 or not past or points(sentence[:1].lower() + sentence[1:].partition(",")[0]):
            continue
        (one,) = found
        place = one["p"] or one["q"]
        if _NO_PLACE.search(place) or nouns.names(place) in {"person", "body", "people"}:
            continue
        asked = f"What happened {one['a'] or one['b']} on {one['d'] or one['e']}{one['d_year'] or one['e_year'] or ''}?"
        question = with_years(asked, sentence, sentences[:number], published)
        if re.search(r"\d{4}\?$", question):
            yield number, Made("what", question, sentence)
