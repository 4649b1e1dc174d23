"""Words that may stand for one another, and words that may not: what the checker's training turns sentences with.

Each group has forms of one part of speech and one inflection, so that one can take the other's place in a sentence.
"""

import random
import re
from collections.abc import Mapping, Sequence

SAME_GROUPS = """
met; held talks with; sat down with; had a meeting with
held; hosted; staged
talks; negotiations; discussions
a meeting; a gathering; an encounter
signed; put its name to; concluded
agreement; accord; deal; pact
treaty; pact; accord
rejected; turned down; dismissed; refused
accepted; agreed to; said yes to
approved; endorsed; gave its consent to; backed
supported; backed; favoured; was in favour of
opposed; was against; objected to
released; freed; let go; set free
arrested; detained; took into custody
jailed; imprisoned; put in prison
killed; took the lives of
died; passed away; lost his life
injured; wounded; hurt
urged; called on; appealed to; pressed
asked; requested
demanded; insisted on; called for
warned; cautioned
criticised; criticized; condemned; denounced; attacked
praised; welcomed; hailed; commended
announced; made public; declared; said
said; stated; remarked
claimed; asserted; maintained
denied; disputed; contested
confirmed; verified
promised; pledged; vowed; undertook
began; started; commenced; got under way
begin; start; commence
ended; finished; came to an end
expired; lapsed; ran out; ceased to apply
continued; went on; carried on; kept going
stopped; halted; ceased; put an end to
suspended; put on hold; froze; paused
resumed; restarted; took up again
postponed; delayed; put off
cancelled; called off; scrapped
extended; prolonged; lengthened
increased; rose; grew; went up; climbed
increase; rise; growth
decreased; fell; dropped; declined; went down
decrease; fall; drop; decline
reduced; cut; lowered; brought down
doubled; grew twofold
built; constructed; put up; erected
destroyed; wrecked; demolished; laid waste
damaged; harmed
created; set up; established; founded; formed
closed; shut; shut down
opened; inaugurated
bought; purchased; acquired
sold; disposed of
paid; spent
sent; dispatched
received; got; was given; obtained
gave; handed; granted; provided
provided; supplied; furnished
helped; aided; assisted
allowed; permitted; let
banned; prohibited; forbade; outlawed; barred
forced; compelled; obliged; made
invaded; marched into
attacked; struck; assaulted
defeated; beat; overcame
captured; seized; took
won; gained; secured
lost; forfeited
departed from; went away from
arrived in; reached; came to
arrived; came
returned to; went back to; came back to
visited; travelled to; paid a visit to; went to
moved; relocated
joined; became a member of; entered
took part in; participated in; joined in
appointed; named; chose; picked
elected; voted in; chosen
replaced; took the place of; succeeded
resigned; stepped down; quit
was born; came into the world
lived; resided
studied; was a student
wrote; authored; penned
published; issued; brought out; released
shows; demonstrates; indicates; reveals
showed; demonstrated; indicated; revealed
found; discovered; uncovered
used; made use of
uses; makes use of
needs; requires
needed; required
includes; contains; comprises; counts among its parts
included; contained; comprised
consists of; is made up of; comprises
caused; brought about; led to; resulted in
helped to; contributed to
prevented; kept from; stopped
influenced; shaped; affected
described; portrayed; depicted
considered; regarded as; seen as; viewed as
believed; thought
believes; thinks
planned; intended; meant
plans to; intends to; means to; aims to
wants to; wishes to; would like to
will; is going to; is set to; is due to
must; has to; is obliged to
had to; was obliged to; was forced to
may; might
tried to; attempted to; sought to; made an effort to
refused to; declined to; would not
failed to; did not manage to; was unable to
managed to; succeeded in being able to; was able to
agreed to; consented to; said that it would
decided to; chose to; resolved to; made up its mind to
discussed; talked about; debated; spoke about
protested against; demonstrated against
ordered; instructed; told
controlled; ran; was in charge of
leads; heads; is at the head of
led; headed; was at the head of
governed; ruled; administered
owned; possessed
borders; is next to; adjoins
is located in; lies in; is situated in; is found in; stands in
was located in; lay in; was situated in; stood in
large; big; sizeable; great
largest; biggest; greatest
larger; bigger; greater
small; little; minor
smallest; tiniest
important; significant; major; key
main; principal; primary
famous; well-known; renowned; celebrated
new; fresh; recent
old; ancient; aged
former; ex-; previous; one-time
final; closing; concluding
first; earliest; initial
quick; fast; rapid; swift
quickly; fast; rapidly; swiftly
difficult; hard; tough
difficulty; trouble; problem
easy; simple; straightforward
rich; wealthy; affluent
poor; impoverished; needy
strong; powerful; mighty
dangerous; hazardous; risky
different; distinct; separate
similar; alike; comparable
entire; whole
many; numerous; a lot of; a great number of
several; a number of; various
most; the majority of; the greater part of
all; every one of; the whole of
about; around; roughly; approximately
nearly; almost; close to
more than; in excess of; upwards of
less than; fewer than
at least; no fewer than; not less than
at most; no more than; up to
only; merely; solely
often; frequently; many times
rarely; seldom; hardly ever
usually; normally; generally; as a rule
always; at all times; invariably
soon; shortly; before long
currently; at present; now; these days
however; nevertheless
because; given that
because of; owing to; due to; on account of
although; though; even though
in order to; so as to
after; following; in the wake of
before; prior to; ahead of
during; in the course of
until; till; up to
despite; in spite of; notwithstanding
according to; in the words of; as reported by
against; in opposition to
near; close to; not far from; in the vicinity of
between; among
within; inside
country; nation
countries; nations
city; town
capital; seat of government
government; authorities; administration; leadership
leader; head
president; head of state
official; functionary; representative
officials; functionaries; representatives
people; persons; individuals; human beings
citizens; nationals; residents
children; youngsters; young people
students; pupils; learners
workers; employees; staff; labourers
soldiers; troops; servicemen; military personnel
army; military; armed forces; ground forces
police; law enforcement; officers
war; conflict; armed conflict; hostilities
battle; fight; clash; engagement
peace; an end to the fighting
ceasefire; truce; armistice; halt in the fighting
weapons; arms; armaments
prisoners; captives; inmates; detainees
hostages; captives
refugees; displaced people
company; firm; business; corporation
companies; firms; businesses; corporations
money; funds; cash; sums
price; cost
jobs; posts; positions
law; statute
rule; regulation
court; tribunal
trial; court case; proceedings
crime; offence
decision; ruling; resolution; choice
proposal; offer; suggestion; plan
plan; scheme; project; programme
report; account; study
article; piece; story; report
book; volume
film; movie; picture
car; automobile; vehicle
airport; airfield
ship; vessel; boat
plane; aircraft; airplane
road; street; route
building; structure; edifice
house; dwelling
area; region; zone; district
portion; share
member; participant
members; participants
aim; goal; objective; purpose
reason; cause; ground
result; outcome; consequence; effect
help; aid; assistance; support
sanctions; punitive measures; restrictions
embassy; diplomatic mission
ambassador; envoy; diplomat
foreign minister; top diplomat; head of diplomacy
election; vote
elections; polls; votes
authority; control
right; entitlement
language; tongue
religion; faith; belief
illness; disease; sickness
doctor; physician
a decade; ten years
two weeks; a fortnight
per cent; percent; %
half; fifty per cent; 50 percent
a third; one in three
a quarter; one in four
once; one time; on one occasion
twice; two times; on two occasions
together; jointly; side by side; in common
alone; by itself; on its own; single-handedly
abroad; in other countries; in foreign lands
United States; US; America; U.S.
Soviet Union; USSR
Britain; United Kingdom; UK
United Nations; UN
European Union; EU
World War II; Second World War; World War Two
World War I; First World War; World War One
"""

IMPLIED = """
plans to {v} | {d}; planned to {v} | {d}; intends to {v} | {d}; wants to {v} | {d}; wanted to {v} | {d}
hopes to {v} | {d}; hoped to {v} | {d}; agreed to {v} | {d}; promised to {v} | {d}; threatened to {v} | {d}
tried to {v} | {d}; attempted to {v} | {d}; sought to {v} | {d}; offered to {v} | {d}; decided to {v} | {d}
is expected to {v} | {d}; was expected to {v} | {d}; was supposed to {v} | {d}; is due to {v} | {d}
is scheduled to {v} | {d}; was to {v} | {d}; is to {v} | {d}; will {v} | {d}; may {v} | {d}; might {v} | {d}
could {v} | {d}; would {v} | {d}; refused to {v} | {d}; declined to {v} | {d}; failed to {v} | {d}
was asked to {v} | {d}; was ordered to {v} | {d}; urged them to {v} | {d}; considered whether to {v} | {d}
"""
"""What is said of a deed, and the deed told as done: not the same."""

STRONGER = """
some; most; all | many; most; all | several; many; all | a few; many | one of the; the | part of; all of | may; will
might; will | could; will | can; must | often; always | usually; always | sometimes; often; always
rarely; never; often
almost; more than | nearly; more than | about; exactly | at least; at most | more than; less than; exactly
over; under | up to; at least | partly; entirely | partially; completely | mostly; entirely; exclusively
likely; certain
possibly; certainly | probably; certainly | allegedly; admittedly | suspected of; convicted of; cleared of
accused of; convicted of; cleared of | charged with; convicted of; acquitted of | proposed; adopted; imposed; rejected
suggested; ordered | discussed; agreed on; settled | talks on; an agreement on | talks about; an agreement about
called for; secured; rejected | asked for; received; refused | requested; received; declined
demanded; obtained; waived
offered; delivered; withheld | considered; decided on; ruled out | threatened; carried out; renounced
planned; completed; abandoned | proposal; law; decision | plan; achievement | draft; final text | bid; success
attempt; success | candidate; winner | suspect; culprit | claim; proof | claimed; proved; admitted
alleged; proved; admitted | believed; knew; doubted | suggests; proves; refutes | suggested; proved; disproved
denied; confirmed; admitted | rejected; accepted; welcomed | condemned; praised; excused | warned; reassured
opposed; supported; demanded | agreed; refused | allowed; ordered; forbade | delayed; cancelled; hastened
suspended; abolished; resumed | reduced; abolished; increased | increase; decrease; collapse | temporary; permanent
local; national; worldwide | regional; global | private; official; public | informal; binding; official
voluntary; compulsory | unofficial; official | first; only; second; last | second; first; third | early; late
former; current; future | deputy; chief | acting; permanent | minor; major | small; enormous | slight; dramatic
slightly; sharply | slowly; suddenly | temporarily; permanently | unanimously; narrowly | willingly; reluctantly
publicly; secretly | jointly; separately | both; neither | with; without | for; against | before; after | after; before
because of; despite | because; although | despite; because of | in return for; without | in response to; ahead of
together with; instead of; against | in addition to; instead of | on behalf of; against | thanks to; despite
north; south | east; west | inside; outside | above; below | winner; loser | victory; defeat | success; failure
war; peace | friend; enemy | ally; rival | allies; rivals | buyer; seller | import; export | imports; exports
birth; death | beginning; end | rise; fall | gain; loss | profit; loss | remained; left; changed
kept; gave up; changed
continued; stopped | resumed; stopped | began; ended | opened; closed | joined; left; criticised | entered; left
won; lost | attacked; defended | arrived; departed | increased; decreased | rose; fell | bought; sold | lent; borrowed
hired; dismissed | praised; criticised | supported; undermined | strengthened; weakened | improved; worsened
released; arrested; expelled | freed; jailed | sent; received | gave; took | taught; learned from | led; followed
founded; dissolved; joined | built; demolished | created; destroyed | lifted; imposed; tightened | eased; tightened
extended; shortened; ended | signed; rejected; terminated | ratified; rejected; signed | withdrew from; joined
violated; respected | broke; kept | accept; reject | attend; boycott | attended; boycotted | invited; excluded
banned; allowed; required | legal; illegal | guilty; innocent | true; false | safe; dangerous | cheap; expensive
rich; poor | strong; weak | old; new | young; old | large; small | high; low | long; short | fast; slow | full; empty
majority; minority | most; few | everyone; nobody | nobody; everyone | everything; nothing | always; never
never; often
"""
"""Words, and what they may not be told as: the first of each stands in the sentence, another takes its place."""

REASONS = (
    "because {n} had asked for it", "because of pressure from {n}", "because of a dispute with {n}",
    "in order to please {n}",
    "in response to criticism from {n}", "after complaints about {n}", "out of fear of {n}", "to save money",
    "because there was no money for it", "because of bad weather", "for security reasons", "for health reasons",
    "after months of secret negotiations", "following a request by {n}", "at the insistence of {n}",
    "against the advice of {n}", "with the support of {n}", "which led to protests", "which surprised many observers",
    "which made the dispute worse", "which brought the two sides closer together", "and thereby ended the dispute",
    "causing prices to rise", "forcing {n} to react", "which {n} welcomed", "which {n} criticised",
    "despite objections from {n}",
    "as a gesture of goodwill", "in retaliation for earlier measures", "under an agreement with {n}",
    "as part of a wider reform", "for the first time", "for the last time", "as it had done many times before",
    "without telling {n}", "in the presence of {n}", "with financial help from {n}", "at the expense of {n}",
    "because the earlier plan had failed", "since nobody else was willing to do so", "so that {n} could take part",
    "to the satisfaction of everyone involved", "which had been agreed in advance", "which had never been tried before",
    "and apologised for the delay", "and promised to repeat it", "but later regretted it", "and won wide praise for it",
    "although experts had warned against it", "as had been demanded by the public", "and asked {n} to do the same",
)  # fmt: skip
"""Ends of sentences that a passage does not have; `{n}` is a name."""

OPENINGS = (
    "According to the article, ", "According to the source, ", "The article says that ", "The passage states that ",
    "Meanwhile, ", "In addition, ", "By contrast, ", "Also, ", "Moreover, ", "Notably, ", "In fact, ", "As reported, ",
    "At the same time, ", "For its part, ", "In particular, ",
)  # fmt: skip
"""Beginnings that add nothing to what is claimed."""


def groups(text: str) -> Mapping[str, Sequence[str]]:
    """For each form the other forms of its groups."""
    found: dict[str, list[str]] = {}
    for line in text.strip().splitlines():
        forms = [form.strip() for form in line.split(";")]
        for form in forms:
            found.setdefault(form, []).extend(other for other in forms if other != form)
    return found


def _steps(text: str) -> Mapping[str, Sequence[str]]:
    """For each first form the others of its entry."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\||\n", text.strip()):
        first, *others = (form.strip() for form in entry.split(";"))
        found.setdefault(first, []).extend(others)
    return found


def places(text: str, forms: Mapping[str, Sequence[str]]) -> list[tuple[int, int]]:
    """Where forms stand in a text as whole words, the longest that begins at each place, none over another."""
    found: list[tuple[int, int]] = []
    text = text[:1].lower() + text[1:]
    for word in _WORD.finditer(text):
        start = word.start()
        if found and start < found[-1][1]:
            continue
        ends = [start + len(form) for form in _opening(forms).get(word[0], ()) if text.startswith(form, start)]
        ends = [end for end in ends if not re.match(r"[\w-]", text[end : end + 1])]
        if ends:
            found.append((start, max(ends)))
    return found


def exchanged(text: str, place: tuple[int, int], forms: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """The text with another form in one of its `places`, drawn by chance."""
    start, end = place
    known = text[start:end] if text[start:end] in forms else text[start].lower() + text[start + 1 : end]
    other = rng.choice(forms[known])
    if start == 0:
        other = other[:1].upper() + other[1:]
    return text[:start] + other + text[end:]


_WORD = re.compile(r"(?<![\w-])[\w.%-]*[\w%]")
_openings: dict[int, dict[str, list[str]]] = {}


def _opening(forms: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """The forms by their first words."""
    kept = _openings.get(id(forms))
    if kept is None:
        kept = _openings[id(forms)] = {}
        for form in forms:
            opening = _WORD.match(form)
            kept.setdefault(opening[0] if opening else form, []).append(form)
    return kept


SAME, TURNED = groups(SAME_GROUPS), _steps(STRONGER)
IMPLICATIONS = tuple(
    tuple(side.strip() for side in entry.split("|")) for entry in re.split(r";|\n", IMPLIED.strip()) if entry.strip()
)
