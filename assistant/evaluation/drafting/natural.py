"""Whether a drafted question reads as one that a person would ask.

`patterns` gives what is grammatical and `standing` what stands alone; much of that is still a riddle ("Who landed in
Alaska?"), half a thought ("What did the company receive?") or bound to the day of its article. No model: a few measures
of the question's own words, chosen by reading some hundred drafts. It sooner drops a good one than keeps a clumsy one.
"""

import re
from collections.abc import Iterator

from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.lexicon import (
    ADVERBIAL,
    COUNTRIES,
    GIVEN_NAMES,
    MONTH,
    NO_START,
    PREPOSITIONS,
    SPOKEN,
    WEEKDAY,
    listed,
)
from assistant.evaluation.drafting.nouns import DEMONYM, Nouns
from assistant.evaluation.drafting.standing import leans
from assistant.evaluation.drafting.times import DATE
from assistant.evaluation.drafting.verbs import by_base, by_past, by_third
from assistant.reader.question import terms

_LEAST_WORDS, _MOST_WORDS = 5, 17
_LEAST_DONE = 3  # content words of what a "Who" did, times and places apart
_LEAST_TERMS = 4  # content words
_LEAST_TOLD = 2  # content words of what a country did, names apart
_LEAST_PINS = 2  # names, peoples and times of a question without a name
_MOST_CAPITALS = 4  # capitalised words in a row; a longer run is a headline or a list

_ASKING = re.compile(r"^(?:How (?:many|much|long)|For how long|By how much|At what age|\w+) ")
_DAY_OF_WEEK = re.compile(rf"\b(?:on )?{WEEKDAY},? (?=(?:the )?\d|{MONTH})")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTH_ALONE = re.compile(rf"\b{MONTH}\b(?! ?\d{{0,2}},? ?(?:1[5-9]|20)\d\d)")
_STRANGE = re.compile(r"[“”\"‘()\[\]…@#*_%/;:]|(?<!\w)'|'(?!\w)|\s[–—-]\s|\b[A-Z]{6,}\b|\.\w")
_CAPITALS = re.compile(rf"(?:\b[A-ZÀ-Þ][\w’'.-]* ?){{{_MOST_CAPITALS + 1},}}")
_ASTRAY = re.compile(  # a clause that was cut wrongly, or what only its article can explain
    r"\b[A-ZÀ-Þ][\w’-]* The (?!Hague)"
    r"| (?:After|Before|While|When|Since|Following|During|As|If|Although|Despite|With|By|According) "
    r"|\b(?:again|current|currently|so-called|then-\w+)\b|\bborn [A-Z]|\bthe [a-z]+ (?:for|against) "
    r"|\bthe (?:[\w-]+ )*?[A-Z][\w-]+ (?:nation|country|city|town|island|region)\b"
    r"|^How many (?:US |U\.S\. )?dollars |^Who was born |(?:would|could|will) do\?$| respond to\?$"
    r"|^What (?:has|have) .* called for\?$|^What (?:took place|happened) (?!.*\d)"
)
_GIVEN = re.compile(r"^Who (?:granted|gave|awarded|offered|handed|sent) (?:[A-ZÀ-Þ][\w’'-]*[ ?])+$")  # and what?
_MADE_UP = re.compile(  # "a Danish sailor Anna Berg", "the club's president Anna Berg", "Mr Berg"
    r"\b(?:[Aa]n?|the [a-z]+[’']s) (?:[\w-]+ ){0,3}[a-z]+ [A-Z][\w’'-]+ [A-Z]|\bM(?:r|s|rs)\b"
)
_OWN = re.compile(
    r"\bthe (?:President|Prime Minister|Minister|Queen|King|Princess|Prince|Mayor|Governor)\b(?! (?:of|[A-Z]))|"
    r"\bthe [a-z]+[’']s? |^(?:Who|Which|What [a-z]+ed) .*\b(?:his|her|its|their|itself|himself|herself)\b"
)
_PLACES = re.compile(r"\b(?:in|at|near|to|from|on|of) (?:the )?(?:[A-ZÀ-Þ][\w’'-]*,? ?)+(?=[a-z?]|$)")
_FUTURE = re.compile(r"\b(?:will|would|shall|is|are) |\bdoes |\bdo \w+ ")
_CALENDAR = re.compile(rf"{MONTH}|{WEEKDAY}")
_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ0-9][\w’'-]*")
_OFFICES = listed(
    "President Prime Minister Foreign Secretary Senate House Congress Parliament Court Governor Mayor State Chief "
    "Deputy General Senator Representative Ministry Department Council Committee Government Party Bank Police"
)

# What a "What did X ...?" may end in: acts whose object people ask for. "What did X hold?" is asked by nobody.
_ASKED_OBJECT = listed(
    "announce propose demand offer win ban reject approve sign publish discover invent found order promise impose lift "
    "unveil launch deny lose build buy sell threaten recommend introduce create destroy seize test send donate steal "
    "cancel replace invest"
)
# Where a "Where did X ...?" asks for the place of what is done, rather than of a thing in it.
_ASKED_PLACE = listed(
    "meet sign land arrive die grow live study speak hold gather open build crash explode protest march train serve "
    "settle move travel flee hide take play teach stay fall discover marry begin start end host sink work perform "
    "bury bear arrest kill shoot find launch strike hit convict sentence detain station deploy locate base stage"
)


def tidied(question: str) -> str:
    """A question without the days of the week that stand beside dates."""
    question = _DAY_OF_WEEK.sub(lambda match: "on " if match[0].startswith("on ") else "", question)
    return question[:1].upper() + question[1:]


def is_natural(made: Made, nouns: Nouns) -> bool:
    """Whether a person might have typed a question."""
    question = made.question
    return (
        _LEAST_WORDS <= len(question.split()) <= _MOST_WORDS
        and not any(pattern.search(question) for pattern in (_STRANGE, _CAPITALS, _MADE_UP, _OWN, _ASTRAY, _GIVEN))
        and not _MONTH_ALONE.search(question)
        and len(set(terms(question))) >= _LEAST_TERMS
        and not leans(_ASKING.sub("", question.rstrip("?")))
        and _is_of_something(question)
        and names_in_full(question, nouns)
        and _KINDS[made.asks](question, made.answer)
        and (not question.startswith("Who was ") or nouns.names(made.answer) in {"person", "people"})
    )


def names_in_full(question: str, nouns: Nouns) -> bool:
    """Whether those whom a question names have more than a surname."""
    own = re.sub(r"[’']s\b", "", question)
    for surname in nouns.persons(own):
        for match in re.finditer(rf"\b{re.escape(surname)}\b", own):
            _, *before = own[: match.start()].split()
            attribute = before[-1:] == ["the"] and re.match(r" [a-z]", own[match.end() :])  # "the Berg administration"
            if not (attribute or (before and before[-1][0].isupper())):
                return False
    return not any(not _is_public(lone) for lone in _joined_to_names(own))


def _joined_to_names(question: str) -> Iterator[str]:
    """The lone capitalised words that an "and" joins to a name of several: the first of "Berg and Elena Petrova"."""
    words = ["", *(word.strip(",") for word in question.rstrip("?").split()), "", ""]
    for place, word in enumerate(words[2:-2], start=2):
        left, right = words[place - 1], words[place + 1]
        if word == "and" and left[:1].isupper() and right[:1].isupper():
            before, after = words[place - 2][:1].isupper(), words[place + 2][:1].isupper()
            if before != after:
                yield left if after else right


def _is_of_something(question: str) -> bool:
    """Whether a question has a name, or a people and a time: else it could be asked of anything."""
    _, *words = question.rstrip("?").split()
    bare = [re.sub(r"[’']s$|\W+$", "", word) for word in words]
    capitals = [word for word in bare if word[:1].isupper() and not _CALENDAR.fullmatch(word)]
    names = [word for word in capitals if not DEMONYM.search(word) and word not in _OFFICES]
    return bool(names) or len(capitals) + bool(_YEAR.search(question)) >= _LEAST_PINS


def has_short_form(question: str, text: str) -> bool:
    """Whether a question has a lone capitalised word that its article has with a first name before it: a surname."""
    _, *words = [re.sub(r"[’']s$|[?,]+$", "", word) for word in question.split()]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        attribute = before == "the" and after[:1].islower()  # "the Berg administration"
        lone = word.istitle() and not attribute and not before[:1].isupper() and not after[:1].isupper()
        if lone and not _is_public(word) and any(map(_is_first_name, _before(word, text))):
            return True
    return False


def _before(word: str, text: str) -> list[str]:
    """The capitalised words that stand before a word where it ends a name."""
    return re.findall(rf"\b([A-ZÀ-Þ][a-zß-ÿ]+) (?:[A-ZÀ-Þ]\. )?{re.escape(word)}\b(?! [A-ZÀ-Þ])", text)


def _is_first_name(word: str) -> bool:
    common = word.casefold() in NO_START | PREPOSITIONS | ADVERBIAL
    return word in GIVEN_NAMES or not (common or _is_public(word))  # "Brian" ends as "Russian" does


def _is_public(word: str) -> bool:
    """Whether a capitalised word is no person's name: of a country, a people, an office, the calendar."""
    return word in COUNTRIES | _OFFICES or bool(DEMONYM.search(word) or _CALENDAR.fullmatch(word))


def _verb_of(question: str) -> str:
    """The base of the last verb in its base form: of "Where did X sign the treaty", `sign`; "" without one."""
    found = [word for word in question.rstrip("?").split()[2:] if word.islower() and by_base(word)]
    return found[0] if found else ""


def _is_who(question: str, answer: str) -> bool:
    """Somebody, or a country, by what was done: enough must be said of that."""
    if question.startswith(("Who was the ", "Whom ")) or _FUTURE.search(question):
        return False
    if re.search(r"^Who (?:plan|schedul|agree|decid)\w+ .* (?:on|in) (?:.*\d)", question):
        return False  # whose day is it, the deciding or the meeting?
    if question.startswith("Which country ") and len(set(terms(_CAPITALISED.sub(" ", question[14:])))) < _LEAST_TOLD:
        return False  # a riddle: "Which country lost Bergen and Oslo?"
    done = _PLACES.sub(" ", re.sub(rf"\b(?:in|on|since|from|to) {DATE}|{DATE}", " ", question))
    second = (question.split()[1:2] or [""])[0]
    if question.startswith("Who ") and by_third(second):
        return False  # a caption: "Who speaks during a meeting ...?"
    return len(set(terms(done)) - {"countri"}) >= _LEAST_DONE and len(answer.split()) < _LEAST_WORDS + 2


def _is_when(question: str, answer: str) -> bool:
    """A day of something that happened; of a report of speech nobody asks for the day."""
    told = (question.startswith("When did ") and _verb_of(question) in SPOKEN) or " that " in question
    vague = re.search(r" for (?:the|an?) | since | (?:plan|schedule|expect|agree|decide)\w* ", question)
    return (
        not told and not vague and not _FUTURE.search(question) and bool(re.search(r"\d{4}|\d [A-Z]|[a-z] \d", answer))
    )


def _is_where(question: str, answer: str) -> bool:
    """The place of an act that has one."""
    passive = re.match(r"Where (?:was|were|has|have) .+?(?P<verb>\w+(?:ed|en|t|n))\b", question)
    return bool(answer) and (_verb_of(question) in _ASKED_PLACE or passive is not None) and not _FUTURE.search(question)


def _is_what(question: str, _answer: str) -> bool:
    """What somebody did or wants, where the verb asks for it or more is said than the verb."""
    if re.match(r"What (?:did|has|have|had) ", question):
        if question.endswith((" do?", " of?", " with?", " for?", " against?", " on?", " to?")) or " about " in question:
            return True
        words = re.sub(rf"\b(?:in|on) {DATE}", "", question).rstrip("? ").split()
        return _verb_of(question) in _ASKED_OBJECT and (
            by_base(words[-1]) is None or _YEAR.search(question) is not None
        )
    second = (question.split()[1:2] or [""])[0]
    return question.startswith("What ") and by_past(second) is not None and second not in {"had", "was", "were"}


def _is_how_many(question: str, _answer: str) -> bool:
    return not _FUTURE.search(question) and " that " not in question


def _is_why(question: str, _answer: str) -> bool:
    return not question.startswith("Why does ")


_KINDS = {
    "who": _is_who, "when": _is_when, "where": _is_where, "how-many": _is_how_many, "what": _is_what, "why": _is_why,
}  # fmt: skip
