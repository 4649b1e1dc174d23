"""What makes pasted and saved articles hard to take in, one trap a case: in titles, outlets, dates, and in the text."""

from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.load import load
from index.chunk import chunk
from index.sentences import split

BODY = (
    "The envoys of Norland and Sudria met in the customs house of Port Wessel and spoke for two hours about herring. "
    "Neither side would say afterwards what had been agreed, and the boats stayed in the harbour.\n\n"
    "In the evening the fishermen's union called the meeting a waste of a working day, and went home."
)


@pytest.fixture
def read(tmp_path: Path) -> "type[Reading]":
    Reading.folder = tmp_path
    return Reading


class Reading:
    """An article read from a text, with what is asked of it."""

    folder: Path

    def __init__(self, text: str, name: str = "000_ab12cd34.txt") -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self.raw = text
        self.article: Article = load(Source(name, str(self.folder)))

    @property
    def sentences(self) -> list[str]:
        text = self.article.text
        return [text[start:end] for start, end in split(text)]

    def passages(self) -> list[str]:
        return [one.text for one in chunk(self.article, lambda texts: [len(text.split()) for text in texts])]


def titled(title: str) -> str:
    return f"{title}\n\n{BODY}\n"


# ---- titles ----


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            f"Skip to content\n\n{titled('Norland’s long game')}", "Norland’s long game", id="navigation first"
        ),
        pytest.param(
            titled("Norland's Two Faces in Dealing With Sudria"),
            "Norland's Two Faces in Dealing With Sudria",
            id="straight apostrophe, no full stop",
        ),
        pytest.param(
            "Home > World Affair > Norland, Sudria and the herring: How a quota divides\n\n\n"
            + titled("Norland, Sudria and the herring: How a quota divides"),
            "Norland, Sudria and the herring: How a quota divides",
            id="breadcrumb with the title in it",
        ),
        pytest.param(
            "Home > World Affair > How a herring quota divides\n\nWorld Affair\n\n"
            + titled("How a herring quota divides"),
            "How a herring quota divides",
            id="the name of a section above it",
        ),
        pytest.param(
            "Norland opens the door to talks with Sudria\n" + BODY.replace("\n\n", "\n"),
            "Norland opens the door to talks with Sudria",
            id="no empty line after it",
        ),
        pytest.param(
            "Envoy Anders Holm’s March 3 meetings with Governor Reed and Secretary Vance were billed in advance as a "
            "chance to settle the quota that both sides had fought over for years, and in my estimation they were no "
            f"such thing, since neither brought an offer. {BODY}",
            "",
            id="none: the text begins at once",
        ),
    ],
)
def test_the_title_is_right_or_empty_and_stands_nowhere_in_the_text(
    read: "type[Reading]", text: str, title: str
) -> None:
    article = read(text).article
    assert article.title == title
    assert not title or title not in article.text
    assert "The envoys of Norland and Sudria met" in article.text


# ---- outlets and authors ----


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        pytest.param(
            titled("A quarrel") + "\nAn account published by NW under the byline “NW Desk, a team of writers.”",
            "",
            id="another outlet that the article speaks of",
        ),
        pytest.param(
            "Home > World Affair > A quarrel about herring\n\nWorld Affair\n\n" + titled("A quarrel about herring"),
            "",
            id="the name of a section",
        ),
        pytest.param(
            titled("A quarrel") + '\n© 2025, Agency "New Tide"\n', 'Agency "New Tide"', id="the copyright line"
        ),
        pytest.param(
            titled("A quarrel") + "\nStay tuned for more updates, and don't forget to subscribe to our channels "
            "TIDE and YouTube to never miss a beat!\n",
            "",
            id="channels that are promoted",
        ),
    ],
)
def test_the_outlet_is_what_the_article_states_of_itself(read: "type[Reading]", text: str, outlet: str) -> None:
    assert read(text).article.outlet == outlet


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            "The piece is signed “NW Desk, a team of multi-national writers.” It explains a good deal.",
            id="the byline of an article that is spoken of",
        ),
        pytest.param(
            "The talks were, in my estimation, no more than a photograph.", id="a first person without a name"
        ),
    ],
)
def test_no_author_is_invented(read: "type[Reading]", said: str) -> None:
    reading = read(f"{titled('A quarrel')}\n{said}\n")
    assert reading.article.author == ""
    assert said in reading.article.text


# ---- dates ----


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("The recent flurry of statements and interviews has changed nothing.", id="recent"),
        pytest.param("Holm has stated his readiness to meet again.", id="a statement without a day"),
        pytest.param(
            "Holm’s March 3 meetings with Governor Reed were billed as a breakthrough.", id="a day without a year"
        ),
        pytest.param("Norland repudiated the quota over a year and half ago.", id="so long ago"),
        pytest.param("The quota was last raised last May.", id="last May"),
        pytest.param("At the previous day’s summit in Odda nothing was signed.", id="the previous day"),
        pytest.param("The just-completed visit of the envoy was the third.", id="just completed"),
        pytest.param("It has been so since Alma Reed’s governorship.", id="since somebody's term"),
        pytest.param("As the pact nears its expiration in 2026, Norland demands more.", id="a year that is to come"),
        pytest.param(
            "The offer followed a meeting of the herring states in Brazil.", id="an event that others could date"
        ),
    ],
)
def test_no_date_is_made_of_what_others_may_know(read: "type[Reading]", said: str) -> None:
    reading = read(f"A quarrel\n\n{said} {BODY}\n")
    assert reading.article.published is None
    assert said in reading.article.text


def test_the_year_of_a_copyright_line_is_inferred_and_no_more_exact_than_it_says(read: "type[Reading]") -> None:
    article = read(titled("A quarrel") + '\n© 2025, Agency "New Tide"\n').article
    assert article.published == "2025"
    assert str(article.origins["published"]) == "inferred: copyright line"


# ---- what is not the article ----


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Skip to content", id="navigation"),
        pytest.param("Home > World Affair > Of herring and men", id="breadcrumb"),
        pytest.param("Ready to dive into the latest news?", id="a promotion that asks"),
        pytest.param(
            "Stay tuned for more updates, and don't forget to subscribe to our channels TIDE and YouTube to "
            "never miss a beat!",
            id="a promotion of channels",
        ),
        pytest.param('© 2025, Agency "New Tide"', id="copyright"),
        pytest.param(
            "Analysis of Anders Holm's tactics in relations with Sudria and consequences for the herring trade.",
            id="standfirst: many key words and no claim",
        ),
    ],
)
def test_what_is_no_sentence_of_the_article_is_in_no_passage(read: "type[Reading]", line: str) -> None:
    for text in (f"Of herring and men\n\n{line}\n\n{BODY}\n", f"Of herring and men\n\n{BODY}\n\n{line}\n"):
        if line.startswith("Analysis") and text.rstrip().endswith(line):
            continue  # a standfirst stands under the headline
        reading = read(text)
        assert line not in reading.article.text
        assert all(line not in passage for passage in reading.passages())
        assert BODY.replace("\n\n", " ").split() == reading.article.text.split()


SUMMED = (
    "In February 2025 a telephone call between Holm and Reed began the thaw between the two states. Despite it Norland "
    "means to keep its alliances with countries such as Osmark and Velia. Norland's policy and its laws also work "
    "against the unity of the southern ports, as a report of the harbour council shows.\n"
    "As the pact on herring nears its expiration in 2026, Norland demands the inclusion of southern boats in any talks "
    "to come, and Sudria that northern nets are counted as well."
)


@pytest.mark.parametrize(
    "bullet",
    [
        pytest.param("- In 2025, a telephone call between Holm and Reed began the thaw", id="with less in it"),
        pytest.param("- Despite this thaw, Norland means to keep its alliances with countries like Osmark", id="this"),
        pytest.param("- Norland's policy and-laws also work against the unity of the southern ports", id="an artefact"),
        pytest.param(
            "- As the pact on herring nears its expiration in 2026, Norland demands the inclusion of southern boats "
            "in any talks",
            id="the first half of a sentence, word for word",
        ),
    ],
)
def test_a_list_that_only_repeats_the_article_is_left_out(read: "type[Reading]", bullet: str) -> None:
    reading = read(f'The thaw\n{SUMMED}\n© 2025, Agency "New Tide"\n{bullet}\n')
    assert reading.article.text.split() == SUMMED.split()


# ---- footnote marks ----


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        pytest.param(
            "Osmark was conspicuously absent[5].", "Osmark was conspicuously absent.", id="before the full stop"
        ),
        pytest.param("It lost influence over the ports[1][5].", "It lost influence over the ports.", id="two in a row"),
        pytest.param(
            "“They made an offer, we agreed. [...] And then nothing,” Holm said.",
            "“They made an offer, we agreed. [...] And then nothing,” Holm said.",
            id="an editor's dots stay",
        ),
    ],
)
def test_marks_go_and_the_quote_is_still_found_in_the_file(read: "type[Reading]", written: str, clean: str) -> None:
    reading = read(f"A quarrel\n\n{BODY}\n\n{written}\n")
    article = reading.article
    assert clean in reading.sentences or clean in article.text
    start = article.text.index(clean)
    first, last = article.raw_offset(start), article.raw_offset(start + len(clean) - 1)
    assert reading.raw[first : last + 1] == written


# ---- sentences and passages ----


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(
            ("It is signed “a team of writers.”", "The article explains the rest."),
            id="full stop inside the closing quote",
        ),
        pytest.param(
            ("“They made an offer, we agreed.", "[...]", "And then nothing followed,” Holm said."),
            id="an editor's dots are glued to no sentence",
        ),
        pytest.param(
            ("Policy shifted in the U.S., as the change of envoys shows.", "Nobody minded."),
            id="an abbreviation before a comma",
        ),
        pytest.param(
            ("Talks between the U.S. and Norland go on.", "The U.S.-Norland relationship is cold."),
            id="an abbreviation in mid-sentence, and before a hyphen",
        ),
        pytest.param(
            ("Norland agreed—the problem was Sudria.", "Its interactions—especially those—ceased."),
            id="dashes without spaces",
        ),
        pytest.param(
            ("Four states – Osmark, Velia, Tarn, among others – stayed away.", "One came."), id="dashes with spaces"
        ),
        pytest.param(
            ('Holm declared, "We\'ll keep our relationship with the U.S. in the open."', "He left."),
            id="straight quotes around an abbreviation",
        ),
    ],
)
def test_sentences_end_where_they_end(read: "type[Reading]", sentences: tuple[str, ...]) -> None:
    reading = read(f"A quarrel\n\n{BODY}\n\n{' '.join(sentences)}\n")
    joined = " ".join(reading.sentences[-len(sentences) - 1 :])
    assert all(sentence in joined for sentence in sentences)
    wanted = [sentence for sentence in sentences if sentence != "[...]"]
    for sentence in wanted:
        holding = [one for one in reading.sentences if sentence in one]
        assert holding
        assert all(len(one) <= len(sentence) + len(" [...]") for one in holding)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            "The herring pact helped Norland to block new tariffs for years.",
            "However, the situation has shifted.",
            id="what stood before is no longer so",
        ),
        pytest.param(
            "On Tarn the two ministers agreed that boats may pass.",
            "However, the joint press conference revealed that they meant different boats.",
            id="of whom is said in the sentence before",
        ),
    ],
)
def test_a_turn_of_thought_is_whole_in_one_passage(read: "type[Reading]", first: str, second: str) -> None:
    filler = " ".join(
        f"The {number}th boat went out at dawn and came home with little to sell." for number in range(9, 20)
    )
    reading = read(f"A quarrel\n\n{filler} {first} {second} {filler}\n")
    assert any(first in passage and second in passage for passage in reading.passages())


def test_single_sentences_of_a_long_paragraph_can_be_cited(read: "type[Reading]") -> None:
    long = " ".join(
        f"On the island of {name} the two ministers differ about {what}."
        for name, what in zip(
            ("Tarn", "Velia", "Osmark", "Odda", "Wessel", "Holm", "Reed", "Vance", "Brand", "Lund"),
            ("nets", "boats", "tolls", "lights", "pilots", "quotas", "salt", "ice", "rope", "mail"),
            strict=True,
        )
    )
    reading = read(f"A quarrel\n\n{BODY}\n\n{long}\n")
    for name in ("Tarn", "Osmark", "Lund"):
        assert any(one.startswith(f"On the island of {name} ") and one.count(".") == 1 for one in reading.sentences)


def test_both_kinds_of_apostrophe_stay_as_they_are_written(read: "type[Reading]") -> None:
    said = "Norland's envoy spoke of Sudria’s nets."
    assert said in read(f"A quarrel\n\n{said} {BODY}\n").article.text


def test_nothing_is_mended_in_what_an_article_says(read: "type[Reading]") -> None:
    for said in (
        "The disbanding of Norland disinformation taskforces was welcomed.",
        "Holm, maintaining his advisory role on nets, met Reed.",
        "Norland repudiated the quota over a year and half ago.",
    ):
        assert said in read(f"A quarrel\n\n{said} {BODY}\n").article.text
