"""A sentence that has somebody do more than its passages say: agree, decide, promise, admit; that has all do what some
do; or that has done what is planned.

An act is looked for in the sentences of the passages that share most of its words, and beside them, under any of the
words that it may be said in. English.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.llm.guard.cited import Cited, nearest, sentences
from assistant.llm.guard.clauses import clauses
from assistant.reader.ahead import only_ahead, told_deeds

_NEAREST = 2  # sentences of the passages in which an act is looked for, with those on each side


@dataclass(frozen=True, slots=True)
class _Act:
    """An act as it is claimed, and what may stand for it in a passage; with `instead`, only where that stands there."""

    claimed: re.Pattern[str]
    there: re.Pattern[str]
    instead: re.Pattern[str] | None = None


def _act(claimed: str, there: str, instead: str = "") -> _Act:
    found = [re.compile(rf"\b(?:{one})", re.IGNORECASE) for one in (claimed, there)]
    return _Act(found[0], found[1], re.compile(rf"\b(?:{instead})", re.IGNORECASE) if instead else None)


_ACTS = (
    _act(
        r"(?:agreed\b|in agreement\b|reached (?:an )?(?:agreement|accord|deal)\b)",
        r"agree|accord|deal\b|accept|consent|settl|sign|compromis|conclu|approv|endors|joint|consensus|together|both\b"
        r"|common|understanding|pact|commit|pledg|promis|share|same|one mind|adopt|reconcil|arrang|too\b|like\b",
    ),
    _act(
        r"(?:decided\b|(?:took|made) (?:the|a) decision\b)",
        r"deci[ds]|chos|choice|choos|resol[uv]|order|vot|determin|rul(?:ed|ing)\b|opt(?:ed|ing)\b|approv|settl|made up",
        r"consider|weigh|ready|willing|want|propos|suggest|hop(?:e|ed|es|ing)\b|discuss|think|thought|ponder|study"
        r"|mull|may\b|might\b|could\b",
    ),
    _act(
        r"(?:promis(?:ed|es)|pledged|guarante(?:e|ed|es)|vowed|assured)\b",
        r"promis|pledg|guarante|vow|commit|assur|undert[ao]k|undertook|swor|oath|word\b|will\b|would\b|shall\b",
    ),
    _act(
        r"(?:confirm(?:ed|s)?|corroborated)\b",
        r"confirm|acknowledg|admit|verif|pro(?:of|ve)|corroborat|agree|recogni[sz]|said\b|says\b|told\b|stat(?:ed|es)\b"
        r"|announc|report|too\b|also\b|wrote\b|according",
    ),
    _act(
        r"(?:admit(?:s|ted)|conced(?:es|ed)|confess(?:es|ed))\b",
        r"admi[ts]|conced|concession|confess|acknowledg|recogni[sz]|confirm|accept|grant|regret|apolog|own(?:ed)? up",
        r"den(?:y|ied|ies|ial)|insist|reject|disput|contradict|refus|claim",
    ),
    _act(r"(?:regrett?(?:s|ed)|apologi[sz](?:es|ed))\b", r"regret|apolog|sorry|remors|lament|deplor|repent|wish"),
    _act(
        r"(?:welcom(?:es|ed)|prais(?:es|ed)|applaud(?:s|ed)|hail(?:s|ed))\b",
        r"welcom|prais|applau|hail|celebrat|commend|thank|approv|good|great|glad|pleas|encourag|support|satisf"
        r"|positiv|success|laud|useful|right|better|like|step\b|constructive|prevent",
    ),
    _act(
        r"(?:reject(?:s|ed)|rebuff(?:s|ed)|refus(?:es|ed)|ruled out|turned (?:\w+ ){1,3}down|turned down|dismissed)\b",
        r"reject|refus|turn\w* (?:\w+ ){0,3}down|rebuff|dismiss|declin|rul\w+ out|deni|deny|not?\b|never|\w+n[’']t\b"
        r"|without|oppos|against|brush|unaccept|imposs|nothing|none|neither|nor\b|nobody|veto|block|object|resist"
        r"|unwilling|withdr|fail|contradict|disput|lack|unconvinc|only\b|unless|stop|ban|clos|expel|cannot|nonsense"
        r"|absurd|too\b|aside|withh|instead",
    ),
)
_ALL = re.compile(r"\b(?:all|every|unanimous(?:ly)?|nobody|no one|without exception|(?:are|were) agreed)\b", re.I)
_ALL_THERE = re.compile(
    r"\b(?:all|every\w*|unanim\w+|each|both|whole|nobody|none|nothing|no|any|never|always|entire\w*|full\w*)\b",
    re.I,
)
_SOME = re.compile(r"\b(?:some|most|many|several|divided|disagree\w*|part of|majority|mostly|largely|partly)\b", re.I)
_DENIED = re.compile(r"\b(?:not|never|no|neither|nor|without|refus\w+|declin\w+|fail\w*)\b|n[’']t\b", re.I)


def overstated(sentence: str, cited: Sequence[Cited]) -> bool:
    """Whether a sentence claims an act, or of all, what the passages do not say or say of some."""
    said = sentences(cited)
    near = sorted(nearest(sentence, said)[:_NEAREST])
    if not near:
        return False
    beside = sorted({at for n in near for at in (n - 1, n, n + 1) if 0 <= at < len(said)})
    around, closest = (" ".join(said[at] for at in some) for some in (beside, near))
    if any(_is_claimed(sentence, act) and _is_missing(act, around) for act in _ACTS):
        return True
    if only_ahead(told_deeds(sentence), closest):
        return True
    return bool(_ALL.search(sentence) and _SOME.search(closest) and not _ALL_THERE.search(closest))


def _is_claimed(sentence: str, act: _Act) -> bool:
    """Whether a clause has the act, and nothing before it there that denies it."""
    for start, end in clauses(sentence):
        found = act.claimed.search(sentence, start, end)
        if found and not _DENIED.search(sentence, start, found.start()):
            return True
    return False


def _is_missing(act: _Act, around: str) -> bool:
    return act.there.search(around) is None and (act.instead is None or act.instead.search(around) is not None)
