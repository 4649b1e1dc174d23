"""Past forms of English verbs and back: enough for sentences that are turned, not a grammar."""

import re

_IRREGULAR = """
be was been; have had had; do did done; go went gone; say said said; make made made; take took taken; give gave given
get got got; come came come; see saw seen; know knew known; find found found; think thought thought; tell told told
become became become; leave left left; feel felt felt; bring brought brought; begin began begun; keep kept kept
hold held held; write wrote written; stand stood stood; hear heard heard; mean meant meant; meet met met; pay paid paid
set set set; put put put; run ran run; send sent sent; build built built; lead led led; fall fell fallen; cut cut cut
win won won; lose lost lost; buy bought bought; sell sold sold; speak spoke spoken; spend spent spent; grow grew grown
draw drew drawn; break broke broken; drive drove driven; rise rose risen; fight fought fought; teach taught taught
catch caught caught; choose chose chosen; withdraw withdrew withdrawn; strike struck struck; shut shut shut
seek sought sought; fly flew flown; throw threw thrown; shoot shot shot; show showed shown; let let let
"""
_TABLE = [one.split() for one in re.split(r";|\n", _IRREGULAR.strip()) if one.strip()]
_PAST = {base: past for base, past, _ in _TABLE}
_BASE = {past: base for base, past, _ in _TABLE} | {done: base for base, _, done in _TABLE}
_DONE = {base: done for base, _, done in _TABLE}
_DOUBLING = frozenset(
    (
        "ban", "beg", "cut", "drop", "get", "grab", "let", "plan", "put", "quit", "scrap", "set", "shut", "sit",
        "stop", "step", "win",
    )
)  # fmt: skip
"""Verbs that double their last letter before an ending."""

_SILENT = re.compile(r"(?:(?<![aeiou])(?:a[tkrdpm]|i[rdnpk]|o[kr]|u[tdrnm])|[cguvz]|(?<!s)s|[bpdt]l)$")
"""Ends of stems that lost an e."""

PARTICIPLES = frozenset(_DONE.values())
PASTS = frozenset(_PAST.values())


def past(base: str) -> str:
    """What somebody did who did it: "sign" to "signed"."""
    return _PAST.get(base) or _regular(base)


def base_of(form: str) -> str | None:
    """The verb of a past form; None where the rules know none."""
    if form in _BASE:
        return _BASE[form]
    if not form.endswith("ed") or len(form) < 5:
        return None
    stem = form[:-2]
    if form.endswith("eed"):
        return form[:-1]
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    if re.search(r"([bdgmnprt])\1$", stem):
        return stem[:-1]
    return f"{stem}e" if _SILENT.search(stem) else stem


def _regular(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    return f"{_doubled(base)}ed"


def _doubled(base: str) -> str:
    return base + base[-1] if base in _DOUBLING else base


def participle(base: str) -> str:
    """What has been done: "sign" to "signed", "take" to "taken"."""
    return _DONE.get(base) or _regular(base)


def gerund(base: str) -> str:
    """The doing of it: "sign" to "signing", "let" to "letting"."""
    if base.endswith("e") and not base.endswith(("ee", "be")):
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"
