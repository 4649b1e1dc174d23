import json
import sqlite3
import stat
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Nearest, Preference, Sentence, Written
from assistant.chats import Chats, ChatsUnusable
from assistant.stored import dump_answer, load_answer
from index.where import Where


def an_answer(question: str = "Who signed “it”?") -> Answer:
    quote = "Рейган и Горбачёв signed <it> in 1987."
    return Answer(
        question=question,
        standalone_question=f"{question} (the treaty)",
        refused=False,
        reason="",
        short_answer="Рейган и Горбачёв",
        sentences=(Sentence(quote, (1, 2), "verbatim"), Sentence("Nobody else.", (), "unsupported")),
        citations=(
            Citation(
                1, "a1", "p1", "one.md", "The <b>treaty</b>", "Desk", "1987-12", "https://example.org", quote, 5, 43
            ),
            Citation(2, "a2", "p2", "two.md", "", "", None, "", quote, 0, 38),
        ),
        nearest=(Nearest("a3", "Another"),),
        engine="reader-1, index 1.2",
        confidence=0.75,
        elapsed_ms={"total": 12.5, "search": 3.25},
        where=Where(outlets=("RT",), since="1987-12"),
        preferences=(Preference(Where(until="1988"), "before 1989", "before 1989"),),
        ignored=("RT",),
    )


def a_refusal() -> Answer:
    return Answer("Why?", "Why?", True, "The library does not answer this.", None, (), (), (), "e", 0.0, {"total": 1.0})


@pytest.fixture
def chats(tmp_path: Path) -> Chats:
    return Chats(tmp_path / "deep" / "chats.sqlite")


def test_nobody_else_can_read_them(chats: Chats) -> None:
    chats.start("Who signed it?", "own")
    assert stat.S_IMODE(chats.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("answer", [an_answer(), a_refusal()])
def test_an_answer_comes_back_as_the_same_record(answer: Answer) -> None:
    assert load_answer(dump_answer(answer)) == answer


def test_an_answer_of_an_older_version_has_no_filter() -> None:
    record = json.loads(dump_answer(a_refusal()))
    for name in ("where", "preferences", "ignored"):
        del record[name]
    assert load_answer(json.dumps(record)) == a_refusal()


def test_conversations_survive_a_restart_in_the_order_of_asking(chats: Chats) -> None:
    first = chats.start("Who signed it?", "own")
    chats.keep(first, an_answer("Who signed it?"))
    chats.keep(first, a_refusal())

    again = Chats(chats.path)

    assert [one.title for one in again.conversations("own")] == ["Who signed it?"]
    assert again.answers(first) == [an_answer("Who signed it?"), a_refusal()]


def test_the_latest_conversation_comes_first_and_libraries_are_kept_apart(chats: Chats) -> None:
    old, new, sample = chats.start("old", "own"), chats.start("new", "own"), chats.start("sample", "sample")
    assert [one.id for one in chats.conversations("own")] == [new, old]

    chats.keep(old, an_answer())

    assert [one.id for one in chats.conversations("own")] == [old, new]
    assert [one.id for one in chats.conversations("sample")] == [sample]


def test_the_history_has_what_was_said_with_its_marks(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    chats.keep(conversation, an_answer("Who?"))

    (turn,) = chats.history(conversation)

    assert turn.question == "Who?"
    assert turn.answer == "Рейган и Горбачёв signed <it> in 1987. [1] [2] Nobody else."


def test_a_deleted_conversation_is_gone_with_its_messages_and_its_id(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    chats.keep(conversation, an_answer())

    chats.delete(conversation)
    chats.keep(conversation, an_answer())  # an answer that was under way

    assert chats.conversations("own") == []
    assert chats.answers(conversation) == []
    assert chats.start("Next", "own") > conversation


def test_renaming_keeps_a_title_on_one_line_and_refuses_a_blank_one(chats: Chats) -> None:
    conversation = chats.start("Who?\n  Then?", "own")
    chats.rename(conversation, "   ")
    assert chats.conversations("own")[0].title == "Who? Then?"

    chats.rename(conversation, "word " * 100)

    title = chats.conversations("own")[0].title
    assert len(title) <= 120
    assert title.endswith("…")


def test_threads_may_write_at_once_and_nothing_is_lost(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    threads = [threading.Thread(target=chats.keep, args=(conversation, an_answer(str(n)))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.question for answer in chats.answers(conversation)) == [str(n) for n in range(8)]


def test_nothing_is_lost_when_a_transaction_fails(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    chats.keep(conversation, an_answer())
    before = chats.conversations("own")

    broken = an_answer()
    object.__setattr__(broken, "elapsed_ms", {"total": object()})  # cannot be written as JSON
    with pytest.raises(TypeError):
        chats.keep(conversation, broken)

    assert chats.conversations("own") == before
    assert chats.answers(conversation) == [an_answer()]


def test_nobody_elses_id_or_token_finds_anything(chats: Chats) -> None:
    conversation = chats.start("Who?", "own", "orla")
    token = chats.keep(conversation, an_answer("Who?"), "orla")

    assert chats.keep(conversation, an_answer(), "boris") == ""
    chats.rename(conversation, "Stolen", "boris")
    chats.judge(token, helpful=False, user="boris")
    chats.delete(conversation, "boris")
    chats.purge(conversation, "boris")

    assert chats.messages(conversation, "boris") == []
    assert chats.of_token(token, "boris") is None
    assert chats.find("who", "own", "boris") == []
    assert chats.of_token(token, "orla") == (conversation, "own")
    assert chats.title(conversation, "orla") == "Who?"
    assert [(one.answer, one.helpful) for one in chats.messages(conversation, "orla")] == [(an_answer("Who?"), None)]


def test_a_replaced_turn_keeps_its_token_and_loses_its_thumb(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    token = chats.keep(conversation, an_answer("Who?"))
    chats.judge(token, helpful=False, reason="x" * 3_000)
    assert [len(one.reason) for one in chats.judged("own")] == [2_000]

    assert chats.replace_last(conversation, a_refusal()) == token

    assert [(one.token, one.answer, one.helpful) for one in chats.messages(conversation)] == [
        (token, a_refusal(), None)
    ]
    assert chats.judged("own") == []


def test_words_are_found_in_any_case_and_gaps_are_counted(chats: Chats) -> None:
    conversation = chats.start("Who?", "own")
    chats.keep(conversation, an_answer())
    chats.keep(conversation, a_refusal())
    chats.keep(conversation, a_refusal())

    assert [one.id for one in chats.find("ГОРБАЧЁВ", "own")] == [conversation]
    assert chats.find("absent", "own") == []
    assert [(one.question, one.times) for one in chats.gaps("own")] == [("Why?", 2)]


def test_what_was_deleted_comes_back_for_a_week_and_not_after(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = chats.start("Who?", "own")
    chats.delete(conversation)
    chats.restore(conversation)
    assert chats.title(conversation) == "Who?"

    chats.delete(conversation)
    now = time.time()
    monkeypatch.setattr("assistant.chats.time.time", lambda: now + 8 * 86_400)
    chats.restore(conversation)
    assert chats.title(conversation) == ""


def test_a_file_of_the_first_version_loses_nothing(chats: Chats) -> None:
    chats.path.parent.mkdir()
    with closing(sqlite3.connect(chats.path)) as rows, rows:
        rows.execute(
            "CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, "
            "title TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL)"
        )
        rows.execute(
            "CREATE TABLE messages (conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, "
            "position INTEGER NOT NULL, asked REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, "
            "PRIMARY KEY (conversation, position))"
        )
        rows.execute("INSERT INTO conversations VALUES (4, 'own', 'Why?', 1.0, 2.0)")
        rows.execute("INSERT INTO messages VALUES (4, 1, 2.0, 'Why?', ?)", (dump_answer(a_refusal()),))

    (message,) = chats.messages(4)

    assert (message.position, message.asked, message.answer) == (1, 2.0, a_refusal())
    assert chats.of_token(message.token) == (4, "own")
    assert [one.question for one in chats.gaps("own")] == ["Why?"]
    assert [(one.id, one.title, one.updated) for one in chats.conversations("own")] == [(4, "Why?", 2.0)]


def test_a_locked_file_is_told_and_loses_nothing(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = chats.start("Who?", "own")
    monkeypatch.setattr("assistant.chats._BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(chats.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ChatsUnusable, match="locked"):
            chats.keep(conversation, an_answer())
    chats.keep(conversation, an_answer())
    assert chats.answers(conversation) == [an_answer()]


def test_titles_are_found_latest_first_with_the_last_turn_that_fits(chats: Chats) -> None:
    for title in ("Лодки on the lake", "ЛОДКИ in winter", "Skates"):
        conversation = chats.start(title, "own")
        chats.keep(conversation, an_answer())
        chats.keep(conversation, a_refusal())

    assert [one.title for one in chats.find("лодки", "own")] == ["ЛОДКИ in winter", "Лодки on the lake"]
    assert "Горбачёв" in chats.find("горбачёв skates", "own")[0].excerpt


def test_an_answer_that_was_kept_with_the_keys_of_its_draft_comes_back_without(chats: Chats) -> None:
    failed = Written("m", "", failed="It broke off.", draft="It rained. [mjmg] It snowed hard [mjm")
    conversation = chats.start("Why?", "own")
    chats.keep(conversation, replace(a_refusal(), written=failed))
    (answer,) = chats.answers(conversation)
    assert answer.written == replace(failed, draft="It rained. It snowed hard")
