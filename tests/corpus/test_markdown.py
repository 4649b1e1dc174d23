"""Markdown: front matter, blocks, and marks cut out with the offsets kept."""

import pytest

from corpus.markdown import read_markdown

FRONT = """---
title: "Talks \\"adjourned\\": no date set"
source: 'The Example Times'   # where it stood
byline: [Ada First, "Ben Last"]
published: 2025-11-12
link: https://example.org/talks?a=b:c
lang: en-GB

# a remark
draft: true
---
"""


def texts(raw: str) -> list[str]:
    return [block.text for block in read_markdown(raw)[0]]


def test_front_matter_states_what_is_known() -> None:
    blocks, stated = read_markdown(FRONT + "\nThe talks ended.\n")
    assert stated.title == 'Talks "adjourned": no date set'
    assert (stated.outlet, stated.author) == ("The Example Times", "Ada First, Ben Last")
    assert (stated.published, stated.language) == ("2025-11-12", "en-GB")
    assert stated.url == "https://example.org/talks?a=b:c"
    assert [block.text for block in blocks] == ["The talks ended."]


@pytest.mark.parametrize("raw", ["---\nThe talks ended.\n---\n\nMore.", "Text\n---\na: b\n---\n"])
def test_rules_are_not_front_matter(raw: str) -> None:
    assert read_markdown(raw)[1].title == ""


def test_what_speakers_say_between_two_rules_is_not_front_matter() -> None:
    raw = "---\n\nEnvoy: We agreed to meet again.\n\nHost: We did not.\n\n---\n\nThey parted."
    assert texts(raw) == ["Envoy: We agreed to meet again.", "Host: We did not.", "They parted."]
    assert texts("---\nEnvoy: We agreed.\n---\nThey parted.") == ["Envoy: We agreed.", "They parted."]


def test_front_matter_that_is_not_closed_ends_at_the_first_empty_line() -> None:
    blocks, stated = read_markdown("---\ntitle: The talks\ndate: 2025-01-02\n\nThey ended.\n\n---\n\nThey go on.\n")
    assert (stated.title, stated.published) == ("The talks", "2025-01-02")
    assert [block.text for block in blocks] == ["They ended.", "They go on."]


@pytest.mark.parametrize(
    ("fields", "title", "author"),
    [
        ("title: >-\n  The talks\n  go on\nauthor: Ada First", "The talks go on", "Ada First"),
        ("title: |\n  The talks", "The talks", ""),
        ("title: The talks\nauthors:\n  - Ada First\n- 'Ben Last'", "The talks", "Ada First, Ben Last"),
        ("title: The talks\n  go on\nauthor:\n  given: Ada", "The talks go on", ""),
    ],
)
def test_values_of_several_lines(fields: str, title: str, author: str) -> None:
    stated = read_markdown(f"---\n{fields}\n---\nText.")[1]
    assert (stated.title, stated.author) == (title, author)


def test_somebody_who_speaks_is_no_link_definition() -> None:
    assert texts("[Host]: Resign?\n\n[Envoy]: Never.\n\n[Host]: Really, never?") == [
        "[Host]: Resign?", "[Envoy]: Never.", "[Host]: Really, never?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["https://e.org/a", "<a b>".replace(" ", "-"), "/a", "../a/b", "#top", "e.org", "a/b.html 'A'"]
)
def test_link_definitions_are_cut(address: str) -> None:
    assert texts(f"See [it][n].\n\n[n]: {address}\n") == ["See it."]


def test_an_empty_line_of_a_quotation_parts_paragraphs() -> None:
    line = "The minister said on Monday that the talks would go on for weeks."
    assert texts(f"> {line}\n>\n\nHe left.") == [line, "He left."]
    assert texts(f"> {line}\n>\n> and so they did.") == [line, "and so they did."]


@pytest.mark.parametrize(
    "raw",
    ["[the note](<https://e.org/n>) was", "![x](http://a/[^1].png) Words", "[a `b](http://e.org/`c) d",
     "*a [b*](u_v_) c_",
     "[<http://a.org>](<http://b.org>) ~~x~~", "[^![a](b)] c", "**a *b** c*"],
)  # fmt: skip
def test_marks_inside_marks_keep_every_character_at_its_place(raw: str) -> None:
    for block in read_markdown(raw)[0]:
        ends = [start for start, _ in block.runs[1:]] + [len(block.text)]
        for (start, at), end in zip(block.runs, ends, strict=True):
            assert raw[at : at + end - start] == block.text[start:end]
    assert "](" not in "".join(texts("[the note](<https://e.org/n o>) was ![x](http://a/[^1].png)."))


def test_headings_close_only_after_a_space() -> None:
    assert texts("# C#\n\n## Two ##\n\n# a" + " " * 100_000 + "b")[:2] == ["C#", "Two"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**Bold** and *plain* and __both__ and _one_.", "Bold and plain and both and one."),
        ("A [link](https://e.org/a_(b) \"t\") and <https://e.org>.", "A link and https://e.org."),
        ("![a picture](p.png) Words.", "Words."),
        ("snake_case_name and 2 * 3 * 4 stay.", "snake_case_name and 2 * 3 * 4 stay."),
        ("AT&T &amp; co &mdash; &nosuch; done.", "AT&T & co — &nosuch; done."),
        (r"\*Not\* emphasis.", "*Not* emphasis."),
        ("`code` and ~~struck~~ words.", "code and struck words."),
        ("He wrote [...] and [sic] here.", "He wrote [...] and [sic] here."),
        ("Two marks[1][5] stay for the cleaner.", "Two marks[1][5] stay for the cleaner."),
        ("A note[^1] is cut.", "A note is cut."),
        ("<!-- hidden\nwords -->Seen.", "Seen."),
        ("<!-- never closed", "<!-- never closed"),
        ("1. First", "First"),
        ("> Quoted.", "Quoted."),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_marks_are_cut_and_words_stay(raw: str, text: str) -> None:
    assert texts(raw) == [text]


def test_blocks_and_their_kinds() -> None:
    raw = "# One #\n\nTwo\n===\nThree.\n- four\n  and more\n* five\n\n***\n```py\nsix\n```\n"
    raw += "[ref]: http://e.org\nSee [it][ref]."
    kinds = [(block.kind, block.text) for block in read_markdown(raw)[0]]
    assert kinds == [
        ("heading", "One"), ("heading", "Two"), ("text", "Three."), ("bullet", "four\n  and more"), ("bullet", "five"),
        ("text", "six"), ("text", "See it."),
    ]  # fmt: skip


def test_paragraphs_on_a_line_each_stay_apart_and_wrapped_lines_are_joined() -> None:
    lines = [
        "The ministers met for a third day in the old town and",
        "went home without a word to anyone who waited there.",
    ]
    assert texts("\n".join(lines)) == ["\n".join(lines)]
    assert texts("The first paragraph ends here.\nThe second one ends here.") == [
        "The first paragraph ends here.", "The second one ends here.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark",
    ["*a ", "_a ", "[", "<!--", "![", "`a ", "> ", "# ", "- ", "[a ", "[[]", "![a", "~~a ", "_a", '[a](x "', "[x](("],
)
def test_unclosed_marks_take_no_more_than_linear_time(mark: str) -> None:
    assert texts(mark * 100_000 + "end") != []
