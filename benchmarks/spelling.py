"""How many misspelt words of questions are mended, and how many right ones are left alone.

    python -m benchmarks.spelling --data FOLDER [--questions 1200]

FOLDER holds wikinews/wikinews_2019_2020.jsonl.gz (CC BY 2.5), the library, and history_state_gov/articles.jsonl.gz
(CC0), whose words that the library lacks should not be changed; some of them are slips of their own, or other spellings
of the library's. A question is made around a name or a rare word of the library and often a name beside it; the word
gets one slip or two, by a seeded choice. A slip that makes another word of the library is left out: nobody can see it.
Only the words' side of the index is built.
"""

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from assistant.reader.question import stem
from assistant.spelling import mend
from index.encoder import load_encoder
from index.lexical import Entry, LexicalIndex

_PASSAGE = 120  # words
_RARE = 5  # passages at most that have a rare word
_HITS = 12
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "aeiou"
_QUESTIONS = ("Who is {0}?", "What did {0} do in {1}?", "When was {0} told about {1}?", "Why is {1} against {0}?")
_PLAIN_QUESTIONS = ("Where was the {0} found?", "How did {1} explain the {0}?", "Was there a {0} in {1}?")

# Ways to write the same sound, most of them of names from other scripts.
_SOUNDS = tuple(
    (old, new)
    for old, _, new in (
        pair.partition(">")
        for pair in """
        ph>f f>ph kh>h kh>k skiy>sky sky>skiy sky>ski ski>sky w>v v>w y>i i>y ck>k c>k k>c ei>ey ai>ay ov>off ev>yev
        ye>e ya>ia ia>ya yu>iu j>dj th>t q>k ee>i oo>u u>oo ou>u z>s sh>sch ch>tch x>ks
        """.split()  # noqa: SIM905  # a list of quoted pairs would be unreadable
    )
)

Slip = Callable[[str, random.Random], str]


def _swap(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _vowel(word: str, chance: random.Random) -> str:
    places = [at for at, letter in enumerate(word) if at and letter in _VOWELS]
    if not places:
        return word
    at = chance.choice(places)
    return word[:at] + chance.choice(_VOWELS.replace(word[at], "")) + word[at + 1 :]


def _first(word: str, chance: random.Random) -> str:
    letter = chance.choice("abcdefghijklmnoprstuvwz")
    return (letter.upper() if word[0].isupper() else letter) + word[1:]


def _sound(word: str, chance: random.Random) -> str:
    fitting = [(old, new) for old, new in _SOUNDS if old in word.casefold()]
    if not fitting:
        return word
    old, new = chance.choice(fitting)
    changed = re.sub(old, new, word, count=1, flags=re.IGNORECASE)
    return changed.capitalize() if word[0].isupper() else changed


def _two(word: str, chance: random.Random) -> str:
    return chance.choice((_swap, _drop, _vowel))(chance.choice((_sound, _vowel, _double))(word, chance), chance)


SLIPS: dict[str, Slip] = {
    "two letters swapped": _swap,
    "a letter dropped": _drop,
    "a letter doubled": _double,
    "a wrong vowel": _vowel,
    "a wrong first letter": _first,
    "by its sound": _sound,
    "two slips": _two,
}


class Words:
    """The library: its passages by their words, and what `mend` is given of it."""

    def __init__(self, texts: Sequence[str], folder: Path) -> None:
        self.texts = dict(enumerate(texts))
        self.lexical = LexicalIndex(folder)
        self.lexical.add(Entry(row, "", "", "en", None, "", text) for row, text in self.texts.items())
        self.lexical.commit()
        self._encoder = load_encoder()

    def found(self, query: str) -> list[str]:
        return [self.texts[key] for key, _ in self.lexical.search(query, _HITS)]

    def mend(self, question: str) -> str:
        return mend(
            question,
            self.lexical.document_frequency,
            self.found(question),
            terms=self.lexical.terms_from,
            find=self.found,
            is_word=self._is_word,
        )

    def _is_word(self, word: str) -> bool:
        return self._encoder.count_tokens([word]) == [1]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--questions", type=int, default=1200, metavar="N")
    options = parser.parse_args()
    chance = random.Random(7)
    texts = [piece for text in _read(options.data / "wikinews" / "wikinews_2019_2020.jsonl.gz") for piece in _cut(text)]
    others = Counter(_WORD.findall(" ".join(_read(options.data / "history_state_gov" / "articles.jsonl.gz"))))
    with tempfile.TemporaryDirectory() as folder:
        words = Words(texts, Path(folder))
        print(f"{len(texts)} passages")
        report_slips(words, options.questions, chance)
        report_right(words, sorted(others), options.questions, chance)


def report_slips(words: Words, count: int, chance: random.Random) -> None:
    """What becomes of misspelt words, by the kind of word and of slip."""
    rows: dict[tuple[str, str], list[str]] = {}
    times = []
    for target, beside in _targets(words, count, chance):
        kind = "name" if target[0].isupper() else "word"
        name, slip = chance.choice(list(SLIPS.items()))
        typed = slip(target, chance)
        if stem(typed) == stem(target) or words.lexical.document_frequency([typed])[typed]:
            continue
        pattern = chance.choice(_QUESTIONS if kind == "name" else _PLAIN_QUESTIONS)
        asked = pattern.format(typed, beside)
        started = time.perf_counter()
        mended = words.mend(asked)
        times.append((time.perf_counter() - started) * 1000)
        right = pattern.format(target, beside)
        same = [stem(word) for word in _WORD.findall(mended)] == [stem(word) for word in _WORD.findall(right)]
        verdict = "right" if same else "left" if mended == asked else "wrong"
        rows.setdefault((kind, name), []).append(verdict)
    print(f"{'misspelt':<32}{'asked':>8}{'right':>8}{'wrong':>8}{'left':>8}")
    totals = {kind: [one for (of, _), some in rows.items() if of == kind for one in some] for kind in ("name", "word")}
    for title, verdicts in [
        *((f"{kind}: {name}", rows[kind, name]) for kind, name in sorted(rows)),
        *((f"all {kind}s", some) for kind, some in totals.items()),
    ]:
        shares = "".join(f"{verdicts.count(verdict) / len(verdicts):8.3f}" for verdict in ("right", "wrong", "left"))
        print(f"{title:<32}{len(verdicts):>8}{shares}")
    print(f"{'ms a question, mean and most':<32}{mean(times):8.1f}{max(times):8.1f}")


def report_right(words: Words, others: Sequence[str], count: int, chance: random.Random) -> None:
    """How many questions without a slip are changed: of the library's words, and of words that it lacks."""
    print(f"\n{'spelt right':<32}{'asked':>8}{'changed':>8}")
    known = [_QUESTIONS[1].format(*pair) for pair in _targets(words, count, chance)]
    lacking = [word for word in others if len(word) > 3 and not words.lexical.document_frequency([word])[word]]
    of_others = [
        pattern.format(word, beside)
        for word, (_, beside) in _pairs(lacking, words, count, chance)
        for pattern in (_QUESTIONS[1] if word[0].isupper() else _PLAIN_QUESTIONS[1],)
    ]
    for title, asked in (("words of the library", known), ("words that it lacks", of_others)):
        changed = [(question, mended) for question in asked if (mended := words.mend(question)) != question]
        print(f"{title:<32}{len(asked):>8}{len(changed) / len(asked):8.3f}")
        for question, mended in changed[:5]:
            print(f"    {question} -> {mended}")


def _pairs(
    lacking: Sequence[str], words: Words, count: int, chance: random.Random
) -> list[tuple[str, tuple[str, str]]]:
    chosen = chance.sample(list(lacking), min(count, len(lacking)))
    return list(zip(chosen, _targets(words, len(chosen), chance), strict=True))


def _targets(words: Words, count: int, chance: random.Random) -> list[tuple[str, str]]:
    """Names and rare words of the library, two names to a word, each with a name of a passage that it stands in."""
    places: dict[str, list[str]] = {}
    for key, text in words.texts.items():
        for word in set(_WORD.findall(text)):
            places.setdefault(word, []).append(key)
    names = sorted(word for word in places if word[0].isupper() and len(word) > 4 and word.casefold() not in places)
    plain = sorted(word for word in places if word.islower() and len(word) > 5 and len(places[word]) <= _RARE)
    known = set(names)
    chosen = [chance.choice(names if number % 3 else plain) for number in range(count)]
    made = []
    for word in chosen:
        text = words.texts[chance.choice(places[word])]
        beside = sorted(known & set(_WORD.findall(text)) - {word}) or ["Europe"]
        made.append((word, chance.choice(beside)))
    return made


def _read(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _cut(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[start : start + _PASSAGE]) for start in range(0, len(words), _PASSAGE)]


if __name__ == "__main__":
    main()
