"""Answers that a language model writes, from the question to the record, over real HTTP and in both protocols."""

import json
import threading
import time
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Sentence, Turn, Writing
from assistant.library import Library
from assistant.llm.connect import Model, connect
from assistant.llm.reply import readable
from assistant.llm.spec import spoken
from assistant.llm.talk import Limits
from assistant.render import answer_json
from assistant.stored import dump_answer, load_answer
from corpus.home import Home
from index.encoder import Encoder
from tests.assistant.llm.conftest import key_with, passages, saying
from tests.assistant.llm.server import Script, ScriptedServer

QUESTION = "For how long was the treaty extended?"
GOOD = (
    "The treaty was extended by five years on 3 February 2021. [KEY] Each side may have at most 1,550 warheads. [KEY]"
)


def test_an_answer_is_the_models_with_our_citations_and_verdicts(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying(GOOD)
    answer = shelf.answer(QUESTION, model=model)
    assert not answer.refused
    assert [one.text for one in answer.sentences] == [
        "The treaty was extended by five years on 3 February 2021.",
        "Each side may have at most 1,550 warheads.",
    ]
    assert [one.support for one in answer.sentences] == ["supported", "supported"]
    assert not any(one.flags or one.matched for one in answer.sentences)
    assert [one.quote for one in answer.citations] == [
        "The treaty was extended for five years on 3 February 2021.",
        "It limits each side to 1,550 warheads.",
    ]
    assert [one.citations for one in answer.sentences] == [(1,), (2,)]
    assert answer.written is not None
    assert (answer.written.model, answer.written.failed, answer.written.unknown) == (model.name, "", 0)
    assert answer.written.prompt.startswith("answer")
    assert answer.engine.startswith(model.name)
    assert answer.as_of == "2021-02-04"


def test_the_model_gets_passages_and_a_question_and_nothing_else(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying(GOOD)
    answer = shelf.answer(QUESTION, model=model)
    (asked,) = server.chats
    told = asked.body["messages"]
    assert [one["role"] for one in told] == ["system", "user"]
    assert told[-1]["content"].rstrip().endswith(f"Question: {QUESTION}")
    assert answer.written is not None
    assert len(passages(told)) == answer.written.given > 0
    assert not set(passages(told)) & set(QUESTION.split())
    assert str(shelf.home.root) not in json.dumps(asked.body)


def test_sentences_come_before_the_answer_and_no_mark_is_ever_half_shown(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying(GOOD, size=1)
    events = list(shelf.stream(QUESTION, model=model))
    key = key_with(server.chats[0].body["messages"], "five years")
    writing = [one.text for one in events if isinstance(one, Writing)]
    assert "The treaty was ext" in writing
    for text in writing:
        assert "[" not in text
        assert "]" not in text
        assert key[:2] not in text.split(".")[-1]
    kinds = [type(one) for one in events if not isinstance(one, Writing)]
    assert kinds.index(Citation) < kinds.index(Sentence) < kinds.index(Answer)
    first = next(at for at, one in enumerate(events) if isinstance(one, Sentence))
    assert any(isinstance(one, Writing) and one.text.startswith("Each") for one in events[first:])


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("The treaty was extended by seven years on 3 February 2021. [KEY]", "number", "seven"),
        ("The treaty was extended by five years on 5 February 2021. [KEY]", "date", "5 February 2021"),
        ("China and Canada extended the treaty by five years. [KEY]", "name", "China"),
        (
            'The treaty "is the last brake on the arms race", and was extended for five years. [KEY]',
            "quotation",
            "last",
        ),
    ],
)
def test_what_stands_in_no_cited_passage_is_marked(
    shelf: Library, server: ScriptedServer, model: Model, text: str, kind: str, part: str
) -> None:
    server.reply = saying(f"{text} It limits each side to 1,550 warheads. [KEY]")
    sentence = shelf.answer(QUESTION, model=model).sentences[0]
    assert sentence.support in {"partly", "unsupported"}
    assert any(flag.kind == kind and part in sentence.text[flag.start : flag.end] for flag in sentence.flags)


def test_a_sentence_without_a_key_is_matched_and_says_so(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying("The treaty was extended for five years. It limits each side to 1,550 warheads. [KEY]")
    first, second = shelf.answer(QUESTION, model=model).sentences
    assert (first.matched, first.support, first.citations) == (True, "verbatim", (1,))
    assert not second.matched


def test_a_sentence_that_nothing_says_is_unsupported_and_cites_nothing_of_its_own(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying("The treaty was extended for five years. [KEY] Bees make honey in summer, which bears like.")
    answer = shelf.answer(QUESTION, model=model)
    assert [one.support for one in answer.sentences] == ["verbatim", "unsupported"]
    assert answer.sentences[1].citations == ()


def test_keys_that_nobody_gave_are_dropped_and_counted(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying("The treaty was extended for five years. [KEY][qqqq] It limits warheads. [1] [zzzz, KEY]")
    answer = shelf.answer(QUESTION, model=model)
    assert answer.written is not None
    assert answer.written.unknown == 3
    assert "[" not in "".join(one.text for one in answer.sentences)


@pytest.mark.parametrize(
    "style",
    ["[KEY]", "(KEY)", "【KEY】", "[source: KEY]", "[^KEY]", "`KEY`", "[[KEY]]", "(see KEY)", "[KEY](https://a.b/c)"],
)
def test_other_styles_of_citing_are_read(shelf: Library, server: ScriptedServer, model: Model, style: str) -> None:
    server.reply = saying(
        f"The treaty was extended for five years {style}. It limits each side to 1,550 warheads {style}."
    )
    answer = shelf.answer(QUESTION, model=model)
    assert [one.support for one in answer.sentences] == ["verbatim", "verbatim"]
    assert not any(one.matched for one in answer.sentences)
    assert "https" not in answer.text


def test_strict_takes_out_what_does_not_stand_and_counts_it(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying(f"{GOOD} It was a triumph for the bees of Siberia. [KEY]")
    answer = shelf.answer(QUESTION, model=model, strict=True)
    assert len(answer.sentences) == 2
    assert answer.written is not None
    assert answer.written.removed == 1


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (Script(status=500, error="broken"), "failed (500)"),
        (Script(status=401, error="no"), "refused the key"),
        (Script(status=404, error="model not found"), "no such model"),
        (Script(status=400, error="this model's maximum context length is 2048 tokens"), "context"),
        (Script(pieces=("The treaty", " was"), cut=True), "broke off"),
        (Script(pieces=("The treaty", " was"), quiet=True), "broke off"),
        (Script(pieces=("The treaty was extended for five years.",), finish="length"), "cut at the length"),
        (Script(pieces=("The ", "treaty"), garbage=True), ""),
        (Script(pieces=("",)), "said nothing"),
        (Script(pieces=("I'm sorry, but I cannot help with that.",)), "declined"),
        (Script(pieces=("The treaty was extended for five years.",)), "cited none"),
        (Script(pieces=("and on and on ",), endless=True), ""),
    ],
    ids=[
        "500",
        "key",
        "unknown",
        "overflow",
        "cut",
        "quiet",
        "length",
        "garbage",
        "empty",
        "declined",
        "uncited",
        "endless",
    ],
)
def test_where_the_model_fails_the_reader_answers_and_says_why(
    shelf: Library, server: ScriptedServer, model: Model, script: Script, said: str
) -> None:
    server.play(script)
    answer = shelf.answer(QUESTION, model=replace(model, limits=Limits(2.0, 1.0, 4.0, 2_000)))
    assert answer.written is not None
    assert said in answer.written.failed
    assert answer.written.failed.startswith(f"{spoken(model.name)} gave no answer: ")
    assert answer.written.failed.endswith("word for word from the articles.")
    assert answer.sentences == shelf.answer(QUESTION).sentences
    draft = answer.written.draft.strip()
    assert draft.startswith("and on and on") if script.endless else draft == _said(script)


def test_where_the_reader_too_has_no_answer_none_is_said_to_be_its(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.play(Script(status=500, error="broken"))
    answer = shelf.answer("How do I repot a bonsai without damaging its roots?", model=model)
    assert answer.refused
    assert answer.written is not None
    assert answer.written.failed.endswith("failed (500): broken")


def _said(script: Script) -> str:
    return readable("".join(script.pieces)) if script.status == 200 else ""


def test_what_was_streamed_before_a_cut_is_kept(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying("The treaty was extended by five years. [KEY] Each side may have", cut=True)
    answer = shelf.answer(QUESTION, model=model)
    assert answer.written is not None
    assert answer.written.draft == "The treaty was extended by five years. Each side may have"
    assert answer.sentences[0].support == "verbatim"
    assert answer_json(answer)["model"]["draft"] == answer.written.draft


def test_a_slow_drip_is_an_answer_and_a_silence_is_none(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying(GOOD, size=20, delay=0.05)
    hurried = replace(model, limits=Limits(first=1.0, pause=0.4, whole=20.0))
    answer = shelf.answer(QUESTION, model=hurried)
    assert answer.written is not None
    assert answer.written.failed == ""
    server.reply = saying(GOOD, first=3.0)
    answer = shelf.answer(QUESTION, model=hurried)
    assert answer.written is not None
    assert "did not" in answer.written.failed


def test_a_server_that_asks_to_wait_a_moment_is_asked_once_more(shelf: Library, server: ScriptedServer) -> None:
    model = connect(f"{server.address}/v1#m", shelf.home)  # Ollama's client loses Retry-After
    good = saying(GOOD)
    scripts = [Script(status=429, headers={"Retry-After": "1"}, error="slow down")]
    server.reply = lambda messages: scripts.pop() if scripts else good(messages)
    began = time.monotonic()
    answer = shelf.answer(QUESTION, model=model)
    assert time.monotonic() - began >= 1.0
    assert answer.written is not None
    assert answer.written.failed == ""
    assert len(server.chats) == 2


def test_a_server_that_asks_to_wait_long_is_left_alone(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.play(Script(status=429, headers={"Retry-After": "3600"}, error="slow down"))
    answer = shelf.answer(QUESTION, model=model)
    assert answer.written is not None
    assert "asks to wait" in answer.written.failed
    assert len(server.chats) == 1


def test_to_stop_listening_closes_the_connection_at_once(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying(GOOD, size=4, delay=0.05)
    events = shelf.stream(QUESTION, model=model)
    for event in events:
        if isinstance(event, Writing) and event.text:
            break
    events.close()  # type: ignore[attr-defined]  # an iterator by its type, a generator in truth
    assert server.closed.wait(2.0)
    assert server.left == 1


def test_nothing_found_is_refused_and_the_model_is_not_asked(
    home: Home, encoder: Encoder, server: ScriptedServer, model: Model
) -> None:
    empty = Library(home, encoder)
    answer = empty.answer(QUESTION, model=model)
    assert answer.refused
    assert server.requests == []


def test_none_is_a_refusal_of_the_models(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.play(Script(pieces=("NO", "NE", ".")))
    events = list(shelf.stream(QUESTION, model=model))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.refused
    assert spoken(model.name) in answer.reason
    assert not any(isinstance(one, Writing) and one.text for one in events)


def test_an_answer_of_which_no_sentence_survives_is_refused_and_kept(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    text = "Bees make honey in summer. [KEY] Bears like it very much. [KEY]"
    server.reply = saying(text)
    for strict in (False, True):
        answer = shelf.answer(QUESTION, model=model, strict=strict)
        assert answer.refused
        assert "supported" in answer.reason
        assert answer.sentences == ()
        assert answer.written is not None
        assert answer.written.draft == "Bees make honey in summer. Bears like it very much."


def test_a_follow_up_is_made_standalone_by_the_model_and_else_by_the_reader(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    history = [Turn("When was the summit in Geneva?", "Their summit was held in Geneva on 16 June 2021.")]
    good = saying("The summit lasted three hours and a half. [KEY]", words="three hours")

    def reply(messages: list[dict[str, object]]) -> Script:
        last = str(messages[-1]["content"])
        return (
            Script(pieces=("How long did the summit in Geneva last?",)) if "Last question:" in last else good(messages)
        )

    server.reply = reply
    answer = shelf.answer("How long did it last?", history, model=model)
    assert answer.standalone_question == "How long did the summit in Geneva last?"
    assert answer.sentences[0].support in {"verbatim", "supported"}
    server.reply = lambda messages: (
        Script(status=500) if "Last question:" in str(messages[-1]["content"]) else good(messages)
    )
    again = shelf.answer("How long did it last?", history, model=model)
    assert again.standalone_question == shelf.answer("How long did it last?", history).standalone_question
    assert again.written is not None
    assert again.written.failed == ""


def test_an_answer_is_stored_whole(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying("The treaty was extended by six years. [KEY] It limits each side to 1,550 warheads.")
    answer = shelf.answer(QUESTION, model=model)
    assert answer.sentences[0].flags
    assert load_answer(dump_answer(answer)) == answer


def test_many_may_ask_at_once(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying(GOOD, size=10, delay=0.01)
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(shelf.answer(QUESTION, model=model))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 6
    assert {tuple(one.sentences) for one in answers} == {tuple(answers[0].sentences)}


def test_an_override_of_the_prompt_is_used_and_recorded(shelf: Library, server: ScriptedServer, model: Model) -> None:
    server.reply = saying(GOOD)
    usual = shelf.answer(QUESTION, model=model).written
    place = shelf.home.root / "prompts"
    place.mkdir()
    try:
        (place / "answer.txt").write_text(
            "[system]\nBe brief, and cite.\n\n[user]\n{passages}\n\nQuestion: {question}\n", encoding="utf-8"
        )
        own = shelf.answer(QUESTION, model=model).written
    finally:
        (place / "answer.txt").unlink()
        place.rmdir()
    assert usual is not None
    assert own is not None
    assert usual.prompt != own.prompt
    assert server.chats[-1].body["messages"][0]["content"].strip() == "Be brief, and cite."


def test_a_small_context_drops_passages_whole_from_the_end(
    shelf: Library, server: ScriptedServer, model: Model
) -> None:
    server.reply = saying(GOOD)
    shelf.answer(QUESTION, model=model)
    every = list(passages(server.chats[-1].body["messages"]).values())
    narrow = replace(model, window=1_500)
    answer = shelf.answer(QUESTION, model=narrow)
    some = list(passages(server.chats[-1].body["messages"]).values())
    assert answer.written is not None
    assert answer.written.left_out == len(every) - len(some) > 0
    assert every[: len(some)] == some
    tiny = shelf.answer(QUESTION, model=replace(model, window=400))
    assert tiny.written is not None
    assert "too small" in tiny.written.failed
