"""What the best sentences lack: a question for a time, an amount, a person or a place, and answers that are none."""

import pytest

from assistant.reader.question import analyse
from assistant.reader.reading import Evidence
from assistant.reader.trained import _gap
from index.passage import Passage, Span


def piece(text: str, short: str, certainty: float = 0.0) -> Evidence:
    passage = Passage("p", "a", 0, len(text), text, (Span(0, len(text)),))
    start = text.index(short)
    return Evidence(passage, passage.sentences[0], 1.0, Span(start, start + len(short)), certainty)


@pytest.mark.parametrize(
    ("question", "text", "short", "lacks"),
    [
        ("When did the mill close?", "The mill closed for want of grain.", "for want of grain", "a date"),
        ("When did the mill close?", "The mill closed in 1271.", "1271", ""),
        ("When did the mill close?", "The mill closed after the war.", "the war", ""),
        ("How many men worked there?", "The men worked there by night.", "by night", "a number"),
        ("How many times did it burn?", "It burned down twice.", "twice", ""),
        ("How long did it stand?", "It stood from spring to autumn.", "spring to autumn", ""),
        ("Who ran the mill?", "The mill was run with water.", "with water", "a name"),
        ("Who ran the mill?", "The mill was run by Ana Berg.", "Ana Berg", ""),
        ("Where was the mill?", "The mill was large.", "large", "a place"),
        ("Where was the mill?", "The mill stood in Reno.", "Reno", ""),
        ("Why did the mill close?", "The mill was large.", "large", ""),
        ("Who said that the mill was large?", "The mill was large, it was said.", "it was said", ""),
        ("Who ran the mill?", "Мельницей управлял сосед.", "сосед", ""),
    ],
)
def test_what_is_asked_for_and_not_there(question: str, text: str, short: str, lacks: str) -> None:
    found = _gap(analyse(question), [piece(text, short)])
    assert (lacks in found) if lacks else not found


def test_a_value_counts_where_its_words_may_answer_and_stands_among_the_best() -> None:
    asked = analyse("When did the mill close?")
    dated = "The mill closed in 1271."
    others = [piece("The mill closed for want of grain.", "for want of grain")] * 3
    assert _gap(asked, [piece(dated, "1271", -9.0)])
    assert not _gap(asked, [*others[:2], piece(dated, "1271")])
    assert _gap(asked, [*others, piece(dated, "1271")])
    assert _gap(analyse("When did the mill of 1271 close?"), [piece(dated, "1271")])  # the question's own
