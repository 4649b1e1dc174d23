"""What is said before an answer: that it contradicts the question, or that its sources are older."""

from dataclasses import replace

import pytest

from assistant.answer import Preference
from assistant.caveats import caveats
from assistant.library import Library
from assistant.reader.reading import Evidence, Says
from corpus.article import Article
from index.where import Where
from prompts import words


@pytest.fixture
def found(library: Library) -> tuple[Evidence, dict[str, Article]]:
    """A sentence about the summit in Geneva, and its article, dated 16 June 2021."""
    passage = library.search("the summit in Geneva", 1)[0].passage
    article = replace(library.article(passage.article_id), published="2021-06-16")
    return Evidence(passage, passage.sentences[0], 1.0), {article.id: article}


@pytest.mark.parametrize(
    ("question", "says", "expected"),
    [
        ("Why did the summit fail?", "no", (words.PREMISE,)),
        ("Why did the summit fail?", "yes", ()),
        ("Why did the summit fail?", "", ()),
        ("Did the summit fail?", "no", ()),
    ],
)
def test_a_denied_premise_is_said(
    found: tuple[Evidence, dict[str, Article]], question: str, says: Says, expected: tuple[str, ...]
) -> None:
    piece, articles = found
    assert caveats(question, [replace(piece, says=says)], articles) == expected


def test_sources_from_before_the_year_asked_about_are_said_to_be_older(
    found: tuple[Evidence, dict[str, Article]],
) -> None:
    piece, articles = found
    assert caveats("Where is the summit of 2025?", [piece], articles) == (words.OLDER.format(date="16 Jun 2021"),)
    assert caveats("Where was the summit of 2021?", [piece], articles) == ()
    assert caveats("Where was the summit?", [piece], articles) == ()
    by_month = {key: replace(one, published="2021-06") for key, one in articles.items()}
    assert caveats("Where is the summit of 2025?", [piece], by_month) == (words.OLDER.format(date="Jun 2021"),)
    undated = {key: replace(one, published=None) for key, one in articles.items()}
    assert caveats("Where is the summit of 2025?", [piece], undated) == ()


def test_what_the_reader_doubts_is_said_to_be_doubtful(found: tuple[Evidence, dict[str, Article]]) -> None:
    piece, articles = found
    assert caveats("Where was the summit?", [piece], articles, doubtful=True) == (words.DOUBTFUL,)
    assert caveats("Where was the summit?", [piece], articles, doubtful=False) == ()


def test_sources_from_elsewhere_than_the_question_prefers_are_told(
    found: tuple[Evidence, dict[str, Article]],
) -> None:
    piece, articles = found
    march = Preference(Where(since="2021-03", until="2021-03"), "in March 2021", "March 2021")
    june = Preference(Where(since="2021-06", until="2021-06"), "in June 2021", "June 2021")
    outlet = Preference(Where(outlets=("RT",)), "according to RT", "RT")
    asked = "What was said of the summit?"
    assert caveats(asked, [piece], articles, preferences=[march, june]) == (words.UNMET.format(labels="March 2021"),)
    assert caveats(asked, [piece], articles, preferences=[march, outlet]) == (
        words.UNMET.format(labels="March 2021, RT"),
    )
    of_rt = {key: replace(one, outlet="rt") for key, one in articles.items()}
    assert caveats(asked, [piece], of_rt, preferences=[outlet]) == ()
    named = replace(march, said="in Geneva")  # what is said has it itself
    assert caveats(asked, [piece], articles, preferences=[named]) == ()
    assert caveats(asked, [], articles, preferences=[march]) == ()


def test_nothing_said_needs_no_caveat() -> None:
    assert caveats("Why did it fail in 2025?", [], {}, doubtful=True) == ()
