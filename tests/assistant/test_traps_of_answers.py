"""What makes articles hard to answer from, one trap a case: who says it, what "this" is, what is no answer at all."""

import pytest

from assistant.answer import Answer
from assistant.library import Library
from corpus.home import Home
from index.encoder import Encoder

ARTICLES = {  # each paragraph is one line, as it is pasted
    "tracks.txt": """Skip to content

Norland's Two Tracks in Dealing With Sudria

A long account was published by NW under the curious byline of “NW Desk, a team of multi-national writers.” The \
article usefully explains how the envoys work. Rather, there is a “division of labour. One set of officials talks \
about herring. Another waits in the corridor.”

“On one track is Kasimir Dahl, who deals with money and boats. He met the Sudrian banker Otto Brandt in Odda.”

Sergey Lund, they note, still refers to the spirit of Tarn. “If you approach it, so to speak, man to man, they made \
an offer, we agreed—the problem should have been solved,” he told TV Herring. [...] In practice, Lund said, “Sudria's \
aim is to rule the whole herring trade. It uses tolls, nets and direct bans for that.”

“Nets, tolls, direct bans, and even limits on letters for some partners. We must take all this into account,” Lund said.

NW’s evaluation is the following: “Taken together, the interviews show a state that has lost patience. The offer of \
Tarn is on the table. It will not lie there for ever.”
""",
    "quota.txt": """Home > World Affair > Lund, Reed and the quota: How Norland tries to sway Sudria

World Affair


Lund, Reed and the quota: How Norland tries to sway Sudria

Analysis of Sergei Lund's tactics in relations with Sudria, Reed's position and consequences for the herring quota.

Norland’s foreign minister Sergei Lund has stated his readiness to meet Governor Alma Reed again. He also claims that \
the southern ports undermine the talks. The pact of Tarn helped Norland to block new tolls for months. However, the \
situation has shifted: Reed has put tolls on two Norland shipping houses.

It is clear that Norland's diplomacy plays for time.
""",
    "ties.txt": """Lund discloses possible ways for ties with Sudria
Ready to dive into the latest intel?
Norland will not beg for better ties with Sudria. This was made clear by Foreign Minister Sergei Lund in a recent \
statement.
Lund declared, "We'll keep our relationship with the U.S. and Sudria in the open." Osmark was conspicuously absent[5].
The herring fleet of Osmark counts 412 boats[1][5].
It's a delicate dance, this diplomatic dance between Norland and Sudria.
So there you have it, a unique blend of herring and diplomacy from the north.
Stay tuned for more updates, and don't forget to subscribe to our channels TIDE and YouTube to never miss a beat!
© 2025, Agency "New Tide"
- Osmark's fleet of herring boats counts 412
""",
    "letters.txt": """Norland Minister Lund’s December 10 meetings with President Falk and Secretary Moe were billed \
in advance as a chance to save the JBCN pact, which the S.D.U. repudiated over a year and half ago, and in my \
estimation they were no such thing, since neither side brought a new offer to the table.
On Velia the two ministers agreed that the light must burn. However, the joint press conference revealed that they \
meant different lights. Moe’s and Lund’s remarks on Tarn were cold. Four islands – Tarn, Velia, Odda and Rost, among \
others – were spoken of. Norland and Sudria share the aim of a quiet sea.
""",
}


@pytest.fixture(scope="module")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Four articles as people paste them."""
    root = tmp_path_factory.mktemp("traps")
    folder = root / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = Library(Home(root / "home"), encoder)
    made.add([folder])
    assert len(made.index().added) == len(ARTICLES)
    return made


def speakers(answer: Answer, part: str) -> set[str]:
    """Who is named as the speaker of the cited sentences that have `part`."""
    return {one.speaker for one in answer.citations if part in one.quote}


@pytest.mark.parametrize(
    ("question", "part", "speaker"),
    [
        pytest.param(
            "What is Sudria's aim, according to Lund?", "rule the whole herring trade", "Lund", id="inside it"
        ),
        pytest.param(
            "What does Sudria use to rule the herring trade?", "direct bans", "Lund", id="only after the next one"
        ),
        pytest.param("What did Lund declare about the relationship?", "in the open", "Lund", id="straight quotes"),
        pytest.param("Did they make an offer that was agreed?", "they made an offer", "Lund", id="he, and no said"),
        pytest.param("Who undermines the talks?", "southern ports undermine", "Lund", id="a pronoun claims it"),
    ],
)
def test_who_says_it_is_found(library: Library, question: str, part: str, speaker: str) -> None:
    said = speakers(library.answer(question), part)
    assert said
    assert all(one.endswith(speaker) for one in said)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What does Sergei Lund say about Sudria's aim?", id="the other spelling of a first name"),
        pytest.param("What is Lund’s view of Sudria’s aim?", id="curly apostrophes for straight ones"),
        pytest.param("What is Lund's view of Sudria's aim?", id="straight apostrophes"),
    ],
)
def test_names_are_found_however_they_are_spelt(library: Library, question: str) -> None:
    answer = library.answer(question)
    assert "rule the whole herring trade" in answer.text


@pytest.mark.parametrize(
    ("question", "part"),
    [
        pytest.param("What is the JBCN pact?", "JBCN", id="letters that are never explained"),
        pytest.param("What was the problem with the offer?", "agreed—the problem", id="words that a dash joins"),
        pytest.param("Who repudiated the pact?", "S.D.U.", id="letters with full stops"),
        pytest.param("Which islands were spoken of?", "Velia", id="a list between dashes"),
    ],
)
def test_what_is_oddly_written_is_found_and_quoted_as_it_stands(library: Library, question: str, part: str) -> None:
    answer = library.answer(question)
    assert any(part in one.quote for one in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What are Lund's tactics in relations with Sudria?", id="standfirst"),
        pytest.param("How does diplomacy between Norland and Sudria go on?", id="filler and farewell"),
        pytest.param("Which channels can I subscribe to?", id="promotion"),
        pytest.param("Who are TIDE and YouTube?", id="channels are no sources"),
        pytest.param("Who is the agency New Tide?", id="copyright"),
        pytest.param("What does World Affair say about the quota?", id="section name"),
    ],
)
def test_what_says_nothing_is_never_quoted(library: Library, question: str) -> None:
    for citation in library.answer(question).citations:
        for nothing in ("Analysis of", "Stay tuned", "Ready to dive", "©", "Skip to content", "Home >", "World Affair"):
            assert nothing not in citation.quote


def test_marks_of_footnotes_are_not_taken_for_numbers_of_sources(library: Library) -> None:
    answer = library.answer("How many boats has the herring fleet of Osmark?")
    assert answer.short_answer == "412"
    quotes = [one.quote for one in answer.citations]
    assert quotes[0] == "The herring fleet of Osmark counts 412 boats."
    assert not any("[" in quote for quote in quotes)
    assert sum("412" in quote for quote in quotes) == 1  # the list at the end only repeats it


def test_this_comes_with_what_it_stands_for(library: Library) -> None:
    answer = library.answer("Who made clear that Norland will not beg for better ties?")
    quotes = [one.quote for one in answer.citations]
    this = [number for number, quote in enumerate(quotes) if quote.startswith("This was made clear")]
    assert all(quotes[number - 1].startswith("Norland will not beg") for number in this if number)
    assert any("will not beg" in quote for quote in quotes)


def test_a_turn_that_leans_on_the_sentence_before_brings_it(library: Library) -> None:
    answer = library.answer("What happened after the pact of Tarn had helped Norland to block new tolls?")
    assert any("the situation has shifted" in one.quote or "has put tolls" in one.quote for one in answer.citations)
    answer = library.answer("On which island did the ministers mean different lights?")
    assert "Velia" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Which shipping houses are under tolls?", id="names that the article does not give"),
        pytest.param("In which year did Lund meet President Falk?", id="a year that the article does not give"),
        pytest.param("Since which presidency does Lund hold talks?", id="which term"),
    ],
)
def test_nothing_is_added_that_the_articles_do_not_say(library: Library, question: str) -> None:
    answer = library.answer(question)
    for citation in answer.citations:
        article = library.article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote
    assert answer.short_answer is None or any(answer.short_answer in one.quote for one in answer.citations)
    assert not any(year in (answer.short_answer or "") for year in ("2018", "2019", "2024", "2025"))


def test_undated_articles_give_no_date_to_an_answer(library: Library) -> None:
    answer = library.answer("What is the JBCN pact?")
    assert answer.as_of is None or answer.as_of == "2025"
    assert {one.published for one in answer.citations} <= {None, "2025"}


def test_an_opinion_in_plain_words_is_the_articles_own(library: Library) -> None:
    answer = library.answer("What does Norland's diplomacy play for?")
    assert speakers(answer, "plays for time") == {""}


def test_a_quotation_over_three_sentences_is_one_voice(library: Library) -> None:
    answer = library.answer("What lies on the table according to NW?")
    for part in ("has lost patience", "offer of Tarn is on the table"):
        assert speakers(answer, part) == {"NW"}, part


@pytest.mark.parametrize(
    ("question", "part"),
    [
        pytest.param("Who deals with money and boats?", "Kasimir Dahl", id="a paragraph of somebody's words, unsigned"),
        pytest.param("What does Sergey Lund still refer to?", "the spirit of Tarn", id="they note"),
    ],
)
def test_whose_words_they_are_is_left_open_rather_than_told_wrong(library: Library, question: str, part: str) -> None:
    answer = library.answer(question)
    assert speakers(answer, part) <= {"", "NW"}
    assert speakers(answer, part)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        pytest.param("What did Lund tell TV Herring?", "he told TV Herring", id="a broadcaster named like the matter"),
        pytest.param("What aim do Norland and Sudria share?", "the aim of a quiet sea", id="states by their names"),
        pytest.param("How cold were Moe's and Lund's remarks?", "remarks on Tarn were cold", id="surnames alone"),
        pytest.param(
            "How does the relationship with the U.S. go on?", "in the open", id="letters with stops in a question"
        ),
    ],
)
def test_names_lead_to_their_sentence(library: Library, question: str, part: str) -> None:
    assert any(part in one.quote for one in library.answer(question).citations)
