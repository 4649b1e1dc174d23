"""A model's text taken apart: sentences, the keys that they cite, and what may be shown while they are written."""

import random
from collections.abc import Iterable

import pytest

from assistant.llm.reply import NONE, Claim, Reply, readable

KNOWN = ("kbtz", "mnpd", "qrtw")
Taken = tuple[list[Claim], int]  # sentences, and how many marks nobody gave


def fed(pieces: Iterable[str], *, prefix: bool = True) -> Taken:
    """What a reply makes of a text in these pieces.

    `prefix`: what is open at any time is how the sentences go on that are settled later.
    """
    reply = Reply(set(KNOWN))
    claims: list[Claim] = []
    opened: list[tuple[int, str]] = []
    for piece in pieces:
        claims += reply.feed(piece)
        opened.append((len(claims), reply.open))
    claims += reply.finish()
    for settled, text in opened:
        rest = " ".join(claim.text for claim in claims[settled:])
        assert not prefix or rest.startswith(text), f"{text!r} was shown, and {rest!r} came of it"
        assert not set(text.split()) & set(KNOWN)
    assert reply.finish() == []
    assert reply.open == ""
    return claims, reply.unknown


def taken(text: str, *, prefix: bool = True) -> Taken:
    """What a reply makes of a text, however it comes."""
    whole = fed([text], prefix=prefix)
    assert fed(text, prefix=prefix) == whole
    chance = random.Random(text)
    for _ in range(8):
        cuts = sorted(chance.sample(range(len(text) + 1), min(len(text), chance.randint(1, 9))))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert fed(pieces, prefix=prefix) == whole
    return whole


RAIN = Claim("It rained.", ("kbtz",))
SNOW = Claim("It snowed.", ("mnpd",))
BOTH = Claim("It rained.", ("kbtz", "mnpd"))


@pytest.mark.parametrize(
    "text",
    [
        "It rained. [kbtz] It snowed. [mnpd]",
        "It rained [kbtz]. It snowed [mnpd].",
        "It rained [kbtz] . It snowed [mnpd] .",
        "It rained.[kbtz] It snowed.[mnpd]",
        "It rained.\n[kbtz]\nIt snowed.\n[mnpd]\n",
        "It rained. [kbtz]\n\nIt snowed. [mnpd]",
        "It rained. (kbtz) It snowed. (mnpd)",
        "It rained (kbtz). It snowed (mnpd).",
        "It rained. 【kbtz】 It snowed. 【mnpd】",
        "It rained. {kbtz} It snowed. {mnpd}",
        "It rained. <kbtz> It snowed. <mnpd>",
        "It rained. `kbtz` It snowed. `mnpd`",
        "It rained. [^kbtz] It snowed. [^mnpd]",
        "It rained. [#kbtz] It snowed. [@mnpd]",
        "It rained. [key: kbtz] It snowed. [key: mnpd]",
        'It rained. [ kbtz ] It snowed. ["mnpd"]',
        "It rained. [KBTZ] It snowed. [Mnpd]",
        "It rained. [kbtz] [kbtz] It snowed. [mnpd, mnpd]",
    ],
)
def test_a_sentence_and_its_key_in_every_style(text: str) -> None:
    assert taken(text) == ([RAIN, SNOW], 0)


@pytest.mark.parametrize(
    "text",
    [
        "It rained.[kbtz]It snowed.[mnpd]",
        "- It rained. [kbtz]\n- It snowed. [mnpd]\n",
        "* It rained. [kbtz]\n* It snowed. [mnpd]\n",
        "• It rained. [kbtz]\n• It snowed. [mnpd]\n",
        "– It rained [kbtz].\n\n– It snowed [mnpd].",
        "1. It rained. [kbtz]\n2. It snowed. [mnpd]",
        "1) It rained. [kbtz]\n2) It snowed. [mnpd]",
        "  - It rained. [kbtz]\n  - It snowed. [mnpd]",
    ],
)
def test_lists_are_sentences(text: str) -> None:
    assert taken(text, prefix=False) == ([RAIN, SNOW], 0)


@pytest.mark.parametrize(
    "text",
    [
        "It rained. [kbtz, mnpd]",
        "It rained. [kbtz; mnpd]",
        "It rained. [kbtz mnpd]",
        "It rained. [kbtz/mnpd]",
        "It rained. [kbtz|mnpd]",
        "It rained. [kbtz & mnpd]",
        "It rained. [kbtz and mnpd]",
        "It rained. [kbtz-mnpd]",
        "It rained. (kbtz, mnpd)",
        "It rained. [kbtz][mnpd]",
        "It rained. [kbtz] [mnpd]",
        "It rained [kbtz]. [mnpd]",
        "It [kbtz] rained. [mnpd]",
        "It rained. (kbtz)(mnpd)",
        "It rained. 【kbtz】【mnpd】",
        "[kbtz] It rained. [mnpd]",
        "It rained. [kbtz]\n[mnpd]",
        "It rained. [kbtz] [mnpd] [kbtz]",
    ],
)
def test_several_keys_in_their_order(text: str) -> None:
    assert taken(text) == ([BOTH], 0)


@pytest.mark.parametrize(
    "text", ["It rained. [Source: kbtz]", "It rained. [passages kbtz]", "It rained. 【kbtz†source】"]
)
def test_long_styles_whole(text: str) -> None:
    assert fed([text]) == ([RAIN], 0)


@pytest.mark.parametrize(
    ("text", "tags", "unknown"),
    [
        ("It rained. [bcdf]", (), 1),
        ("It rained. [bcdf, ghjk]", (), 2),
        ("It rained. [kbtz, bcdf]", ("kbtz",), 1),
        ("It rained. [bcdf][kbtz]", ("kbtz",), 1),
        ("It rained. [1]", (), 1),
        ("It rained. [1, 2] [12]", (), 3),
        ("It rained. 【3】", (), 1),
        ("It rained. [kbtz, 7]", ("kbtz",), 1),
        ("It rained. [kbtz] [bcdf] [2]", ("kbtz",), 2),
    ],
)
def test_what_nobody_gave_is_dropped_and_counted(text: str, tags: tuple[str, ...], unknown: int) -> None:
    assert taken(text) == ([Claim("It rained.", tags)], unknown)


@pytest.mark.parametrize(
    "text",
    [
        "It rained (in 2021) and snowed.",
        "It rained (7) times.",
        "The list [sic] is long.",
        'He said that "[w]e go".',
        "It fell to {x} and 3 < 4.",
        "It rained [2021].",
        "The files of bcdf were lost.",
        "He said: kbtzx is no word, nor is akbtz.",
        "The price (see below) rose.",
        "It was (very) cold (and windy).",
    ],
)
def test_brackets_that_cite_nothing_stay(text: str) -> None:
    assert fed([text]) == ([Claim(text)], 0)
    assert fed(text) == ([Claim(text)], 0)


@pytest.mark.parametrize(
    "text",
    [
        "<think>Let me see: [kbtz] says that. Hm. And [mnpd]?</think>It rained. [kbtz]",
        "<think>\nIt is dry. [mnpd]\n</think>\n\nIt rained. [kbtz]",
        "  <thinking>It is dry.</thinking>It rained. [kbtz]",
        "<reasoning>It is dry.</reasoning> It rained. [kbtz]",
        "<thought>It is dry. [bcdf]</thought> It rained. [kbtz]",
        "<think></think>It rained. [kbtz]",
        "<think>a < b > c </thinking> still </think>It rained. [kbtz]",
        "<think>one</think><think>two</think>It rained. [kbtz]",
    ],
)
def test_what_a_model_thinks_aloud_is_not_shown(text: str) -> None:
    assert taken(text) == ([RAIN], 0)


@pytest.mark.parametrize("text", ["<think>", "<think>It rained. [kbtz] It snowed. [mnpd]", " <think>\n"])
def test_a_model_that_only_thinks_has_said_nothing(text: str) -> None:
    reply = Reply(set(KNOWN))
    assert [reply.feed(one) for one in text] == [[] for _ in text]
    assert reply.open == ""
    assert reply.finish() == []
    assert reply.raw == text


@pytest.mark.parametrize("begun", ["<", "<t", "<think", "  <thinki", "\n<reason"])
def test_what_may_become_a_thought_is_not_shown(begun: str) -> None:
    reply = Reply(set(KNOWN))
    reply.feed(begun)
    assert reply.open == ""


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "…", "- ", "[kbtz]", "[kbtz] [mnpd].", "***", "[1]", "( )"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    for pieces in ([text], list(text)):
        reply = Reply(set(KNOWN))
        assert [claim for piece in pieces for claim in reply.feed(piece)] == []
        assert reply.finish() == []


def test_no_pieces_at_all() -> None:
    reply = Reply(set(KNOWN))
    assert (reply.open, reply.finish(), reply.raw, reply.unknown) == ("", [], "", 0)


def test_empty_pieces_change_nothing() -> None:
    assert fed(["", "It ra", "", "ined. [kb", "", "tz] It snowed. [mnpd]", ""]) == ([RAIN, SNOW], 0)


def test_a_text_that_never_ends_a_sentence_is_one() -> None:
    text = "it rained and " * 60 + "it snowed [kbtz]"
    reply = Reply(set(KNOWN))
    assert [claim for one in (text[at : at + 7] for at in range(0, len(text), 7)) for claim in reply.feed(one)] == []
    assert reply.open == text.removesuffix(" [kbtz]")
    assert reply.finish() == [Claim(text.removesuffix(" [kbtz]"), ("kbtz",))]


def test_an_endless_sentence_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "it rained and " * 1_000 + "it snowed"
    claims, _ = fed(text[at : at + 50] for at in range(0, len(text), 50))
    assert len(claims) > 1
    assert " ".join(claim.text for claim in claims) == text


def test_a_bare_key_at_the_end_is_taken_and_an_unknown_word_like_one_stays() -> None:
    assert taken("It rained. kbtz") == ([RAIN], 0)
    assert taken("It rained. [mnpd] kbtz") == ([Claim("It rained.", ("mnpd", "kbtz"))], 0)
    assert fed(["It rained in bcdf."]) == ([Claim("It rained in bcdf.")], 0)


def test_a_line_without_a_full_stop_ends_with_the_line() -> None:
    assert taken("- Rain in the north [kbtz]\n- Snow in the south [mnpd]", prefix=False)[0] == [
        Claim("Rain in the north", ("kbtz",)),
        Claim("Snow in the south", ("mnpd",)),
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "The U.S. and Mr. Smith met on 4 Jan. 2021 in St. Petersburg. [kbtz] They left at 5 p.m. on Monday. [mnpd]",
            ["The U.S. and Mr. Smith met on 4 Jan. 2021 in St. Petersburg.", "They left at 5 p.m. on Monday."],
        ),
        (
            "It cost 3.5 million, i.e. more. [kbtz] It rose by 1.2%! [mnpd]",
            ["It cost 3.5 million, i.e. more.", "It rose by 1.2%!"],
        ),
        ("Did it rain? [kbtz] It did… [mnpd]", ["Did it rain?", "It did…"]),
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str, sentences: list[str]) -> None:
    claims, _ = taken(text)
    assert [claim.text for claim in claims] == sentences
    assert [claim.tags for claim in claims] == [("kbtz",), ("mnpd",)]


@pytest.mark.parametrize(
    "text",
    [
        "# Weather\nIt rained. [kbtz]\n## More\nIt snowed. [mnpd]",
        "### Weather of the week\n\nIt rained. [kbtz]\n\nIt snowed. [mnpd]",
        "**Weather**\nIt rained. [kbtz]\n\n**More:**\nIt snowed. [mnpd]",
        "- **It rained.** [kbtz]\n- It snowed. [mnpd]",
    ],
)
def test_headings_and_emphasis_are_no_text(text: str) -> None:
    reply = Reply(set(KNOWN))
    assert [*reply.feed(text), *reply.finish()] == [RAIN, SNOW]
    reply = Reply(set(KNOWN))
    assert [*(claim for one in text for claim in reply.feed(one)), *reply.finish()] == [RAIN, SNOW]


def test_a_line_that_ends_in_a_colon_opens_the_sentence_after_it() -> None:
    claims, _ = taken("The weather was:\n- It rained. [kbtz]\n- It snowed. [mnpd]", prefix=False)
    assert [claim.tags for claim in claims] == [("kbtz",), ("mnpd",)]
    assert claims[0].text == "The weather was: It rained."


def test_a_mark_within_a_sentence_takes_its_space_with_it() -> None:
    assert taken("It rained in the city [kbtz]; it snowed [mnpd], in the hills. [qrtw]")[0] == [
        Claim("It rained in the city; it snowed, in the hills.", KNOWN)
    ]


def test_sentences_are_settled_as_soon_as_the_next_has_begun() -> None:
    reply = Reply(set(KNOWN))
    assert reply.feed("It rained. [kbtz]") == []
    assert reply.open == "It rained."
    assert reply.feed(" It snowed") == []
    assert reply.feed(" in the mountains.") == [RAIN]
    assert reply.open == "It snowed in the mountains."
    assert reply.feed(" [mnpd]") == []
    assert reply.finish() == [Claim("It snowed in the mountains.", ("mnpd",))]
    assert reply.raw == "It rained. [kbtz] It snowed in the mountains. [mnpd]"


@pytest.mark.parametrize(
    "mark",
    [
        "[kbtz]",
        " [kbtz, mnpd]",
        "(kbtz)",
        "【kbtz】",
        " [key: kbtz]",
        "{kbtz}",
        "<kbtz>",
        "`kbtz`",
        " [^kbtz]",
        " [1]",
        " kbtz",
    ],
)
def test_no_part_of_a_mark_is_ever_shown(mark: str) -> None:
    text = "It rained in the north." + (mark if mark.startswith(" ") else f" {mark}")
    for end in range(len("It rained in the north."), len(text) + 1):
        reply = Reply(set(KNOWN))
        assert reply.feed(text[:end]) == []
        assert reply.open == "It rained in the north."


@pytest.mark.parametrize("mark", ["[kbtz]", "[kbtz, mnpd]", "【mnpd】", "[key: kbtz]"])
def test_no_part_of_a_mark_is_shown_in_the_middle_of_a_sentence(mark: str) -> None:
    text = f"It rained {mark} in the north. It snowed {mark} in the south."
    shown = "It rained in the north. It snowed in the south."
    reply = Reply(set(KNOWN))
    settled = ""
    for one in text:
        settled = " ".join([settled, *(claim.text for claim in reply.feed(one))]).strip()
        assert shown.startswith(f"{settled} {reply.open}".strip())


def test_the_word_for_no_answer_is_a_sentence_like_any() -> None:
    assert taken(NONE)[0] == [Claim("NONE")]
    assert taken(f"{NONE}.")[0] == [Claim("NONE.")]


def test_without_keys_nothing_is_known() -> None:
    reply = Reply(())
    assert [*reply.feed("It rained. [kbtz] It snowed. (mnpd)"), *reply.finish()] == [
        Claim("It rained."),
        Claim("It snowed."),
    ]
    assert reply.unknown == 2


def test_a_long_answer_in_any_pieces() -> None:
    chance = random.Random(11)
    words = [
        "treaty",
        "of",
        "the",
        "three",
        "5.5",
        "per",
        "cent",
        "Mr. Smith",
        "U.S.",
        "said",
        "(in part)",
        "1,550",
        "later",
    ]
    marks = ["[kbtz]", "[mnpd, kbtz]", "(qrtw)", "【mnpd】", "[kbtz][qrtw]", "[bcdf]", "[2]", ""]
    text = ""
    for _ in range(60):
        sentence = "The " + " ".join(chance.choices(words, k=chance.randint(3, 14))) + " ended"
        mark = chance.choice(marks)
        text += f"{sentence}. {mark} " if chance.random() < 0.6 else f"{sentence} {mark}. "
    claims, unknown = taken(text)
    assert len(claims) == 60
    assert unknown == text.count("[bcdf]") + text.count("[2]")


@pytest.mark.parametrize(
    ("draft", "shown"),
    [
        ("It rained. [kbtz] It snowed [mnpd, qrtw] hard", "It rained. It snowed hard"),
        ("It rained. 【kbtz】\n\nIt snowed. (source: mnpd)", "It rained.\nIt snowed."),
        ("It rained. kbtz It snowed.", "It rained. It snowed."),
        ("It rained. [kb", "It rained."),
        ("It rained. [kbtz, ", "It rained."),
        ("It rained. kbt", "It rained."),
        ("<think>which key? kbtz</think>It rained. [kbtz]", "It rained."),
        ("<think>which key? kbtz", ""),
        ("It rained in 2024. See http://example.org [1]", "It rained in 2024. See http://example.org"),
        ("", ""),
    ],
)
def test_a_draft_is_read_without_keys_though_nobody_knows_them_any_more(draft: str, shown: str) -> None:
    assert readable(draft) == shown


def test_where_the_keys_are_known_a_word_of_their_form_stays() -> None:
    draft = "The gap was 3 mmhg wide. [kbtz] It is pfft [mnpd] of no use. kbtz"
    assert readable(draft, {"kbtz"}) == "The gap was 3 mmhg wide. It is pfft of no use."
