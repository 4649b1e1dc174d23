import argparse
import io
import stat
from pathlib import Path

import pytest

from assistant.chats import Chats
from assistant.cli_users import add_verbs
from assistant.users import FILE, TooManyTries, UserError, Users

PASSWORD = "seven blue herons"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "home" / FILE, Clock())


def run(home: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add_verbs(parser, shared)
    args = parser.parse_args(words, argparse.Namespace(home=home, json=False))
    done: int = args.run(args)
    return done


def test_a_user_signs_in_in_any_case_with_the_right_password_only(users: Users) -> None:
    users.add("Дарья.K", PASSWORD)
    assert users.check("дарья.k", PASSWORD) == "дарья.k"
    assert users.check("Дарья.K", PASSWORD.upper()) is None
    assert users.check("nobody", PASSWORD) is None
    assert users.check("no name!", PASSWORD) is None
    assert users.check("Дарья.K", PASSWORD + "x" * 10_000_000) is None


def test_the_file_is_its_owners_and_holds_no_password(users: Users) -> None:
    users.add("orla", PASSWORD)
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert PASSWORD.encode() not in users.path.read_bytes()


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "x" * 65, "a\x00b", "\ud800"])
def test_what_cannot_be_a_name_is_refused(users: Users, name: str) -> None:
    with pytest.raises(UserError, match="cannot be a user's name"):
        users.add(name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 1_025])
def test_a_password_too_short_or_too_long_is_refused(users: Users, password: str) -> None:
    with pytest.raises(UserError, match="The password has"):
        users.add("orla", password)
    assert users.all() == []


def test_a_name_that_differs_in_case_or_composition_only_is_taken(users: Users) -> None:
    users.add("René", PASSWORD)
    with pytest.raises(UserError, match="already"):
        users.add("RENE\u0301", PASSWORD)


def test_wrong_tries_bring_growing_pauses_for_that_name_alone(tmp_path: Path) -> None:
    clock = Clock()
    users = Users(tmp_path / FILE, clock)
    users.add("orla", PASSWORD)
    for _ in range(5):
        assert users.check("orla", "wrong wrong") is None
    with pytest.raises(TooManyTries):
        users.check("orla", PASSWORD)
    assert users.check("somebody", PASSWORD) is None
    clock.now = 1.5
    assert users.check("orla", "wrong wrong") is None
    with pytest.raises(TooManyTries) as caught:
        users.check("orla", PASSWORD)
    assert caught.value.wait == 2.0
    clock.now = 4.0
    assert users.check("orla", PASSWORD) == "orla"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("these are no users " * 100)
    with pytest.raises(UserError, match="cannot be used"):
        Users(tmp_path / FILE).all()


def test_the_verbs_add_change_and_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    users, chats = Users(tmp_path / FILE), Chats(tmp_path / "chats.sqlite")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\nanother password\n"))
    run(tmp_path, "add", "Orla", "--password-stdin")
    run(tmp_path, "password", "orla", "--password-stdin")
    assert users.check("orla", "another password") == "orla"
    capsys.readouterr()
    run(tmp_path, "list")
    assert capsys.readouterr().out == "Orla\n"

    chats.start("Hers?", "own", "orla")
    chats.start("Mine?", "own")
    with pytest.raises(UserError, match="no user"):
        run(tmp_path, "remove", "orly", "--yes")
    run(tmp_path, "remove", "orla", "--yes", "--conversations")
    assert users.all() == []
    assert chats.conversations("own", "orla") == []
    assert len(chats.conversations("own")) == 1
