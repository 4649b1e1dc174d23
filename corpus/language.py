"""Which language a text is in, by its script and its commonest words; "" when that does not settle it."""

import re
from collections import Counter

SAMPLE = 2_000  # characters; the share of stop words is steady from a few hundred on
MIN_WORDS = 8  # below that, two stop words by chance look like a language
MIN_SHARE = 0.12  # of words; running text has 0.25 to 0.5 in its own language, under 0.08 in others
LEAD = 1.3  # how much the best must exceed the next, so that Spanish is not taken for Portuguese

_WORD = re.compile(r"[^\W\d_]+")

_STOP_WORDS = {
    "en": "the of and to in a is that for it was on as with be by at from has have his not are this but they",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus",
    "it": "di e il la che in un a per è una sono mi ho del con non le si della da al i gli nel alla",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das",
    "pl": "w i z na do się nie że to jest o jak ale po co tak za od przez dla ze by był czy",
    "nl": "de en van het een in is dat op te zijn met voor niet aan er om ook als dan maar bij uit door",
    "ru": "и в не на что с по как к из у за от так о для но это он его был же бы во со или",
    "uk": "і в не на що з та у до за як про від для але це він його був й або щодо також які",
    "bg": "на и в за се от да е с не са че по ще като към при това след както които",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ne ya ancak her",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)

_SCRIPTS = (  # scripts that one language all but owns; Japanese is asked for before Chinese, whose signs it borrows
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0530-\u06ff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u9fff\uac00-\ud7af]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PERSIAN = re.compile(r"[پچژگی]")  # letters that Arabic does not have; Urdu has more of its own, and stays unsure
_URDU = re.compile(r"[ٹڈڑےں]")


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, or "" when unsure; reads the first 2,000 characters."""
    text = text[:SAMPLE]
    by_script = _by_script(text) if _OTHER_SCRIPT.search(text) else ""
    if by_script:
        return by_script
    words = _WORD.findall(text.lower())
    if len(words) < MIN_WORDS:
        return ""
    seen = Counter(words)
    counts: Counter[str] = Counter()
    for word in seen.keys() & _LANGUAGES.keys():
        for language in _LANGUAGES[word]:
            counts[language] += seen[word]
    (best, most), (_, second) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return best if most >= MIN_SHARE * len(words) and most >= LEAD * second else ""


def _by_script(text: str) -> str:
    """The language whose script at least a fifth of the text is written in, if the script settles it."""
    least = len(text) / 5
    arabic = len(_ARABIC.findall(text))
    if arabic > least:
        if _URDU.search(text):
            return ""
        return "fa" if len(_PERSIAN.findall(text)) * 50 > arabic else "ar"
    kana_or_more = ((language, len(signs.findall(text))) for language, signs in _SCRIPTS)
    return next((language for language, count in kana_or_more if count > least), "")
