"""The name of a speaker, out of the noun phrase that a sentence gives: without titles, offices and what leads up to it.

"Russian foreign minister Maria Diaz" is "Maria Diaz", "Yesterday the ministry" is "the ministry", "a senior US
official" stays. A phrase that cannot be a speaker is "". Nothing is looked up: names are capitalised words.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AUXILIARIES = _words(
    "is are was were be been being has have had will would can could should may might must did does do isn't "
    "aren't wasn't weren't won't wouldn't can't cannot couldn't hasn't haven't hadn't don't doesn't didn't "
    "remains became"
)
PRONOUNS = _words("he she they it i we you")
ARTICLES = _words(
    "the a an his her their its my our one two three four five some many several most another both all this that "
    "these those other no"
)
_NOBODY = _words(
    "who which that there what nobody nothing everything everyone everybody someone somebody anyone anybody "
    "neither such so having it's that's there's and or none"
)
_LONE = _words("the a an this these those one all both no other another his her their its my our")
"""No speaker where they stand alone."""
_PREPOSITIONS = _words(
    "in on at during for after before from with by as to about into since through over under against among amid "
    "between despite following within without upon per via like unlike until near outside inside"
)
_PARTICLES = _words("de la van von der den bin ibn al el du le di dos del")
_TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december yesterday today tomorrow tonight later earlier however meanwhile "
    "moreover also still but and yet so then instead additionally furthermore nonetheless nevertheless last week "
    "month year morning afternoon evening night finally separately similarly recently previously once now while "
    "as afterwards again even reportedly"
)
_TITLES = _words(
    "president vice-president minister premier chancellor secretary secretary-general general senator sen. rep. "
    "reps. sens. governor gov. mayor mr mr. mrs mrs. ms ms. dr dr. prof prof. professor doctor sir lord lady "
    "judge justice captain capt. colonel col. major lieutenant lt. sergeant sgt. gen. admiral commander chief "
    "chairman chairwoman chairperson chair director director-general ceo executive officer commissioner "
    "ambassador envoy spokesman spokeswoman spokesperson attorney speaker congressman congresswoman "
    "representative leader head deputy coach manager analyst editor author reporter journalist lawyer sheriff "
    "detective inspector superintendent constable councillor councilman councilwoman mp msp mep democrat "
    "republican treasurer founder co-founder bishop archbishop cardinal rabbi imam reverend rev. father economist "
    "historian physicist scientist researcher engineer"
)
_PORTFOLIOS = _words(
    "state defence defense foreign affairs health finance interior education justice economy energy trade "
    "transport labour labor agriculture environment culture the and commerce treasury staff"
)
_CALLING = re.compile(r"(?:olog|om|iv|al|ic|ent)ist$")
_PASSING = _words("former late new old whole entire local national northern southern western eastern")
_COMMON = _words(
    "police officials authorities analysts experts critics scientists researchers witnesses residents sources "
    "lawyers prosecutors doctors engineers economists investigators firefighters reporters journalists supporters "
    "opponents protesters protestors activists campaigners organisers organizers neighbours neighbors people "
    "lawmakers observers historians teachers parents students workers farmers others local senior former "
    "eyewitnesses eyewitness"
)
_ORGANISED = _words(
    "ministry university institute watch bank times news agency council party post press house office committee "
    "commission department court union association group company corporation society foundation federation police "
    "service journal international network center centre parliament government administration authority club "
    "board city state states league army navy force forces college school hospital security health airlines "
    "airways observatory"
)
_JUDGEMENTS = _words(
    "account analysis argument assessment comment comments conclusion evaluation explanation interpretation judgement "
    "judgment opinion position reading reply response statement verdict version view words"
)
"""What somebody is said by: "the ministry's assessment" is the ministry."""
_LONGEST = 14
"""Words; a longer phrase is a clause that was taken for a noun phrase."""


def name(phrase: list[str]) -> str:
    """The speaker that a noun phrase names, a pronoun in lower case, or ""."""
    words = _owner(_without_lead([word for word in phrase if word]))
    folded = [plain(word) for word in words]
    if not words or len(words) > _LONGEST or folded[0] in _NOBODY or not AUXILIARIES.isdisjoint(folded):
        return ""
    if len(words) == 1 and folded[0] in _LONE:
        return ""
    if "and" in words and is_name(" ".join(word for word in words if word != "and")):
        at = words.index("and")
        return " and ".join(filter(None, (name(words[:at]), name(words[at + 1 :]))))
    if folded[0] in PRONOUNS and words[0] != "IT" and words[0] != "US":
        return folded[0] if len(words) == 1 else ""
    if not any(word[0].isalpha() for word in words) or not PRONOUNS.isdisjoint(folded[1:]) or folded[-1] in _TIMES:
        return ""
    words = _without_tail(words)
    start = _run(words)
    if start == len(words) and not _could_be_somebody(words):
        return ""
    if 0 < start < len(words) and not _whole(words, start):
        words = words[start:]
    words = _untitled(words)
    return " ".join([_lowered(words), *words[1:]])


def _owner(words: list[str]) -> list[str]:
    """Whose judgement it is that speaks; without the "each" or "both" behind several."""
    while len(words) > 1 and plain(words[-1]) in {"each", "both", "all"}:
        words = words[:-1]
    if len(words) > 1 and plain(words[-1]) in _JUDGEMENTS and plain(words[-2]).endswith(("'s", "s'")):
        return [*words[:-2], re.sub(r"['’]s$|['’]$", "", words[-2])]
    return words


def plain(word: str) -> str:
    """A word with its case and apostrophe folded."""
    return word.casefold().replace("’", "'")


def is_name(speaker: str) -> bool:
    """Whether a speaker is named by nothing but capitalised words."""
    return bool(speaker) and all(word[0].isupper() or word in _PARTICLES for word in speaker.split())


def may_be_person(speaker: str) -> bool:
    """Whether a speaker has the form of a person's name rather than that of an organisation."""
    words = speaker.split()
    return (
        is_name(speaker)
        and len(words) <= 4
        and not any(word.isupper() and len(word) > 1 and "." not in word for word in words)
        and _ORGANISED.isdisjoint(map(plain, words))
    )


def is_title(word: str) -> bool:
    """Whether a word is an office or a calling that can stand before a name."""
    return plain(word) in _TITLES or _CALLING.search(word) is not None


def _without_lead(words: list[str]) -> list[str]:
    """The phrase without the times and places that lead up to it: "On Monday the council" is "the council"."""
    headed = [at for at in range(1, len(words)) if words[at] == "The" and words[at - 1].islower()]
    words = words[headed[-1] :] if headed else words  # a heading without a stop ran into the sentence
    while words and (
        plain(words[0]) in _TIMES or (plain(words[0]).endswith("ly") and words[0] not in {"Italy", "Sally"})
    ):
        words = words[1:]
    if words and plain(words[0]) in _PREPOSITIONS:
        rest = words[1:]
        while rest and (plain(rest[0]) in _TIMES or rest[0][0].isdigit()):
            rest = rest[1:]
        if len(rest) < len(words) - 1:
            return _without_lead(rest)
        later = [at for at in range(2, len(words)) if plain(words[at]) in {"the", "a"}]
        return words[later[-1] :] if later and plain(words[later[-1] - 1]) not in _PREPOSITIONS | {"of"} else []
    return words


def _without_tail(words: list[str]) -> list[str]:
    """A person's name without where the person is from: "Maria Diaz of the University of Elton"."""
    end = next(
        (at for at, word in enumerate(words) if word in {"of", "from", "at", "in", "with", "for", "on"}), len(words)
    )
    head = words[_run(words[:end]) : end]
    person = len(head) > 1 and may_be_person(" ".join(head)) and not is_title(head[-1])
    return words[:end] if person and plain(words[end - len(head) - 1]) not in ARTICLES else words


def _run(words: list[str]) -> int:
    """Where the run of capitalised words at the end of a phrase starts; its length when it ends in another word."""
    start = len(words)
    while start and (words[start - 1][0].isupper() or (start < len(words) and words[start - 1] in _PARTICLES)):
        start -= 1
        if start > 1 and words[start - 1] == "of" and plain(words[start - 2]) in _TITLES:
            start -= 1
    while start < len(words) and (words[start] in _PARTICLES or plain(words[start]) in ARTICLES):
        start += 1
    return start


def _whole(words: list[str], start: int) -> bool:
    """Whether the words before the run belong to the name: "the White House", "a spokesman for the Red Cross"."""
    before = plain(words[start - 1])
    return before in ARTICLES | _PREPOSITIONS | _PASSING | {"of", "and"} or words[start - 1][0].isdigit()


def _could_be_somebody(words: list[str]) -> bool:
    """Whether a phrase that ends in a common noun can be a speaker: it has an article, a name or a plural."""
    first, last = plain(words[0]), plain(words[-1])
    return (
        first in ARTICLES
        or words[0][0].isupper()
        or first in _COMMON
        or last in _COMMON
        or (last.endswith("s") and len(words) <= 3)
    )


def _untitled(words: list[str]) -> list[str]:
    """A name without the offices and the possessor before it, as long as a name is left."""
    article = plain(words[0]) in ARTICLES and any(map(is_title, words[1:-1]))
    body = words[1:] if article else words
    if not body[-1][0].isupper() or is_title(body[-1]):
        return words
    cut = 0
    for at, word in enumerate(body[:-1]):
        if is_title(word):
            cut = at + 1
            if plain(body[cut]) == "of":
                cut += 1
                while cut < len(body) - 1 and plain(body[cut]) in _PORTFOLIOS:
                    cut += 1
                if plain(body[cut - 1]) == "of":
                    return words
        elif word[0].islower() and word not in _PARTICLES and not cut:
            return words
    return body[cut:] if cut and body[cut][0].isupper() else words


def _lowered(words: list[str]) -> str:
    """The first word, in lower case where a capital only opens the sentence."""
    return words[0].lower() if plain(words[0]) in ARTICLES | _COMMON else words[0]
