"""A question that is two: where it is cut, what its parts lean on, and one answer that holds both."""

from dataclasses import replace

import pytest

from assistant.condense import Standalone
from assistant.finding import Found
from assistant.library import Library
from assistant.parts import Part, cut, parts, together, unanswered
from assistant.reader.reading import Evidence, Reading
from corpus.home import Home
from index.encoder import Encoder
from index.passage import Passage, Span
from prompts import words

ARTICLES = {
    "bridge.txt": """The bridge to Rost

The bridge to Rost was opened on 4 May 2021 by Governor Alma Reed. It has six lanes and a path for walkers. The builders
had asked for nine years and were given seven.

Fishermen were against it from the first day, since its piers stand in the best waters for herring.
""",
    "closed.txt": """Rost bridge is closed

The bridge to Rost was closed on 9 November 2024 because salt had eaten into its cables. The repair will cost 31 million
crowns, the harbour office said.
""",
}


@pytest.fixture(scope="module")
def bridges(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(Home(tmp_path_factory.mktemp("bridges")), encoder)
    for name, text in ARTICLES.items():
        library.add_bytes(text.encode(), name)
    library.index()
    return library


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was it signed and when does it end?", ["When was it signed?", "When does it end?"]),
        ("Who opened the bridge, and why was it closed?", ["Who opened the bridge?", "Why was it closed?"]),
        ("What is New START? When does it expire?", ["What is New START?", "When does it expire?"]),
        ("How many were freed and from how many countries?", ["How many were freed?", "From how many countries?"]),
        ("Who signed the treaty and who opposed it?", ["Who signed the treaty?", "Who opposed it?"]),
        (
            "What do Norland and the Sudrian Foreign Ministry say about the bridge?",
            ["What does Norland say about the bridge?", "What does the Sudrian Foreign Ministry say about the bridge?"],
        ),
        ("Why did Lund and Reed each resign?", ["Why did Lund resign?", "Why did Reed resign?"]),
        (
            "When did it begin and who led it and how did it end and what was left?",
            ["When did it begin?", "Who led it?", "How did it end? What was left?"],
        ),
    ],
)
def test_a_question_is_cut_where_another_begins(question: str, expected: list[str]) -> None:
    assert cut(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When and where did they meet?",
        "What did Lund and Reed agree on?",
        "Where did Lund and Reed meet?",
        "What did Lund say about Norland and Sudria?",
        "Did Lund say who opened it and when it was closed?",
        "What did Reed say about who paid and why they were late?",
        "When copper and tin are mixed, what is made?",
        "Had he not died, what would he have been charged with?",
        "I read of the bridge. When was it opened?",
        "Who opened the bridge to Rost and to Velia?",
        "",
        "?",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert cut(question) == [question]
    assert [one.shown for one in parts(question)] == [question]


def test_a_later_part_carries_what_it_leans_on() -> None:
    first, second = parts("Who opened the bridge to Rost, and why was it closed?")
    assert first.shown == "Who opened the bridge to Rost?"
    assert second.shown == "Why was it closed? (Who opened the bridge to Rost)"


def test_every_part_of_a_follow_up_carries_the_topic() -> None:
    shown = [one.shown for one in parts("Who opened it and why was it closed? (the bridge to Rost)")]
    assert shown == ["Who opened it? (the bridge to Rost)", "Why was it closed? (the bridge to Rost)"]


def test_an_answer_holds_what_answers_each_part(bridges: Library) -> None:
    answer = bridges.answer("Who opened the bridge to Rost, and why was it closed?")
    assert "Governor Alma Reed" in answer.sentences[0].text
    assert any("salt had eaten into its cables" in one.text for one in answer.sentences)
    assert {one.source for one in answer.citations} == {"bridge.txt", "closed.txt"}
    assert not answer.caveats
    assert len({(one.article_id, one.start) for one in answer.citations}) == len(answer.citations)


def test_both_short_answers_stand_in_their_sentences(bridges: Library) -> None:
    answer = bridges.answer("When was the bridge to Rost opened, and when was the bridge to Rost closed?")
    shorts = [one.text[slice(*one.short)] for one in answer.sentences if one.short]
    assert shorts == ["4 May 2021", "9 November 2024"]
    assert answer.short_answer == "4 May 2021; 9 November 2024"


def test_a_part_that_nothing_answers_is_named(bridges: Library) -> None:
    answer = bridges.answer("When was the bridge to Rost opened, and who sang at the wedding of the queen?")
    assert not answer.refused
    assert answer.caveats == (words.DOUBTFUL_PART.format(question="Who sang at the wedding of the queen?"),)


def part(question: str, reading: Reading) -> Part:
    return Part(Found(Standalone(question, (question,)), (), {}), reading)


def test_what_one_part_lacks_keeps_back_no_other() -> None:
    text = "Alma Reed opened it."
    passage = Passage("p", "a", 0, len(text), text, (Span(0, len(text)),))
    answered = part("Who opened it?", Reading((Evidence(passage, passage.sentences[0], 1.0),), 0.9))
    lacking = part("How many came?", Reading((), 0.5, "no passage gives a number for it"))
    whole = together(Standalone("Who opened it, and how many came?", ()), [answered, lacking])
    assert (whole.reading.gap, whole.reading.confidence, len(whole.reading.evidence)) == ("", 0.9, 1)
    assert unanswered([answered, lacking]) == ["How many came?"]
    none = together(Standalone("How many came, and how many went?", ()), [lacking, lacking])
    assert none.reading.gap == "no passage gives a number for it"
    assert unanswered([lacking, lacking]) == []


def test_a_part_may_be_answered_by_its_second_best_sentence() -> None:
    text = "It was opened in May. It was shut in June."
    passage = Passage("p", "a", 0, len(text), text, (Span(0, 21), Span(22, 42)))
    opened, shut = (Evidence(passage, span, score) for span, score in zip(passage.sentences, (1.0, 0.4), strict=True))
    first = part("When was it opened?", Reading((opened,), 0.9))
    assert unanswered([first, part("When was it shut?", Reading((opened, shut), 0.5))]) == []
    unlikely = Reading((opened, replace(shut, score=0.05)), 0.5)
    assert unanswered([first, part("When was it shut?", unlikely)]) == ["When was it shut?"]


def test_a_part_is_not_answered_by_what_it_leans_on(bridges: Library) -> None:
    answer = bridges.answer("When was the bridge to Rost opened, and who sang there?")
    assert answer.caveats == (words.DOUBTFUL_PART.format(question="Who sang there?"),)
    both = bridges.answer("When was the bridge to Rost opened, and who opened it?")  # one sentence answers both
    assert both.caveats == ()


def test_a_question_of_which_no_part_is_answered_is_refused(bridges: Library) -> None:
    answer = bridges.answer("Which orchids grow in Peru, and who repots them?")
    assert answer.refused or answer.caveats == (words.DOUBTFUL,)
