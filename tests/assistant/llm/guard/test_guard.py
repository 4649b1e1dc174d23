"""What of a sentence stands in no passage: numbers, dates, names, quotations, and who does what."""

from itertools import pairwise

import pytest

from assistant.llm.guard import Cited, flags, out_of_order, turned

PASSAGE = Cited(
    "Anna Berg met Igor Malin in Oslo on Tuesday, 4 March 2025, and gave him a list of 1,500,000 names. Two days later "
    "Malin called it “a useful beginning”. Berg had flown in from Canada with a dozen lawyers. The talks cost 2.5 "
    "million euros, about 40 per cent of the budget. The Norwegian government will publish the list in May.",
    "Lists in Oslo\nNorthern Post, 2025-03-07",
    "2025-03-07",
)


def found(sentence: str) -> list[tuple[str, str]]:
    """The kinds and words that are flagged."""
    return [(one.kind, sentence[one.start : one.end]) for one in flags(sentence, [PASSAGE])]


@pytest.mark.parametrize(
    "sentence",
    [
        "The list had 1.5 million names.",
        "One and a half million names were on the list.",
        "Twelve lawyers came with Berg.",
        "The talks took 40% of the budget, that is €2.5m.",
        "Both met on March 4, 2025.",
        "They met in March 2025, on a Tuesday.",
        "On 6 March Malin called it useful.",
        "The Northern Post reported it on 7 March 2025.",
        'Malin spoke of "a useful beginning" in Oslo.',
        "Malin called it “a useful beginning.”",
        "Berg is a Canadian.",
        "Malin was met by Berg in Oslo.",
        "In Norway's capital Berg gave Malin a list.",
        "They met, two days before Malin called it useful.",
    ],
)
def test_what_a_passage_says_in_other_words_is_not_flagged(sentence: str) -> None:
    assert found(sentence) == []


TALKS = Cited(
    "The envoys met for the seventy-fifth time on Monday. The old draft had eight articles, the new one nine. In "
    "September Norway had 1,457 ships and Peru 1,447. A week before the vote Lena Holt was fined. On the eve of that "
    "call Tomas Duarte flew home. Sales in November 2024 were a third lower than a year before. The senate refused "
    "its consent, and reporters were not admitted.",
    "Talks\nNorthern Post, 2024-12-05",
    "2024-12-05",  # a Thursday
)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was their 75th meeting.",
        "The drafts, of eight and nine articles, differ.",
        "Peru had ten fewer ships than Norway.",
        "Holt was fined seven days before the vote.",
        "The envoys met on 2 December 2024.",
        "The day before the call Duarte flew home.",
        "Sales were higher in November 2023.",
        "The envoys have new drafts and old ones.",
    ],
)
def test_what_follows_from_a_passage_is_not_flagged(sentence: str) -> None:
    assert [sentence[one.start : one.end] for one in flags(sentence, [TALKS])] == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It was their seventieth meeting.", "seventieth"),
        ("The drafts have eight and ten articles.", "ten"),
        ("Peru had eleven fewer ships than Norway.", "eleven"),
        ("Holt was fined nine days before the vote.", "nine days before"),
        ("The envoys met on 3 December 2024.", "3 December 2024"),
        ("Sales were higher in November 2021.", "November 2021"),
    ],
)
def test_what_does_not_follow_from_a_passage_is_flagged(sentence: str, words: str) -> None:
    assert words in [sentence[one.start : one.end] for one in flags(sentence, [TALKS])]


def test_one_denial_may_stand_for_another() -> None:
    assert not turned("The senate turned it down without consent.", [TALKS])
    assert turned("The senate gave its consent, and reporters were admitted.", [TALKS])


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("The list had 1.6 million names.", "number", "1.6 million"),
        ("The list had 1.5 billion names.", "number", "1.5 billion"),
        ("Eleven lawyers came with Berg.", "number", "Eleven"),
        ("The talks took 45 % of the budget.", "number", "45 %"),
        ("They met on 5 March 2025.", "date", "5 March 2025"),
        ("They met in March 2024.", "date", "March 2024"),
        ("They met on Monday, 4 March 2025.", "date", "Monday"),
        ("Malin called it useful five days later.", "date", "five days later"),
        ("Berg met Malin in Stockholm.", "name", "Stockholm"),
        ("Berg met Ivan Petrov in Oslo.", "name", "Ivan Petrov"),
        ('Malin called it "a useless beginning".', "quotation", "a useless beginning"),
        ("Malin had flown in from Canada with a dozen lawyers.", "name", "Malin"),
    ],
)
def test_what_stands_nowhere_is_flagged(sentence: str, kind: str, words: str) -> None:
    assert any(one[0] == kind and (words in one[1] or one[1] in words) for one in found(sentence))


def test_flags_do_not_overlap_and_stand_in_order() -> None:
    sentence = 'In Rome on 9 May 2031, Ivan Petrov gave 77 people "a box of very old letters".'
    spans = [(one.start, one.end) for one in flags(sentence, [PASSAGE])]
    assert len(spans) >= 4
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_without_a_passage_every_number_date_and_quotation_is_flagged() -> None:
    sentence = "On 4 March 2025 they counted 1,500 names."
    assert {one.kind for one in flags(sentence, [])} >= {"number", "date"}


def test_sums_of_what_a_passage_counts_are_its_own() -> None:
    passage = Cited("Norway freed 16 people, and eight went the other way.")
    assert flags("Altogether 24 people changed sides: 16 one way, eight the other.", [passage]) == ()
    assert flags("Altogether 25 people changed sides: 16 one way, eight the other.", [passage]) != ()


def test_a_country_goes_by_several_names() -> None:
    passage = Cited("The American teacher was freed after a call from the White House.")
    assert flags("A teacher from the United States was freed after Washington called.", [passage]) == ()


def test_a_house_whose_country_is_said_is_that_house() -> None:
    passage = Cited("The United States signed the treaty in 1996, but the Senate refused its consent in 1999.")
    assert flags("In 1999 the American Senate refused its consent.", [passage]) == ()
    assert flags("In 1999 the Russian Duma refused its consent.", [passage]) != ()


def test_years_apart_are_counted_and_days_apart_are_no_years() -> None:
    passage = Cited("The office opened on 5 November 2010 and closed on 19 November 2013.", "", "2013-12-01")
    assert flags("The office was open for 3 years.", [passage]) == ()
    days = Cited("The office was missed on 5 November and found on 19 November.", "", "2013-12-01")
    assert [one.kind for one in flags("He was given 14 years.", [days])] == ["number"]


def test_a_distance_that_two_dates_have_is_not_flagged() -> None:
    passage = Cited(
        "The minister was missing on 5 November. The Kremlin dismissed the reports on 7 November.", "", "2025-11-12"
    )
    assert flags("He was missing on 5 November, and two days later the reports were dismissed.", [passage]) == ()
    assert flags("He was missing on 5 November, and four days later the reports were dismissed.", [passage]) != ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Norwegian government has published the list.", True),
        ("The Norwegian government will not publish the list.", True),
        ("The Norwegian government plans to publish the list.", False),
        ("The list is due to be published by the government in May.", False),
        ("Berg had not flown in from Canada.", True),
        ("Berg had flown in from Canada because of a threat.", True),
        ("Malin called it a useful beginning two days before.", True),
        ("Malin called it useful two days after they had met.", False),
    ],
)
def test_what_turns_the_words_of_a_passage_is_seen(sentence: str, expected: bool) -> None:
    assert (turned(sentence, [PASSAGE]) or out_of_order(sentence, [PASSAGE])) is expected


DINNER = Cited(
    "According to the Harbour Office, Berg warned Malin against any delay. At the table there were three on each side, "
    "with Dahl and Falk beside Berg, and Lund and Reed beside Malin. In Oslo, Lund thanked the waiters.",
    "Dinner\nNorthern Post, 2025-03-07",
    "2025-03-07",
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Berg had warned Malin against a delay.", set()),
        ("The Harbour Office said that Malin had warned Berg against a delay.", {"Malin", "Berg"}),
        ("Berg had Dahl and Falk at his side, while Lund and Reed sat next to Malin.", set()),
        (
            "Malin had Dahl and Falk at his side, while Lund and Reed sat next to Berg.",
            {"Malin", "Dahl", "Falk", "Lund", "Reed", "Berg"},
        ),
        ("Dahl, Falk and Berg sat there, and so did Malin.", set()),
        ("Berg and Malin, who had asked Dahl and Lund respectively, were pleased.", set()),
        ("The waiters were thanked by Lund in Oslo.", set()),
    ],
)
def test_names_that_changed_places_are_flagged(sentence: str, expected: set[str]) -> None:
    assert {sentence[one.start : one.end] for one in flags(sentence, [DINNER])} == expected


OFFER = Cited(
    "Ingrid Dahl proposed in May that both harbours keep to the quotas for another year, without inspectors. Reed "
    "called it a good thought. Berg said that the work of the summer was largely wasted. Later Lund contradicted him.",
    "Quotas\nNorthern Post, 2025-06-07",
    "2025-06-07",
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Dahl proposed keeping to the quotas for another year, which Reed liked.", set()),
        ("Reed proposed keeping to the quotas for another year, which Dahl liked.", {"Reed"}),
        ("Lund disputed Berg's verdict that the work of the summer was largely wasted.", set()),
    ],
)
def test_what_somebody_proposes_or_denies(sentence: str, expected: set[str]) -> None:
    assert {sentence[one.start : one.end] for one in flags(sentence, [OFFER])} == expected


def test_a_day_without_a_year_is_the_last_one_before_its_passage_appeared() -> None:
    passage = Cited("Malin sent the drafts on 15 December and came home on 9 January.", "", "2022-01-28")
    assert flags("Malin sent the drafts on 15 December 2021 and came home on 9 January 2022.", [passage]) == ()
    assert [one.kind for one in flags("Malin sent the drafts on 15 December 2020.", [passage])] == ["date"]
    assert [one.kind for one in flags("Malin came home on 9 January 2021.", [passage])] == ["date"]
