"""Damaged files: each is read as far as it goes, or is refused with a reason, and soon."""

import random
import time
from collections.abc import Callable, Iterator

import pytest

from corpus.errors import SourceError
from corpus.formats import READERS
from corpus.formats.kinds import Kind, kind_of, why_not
from corpus.load import _PARSER_FAULTS
from tests.corpus.formats import documents, pdfs
from tests.corpus.formats.checks import check
from tests.corpus.formats.documents import member, newsletter, page, rewritten, saved_page
from tests.corpus.formats.prose import paragraphs
from tests.corpus.formats.test_pdf import rich

SECONDS = 5.0  # a file; the slowest takes a tenth of that on a quiet machine

GOOD: dict[str, tuple[Kind, bytes]] = {
    "docx": ("docx", documents.rich_docx()),
    "odt": ("odt", documents.rich_odt()),
    "rtf": ("rtf", documents.rich_rtf()),
    "epub": ("epub", documents.rich_epub()),
    "eml": ("eml", newsletter("", page())),
    "mhtml": ("mhtml", saved_page()),
    "pdf rich": ("pdf", rich()),
    "pdf columns": ("pdf", pdfs.article(paragraphs(6), 2)),
}
PARTS = {"docx": "word/document.xml", "odt": "content.xml", "epub": "OEBPS/text/two.xhtml"}


def _damages(chance: random.Random) -> list[Callable[[bytes], bytes]]:
    def cut(data: bytes) -> bytes:
        return data[: chance.randrange(len(data))]

    def flipped(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(chance.choice((1, 3, 20, 200))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)

    def swapped(data: bytes) -> bytes:
        a, b, c = sorted(chance.randrange(len(data)) for _ in range(3))
        return data[:a] + data[b:c] + data[a:b] + data[c:]

    def doubled(data: bytes) -> bytes:
        a, b = sorted(chance.randrange(len(data)) for _ in range(2))
        return data[:b] + data[a:b] * chance.choice((1, 2, 9)) + data[b:]

    def holed(data: bytes) -> bytes:
        a, b = sorted(chance.randrange(len(data)) for _ in range(2))
        return data[:a] + bytes(b - a) + data[b:]

    return [cut, flipped, swapped, doubled, holed]


def variants(name: str) -> Iterator[bytes]:
    """40 damaged files and more: damaged themselves, and where they are zips, damaged inside."""
    kind, good = GOOD[name]
    chance = random.Random(name)
    damages = _damages(chance)
    for _ in range(8):
        for damage in damages:
            yield damage(good)
    if kind in PARTS:
        inner = member(good, PARTS[kind])
        for _ in range(4):
            for damage in damages:
                yield rewritten(good, {PARTS[kind]: damage(inner)})


@pytest.mark.parametrize("name", GOOD)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    kind, _ = GOOD[name]
    outcomes = {True: 0, False: 0}
    for data in variants(name):
        start = time.monotonic()
        try:
            check(READERS[kind](data, "a.bin"))
        except SourceError as error:
            assert error.message.startswith("a.bin: ")
            assert error.hint
            outcomes[False] += 1
        except _PARSER_FAULTS:
            outcomes[False] += 1
        else:
            outcomes[True] += 1
        assert time.monotonic() - start < SECONDS
        found = kind_of(data, "a.bin")
        assert bool(why_not(data, "a.bin")[0]) == (found == "unknown")
    assert sum(outcomes.values()) >= 40


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in GOOD.values()}))
@pytest.mark.parametrize("name", GOOD)
def test_a_reader_given_another_format_refuses_it_or_reads_what_it_can(kind: Kind, name: str) -> None:
    try:
        check(READERS[kind](GOOD[name][1], "a.bin"))
    except (SourceError, *_PARSER_FAULTS):
        return


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in GOOD.values()}))
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 1000, b"<" * 50_000, b"{\\rtf1" * 900, b"a: b\n" * 20_000, b"PK\x03\x04" * 999]
)
def test_nothing_at_all_and_much_of_the_same(kind: Kind, data: bytes) -> None:
    start = time.monotonic()
    try:
        check(READERS[kind](data, "a.bin"))
    except (SourceError, *_PARSER_FAULTS):
        pass
    assert time.monotonic() - start < SECONDS
