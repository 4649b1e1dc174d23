"""What a sentence leaves to its article, said in the sentence or the question itself: who "he" is, which year is meant.

Only where the article leaves one reading: "He" opens a sentence and the one before names one person, as its subject; a
day without a year stands near no other year, and the article is dated.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting.nouns import Nouns

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_HE = re.compile(r"^(?:He|She)(?=\s)")
_OPENS = re.compile(
    r"^(?:(?:The |Former |Then-)?(?:[\w’'-]+ ){0,6}?)(?P<name>[A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){0,2})\b"
)
_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b")
_OFFICE = re.compile(r"Who was the [^\d?]+\?$")
_BEFORE = 2  # sentences before one in which another year may be meant to go on
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH})\b(?!,? \d{{4}})")
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})\b(?!,? \d{{4}})(?!\d)")
_MONTH_ONLY = re.compile(rf"\bin (?P<month>{_MONTH})\b(?!,? \d)(?! [A-Z])")


def resolved(sentences: Sequence[str], nouns: Nouns) -> Iterator[str]:
    """Each sentence, with the name in place of a "He" or "She" that opens it, where the sentence before tells."""
    subject = ""
    for sentence in sentences:
        opens = _HE.match(sentence)
        if opens:
            if subject and not nouns.persons(sentence):
                yield subject + sentence[opens.end() :]
                continue
            yield sentence
            subject = ""
            continue
        yield sentence
        subject = _subject(sentence, nouns)


def _subject(sentence: str, nouns: Nouns) -> str:
    """The one person that a sentence names, when it opens with that name."""
    named = nouns.persons(sentence)
    match = _OPENS.match(sentence)
    for name in [match["name"]] if match else []:
        if len(named) == 1 and nouns.names(name) == "person" and name.split()[-1] in named:
            return name
    return ""


def with_years(question: str, sentence: str, before: Sequence[str], published: str) -> str:
    """A question with the year at each date that has none, when the article is dated and no other year is near.

    `published` is an ISO date, or empty. What is past in an article lies in the twelve months before it.
    """
    date = re.match(r"(\d{4})-(\d\d)-(\d\d)", published)
    if not date or re.match(r"\S+(?: \S+)? (?:will|is|are|has|have)\b", question):
        return question
    year, month, day = (int(part) for part in date.groups())
    near = {int(found) for text in (*before[-_BEFORE:], sentence) for found in _YEAR.findall(text)}

    def meant(match: re.Match[str]) -> int | None:
        place = (_MONTHS.index(match["month"]) + 1, int(match.groupdict().get("day") or 1))
        found = year if place <= (month, day) else year - 1
        return found if near <= {found} else None

    def day_first(match: re.Match[str]) -> str:
        return f"{match[0]} {found}" if (found := meant(match)) else match[0]

    def month_first(match: re.Match[str]) -> str:
        return f"{match[0]}, {found}" if (found := meant(match)) else match[0]

    if _OFFICE.match(question) and near <= {year}:
        return f"{question[:-1]} in {year}?"
    question = _DAY_FIRST.sub(day_first, question)
    question = _MONTH_FIRST.sub(month_first, question)
    return _MONTH_ONLY.sub(day_first, question)
