import re

import pytest

from assistant.ui.draw_chart import by_month
from index.catalog import MonthCount, Months


def months(*counts: tuple[str, int], undated: int = 0) -> Months:
    return Months(tuple(MonthCount(month, "Wire", articles) for month, articles in counts), ("Wire",), undated)


def test_a_bar_for_every_month_from_the_first_to_the_last() -> None:
    drawn = by_month(months(("2024-11", 1), ("2025-02", 4)))
    assert re.findall(r"<title>([^<]*)</title>", drawn) == [
        "Nov 2024: 1 article",
        "Dec 2024: 0 articles",
        "Jan 2025: 0 articles",
        "Feb 2025: 4 articles",
    ]
    assert re.findall(r'height="([\d.]+)"', drawn) == ["37.0", "148.0"]
    assert "<figcaption" in drawn
    assert "<span>Nov 2024</span><span>Feb 2025</span>" in drawn


@pytest.mark.parametrize(("number", "width"), [(1, "4.5"), (2, "9.1"), (12, "54.5"), (22, None), (60, None)])
def test_few_months_are_few_bars_and_not_the_whole_width(number: int, width: str | None) -> None:
    end = f"{2020 + (number - 1) // 12:04}-{(number - 1) % 12 + 1:02}"
    drawn = by_month(months(*dict.fromkeys([("2020-01", 3), (end, 3)])))
    styles = re.findall(r'style="width:([\d.]+)%"', drawn)
    assert styles == ([width] * 3 if width else [])


def test_one_month_is_named_once_and_undated_articles_are_told() -> None:
    drawn = by_month(months(("2025-03", 2), undated=3))
    assert drawn.count("<span>Mar 2025</span>") == 1
    assert "<span>Mar 2025</span></figcaption>" in drawn
    assert drawn.endswith('<p class="apart">3 articles without a date</p></figure></details>')
    assert by_month(Months()) == ""


def test_the_largest_count_stands_at_its_height() -> None:
    drawn = by_month(months(("2025-01", 1_200), ("2025-02", 4)))
    assert re.search(r'<p class="most"[^>]*>1,200</p><svg', drawn)


def test_very_many_months_are_years() -> None:
    drawn = by_month(months(("1990-01", 1), ("2020-06", 1)))
    assert "Articles by year" in drawn
    assert drawn.count("<title>") == 31
