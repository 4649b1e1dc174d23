"""The Evaluate tab's drawings: what they say, and that nothing given becomes markup."""

from dataclasses import replace
from datetime import UTC, datetime

from assistant.chats import Judged
from assistant.evaluation.compare import compare
from assistant.evaluation.figures import scores
from assistant.evaluation.runs import Quoted, Run, Said
from assistant.ui import draw_evaluate
from assistant.ui.draw_evaluate import Sheet
from assistant.ui.trial import TrialState
from tests.assistant.evaluation.rows import ROW, WRONG
from tests.assistant.test_draw import an_answer

HARM = "<img src=x onerror=alert(1)>"
AT = datetime(2026, 3, 4, 12, tzinfo=UTC)


def item(id_: str, question: str, **more: object) -> dict[str, object]:
    evidence = [{"doc": "court", "quote": "It was closed."}]
    return {
        "id": id_, "question": question, "type": "fact", "answers": ["Here"], "evidence": evidence, "history": [],
        "answerable": True, **more,
    }  # fmt: skip


def run(*rows: object, said: dict[str, Said] | None = None) -> Run:
    return Run(AT, "1.2", scores(rows), said or {})  # type: ignore[arg-type]


def test_without_questions_the_ways_to_begin_are_shown() -> None:
    assert "Draft some from the articles" in draw_evaluate.questions(Sheet())
    assert 'data-do="evaluate"' not in draw_evaluate.head(Sheet(), running=False)
    assert draw_evaluate.below(Sheet()) == ""


def test_the_worst_stand_first_and_those_not_asked_before_them() -> None:
    sheet = Sheet([item("a", "Where?"), item("b", "Where?"), item("new", "Whither?")], [run(ROW, WRONG)])
    drawn = draw_evaluate.questions(sheet)
    order = [drawn.index(f'data-id="{one}"') for one in ("new", "b", "a")]
    assert order == sorted(order)
    assert "not asked" in drawn
    assert "not said, another passage quoted; search: not found" in drawn
    assert "said, the passage quoted; search: at place 2" in drawn


def test_a_row_of_a_question_that_reads_otherwise_now_does_not_count_as_its_own() -> None:
    drawn = draw_evaluate.questions(Sheet([item("a", "Whence?")], [run(ROW)]))
    assert "not asked" in drawn
    assert "the passage quoted" not in drawn


def test_what_moved_is_told_in_words() -> None:
    better = replace(WRONG, id="a", score=0.5)
    before, after = run(better), run(ROW)
    sheet = Sheet([item("a", "Where?")], [after, before], compare(before.rows, after.rows))
    assert "up from 0.50" in draw_evaluate.questions(sheet)
    head = draw_evaluate.head(sheet, running=False)
    assert "1 better, 0 worse, 0 the same" in head
    assert "up 0.50" in head


def test_a_part_of_the_form_that_cannot_be_edited_is_not_offered() -> None:
    parts = item("a", "Who and where?", answer_parts=[["Ada"], ["Here", "there"]])
    drawn = draw_evaluate.questions(Sheet([parts]))
    assert "question-edit" not in drawn
    assert "Here <i>or</i> there" in drawn


def test_a_question_that_leaves_an_article_out_says_so() -> None:
    drawn = draw_evaluate.questions(Sheet([item("a", "Where?", answerable=False, leave_out="court")]))
    assert "A refusal: the library does not tell. It is asked without court." in drawn


def test_nothing_given_becomes_markup() -> None:
    quote = Quoted(HARM, HARM, HARM, None, HARM)
    said = {"a": Said(HARM, HARM, HARM, (quote,))}
    given = item(
        "a", HARM, type=HARM, answers=[HARM], evidence=[{"doc": HARM, "quote": HARM}], history=[{"question": HARM}]
    )
    row, other = replace(ROW, question=HARM, type=HARM), replace(ROW, id="b")
    sheet = Sheet([given], [Run(AT, HARM, scores([row, other], missing_docs=[HARM]), said)])
    failed = draw_evaluate.progress(TrialState(2, 1, True, f"{HARM}\n{HARM}"))
    refused = draw_evaluate.not_kept(HARM, HARM, {"question": HARM})
    drawn = [draw_evaluate.head(sheet, running=False), draw_evaluate.questions(sheet)]
    assert "<img" not in draw_evaluate.below(sheet)
    assert all("&lt;img" in one and "<img" not in one for one in (*drawn, failed, refused))
    assert drawn[1].index("By type") < drawn[1].index("Questions, worst first")


def test_a_run_under_way_can_be_stopped() -> None:
    drawn = draw_evaluate.progress(TrialState(1200, 7))
    assert "7 of 1,200" in drawn
    assert "stop-evaluation" in drawn
    assert draw_evaluate.progress(TrialState(3, 3, True)) == ""


def test_what_was_judged_in_the_chat_can_be_made_a_question_with_what_is_known_of_its_answer() -> None:
    right, wrong = an_answer(short_answer="1931"), replace(an_answer(), question="Who?", standalone_question="Who?")
    judged = [Judged(right, True, "", 1.0), Judged(wrong, False, HARM, 2.0)]
    drawn = draw_evaluate.below(Sheet(judged=judged))
    assert "Judged in the chat<span>2</span>" in drawn
    assert "&quot;answers&quot;: [&quot;1931&quot;]" in drawn
    assert "Not helpful: &lt;img" in drawn
    known = Sheet([item("a", right.standalone_question)], judged=judged)
    assert "Judged in the chat<span>1</span>" in draw_evaluate.below(known)
