"""A follow-up made to stand alone, without a language model.

A question leans on the conversation when it points back ("he", "there", "that meeting", "the deal" after one was spoken
of), opens with a joint ("And Pompeo?", "What about Iran?") or is too short to have a subject. A pronoun that has its
name or noun in its own question does not lean. What a question leans on is put after it in brackets, for a person and
the reader to see: the last question that stood by itself and, for a pronoun, the names that the last answer brought in.

The library is searched with less: whole questions find the passages of the earlier answers again, so the query has only
the few words that the conversation is about. Whether a question that points at nothing goes on with the topic ("Does
parliament have a say?") can only be guessed. It is shown as it is, and searched twice, with those words and without.

English only. It does not decide who "he" is: the names are carried, the reader weighs them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from assistant.answer import Turn
from assistant.reader import values
from assistant.reader.question import AUXILIARIES, analyse, is_stop, stem, terms, words

Frequency = Callable[[Sequence[str]], Mapping[str, int]]
"""In how many passages of the library each word stands: `index.document_frequency`."""

_MIN_TERMS = 3  # content words; shorter questions without a name have no subject of their own ("In what forms?")
_OWN_TERMS = 3  # content words before a pronoun that may mean one of them, in the same clause
_MAX_NAMES = 2  # of the last answer; where it brings more, none of them is the one that a pronoun means
_MAX_WHOLE = 14  # words of a question that is carried whole
_MAX_GAP = 3  # words from one to the next of a phrase: "summit [of the] presidents"
_RECENT = 2  # turns in which "the deal" may have been spoken of

# What a word of an earlier question counts for, by `benchmarks.followups`; all but the first lie on a wide plateau.
_MAX_WORDS = 3  # of the topic: two say too little, and more find the passages of the earlier turns again
_FADE = 0.5  # against a word of the question after it
_REFUSED = 0.75  # when the library had no answer to that question
_ANSWERED = 1.5  # when the answer has it too
_NAME = 1.5  # when it is capitalised
_WEAK = 0.6  # when it looks like a verb or is of a date; finds no better, reads better

_POINTS_BACK = re.compile(
    r"\b(?:former|latter|aforementioned"
    r"|(?:who|what|where|when|how|any(?:one|thing|body|where)|some(?:one|thing|body|where)|no(?:body|thing)) else"
    r"|the (?:same|others?)(?: ones?)?(?=\W*$)|the (?:same|other) (?:one|time|two|side)"
    r"|(?:the|that|this|which|another|any|each|every|no) (?:\w+ )?ones?(?=\W*$|,| (?:is|was|are|were|do|does|did)\b)"
    r"|(?:and|what|happens|happened|happen|did|do|was|were) (?:then|next|afterwards?|later)(?=\W*$)"
    r"|(?:afterwards?|instead|too|as well|either|likewise|otherwise|thereafter)(?=\W*$))\b",
    re.IGNORECASE,
)
_VARIES = re.compile(
    r"^\W*(?:and|but|or|so|also|plus|then|what about|how about|why not|since when(?=\W*$)|how so|how come|what if"
    r"|in that case|if so|if not|because|except|including|not even|even|only)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"^\W*(?:(?:and|but|so|then),? )?(?:what about|how about|and|but) (?P<whom>(?:the )?\S[^?,;:]*?)\W*$", re.IGNORECASE
)
_CLARIFIES = re.compile(
    r"^\W*(?:which ones?|(?:no|yes|sorry),|(?:no |yes |sorry )?i (?:mean|meant|am talking|was asking)"
    r"|you (?:mean|said|mentioned)|are you sure)\b",
    re.IGNORECASE,
)

# Words that stand for something said before: in their own question, or else in the conversation. A subject or a
# possessive may mean a name just before it ("Why did Putin say he would come?"), an object hardly ever does.
_SUBJECT = re.compile(r"\b(?:he|she|they|his|her|its|their)\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:him|hers|theirs|them"
    r"|(?:this|these)(?! (?:year|month|week|morning|evening|summer|winter|spring|autumn|time|days)\b)"
    r"|those(?! (?:who|in|of|from|that|with|at|on)\b)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!hi )there(?! (?:is|are|was|were|be|been|will|has|isn|aren)\b)"
    r"|there(?=\W*$)"
    r"|(?<!is )(?<!was )(?<!will )(?<!does )(?<!did )it"
    r"|it(?! (?:takes?|mean|true|possible|rain|\w+ (?:to|that|for|when|if))\b))\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:(?P<before>\w+)\W+|^\W*)that(?=\W*$|\W+(?P<noun>\w+)(?P<ends>\W*$)?)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.?!,;:]|\b(?:and|but|when|while|if|because|before|after|which|who)\b", re.IGNORECASE)

_DEFINITE = re.compile(r"\b(?:the|such|his|her|its|their)((?: [a-z]+){1,2})(?: (\w+))?")
_COMPLEMENTS = frozenset(
    ("of", "on", "between", "with", "that", "which", "who", "for", "against", "from", "about", "in", "at", "to")
)
_DEFINES = re.compile(
    r"^\W*(?:what|who)(?: is| are| was| were|['’]?s) (?:an? )?"
    r"(?!.*\b(?:the|\w+ed|\w+ible|\w+able|\w+ent|like|next|new|wrong|left)\b)"
    r"|^\W*what does .+ (?:mean|stand for)\b|^\W*define\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|him|his|her|hers|they|them|their|theirs|it|its)\b", re.IGNORECASE)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEAK_FORM = re.compile(
    r"(?:[a-z]ed|[a-z]ing)$|^(?:held|met|took|won|came|went|\d+)$"
    rf"|^(?:{_MONTH})$"
)
_DAY_OR_MONTH = re.compile(rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_MONTH}")
_GOES_ON = re.compile(r"\W*(?:and|but)\b", re.IGNORECASE)
_DOES = re.compile(rf"\b(?:{AUXILIARIES}) (?:the )?$", re.IGNORECASE)
_THE = re.compile(r"^the ", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")

# What people say to one who answers, and no conversation is about.
_TALK = frozenset(
    stem(word)
    for word in """
    able actually anything clarify curious difference different example exactly explain describe find good great
    guess heard hello help hi however information interested interesting kind know learn let like list look lot mean
    meant much need ok okay please provide question really right since something summarize summary sure talk talking
    thank thanks thing think try trying type understand want way wonder wow yes
    aren't can't couldn't didn't doesn't don't i'm isn't wasn't won't
    """.split()  # noqa: SIM905  # a list of eighty quoted words would be unreadable
)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question made to stand alone: as it is shown and read, and as the library is searched for it.

    `searched` has one query, or two whose rankings are to be fused.
    """

    shown: str
    searched: tuple[str, ...]


def condense(question: str, history: Sequence[Turn], frequency: Frequency | None = None) -> str:
    """The question as it is shown and read: itself, or with what it leans on after it in brackets."""
    return standalone(question, history, frequency).shown


def standalone(question: str, history: Sequence[Turn], frequency: Frequency | None = None) -> Standalone:
    """The question made to stand alone. The library's `frequency` helps to tell what a conversation is about."""
    question = question.strip()
    swapped = _swapped(question, history) if history else None
    if swapped is not None:
        return Standalone(swapped, (swapped,))
    leaning = bool(history) and leans(question, history) and not _is_foreign(question, history, frequency)
    if not history or not (leaning or _may_go_on(question, history)):
        return Standalone(question, (question,))
    topic = _phrases(question, history, frequency)
    if not leaning:
        return Standalone(question, tuple(dict.fromkeys((question, _with(question, topic)))))
    names = _names(question, history) if _PERSONAL.search(question) else []
    searched = _with(question, _distinct([*topic, *names]))
    whole = _whole(history)
    shown = _with(question, _distinct([whole, *names])) if len(words(whole)) <= _MAX_WHOLE else searched
    return Standalone(shown, (searched,))


def leans(question: str, history: Sequence[Turn] = ()) -> bool:
    """Whether a question needs the conversation to be understood."""
    if _points(question):
        return True
    if analyse(question).names:
        return False
    return (_is_short(question) and not _DEFINES.match(question)) or _resumes(question, history)


def _swapped(question: str, history: Sequence[Turn]) -> str | None:
    """The last full question asked of another: "And Mugabe?" after "How old was Chirac?" is "How old was Mugabe?".

    Only where there is one name to ask of and one to put in its place; where it asks no more than "What about Mugabe?",
    also only in the place of one who does something: "president of" goes with few names.
    """
    match = _OF_ANOTHER.match(question)
    if match is None or not _is_name(match["whom"]):
        return None
    whole = _whole(history)
    there = [(start, end) for start, end in values.names(whole) if not _DAY_OR_MONTH.fullmatch(whole[start:end])]
    if len(there) != 1:
        return None
    start, end = there[0]
    bare = start + len(_POSSESSIVE.sub("", whole[start:end]))
    if not (_GOES_ON.match(question) or bare < end or _DOES.search(whole[:start])):
        return None
    before = re.sub(r"\bthe $", "", whole[:start], flags=re.IGNORECASE) if _THE.match(match["whom"]) else whole[:start]
    return f"{before}{match['whom'].strip()}{whole[bare:]}?"


def _is_name(text: str) -> bool:
    """Whether a text is one name, and an article at most."""
    text = _THE.sub("", text.strip())
    return values.names(text) == [(0, len(text))]


def _points(question: str) -> bool:
    """Whether a word of a question says that it leans."""
    return any(pattern.search(question) for pattern in (_POINTS_BACK, _VARIES, _CLARIFIES)) or any(_pointers(question))


def _is_foreign(question: str, history: Sequence[Turn], frequency: Frequency | None) -> bool:
    """Whether a short question has a subject all the same, which neither the library nor the conversation knows.

    "How do I repot an orchid?" is no question about the summit that was spoken of.
    """
    if frequency is None or _points(question):
        return False
    own = [word for word in dict.fromkeys(words(question)) if not is_stop(word) and stem(word) not in _TALK]
    if len(own) < _MIN_TERMS - 1:
        return False
    counts, said = frequency(own), _said(history)
    return any(not counts.get(word) and stem(word) not in said for word in own)


def _pointers(question: str) -> Iterator[str]:
    """The words of a question that stand for something, and not for anything in the question itself."""
    for match in _SUBJECT.finditer(question):
        before = question[: match.start()]
        if not (_has_name(before) or _has_clause(before) or len(_about(before)) >= _OWN_TERMS):
            yield match[0]
    for match in _OBJECT.finditer(question):
        if not _has_clause(question[: match.start()]):
            yield match[0]
    for match in _THAT.finditer(question):
        before, noun = match["before"], match["noun"]
        joins = noun is not None and (
            is_stop(noun) or not (before is None or is_stop(before) or match["ends"] is not None)
        )
        if not joins:  # "the offer that failed", "said that the treaty", but "answer that offer?"
            yield match[0]


def _has_name(before: str) -> bool:
    """Whether a name stands in the text, the word that opens it not counted."""
    opening = re.match(r"\W*\w+", before)
    return any(start >= opening.end() for start, _ in values.names(before)) if opening else False


def _has_clause(before: str) -> bool:
    """Whether a whole clause with something in it stands in the text, for a pronoun of the next clause to mean."""
    return any(_about(clause) for clause in _CLAUSE.split(before)[:-1])


def _about(text: str) -> set[str]:
    return set(terms(text)) - _TALK


def _resumes(question: str, history: Sequence[Turn]) -> bool:
    """Whether it speaks of "the deal" after a deal was spoken of, and does not say which one itself."""
    said = _said(history[-_RECENT:])
    for match in _DEFINITE.finditer(question):
        noun, *rest = match[1].split()
        if not is_stop(noun) and rest and not is_stop(rest[0]):
            nouns, after = {noun, rest[0]}, match[2]
        else:
            nouns, after = {noun}, rest[0] if rest else match[2]
        if after not in _COMPLEMENTS and {stem(word) for word in nouns} <= said - _TALK:
            return True
    return False


def _said(history: Sequence[Turn]) -> set[str]:
    return {term for turn in history for term in terms(f"{turn.question} {turn.answer}")}


def _may_go_on(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question that does not lean may still be of the topic: all its names, or "the deal", were spoken of."""
    return analyse(question).names <= _said(history) or _resumes(question, history)


def _is_short(question: str) -> bool:
    return len(set(terms(question))) < _MIN_TERMS


def _with(question: str, carried: Sequence[str]) -> str:
    return f"{question} ({'; '.join(carried)})" if carried else question


def _whole(history: Sequence[Turn]) -> str:
    """The last full question that stood by itself and was answered, without its question mark; else the first one."""
    standing = [turn for turn in history if not leans(turn.question) and not _is_short(turn.question)]
    answered = [turn for turn in standing if turn.answer.strip()] or standing or history
    return answered[-1 if standing else 0].question.strip().rstrip("?").strip()


def _thread(history: Sequence[Turn]) -> Sequence[Turn]:
    """The last turns, from the one that opened their topic: it stood, by names of its own, and took up nothing."""
    for first in range(len(history) - 1, 0, -1):
        turn, before = history[first], history[:first]
        fresh = analyse(turn.question).names and not set(terms(turn.question)) & _said(before)
        if fresh and turn.answer.strip() and not leans(turn.question, before):
            return history[first:]
    return history


def _phrases(question: str, history: Sequence[Turn], frequency: Frequency | None) -> list[str]:
    """The few words of the earlier questions that they are about, those that stood together as one phrase."""
    thread = _thread(history)
    own = {stem(word) for word in words(question)} | _TALK
    weights: dict[str, float] = {}
    forms: dict[str, str] = {}
    for age, turn in enumerate(reversed(thread)):
        answer = set(terms(turn.answer))
        weight = _FADE**age * (1 if turn.answer.strip() else _REFUSED)
        distinct = {stem(match[0]): match for match in reversed([*_TOKEN.finditer(turn.question)])}
        for key, match in reversed(distinct.items()):
            if is_stop(match[0]) or key in own or len(match[0]) < 2:
                continue
            is_name = match[0][0].isupper() and (match.start() > 0 or match[0].isupper())
            gain = weight * (_ANSWERED if key in answer else 1)
            gain *= _WEAK if _WEAK_FORM.search(match[0]) else _NAME if is_name else 1
            weights[key] = weights.get(key, 0) + gain
            forms.setdefault(key, match[0])
    if frequency is not None:
        counts = frequency(list(forms.values()))
        weights = {key: weight / log2(2 + counts.get(forms[key], 0)) for key, weight in weights.items()}
    chosen = sorted(weights, key=lambda key: -weights[key])[:_MAX_WORDS]  # equals in the order of the questions
    return _cut(thread, set(chosen))


def _cut(history: Sequence[Turn], chosen: set[str]) -> list[str]:
    """The words with these stems as they last stood in a question, near ones with what is between them."""
    left = set(chosen)
    phrases: list[str] = []
    for turn in reversed(history):
        start = end = place_before = -1
        for place, match in enumerate(_TOKEN.finditer(turn.question)):
            if (key := stem(match[0])) not in left:
                continue
            left.discard(key)
            near = end >= 0 and place - place_before <= _MAX_GAP
            if near and not re.search(r"[,;:.?!()]", turn.question[end : match.start()]):
                phrases[-1] = turn.question[start : match.end()]
            else:
                start = match.start()
                phrases.append(match[0])
            end, place_before = match.end(), place
    return phrases


def _names(question: str, history: Sequence[Turn]) -> list[str]:
    """Names that the last answer brings in: neither the question nor the one before it has them."""
    turn = history[-1]
    seen = {stem(word) for word in words(f"{question} {_whole(history)}")} | _TALK
    found = []
    for start, end in values.names(turn.answer):
        name = _POSSESSIVE.sub("", turn.answer[start:end].strip())
        stems = {stem(word) for word in words(name)}
        if _DAY_OR_MONTH.fullmatch(name):
            continue
        if stems and not stems & seen:  # "Antony Blinken" says nothing new beside "Blinken"
            found.append(name)
            seen |= stems
    return found if len(found) <= _MAX_NAMES else []


def _distinct(parts: Sequence[str]) -> list[str]:
    """Those that have a word which those before them lack."""
    kept: list[str] = []
    for part in parts:
        if not {stem(word) for word in words(part)} <= {stem(word) for word in words(" ".join(kept))}:
            kept.append(part)
    return kept
