"""The passages that were written to learn from, and the pairs made of them."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.reader.training.pairs import Pairs
from assistant.reader.training.sets import Asked, Collection, Paragraph
from assistant.reader.training.written import Further, Written, written

ROW = Written(
    Paragraph("The bridge", "The bridge opened in 1931. Anna Berg drew it.", ((0, 26), (27, 45))),
    ("Anna Berg drew the bridge.", "The bridge was opened in 1931."),
    ("Anna Berg opened the bridge.",),
    (("When could people first cross?", "1931"),),
    ("What did the bridge cost?",),
)
OTHER = Written(
    Paragraph("The harvest", "It rained. The harvest was late.", ((0, 10), (11, 32))),
    ("The harvest came late.",), ("The harvest failed.",), (("Which crop was delayed?", "The harvest"),),
    ("Why did it rain?",),
)  # fmt: skip


def further() -> Further:
    town = Paragraph("Ostra", "Ostra lies on a river. It has 900 people.", ((0, 22), (23, 41)))
    known = Collection((town, town), (Asked("How many people has Ostra?", 0, (30, 33)),))
    return Further([ROW, OTHER], Pairs(known, [[1]], {}, [], 3), 3)


@pytest.mark.parametrize("held_out", [False, True])
def test_every_written_passage_is_whole(held_out: bool) -> None:
    rows = written(held_out=held_out)
    assert len(rows) >= (50 if held_out else 500)
    assert len({row.paragraph.text for row in rows}) == len(rows)
    for row in rows:
        assert len(row.supported) == len(row.unsupported) == 5
        assert len(row.answerable) == len(row.unanswerable) == 3
        assert not set(row.supported) & set(row.unsupported)
        assert all(answer in row.paragraph.text for _, answer in row.answerable)
        assert len(row.paragraph.sentences) >= 2


def test_without_passages_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="checkout"):
        written(tmp_path)


def test_what_is_held_out_is_not_learned() -> None:
    learned, held = ({row.paragraph.text for row in written(held_out=value)} for value in (False, True))
    assert not learned & held


def test_pairs_are_labelled_as_they_were_written() -> None:
    wrong = {*ROW.unsupported, *OTHER.unsupported}
    kinds: Counter[tuple[str, bool]] = Counter()
    for epoch in range(20):
        for pair in further().chunk(epoch, 0):
            own = next((one for one in (ROW, OTHER) if pair.first in str(one)), None)
            if own is None:
                assert pair.head in {"", "Ostra"}  # of the first training
                continue
            kinds[pair.kind, pair.label] += 1
            whole = own.paragraph.text in pair.text
            if pair.kind == "claim":
                assert pair.label == (pair.first not in wrong and whole)
                continue
            answers = [answer for question, answer in own.answerable if question == pair.first]
            assert pair.label == bool(answers and answers[0] in pair.text)
            if pair.span is not None:
                assert pair.text[slice(*pair.span)] == answers[0]
    assert min(kinds[kind, label] for kind in ("question", "claim") for label in (False, True)) >= 20


def test_pairs_are_the_same_for_the_same_seed() -> None:
    assert further().chunk(0, 0) == further().chunk(0, 0)
    assert further().chunk(0, 0) != further().chunk(1, 0)
