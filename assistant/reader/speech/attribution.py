"""Who is named, inside one English sentence, as saying what the sentence says.

Works on a frame: a sentence whose longer quotations are blanked by `QUOTED`, so that nothing said inside them is taken
for the frame. No grammar is parsed: a word of saying is found, and the noun phrase before it (or behind it, as in "said
Maria Diaz") is its speaker. What a subordinate clause reports ("after the bank said ...") is not what the sentence
says. A document that speaks ("the treaty says") is a speaker. Linear in the length of the frame.
"""

import re

from assistant.reader.speech.sayer import ARTICLES, AUXILIARIES, PRONOUNS, is_name, name, plain

QUOTED = "\x01"
"""Stands for every character of a quotation in a frame."""

_TOKEN = re.compile(
    rf"{QUOTED}+|\d+(?:[.,]\d+)+|(?:[A-Za-z]\.){{2,}}|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gen|Gov|Lt|Col|Sgt|Capt|Prof|St|Jr|Sr|[A-Z])\.(?=\s)"
    r"|[^\W_]+(?:[’'.&/‑-][^\W_]+)*+(?:[’'](?=\s))?|\S"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FREE = _words("said says say told tells tell tweeted")
_CLAUSAL = _words(
    "stated announced announces warned warns argued argues claimed claims insisted insists noted notes "
    "acknowledged acknowledges stressed stresses added adds explained explains wrote writes replied declared "
    "declares denied denies alleged alleges asserted asserts commented remarked confirmed confirms admitted "
    "admits conceded concedes reiterated emphasised emphasized emphasises emphasizes reported reports predicted "
    "predicts suggested suggests complained complains recalled recalls observed joked quipped testified vowed "
    "pledged promised revealed reveals disclosed responded cautioned cautions contended contends maintained "
    "maintains concluded concludes estimated estimates indicated indicates asked believes thinks agreed agrees "
    "underlined posted hinted lamented proclaimed repeated boasted assured assures informed countered retorted "
    "shouted chanted exclaimed opined advises speculated advised continued"
)
_ACTS = _words(
    "accused accuses condemned condemns denounced denounces criticised criticized criticises criticizes urged "
    "urges announced announces warned warns promised promises praised praises apologised apologized likened vowed "
    "pledged threatened denied denies blamed blames"
)
_REFUSALS = _words(
    "dismissed dismisses rejected rejects disputed disputes hailed hails described describes called calls "
    "labelled labels branded brands"
)
_CLAIMS = {
    "",
    *_words("claim claims allegation allegations accusation accusations suggestion suggestions idea talk as"),
}
"""What is refused, or named, in words rather than in deed; "" is a quotation."""
SAYING = _FREE | _CLAUSAL | _ACTS | _REFUSALS
"""Finite verbs that report speech."""

_NOUN_LIKE = _words("claims reports notes states calls estimates concludes stresses")
"""Mostly nouns: verbs only with what is said right behind them."""
_PLURAL = _words("argue claim believe think warn insist note report estimate suggest predict fear hope")
"""The present of many speakers: "critics argue that"."""
_BARE = _words(
    "said says say added wrote explained asked chanted shouted warned argued noted tweeted insisted claimed "
    "replied announced recalled stressed joked remarked continued declared admitted observed complained reported "
    "writes explains adds stated"
)
_PARTICIPLES = _words(
    "saying adding warning arguing claiming noting stressing insisting stating explaining declaring asserting "
    "alleging writing tweeting announcing acknowledging suggesting describing calling accusing telling urging "
    "predicting"
)
_PASSIVE = _words(
    "described denounced hailed condemned dismissed characterised characterized called labelled labeled branded "
    "criticised criticized praised quoted"
)
_METHODS = _words("plan plans schedule law rules sample data custom tradition size type need age order rank agreement")
"""What things go according to without being told."""
_VIEWS = _words("view words opinion eyes judgment judgement estimation account telling")
_SOURCES = _words("according per")

_VOID = _words(
    "is are was were be been being not never to having could should might must may can cannot hardly if get got gets"
)
"""Before a verb of saying, these make it passive, denied or only possible."""

_SKIPPED = _words(
    "has had have also later then once again already earlier first himself herself itself themselves today "
    "yesterday meanwhile further now even still both all just often always would will since monday tuesday "
    "wednesday thursday friday saturday sunday on"
)
_SUBORDINATE = _words(
    "when after because since if before that which who whom whose whether what how why although though than until "
    "unless"
)
_JOINTS = _SUBORDINATE | _words(
    'and but while as or so yet nor where whereas , ; : — – - ( ) [ ] . ! ? " “ ” « » … / *'
)
_BEHIND = _words(
    "on in at during after before as with to by about last when while who which that where through via over since "
    "following amid and but shortly speaking"
)
_EMPTY = _words("nothing little goodbye yes")
_IRREGULAR = _words(
    "went came met took made got left held gave found spoke felt ran began stood sat saw knew grew kept sent won "
    "lost fell led drew heard brought built bought caught paid put set cut hit read sold shot thought rose flew "
    "died lies leads faces wants plans visits heads plays has"
)
_REACH = 12
"""Tokens looked at on either side of a verb: a noun phrase or the start of a clause, not more."""
_DEEDS = _words("responded continued agreed")
"""Mostly deeds: words only where they are quoted, or a "that" is behind."""
_POSSESSIVES = _words("his her their its my our")


def tokens(text: str) -> list[str]:
    """The words, marks and blanked quotations of a text."""
    return _TOKEN.findall(text)


def attribution(frame: str) -> str:
    """Whom a frame names as speaking: a name, a noun phrase, a pronoun in lower case, or ""."""
    words = tokens(frame)
    for at, token in enumerate(words):
        if token.islower() or token in {"According", "Per", "In"}:
            found = _at(words, at, plain(token))
            if found:
                return found
    return _before_colon(words)


def subject(frame: str) -> str:
    """The noun phrase that a frame begins with, as a speaker would be named, or ""."""
    return _leading(tokens(frame))


def is_bare(frame: str) -> bool:
    """Whether a frame says no more than that somebody speaks: "Maria Diaz told reporters:"."""
    return len(tokens(frame)) <= _REACH


def _at(tokens: list[str], at: int, word: str) -> str:
    """The speaker that the word at a place names, by whichever way of naming it begins."""
    if word in _SOURCES:
        return _source(tokens, at)
    if word == "in":
        return _in_view(tokens, at)
    if word == "quoted" and "as" in tokens[at : at + _REACH] and _word(tokens, at - 1) in {"was", "were", "is", "been"}:
        return _before(tokens, at - 2)
    if word in {"put", "puts"} and _word(tokens, at + 1) == "it":
        return _before(tokens, at - 1)
    if word in _PASSIVE and _word(tokens, at + 1) == "by":
        return _ahead(tokens, at + 2)
    if word in _PARTICIPLES and _word(tokens, at - 1) in {",", "and"} and _says_something(tokens, at):
        return _leading(tokens)
    if word == "quoted" and _word(tokens, at - 1) not in _VOID:
        return _ahead(tokens, at + 1) if "saying" in tokens[at : at + _REACH] else ""
    if word in SAYING or (word in _PLURAL and _word(tokens, at - 1).endswith(("s", "some", "people"))):
        return _by_verb(tokens, at, word)
    return ""


def _before_colon(tokens: list[str]) -> str:
    """The subject of a sentence that leads up to a quotation: "The mayor was blunt: ..."."""
    at = next((at for at, token in enumerate(tokens) if token[0] == QUOTED), 0)
    return _leading(tokens) if at > 1 and tokens[at - 1] == ":" else ""


def _by_verb(tokens: list[str], at: int, word: str) -> str:
    """The speaker of a finite verb of saying."""
    if _word(tokens, at + 1) in _EMPTY or (at and (tokens[at - 1][0].isdigit())):
        return ""
    if word in _BARE and at and tokens[at - 1][0] in f'{QUOTED},”"' and _inverted(tokens, at):
        return _ahead(tokens, at + 1)
    start = _phrase_start(tokens, at - 1)
    behind_quotation = start > 0 and tokens[start - 1][0] == QUOTED
    following = _word(tokens, at + 1)
    passing = following in {"", ".", ","} and start > 0 and tokens[start - 1] == "," and is_name(name(tokens[start:at]))
    if word in _NOUN_LIKE and following.strip(QUOTED) not in {"that", "", ":"} and not passing:
        return ""
    if word in _ACTS | _REFUSALS and _has_object(tokens, at):
        says = True
    else:
        says = word in _FREE or (word not in _REFUSALS and _says_something(tokens, at))
        says = says and (word not in _DEEDS or _is_quoted_or_told(tokens, at))
    if not (says or behind_quotation):
        return ""
    place = at - 1
    while place >= 0 and (plain(tokens[place]) in _SKIPPED or plain(tokens[place]).endswith("ly")):
        place -= 1
    if any(_word(tokens, back) in _VOID for back in range(place, at)):
        return ""
    return _before(tokens, place)


def _before(tokens: list[str], place: int) -> str:
    """The speaker whose noun phrase ends at a place, over an apposition if there is one; "" in a subordinate clause."""
    if place < 0:
        return ""
    if tokens[place] in {",", ")", "—", "–"}:
        return _over_apposition(tokens, place)
    if _word(tokens, place) in {"and", "but"}:
        return "" if _SUBORDINATE - {"that"} & set(map(plain, tokens[:place])) else _leading(tokens[:place])
    start = _phrase_start(tokens, place)
    phrase = tokens[start : place + 1]
    edge = _word(tokens, start - 1)
    if not phrase or (edge in _SUBORDINATE and not (edge == "which" and _word(tokens, start - 2) in {"in", "during"})):
        return ""
    return name(phrase)


def _phrase_start(tokens: list[str], place: int) -> int:
    """Where the noun phrase that ends at a place starts."""
    start = place + 1
    while start and place - start < _REACH:
        before = tokens[start - 1]
        joins = before == "and" and start > 1 and tokens[start - 2][0].isupper() and tokens[start][:1].isupper()
        if before[0] == QUOTED or (plain(before) in _JOINTS and not joins):
            break
        start -= 1
    return start


def _over_apposition(tokens: list[str], place: int) -> str:
    """The speaker before an insertion that ends at a place: "Maria Diaz, the mayor of a small town, said"."""
    inner = place
    for _ in range(3):
        inner = next((at for at in range(inner - 1, max(-1, inner - 25), -1) if tokens[at] in {",", "(", "—", "–"}), -1)
        if inner <= 0 or any(token[0] == QUOTED for token in tokens[inner:place]):
            return ""
        outer = _before(tokens, inner - 1) if tokens[inner - 1] != "," else ""
        within = name(tokens[inner + 1 : place])
        if outer and not is_name(outer) and is_name(within) and " " in within:
            return within
        if outer:
            return outer
    return ""


def _inverted(tokens: list[str], at: int) -> bool:
    """Whether the subject of a verb stands behind it: a noun phrase that nothing but a mark or a preposition ends."""
    start, end = at + 1, _phrase_end(tokens, at + 1)
    first = _word(tokens, start)
    opens = (
        first in ARTICLES | PRONOUNS
        or first[:1].isdigit()
        or (tokens[start : start + 1] != [] and tokens[start][0].isupper())
    )
    if first in _POSSESSIVES and tokens[at - 1] == "," and _word(tokens, at) not in _FREE:
        return False  # "the governor, a lawyer, announced his resignation": what is said, not who says it
    last = _word(tokens, end)
    return bool(end > start and opens and (end >= len(tokens) or last in _JOINTS | _BEHIND or last[0] == QUOTED))


def _phrase_end(tokens: list[str], start: int) -> int:
    """Where the noun phrase that starts at a place ends, exclusive."""
    end = start
    while end < len(tokens) and end - start < _REACH:
        token = tokens[end]
        joins = (
            tokens[end] == "and"
            and tokens[end - 1][0].isupper()
            and _word(tokens, end + 1)
            and tokens[end + 1][0].isupper()
        )
        made = tokens[end] == "by" and end > start and tokens[end - 1].endswith(("ed", "en"))
        if token[0] == QUOTED or (not made and (plain(token) in _JOINTS | _BEHIND | AUXILIARIES) and not joins):
            break
        end += 1
    return end


def _ahead(tokens: list[str], start: int) -> str:
    """The speaker whose noun phrase starts at a place; the name behind it where one is set: "the mayor, Maria Diaz"."""
    end = _phrase_end(tokens, start)
    return _renamed(tokens, end, name(tokens[start:end]))


def _renamed(tokens: list[str], end: int, found: str) -> str:
    """The name set behind an office that ends at a place, else the speaker found: "the mayor, Maria Diaz"."""
    if found and not is_name(found) and _word(tokens, end) == ",":
        behind = name(tokens[end + 1 : _phrase_end(tokens, end + 1)])
        return behind if is_name(behind) and " " in behind else found
    return found


def _source(tokens: list[str], at: int) -> str:
    """The source behind "according to"."""
    if _word(tokens, at) == "per":
        return ""
    if _word(tokens, at + 1) != "to":
        return ""
    found = _ahead(tokens, at + 2)
    return "" if found in PRONOUNS - {"he", "she"} or plain(found).split(" ")[-1] in _METHODS else found


def _in_view(tokens: list[str], at: int) -> str:
    """The speaker of "in X's view" or "in the view of X"."""
    for end in range(at + 2, min(len(tokens), at + 9)):
        if plain(tokens[end]) in _VIEWS:
            owner = tokens[at + 1 : end]
            if _word(tokens, end + 1) == "of" and len(owner) == 1:
                return _ahead(tokens, end + 2)
            if re.search(r"(?:['’]s|s['’])$", owner[-1]):
                return name([*owner[:-1], re.sub(r"['’]s?$", "", owner[-1])])
            return {"his": "he", "her": "she"}.get(plain(owner[0]), "") if len(owner) == 1 else ""
    return ""


def _leading(tokens: list[str]) -> str:
    """The subject of a sentence: the noun phrase before its first verb, behind an adverbial in commas."""
    start = 0
    opening = _word(tokens, 0)
    if opening in _BEHIND | _words("for from despite under however meanwhile earlier later") and "," in tokens[:15]:
        start = tokens.index(",") + 1
    for end in range(start, min(len(tokens), start + _REACH)):
        word = plain(tokens[end])
        verbal = tokens[end].islower() and (
            word in AUXILIARIES | _FREE | _CLAUSAL or word in _IRREGULAR or word.endswith("ed")
        )
        if verbal or word in _JOINTS - {"and", "-"} or tokens[end][0] == QUOTED:
            found = name(tokens[start:end]) if end > start and word not in _SUBORDINATE else ""
            return _renamed(tokens, end, found)
        if word in PRONOUNS:
            return word if end == start else ""
    return ""


def _is_quoted_or_told(tokens: list[str], at: int) -> bool:
    """Whether a quotation or a "that" follows a verb, or a quotation stands before it."""
    near = tokens[at + 1 : at + 1 + _REACH]
    return "that" in near[:3] or any(one[0] == QUOTED or one == ":" for one in near) or tokens[0][0] == QUOTED


def _says_something(tokens: list[str], at: int) -> bool:
    """Whether a clause or a quotation follows a verb, or the verb stands in passing between two marks."""
    after = [plain(token) for token in tokens[at + 1 : at + 1 + _REACH]]
    if len(after) > 2 and after[0] not in ARTICLES and after[1].endswith("ed"):
        return True
    if not after or after[0] in {",", ".", ":"}:
        return True
    for place, token in enumerate(after):
        if token[0] == QUOTED or token in {"that", "whether", ":", "how", "why"} or token in AUXILIARIES:
            return True
        if token in {"which", "who", ";", ".", "to", "and"} and place < _REACH:
            return False
    return False


def _has_object(tokens: list[str], at: int) -> bool:
    """Whether an act of speech has something behind it that is its object."""
    following = _word(tokens, at + 1)
    if tokens[at] in _REFUSALS:
        rest = [plain(token).strip(QUOTED) for token in tokens[at + 1 : at + _REACH]]
        calls_for = tokens[at].startswith("call") and following in {"for", "on"}
        return calls_for or (following not in _BEHIND and not _CLAIMS.isdisjoint(rest))
    return bool(following) and following not in {"by", "in", "on", "and", ",", "."}


def _word(tokens: list[str], at: int) -> str:
    """A token with its case folded, "" outside."""
    return plain(tokens[at]) if 0 <= at < len(tokens) else ""
