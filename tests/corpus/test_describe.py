"""Title, outlet, author, date and language: stated or empty."""

import pytest

from corpus.article import Origin
from corpus.clean import clean
from corpus.dates import parse_date, parse_partial_date
from corpus.describe import Description, describe
from corpus.imprint import byline, copyright_owner, copyright_year, date_line
from corpus.language import detect_language
from corpus.plain import read_plain
from corpus.stated import Stated

BODY = "The two foreign ministers met in the old town on 3 May 2024 and spoke for three hours behind closed doors."


def described(*paragraphs: str, stated: Stated = Stated()) -> Description:  # noqa: B008 - frozen
    lines = clean(read_plain("\n".join(paragraphs))[0], stated.title)
    return describe([stated], lines, "\n\n".join(line.block.text for line in lines if line.role == "body"))


def test_an_article_that_says_nothing_of_itself_has_empty_fields() -> None:
    known = described(BODY, "Published by The Other Paper under the byline of “The Newsroom”, it says little.")
    assert (known.title, known.outlet, known.author, known.url) == ("", "", "", "")
    assert (known.published, known.origins) == (None, {"language": Origin("inferred", "its words")})


def test_what_is_stated_comes_first() -> None:
    stated = Stated("Talks", "Example", "Ada First", "2025-11", "https://e.org", "en-GB")
    known = described("A headline", BODY, "© 2019 Somebody Else", stated=stated)
    assert (known.title, known.outlet, known.author, known.url) == ("Talks", "Example", "Ada First", "https://e.org")
    assert (known.published, known.language) == ("2025-11", "en")
    assert set(map(str, known.origins.values())) == {"stated: metadata"}


def test_the_copyright_line_gives_the_outlet_and_infers_the_year() -> None:
    known = described("Ministers meet", BODY, '© 2025, Agency "Example"')
    assert (known.title, known.outlet, known.published) == ("Ministers meet", 'Agency "Example"', "2025")
    assert {name: str(origin) for name, origin in known.origins.items() if name != "language"} == {
        "title": "stated: headline", "outlet": "stated: copyright line", "published": "inferred: copyright line",
    }  # fmt: skip


def test_the_first_to_state_a_field_wins() -> None:
    lines = clean(read_plain(BODY)[0], "")
    page = Stated(title="As the page has it", published="no date at all")
    feed = Stated(title="As the feed has it", published="2025-03-18", outlet="Example Wire", by="feed")
    known = describe([page, feed], lines, BODY)
    assert (known.title, known.outlet, known.published) == ("As the page has it", "Example Wire", "2025-03-18")
    assert known.origins["title"] == Origin("stated", "metadata")
    assert known.origins["outlet"] == known.origins["published"] == Origin("stated", "feed")


def test_a_date_line_and_a_byline_at_the_top() -> None:
    known = described("Ministers meet", "By Ada First | Nov. 12, 2025", "Published: Nov. 12, 2025, 10:30 GMT", BODY)
    assert (known.author, known.published) == ("Ada First", "2025-11-12")
    assert (str(known.origins["author"]), str(known.origins["published"])) == ("stated: byline", "stated: date line")


@pytest.mark.parametrize("mark", [" — ", " - ", " (Agency) – "])
def test_a_dateline_states_the_date(mark: str) -> None:
    assert described(f"MOSCOW, Nov. 12, 2025{mark}{BODY}").published == "2025-11-12"


def test_dates_in_the_body_and_updates_are_not_the_date() -> None:
    assert described("Ministers meet", "Updated: 12 November 2025", BODY).published is None
    assert described("December 10 was the day of the talks, ten years after 3 May 2014 – a Saturday.").published is None


@pytest.mark.parametrize(
    ("line", "owner", "year"),
    [
        ('© 2025, Agency "Example"', 'Agency "Example"', "2025"),
        ("Copyright 2024 The Example Times", "The Example Times", "2024"),
        ("Copyright © 2019–2025 by Example Media Ltd. All rights reserved.", "Example Media Ltd", ""),
        ("(c) Example 2023", "Example", "2023"),
        ("The Example Times © 2025", "The Example Times", "2025"),
        ("All rights reserved.", "", ""),
        ("© 2025", "", "2025"),
    ],
)
def test_copyright_lines(line: str, owner: str, year: str) -> None:
    assert (copyright_owner(line), copyright_year(line)) == (owner, year)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada First", "Ada First"),
        ("BY ADA FIRST AND BEN LAST", "ADA FIRST AND BEN LAST"),
        ("By Ada First, Moscow correspondent", "Ada First"),
        ("Von Anna von der Leine", ""),
        ("Von der Linde Visits Ankara", ""),
        ("Автор: Анна Петрова", "Анна Петрова"),
        ("By Tuesday the talks were over", ""),
        ("By Ada First and others who were there.", ""),
        ("By 2025", ""),
        ("Ada First", ""),
    ],
)
def test_bylines(line: str, names: str) -> None:
    assert byline(line) == names


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025-11-12", "2025-11-12"),
        ("2025-11-12T10:00:00.000+03:00", "2025-11-12"),
        ("Wed, 12 Nov 2025 10:00:00 GMT", "2025-11-12"),
        ("Wednesday, November 12th, 2025", "2025-11-12"),
        ("Sept. 3, 2024 at 3:45 p.m. EST", "2024-09-03"),
        ("12.11.2025", "2025-11-12"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("12 ноября 2025 года, 14:30", "2025-11-12"),
        ("12. März 2025", "2025-03-12"),
        ("1 août 2025", "2025-08-01"),
        ("12 de noviembre de 2025", "2025-11-12"),
        ("03/04/2025", None),
        ("31 June 2025", None),
        ("December 10", None),
        ("12 Foo 2025", None),
        ("On 12 November 2025 the ministers met", None),
        ("", None),
    ],
)
def test_full_dates(written: str, date: str | None) -> None:
    assert parse_date(written) == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025", "2025"),
        ("2025-11", "2025-11"),
        ("November 2025", "2025-11"),
        ("2025-13", None),
        ("Foo 2025", None),
        ("", None),
    ],
)
def test_partial_dates(written: str, date: str | None) -> None:
    assert parse_partial_date(written) == date


def test_date_lines() -> None:
    assert date_line("Reuters | 12 November 2025") == "2025-11-12"
    assert date_line("Last updated: 12 November 2025") == ""
    assert date_line("The talks of 12 November 2025 failed") is None
    assert date_line("By Ada First | 12 November 2025") == "2025-11-12"
    assert date_line("Envoys leave in anger | 12 November 2025") is None
    assert date_line("2025-11-12" + " " * 100_000) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", BODY),
        ("ru", "Министры встретились в Женеве и говорили о том, как быть с договором, но не пришли к согласию."),
        (
            "uk",
            "Міністри зустрілися в Женеві та говорили про те, як бути з договором, але не дійшли згоди щодо нього.",
        ),
        ("de", "Die Minister trafen sich in der Stadt und sprachen über den Vertrag, aber sie sind sich nicht einig."),
        (
            "fr",
            "Les ministres se sont vus dans la ville et ont parlé du traité, mais sans accord sur la suite.",
        ),
        (
            "es",
            "Los ministros se reunieron en la ciudad y hablaron del tratado, pero no se pusieron de acuerdo.",
        ),
        ("ar", "التقى الوزيران في المدينة القديمة وتحدثا عن المعاهدة"),
        ("zh", "两国外长在日内瓦会晤，讨论了条约问题，但没有达成协议。"),
        ("ja", "両国の外相はジュネーブで会談し、条約について話し合った。"),
        ("", "Lavrov Rubio Dmitriev Witkoff Geneva Riyadh Anchorage Budapest Istanbul"),
        ("", "Too short"),
        ("", ""),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_control_characters_are_cut_from_what_is_stated() -> None:
    assert described(BODY, stated=Stated(title="Ta\x1b[31mlks\x07", url="https://e.org/\x00a")).title == "Talks"
