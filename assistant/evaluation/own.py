"""The questions of a library whose answers its user knows: a gold file in the home, changed by the window.

A question is in it once: another with the same words and the same turns before it takes its place.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock

from assistant.evaluation.gold import GoldError, Item, as_lines, load, parse
from assistant.evaluation.marks import doc
from assistant.evaluation.search import DEPTH, words
from corpus.files import write_whole
from corpus.home import Home

if TYPE_CHECKING:
    from assistant.library import Library

MAX_QUESTIONS = 5_000  # a run over so many takes half an hour
_BETWEEN = "|"  # wordings of one answer, in a table
_COLUMNS = {
    "question": {"question"},
    "answers": {"answer", "answers", "expected", "expected answer", "expected answers"},
    "quote": {"quote", "evidence", "passage"},
    "type": {"type", "kind"},
}


class OwnQuestions:
    """The file of a home; every change reads it, and writes it whole, under a lock."""

    def __init__(self, home: Home) -> None:
        self.path = home.questions

    def items(self) -> list[Item]:
        """The questions in the order in which they came, none without a file; raises `GoldError` for a damaged one."""
        return load(self.path) if self.path.is_file() and self.path.stat().st_size else []

    def evidence(self, id_: str) -> list[Item]:
        """The evidence of a question; none where it is not here."""
        return next((list(one["evidence"]) for one in self.items() if str(one["id"]) == id_), [])

    def put(self, given: Item, instead: str = "") -> Item:
        """Add a question, or put it in the place of the one with the id `instead`; as it was kept."""
        with self._changing() as items:
            place = next((number for number, one in enumerate(items) if str(one["id"]) == instead), None)
            if place is not None:
                items[place] = given = {**items[place], **given, "id": items[place]["id"]}
            else:
                given = _taken(items, given)
        return given

    def drop(self, id_: str) -> Item | None:
        """Take a question out; the question, or None where it is gone already."""
        with self._changing() as items:
            gone = next((one for one in items if str(one["id"]) == id_), None)
            items[:] = [one for one in items if one is not gone]
        return gone

    def take(self, given: Iterable[Item]) -> tuple[int, int]:
        """Add questions of another gold file: how many are new, and how many took the place of one that was here."""
        with self._changing() as items:
            before, num_given = len(items), 0
            for one in given:
                _taken(items, one)
                num_given += 1
            new = len(items) - before
        return new, num_given - new

    @contextmanager
    def _changing(self) -> Iterator[list[Item]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=10, thread_local=False):
            items = self.items()
            yield items
            if len(items) > MAX_QUESTIONS:
                raise GoldError(
                    f"{len(items):,} questions are too many; {MAX_QUESTIONS:,} can be kept.",
                    "Run a larger file by: chancery eval GOLD.jsonl",
                )
            write_whole(self.path, as_lines(items).encode())


def made(question: str, answers: Sequence[str], *, kind: str = "", evidence: Sequence[Item] = ()) -> Item:
    """A gold item without an id, as a person fills it in: without answers the library is expected to refuse."""
    asked = " ".join(question.split())
    if not asked:
        raise GoldError("A question has no words.", "Write what would be asked.")
    wordings = [" ".join(one.split()) for one in answers if one.strip()]
    return {
        "type": kind.strip() or ("open" if wordings else "unanswerable"),
        "question": asked,
        "answers": wordings,
        "evidence": list(evidence) if wordings else [],
        "answerable": bool(wordings),
    }


def quoted(library: "Library", quote: str) -> list[Item]:
    """The evidence that some words are: the articles that have them, word for word; raises `GoldError` where none has.

    The first is the evidence and the others its equals, so that to cite any of them is as good.
    """
    wanted = words(quote)
    if not wanted:
        return []
    _, articles = library.search_with_articles(quote[:400], DEPTH)
    inside = f" {' '.join(wanted)} "
    docs = [doc(one.source) for one in articles.values() if inside in f" {' '.join(words(one.text))} "]
    if not docs:
        raise GoldError(
            f"No article has the words “{' '.join(quote.split())[:80]}”.",
            "Copy them from the article, a sentence of it, or leave them out.",
        )
    first, *others = dict.fromkeys(docs)
    return [{"doc": first, "quote": quote.strip(), "alt": [{"doc": one, "quote": quote.strip()} for one in others]}]


def read(library: "Library", text: str, name: str) -> list[Item]:
    """The questions of a file that was given: a gold file, or a table in CSV; raises `GoldError`.

    A table has a line of names first: question, answers (wordings parted by |; none where the library does not tell),
    and perhaps quote and type.
    """
    text = text.removeprefix("\ufeff")
    return _table(library, text, name) if name.lower().endswith(".csv") else parse(text, name)


def _table(library: "Library", text: str, name: str) -> list[Item]:
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect="excel")
    try:
        if rows.fieldnames and ";" in rows.fieldnames[0]:  # as spreadsheets of half of Europe write it
            rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
        known = {
            column: field
            for field in rows.fieldnames or ()
            for column, names in _COLUMNS.items()
            if field.strip().casefold() in names
        }
        if not {"question", "answers"} <= set(known):
            raise GoldError(f"{name} has no columns question and answers.", "Name the columns in its first line.")
        items = []
        for row in rows:
            cell = {column: (row.get(field) or "").strip() for column, field in known.items()}
            if any(cell.values()):
                items.append(_row(library, cell, f"{name}, line {rows.line_num}"))
    except csv.Error as error:
        raise GoldError(f"{name} is not a table: {error}", "Save it as CSV, in UTF-8.") from error
    return items


def _row(library: "Library", cell: dict[str, str], where: str) -> Item:
    try:
        evidence = quoted(library, cell.get("quote", ""))
        return made(cell["question"], cell["answers"].split(_BETWEEN), kind=cell.get("type", ""), evidence=evidence)
    except GoldError as error:
        raise GoldError(f"{where}: {error.message}", error.hint) from error


def _taken(items: list[Item], given: Item) -> Item:
    """Put an item among others: in the place of the same question, or at the end, with an id that none of them has."""
    place = next((number for number, one in enumerate(items) if _same(one, given)), None)
    ids = {str(one["id"]) for one in items}
    if place is not None:
        given = {**given, "id": items[place]["id"]}
        items[place] = given
        return given
    wanted = str(given.get("id", ""))
    if not wanted or wanted in ids:
        wanted = next(f"q{number}" for number in range(len(items) + 1, 2 * len(items) + 2) if f"q{number}" not in ids)
    given = {"id": wanted, **{name: value for name, value in given.items() if name != "id"}}
    items.append(given)
    return given


def _same(one: Item, other: Item) -> bool:
    return _asked(one) == _asked(other)


def _asked(item: Item) -> tuple[str, ...]:
    turns = [*(item.get("history") or []), item]
    return tuple(" ".join(words(turn["question"])) or turn["question"] for turn in turns)
