"""Where keys of model servers are read, and that nobody is told them."""

import os
from pathlib import Path

import pytest

from assistant.llm.keys import FILE, VARIABLES, key_of
from assistant.llm.spec import Provider, Spec
from assistant.settings import SettingsError
from corpus.home import Home

SECRET = "sk-horse-battery-staple-0123456789"
OTHER = "zebra-of-another-colour"
KEYED: tuple[Provider, ...] = ("openai", "anthropic", "google", "server")
NOT_WINDOWS = pytest.mark.skipif(os.name != "posix", reason="files have no mode there")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of the developer's."""
    for names in VARIABLES.values():
        for name in names:
            monkeypatch.delenv(name, raising=False)


def spec(provider: Provider) -> Spec:
    return Spec(provider, "m", "http://127.0.0.1:1/v1" if provider == "server" else "")


def write(home: Home, content: str | bytes, mode: int = 0o600) -> Path:
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / FILE
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


def refused(home: Home) -> SettingsError:
    """What is said about the file; whatever it is, no key is in it, nor in what it was raised from."""
    with pytest.raises(SettingsError) as caught:
        key_of(spec("openai"), home)
    told: BaseException | None = caught.value
    while told is not None:
        assert SECRET not in str(told)
        assert "horse" not in str(told)
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return caught.value


@pytest.mark.parametrize("provider", [*KEYED, "ollama"])
def test_there_is_no_key_where_nobody_wrote_one(provider: Provider, home: Home) -> None:
    assert key_of(spec(provider), home) == ""
    home.root.mkdir()
    assert key_of(spec(provider), home) == ""
    write(home, "")
    assert key_of(spec(provider), home) == ""


@pytest.mark.parametrize("provider", KEYED)
def test_a_key_is_read_from_the_file(provider: Provider, home: Home) -> None:
    write(home, f'{provider} = "{SECRET}"\n')
    assert key_of(spec(provider), home) == SECRET
    assert [key_of(spec(other), home) for other in KEYED if other != provider] == ["", "", ""]


@pytest.mark.parametrize(("provider", "variable"), [(one, name) for one in KEYED for name in VARIABLES[one]])
def test_the_environment_beats_the_file(
    provider: Provider, variable: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, f'{provider} = "{OTHER}"\n')
    monkeypatch.setenv(variable, SECRET)
    assert key_of(spec(provider), home) == SECRET
    assert [key_of(spec(other), home) for other in KEYED if other != provider] == ["", "", ""]
    monkeypatch.setenv(variable, "")
    assert key_of(spec(provider), home) == OTHER


def test_of_two_variables_the_first_counts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", OTHER)
    monkeypatch.setenv("GOOGLE_API_KEY", SECRET)
    assert key_of(spec("google"), home) == SECRET


def test_a_server_of_ones_own_is_not_given_the_key_of_openai(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, f'openai = "{OTHER}"\n')
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert key_of(spec("server"), home) == ""


def test_ollama_needs_no_key_and_its_users_file_is_not_opened(home: Home) -> None:
    write(home, f'ollama = "{SECRET}"\n', mode=0o644)
    assert key_of(spec("ollama"), home) == ""


@NOT_WINDOWS
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604, 0o602, 0o610, 0o666, 0o777])
def test_a_file_that_others_may_read_is_refused(mode: int, home: Home) -> None:
    path = write(home, f'openai = "{SECRET}"\n', mode)
    error = refused(home)
    assert str(path) in error.message
    assert error.hint == f"chmod 600 {path}"
    path.chmod(0o600)
    assert key_of(spec("openai"), home) == SECRET


@NOT_WINDOWS
@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_of_its_owner_alone_is_read(mode: int, home: Home) -> None:
    write(home, f'openai = "{SECRET}"\n', mode)
    assert key_of(spec("openai"), home) == SECRET


@NOT_WINDOWS
def test_a_link_to_a_file_that_others_may_read_is_refused(home: Home, tmp_path: Path) -> None:
    far = tmp_path / "far.toml"
    far.write_text(f'openai = "{SECRET}"\n', encoding="utf-8")
    far.chmod(0o644)
    home.root.mkdir()
    (home.root / FILE).symlink_to(far)
    assert "can be read by others" in refused(home).message


@NOT_WINDOWS
def test_a_file_that_others_may_read_is_no_matter_when_the_environment_has_the_key(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, f'openai = "{OTHER}"\n', 0o644)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert key_of(spec("openai"), home) == SECRET


@pytest.mark.parametrize(
    "content",
    [
        SECRET,
        f"openai = {SECRET}",
        f'openai = "{SECRET}',
        f'openai: "{SECRET}"',
        f'openai = "{SECRET}"\nopenai = "{SECRET}"',
        f'openai = "{SECRET}\nanthropic = "b"',
        f'openai = "{SECRET}\\q"',
        f'openai = "{SECRET}"'.encode("utf-16"),
        f'openai = "{SECRET}\xe9"'.encode("latin-1"),
    ],
)
def test_a_file_that_is_not_toml_is_named_and_not_quoted(content: str | bytes, home: Home) -> None:
    path = write(home, content)
    error = refused(home)
    assert str(path) in error.message
    assert 'openai = "..."' in error.hint


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (f'opnai = "{SECRET}"', ["opnai"]),
        (f'openai = "{SECRET}"\nmistral = "{SECRET}"\ncohere = "{SECRET}"', ["cohere, mistral"]),
        (f'[keys]\nopenai = "{SECRET}"', ["keys"]),
        (f'[openai]\nkey = "{SECRET}"', ["openai"]),
        (f'openai = ["{SECRET}"]', ["openai"]),
        (f'openai = {{key = "{SECRET}"}}', ["openai"]),
        ("openai = 1234567890", ["openai"]),
        ("openai = true", ["openai"]),
    ],
)
def test_unknown_names_and_what_is_no_text(content: str, named: list[str], home: Home) -> None:
    path = write(home, content)
    error = refused(home)
    assert str(path) in error.message
    assert "1234567890" not in str(error)
    for name in named:
        assert name in error.message
    for provider in VARIABLES:
        assert provider in error.hint


def test_a_folder_in_the_files_place(home: Home) -> None:
    (home.root / FILE).mkdir(parents=True)
    (home.root / FILE).chmod(0o700)
    assert str(home.root / FILE) in refused(home).message
