"""From a question to an answer over a real index."""

from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Sentence, Stage, Turn
from assistant.asked import MAX_QUESTION, MisuseError, QuestionError
from assistant.engine import Engine
from assistant.library import Library
from assistant.reader.reading import Evidence, Reading
from assistant.reader.weights import load_weights
from assistant.render import answer_text
from assistant.stored import dump_answer, load_answer
from corpus.home import Home
from index.encoder import Encoder
from index.where import Where
from prompts import words


def test_every_sentence_is_a_slice_of_its_article(library: Library) -> None:
    answer = library.answer("Where was the summit of Biden and Putin held?")
    assert not answer.refused
    assert answer.sentences
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        article = library.article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote == sentence.text
        assert sentence.citations == (citation.n,)
        assert sentence.support == "verbatim"
    assert "Geneva" in answer.text
    assert answer.citations[0].title == "A summit by the lake"
    assert answer.citations[0].outlet == "Example Post"
    assert answer.citations[0].published == "2021-06-17"


def test_numbers_count_from_one_in_the_order_of_the_text(library: Library) -> None:
    answer = library.answer("How many warheads does the treaty allow?")
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert "1,550 warheads" in answer.text


def test_stream_gives_stages_then_each_citation_before_its_sentence_then_the_answer(library: Library) -> None:
    events = list(library.stream("Where was the summit of Biden and Putin held?"))
    kinds = [type(event) for event in events]
    assert kinds[:3] == [Stage, Stage, Stage]
    assert kinds[-1] is Answer
    assert kinds[3:-1] == [Citation, Sentence] * ((len(kinds) - 4) // 2)
    last = events[-1]
    assert isinstance(last, Answer)
    assert tuple(event for event in events if isinstance(event, Sentence)) == last.sentences


def test_a_follow_up_is_searched_as_a_standalone_question(library: Library) -> None:
    history = [Turn("Where was the summit of Biden and Putin held?", "In Geneva.")]
    answer = library.answer("How long did it last?", history)
    assert (
        answer.standalone_question == "How long did it last? (Where was the summit of Biden and Putin held; Geneva)"
        or ("summit" in answer.standalone_question)
    )
    assert "three hours and a half" in answer.text


def test_an_empty_library_refuses_in_words(home: Home, encoder: Encoder) -> None:
    answer = Library(home, encoder).answer("Where was the summit held?")
    assert answer.refused
    assert answer.reason == words.REFUSED_EMPTY
    assert answer.sentences == answer.citations == ()


def test_a_question_about_nothing_here_is_refused_with_the_nearest(library: Library) -> None:
    answer = library.answer("Who won the football cup in Brazil?")
    assert answer.refused
    assert answer.reason == words.REFUSED
    assert answer.sentences == ()
    assert answer.short_answer is None
    assert 1 <= len(answer.nearest) <= 3


def test_a_question_for_a_date_that_no_passage_has_is_refused_as_such(library: Library) -> None:
    class Blind:
        name = "blind"

        def read(self, question: str, hits: object, articles: object) -> Reading:
            return Reading((), 0.4, "no passage gives a date for it")

    answer = Engine(library.opened, Blind()).answer("When was the grain agreement signed?")
    assert answer.refused
    assert "no passage gives a date for it" in answer.reason


def test_an_answer_that_is_hardly_likely_says_so(library: Library) -> None:
    sure, unsure = (
        library.answer(question) for question in ("Where was the summit held?", "Why did the ambassadors resign?")
    )
    bar = load_weights().doubt_below
    assert not sure.refused and sure.confidence >= bar and sure.caveats == ()
    assert not unsure.refused and unsure.confidence < bar and unsure.caveats == (words.DOUBTFUL,)


def put(library: Library, text: str) -> None:
    """One more article."""
    (library.home.sources / "one-more.md").write_text(text, encoding="utf-8")
    library.index()


@pytest.mark.parametrize("question", ["Why?", "asdf qwer", "Когда закончилась встреча?"])
def test_what_asks_nothing_or_of_nothing_here_is_refused(library: Library, question: str) -> None:
    answer = library.answer(question)
    assert answer.refused
    assert answer.confidence == 0


def test_a_question_in_another_script_is_answered_with_doubt(library: Library) -> None:
    """The network reads English: what it thinks of others says nothing."""
    put(
        library,
        "---\ntitle: Встреча\npublished: 2021-06-17\n---\n"
        "Встреча президентов закончилась в среду вечером. Она длилась три часа. Обе стороны назвали её полезной.\n",
    )
    answer = library.answer("Когда закончилась встреча президентов?")
    assert "закончилась в среду вечером" in answer.text
    assert answer.caveats == (words.DOUBTFUL,)
    assert answer.short_answer is None


def test_a_day_of_the_week_is_told_with_the_date_of_its_article(library: Library) -> None:
    put(
        library,
        "---\ntitle: The lighthouse of Quennell\npublished: 2020-05-06\n---\n"
        "The lighthouse of Quennell collapsed on Monday. Nobody was hurt. The keeper had left it in April.\n",
    )
    answer = library.answer("When did the lighthouse of Quennell collapse?")
    assert answer.short_answer == "Monday, in an article of 6 May 2020"
    (start, end) = next(one.short for one in answer.sentences if one.short)
    assert answer.sentences[0].text[start:end] == "Monday"


def test_words_stand_alone_only_where_no_other_sentence_answers_as_well(library: Library) -> None:
    passage = library.opened.passages(library.articles()[0].id)[0]
    first, second = passage.sentences[:2]

    class Torn:
        name = "torn"

        def __init__(self, odds: float) -> None:
            self.odds = odds

        def read(self, question: str, hits: object, articles: object) -> Reading:
            told = [Evidence(passage, one, odds, one, 5.0) for one, odds in ((first, 1.0), (second, self.odds))]
            return Reading(tuple(told), 0.9)

    question = "What was held by the lake?"
    assert Engine(library.opened, Torn(0.5)).answer(question).short_answer is None
    assert Engine(library.opened, Torn(0.3)).answer(question).short_answer == passage.text_of(first)


@pytest.mark.parametrize("question", ["", "  \n ", "x" * (MAX_QUESTION + 1)])
def test_questions_that_cannot_be_asked(library: Library, question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        library.answer(question)
    assert caught.value.hint


def test_a_misspelt_name_is_mended_and_shown(library: Library) -> None:
    answer = library.answer("What did Ryabkof say about the inspections under the treaty?")
    assert "Ryabkov" in answer.standalone_question
    assert "Sergei Ryabkov said that they would resume." in answer.text


def test_an_article_edited_between_search_and_reading_is_not_misquoted(library: Library) -> None:
    """A search that is one edit behind: its hits no longer stand in their article, so they are not cited."""
    stale = library.search("Where was the summit of Biden and Putin held?")
    path = next(library.home.sources.rglob("summit.md"))
    path.write_text(
        "---\ntitle: Changed\n---\nNothing of the old text is left in this article now.\n", encoding="utf-8"
    )
    library.index()

    class Behind:
        """The index, with the search of a moment ago."""

        def __getattr__(self, name: str) -> object:
            return getattr(library.opened, name)

        def search(self, query: str, k: int, **how: object) -> object:
            return stale

    answer = Engine(Behind()).answer("Where was the summit of Biden and Putin held?")  # type: ignore[arg-type]
    for citation in answer.citations:
        assert library.article(citation.article_id).text[citation.start : citation.end] == citation.quote
    assert "Geneva" not in answer.text


def test_a_quoted_phrase_finds_its_sentence(library: Library) -> None:
    answer = library.answer("Which agreement lasted less “than the hosts had planned”?")
    assert any("than the hosts had planned" in sentence.text for sentence in answer.sentences)


def test_times_are_told_per_stage(library: Library) -> None:
    elapsed = library.answer("Where was the summit of Biden and Putin held?").elapsed_ms
    assert set(elapsed) == {"total", "search", "read", "check"}
    assert elapsed["total"] >= elapsed["search"] >= 0


def test_a_removed_article_is_not_answered_from(library: Library) -> None:
    question = "Where was the summit of Biden and Putin held?"
    article_id = library.answer(question).citations[0].article_id
    library.remove(article_id)
    again = library.answer(question)
    assert all(citation.article_id != article_id for citation in again.citations)
    assert all(near.article_id != article_id for near in again.nearest)


SUMMIT = "Where was the summit of Biden and Putin held?"
HERALD, POST = Where(outlets=("Example Herald",)), Where(outlets=("Example Post",))


def test_only_articles_that_pass_a_filter_are_read(library: Library) -> None:
    answer = library.answer("What did they say about the treaty or the summit?", where=POST)
    assert answer.where == POST
    assert {one.outlet for one in answer.citations} <= {"Example Post"}
    assert {near.title for near in answer.nearest} <= {"A summit by the lake"}
    assert answer.searched == sum(one.passages for one in library.articles() if one.outlet == "Example Post")
    assert not library.answer(SUMMIT, where=Where(since="2021-06", until="2021-06-30")).refused


@pytest.mark.parametrize(
    ("where", "passing", "elsewhere"),
    [
        (HERALD, "1 of 4 articles pass the filters (Example Herald), and none", words.ELSEWHERE),
        (Where(since="2030"), "0 of 4 articles pass the filters (since 2030).", words.ELSEWHERE),
    ],
)
def test_a_refusal_under_a_filter_says_so_and_what_it_kept_out(
    library: Library, where: Where, passing: str, elsewhere: str
) -> None:
    answer = library.answer(SUMMIT, where=where)
    assert answer.refused
    assert passing in answer.reason
    assert answer.reason.endswith(elsewhere)
    assert library.answer("Who won the football cup in Brazil?", where=where).reason.endswith(words.NOWHERE)


def test_a_filter_is_settled_before_anything_is_searched(library: Library) -> None:
    assert library.answer(SUMMIT, where=Where(outlets=("example POST",))).where == POST
    with pytest.raises(MisuseError, match="Exmaple"):
        library.answer(SUMMIT, where=Where(outlets=("Exmaple Post",)))
    with pytest.raises(MisuseError):
        library.search("summit", where=Where(articles=("nowhere",)))


def test_a_search_keeps_to_its_filter(library: Library) -> None:
    assert {hit.passage.article_id for hit in library.search("the treaty and the summit", where=HERALD)} == {
        one.id for one in library.articles() if one.outlet == "Example Herald"
    }


def test_articles_left_out_stay_out_under_a_filter(library: Library) -> None:
    ids = {one.id for one in library.articles() if one.outlet == "Example Post"}
    answer = library.answer(SUMMIT, where=POST, without=ids)
    assert answer.refused
    assert answer.nearest == ()


def test_a_question_states_what_to_look_at_first_and_nothing_vanishes(library: Library) -> None:
    question = "According to the Example Herald, where was the summit of Biden and Putin held in June 2021?"
    answer = library.answer(question)
    assert [(one.label, one.said) for one in answer.preferences] == [
        ("Example Herald", "the Example Herald"),
        ("June 2021", "in June 2021"),
    ]
    assert "Geneva" in answer.text, "the answer of the other outlet is still found"
    again = library.answer(question, ignore=["Example Herald"])
    assert [one.label for one in again.preferences] == ["June 2021"]
    assert again.ignored == ("Example Herald",)


def test_a_preference_that_no_article_of_the_filter_passes_is_not_stated(library: Library) -> None:
    assert library.answer("What happened in June 2021?", where=HERALD).preferences == ()


def test_new_articles_are_known_to_filters_at_once(library: Library) -> None:
    (library.home.sources / "new.md").write_text(
        "---\noutlet: Example News\ndate: 2022-05-01\n---\nThe embassy opened its doors on that day.\n", "utf-8"
    )
    library.index()
    assert "Example News" in library.holdings.outlets
    assert library.search("embassy", where=Where(outlets=("example news",)))


def test_articles_and_their_copies_are_filters_too(library: Library) -> None:
    post = next(one for one in library.articles() if one.outlet == "Example Post")
    for where in (Where(articles=(post.id,)), Where(clusters=(post.cluster,))):
        assert not library.answer(SUMMIT, where=where).refused
        assert {hit.passage.article_id for hit in library.search("the treaty", where=where)} == {post.id}


def test_an_article_that_is_asked_alone_is_told_by_its_title(library: Library) -> None:
    post = next(one for one in library.articles() if one.title == "A summit by the lake")
    answer = library.answer(SUMMIT, where=Where(articles=(post.id,)))
    assert answer.called == ("“A summit by the lake”",)
    assert "Only: “A summit by the lake”" in answer_text(answer)
    refused = library.answer("Who won the football cup in Brazil?", where=Where(articles=(post.id,)))
    assert "pass the filters (“A summit by the lake”)" in refused.reason
    assert load_answer(dump_answer(refused)).called == refused.called


def test_reprints_count_once_and_what_was_read_beside_is_told(library: Library, folder: Path) -> None:
    told = " ".join(
        f"On day {n} of the ferry strike the boats of pier {n} stayed in port, and {n * 17} people walked."
        for n in range(3, 30)
    )
    last = "The ferry strike of Quennell ended when Odile Brandvold paid the crews."
    for name, text in (("strike.md", f"{told} {last}"), ("reprint.md", f"{told} {last} So it was told.")):
        (folder / name).write_text(f"---\ntitle: {name}\n---\n{text}\n", encoding="utf-8")
        library.add([folder / name])
    library.index()
    answer = library.answer("Who paid the crews when the ferry strike of Quennell ended?")
    cited = {citation.article_id for citation in answer.citations}
    assert "Odile Brandvold" in answer.text
    assert answer.independent == len({one.cluster for one in library.articles() if one.id in cited})
    assert answer.reprints == 1
    assert cited.isdisjoint(one.article_id for one in answer.read)
    for one in answer.read:
        assert library.article(one.article_id).text[one.start : one.end].strip()


def test_a_reason_has_no_short_answer(library: Library) -> None:
    answer = library.answer("Why did Moscow leave the grain agreement?")
    assert "its own exports of fertiliser were still blocked" in answer.text
    assert answer.short_answer is None
