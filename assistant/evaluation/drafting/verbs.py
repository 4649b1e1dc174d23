"""English verbs and their forms: enough to find the verb of a sentence and to turn the sentence into a question.

A verb that is not listed is not known: its sentence gives no question. Nothing is guessed from an ending, since a wrong
base form makes a question that nobody would ask.
"""

from dataclasses import dataclass

from assistant.evaluation.drafting.lexicon import listed

# base:past:participle; where the participle is left out it is the past form.
_IRREGULAR = (
    "become:became:become begin:began:begun bind:bound bite:bit:bitten bleed:bled blow:blew:blown "
    "break:broke:broken bring:brought broadcast:broadcast build:built burn:burnt buy:bought catch:caught "
    "choose:chose:chosen come:came:come cost:cost cut:cut deal:dealt draw:drew:drawn drive:drove:driven "
    "eat:ate:eaten fall:fell:fallen feed:fed fight:fought find:found fly:flew:flown forbid:forbade:forbidden "
    "forecast:forecast forget:forgot:forgotten freeze:froze:frozen get:got give:gave:given go:went:gone "
    "grow:grew:grown hang:hung have:had hear:heard hide:hid:hidden hit:hit hold:held hurt:hurt keep:kept "
    "know:knew:known lay:laid lead:led leave:left lend:lent lose:lost make:made mean:meant meet:met "
    "overcome:overcame:overcome rebuild:rebuilt overtake:overtook:overtaken overthrow:overthrew:overthrown pay:paid "
    "put:put ride:rode:ridden rise:rose:risen run:ran:run say:said see:saw:seen seek:sought sell:sold send:sent "
    "set:set shake:shook:shaken shoot:shot shrink:shrank:shrunk sign:signed sing:sang:sung sink:sank:sunk sit:sat "
    "sleep:slept speak:spoke:spoken spend:spent split:split spread:spread stand:stood steal:stole:stolen "
    "strike:struck sue:sued swear:swore:sworn sweep:swept swim:swam:swum take:took:taken teach:taught tell:told "
    "think:thought throw:threw:thrown undergo:underwent:undergone understand:understood uphold:upheld "
    "wear:wore:worn win:won withdraw:withdrew:withdrawn withhold:withheld write:wrote:written"
)
_REGULAR = (
    "abandon abolish absorb abuse accept accompany accomplish accredit accuse achieve acknowledge acquire acquit "
    "act add address adjourn administer admit adopt advance advise affect agree aid aim airlift allege allocate "
    "allow alter amend analyse analyze announce answer anticipate apologise apologize appeal appear apply appoint "
    "appreciate approach approve argue arm arrange arrest arrive ask assassinate assault assemble assign assist "
    "assume attach attack attain attempt attend attract auction author authorise authorize average avoid award back "
    "balance ban bar base battle beat believe belong bid blame block board bomb boycott brief broker build bury "
    "call campaign cancel capture care carry cause caution cease celebrate certify chair challenge change charge "
    "chase check circulate cite claim clash classify clear climb close collaborate collapse collect collide combine "
    "commemorate comment commission commit commute compare compete compile complain complete comply compose concede "
    "concern conclude condemn conduct confess confirm confiscate confront congratulate connect consider consist "
    "consolidate construct consult consume contact contain contest continue contract contradict contribute control "
    "convert convict cooperate count counter cover crash create credit criticise criticize cross crown damage "
    "deactivate debate debut decide declare decline decrease dedicate deem defeat defect defend delay delete "
    "deliver demand demolish demonstrate denounce deny depart depend depict deploy deport depose describe design "
    "designate destroy detail detain detect determine detonate develop devote diagnose die direct disagree "
    "disappear disarm disband disclose discover discuss dismiss dispatch displace display dispute disqualify "
    "disrupt dissolve distribute divide divorce dominate donate double downgrade download draft drop drown dub earn "
    "ease edit elect eliminate email embark embrace emerge emphasise emphasize employ enable encounter encourage "
    "end endorse enforce engage enhance enter equip erect erupt escalate escape escort establish estimate evacuate "
    "evade evaluate examine excavate exceed exchange exclude execute exhibit exist exit expand expect expel "
    "experience expire explain explode explore export expose express extend extradite face fail favor favour "
    "feature fell file fill finance find fine finish fire fix flee float flood focus follow force form found free "
    "fuel fund gain gather generate govern grab graduate grant greet guarantee guard guide hail halt hand handle "
    "happen harm head help hide highlight hijack hire honor honour hope hospitalise hospitalize host house hunt "
    "identify ignore immigrate impeach implement imply import impose imprison improve include increase indicate "
    "indict induct infect inform initiate injure insist inspect inspire install institute instruct insure integrate "
    "intend interrupt intervene interview introduce invade invent invest investigate invite invoke involve isolate "
    "issue jail join joke judge jump justify kick kidnap kill knock label lack land lapse last laud launch leak "
    "learn license lift limit link list live load locate lock loot lower maintain manage manufacture march mark "
    "marry match mediate mention merge miss mobilise moderate modify monitor mourn move murder name nationalise "
    "need negotiate nickname nominate note notice notify number object observe obtain occupy occur offer open "
    "operate oppose opt orchestrate order organise organize originate oust outline overturn own pack participate "
    "pass perform permit persuade pick pilot place plan plant play plead pledge plunge point poison portray pose "
    "possess post postpone pour power praise precede predict prepare present preserve preside press pressure "
    "prevent print proceed process proclaim produce prohibit prolong promise promote prompt pronounce propose "
    "prosecute protect protest prove provide publicise publicize publish pull pump purchase pursue push qualify "
    "question quit quote raid raise range rank ratify reach react reaffirm realise recapture receive recognise "
    "recognize recommend record recover recruit reduce reelect refer reflect reform refuse regard register regret "
    "reiterate reject relate release relieve relinquish relocate rely remain remark remember remove rename render "
    "renew reopen repeat replace reply report represent request require rescue reserve resign resist resolve "
    "respond rest restore restrict result resume retain retire retreat return reveal reverse review revise revive "
    "revoke reward rob rule sack sail sanction save schedule score scrap seal search secure seize select sentence "
    "separate serve settle shape share shell shift ship shock show shut shutter sign slam slip slow smuggle spark "
    "specify sponsor stab stage start state station stay stem step stop store storm strengthen stress study submit "
    "succeed suffer suggest summon supply support surface surpass surprise surrender surround survey survive "
    "suspect suspend sustain switch talk target tax telephone televise term terminate test testify thank threaten "
    "tie title top total touch tour track trade train transfer translate transmit transport trap travel treat "
    "trigger try turn tweet undermine unite unveil upgrade upload urge use utilise vacate vaccinate value vanish "
    "veto view violate visit voice vote vow wait waive walk want warn wash watch weaken weigh welcome witness work "
    "worry wound"
)
_DOUBLED = listed(
    "acquit admit ban bar bid commit compel control cut drop dub expel hit impel kidnap occur permit plan pot "
    "prefer quit rebel refer regret rob scrap set ship shut slam slip stab stem step stop submit tap top "
    "transfer transmit trap"
)
_SINGLE_TOO = frozenset({"cancel", "travel", "label"})  # both spellings of the past are in use
_ALSO = {
    "beat": ("beat", "beaten"),
    "bid": ("bid", "bid"),
    "flee": ("fled", "fled"),
    "hide": ("hid", "hidden"),
    "quit": ("quit", "quit"),
    "shut": ("shut", "shut"),
    "show": ("showed", "shown"),
    "prove": ("proved", "proven"),
}

MODALS = frozenset({"will", "would", "can", "could", "must", "should"})
BE = frozenset({"was", "were", "is", "are"})
HAVE = frozenset({"has", "have", "had"})
AUXILIARIES = MODALS | BE | HAVE
_NOUNS = listed(
    "abuses acts advances aids aims answers appeals approaches arms attacks attempts authors averages awards "
    "backs balances bans bars bases battles bids blames blocks boards bombs brokers calls campaigns causes "
    "cautions chairs challenges changes charges checks claims clashes comments commissions commutes concerns "
    "contacts contests contracts controls costs counters counts covers crashes credits cuts damages deals "
    "debates declines decreases defects delays demands deposits designs details directs dispatches displays "
    "disputes divorces downloads drafts draws drives drops eases edits emails ends estimates exchanges "
    "exhibits exits experiences exports exposes faces falls favors favours features feeds fights files "
    "finances finds fines fires fixes floods focuses forces forecasts forms frees fuels funds gains graduates "
    "grants guarantees guards guides halts hands harms heads helps hides highlights hits holds honors honours "
    "hopes hosts houses hunts imports increases institutes interviews invites issues jails judges jumps kicks "
    "kills knocks labels lacks lands lapses lasts launches leads leaks leaves licenses lifts limits links "
    "lists lives loads locks looks marches marks matches means mentions misses moves murders names needs "
    "nicknames notes notices numbers objects offers opens operates orders outlines packs passes pays picks "
    "pilots places plans plants plays pledges points poses posts powers presses pressures processes produces "
    "promises protests purchases questions quotes raids ranges ranks reaches records recruits reforms regards "
    "registers regrets releases remains remarks replies reports requests rescues reserves resorts rests "
    "results returns reverses reviews rewards rides rises rules runs sails sanctions scores seals searches "
    "sentences sets shakes shapes shares shells shifts ships shocks shoots shows shutters signs sings slams "
    "slips sparks sponsors spreads stages stands starts states stations stays stems steps stops stores storms "
    "strikes studies supplies supports surfaces surprises surrenders surveys suspects sweeps switches talks "
    "targets taxes terms tests thanks ties titles tops totals touches tours tracks trades trains transfers "
    "transports traps travels treats triggers turns tweets upgrades uses values views visits voices votes vows "
    "waits walks wants watches wins works worries wounds writes"
)
"""Third persons that are nouns as often."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb by its three forms."""

    base: str
    past: str
    participle: str


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in _DOUBLED | _SINGLE_TOO else f"{base}ed"


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"


def _verbs() -> dict[str, Verb]:
    verbs = {base: Verb(base, past, past) for base in _REGULAR.split() for past in (_regular_past(base),)}
    for base, (past, participle) in _ALSO.items():
        verbs[base] = Verb(base, past, participle)
    for entry in _IRREGULAR.split():
        base, past, *rest = entry.split(":")
        verbs[base] = Verb(base, past, rest[0] if rest else past)
    return verbs


_VERBS = _verbs()
_AMBIGUOUS = {"found": "find", "felled": "fell", "fell": "fall", "left": "leave", "led": "lead", "saw": "see"}
_BY_PAST = {
    **{verb.past: verb for verb in _VERBS.values()},
    **{f"{base}ed": _VERBS[base] for base in _SINGLE_TOO},
    **{past: _VERBS[base] for past, base in _AMBIGUOUS.items()},
    "founded": Verb("found", "founded", "founded"),
}
_BY_PARTICIPLE = {
    **{verb.participle: verb for verb in _VERBS.values()},
    **{f"{base}ed": _VERBS[base] for base in _SINGLE_TOO},
    **{past: _VERBS[base] for past, base in _AMBIGUOUS.items() if base not in {"fall", "see"}},
    "founded": Verb("found", "founded", "founded"),
    "born": Verb("bear", "bore", "born"),
}
_THIRDS = frozenset(_third(verb.base) for verb in _VERBS.values())
_BY_THIRD = {_third(verb.base): verb for verb in _VERBS.values() if _third(verb.base) not in _NOUNS}


def by_past(word: str) -> Verb | None:
    """The verb whose past form a word is."""
    return _BY_PAST.get(word)


def by_participle(word: str) -> Verb | None:
    """The verb whose past participle a word is."""
    return _BY_PARTICIPLE.get(word)


def by_third(word: str) -> Verb | None:
    """The verb whose third person a word is, and which is no noun as often."""
    return _BY_THIRD.get(word)


def is_third(word: str) -> bool:
    """Whether a word can be a third person, be it a noun as often."""
    return word in _THIRDS


def by_base(word: str) -> Verb | None:
    """The verb whose base form a word is."""
    return _VERBS.get(word)


def is_verb_only(word: str) -> bool:
    """Whether a word is the base form of a verb, and no noun as often."""
    return word in _VERBS and _third(word) in _BY_THIRD


def is_finite(word: str) -> bool:
    """Whether a word can be the verb of a clause; a participle that is a past form too counts."""
    return word in AUXILIARIES or word in _BY_PAST or word in {"does", "did", "do", "may", "might", "am"}
