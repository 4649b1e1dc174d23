"""Which evidence is said, and in what order."""

from assistant.compose import MAX_WORDS, choose, repeats
from assistant.reader.question import words
from assistant.reader.reading import Evidence
from index.passage import Passage, Span


def passage(article: str, *sentences: str, start: int = 0) -> Passage:
    text = " ".join(sentences)
    spans, at = [], start
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return Passage(f"{article}-{start}", article, start, start + len(text), text, tuple(spans))


def evidence(where: Passage, number: int, score: float) -> Evidence:
    return Evidence(where, where.sentences[number], score)


def said(chosen: list[Evidence]) -> list[str]:
    return [piece.text for piece in chosen]


FIRST = passage("a", "Biden went to Geneva.", "Putin arrived an hour later by plane.", "Grain was not discussed.")
SECOND = passage("b", "The lake was calm that morning.")


def test_the_best_first_then_article_by_article_as_each_reads() -> None:
    pieces = [evidence(FIRST, 1, 1.0), evidence(SECOND, 0, 0.9), evidence(FIRST, 2, 0.8), evidence(FIRST, 0, 0.7)]
    assert said(choose(pieces)) == [
        "Putin arrived an hour later by plane.",
        "The lake was calm that morning.",
        "Biden went to Geneva.",
        "Grain was not discussed.",
    ]


def test_the_sides_of_a_disagreement_come_before_all_else() -> None:
    pieces = [evidence(FIRST, 1, 1.0), evidence(FIRST, 0, 0.9), evidence(SECOND, 0, 0.01)]
    assert said(choose(pieces, [pieces[2], pieces[0]]))[:1] == ["The lake was calm that morning."]
    assert set(said(choose(pieces, [pieces[2], pieces[0]]))) == {piece.text for piece in pieces}


def test_sides_are_said_though_they_read_alike_and_the_words_have_run_out() -> None:
    one = passage("a", "The next round of the talks is to begin on 7 April 2025.")
    other = passage("b", f"The next round of the talks is to begin on 14 April 2025, {'as was said ' * 30}.")
    third = passage("c", f"The next round of the talks is to begin on 21 April 2025, {'as was said ' * 30}.")
    pieces = [evidence(one, 0, 1.0), evidence(other, 0, 0.2), evidence(third, 0, 0.2)]
    assert choose(pieces, pieces) == pieces
    assert choose(pieces) == pieces[:1]


def test_unlikely_sentences_are_left_unsaid() -> None:
    assert said(choose([evidence(FIRST, 0, 1.0), evidence(FIRST, 2, 0.001)])) == ["Biden went to Geneva."]


def test_repeats_are_said_once() -> None:
    reprint = passage("c", "Biden then went to Geneva.")
    assert said(choose([evidence(FIRST, 0, 1.0), evidence(reprint, 0, 0.9)])) == ["Biden went to Geneva."]
    assert not repeats("Biden went to Geneva.", "Putin arrived an hour later by plane.")


def test_words_run_out_but_shorter_sentences_still_fit() -> None:
    long = passage(
        "d", *(f"{letter} " + " ".join(letter + chr(97 + i) for i in range(26)) + " end." for letter in "BCDE")
    )
    short = passage("e", "A brief fact ends it.")
    chosen = choose([*(evidence(long, n, 1.0) for n in range(4)), evidence(short, 0, 0.5)])
    assert sum(len(words(piece.text)) for piece in chosen) <= MAX_WORDS
    assert "A brief fact ends it." in said(chosen)
    assert len(chosen) == 3, said(chosen)


def test_one_sentence_is_said_however_long() -> None:
    endless = passage("f", "It " + "goes on and " * 60 + "ends.")
    assert len(choose([evidence(endless, 0, 1.0)])) == 1


def test_a_pronoun_brings_its_owner() -> None:
    where = passage("g", "Ryabkov met the press.", "He also named three conditions.")
    assert said(choose([evidence(where, 1, 1.0)])) == ["Ryabkov met the press.", "He also named three conditions."]


def test_the_other_brings_the_first() -> None:
    two = passage("f", "One of the envoys was Ilya Stern.", "The other was Maren Holt.", "The other side was not told.")
    assert said(choose([evidence(two, 1, 1.0)])) == ["One of the envoys was Ilya Stern.", "The other was Maren Holt."]
    assert said(choose([evidence(two, 2, 1.0)])) == ["The other side was not told."]


def test_nobody_is_given_the_words_of_another() -> None:
    """What stands between the owner and the pronoun in the article is said, or the pronoun is not."""
    where = passage("g", "Putin spoke first.", "Trump said that much was settled.", "“There is no deal yet,” he added.")
    assert said(choose([evidence(where, 0, 1.0), evidence(where, 2, 0.9)])) == [
        "Putin spoke first.",
        "“There is no deal yet,” he added.",
    ] or "Trump" in " ".join(said(choose([evidence(where, 0, 1.0), evidence(where, 2, 0.9)])))
    other = passage("h", "Putin spoke first.", "Trump said that much was settled.", "He named no date for it.")
    assert said(choose([evidence(other, 0, 1.0), evidence(other, 2, 0.9)])) == [
        "Putin spoke first.",
        "Trump said that much was settled.",
        "He named no date for it.",
    ]


def test_a_pronoun_whose_owner_is_elsewhere_is_left_out() -> None:
    where = passage("g", "He named three conditions.", "The talks end on Monday.")
    assert said(choose([evidence(FIRST, 0, 1.0), evidence(where, 0, 0.9)])) == ["Biden went to Geneva."]
    assert said(choose([evidence(where, 0, 1.0)])) == ["He named three conditions."]


def test_a_chain_of_pronouns_comes_whole_or_not_at_all() -> None:
    where = passage("g", "Ryabkov met them.", "He was blunt.", "He named three conditions.")
    assert said(choose([evidence(FIRST, 0, 1.0), evidence(where, 2, 0.9)])) == [
        "Biden went to Geneva.",
        "Ryabkov met them.",
        "He was blunt.",
        "He named three conditions.",
    ]
    long = passage("h", "Ryabkov met them.", "He was blunt.", "He was tired.", "He named three conditions.")
    assert said(choose([evidence(FIRST, 0, 1.0), evidence(long, 3, 0.9)])) == ["Biden went to Geneva."]


def test_a_quoted_sentence_brings_its_speaker() -> None:
    where = passage("h", "Ryabkov was blunt.", "“We waited for months.", "Nothing came of it.”", "Then he left.")
    assert said(choose([evidence(where, 2, 1.0)])) == ["Ryabkov was blunt.", "Nothing came of it.”"]


QUOTING = passage(
    "q", "Vale said “we are ready.", "We have been for years.", "Nobody asked us.” Then he left.", "He slept."
)


def test_a_quotation_is_said_to_its_end() -> None:
    assert said(choose([evidence(QUOTING, 0, 1.0)])) == [QUOTING.text_of(one) for one in QUOTING.sentences[:3]]


def test_a_quotation_that_goes_on_too_long_or_out_of_the_passage_is_cut() -> None:
    long = passage("q", "Vale said “we are ready.", *["We have been for years."] * 3, "Nobody asked us.”")
    open_ended = passage("q", "It was dull.", 'Vale said "we are ready.')
    for where, at in ((long, 0), (open_ended, 1)):
        assert said(choose([evidence(where, at, 1.0)])) == [where.text_of(where.sentences[at])]


def test_a_mark_that_closes_opens_nothing() -> None:
    """The passage begins inside a quotation, so that its first mark closes it."""
    where = passage("q", 'We won again."', "The team flew home.", 'The coach said "good".')
    assert said(choose([evidence(where, 0, 1.0)])) == ['We won again."']


def test_the_rest_of_a_quotation_has_to_have_room() -> None:
    long = passage("q", "Vale said “we are ready.", f"We have been {'so ' * MAX_WORDS}.”")
    first = evidence(SECOND, 0, 1.0)
    assert said(choose([first, evidence(long, 0, 0.9)])) == [first.text, "Vale said “we are ready."]
