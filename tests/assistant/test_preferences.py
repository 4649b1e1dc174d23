"""What questions prefer: forty of them, half with a preference and half with what only looks like one."""

from datetime import date

import pytest

from assistant.filters import as_record
from assistant.holdings import Holdings
from assistant.preferences import preferences
from index.index import ArticleInfo

OUTLETS = ("RT", "Reuters", "TASS", "The Kremlin", "The New York Times", "The Guardian", "BBC News", "kommersant.ru")
DAYS = {"the Alaska summit": date(2025, 8, 15)}
MIN_RIGHT = 0.95  # of what is said, and of what is expected; one of the 22 preferences below is 0.045


def an_article(number: int, outlet: str = "", published: str | None = None, language: str = "en") -> ArticleInfo:
    key = f"{number}.md"
    return ArticleInfo(f"a{number}", key, key, "", outlet, published, "stated", language, 100, 2)


def holdings() -> Holdings:
    """An article of each outlet in each month from 2009 to 2026."""
    months = [f"{year}-{month:02}-07" for year in range(2009, 2027) for month in range(1, 13)]
    return Holdings([an_article(n, OUTLETS[n % len(OUTLETS)], day) for n, day in enumerate(months)])


def stated(question: str, **how: object) -> list[str]:
    """Each preference of a question as its filter, in one line."""
    found = preferences(question, holdings(), DAYS.get, **how)  # type: ignore[arg-type]
    return [_line(as_record(one.where)) for one in found]


def _line(record: dict[str, object]) -> str:
    outlets = record.get("outlets", [])
    assert isinstance(outlets, list)
    return ", ".join(outlets) or f"{record.get('since', '')}..{record.get('until', '')}"


WITH = [
    ("What did Lavrov say in March 2025?", ["2025-03-01..2025-05-01"]),
    ("How has the front moved since 15 August 2025?", ["2025-08-15.."]),
    ("According to RT, why were the talks called off?", ["RT"]),
    ("What does Reuters say about the new sanctions?", ["Reuters"]),
    ("What was agreed between May and July 2024?", ["2024-05-01..2024-08-31"]),
    ("Who was expelled in early 2022?", ["2022-01-01..2022-06-01"]),
    ("Before 2021, what did Washington offer on inspections?", ["..2020-12-31"]),
    ("How many diplomats were left after October 2021?", ["2021-11-01.."]),
    ("What happened from 2022 to 2023 on the grain route?", ["2022-01-01..2024-01-31"]),
    ("In the Kremlin’s account, what did the presidents discuss?", ["The Kremlin"]),
    ("What have the sides said since the Alaska summit?", ["2025-08-15.."]),
    ("How did the NYT describe the meeting?", ["The New York Times"]),
    ("Which officials met in Riyadh on 18 February 2025?", ["2025-02-18..2025-03-21"]),
    ("What do RT and TASS report about the drone attack?", ["RT", "TASS"]),
    ("Who ran the embassy until the summer of 2023?", ["..2023-08-31"]),
    ("what changed in spring 2024 according to the guardian?", ["2024-03-01..2024-07-01", "The Guardian"]),
    ("What did Moscow propose before the Alaska summit?", ["..2025-08-15"]),
    ("In an interview with TASS, what did Ryabkov say about testing?", ["TASS"]),
    ("Which agreements lapsed by the end of 2024?", ["..2024-12-31"]),
    ("During the first half of 2025, how often did Trump and Putin speak?", ["2025-01-01..2025-08-01"]),
]
WITHOUT = [
    "What does the 2010 New START treaty limit?",
    "Why did Theresa May expel the diplomats?",
    "Since Russia left the treaty, why are there still inspections?",
    "What went wrong in Anchorage, according to Lavrov?",
    "Why was RT banned in Europe?",
    "How many warheads may each side have?",
    "What is in the treaty signed in 2010?",
    "Who is to blame for the war that began in 2014?",
    "What did the Kremlin want from the summit?",
    "What happened in March?",
    "Who testified before the Senate about the sanctions?",
    "Which article of the constitution was amended after all?",
    "What is the 28-point plan?",
    "Who took part in the march on Moscow?",
    "Who owns Reuters?",
    "Were the sanctions lifted since they did not work?",
    "How much gas flowed through the pipeline of 2010 km?",
    "Which speech is called “the lesson of March 2014”?",
    "What does the agreement of 1972 say about Berlin?",
    "How many people live in the district after the reform?",
]


def test_forty_questions_by_hand() -> None:
    assert (len(WITH), len(WITHOUT)) == (20, 20)
    said = [(question, one) for question in [*(asked for asked, _ in WITH), *WITHOUT] for one in stated(question)]
    expected = [(question, one) for question, wanted in WITH for one in wanted]
    right = len(set(said) & set(expected))
    wrong = sorted(set(said) ^ set(expected))
    assert right / len(said) >= MIN_RIGHT, f"precision {right}/{len(said)}: {wrong}"
    assert right / len(expected) >= MIN_RIGHT, f"recall {right}/{len(expected)}: {wrong}"


@pytest.mark.parametrize(
    ("question", "said", "label"),
    [
        ("What did Lavrov say in March 2025?", "in March 2025", "March 2025"),
        ("what happened in the spring of march 2025 or in may 2024?", "in may 2024", "May 2024"),
        ("What has changed since 2022?", "since 2022", "since 2022"),
        ("Until  the end of 2022, who paid?", "Until the end of 2022", "until the end of 2022"),
        ("How did The Guardian see it, by the Guardian's account?", "the Guardian", "The Guardian"),
        ("What since the Alaska summit?", "since the Alaska summit", "since 15 Aug 2025 (Alaska summit)"),
    ],
)
def test_a_preference_has_its_words_and_a_label_of_its_own(question: str, said: str, label: str) -> None:
    found = {one.label: one.said for one in preferences(question, holdings(), DAYS.get)}
    assert found.get(label) == said, found


def test_one_that_was_taken_away_stays_away() -> None:
    question = "What did RT say in March 2025?"
    assert stated(question) == ["RT", "2025-03-01..2025-05-01"]
    assert stated(question, ignore=("RT",)) == ["2025-03-01..2025-05-01"]
    assert stated(question, ignore=("RT", "March 2025")) == []


def test_what_all_articles_pass_or_none_is_not_preferred() -> None:
    assert stated("What was said in 1995?") == []
    assert stated("What was said since 2001?") == []
    assert preferences("What does RT say?", Holdings([an_article(1, "RT")]), DAYS.get) == ()
    assert len(preferences("What does RT say?", Holdings([an_article(1, "RT"), an_article(2)]), DAYS.get)) == 1


def test_a_pasted_text_prefers_nothing() -> None:
    assert stated("What was said in March 2025? " + "They met again in May 2025. " * 40) == []


def test_a_follow_up_keeps_the_time_it_leans_on_until_it_names_its_own() -> None:
    shown = "And in May 2025? (What did RT say in March 2025)"
    assert stated(shown, own=len("And in May 2025?")) == ["2025-05-01..2025-07-01", "RT"]
    shown = "And after that? (What did RT say in March 2025)"
    assert stated(shown, own=len("And after that?")) == ["RT", "2025-03-01..2025-05-01"]
