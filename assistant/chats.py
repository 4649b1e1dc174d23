"""The conversations: what was asked and what was answered, kept in one SQLite file.

Each message keeps its whole `Answer`, citations with their quotes and offsets included, so that a conversation can be
read years later, even when an article has gone. Each conversation is one user's ("" without accounts), and nobody
else's calls find it, whatever id or token they name. Deleting can be undone for a week. A connection is opened for
each call, so one `Chats` may be used from many threads. Nothing here searches a library or answers.
"""

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.stored import dump_answer, load_answer
from corpus.errors import ChanceryError

_TITLE_CHARACTERS = 120  # a rail entry shows about 30; the rest is for its tooltip
_BUSY_SECONDS = 10.0  # how long a writer waits for another; writes here take milliseconds
_UNDO_SECONDS = 7 * 86_400.0  # how long what was deleted can be brought back
_MAX_REASON = 2_000  # characters
_MAX_FIND_WORDS = 8
_AROUND = 60  # characters of an excerpt on each side of what was found
_TOKEN_BYTES = 12  # nobody guesses 96 bits

_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, title TEXT NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    asked REAL NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (conversation, position));
"""
_SINCE_1 = """
ALTER TABLE conversations ADD COLUMN user TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN deleted REAL;
ALTER TABLE messages ADD COLUMN token TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN helpful INTEGER;
ALTER TABLE messages ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX conversations_shown ON conversations (user, library, updated);
CREATE INDEX messages_token ON messages (token);
CREATE INDEX messages_refused ON messages (refused);
"""
_SHOWN = "id, library, title, created, updated"
_OWN = "conversation IN (SELECT id FROM conversations WHERE user = ? AND deleted IS NULL)"


class ChatsUnusable(ChanceryError):
    """The file of the conversations cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of the list. `library` is the kind of library that was asked; times are seconds since 1970."""

    id: int
    library: str
    title: str
    created: float
    updated: float
    excerpt: str = ""  # around what was looked for, where that stands in an answer


@dataclass(frozen=True, slots=True)
class Message:
    """A question with its answer. `token` names it in links; `helpful` is what its user thought of it, if anything."""

    position: int
    asked: float
    token: str
    answer: Answer
    helpful: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that a library did not answer: in its latest wording, how often it was asked, and when last."""

    question: str
    times: int
    last: float


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that its user found helpful, or not, and why; `asked` is when it was given."""

    answer: Answer
    helpful: bool
    reason: str
    asked: float


class Chats:
    """The conversations in the file at `path`, which is made when the first one is kept.

    Every method that takes a conversation or a token finds nothing where that is not `user`'s. All raise
    `ChatsUnusable` when the file cannot be used; nothing is half written then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, question: str, library: str, user: str = "") -> int:
        """Open a conversation named by its first question; returns its id, which is never given out again."""
        now = time.time()
        with self._connected(writing=True) as rows:
            _purge(rows, now)
            made = rows.execute(
                "INSERT INTO conversations (library, title, created, updated, user) VALUES (?, ?, ?, ?, ?)",
                (library, _title(question), now, now, user),
            )
            return int(made.lastrowid or 0)

    def keep(self, conversation: int, answer: Answer, user: str = "") -> str:
        """Put an answer at the end of a conversation; returns its token.

        A conversation deleted meanwhile is left deleted, and the token is empty.
        """
        now, token = time.time(), secrets.token_urlsafe(_TOKEN_BYTES)
        with self._connected(writing=True) as rows:
            if not _touch(rows, conversation, user, now):
                return ""
            rows.execute(
                "INSERT INTO messages (conversation, position, asked, question, answer, token, words, refused) "
                "SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ?, ?, ?, ? FROM messages WHERE conversation = ?",
                (conversation, now, *_columns(answer), token, _words(answer), answer.refused, conversation),
            )
        return token

    def replace_last(self, conversation: int, answer: Answer, user: str = "") -> str:
        """Put an answer in the place of the last one; its token stays, and what was thought of it goes."""
        now = time.time()
        with self._connected(writing=True) as rows:
            last = rows.execute(
                f"SELECT position, token FROM messages WHERE conversation = ? AND {_OWN} "
                "ORDER BY position DESC LIMIT 1",
                (conversation, user),
            ).fetchone()
            if last is not None and _touch(rows, conversation, user, now):
                rows.execute(
                    "UPDATE messages SET asked = ?, question = ?, answer = ?, words = ?, refused = ?, helpful = NULL, "
                    "reason = '' WHERE conversation = ? AND position = ?",
                    (now, *_columns(answer), _words(answer), answer.refused, conversation, last[0]),
                )
                return str(last[1])
        return self.keep(conversation, answer, user)

    def conversations(self, library: str, user: str = "", limit: int = 200, offset: int = 0) -> list[Conversation]:
        """A user's conversations with one library, the latest first."""
        with self._connected() as rows:
            found = rows.execute(
                f"SELECT {_SHOWN} FROM conversations WHERE user = ? AND library = ? AND deleted IS NULL "
                "ORDER BY updated DESC, id DESC LIMIT ? OFFSET ?",
                (user, library, limit, offset),
            ).fetchall()
        return [Conversation(*row) for row in found]

    def find(self, words: str, library: str, user: str = "", limit: int = 50) -> list[Conversation]:
        """The conversations that have every one of `words` in their title or in one turn, in any case; latest first."""
        wanted = words.casefold().split()[:_MAX_FIND_WORDS]
        if not wanted:
            return self.conversations(library, user, limit)
        each = " AND ".join(["(instr(m.words, ?) OR instr(c.folded, ?))"] * len(wanted))
        with self._connected() as rows:
            rows.create_function("folded", 1, lambda text: str(text).casefold(), deterministic=True)
            found = rows.execute(
                f"WITH c AS MATERIALIZED (SELECT {_SHOWN}, folded(title) AS folded FROM conversations "
                "WHERE user = ? AND library = ? AND deleted IS NULL), "
                f"hit AS MATERIALIZED (SELECT {_SHOWN}, max(m.position) AS position "
                f"FROM c JOIN messages m ON m.conversation = c.id WHERE {each} "
                "GROUP BY c.id ORDER BY updated DESC, c.id DESC LIMIT ?) "
                "SELECT hit.id, library, title, created, updated, m.answer "
                "FROM hit JOIN messages m ON m.conversation = hit.id AND m.position = hit.position "
                "ORDER BY updated DESC, hit.id DESC",
                (user, library, *(word for word in wanted for _ in range(2)), limit),
            ).fetchall()
        return [replace(Conversation(*row[:-1]), excerpt=_excerpt(load_answer(row[-1]), wanted)) for row in found]

    def has(self, conversation: int, library: str, user: str = "") -> bool:
        """Whether a conversation is there, of this user with this library."""
        statement = "SELECT 1 FROM conversations WHERE id = ? AND library = ? AND user = ? AND deleted IS NULL"
        with self._connected() as rows:
            return rows.execute(statement, (conversation, library, user)).fetchone() is not None

    def title(self, conversation: int, user: str = "") -> str:
        """What a conversation is called; "" where there is none."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT title FROM conversations WHERE id = ? AND user = ? AND deleted IS NULL", (conversation, user)
            ).fetchone()
        return str(found[0]) if found else ""

    def messages(self, conversation: int, user: str = "") -> list[Message]:
        """The turns of a conversation in the order of asking; none when there is no such conversation."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT position, asked, token, answer, helpful, reason FROM messages "
                f"WHERE conversation = ? AND {_OWN} ORDER BY position",
                (conversation, user),
            ).fetchall()
        return [
            Message(position, asked, token, load_answer(answer), None if helpful is None else bool(helpful), reason)
            for position, asked, token, answer, helpful, reason in found
        ]

    def answers(self, conversation: int, user: str = "") -> list[Answer]:
        """The answers of a conversation in the order of asking."""
        return [message.answer for message in self.messages(conversation, user)]

    def history(self, conversation: int, user: str = "") -> list[Turn]:
        """The conversation as the engine wants it: questions and what was said."""
        return [Turn(answer.question, answer.text) for answer in self.answers(conversation, user)]

    def of_token(self, token: str, user: str = "") -> tuple[int, str] | None:
        """The conversation, and the kind of its library, of the message that a link names."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT c.id, c.library FROM messages m JOIN conversations c ON c.id = m.conversation "
                "WHERE m.token = ? AND m.token != '' AND c.user = ? AND c.deleted IS NULL",
                (token, user),
            ).fetchone()
        return None if found is None else (int(found[0]), str(found[1]))

    def rename(self, conversation: int, title: str, user: str = "") -> None:
        """Give a conversation another title; a blank one changes nothing."""
        if title.strip():
            with self._connected(writing=True) as rows:
                rows.execute(
                    "UPDATE conversations SET title = ? WHERE id = ? AND user = ?", (_title(title), conversation, user)
                )

    def delete(self, conversation: int, user: str = "") -> None:
        """Delete a conversation; for a week it can be brought back, then it is gone from the disk too."""
        now = time.time()
        with self._connected(writing=True) as rows:
            rows.execute("UPDATE conversations SET deleted = ? WHERE id = ? AND user = ?", (now, conversation, user))
            _purge(rows, now)

    def restore(self, conversation: int, user: str = "") -> None:
        """Bring a deleted conversation back, as it was."""
        with self._connected(writing=True) as rows:
            _purge(rows, time.time())
            rows.execute("UPDATE conversations SET deleted = NULL WHERE id = ? AND user = ?", (conversation, user))

    def purge(self, conversation: int, user: str = "") -> None:
        """Delete a conversation for good, at once."""
        with self._connected(writing=True) as rows:
            rows.execute("DELETE FROM conversations WHERE id = ? AND user = ?", (conversation, user))

    def forget(self, user: str) -> None:
        """Delete all conversations of a user for good."""
        with self._connected(writing=True) as rows:
            rows.execute("DELETE FROM conversations WHERE user = ?", (user,))

    def judge(self, token: str, helpful: bool | None, reason: str = "", user: str = "") -> None:
        """Keep what its user thought of an answer, and why; None takes it back."""
        with self._connected(writing=True) as rows:
            rows.execute(
                f"UPDATE messages SET helpful = ?, reason = ? WHERE token = ? AND token != '' AND {_OWN}",
                (helpful, reason.strip()[:_MAX_REASON], token, user),
            )

    def judged(self, library: str, user: str = "", limit: int = 100) -> list[Judged]:
        """The answers of a library that a user judged, the latest first."""
        with self._connected() as rows:
            found = rows.execute(
                "SELECT m.answer, m.helpful, m.reason, m.asked "
                "FROM messages m JOIN conversations c ON c.id = m.conversation "
                "WHERE m.helpful IS NOT NULL AND c.library = ? AND c.user = ? AND c.deleted IS NULL "
                "ORDER BY m.asked DESC LIMIT ?",
                (library, user, limit),
            ).fetchall()
        return [Judged(load_answer(answer), bool(helpful), reason, asked) for answer, helpful, reason, asked in found]

    def gaps(self, library: str, user: str = "", limit: int = 50) -> list[Gap]:
        """The questions that a library did not answer, the latest first; the same question is named once."""
        with self._connected() as rows:
            rows.create_function("folded", 1, lambda text: " ".join(str(text).casefold().split()).rstrip("?!. "))
            found = rows.execute(
                "SELECT m.question, count(*), max(m.asked) "
                "FROM messages m JOIN conversations c ON c.id = m.conversation "
                "WHERE m.refused AND c.library = ? AND c.user = ? AND c.deleted IS NULL "
                "GROUP BY folded(m.question) ORDER BY max(m.asked) DESC LIMIT ?",
                (library, user, limit),
            ).fetchall()
        return [Gap(*row) for row in found]

    @contextmanager
    def _connected(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: committed whole, or not at all. Who writes waits for others at its beginning."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():  # nobody else's to read; SQLite's own files copy the mode
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)) as rows:
                rows.execute("PRAGMA foreign_keys = ON")
                rows.execute("PRAGMA secure_delete = ON")
                rows.execute("BEGIN IMMEDIATE" if writing or not _is_current(rows) else "BEGIN")
                try:
                    _migrate(rows)
                    yield rows
                    rows.execute("COMMIT")
                except BaseException:
                    if rows.in_transaction:
                        rows.execute("ROLLBACK")
                    raise
        except (OSError, sqlite3.Error) as error:
            raise ChatsUnusable(
                f"The conversations in {self.path} cannot be used: {error}",
                "Check that there is room and permission to write, then try again.",
            ) from error


def _is_current(rows: sqlite3.Connection) -> bool:
    version: int = rows.execute("PRAGMA user_version").fetchone()[0]
    return version == _VERSION


def _migrate(rows: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version up to date; nothing that they hold is lost."""
    if _is_current(rows):
        return
    for statement in (*_SCHEMA.split(";"), *_SINCE_1.split(";")):
        rows.execute(statement)
    for conversation, position, answer in rows.execute(
        "SELECT conversation, position, answer FROM messages"
    ).fetchall():
        kept = load_answer(answer)
        rows.execute(
            "UPDATE messages SET token = ?, words = ?, refused = ? WHERE conversation = ? AND position = ?",
            (secrets.token_urlsafe(_TOKEN_BYTES), _words(kept), kept.refused, conversation, position),
        )
    rows.execute(f"PRAGMA user_version = {_VERSION}")


def _purge(rows: sqlite3.Connection, now: float) -> None:
    """Delete for good what was deleted too long ago to be brought back."""
    rows.execute("DELETE FROM conversations WHERE deleted < ?", (now - _UNDO_SECONDS,))


def _touch(rows: sqlite3.Connection, conversation: int, user: str, now: float) -> bool:
    """Note that a conversation was just used; whether it is there."""
    statement = "UPDATE conversations SET updated = ? WHERE id = ? AND user = ? AND deleted IS NULL"
    return rows.execute(statement, (now, conversation, user)).rowcount > 0


def _columns(answer: Answer) -> tuple[str, str]:
    return answer.question, dump_answer(answer)


def _words(answer: Answer) -> str:
    """What a turn is found by."""
    return f"{answer.question}\n{answer.text}".casefold()


def _excerpt(answer: Answer, wanted: Sequence[str]) -> str:
    """What stands around the first of the words that the answer has."""
    words = answer.text
    at = min((place for word in wanted if (place := words.casefold().find(word)) >= 0), default=-1)
    if at < 0:
        return ""
    first, last = max(0, at - _AROUND), at + _AROUND
    return f"{'…' if first else ''}{' '.join(words[first:last].split())}{'…' if last < len(words) else ''}"


def _title(question: str) -> str:
    """The first words of a question, on one line."""
    line = " ".join(question.split())
    return line if len(line) <= _TITLE_CHARACTERS else line[: _TITLE_CHARACTERS - 1].rstrip() + "…"
