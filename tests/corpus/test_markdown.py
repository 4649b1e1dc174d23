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
draft
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


@pytest.mark.parametrize(
    "raw", ["---\nThe talks ended.\n---\n\nMore.", "---\ntitle: no end\n", "Text\n---\na: b\n---\n"]
)
def test_rules_are_not_front_matter(raw: str) -> None:
    assert read_markdown(raw)[1].title == ""


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


@pytest.mark.parametrize("mark", ["*a ", "_a ", "[", "<!--", "![", "`a ", "> ", "# ", "- "])
def test_unclosed_marks_take_no_more_than_linear_time(mark: str) -> None:
    assert texts(mark * 100_000 + "end") != []
