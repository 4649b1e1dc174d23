"""Who may use a shared library: names and hashed passwords, in one SQLite file that only its owner can read.

A password is kept as scrypt made it, with the salt and the parameters beside it, so that these can be raised later.
An unknown name costs as long as a wrong password. Nothing here knows sessions, cookies or conversations.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ChanceryError

FILE = "users.sqlite"  # in the home
MIN_PASSWORD, MAX_PASSWORD = 8, 1_024  # characters; a longer one would only cost time
MAX_NAME = 64
_MARKS = "._-@"  # what a name may have besides letters and digits
_N, _R, _P = 2**15, 8, 1  # 32 MiB and about a tenth of a second for each try
_MOST_MEMORY = 64 * 1024 * 1024  # bytes; scrypt refuses more
_SALT_BYTES = 16
_FREE_TRIES = 5  # wrong ones in a row, before the pauses begin
_MAX_PAUSE = 300.0  # seconds
_MAX_REMEMBERED = 10_000  # names with wrong tries; made-up names cannot fill the memory
_BUSY_SECONDS = 10.0
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS users (key TEXT PRIMARY KEY, name TEXT NOT NULL, added REAL NOT NULL, "
    "salt BLOB NOT NULL, n INTEGER NOT NULL, r INTEGER NOT NULL, p INTEGER NOT NULL, hash BLOB NOT NULL)"
)


class UserError(ChanceryError):
    """A name or a password that cannot be taken, or a file of users that cannot be used."""


class TooManyTries(UserError):
    """Too many wrong passwords for one name; `wait` is how many seconds are left of the pause."""

    def __init__(self, wait: float) -> None:
        super().__init__("Too many wrong passwords for this name.", f"Wait {max(1, round(wait))} s, then try again.")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class User:
    """`key` is what conversations are kept under; `name` is how it was written; `added` is seconds since 1970."""

    key: str
    name: str
    added: float


class Users:
    """The users in the file at `path`, which is made when the first one is added. Threads may share it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}  # by key: wrong tries in a row, and when the next may be
        self._lock = threading.Lock()

    def add(self, name: str, password: str) -> User:
        """Add a user; a name that differs from another's only in case is taken."""
        user = User(key_of(name), _written(name), time.time())
        made = _made(password)
        with self._connected() as rows:
            if rows.execute("SELECT 1 FROM users WHERE key = ?", (user.key,)).fetchone():
                raise UserError(f"There is a user {user.name} already.", "Choose another name, or: chancery user list")
            rows.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (user.key, user.name, user.added, *made))
        return user

    def all(self) -> list[User]:
        """Everybody, by name."""
        if not self.path.exists():
            return []
        with self._connected() as rows:
            return [User(*row) for row in rows.execute("SELECT key, name, added FROM users ORDER BY key").fetchall()]

    def get(self, name: str) -> User:
        """The user of a name, in any case."""
        key = key_of(name)
        for user in self.all():
            if user.key == key:
                return user
        raise UserError(f"There is no user {_written(name)}.", "See who there is: chancery user list")

    def remove(self, name: str) -> User:
        """Remove a user, who cannot sign in from now on; the conversations are not touched."""
        user = self.get(name)
        with self._connected() as rows:
            rows.execute("DELETE FROM users WHERE key = ?", (user.key,))
        return user

    def set_password(self, name: str, password: str) -> User:
        """Give a user another password."""
        user, made = self.get(name), _made(password)
        with self._connected() as rows:
            rows.execute("UPDATE users SET salt = ?, n = ?, r = ?, p = ?, hash = ? WHERE key = ?", (*made, user.key))
        return user

    def check(self, name: str, password: str) -> str | None:
        """The key of the user with this name and password, or None; raises `TooManyTries` during a pause."""
        try:
            key = key_of(name)
        except UserError:
            key = ""  # nobody's, which costs the same time
        self._count_try(key)
        kept = None
        if self.path.exists():
            with self._connected() as rows:
                kept = rows.execute("SELECT salt, n, r, p, hash FROM users WHERE key = ?", (key,)).fetchone()
        salt, n, r, p, wanted = kept or (bytes(_SALT_BYTES), _N, _R, _P, b"")
        same = hmac.compare_digest(_hashed(password[:MAX_PASSWORD], salt, n, r, p), wanted)
        if not same or len(password) > MAX_PASSWORD:
            return None
        with self._lock:
            self._wrong.pop(key, None)
        return key

    def _count_try(self, key: str) -> None:
        """Count a try as wrong before it is looked at, so that many at once cannot slip through."""
        with self._lock:
            tries, free_at = self._wrong.pop(key, (0, 0.0))
            now = self._clock()
            if now < free_at:
                self._wrong[key] = (tries, free_at)
                raise TooManyTries(free_at - now)
            over = min(tries + 1 - _FREE_TRIES, 20)
            self._wrong[key] = (tries + 1, now + min(2.0**over, _MAX_PAUSE) if over >= 0 else 0.0)
            if len(self._wrong) > _MAX_REMEMBERED:
                del self._wrong[next(iter(self._wrong))]  # the one that was tried longest ago

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed whole, or not at all."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's own files copy its mode
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as rows, rows:
                rows.execute("PRAGMA secure_delete = ON")
                rows.execute("BEGIN IMMEDIATE")
                rows.execute(_SCHEMA)
                yield rows
        except (OSError, sqlite3.Error) as error:
            raise UserError(
                f"The users in {self.path} cannot be used: {error}",
                "Check that there is room and permission to write, then try again.",
            ) from error


def key_of(name: str) -> str:
    """The one form of a name in any case; raises `UserError` for what cannot be a name."""
    return unicodedata.normalize("NFC", _written(name).casefold())


def _written(name: str) -> str:
    written = unicodedata.normalize("NFC", name[: MAX_NAME * 4]).strip()
    fits = 1 <= len(written) <= MAX_NAME and len(name) <= MAX_NAME * 4
    if not fits or not all(one.isalnum() or one in _MARKS for one in written):
        raise UserError(
            f"This cannot be a user's name: {written[:MAX_NAME]!r}",
            f"Use 1 to {MAX_NAME} letters, digits, and any of {' '.join(_MARKS)}",
        )
    return written


def _made(password: str) -> tuple[bytes, int, int, int, bytes]:
    """What is kept of a new password."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise UserError(
            f"The password has {len(password):,} characters.",
            f"Choose one of {MIN_PASSWORD} to {MAX_PASSWORD:,} characters.",
        )
    salt = secrets.token_bytes(_SALT_BYTES)
    return salt, _N, _R, _P, _hashed(password, salt, _N, _R, _P)


def _hashed(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    same = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")  # keyboards differ in accents
    return hashlib.scrypt(same, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY)
