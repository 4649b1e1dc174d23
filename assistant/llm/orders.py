"""Text of an article that speaks to a language model instead of to readers: it is no material and no evidence.

Found by rules over sentences: what is told to be ignored, who is addressed, a role that is given, turns of a
conversation that nobody had, keys and prompts that are asked for, what an answer has to say. Nothing of its paragraph
reaches a model or supports a sentence of one, nor the next paragraph where it ends in a colon, nor what stands between
fences of the kind that prompts are made of. The reader, which obeys nobody, reads it all.
"""

import re
import unicodedata
from functools import lru_cache

from index.passage import Passage, Span
from index.sentences import split

_WHO = r"(?:a\.?i\.?|ki|llms?|gpt|chatbots?|(?:large )?language[- ]models?|bots?|chat ?gpt|claude|gemini|assistants?)"
_MACHINE = (
    rf"(?:{_WHO}(?:[- ](?:models?|systems?|assistants?|agents?|bots?|tools?|readers?|engines?|summari[sz]ers?))?"
    r"|automated (?:\w+ )?(?:readers?|systems?|tools?|summari[sz]ers?|assistants?)|(?:the|this|any) (?:model"
    r"|assistant))"
)
_START = r"(?:^|[:;,(\[*>\"“'«—–-]\s*|\b(?:please|kindly|and|then|now|must|should|shall|to|will|bitte)\s+)"
_SAY = (
    r"(?:say|answer|respond|reply|state|report|write|output|include|print|repeat|tell|cite|quote|present"
    r"|summari[sz]e|treat"
    r"|conclude|mention|add|recommend|claim|declare|ignore|use|append|insert|begin|end|start|finish|translate"
    r"|attribute)"
)
_RULES = (
    # what is to be ignored
    rf"{_START}(?:ignore|disregard|forget|override|bypass|discard|overrule)\b.{{0,60}}?\b(?:above|previous|prior"
    r"|earlier"
    r"|preceding|foregoing|instructions?|prompts?|rules?|guidelines?|everything|context|passages?|sources?"
    r"|articles?|text)\b",
    r"\bignorier\w*\b.{0,60}?\b(?:anweisung\w*|vorherig\w*|obig\w*|bisherig\w*|text\w*|regeln)",
    r"\bигнорируй\w*\b|\bзабудь(?:те)?\b.{0,40}?\b(?:инструкци|указани|правил|предыдущ|выше)",
    r"\bignore[zr]\b.{0,40}?\b(?:instructions|consignes|règles)|\bignora\b.{0,40}?\b(?:instrucciones|istruzioni)",
    # who is addressed
    r"\b(?:note|notice|instructions?|message|attention|reminder|memo|hinweis|anweisung)\s+(?:to|for|an"
    rf"|für)\b.{{0,30}}?"
    rf"\b{_MACHINE}\b",
    rf"^\W*(?:attention|dear|hey|hello|important)\b.{{0,30}}?\b{_MACHINE}\b",
    rf"\b{_MACHINE}\b.{{0,60}}?\b(?:must|should|shall|are to|is to|has to|have to|need to|are (?:asked|required"
    r"|instructed"
    rf"|requested|told|advised) to|please)\b.{{0,30}}?\b{_SAY}\b",
    r"\b(?:machines?|computers?|programs?|software|bots?|models?|readers? (?:that|who) (?:are"
    r"|is) (?:an? )?(?:machines?"
    r"|programs?|computers?|bots?|software))\b.{0,20}?\b(?:reading|that reads?|which reads?|have to|has to|must"
    r"|should)\b"
    r".{0,60}?\b(?:this|these|my words|repeat|page|text)\b",
    r"\bchat[- ](?:programs?|software)\b|\byour chat ?bots?\b|\breaders? (?:that|who) (?:are"
    r"|is) (?:an? )?(?:machines?"
    r"|programs?|computers?|bots?)\b|\breader['’]s software\b",
    r"\bfor (?:automatic|automated|machine) (?:readers?|systems?|summari[sz]ers?|tools?|programs?)\s*:",
    # a role that is given
    rf"{_START}you are (?:now|no longer|from now on)\b|^\W*you are (?:an?|the)\b.{{0,40}}?\b(?:assistant|{_WHO}"
    r"|persona)\b",
    r"^\W*(?:from (?:now|this \w+) on\b.{0,20}?\byou|act as|pretend (?:to be|that you|you))\b",
    # turns and frames that nobody wrote
    r"^\W*(?:system|assistant|user|human|developer|admin(?:istrator)?)(?: (?:message|prompt|note|override|update"
    r"|instruction"
    r"|notice))?\s*(?::|>|\]|-{2,})",
    r"^\W*(?:new|updated|additional|revised|hidden) (?:system )?(?:instructions?|prompt|rules?)\b",
    r"^\W*instructions?\b.{0,60}?:|!\[[^\]]{0,80}\]\(|<\s*(?:script|iframe|img)\b",
    r"\bsystem (?:message|prompt|override|instruction)s?\b|<!--|-->|#{2,}\s*\w|^\W*(?:final (?:answer|output)"
    r"|task)\b.{0,40}:"
    r"|\b(?:copy|repeat|quote|use|give|print) (?:it|this|them|these)\b.{0,20}\b(?:word for word|verbatim"
    r"|as they stand)\b",
    # secrets
    r"\b(?:reveal|print|repeat|show|output|disclose|include|send|append|quote|give|write"
    r"|list)\b.{0,60}?\b(?:system prompt"
    r"|your (?:\w+ )?(?:prompt|instructions|rules)|api[- ]?keys?|environment variables?|secret keys?|keys\.toml)\b",
    # what an answer has to say
    rf"\b(?:when|if|whenever|should)\b.{{0,30}}?\bask(?:ed|s)?\b.{{0,100}}?(?:,|\bto|\bmust|\bshould|\bthen"
    r"|\balways|\bonly)\s*"
    rf"(?:\w+ )?{_SAY}\b",
    rf"^\W*(?:please |now |instead,? |then |always |simply |just )*{_SAY}\b\W*(?:only|with|that|exactly"
    r"|the following|in (?:all "
    r"capitals|capital|german|russian|french|english|spanish|chinese|rhyme|verse)|your (?:answer|reply|response"
    r"|text|summary)"
    r"|every (?:answer|sentence|reply)|each (?:answer|sentence|reply)|this (?:article|passage|source|sentence"
    r"|text|word)"
    r"|no other|the (?:key|word|phrase|sentence|line)|all (?:sentences|answers|claims))\b",
    r"^\W*(?:do not|don['’]t|never)\s+(?:cite|quote|answer|summari[sz]e|reveal|translate|refer to|follow"
    r"|mention (?:this|the"
    r" above|these)|use (?:the|any) other)\b",
    r"\b(?:when(?:ever)?|before|as) you (?:write|answer|sum up|summari[sz]e|reply|respond|report)\b"
    r"|\bwhatever the question\b"
    r"|\bin (?:reply|answer|response) to (?:every|any|all) questions?\b",
    r"\b(?:passages?|texts?|sources?|keys?|prompts?)\b[\w ]{0,10}\byou (?:were|have been|are|was) given\b"
    r"|\bsources? you hold\b",
    r"^\W*write (?:at least |no more than |exactly )?[\w,-]+(?: [\w-]+)? words\b",
    r"\b(?:in|of|to|with|end|begin|start) your (?:answer|reply|response|summary|output)s?\b|\byour (?:answer"
    r"|reply|response"
    r"|summary|output)s? (?:must|should|shall|is to|has to|will)\b",
    r"\b(?:under|with|by|citing|cite|use) (?:the )?(?:citation )?key\b|\bcitation keys?\b",
)  # fmt: skip
_FENCE = re.compile(
    r"<\|[^|]{1,30}\|>|\[/?inst\]|</?\s*(?:passages?|system|assistant|user|instructions?|context|sys|prompt"
    r"|documents?)\b",
    re.IGNORECASE,
)
_ORDER = re.compile("|".join(f"(?:{rule})" for rule in _RULES), re.IGNORECASE | re.MULTILINE | re.DOTALL)
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_LEFT_OUT = "[…]"


def is_order(sentence: str) -> bool:
    """Whether a sentence speaks to a language model."""
    plain = _plain(sentence)
    return _ORDER.search(plain) is not None or _FENCE.search(plain) is not None


def orders(text: str) -> tuple[Span, ...]:
    """The paragraphs of an article's text that are no material, as spans of it, ascending."""
    paragraphs = [Span(*one.span()) for one in re.finditer(r"[^\n]+", text) if one[0].strip()]
    fenced = [at for at, one in enumerate(paragraphs) if _FENCE.search(_plain(text[one.start : one.end]))]
    found: list[Span] = []
    silenced = False
    for at, one in enumerate(paragraphs):
        words = text[one.start : one.end]
        between = bool(fenced) and fenced[0] <= at <= (fenced[-1] if len(fenced) > 1 else len(paragraphs))
        ordered = silenced or between or any(is_order(words[start:end]) for start, end in split(words))
        silenced = ordered and words.rstrip().endswith(":")
        if ordered:
            found.append(one)
    return tuple(found)


def material(passage: Passage, whole: str) -> tuple[Span, ...]:
    """The sentences of a passage that are material, as spans of its article; `whole` is the text of that."""
    silent = _orders(whole)
    return tuple(
        span for span in passage.sentences if not any(one.start < span.end and span.start < one.end for one in silent)
    )


_orders = lru_cache(maxsize=64)(orders)  # an article has several passages, and each is looked at more than once


def _plain(sentence: str) -> str:
    """A sentence as it looks: without what cannot be seen, in common letters, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", _UNSEEN.sub("", sentence)).split())


def without_orders(passage: Passage, whole: str) -> str:
    """The text of a passage in which what speaks to a model is left out."""
    kept = set(material(passage, whole))
    if len(kept) == len(passage.sentences):
        return passage.text
    parts: list[str] = []
    at = passage.start
    for span in passage.sentences:
        if span in kept:
            parts += [passage.text_of(Span(at, span.start)), passage.text_of(span)]
        elif _LEFT_OUT not in parts[-1:]:
            parts += ["\n\n", _LEFT_OUT]
        at = span.end
    return "".join(parts).strip()
