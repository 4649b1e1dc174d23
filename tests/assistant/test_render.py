from dataclasses import replace

from assistant.answer import Answer, Citation, Nearest, Sentence, Side
from assistant.render import answer_text, independent_text, looked_text, voices


def a_citation(n: int, outlet: str = "Desk", published: str | None = "2025-11-12", speaker: str = "") -> Citation:
    return Citation(n, f"a{n}", "p", f"{n}.md", f"Title {n}", outlet, published, "", "Quote.", 0, 6, speaker=speaker)


def an_answer(*citations: Citation, sides: tuple[Side, ...] = (), short: str | None = None) -> Answer:
    sentences = tuple(Sentence(one.quote, (one.n,), "verbatim") for one in citations)
    return Answer("Which?", "Which?", False, "", short, sentences, citations, (), "e", 1.0, {}, sides)


def a_refusal(*uncovered: str, searched: int = 0, nearest: tuple[Nearest, ...] = ()) -> Answer:
    return Answer("Q", "Q", True, "No.", None, (), (), nearest, "e", 0.0, {}, (), uncovered, searched)


def test_an_answer_is_as_new_as_its_newest_source() -> None:
    dated = an_answer(
        a_citation(1, published="2025"), a_citation(2, published="2025-03"), a_citation(3, published=None)
    )
    assert answer_text(dated).endswith("\n\nAs of 2025-03")
    assert "As of" not in answer_text(an_answer(a_citation(1, published=None)))


def test_a_caveat_is_read_before_the_answer() -> None:
    warned = replace(an_answer(a_citation(1), short="1931"), caveats=("All sources used are older.",))
    assert answer_text(warned).startswith("All sources used are older.\n\n1931\n\nQuote. [1]")


def test_who_says_it_is_the_speaker_or_the_outlet_or_the_title() -> None:
    cited = (a_citation(1, "Desk"), a_citation(2, "Wire"), a_citation(3, "Wire"), a_citation(4, speaker="Ada Vale"))
    (_, one), (_, two), (_, none) = voices(
        an_answer(*cited, sides=(Side("1", (1, 2, 2)), Side("2", (3, 4, 9)), Side("3", ())))
    )
    assert [voice.who for voice in one] == ["Desk", "Title 2"]  # Wire gives both answers
    assert [voice.who for voice in two] == ["Title 3", "Ada Vale, in Desk"]
    assert none == []


def test_one_voice_keeps_all_its_citations_of_one_day() -> None:
    cited = (a_citation(1), a_citation(2), a_citation(3, published="2025-11-13"))
    ((_, by),) = voices(an_answer(*cited, sides=(Side("1", (1, 2, 3)),)))
    assert [(one.when, [cited.n for cited in one.citations]) for one in by] == [
        ("2025-11-12", [1, 2]),
        ("2025-11-13", [3]),
    ]


def test_a_terminal_shows_the_sides_beside_those_who_say_so() -> None:
    cited = (a_citation(1), a_citation(2, "Wire", None), a_citation(3, speaker="Ada Vale"))
    answer = an_answer(*cited, sides=(Side("1931", (1, 2)), Side("in May 1932", (3,))))
    shown = answer_text(answer)
    assert shown.startswith(
        "The sources differ:\n"
        "  1931         Desk, 2025-11-12 [1]\n"
        "               Wire [2]\n"
        "  in May 1932  Ada Vale, in Desk, 2025-11-12 [3]\n"
        "\nQuote. [1] Quote. [2] Quote. [3]\n\n"
    )
    assert "[3] Title 3, Desk, 2025-11-12  a3\n    Ada Vale, as the article reports" in shown
    assert answer_text(an_answer(cited[0], short="1931")).startswith("1931\n\nQuote. [1]")


def test_a_long_side_is_wrapped() -> None:
    shown = answer_text(an_answer(a_citation(1), sides=(Side("word " * 40, (1,)), Side("", (2,)))))
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_a_terminal_tells_what_a_refused_question_was_held_against() -> None:
    refusal = a_refusal("Reykjavik", searched=1200, nearest=(Nearest("a1", "Title 1"),))
    assert answer_text(refusal) == (
        "No.\n1,200 passages searched. No passage found has: Reykjavik.\n\nNearest:\n  a1  Title 1"
    )
    assert answer_text(a_refusal()) == "No."


def test_of_many_words_that_nothing_has_only_some_are_named() -> None:
    assert looked_text(a_refusal(*(f"w{n}" for n in range(10)), searched=1)) == (
        "1 passage searched. No passage found has: w0, w1, w2, w3, w4, w5, w6, w7 and 2 more."
    )


def test_articles_of_one_outlet_are_not_called_independent() -> None:
    def told(*outlets: str) -> str:
        cited = (a_citation(n, outlet) for n, outlet in enumerate(outlets, 1))
        return independent_text(replace(an_answer(*cited), independent=len(outlets)))

    assert told("Desk") == "1 source"
    assert told("Desk", "desk") == "2 articles of one outlet"
    assert told("Desk", "Wire") == told("", "") == "2 independent sources"
