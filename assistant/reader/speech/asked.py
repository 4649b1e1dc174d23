"""Questions about who says something: who is asked for, and whose words are asked for.

English patterns. "Who said that X?" asks for the speaker of X; "What did Y say about X?" asks for the words of Y. The
article itself and its author are nobody here: "according to the article" asks for no speaker.
"""

import re

from assistant.reader.question import terms
from assistant.reader.speech.attribution import SAYING, tokens
from assistant.reader.speech.sayer import AUXILIARIES, PRONOUNS, name, plain

_MAX_QUESTION = 1000
"""Characters; what comes behind is no part of the question."""

_FINITE = "|".join(sorted(SAYING, key=len, reverse=True))
_ADVERB = r"(?:(?:\w+ly|also|once|first|has|have|had|ever|even) ){0,3}"
_LEAD = r"^\W*(?:(?:and|but|so|then|now|please|also),? )?"
_WHO = re.compile(
    rf"{_LEAD}(?:who(?: else)?(?: (?:is|was) it (?:that|who))?(?P<among> (?:in|among|at|on|from|of) [^,?]{{1,60}}?)?"
    rf"|(?:which|what)(?P<kind>(?: [\w’'-]+){{1,7}}?)) {_ADVERB}(?P<verb>{_FINITE})\b(?P<content>[^?]*)",
    re.IGNORECASE,
)
_SAYING_NOUN = r"(?:claim|statement|remark|accusation|allegation|argument|quote|quotation|words|view|opinion|warning)s?"
_OTHER_WHO = tuple(
    re.compile(_LEAD + pattern, re.IGNORECASE)
    for pattern in (
        r"who (?:is|was|were) (?:quoted|reported|cited) as (?:saying|having said|claiming|telling)\b(?P<content>[^?]*)",
        rf"who (?:made|makes) (?:the|this|that|a) {_SAYING_NOUN}\b(?P<content>[^?]*)",
        rf"whose {_SAYING_NOUN} (?:is|was|are|were)(?: it| this)?\b(?P<content>[^?]*)",
        rf"(?:to whom|who) (?:is|are|was) (?:the|this) {_SAYING_NOUN}(?P<content>[^?]*?)(?: attributed)?(?: to)?\W*$",
        r"(?:by whom (?:is|was|are|were|has|have)|who (?:is|was|are|were)(?= [^?]* by\W*$))(?P<content>[^?]*?"
        r"\b(?:described|called|accused|criticised|criticized|said|denounced|condemned|quoted)\b[^?]*?)(?: by)?\W*$",
    )
)
_TAKEN = re.compile(
    r"^ (?:the |full |some )?(?:responsibility|credit|victory|asylum|ownership|lives|title|prize)\b", re.I
)
"""What people claim without saying it."""
_TELLS = re.compile(r"^(?: (?:that|of|about|in|on|to)\b|\W*[:“\"‘'«])", re.I)
"""What follows "wrote" where it means said; else it is a text that was made."""
_RECIPIENT = re.compile(r"^(?: to)?(?: [\w’'.-]+){1,6}? that ")
_LINK = re.compile(r"^\W*(?:(?:that|of|about|against|for|on|whether|it is|to have)\b\s*)?[\s:,]*", re.IGNORECASE)

_SAY = "say|claim|argue|believe|think|maintain|insist|suggest|assert|contend|expect|predict|feel|allege"
_ACT = (
    "describe|tell|explain|call|warn|deny|state|respond|react|comment|criticise|criticize|characterise|justify"
    "|blame|accuse|mention|announce|note"
    "|acknowledge|admit|stress|emphasise|emphasize|write|tweet|promise|urge|answer"
    "|view|interpret|recommend|propose|demand|add|reply|declare|assess|refer to|compare|portray|confirm|reject"
    "|dismiss|mean by"
)
_DID = re.compile(
    rf"^(?P<asks>[^?]*?)\b(?P<aux>did|does|do|has|have|had) (?P<who>[^?,]{{1,80}}?)(?: (?:\w+ly|also|ever|once))? "
    rf"(?:(?P<say>{_SAY})|(?:{_ACT})|(?:{_FINITE}))\b",
    re.IGNORECASE,
)
_ENDS = r"(?=,|\?|$|:| (?:who|what|why|how|when|where|which|did|is|was|were|does|will|has|have)\b)"
_VIEW = r"(?:view|opinion|words|eyes|account|judge?ment|assessment|estimation|telling)s?"
_OWN = (
    rf"(?:{_VIEW}|comments?|statements?|responses?|reactions?|explanations?|descriptions?|positions?|stance|arguments?|claims?"
    r"|reply|replies|remarks?|warnings?|prediction|message|answer|criticism|complaint)"
)
_OF = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\baccording to (?P<who>[^?,]{{1,80}}?){_ENDS}",
        rf"\bin (?P<who>[^?,]{{1,80}}?)(?:['’]s|(?<=s)['’]) {_VIEW}\b",
        rf"\bin the {_VIEW} of (?P<who>[^?,]{{1,80}}?){_ENDS}",
        rf"\b(?:what|how) (?:is|was|are|were) (?P<who>[^?,]{{1,80}}?)(?:['’]s|(?<=s)['’]) {_OWN}\b",
        rf"\b(?:what|how) (?:is|was|are|were) the {_OWN} of (?P<who>[^?,]{{1,80}}?)(?=,|\?|$| (?:on|about|to|for)\b)",
        rf"\bwhat (?P<who>[^?,]{{1,60}}?) {_ADVERB}(?:said|says|claimed|told|thinks|argued|wrote|argues|claims)\b",
        r"\b(?:said|claimed|stated|made|argued|given) by (?P<who>[^?,]{1,80}?)(?=,|\?|$| (?:on|about|to|for|in)\b)",
    )
)
_ARTICLE = re.compile(
    r"\b(?:articles?|piece|story|passage|texts?|commentary|essay|column|authors?|writer|commentator|columnist|library)\b"
    r"|^(?:the|this) (?:report|source)s?$",
    re.IGNORECASE,
)


def asks_who_said(question: str) -> str | None:
    """What it is whose speaker a question asks for; None when it asks for something else."""
    question = question[:_MAX_QUESTION]
    found = _WHO.match(question)
    if found and not _is_clause(found["among"] or found["kind"] or ""):
        if _TAKEN.match(found["content"]):
            return None
        if found["verb"].casefold() in {"wrote", "writes"} and not _TELLS.match(found["content"]):
            return None
        return _content(_RECIPIENT.sub(" ", found["content"]) if found["verb"].startswith("t") else found["content"])
    for pattern in _OTHER_WHO:
        if (found := pattern.match(question)) is not None:
            return _content(found["content"])
    return None


def asked_speaker(question: str) -> str | None:
    """Whose words a question asks for, named as `speakers` names them; None when it asks for nobody's."""
    question = question[:_MAX_QUESTION]
    found = [match["who"] for pattern in _OF if (match := pattern.search(question)) is not None]
    did = _DID.match(question)
    if did and (did["say"] or not re.search(r"\b(?:why|when|where)\b", did["asks"], re.IGNORECASE)):
        time = re.search(r"\b(?:when|where)\b", did["asks"], re.IGNORECASE)
        found += [did["who"]] if not time or did["aux"].casefold() in {"do", "does"} else []
    for phrase in found:
        speaker = name(tokens(phrase))
        if speaker and speaker not in PRONOUNS and not _ARTICLE.search(speaker):
            return speaker
    return None


def _content(text: str) -> str | None:
    """What is said, without the word that links it to the saying; None when it says nothing."""
    content = _LINK.sub("", text).strip(" ?.!,")
    return content if terms(content) else None


def _is_clause(phrase: str) -> bool:
    """Whether a phrase has a verb of its own, so that the verb of saying behind it is not the question's."""
    return any(plain(word) in AUXILIARIES | {"who", "that", "whom"} for word in phrase.split())
