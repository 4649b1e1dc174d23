"""What a line is when it stands alone: navigation, promotion, a copyright line, a picture credit, or none of these.

The patterns speak of short lines and describe the whole line, so that a sentence of an article that merely mentions a
newsletter or cookies is left alone. When in doubt a line is not furniture: a menu that is quoted is a blemish, a
sentence that is lost is a fault.
"""

import re
from typing import Literal

Furniture = Literal["navigation", "promotion", "copyright", "credit"]

MAX_LINE = 200  # characters; furniture is shorter, except a breadcrumb that ends with a long title
MAX_TRAIL = 300  # characters of a breadcrumb
MIN_SENTENCE = 3  # words
MAX_CREDIT = 100  # characters; a photographer and an agency


def _one_of(*patterns: str) -> str:
    """A pattern for any of `patterns`, in which a space stands for any white space."""
    return "(?:" + "|".join(pattern.replace(" ", r"\s+") for pattern in patterns) + ")"


_HOME = _one_of("home(?:(?: )?page)?", "главная", "головна", "startseite", "accueil", "inicio", "início")

_MENU_WORDS = frozenset({
    "home", "homepage", "menu", "search", "news", "world", "politics", "sport", "sports", "business", "opinion",
    "about", "contact", "video", "videos", "photos", "culture", "economy", "science", "tech", "technology",
    "health", "travel", "weather", "live", "more", "login", "subscribe", "newsletter", "newsletters", "archive",
    "rss", "podcasts", "главная", "новости", "политика", "экономика", "общество", "спорт", "культура", "мир",
    "поиск", "контакты", "startseite", "politik", "wirtschaft", "kultur", "suche", "kontakt", "accueil",
    "politique", "économie", "monde", "inicio", "política", "economía",
})  # fmt: skip

_NAVIGATION = re.compile(
    _one_of(
        "(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search|footer|menu)",
        "(?:back|return) to (?:the )?(?:top|home|homepage|news)",
        _HOME,
        "(?:(?:main|open|close|toggle) )?(?:menu|navigation)",
        "search|breadcrumbs?|table of contents|register|my account|newsletters?|rss",
        "(?:log|sign)[ -]?(?:in|out|up)|subscribe(?: now)?",
        "(?:next|previous|prev|older|newer)(?: (?:article|post|story|page|posts))?",
        "load more|show (?:more|less)|(?:view|read) (?:the )?(?:full )?(?:original )?(?:article|story)",
        "advertisement|advertising|sponsored(?: content)?|promoted|реклама|anzeige|werbung|publicité|publicidad",
        "(?:leave|post|add|write) (?:a )?(?:comment|reply)|(?:no|[0-9]+) comments?|comments?(?: ?[(][0-9]+[)])?",
        "[0-9]+[ -]?min(?:ute)?s? read|(?:reading time|время чтения|lesezeit)\\s*:?\\s*[0-9]+\\s*\\w+[.]?",
        "(?:privacy|cookies?) (?:policy|settings|preferences|notice)|terms (?:of (?:use|service)|and conditions)",
        "(?:about|contact) us|(?:print|e-?mail|copy link|listen|save)(?: (?:to )?(?:this )?(?:article|page|story))?",
        "bookmark(?: this (?:article|page))?|loading|join the conversation",
        "(?:(?:last )?updated|published|posted):?(?: about)? (?:[0-9]+|an?) "
        "(?:second|min(?:ute)?|hour|hr|day|week|month)s? ago",
        "(?:tags?|filed under|keywords|теги|метки|schlagw[oö]rter|mots-clés|etiquetas)\\s*:.*",
        "перейти к (?:основному )?(?:содержанию|содержимому|контенту)|меню|поиск|комментарии|наверх",
        "(?:direkt )?zum inhalt(?: springen)?|aller au contenu(?: principal)?|(?:saltar|ir) al contenido",
    )
    + r"\s*[.…»›>→↑↓]*",
    re.IGNORECASE,
)

_POINTER = re.compile(  # "Read more: a headline", or the words alone
    _one_of(
        "(?:read|see|learn|find out) more(?: (?:here|on this))?|(?:read|see|watch|listen) also|also read|see also",
        "related(?: (?:articles?|stor(?:y|ies)|news|posts?|reading|content|topics?|links?|coverage))?",
        "(?:recommended|trending|popular) (?:articles?|stories|news|posts|reading|now|for you)|most (?:read|popular)",
        "you (?:may|might) (?:also )?(?:like|be interested in)|more (?:on this(?: (?:story|topic))?|from us)",
        "read (?:next|this next)|up next|editor['’]?s['’]? (?:picks?|choice)",
        "читайте также|читать (?:далее|дальше|также|ещё|еще)|по теме|смотрите также|подробнее|читайте ще",
        "lesen sie auch|mehr zum thema|siehe auch|(?:à )?lire aussi|voir aussi|lea también|ver también",
        "leggi anche|leia também|czytaj (?:też|także|więcej)",
    )
    + r"(?:\s*[:：].*|\s*[.…»›>→]*)",
    re.IGNORECASE,
)

_NETWORKS = "facebook|twitter|x|whatsapp|telegram|linkedin|reddit|instagram|youtube|tiktok|bluesky|pinterest|vk"
_CHANNEL = _one_of(_NETWORKS, "newsletters?|channels?|mailing list|podcasts?|app|feed|pages?|inbox|e-?mails?|alerts?")
_PIECE = "(?:article|story|post|page|piece|news|link|analysis)"
_PLEASE = "(?:please )?(?:(?:and )?don['’]?t forget to )?"

_HOW = "(?:on|at|via|by|for|here|now|today|and|with)"

_PROMOTION = re.compile(  # a whole sentence that speaks to the reader about the site
    _one_of(
        r"stay (?:tuned|updated|informed|connected)(?:\W*|,.*| (?:for|with|on|by|via|and|in|to (?:us|our|this))\b.*)",
        rf"{_PLEASE}(?:subscribe|sign up) (?:to|for|here|now|today|and|on|via)\b.*",
        rf"{_PLEASE}(?:follow|join|like|find|contact|e-?mail|visit|support) us(?:\W*| {_HOW}\b.*)",
        rf"{_PLEASE}(?:follow|join|like|visit|check out) our\b.*\b{_CHANNEL}\b.*",
        r"support our (?:work|journalism|reporting|newsroom|site|independent)\b.*",
        r"donate(?: (?:now|today|here)\b.*| to (?:us|our \w+)(?: (?:now|today|here))?)?[.!]?",
        r"(?:already|not (?:yet )?)(?: an?)? (?:subscriber|member|registered|subscribed)[?]",
        r"(?:log|sign) in(?: (?:here|now|to (?:read|continue)\b.*))?[.!]?",
        r"you(?:['’]ve| have)\b.{0,40}\b(?:free|complimentary) (?:articles?|stor(?:y|ies))\b.*",
        r"thank(?: you|s) for reading[.!]?",
        r"become a (?:member|subscriber|patron)(?: (?:now|today))?[.!]?",
        r"(?:never|don['’]?t) miss (?:a (?:beat|story|thing|post|update)|an (?:update|article|issue)|out|our)\b.*",
        rf"(?:get|receive) (?:the |our |all the )?(?:latest|best|top|daily|weekly|breaking)\b.*\b{_CHANNEL}\b.*",
        r"(?:click|tap) (?:here|below|the (?:link|button))\b.*|download (?:the|our) (?:\w+ )?app\b.*",
        rf"(?:share|tweet|print)(?: (?:this|the))?(?: {_PIECE})?(?:[\s,|/•·]+(?:share|tweet|e-?mail|{_NETWORKS}))*",
        rf"share(?: (?:this|the))?(?: {_PIECE})? (?:on|via|by|with) (?:{_NETWORKS}|e-?mail|(?:your )?friends)\b.*",
        r"(?:we|(?:this|our) (?:web ?)?site|our partners) uses? cookies\b.*",
        r"(?:accept|reject|manage|allow) (?:all )?cookies?",
        r"by (?:continuing to (?:use|browse)|using (?:this|our) (?:web ?)?site|clicking|closing this)\b.*\byour?\b.*",
        r"(?:ready|want|eager|curious|keen) to (?:dive|dig|delve|know|learn|find|explore|discover|read|hear)\b.*[?]",
        rf"(?:did you (?:like|enjoy)|liked?|enjoy(?:ed|ing)?) (?:this|our|what you)\b.*\b(?:{_PIECE}|read|see)\b.*[?!]",
        r"(?:what do you think|have your say|let us know|tell us)\b.*\bcomments?\b.*",
        r"(?:подписывайтесь|подпишитесь|подписаться|следите за (?:нами|нашими)|поделиться|поделитесь)\b.*",
        r"(?:мы|этот сайт|наш сайт) использу(?:ем|ет) (?:файлы )?cookie.*",
        r"(?:abonnieren sie|folgen sie uns|newsletter abonnieren|wir verwenden cookies)\b.*",
        r"(?:abonnez-vous|suivez-nous|inscrivez-vous|partager sur)\b.*|(?:suscríbe?te|suscríbase|síguenos|síganos)\b.*",
    ),
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:said|says|told|according\s+to|reported|announced|stated|added|urged|asked"
    r"|demanded|wrote|warned|insisted|argued|claimed|replied|declared|chanted|shouted)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s*(?=(?:19|20)\d\d)|copyright\b\s*(?=©|\(c\)|(?:19|20)\d\d|by\b)|all\s+rights\s+reserved\b).*"
    r"|[^.!?]{2,80}\s©\s*(?:(?:19|20)\d\d.{0,60})?|.{0,80}\ball\s+rights\s+reserved\.?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:(?:photo(?:graph)?s?|images?|pictures?|illustration|фото|foto)\b\s*(?:(?::|credit|©).*|by\s+(?P<taken>.*))"
    r"|image\s+(?:source|credit|copyright),\s+(?P<source>.*)"
    r"|(?:additional\s+)?(?:reporting|writing|editing)(?:\s+and\s+(?:writing|editing))?\s+by\s+(?P<written>.*))",
    re.IGNORECASE,
)
_AGENCIES = frozenset({
    "getty images", "getty", "reuters", "afp", "ap", "ap photo", "epa", "epa-efe", "efe", "dpa", "tass", "sputnik",
    "ria novosti", "anadolu", "anadolu agency", "bloomberg", "shutterstock", "alamy", "xinhua", "zuma press", "pool",
    "imago", "picture alliance", "upi", "ukrinform", "interfax", "kyodo", "ansa", "pa", "pa images",
})  # fmt: skip
_AGENCY_MARK = re.compile(r"\s*/\s*|\s+via\s+")
_BESIDE_NAMES = frozenset({
    "and", "for", "of", "in", "via", "by", "with", "additional", "reporting", "writing", "editing", "courtesy", "the",
    "de", "da", "di", "von", "van", "der", "den", "la", "le", "el", "al", "bin",
})  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r".*[.!?…][\"'”’»)]*", re.DOTALL)

_TRAIL_MARK = re.compile(r"\s+[>»›→/|]\s+|\s*[»›]\s*")
_MENU_MARK = re.compile(r"\s*[|•·]\s*")
_HOME_ONLY = re.compile(_HOME, re.IGNORECASE)


def furniture(line: str) -> Furniture | None:
    """Tell what kind of furniture a line is, or None when it may be the article's own."""
    if len(line) > MAX_TRAIL:
        return None
    if _is_trail(line):
        return "navigation"
    if len(line) > MAX_LINE:
        return None
    if _NAVIGATION.fullmatch(line) or (_POINTER.fullmatch(line) and not _is_finished(line)) or _is_menu(line):
        return "navigation"
    if len(line) <= MAX_CREDIT and _is_credit(line):
        return "credit"
    if _COPYRIGHT.fullmatch(line):
        return "copyright"
    return "promotion" if _is_promotion(line) else None


def is_section_name(line: str) -> bool:
    """Whether a line is a label such as `WORLD NEWS` or `Opinion`, as sites set above a headline."""
    words = line.split()
    return len(words) <= 3 and (line.isupper() or all(word.lower() in _MENU_WORDS for word in words))


def _is_trail(line: str) -> bool:
    """Whether a line is a breadcrumb: it goes from home, or in three steps or more from a section."""
    if not any(mark in line for mark in ">»›→/|"):
        return False
    steps = [step for step in _TRAIL_MARK.split(line) if step]
    if len(steps) < 2 or any(len(step.split()) > 5 for step in steps[:-1]):
        return False
    if _HOME_ONLY.fullmatch(steps[0].strip()):
        return True
    return len(steps) >= 3 and steps[0].strip().lower() in _MENU_WORDS


def sections(line: str) -> set[str]:
    """The sections that a breadcrumb leads through, in lower case: all its steps but the last; none for other lines."""
    if not _is_trail(line):
        return set()
    return {step.strip().casefold() for step in _TRAIL_MARK.split(line)[:-1] if step.strip()}


def _is_menu(line: str) -> bool:
    """Whether a line is like `World | Politics | Sport`: short items, at least half of them words that menus use."""
    items = [item for item in _MENU_MARK.split(line) if item]
    if len(items) < 3 or any(len(item.split()) > 3 for item in items):
        return False
    known = sum(any(word in _MENU_WORDS for word in item.lower().split()) for item in items)
    return known * 2 >= len(items)


def _is_credit(line: str) -> bool:
    """Whether a line names who took a picture or wrote the article, and says nothing else."""
    makers = [part for part in _AGENCY_MARK.split(line.strip("() ")) if part]
    if len(makers) > 1 and makers[-1].lower().rstrip(".") in _AGENCIES and _are_names(line):
        return True
    match = _CREDIT.fullmatch(line)
    named = match and (match["taken"] or match["source"] or match["written"])
    return _are_names(named) if named else match is not None and not _is_finished(line)


def _are_names(text: str) -> bool:
    """Whether every word has a capital, or is one that stands beside names."""
    return all(word[0].isupper() or word.lower() in _BESIDE_NAMES for word in _LETTERS.findall(text))


def _is_finished(line: str) -> bool:
    """Whether a line, or what follows its colon, is a whole sentence, which may state a fact."""
    said = line.partition(":")[2] or line
    return bool(_SENTENCE.fullmatch(said)) and len(said.split()) >= MIN_SENTENCE and not _are_names(said)


def _is_promotion(line: str) -> bool:
    """Whether every sentence of a line talks to the reader about the site, and none reports what somebody said."""
    if REPORTED.search(line):
        return False
    return all(_PROMOTION.fullmatch(sentence) for sentence in _SENTENCE_END.split(line.strip()))
