from pathlib import Path

import pytest

from index.errors import IndexUnusable
from index.lexical import LexicalIndex


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path)
    index.add(
        [
            ("p1", "Sanctions", "Washington lifted the sanctions on two banks."),
            ("p2", "Grain", "Ships carried grain across the Black Sea."),
            ("p3", "Гонка", "Переговоры о зерне прошли в Стамбуле."),
            ("p4", "外交", "两国外长在日内瓦会谈。"),
            ("p5", "Café", "The U.S. envoy sat in a café in Zürich."),
        ]
    )
    index.commit()
    return index


def ids(lexical: LexicalIndex, query: str, k: int = 5) -> list[str]:
    return [key for key, _ in lexical.search(query, k)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sanctioning a bank", "p1"),
        ("GRAIN?", "p2"),
        ("Переговоры", "p3"),
        ("日内瓦", "p4"),
        ("cafe zurich", "p5"),
        ("US envoys", "p5"),
        ("U.S.", "p5"),
    ],
)
def test_words_of_any_form_and_script(lexical: LexicalIndex, query: str, first: str) -> None:
    assert ids(lexical, query)[0] == first


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "title:x",
        "a AND",
        "NOT",
        "(((",
        "[a TO b]",
        "^~*?",
        "\\",
        "+-",
        "a/b",
        "{!}",
        "\0",
        "\ud800",
        "'; --",
        "👍",
        " ",
    ],
)
def test_no_query_is_an_error(lexical: LexicalIndex, query: str) -> None:
    assert isinstance(ids(lexical, query), list)


def test_a_query_of_ten_thousand_characters(lexical: LexicalIndex) -> None:
    assert ids(lexical, "grain " + " ".join(f"word{n}" for n in range(1500)))[0] == "p2"


def test_adding_again_replaces_and_deleting_forgets(lexical: LexicalIndex) -> None:
    lexical.add([("p1", "", "Nothing but oil.")])
    lexical.delete(["p2", "never there"])
    lexical.commit()
    assert len(lexical) == 4
    assert ids(lexical, "sanctions grain") == []
    assert ids(lexical, "oil") == ["p1"]


def test_a_title_counts(lexical: LexicalIndex) -> None:
    lexical.add([("p6", "Sanctions", "The banks."), ("p7", "Other", "The banks.")])
    lexical.commit()
    assert ids(lexical, "banks sanctions").index("p6") < ids(lexical, "banks sanctions").index("p7")


def test_ties_are_in_the_order_of_their_ids(lexical: LexicalIndex) -> None:
    lexical.add([(key, "", "Same words.") for key in ("z", "y", "x")])
    lexical.commit()
    assert ids(lexical, "same words") == ["x", "y", "z"]


def test_document_frequency_is_by_stem(lexical: LexicalIndex) -> None:
    assert lexical.document_frequency(["sanction", "ship", "absent", "?"]) == {
        "sanction": 1,
        "ship": 1,
        "absent": 0,
        "?": 0,
    }


def test_document_frequency_and_hits_leave_out_the_deleted(lexical: LexicalIndex) -> None:
    lexical.add((f"n{n}", "", "Grain again.") for n in range(40))
    lexical.commit()
    assert lexical.document_frequency(["grain"]) == {"grain": 41}
    lexical.delete(f"n{n}" for n in range(38))
    lexical.commit()
    assert lexical.document_frequency(["grain"]) == {"grain": 3}


def test_k_may_be_any_number(lexical: LexicalIndex) -> None:
    assert ids(lexical, "grain", 10**30) == ["p2"]


def test_a_passage_is_held_under_its_own_id(lexical: LexicalIndex) -> None:
    assert lexical.holds("p2", "Ships carried grain across the Black Sea.")
    assert lexical.holds("p2", "?!")
    assert not lexical.holds("p1", "Ships carried grain across a sea.")
    assert not lexical.holds("p9", "Ships")


def test_terms_from_a_prefix_are_counted(lexical: LexicalIndex) -> None:
    lexical.add([("p6", "", "Sanctioned grain.")])
    lexical.commit()
    assert lexical.terms_from("sanct") == {"sanction": 2}
    assert lexical.terms_from("переговор")
    assert lexical.terms_from("absent") == {}


def test_a_damaged_index_says_so(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add([("p", "", "text")])
    index.commit()
    index.close()
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(IndexUnusable, match="cannot be opened"):
        LexicalIndex(tmp_path)


def test_words_that_tell_nothing_count_only_by_themselves(lexical: LexicalIndex) -> None:
    assert ids(lexical, "Which ships are on the sea?") == ["p2"]
    assert "p1" in ids(lexical, "on the")
