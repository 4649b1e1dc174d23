"""The conversations: what was asked and what was answered, kept in one SQLite file.

Each message keeps its whole `Answer`, citations with their quotes and offsets included, so that a conversation can be
read years later, even when an article has gone. A connection is opened for each call, so one `Chats` may be used from
many threads. Nothing here searches or answers.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Citation, Nearest, Preference, Sentence, Side, Turn
from assistant.filters import as_record, where_of

_TITLE_CHARACTERS = 120  # a rail entry shows about 30; the rest is for its tooltip
_BUSY_SECONDS = 10.0  # how long a writer waits for another; writes here take milliseconds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, title TEXT NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    asked REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (conversation, position));
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of the list. `library` is the kind of library that was asked; times are seconds since 1970."""

    id: int
    library: str
    title: str
    created: float
    updated: float


class Chats:
    """The conversations in the file at `path`, which is made when the first one is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, question: str, library: str) -> int:
        """Open a conversation named by its first question; returns its id, which is never given out again."""
        now = time.time()
        with self._connected() as rows:
            made = rows.execute(
                "INSERT INTO conversations (library, title, created, updated) VALUES (?, ?, ?, ?)",
                (library, _title(question), now, now),
            )
            return int(made.lastrowid or 0)

    def keep(self, conversation: int, answer: Answer) -> None:
        """Put an answer at the end of a conversation; a conversation deleted meanwhile is left deleted."""
        now = time.time()
        with self._connected() as rows:
            found = rows.execute("UPDATE conversations SET updated = ? WHERE id = ?", (now, conversation))
            if found.rowcount:
                rows.execute(
                    "INSERT INTO messages SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ? FROM messages "
                    "WHERE conversation = ?",
                    (conversation, now, answer.question, dump_answer(answer), conversation),
                )

    def conversations(self, library: str) -> list[Conversation]:
        """The conversations with one library, the latest first."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT id, library, title, created, updated FROM conversations WHERE library = ? "
                "ORDER BY updated DESC, id DESC",
                (library,),
            ).fetchall()
        return [Conversation(*row) for row in found]

    def answers(self, conversation: int) -> list[Answer]:
        """The answers of a conversation in the order of asking; none when there is no such conversation."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT answer FROM messages WHERE conversation = ? ORDER BY position", (conversation,)
            ).fetchall()
        return [load_answer(text) for (text,) in found]

    def history(self, conversation: int) -> list[Turn]:
        """The conversation as the engine wants it: questions and what was said."""
        return [Turn(answer.question, answer.text) for answer in self.answers(conversation)]

    def rename(self, conversation: int, title: str) -> None:
        """Give a conversation another title; a blank one changes nothing."""
        if title.strip():
            with self._connected() as rows:
                rows.execute("UPDATE conversations SET title = ? WHERE id = ?", (_title(title), conversation))

    def delete(self, conversation: int) -> None:
        """Delete a conversation and its messages."""
        with self._connected() as rows:
            rows.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed whole, or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as rows, rows:
            rows.executescript(_SCHEMA)
            rows.execute("PRAGMA foreign_keys = ON")
            yield rows


def dump_answer(answer: Answer) -> str:
    """An answer as JSON; `load_answer` gives the same record back."""
    record = asdict(answer)
    record["where"] = as_record(answer.where)
    record["preferences"] = [{**asdict(one), "where": as_record(one.where)} for one in answer.preferences]
    return json.dumps(record, ensure_ascii=False)


def load_answer(text: str) -> Answer:
    """The answer that `dump_answer` wrote."""
    data: dict[str, Any] = json.loads(text)  # Any: JSON; the records below name every field
    data["sentences"] = tuple(
        Sentence(one["text"], tuple(one["citations"]), one["support"], _pair(one.get("short")))
        for one in data["sentences"]
    )
    data["caveats"] = tuple(data.get("caveats", ()))
    data["sides"] = tuple(Side(one["answer"], tuple(one["citations"])) for one in data.get("sides", ()))
    data["uncovered"] = tuple(data.get("uncovered", ()))
    data["citations"] = tuple(Citation(**one) for one in data["citations"])
    data["where"] = where_of(data.get("where", {}))
    data["preferences"] = tuple(
        Preference(where_of(one["where"]), one["said"], one["label"]) for one in data.get("preferences", ())
    )
    data["ignored"] = tuple(data.get("ignored", ()))
    data["nearest"] = tuple(Nearest(**one) for one in data["nearest"])
    return Answer(**data)


def _pair(span: list[int] | None) -> tuple[int, int] | None:
    return None if span is None else (span[0], span[1])


def _title(question: str) -> str:
    """The first words of a question, on one line."""
    line = " ".join(question.split())
    return line if len(line) <= _TITLE_CHARACTERS else line[: _TITLE_CHARACTERS - 1].rstrip() + "…"
