"""What holds for whatever a reader returns."""

from corpus.block import Block, join
from corpus.raw import Raw


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks]


def of_kind(raw: Raw, kind: str) -> list[str]:
    return [block.text for block in raw.blocks if block.kind == kind]


def check(raw: Raw) -> None:
    """Every block is its runs of the raw text, character by character, without space around it, in ascending order."""
    for block in raw.blocks:
        assert block.runs[0][0] == 0
        assert block.text
        assert block.text == block.text.strip()
        assert _from_runs(raw, block) == block.text
        assert list(block.runs) == sorted(block.runs)
    starts = [block.raw_start for block in raw.blocks]
    assert starts == sorted(starts)
    assert list(raw.pages) == sorted(raw.pages)
    assert all(0 <= page <= len(raw.text) for page in raw.pages)
    raw.text.encode()  # no half of a character
    text, runs = join(raw.blocks)
    assert not text or runs[0][0] == 0


def _from_runs(raw: Raw, block: Block) -> str:
    ends = [start for start, _ in block.runs[1:]] + [len(block.text)]
    return "".join(raw.text[at : at + end - start] for (start, at), end in zip(block.runs, ends, strict=True))


def check_sentences(raw: Raw, sentences: list[str]) -> None:
    """Every sentence is in one block, and they come in this order."""
    at = 0
    whole = "\n\n".join(texts(raw))
    for sentence in sentences:
        found = whole.find(sentence, at)
        assert found >= 0, f"missing or out of order: {sentence}"
        at = found + len(sentence)
