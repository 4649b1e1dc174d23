"""What a noun phrase names, as far as its words and the library's own use of them tell: a person, a country, a body.

A name of two capitalised words may be a person's, a club's or a ship's. It is taken for a person's when the library
has it with a title, a verb of saying, an age or a "who"; otherwise it stays unknown, and no "Who" is asked of it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from assistant.evaluation.drafting.lexicon import BODY_NOUNS, COUNTRIES, GIVEN_NAMES, PERSON_NOUNS, listed

Names = Literal["person", "people", "country", "body", "thing", ""]

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_TITLE = (
    r"(?:[Pp]resident|[Mm]inister|[Ss]enator|[Ss]ecretary|[Cc]hancellor|[Mm]ayor|[Jj]udge|[Gg]overnor|[Dd]irector|"
    r"[Cc]hairman|[Cc]hairwoman|[Ss]pokesman|[Ss]pokeswoman|[Ss]pokesperson|[Aa]mbassador|[Pp]rofessor|Dr|"
    r"Mr|Mrs|Ms|Sir|"
    r"[Gg]eneral|[Cc]olonel|[Cc]aptain|[Cc]oach|[Pp]rince|[Pp]rincess|[Kk]ing|[Qq]ueen|Pope|Rep|Sen|Representative|"
    r"[Cc]ommissioner|[Oo]fficer|[Ll]eader|[Aa]ctor|[Aa]ctress|[Ss]inger|[Cc]andidate|[Cc]ongressman|"
    r"[Cc]ongresswoman|"
    r"[Jj]ustice|[Cc]hief|[Ff]ounder|[Ww]riter|[Aa]uthor|[Pp]layer|[Dd]river|[Ee]nvoy)\.?"
)
_FULL = (
    r"[A-ZÀ-Þ][a-zß-ÿ’'-]+(?: [A-Z]\.)?(?: (?:bin|al|de|von|van|der|da|el) ?|"
    r" )[A-ZÀ-Þ][\wß-ÿ’'-]+(?: [A-ZÀ-Þ][\wß-ÿ’'-]+)?"
)
_SAYS = (
    r"(?:said|says|told|added|argued|warned|explained|stated|tweeted|replied|insisted|wrote|remarked|"
    r"claimed|spoke|resigned|died)"
)
_TITLED = listed(
    "of from the and for then former incumbent current president minister senator leader actor singer chief coach"
)
_AGENT = (
    r"(?:[\w’'-]+ ){0,6}?(?:\w+(?:[^e]er|[^o]or|ist|man|woman|person|ian)|president|minister|secretary|"
    r"head|chief|coach|envoy|"
    r"candidate|general|captain|king|queen|prince|judge|pilot|marine|spy|CEO|star|friend|wife|son|"
    r"daughter|brother|sister|mother|"
    r"father|widow|chair|child|journalist|critic|advocate)"
)
_SEEN = re.compile(
    rf"\b{_TITLE} (?P<a>{_FULL})|(?P<b>{_FULL})(?:, [^,.]{{2,70}},)? {_SAYS}\b|(?P<c>{_FULL}), (?:who\b|"
    rf"aged? |\d\d[,)])"
    r"|(?:said|says|added|explained|wrote|argued) "
    rf"(?P<d>{_FULL})\b|(?P<e>{_FULL}), (?:the|an?|then|former) {_AGENT}\b(?= (?:of|for|to|at|in|"
    rf"on|who|from)|,|\.$)"
)
_NO_PERSON = re.compile(
    r"\b(?:United|New|North|South|East|West|Northern|Southern|Eastern|Western|Central|Saudi|Great|San|Los|"
    r"Las|Saint|St|The|"
    r"Hong|Sri|Costa|El|Puerto|Red|White|Black|Wall|Supreme|High|National|International|European|World|Human|Prime|"
    r"Foreign|State|Department|Ministry|House|Union|Nations|States|Party|Court|Bank|Council|Times|News|"
    r"Post|Street|Group|"
    r"Company|Corporation|Inc|Ltd|University|College|Institute|Agency|Army|Navy|Force|Forces|Police|Office|Committee|"
    r"Commission|Congress|Parliament|Senate|Kingdom|Republic|Islands?|Association|League|Federation|"
    r"Airlines?|Airways|"
    r"Today|Center|Centre|City|County|Church|Museum|Fund|Organi[sz]ation|Alliance|Watch|Journal|Herald|"
    r"Press|Television|"
    r"Hurricane|Storm|Typhoon|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Republicans?|"
    r"Democrats?|Embassy|"
    r"Kremlin|Labour|Conservative|Liberal|Reserve|Security|Public|Health|Border|Service|Affairs|Airport|"
    r"Air|Sea|Ocean|Lake|"
    r"River|Mount|Bay|Road|Park|Stadium|Cup|Championship|Games|Award|Awards|Festival|Records?|Street|Square|Bridge|"
    r"Primary|Elections?|Caucus|Convention|Republican|Democrat|Democratic|Libertarian|Act|Bill|Treaty|"
    r"Agreement|January|February|March|April|June|July|August|September|October|November|December)\b"
)
DEMONYM = re.compile(r"(?:[a-z](?:ian|ean|ish|ese|can|ench|erman|aeli|aqi|ani)|Greek|Dutch|Swiss|Thai|Czech|Turk)s?$")
_AMOUNTS = listed("number group majority handful couple dozens hundreds thousands millions lot crowd pair")
_DOER = re.compile(
    r"(?:[^dtwp]er|[^o]or|ist|ian|ant|ee|suspect|victim|king|queen|hero|chief|head|president|"
    r"representative|child|baby|teenager|woman|man|spouse|wife|husband|pope|secretary|marine|coach|bishop)s?$"
)
_SPEAKING_BODY = re.compile(rf"\b([A-Z]{{2,6}}) {_SAYS}\b")
_FULL_NAME = re.compile(rf"\b{_FULL}\b")
_FIRST_NAMED = 2  # words before the first that can be part of a name
_NOT_BEFORE = listed("the a an de van von bin al der da el la")
_OFFICE = re.compile(
    r"(?i:minister|president|secretary|chancellor|prime|deputy|vice|foreign|defen[cs]e|finance|interior|"
    r"health|education|"
    r"republican|democrat|democratic|justice|council|court|ministry|department|police|party|general|chief|the|former|then|mayor|governor|director|chairman|leader|head|state|culture|"
    r"transport|acting|"
    r"executive|officer|attorney|king|queen|prince|crown|CEO|speaker|commander|captain|coach|spokes\w+|"
    r"assistant|senior)$"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def has_capital(text: str) -> bool:
    """Whether a text holds a capitalised word or a figure."""
    return re.search(r"\b[A-ZÀ-Þ0-9]", text) is not None


def _is_title(word: str) -> bool:
    """Whether a word may stand before a name: "Mayor", "of the", "Canadian"."""
    return word[0].isupper() or word in _TITLED or re.fullmatch(_TITLE, word) is not None


class Nouns:
    """What the noun phrases of a library name, learnt from how its texts use them."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._lower: Counter[str] = Counter()
        self._upper: Counter[str] = Counter()
        self._people: set[str] = set()
        texts = list(sentences)
        for sentence in texts:
            _, *words = _WORD.findall(sentence) or [""]
            self._lower.update(word for word in words if word.islower())
            self._upper.update(word for word in words if word[0].isupper())
            for match in _SEEN.finditer(sentence):
                name = match["a"] or match["b"] or match["c"] or match["d"] or match["e"]
                if self._may_be_person(name):
                    self._people.add(name)
        given = GIVEN_NAMES | {name.split()[0] for name in self._people}
        self._people |= {
            name
            for sentence in texts
            for name in _FULL_NAME.findall(sentence)
            if name.split()[0] in given and self._may_be_person(name)
        }
        self._bodies = {name for sentence in texts for name in _SPEAKING_BODY.findall(sentence)}
        self._surnames = Counter(name.split()[-1] for name in self._people)

    def full(self, surname: str, text: str) -> str:
        """The one full name that a text has for a surname; the surname when it has none, or several."""
        found = {name for name in self._people if name.endswith(f" {surname}") and name in text}
        return found.pop() if len(found) == 1 else surname

    def is_office(self, role: str) -> bool:
        """Whether a role says of what: "mayor of Reno", "Greek prime minister"; "Finance Minister" does not."""
        if re.search(r"\bof (?:the )?[A-Z]", role):
            return True
        words = [word for word in role.split() if word[0].isupper() and not _OFFICE.match(word)]
        state = re.search(
            r"(?i)minister|president|secretary|chancellor|king|queen|governor|chief|prince|justice|commissioner|judge|representative|senator|congress",
            role,
        )
        return (
            any(DEMONYM.search(word) or word in COUNTRIES or word.isupper() for word in words) if state else bool(words)
        )

    def persons(self, text: str) -> set[str]:
        """The surnames of those whom a text names."""
        words = set(re.findall(CAPITAL, text))
        return {surname for surname in self._surnames if surname in words and self._lower[surname.lower()] == 0}

    def spelt(self, question: str, text: str) -> str:
        """A question with the full name of its article in place of a surname that stands alone."""
        for surname in sorted(self.persons(question)):
            full = self.full(surname, text)
            if full == surname or full in question:
                continue
            for match in re.finditer(rf"\b{re.escape(surname)}\b(?!-)(?! [A-Z])", question):
                before = question[: match.start()].split()
                alone = len(before) < _FIRST_NAMED or (before[-1][0].islower() and before[-1] not in _NOT_BEFORE)
                if alone and not question[: match.start()].endswith("-"):
                    question = f"{question[: match.start()]}{full}{question[match.end() :]}"
                    break
        return question

    def lowered(self, phrase: str) -> str:
        """A phrase that opens a sentence, as it stands inside one: its first word small unless it is a name."""
        first = re.match(r"[\w’'-]+", phrase)
        if not first or not first[0][0].isupper() or first[0] == "I":
            return phrase
        word = first[0]
        small, large = self._lower[word.lower()], self._upper[word]
        return word[0].lower() + phrase[1:] if small >= max(large, 1) else phrase

    def is_unknown(self, phrase: str) -> bool:
        """Whether a phrase opens a sentence with a word that stands nowhere else: a name or not, nobody can tell."""
        word = (re.findall(r"[\w’'-]+", phrase) or [""])[0]
        alone = word[:1].isupper() and not re.match(r"\S+ [A-Z]", phrase)
        return alone and not self._upper[word] and not self._lower[word.lower()] and word not in COUNTRIES

    def is_named(self, phrase: str) -> bool:
        """Whether every word of a phrase but its linking words is capitalised."""
        words = [word for word in self.lowered(phrase).split() if word not in {"of", "the", "and", "de", "al", "for"}]
        return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)

    def names(self, phrase: str) -> Names:
        """What a noun phrase names."""
        inside = self.lowered(phrase)
        bare = re.sub(r"^(?:the|an?) ", "", inside)
        words = bare.split()
        if not words:
            return ""
        joined = re.split(r",? and |, ", inside)
        if len(joined) > 1 and all(self._is_person(part) for part in joined):
            return "people"
        if self._is_person(inside):
            return "person"
        if len(joined) > 1:
            kinds = {self.names(part) for part in joined}
            return "people" if kinds == {"person"} else ""
        if bare in COUNTRIES:
            return "country"
        head = re.split(
            r"\b(?: of| for| in| on| at| from| with| between| to| near| against| about)\b", bare, maxsplit=1
        )[0]
        last = (head.split() or [""])[-1]
        if bare in self._bodies:
            return "body"
        if last in _AMOUNTS and " of " in bare:
            return self.names(bare.partition(" of ")[2])
        if last in PERSON_NOUNS or (last[0:1].isupper() and last.endswith("s") and DEMONYM.search(last)):
            return "people"
        if last.casefold() in BODY_NOUNS or words[0].casefold() in BODY_NOUNS & {"ministry", "department", "house"}:
            return "body"
        if last.islower() and _DOER.search(last):
            return ""
        if inside.startswith(("the ", "a ", "an ")) and last.islower():
            return "thing"
        return (
            "thing" if last.islower() and last.endswith("s") and not re.search(r"(?:ers|ists|ors|ians)$", last) else ""
        )

    def _is_person(self, name: str) -> bool:
        if " " not in name:
            return name in self._surnames and self._lower[name.lower()] == 0
        words = name.split()
        return any(
            " ".join(words[start:]) in self._people and all(map(_is_title, words[:start]))
            for start in range(len(words) - 1)
        )

    def _may_be_person(self, name: str) -> bool:
        return not _NO_PERSON.search(name) and not DEMONYM.search(name.split()[0]) and name not in COUNTRIES
