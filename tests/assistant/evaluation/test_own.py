"""The user's own questions: put, taken from files, dropped; and nothing lost on the way."""

import json
from pathlib import Path

import pytest

from assistant.evaluation import own
from assistant.evaluation.gold import GoldError, Item, as_lines, load
from assistant.evaluation.own import OwnQuestions, made
from assistant.library import Library
from corpus.home import Home
from tests.assistant.evaluation.test_asking import ASKED, SUMMIT, UNTOLD


@pytest.fixture
def questions(home: Home) -> OwnQuestions:
    return OwnQuestions(home)


def test_a_home_begins_without_questions(questions: OwnQuestions) -> None:
    assert questions.items() == []
    assert questions.drop("a") is None


def test_what_is_put_stands_in_a_gold_file(questions: OwnQuestions) -> None:
    kept = questions.put(made("  Where was\nthe summit? ", [" Geneva ", "", "in  Geneva"], kind="where"))
    told = questions.put(made("Who won the cup?", []))

    assert kept["question"] == "Where was the summit?"
    assert kept["answers"] == ["Geneva", "in Geneva"]
    assert (told["answerable"], told["type"]) == (False, "unanswerable")
    assert [item["id"] for item in load(questions.path)] == ["q1", "q2"]


def test_the_same_question_takes_the_place_of_the_one_that_was_there(questions: OwnQuestions) -> None:
    questions.put(made("Where was the summit?", ["Helsinki"]))
    questions.put(made("where was THE summit", ["Geneva"]))

    (item,) = questions.items()
    assert (item["id"], item["answers"]) == ("q1", ["Geneva"])


def test_a_follow_up_is_another_question_than_the_same_words_alone(questions: OwnQuestions) -> None:
    turns = [{"question": "Who met?"}]
    assert questions.take([{**ASKED, "id": "x"}, {**ASKED, "id": "y", "history": turns}]) == (2, 0)
    assert questions.take([{**ASKED, "id": "z", "history": turns}]) == (0, 1)
    assert [item["id"] for item in questions.items()] == ["x", "y"]


def test_an_id_that_is_taken_by_another_question_is_made_anew(questions: OwnQuestions) -> None:
    questions.take([ASKED])
    questions.take([{**UNTOLD, "id": "a"}])

    assert [item["id"] for item in questions.items()] == ["a", "q2"]


def test_an_edit_keeps_the_id_and_what_the_form_does_not_know(questions: OwnQuestions) -> None:
    questions.take([{**ASKED, "note": "from the desk", "history": [{"question": "Who met?"}]}, UNTOLD])

    questions.put(made("Where did they meet?", ["Geneva"], evidence=questions.evidence("a")), instead="a")

    item = questions.items()[0]
    assert (item["id"], item["question"], item["note"]) == ("a", "Where did they meet?", "from the desk")
    assert item["history"] == [{"question": "Who met?"}]
    assert item["evidence"] == ASKED["evidence"]


def test_a_question_is_dropped(questions: OwnQuestions) -> None:
    questions.take([ASKED, UNTOLD])
    gone = questions.drop("a")
    assert gone is not None
    assert gone["question"] == ASKED["question"]
    assert [item["id"] for item in questions.items()] == ["b"]


def test_a_damaged_file_is_told_and_left_as_it_is(questions: OwnQuestions) -> None:
    questions.path.parent.mkdir(parents=True, exist_ok=True)
    questions.path.write_text('{"id": 1}\n')
    with pytest.raises(GoldError, match="line 1: lacks"):
        questions.put(made("Where?", ["here"]))
    assert questions.path.read_text() == '{"id": 1}\n'


def test_too_many_are_refused_whole(questions: OwnQuestions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MAX_QUESTIONS", 1)
    with pytest.raises(GoldError, match="2 questions are too many"):
        questions.take([ASKED, UNTOLD])
    assert questions.items() == []


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(GoldError, match="no words"):
        made(" \n", ["yes"])


def test_quoted_words_are_found_in_their_article(library: Library) -> None:
    (piece,) = own.quoted(library, "their summit in Geneva on 16  June 2021")
    assert piece["doc"] == "summit"
    assert own.quoted(library, " ") == []
    with pytest.raises(GoldError, match="No article has the words “their summit in Paris"):
        own.quoted(library, "their summit in Paris on 16 June 2021")


@pytest.mark.parametrize("between", [",", ";"])
def test_a_table_is_read(library: Library, between: str) -> None:
    rows = [
        ["Question", "Expected answers", "Quote", "Kind"],
        ["Where was the summit?", "Geneva|in Geneva", f'"{SUMMIT}"', "where"],
        ["Who won the cup?", "", "", ""],
        ["", "", "", ""],
    ]
    text = "\ufeff" + "\r\n".join(between.join(row) for row in rows)

    where, untold = own.read(library, text, "mine.CSV")

    assert (where["answers"], where["type"], where["evidence"][0]["doc"]) == (
        ["Geneva", "in Geneva"],
        "where",
        "summit",
    )
    assert not untold["answerable"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no columns question and answers"),
        ("question,answer,quote\nWhere?,here,not anywhere in it\n", "line 2: No article has the words"),
        ("question,answer\n,here\n", "line 2: A question has no words"),
        ("", "no columns"),
    ],
)
def test_a_table_that_cannot_be_used_is_told(library: Library, text: str, said: str) -> None:
    with pytest.raises(GoldError, match=said):
        own.read(library, text, "mine.csv")


def test_a_gold_file_is_read_as_it_is(library: Library, tmp_path: Path) -> None:
    given: list[Item] = [ASKED, UNTOLD]
    assert [item["id"] for item in own.read(library, as_lines(given), "gold.jsonl")] == ["a", "b"]
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 2"):
        own.read(library, json.dumps(ASKED) + "\nnonsense", "gold.jsonl")
