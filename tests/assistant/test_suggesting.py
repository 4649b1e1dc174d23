"""Suggested questions: each stands alone, is answered by its own sentence, is new, and costs a few answers at most."""

import time
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.condense import leans
from assistant.library import Library
from assistant.reader.question import terms
from assistant.suggesting import followups, openers
from corpus.home import Home
from index.encoder import Encoder
from index.where import ANYWHERE, Where

LONG = 600.0  # seconds: but for the budget itself, nothing here may hang on how busy the machine is
BRIDGE = """---
title: Greta Lindqvist opens the Halden Bridge
outlet: The Tista Post
date: 2019-05-06
language: en
---
Greta Lindqvist, the mayor of Halden, opened the Halden Bridge on 4 May 2019 in front of a large crowd. The bridge
crosses the Tista River and cost 90 million kroner.

Tomas Ruane, an engineer from Bergen, designed the Halden Bridge over the Tista River. Ruane was arrested in Bergen in
2021, on a charge of fraud that the court dropped.

The Halden Company dismissed 300 workers in Norway on 3 June 2019 because the bridge was finished. Greta Lindqvist said
that the Halden Company had treated its workers badly.
"""
HARBOUR = """---
title: The harbour of Moss is sold
outlet: Coast Weekly
date: 2022-09-12
language: en
---
The city of Moss sold its harbour to the Oland Group in 2022. Ingrid Solheim, the director of the Oland Group, promised
to build a ferry terminal in Moss.

Fifty dockers protested in Moss on 10 September 2022 against the sale. Ingrid Solheim said that the dockers of Moss
would keep their jobs.
"""
LATVIAN = """---
title: Jaunais tilts pār upi
date: 2020-03-01
language: lv
---
Greta Lindqvist 2020. gada 4. maijā atklāja jauno tiltu pār upi Rīgā, un pilsētas mērs teica garu runu par tilta nozīmi.
"""


class Counting(Library):
    """A library that counts what it is asked, and takes its time over it."""

    asked = 0
    takes = 0.0

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Answer:
        self.asked += 1
        time.sleep(self.takes)
        return super().answer(question, history, where=where, ignore=ignore, without=without)


class Refusing(Counting):
    """A library that answers nothing that is suggested."""

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        where: Where = ANYWHERE,
        ignore: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Answer:
        self.asked += 1
        return Answer.refusal(question, "Not today.")


def _library(home: Home, encoder: Encoder, folder: Path, *texts: str) -> Library:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    library = Library(home, encoder)
    if texts:
        library.add([folder])
        library.index()
    return library


@pytest.fixture
def news(home: Home, encoder: Encoder, tmp_path: Path) -> Library:
    return _library(home, encoder, tmp_path / "news", BRIDGE, HARBOUR)


ASKED = "Who opened the Halden Bridge?"


def test_followups_go_on_in_the_same_article_and_are_answered(news: Library) -> None:
    answer = news.answer(ASKED)
    found = followups(news, answer, seconds=LONG)
    assert len(found) == 3
    answers = [news.answer(question) for question in found]
    assert not any(again.refused for again in answers)
    assert answers[0].citations[0].title == answer.citations[0].title


def test_somebody_s_words_are_asked_for_where_that_person_says_them(news: Library) -> None:
    found = {
        *followups(news, news.answer("How many workers did the Halden Company dismiss?"), seconds=LONG),
        *openers(news, 8, seconds=LONG),
    }
    said = [question for question in found if " say about " in question]
    assert said
    for question in said:
        first = news.answer(question).citations[0]
        assert first.speaker and first.speaker in question


def test_followups_stand_alone_and_say_nothing_twice(news: Library) -> None:
    answer = news.answer(ASKED)
    found = followups(news, answer, seconds=LONG)
    assert not any(leans(question) for question in found)
    assert len({frozenset(terms(question)) for question in (ASKED, *found)}) == len(found) + 1
    shown = {sentence.text for sentence in answer.sentences}
    assert not shown & {news.answer(question).sentences[0].text for question in found}


def test_what_was_asked_or_told_before_is_not_suggested_again(news: Library) -> None:
    answer = news.answer(ASKED)
    first, *_ = followups(news, answer, seconds=LONG)
    assert first not in followups(news, answer, [Turn(first, "")], seconds=LONG)
    told = " ".join(sentence.text for sentence in news.answer(first).sentences)
    assert first not in followups(news, answer, [Turn("What else?", told)], seconds=LONG)


def test_only_what_the_engine_answers_is_suggested(news: Library) -> None:
    answer = news.answer(ASKED)
    assert followups(Refusing(news.home, news.encoder), answer) == ()
    refusing = Refusing(news.home, news.encoder)
    assert openers(refusing) == ()
    assert refusing.asked > 0


def test_a_suggestion_costs_a_few_answers_however_slow_they_are(news: Library) -> None:
    answer = news.answer(ASKED)
    quick = Counting(news.home, news.encoder)
    followups(quick, answer)
    assert 1 <= quick.asked <= 12
    slow = Counting(news.home, news.encoder)
    slow.takes = 3.1
    assert len(followups(slow, answer)) <= 1
    quick.asked = 0
    assert followups(quick, answer, hurried=lambda: True) == ()
    assert quick.asked == 0
    assert slow.asked == 1


def test_openers_are_answered_and_spread_over_articles(news: Library) -> None:
    found = openers(news, 2, seconds=LONG)
    assert len(found) == 2
    outlets = {news.answer(question).citations[0].outlet for question in found}
    assert outlets == {"The Tista Post", "Coast Weekly"}
    assert openers(news, 2, seconds=LONG) == found
    assert openers(news, 1, seconds=LONG) == found[:1]


@pytest.mark.parametrize("count", [0, -1])
def test_none_wanted_is_none_asked(news: Library, count: int) -> None:
    counting = Counting(news.home, news.encoder)
    assert (openers(counting, count), counting.asked) == ((), 0)


def test_an_empty_library_suggests_nothing(home: Home, encoder: Encoder, tmp_path: Path) -> None:
    library = _library(home, encoder, tmp_path / "none")
    assert openers(library) == ()
    assert followups(library, library.answer(ASKED)) == ()


def test_of_articles_in_other_languages_nothing_is_made(home: Home, encoder: Encoder, tmp_path: Path) -> None:
    library = _library(home, encoder, tmp_path / "latvian", LATVIAN)
    assert openers(library) == ()
    assert followups(library, library.answer("Who opened the bridge in Riga?")) == ()


HOSTILE = (
    "What did " * 400 + "Greta Lindqvist say about?",
    "((((((" * 200 + " Greta Lindqvist (said) that [the] sanctions on \\1 (?P<x>.*)+$ were. ",
    "“" * 300 + "Greta Lindqvist said.",
    "GRETA LINDQVIST OPENED THE HALDEN BRIDGE ON 4 MAY 2019. " * 40,
    "She opened it there on that day. They said this about those. " * 40,
    "Subscribe to our newsletter. Click here on 4 May 2019. " * 30,
)


def test_hostile_texts_suggest_nothing(home: Home, encoder: Encoder, tmp_path: Path) -> None:
    library = _library(home, encoder, tmp_path / "hostile", *HOSTILE)
    assert library.num_articles >= 4
    assert openers(library) == ()
    assert followups(library, library.answer("What did Greta Lindqvist say about the bridge?")) == ()


def test_an_article_that_is_gone_meanwhile_is_passed_over(news: Library) -> None:
    answer = news.answer(ASKED)
    for article in news.articles():
        news.remove(article.id)
    assert followups(news, answer) == ()
