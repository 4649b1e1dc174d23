"""Which lines could be furniture of their outlet, and how they are cut."""

import hashlib
from collections.abc import Sequence

import pytest

from corpus.article import Article
from corpus.recurring import candidates, without

BODY = [f"The harbour board met for the {n}th time and moved the ferry to another pier." for n in range(4, 18)]


def article(lines: Sequence[str], outlet: str = "Harbour Gazette", pages: tuple[int, ...] = ()) -> Article:
    text = "\n\n".join(lines)
    return Article(
        id="a", source="a.txt", key="a.txt", digest=hashlib.sha256(text.encode()).hexdigest(), title="", outlet=outlet,
        author="", url="", published=None, language="en", text=text, offsets=((0, 100),), pages=pages,
    )  # fmt: skip


def found(lines: Sequence[str], outlet: str = "Harbour Gazette") -> list[str]:
    one = article(lines, outlet)
    return [one.text[line.start : line.end] for line in candidates(one)]


@pytest.mark.parametrize(
    "line",
    [
        "Harbour Gazette is a daily of the northern coast, founded in 1911.",
        "The views in this column are those of its writer alone; opinions differ.",
        "We print a new edition each morning before the first ferry.",
        "If you have seen something, write to desk@gazette.example.",
        "Эта статья впервые вышла на нашем сайте.",
        "Unser Angebot lebt von der Spende.",
    ],
)
def test_what_an_outlet_says_of_itself_or_to_its_readers_may_be_furniture_anywhere(line: str) -> None:
    assert found([*BODY[:6], line, *BODY[6:]]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The strait was closed to freighters in 2019, when the first mine was found.",
        "“We will not sell our harbour,” the mayor has repeated since.",
        "The ministry told us that it had no comment.",
        "The US and Norway share the fishing grounds since 1998.",
        "Port Wessel lies two hours north of the capital.",
    ],
)
def test_a_sentence_that_tells_quotes_or_reports_is_never_a_candidate(line: str) -> None:
    assert found([line, *BODY, line]) == []


def test_a_line_that_is_no_sentence_is_a_candidate_at_either_end_alone() -> None:
    line = "North coast | Shipping | Weather"
    assert found([line, *BODY, line]) == [line, line]
    assert found([*BODY[:4], line, *BODY[4:]]) == []


def test_without_an_outlet_nothing_can_recur() -> None:
    assert found(["We thank our readers.", *BODY], outlet="") == []


def test_the_key_is_the_outlets_own_and_takes_no_notice_of_case_or_quotes() -> None:
    def key(line: str, outlet: str) -> int:
        return candidates(article([*BODY, line], outlet))[0].key

    assert key("It’s our coast", "Harbour Gazette") == key("IT'S OUR  COAST", "harbour gazette")
    assert key("It's our coast", "Harbour Gazette") != key("It's our coast", "Coast Herald")


def test_lines_are_cut_and_every_offset_still_leads_to_the_file() -> None:
    top, foot, sign = "North coast", "We thank our readers.", "Gazette desk"
    whole = article([top, *BODY[:10], foot, *BODY[10:], foot, sign], pages=(0, 400, 900))
    raw = " " * 100 + whole.text
    lines = candidates(whole)
    cut = without(whole, lines, {line.key for line in lines})
    assert cut.text == "\n\n".join(BODY)
    assert cut.digest == hashlib.sha256(cut.text.encode()).hexdigest() != whole.digest
    for line in BODY:
        at = cut.text.index(line)
        assert raw[cut.raw_offset(at) : cut.raw_offset(at) + len(line)] == line
    for before, after in zip(whole.pages, cut.pages, strict=True):
        assert whole.text[before : before + 20] in (cut.text[after : after + 20], f"{top}\n\n{BODY[0]}"[:20])


def test_only_what_recurs_is_cut_and_never_all_of_an_article() -> None:
    lines = ["Gazette desk", "We thank our readers."]
    one = article([*lines, *BODY])
    keys = candidates(one)
    assert without(one, keys, {keys[1].key}).text == "\n\n".join([lines[0], *BODY])
    assert without(one, keys, set()) is one
    bare = article(lines)
    assert without(bare, candidates(bare), {key.key for key in candidates(bare)}) is bare
