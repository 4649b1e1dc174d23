from pathlib import Path

import pytest

from index.errors import IndexUnusable
from index.lexical import Entry, LexicalIndex
from index.where import ANYWHERE, Where


def entry(row: int, title: str, text: str, **facts: str) -> Entry:
    known = {"article": f"a{row}", "outlet": "", "language": "en", "published": None} | facts
    return Entry(row=row, title=title, text=text, **known)


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path)
    index.add(
        [
            entry(1, "Sanctions", "Washington lifted the sanctions on two banks."),
            entry(2, "Grain", "Ships carried grain across the Black Sea."),
            entry(3, "Гонка", "Переговоры о зерне прошли в Стамбуле."),
            entry(4, "外交", "两国外长在日内瓦会谈。"),
            entry(5, "Café", "The U.S. envoy sat in a café in Zürich."),
        ]
    )
    index.commit()
    return index


def rows(lexical: LexicalIndex, query: str, k: int = 5, where: Where = ANYWHERE) -> list[int]:
    return [row for row, _ in lexical.search(query, k, where=where)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sanctioning a bank", 1),
        ("GRAIN?", 2),
        ("Переговоры", 3),
        ("日内瓦", 4),
        ("cafe zurich", 5),
        ("US envoys", 5),
        ("U.S.", 5),
    ],
)
def test_words_of_any_form_and_script(lexical: LexicalIndex, query: str, first: int) -> None:
    assert rows(lexical, query)[0] == first


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
    assert isinstance(rows(lexical, query), list)


def test_a_query_of_ten_thousand_characters(lexical: LexicalIndex) -> None:
    assert rows(lexical, "grain " + " ".join(f"word{n}" for n in range(1500)))[0] == 2


def test_deleting_forgets(lexical: LexicalIndex) -> None:
    lexical.delete([2, 99])
    lexical.delete([])
    lexical.commit()
    assert len(lexical) == 4
    assert lexical.rows().tolist() == [1, 3, 4, 5]
    assert rows(lexical, "grain") == []


def test_an_empty_index_holds_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    assert index.rows().tolist() == []
    assert rows(index, "grain") == []


def test_a_title_counts(lexical: LexicalIndex) -> None:
    lexical.add([entry(6, "Sanctions", "The banks."), entry(7, "Other", "The banks.")])
    lexical.commit()
    assert rows(lexical, "banks sanctions").index(6) < rows(lexical, "banks sanctions").index(7)


def test_ties_are_in_the_order_of_their_rows(lexical: LexicalIndex) -> None:
    lexical.add([entry(row, "", "Same words.") for row in (30, 10, 20)])
    lexical.commit()
    assert rows(lexical, "same words") == [10, 20, 30]


def test_document_frequency_is_by_stem(lexical: LexicalIndex) -> None:
    assert lexical.document_frequency(["sanction", "ship", "absent", "?"]) == {
        "sanction": 1,
        "ship": 1,
        "absent": 0,
        "?": 0,
    }


def test_document_frequency_and_hits_leave_out_the_deleted(lexical: LexicalIndex) -> None:
    lexical.add(entry(100 + n, "", "Grain again.") for n in range(40))
    lexical.commit()
    assert lexical.document_frequency(["grain"]) == {"grain": 41}
    lexical.delete(range(100, 138))
    lexical.commit()
    assert lexical.document_frequency(["grain"]) == {"grain": 3}


def test_k_may_be_any_number(lexical: LexicalIndex) -> None:
    assert rows(lexical, "grain", 10**30) == [2]


def test_a_passage_is_held_in_its_own_row(lexical: LexicalIndex) -> None:
    assert lexical.holds(2, "Ships carried grain across the Black Sea.")
    assert lexical.holds(2, "?!")
    assert not lexical.holds(1, "Ships carried grain across a sea.")
    assert not lexical.holds(9, "Ships")


def test_terms_from_a_prefix_are_counted(lexical: LexicalIndex) -> None:
    lexical.add([entry(6, "", "Sanctioned grain.")])
    lexical.commit()
    assert lexical.terms_from("sanct") == {"sanction": 2}
    assert lexical.terms_from("переговор")
    assert lexical.terms_from("absent") == {}


def test_a_damaged_index_says_so(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add([entry(1, "", "text")])
    index.commit()
    index.close()
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(IndexUnusable, match="cannot be opened"):
        LexicalIndex(tmp_path)


def test_words_that_tell_nothing_count_only_by_themselves(lexical: LexicalIndex) -> None:
    assert rows(lexical, "Which ships are on the sea?") == [2]
    assert 1 in rows(lexical, "on the")


FILTERED = [
    entry(10, "", "The treaty.", article="a", outlet="The Herald", language="en", published="2025-03-14"),
    entry(11, "", "The treaty.", article="b", outlet="Вести", language="ru", published="2025-03"),
    entry(12, "", "The treaty.", article="c", outlet="The Herald", language="en", published="2024"),
    entry(13, "Treaty", "Treaty, treaty.", article="d", outlet="U.S. News", language="en", published=None),
]


@pytest.mark.parametrize(
    ("where", "passing"),
    [
        (ANYWHERE, [10, 11, 12, 13]),
        (Where(outlets=("the herald",)), [10, 12]),
        (Where(outlets=("U.S. NEWS", "вести")), [11, 13]),
        (Where(languages=("RU",)), [11]),
        (Where(articles=("a", "d", "none")), [10, 13]),
        (Where(articles=(*(f"x{n}" for n in range(5000)), "c")), [12]),
        (Where(since="2025-03-10"), [10, 11]),
        (Where(until="2024-06"), [12]),
        (Where(until="2025-03-14"), [10, 11, 12]),
        (Where(since="2025-03-15", until="2025-03-20"), [11]),
        (Where(outlets=("The Herald",), since="2025"), [10]),
        (Where(outlets=("\ud800",)), []),
    ],
)
def test_only_what_passes_the_filter_is_found(tmp_path: Path, where: Where, passing: list[int]) -> None:
    index = LexicalIndex(tmp_path)
    index.add(FILTERED)
    index.commit()
    everywhere = dict(index.search("treaty", 10))
    found = index.search("treaty", 10, where=where)
    assert sorted(row for row, _ in found) == passing
    assert dict(found) == {row: everywhere[row] for row in passing}


def test_clusters_are_not_left_out_in_silence(lexical: LexicalIndex) -> None:
    with pytest.raises(ValueError, match="clusters"):
        lexical.search("grain", 5, where=Where(clusters=("a",)))


def test_a_misspelt_word_finds_what_was_meant_with_less_weight(lexical: LexicalIndex) -> None:
    assert rows(lexical, "sancsions") == [1]
    assert dict(lexical.search("sancsions", 5))[1] < dict(lexical.search("sanctions", 5))[1]
    assert rows(lexical, "Перегаворы") == [3]


def test_a_word_of_the_library_is_not_taken_for_a_slip(lexical: LexicalIndex) -> None:
    lexical.add([entry(6, "", "The grail was found.")])
    lexical.commit()
    assert rows(lexical, "grail") == [6]


def test_a_file_that_a_killed_writer_left_is_not_in_the_way(lexical: LexicalIndex, tmp_path: Path) -> None:
    lexical.close()
    meta = (tmp_path / "meta.json").read_bytes()
    killed = LexicalIndex(tmp_path)
    killed.delete([2])
    killed.commit()
    killed.close()
    (tmp_path / "meta.json").write_bytes(meta)  # killed after the list of what is deleted was written, and before this
    left = [path.name for path in tmp_path.glob("*.del")]
    assert left
    again = LexicalIndex(tmp_path)
    assert again.rows().tolist() == [1, 2, 3, 4, 5]
    again.delete([2])
    again.commit()
    again.close()
    assert [path.name for path in tmp_path.glob("*.del")] == left  # the same name was wanted
    assert again.rows().tolist() == [1, 3, 4, 5]
