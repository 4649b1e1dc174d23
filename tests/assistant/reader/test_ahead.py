"""What is told as planned, and what somebody did."""

import pytest

from assistant.reader.ahead import asked_deeds, only_ahead


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Where did Dahl and Reed meet?", "Dahl and Reed agreed on 3 May to meet in Oslo."),
        ("Where did Dahl and Reed meet?", "Dahl announced that they would meet in Oslo."),
        ("When did Dahl leave Reno?", "Dahl has not yet left Reno."),
        ("Whom did the council arrest?", "The council wanted to arrest Berg."),
        ("Did Dahl publish the letters?", "Dahl offered to publish the letters."),
    ],
)
def test_what_is_asked_for_as_done_is_planned(question: str, sentence: str) -> None:
    assert only_ahead(asked_deeds(question), sentence, agreed=True)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Where did Dahl and Reed meet?", "Dahl and Reed met in Oslo."),
        ("Where did Dahl and Reed meet?", "They were to meet in Oslo, and met in Reno."),
        ("Where will Dahl and Reed meet?", "Dahl announced that they would meet in Oslo."),
        ("When did Dahl agree to meet Reed?", "Dahl agreed on 3 May to meet Reed."),
        ("Did Dahl plan to leave?", "Dahl planned to leave Reno."),
        ("When did Dahl leave?", "Dahl was able to leave on Monday."),
        ("What did Dahl say of the meeting?", "The meeting would be held in Oslo, Dahl said."),
        ("Where did Dahl sit?", "Oslo is the capital of Norway."),
    ],
)
def test_what_is_asked_for_is_done_or_asked_for_as_planned(question: str, sentence: str) -> None:
    assert not only_ahead(asked_deeds(question), sentence, agreed=True)
