"""A sentence taken apart: its clauses, each as subject, verb and what follows, with the dates and places in it.

No parser and no model: the verb is the first word that can be one, the subject is what stands before it. Where that may
be wrong (a second verb, a list, a clause inside the subject) there is no clause: most sentences give one, or none.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.evaluation.drafting import verbs
from assistant.evaluation.drafting.clause import TO_BE, Clause, Phrase
from assistant.evaluation.drafting.lexicon import (
    ADVERBIAL,
    BODY_NOUNS,
    DROPPED,
    LIST_SAFE,
    NO_START,
    OPENERS,
    PREPOSITIONS,
    SAYING,
    WEEKDAY,
)
from assistant.evaluation.drafting.times import DATE, DATE_PHRASE, hide, is_opener, leading, opener_at, show, timeless
from assistant.evaluation.drafting.verbs import Verb

_RELATIVE = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}), (?:(?:an?|"
    r"the) [^,;]{3,50} )?who (?P<says>[^,;:–—()\"“”]+)(?=,|$)"
)
_BREAK = re.compile(r"(?:[,;:](?=\s)|\s[–—-](?=\s)|\s\(|\)|—)\s*")
_TOKEN = re.compile(r"\S+")
_LINKS = frozenset({"and", "but", "or"})
_NEGATIVE = re.compile(r"\b(?:not|never|no|nobody|nothing|neither|nor|none|hardly|cannot)\b|n[’']t\b")
_LEAST_SAID, _NEAR_VERB = 4, 8  # words of what is said; among how many of its first ones its verb must stand
_TO_HAVE = Verb("have", "had", "had")
_MOST_SUBJECT = 14  # words


def clauses(sentence: str) -> Iterator[Clause]:
    """The clauses of a sentence that can be taken apart."""
    hidden = hide(sentence.rstrip().rstrip("."))
    parts = [part.strip() for part in _BREAK.split(hidden)]
    lead = ""
    for place, part in enumerate(parts):
        if not part:
            continue
        if place == 0:
            lead, part = leading(part)
            if not part:
                continue
        made = _clause(part, parts, place)
        if made is not None:
            yield _dated(made, lead)
            yield from (_dated(one, lead) for one in _more(made, part, parts[place + 1 :]))
            lead = ""


def _more(clause: Clause, part: str, following: list[str]) -> Iterator[Clause]:
    """The further predicates of a subject: "... and VERB ...", "..., and VERB ..."."""
    if clause.auxiliary:
        return
    inside = re.search(rf"{re.escape(clause.rest)} and (?P<next>\w+ .+)$", part) if clause.rest else None
    if inside and opener_at(clause.rest) is None and _is_predicate(inside["next"]):
        again = _predicate(clause.subject, inside["next"], following)
        if again is not None:
            yield again
    for place, one in enumerate(following):
        if one.startswith("and ") and _is_predicate(one[4:]):
            again = _predicate(clause.subject, one[4:], following[place + 1 :])
            if again is not None and not _NEGATIVE.search(one):
                yield again
            return


def _is_predicate(text: str) -> bool:
    first = text.split()[0]
    return verbs.by_past(first) is not None or first in verbs.AUXILIARIES


def relatives(sentence: str) -> Iterator[Clause]:
    """The clauses of "NAME, who VERB ...," and "NAME, a teacher who VERB ...,"."""
    hidden = hide(sentence.rstrip().rstrip("."))
    for match in _RELATIVE.finditer(hidden):
        words, before = match["says"].split(), hidden[: match.start()].split()[-1:]
        if before and (before[0][0].isupper() or before[0] in {"of", "for"}):
            continue  # the end of a longer name, or a part of "a director of X, who"
        if words and (verbs.is_finite(words[0]) or verbs.by_third(words[0])) and not _NEGATIVE.search(match["says"]):
            made = _predicate(match["name"], match["says"], [])
            if made is not None:
                yield _dated(made, "")


def _dated(clause: Clause, lead: str) -> Clause:
    """The clause with its date taken out of the rest, or with the date that opened the sentence; commas come back."""
    shown = replace(clause, subject=show(clause.subject), rest=show(clause.rest))
    if lead:
        lead = show(lead)
        return replace(shown, date=Phrase(lead, lead.partition(" ")[2]))
    shown = replace(shown, rest=timeless(shown.rest))
    found = list(DATE_PHRASE.finditer(shown.rest))
    if len(found) != 1 or opener_at(shown.rest[: found[0].start()]) is not None:
        return shown
    (one,) = found
    rest = f"{shown.rest[: one.start()]} {shown.rest[one.end() :].lstrip(' ,')}".strip()
    if not rest.startswith("of ") and re.match(r"\s*of\b", shown.rest[one.end() :]):
        return shown  # "in March of last year"
    return replace(shown, rest=rest, date=Phrase(one[0].strip(), one["date"]))


def _clause(part: str, parts: list[str], place: int) -> Clause | None:
    words = part.split()
    if place and words and words[0] in _LINKS:
        part = part.partition(" ")[2]
        words = words[1:]
    if place and not _may_open(parts, place):
        return None
    behind = parts[place + 1].split()[:1] if place + 1 < len(parts) else []
    if place and behind and verbs.is_finite(behind[0]):
        return None  # an apposition, and the verb after it is that of what stands before
    subject, following = _with_apposition(part, parts, place)
    if subject is None:
        subject, after = _split(part)
        following = place + 1
    else:
        after = parts[place + 2]
    if not subject or not after or _NEGATIVE.search(f"{subject} {after.partition(' that ')[0]}"):
        return None
    return _predicate(subject, after, parts[following + 1 if following != place + 1 else following :])


def _may_open(parts: list[str], place: int) -> bool:
    """Whether a part behind a comma can be a clause: the sentence opened with an adverbial, or it is joined on."""
    first = parts[0].split()[:1]
    opened = bool(first) and (
        first[0].casefold() in ADVERBIAL | PREPOSITIONS | {"according"} or first[0].endswith(("ing", "ly"))
    )
    return (place == 1 and opened) or (bool(parts[place]) and parts[place].split()[0] in {"and", "but"})


def _with_apposition(part: str, parts: list[str], place: int) -> tuple[str | None, int]:
    """The subject of "SUBJECT, APPOSITION, VERB ..." and where its predicate stands; None in another sentence."""
    if (
        place + 2 >= len(parts)
        or any(verbs.is_finite(word) for word in part.split())
        or len(part.split()) > _MOST_SUBJECT
    ):
        return None, place
    between, after = parts[place + 1].split(), parts[place + 2].split()
    named = re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}", parts[place + 1]) is not None
    named = named and not any(word.casefold() in BODY_NOUNS for word in between)
    if named and part[:4].casefold() == "the " and " " in part[4:]:
        part, opened = parts[place + 1], True
    else:
        opened = False
    opens = opened or (
        between and (between[0] in {"the", "a", "an", "who", "which", "whose"} or between[0][0].isdigit())
    )
    finite = bool(after) and (verbs.is_finite(after[0]) or verbs.by_third(after[0]) is not None)
    return (part, place + 2) if opens and finite and _is_subject(part) else (None, place)


def _split(part: str) -> tuple[str, str]:
    """The words before the first verb, and from it on; two empty texts when there is none."""
    tokens = list(_TOKEN.finditer(part))
    for index, token in enumerate(tokens[1:], start=1):
        word = token[0]
        third = verbs.by_third(word) is not None and all(t[0][0].isupper() for t in tokens[:index])
        if verbs.is_finite(word) or third:
            subject = part[: token.start()].strip()
            while index > 1 and (subject.split()[-1] in DROPPED or subject.split()[-1].endswith("ly")):
                subject = subject.rpartition(" ")[0]
                if not subject:
                    return "", ""
            return (subject, part[token.start() :]) if _is_subject(subject) else ("", "")
    return "", ""


def _is_subject(subject: str) -> bool:
    """Whether a text may be a whole noun phrase."""
    words = subject.split()
    if not words:
        return False
    first = re.split("[’']", words[0])[0] or "-"
    opening = (
        first[0].isupper() or first[0].isdigit() or first in {"the", "a", "an"} or first[0].isalpha()
    ) and first.casefold() not in NO_START
    return (
        opening
        and len(words) <= _MOST_SUBJECT
        and not first.endswith(("ly", "ing", "wards"))
        and not any(word in OPENERS or word == "not" or word in verbs.AUXILIARIES for word in words)
        and words[-1] not in {"first", "last", "next", "once", "twice", "both", "all"}
        and not re.search(r"\b[a-z]+ed (?:an?|the|his|her|its|their|in|on|to|by|for|over)\b", subject)
        and not re.search(r"\bto (?!the\b|an?\b|[A-Z\d])", subject)
        and not any(word.islower() and verbs.is_verb_only(word) for word in words[1:])
        and not (first.islower() and verbs.is_finite(first))
        and words[-1] not in PREPOSITIONS | _LINKS | {"the", "a", "an"}
        and not re.search(rf"\b{DATE}|\b{WEEKDAY}\b|[\"“”‘«»()\[\]]", subject)
    )


def _predicate(subject: str, after: str, following: list[str]) -> Clause | None:
    words = after.split()
    auxiliary = ""
    if words[0] in verbs.AUXILIARIES:
        auxiliary, words = words[0], words[1:]
        words = _without_adverbs(words)
        if words[:1] == ["been"] and auxiliary in verbs.HAVE:
            return _been(subject, auxiliary, _without_adverbs(words[1:]), following)
        if words[:1] == ["the"] and auxiliary in verbs.BE:
            return _whole(Clause(subject, auxiliary, TO_BE, "", " ".join(words)), following)
    if not words:
        return None
    verb = _verb(auxiliary, words[0])
    if verb is None and auxiliary in {"had", "has", "have"}:
        return _whole(Clause(subject, "", _TO_HAVE, auxiliary, " ".join(words)), following)
    if verb is None:
        return None
    return _whole(Clause(subject, auxiliary, verb, words[0], " ".join(words[1:])), following)


def _without_adverbs(words: list[str]) -> list[str]:
    while words and (words[0] in DROPPED or words[0].endswith("ly")):
        words = words[1:]
    return words


def _been(subject: str, auxiliary: str, words: list[str], following: list[str]) -> Clause | None:
    """A passive in the perfect: "has been sent"; "had been sent" becomes "was sent"."""
    verb = verbs.by_participle(words[0]) if words else None
    if verb is None:
        return None
    if auxiliary == "had":
        plural = subject.endswith("s") or " and " in subject
        return _whole(Clause(subject, "were" if plural else "was", verb, words[0], " ".join(words[1:])), following)
    return _whole(Clause(subject, auxiliary, verb, f"been {words[0]}", " ".join(words[1:])), following)


def _verb(auxiliary: str, word: str) -> Verb | None:
    if auxiliary in verbs.MODALS:
        return verbs.by_base(word)
    if auxiliary:
        return verbs.by_participle(word)
    return verbs.by_past(word) or verbs.by_third(word)


def _whole(clause: Clause, following: list[str]) -> Clause | None:
    """The clause cut where another begins, with its reason apart; None where a second verb makes it unsure."""
    clause = replace(clause, rest=re.sub(r",? according to .+$", "", _with_that(clause)))
    rest, reason = _cut(clause.rest)
    sure = _second_verb(clause.subject, rest)
    told = re.search(r"(?:^|\s)that\s(.+)$", sure or "")
    if told and not any(verbs.is_finite(word) or verbs.is_third(word) for word in told[1].split()):
        return None
    if (
        sure is None
        or _goes_on(following, cut=sure != clause.rest or re.search(rf"{DATE}$", sure) is not None)
        or re.search(r"[\"“”«»()\[\]]", rest)
    ):
        return None
    return replace(clause, rest=sure.strip().removesuffix(" as well"), reason=reason)


def _with_that(clause: Clause) -> str:
    """The rest with the "that" which a report may leave out: "said the talks had ended"."""
    own = timeless(clause.rest) if clause.verb.base in SAYING else clause.rest
    words = own.split()
    says = clause.verb.base in SAYING and not clause.auxiliary and len(words) > _LEAST_SAID
    whole = says and not OPENERS & set(words[:_NEAR_VERB]) and words[0] not in PREPOSITIONS | {"to"}
    if not whole or not any(verbs.is_finite(word) and verbs.by_base(word) is None for word in words[1:_NEAR_VERB]):
        return clause.rest
    return f"that {own}"


def _goes_on(following: list[str], *, cut: bool) -> bool:
    """Whether what follows the comma may be more of a list that the clause ends with."""
    nexts = [part for part in following[:1] if part]
    if cut or not nexts:
        return False
    first = nexts[0].split()[0]
    if first in {"the", "a", "an"} and any(following[1:2]) and following[1].split()[0] in PREPOSITIONS:
        return True
    if first in {"and", "or"}:
        second = (nexts[0].split()[1:2] or [""])[0]
        return not (verbs.is_finite(second) or any(verbs.is_finite(word) for word in nexts[0].split()[1:]))
    lists = any(part.startswith(("and ", "or ")) and not any(map(verbs.is_finite, part.split())) for part in following)
    return lists or not (first in LIST_SAFE | PREPOSITIONS or first.endswith(("ing", "ly", "ed")) or first[0].isdigit())


_REASON = re.compile(
    r"\s(?P<link>because of|because|due to|owing to|in response to|in protest (?:at|against|of|over)|"
    r"in retaliation for|"
    r"in order to|on the grounds that|as a result of)\s(?P<why>.+)$"
)


def _cut(rest: str) -> tuple[str, Phrase | None]:
    """The rest before its adverbial clause, and its reason."""
    reason = _REASON.search(rest)
    if reason and reason["link"] == "due to" and verbs.by_base(reason["why"].split()[0]):
        reason = None  # "due to stand down"
    if reason and re.search(r"\bthat\b", rest[: reason.start()]):
        return rest.strip(), None
    if reason:
        rest = rest[: reason.start()]
    for token in _TOKEN.finditer(rest):
        before = rest[: token.start()].split()
        if token[0] in ADVERBIAL and not (
            token[0] == "as" and before[-1:] not in ([], ["such"]) and not _has_verb(rest[token.end() :])
        ):
            if token[0] in {"after", "before", "since", "until"} and not _has_verb(rest[token.end() :]):
                continue
            rest = rest[: token.start()]
            return rest.strip(), None
    return rest.strip(), Phrase(reason[0].strip(), reason["why"]) if reason else None


def _has_verb(text: str) -> bool:
    return any(verbs.is_finite(word) or verbs.by_third(word) is not None for word in text.split())


def _second_verb(subject: str, rest: str) -> str | None:
    """The rest without a second predicate ("... and VERB ..."); None where another verb leaves the clause unsure."""
    tokens = list(_TOKEN.finditer(rest))
    opened = False
    for index, token in enumerate(tokens):
        word = token[0]
        before = tokens[index - 1][0] if index else ""
        if is_opener(word, before):
            opened = True
        if not verbs.is_finite(word) or opened:
            continue
        if before in _LINKS:
            return rest[: tokens[index - 1].start()] if index > 1 else None
        if index >= 2 and (before in DROPPED or before.endswith("ly")) and tokens[index - 2][0] in _LINKS:
            return rest[: tokens[index - 2].start()] if index > 2 else None
        after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        reduced = verbs.by_participle(word) is not None and (after in PREPOSITIONS or not after)
        attribute = (
            index > 0 and before.casefold() in {"the", "a", "an", "its", "their", "his", "her"}
        ) or before in PREPOSITIONS
        name = all(part[0].isupper() for part in subject.split())
        if word in verbs.AUXILIARIES or not (attribute or (reduced and name)):
            return None
    return rest
