"""Roles of lines: what is the article and what is not, and nothing of it lost."""

import pytest

from corpus.clean import Line, clean, tidy
from corpus.markdown import read_markdown
from corpus.plain import plain_block, read_plain

FIRST = "The two foreign ministers met in the old town on Tuesday and spoke for three hours behind closed doors."
SECOND = (
    "In April 2021 the two sides had agreed to exchange 14 prisoners, and in June the exchange took place at a bridge."
)
THIRD = "Neither side would say whether the treaty on missiles came up, though both had promised to raise it."


def lines(*paragraphs: str, title: str = "") -> tuple[Line, ...]:
    return clean(read_plain("\n".join(paragraphs))[0], title)


def roles(*paragraphs: str, title: str = "") -> list[str]:
    return [line.role for line in lines(*paragraphs, title=title)]


def test_the_headline_is_the_title_and_not_text() -> None:
    assert roles("Ministers meet in the old town", FIRST) == ["title", "body"]


def test_navigation_above_the_headline_is_not_the_title() -> None:
    assert roles("Skip to content", "Ministers meet in the old town", FIRST) == ["navigation", "title", "body"]


def test_a_breadcrumb_and_a_second_title_and_an_empty_standfirst() -> None:
    found = roles(
        "Home > World news > Ministers meet in the old town",
        "Ministers meet in the old town",
        "Analysis of the ministers' tactics, the mood in both capitals and consequences for the treaty.",
        FIRST,
        "Ministers meet in the old town",
    )
    assert found == ["navigation", "title", "standfirst", "body", "repeat"]


@pytest.mark.parametrize(
    "line",
    [
        "The talks were the third since spring and ended without a word about the treaty.",
        "Analysis of the talks shows that nothing was agreed.",
        "The report on the talks was published on Monday.",
    ],
)
def test_a_sentence_below_the_title_is_text(line: str) -> None:
    assert roles("Ministers meet in the old town", line, FIRST) == ["title", "body", "body"]


def test_an_article_without_a_headline_has_no_title() -> None:
    assert roles(FIRST, SECOND, THIRD) == ["body", "body", "body"]
    assert roles("The talks are over.", FIRST) == ["body", "body"]


@pytest.mark.parametrize(
    "title", ["Will they meet again?", "Treaty dies in the U.S.", "“Nothing agreed”", "В Женеве ждут итогов"]
)
def test_headlines_of_other_shapes(title: str) -> None:
    assert roles(title, FIRST)[0] == "title"


def test_a_line_that_the_next_one_goes_on_with_is_no_title() -> None:
    assert roles("The ministers of the two countries", "met in the old town on Tuesday.", FIRST) == ["body"] * 3


def test_a_section_name_above_the_title_is_navigation() -> None:
    assert roles("WORLD", "Ministers meet in the old town", FIRST) == ["navigation", "title", "body"]


def test_byline_and_date_stand_aside() -> None:
    found = roles("Ministers meet in the old town", "By Ada First and Ben Last", "12 November 2025", FIRST)
    assert found == ["title", "byline", "date", "body"]
    assert roles("Ministers meet", FIRST, "By Ada First") == ["title", "body", "body"]  # not at the top


def test_the_title_that_metadata_gives_is_a_repeat_in_the_text() -> None:
    assert roles("Russia’s “double” policy", FIRST, title='Russia\'s "double" policy') == ["repeat", "body"]
    assert roles("A line of text", FIRST, title="Another title") == ["body", "body"]


def test_promotion_and_the_copyright_line() -> None:
    found = roles(
        "Ministers meet", "Want to know what happened?", FIRST, "Stay tuned for more!", '© 2025, Agency "Example"'
    )
    assert found == ["title", "promotion", "body", "promotion", "copyright"]


SUMMARY = "- In 2021 two sides agreed to exchange 14 prisoners, and the exchange took place at a bridge in June."


def test_bullets_at_the_end_that_repeat_the_body_are_a_summary() -> None:
    found = lines(
        "Ministers meet", FIRST, SECOND, "© 2025 Example", SUMMARY, "- The treaty on missiles is dead by 2030."
    )
    assert [line.role for line in found] == ["title", "body", "body", "copyright", "summary", "body"]


@pytest.mark.parametrize(
    "item",
    [
        "- In 2021 two sides agreed to exchange 15 prisoners, and the exchange took place at a bridge in June.",
        "- The ministers of both sides will meet in spring to sign the treaty on grain.",
        "- In 2021 two sides had not agreed to exchange 14 prisoners, and the exchange took place at a bridge in June.",
        "- In 2021 five sides agreed to exchange 14 prisoners, and the exchange took place at a bridge in June.",
        "- In 2021 two sides agreed in Oslo to exchange 14 prisoners, and the exchange took place at a bridge in June.",
        "- USA",
        "- June",
    ],
)
def test_a_bullet_that_says_something_new_stays(item: str) -> None:
    assert roles("Ministers meet", FIRST, SECOND, item)[-1] == "body"


def test_a_list_inside_the_article_stays() -> None:
    assert roles("Ministers meet", FIRST, SECOND, SUMMARY, THIRD) == ["title", "body", "body", "body", "body"]


def test_the_heading_of_a_summary_goes_with_it() -> None:
    assert roles("Ministers meet", FIRST, SECOND, "Key takeaways:", SUMMARY)[-2:] == ["summary", "summary"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("They were absent[5].", "They were absent."),
        ("Influence grew[1][5]. It fell [2].", "Influence grew. It fell."),
        ("Sources agree[1, 3][4-6], mostly [7] [8].", "Sources agree, mostly."),
        ("It is said[citation needed] so.", "It is said so."),
        ("“We agreed. [...] And so it was [sic].”", "“We agreed. [...] And so it was [sic].”"),
        ("He wrote […] and return[s] to it.", "He wrote […] and return[s] to it."),
        ("About [12] people and [2025] years.", "About [12] people and [2025] years."),
        ("Mos\u200bcow\ufeff is soft\u00adened.", "Moscow is softened."),
        ("He said \x1b]0;title\x07hello\x1b[31m red\x1b[0m.\x01\x02\x9b", "He said hello red."),
        ("A tab\tstays.", "A tab\tstays."),
        ("A family 👨\u200d👩\u200d👧 stays.", "A family 👨\u200d👩\u200d👧 stays."),
        ("The U.S.\u00a0and “quotes” – stay—so.", "The U.S.\u00a0and “quotes” – stay—so."),
    ],
)
def test_marks_and_invisible_characters_are_cut(raw: str, text: str) -> None:
    block = tidy(plain_block(raw, 0, len(raw)))
    assert block.text == text
    ends = [start for start, _ in block.runs[1:]] + [len(text)]
    for (start, at), end in zip(block.runs, ends, strict=True):
        assert raw[at : at + end - start] == text[start:end]


def test_a_line_of_marks_only_disappears() -> None:
    assert roles("Ministers meet", FIRST, "\u200b") == ["title", "body"]


def test_a_long_list_at_the_end_is_a_list_of_its_own() -> None:
    assert roles("Ministers meet", FIRST, SECOND, *[SUMMARY] * 60)[-60:] == ["body"] * 60


def test_open_brackets_take_linear_time() -> None:
    assert len(lines("The end.", "a [b " * 50_000)) == 2


def test_an_article_that_is_all_list_stays() -> None:
    assert roles("- The ministers met in the old town.", SUMMARY) == ["body", "body"]


def test_the_first_heading_below_a_repeated_title_is_text() -> None:
    page = "# The harbour\n\n## How it fell silent\n\n" + FIRST
    found = clean(read_markdown(page)[0], "The harbour")
    assert [(line.role, line.block.text) for line in found[:2]] == [
        ("repeat", "The harbour"), ("body", "How it fell silent"),
    ]  # fmt: skip
