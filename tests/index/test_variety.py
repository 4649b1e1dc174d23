from dataclasses import replace

from index.variety import Candidate, diverse

WIRE = (
    "The foreign ministers of both countries met in Geneva on Monday and agreed to begin talks about the border before "
    "the end of the year, said a spokesman for the delegation, who added that 12 prisoners would be exchanged soon."
)


def passage(row: int, score: float, article: str, text: str = "", cluster: str = "") -> Candidate:
    return Candidate(row, score, article, cluster, text or f"Text {row}.")


def rows(candidates: list[Candidate], k: int = 10) -> list[int]:
    return [one.row for one in diverse(candidates, k)]


def test_a_near_copy_is_shown_once_where_it_is_best() -> None:
    copy = WIRE.replace("soon", "shortly") + " Agencies"
    assert rows([passage(1, 0.9, "a", WIRE), passage(2, 0.8, "b"), passage(3, 0.7, "c", copy)]) == [1, 2]


def test_the_copy_of_the_article_that_stands_for_the_others_is_shown() -> None:
    copy = WIRE.replace("soon", "shortly") + " Agencies"
    first, between = passage(1, 0.9, "late", copy, "early"), passage(2, 0.89, "b")
    stands = passage(3, 0.88, "early", WIRE, "early")
    assert rows([first, between, stands]) == [3, 2]
    assert diverse([first, between, stands], 1)[0].score == 0.9
    assert rows([first, between, replace(stands, score=0.8)]) == [1, 2], "the first was preferred"
    assert rows([first, between, replace(stands, cluster="")]) == [1, 2], "taken out of the cluster by hand"


def test_another_figure_or_a_denial_is_another_statement() -> None:
    others = [
        WIRE.replace("12", "21"),
        WIRE.replace("would be", "would not be"),
        WIRE.replace("agreed", "didn't agree"),
    ]
    assert rows([passage(row, 0.9 - row / 10, str(row), text) for row, text in enumerate([WIRE, *others])]) == [
        0,
        1,
        2,
        3,
    ]


def test_texts_that_only_share_a_sentence_stay() -> None:
    longer = (
        WIRE + " The opposition called it a surrender and asked parliament to vote on every single step of the plan."
    )
    assert rows([passage(1, 0.9, "a", WIRE), passage(2, 0.8, "b", longer)]) == [1, 2]


def test_an_article_does_not_fill_the_list() -> None:
    many = [passage(row, 0.9 - row / 1000, "a") for row in range(8)]
    assert rows([*many, passage(20, 0.88, "b"), passage(21, 0.87, "c")], 8) == [0, 1, 2, 3, 20, 4, 21, 5]


def test_the_first_passages_of_articles_keep_their_order() -> None:
    candidates = [passage(row, 1 - row / 100, f"a{row % 7}") for row in range(40)]
    best = list(dict.fromkeys(one.article for one in candidates))
    assert list(dict.fromkeys(one.article for one in diverse(candidates, 40))) == best


def test_copies_of_an_article_count_as_one() -> None:
    copies = [passage(row, 0.9 - row / 1000, f"a{row}", cluster="c") for row in range(8)]
    assert rows([*copies, passage(20, 0.88, "b")], 9).index(20) < 8


def test_a_much_better_passage_is_not_held_back() -> None:
    candidates = [passage(row, 0.9 - row / 1000, "a") for row in range(8)] + [passage(20, 0.2, "b")]
    assert rows(candidates) == [0, 1, 2, 3, 4, 5, 6, 7, 20]


def test_any_k_and_no_candidates() -> None:
    assert rows([]) == []
    assert rows([passage(1, 0.5, "a")], 0) == []
    assert rows([passage(2, 0.5, "a"), passage(1, 0.5, "b")], 99) == [2, 1]
