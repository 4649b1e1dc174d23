"""What is kept of conversations beside their answers: whose they are, links, undo, verdicts, what was not answered."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Sentence
from assistant.chats import Chats, ChatsUnusable
from assistant.stored import dump_answer

OLD_SCHEMA = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, title TEXT NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL);
CREATE TABLE messages (
    conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    asked REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (conversation, position));
"""


def an_answer(question: str, said: str = "The ferry left at noon.") -> Answer:
    sentences = (Sentence(said, (), "verbatim"),) if said else ()
    return Answer(question, question, not said, "", None, sentences, (), (), "e", 0.5, {"total": 1.0})


@pytest.fixture
def chats(tmp_path: Path) -> Chats:
    return Chats(tmp_path / "chats.sqlite")


def test_a_file_of_the_first_version_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "chats.sqlite"
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.executescript(OLD_SCHEMA)
        rows.execute("INSERT INTO conversations VALUES (7, 'own', 'When did it leave?', 1.0, 2.0)")
        for position, question in enumerate(("When did it leave?", "And why?"), start=1):
            kept = dump_answer(an_answer(question, said="" if position == 2 else "The ferry left at noon."))
            rows.execute("INSERT INTO messages VALUES (7, ?, 3.0, ?, ?)", (position, question, kept))
    chats = Chats(path)
    assert [(one.id, one.title, one.updated) for one in chats.conversations("own")] == [(7, "When did it leave?", 2.0)]
    first, second = chats.messages(7)
    assert (first.answer.question, second.answer.question) == ("When did it leave?", "And why?")
    assert first.token
    assert first.token != second.token
    assert chats.of_token(second.token) == (7, "own")
    assert [gap.question for gap in chats.gaps("own")] == ["And why?"]
    assert [one.id for one in chats.find("NOON", "own")] == [7]


def test_two_that_open_an_old_file_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    path = tmp_path / "chats.sqlite"
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.executescript(OLD_SCHEMA)
        rows.execute("INSERT INTO conversations VALUES (1, 'own', 'One', 1.0, 2.0)")
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(len(Chats(path).conversations("own")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 8


def test_nobody_finds_what_is_another_users(chats: Chats) -> None:
    mine = chats.start("Mine?", "own", "ada")
    token = chats.keep(mine, an_answer("Mine?", said=""), "ada")
    chats.keep(mine, an_answer("And that?"), "ada")
    for other in ("", "bob"):
        assert chats.conversations("own", other) == []
        assert chats.find("mine", "own", other) == []
        assert chats.messages(mine, other) == []
        assert chats.of_token(token, other) is None
        assert chats.title(mine, other) == ""
        assert not chats.has(mine, "own", other)
        assert chats.gaps("own", other) == []
        assert chats.keep(mine, an_answer("Slipped in"), other) == ""
        assert chats.replace_last(mine, an_answer("Slipped in"), other) == ""
        chats.rename(mine, "Theirs", other)
        chats.delete(mine, other)
        chats.judge(token, False, "no", other)
    assert [one.title for one in chats.conversations("own", "ada")] == ["Mine?"]
    assert [one.answer.question for one in chats.messages(mine, "ada")] == ["Mine?", "And that?"]
    assert [one.helpful for one in chats.messages(mine, "ada")] == [None, None]


def test_a_deleted_conversation_comes_back_within_a_week_and_not_after(
    chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, other = chats.start("Gone?", "own"), chats.start("Other?", "own")
    token = chats.keep(gone, an_answer("Gone?"))
    chats.delete(gone)
    assert [one.id for one in chats.conversations("own")] == [other]
    assert chats.messages(gone) == []
    assert chats.of_token(token) is None
    assert chats.keep(gone, an_answer("Too late")) == ""
    chats.restore(gone)
    assert [one.answer.question for one in chats.messages(gone)] == ["Gone?"]

    chats.delete(gone)
    monkeypatch.setattr("assistant.chats._UNDO_SECONDS", -1.0)
    chats.delete(other)
    chats.restore(gone)
    assert chats.conversations("own") == []
    assert b"The ferry left at noon" not in chats.path.read_bytes()


def test_the_last_answer_is_replaced_and_keeps_its_link(chats: Chats) -> None:
    conversation = chats.start("One?", "own")
    first, second = (chats.keep(conversation, an_answer(question)) for question in ("One?", "Two?"))
    chats.judge(second, True, "good")
    assert chats.replace_last(conversation, an_answer("Three?")) == second
    kept = chats.messages(conversation)
    assert [(one.answer.question, one.token, one.helpful) for one in kept] == [
        ("One?", first, None),
        ("Three?", second, None),
    ]
    empty = chats.start("None yet", "own")
    assert chats.replace_last(empty, an_answer("First?"))
    assert len(chats.messages(empty)) == 1


def test_conversations_are_found_by_words_of_titles_questions_and_answers(chats: Chats) -> None:
    ferry, treaty = chats.start("When did it leave?", "own"), chats.start("Договор", "own")
    chats.keep(ferry, an_answer("When did it leave?", "The ferry left at noon, " + "later than " * 40 + "planned."))
    chats.keep(treaty, an_answer("Что с Договором?", "Он истёк в феврале."))
    assert [one.id for one in chats.find("FERRY noon", "own")] == [ferry]
    assert [one.id for one in chats.find("ИСТЁК", "own")] == [treaty]
    assert [one.id for one in chats.find("договор", "own")] == [treaty]
    assert chats.find("ferry истёк", "own") == []
    assert chats.find("ferry", "sample") == []
    assert [one.id for one in chats.find("  ", "own")] == [treaty, ferry]
    assert chats.find("% _ ' \" ferry*", "own") == []
    (found,) = chats.find("planned", "own")
    assert found.excerpt.startswith("…")
    assert found.excerpt.endswith("planned.")


def test_a_verdict_is_kept_taken_back_and_told_for_evaluation(chats: Chats) -> None:
    conversation = chats.start("One?", "own")
    token = chats.keep(conversation, an_answer("One?"))
    chats.judge(token, False, " It missed the second ferry. " + "x" * 5000)
    (judged,) = chats.judged("own")
    assert (judged.answer.question, judged.answer.text, judged.helpful) == ("One?", "The ferry left at noon.", False)
    assert judged.reason.startswith("It missed")
    assert len(judged.reason) == 2000
    assert chats.judged("sample") == []
    assert chats.judged("own", "ada") == []
    chats.judge(token, None)
    assert chats.judged("own") == []
    chats.judge("", True)
    assert chats.judged("own") == []


def test_gaps_are_questions_without_an_answer_each_once_the_latest_first(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    for question, said in (("Who paid?", ""), ("Why?", ""), ("When?", "At noon."), ("who  PAID", "")):
        chats.keep(conversation, an_answer(question, said))
    assert [(gap.question, gap.times) for gap in chats.gaps("own")] == [("who  PAID", 2), ("Why?", 1)]
    assert chats.gaps("sample") == []
    chats.delete(conversation)
    assert chats.gaps("own") == []


def test_pages_of_the_list_hold_each_conversation_once(chats: Chats) -> None:
    made = [chats.start(f"{number}?", "own") for number in range(25)]
    listed = [one.id for first in (0, 10, 20) for one in chats.conversations("own", limit=10, offset=first)]
    assert listed == made[::-1]


def test_a_file_that_cannot_be_used_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "chats.sqlite"
    path.write_text("This is no database, however long one looks at it.\n" * 20)
    with pytest.raises(ChatsUnusable) as caught:
        Chats(path).start("Who?", "own")
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_many_threads_keep_answers_at_once_and_none_is_lost(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    answer = an_answer("Who?")

    def ask(number: int) -> None:
        for turn in range(10):
            assert chats.keep(conversation, replace(answer, question=f"{number}.{turn}"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = chats.messages(conversation)
    assert [one.position for one in kept] == list(range(1, 81))
    assert len({one.token for one in kept}) == 80
