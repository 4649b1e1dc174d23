"""Where settings come from, and what is said of bad ones."""

from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, load_settings
from corpus.home import Home


def write(home: Home, text: str) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(text, encoding="utf-8")


def test_defaults(home: Home) -> None:
    assert load_settings(home) == Settings(None, 7860)


def test_the_environment_beats_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, 'encoder = "/models/a"\nport = 8000\n')
    assert load_settings(home) == Settings(Path("/models/a"), 8000)
    monkeypatch.setenv("CHANCERY_PORT", "8001")
    assert load_settings(home) == Settings(Path("/models/a"), 8001)


@pytest.mark.parametrize("text", ["port = 0", 'port = "many"', "port = 99999", "colour = 1", "port = ", "= 3"])
def test_bad_settings_are_named(home: Home, text: str) -> None:
    write(home, text)
    with pytest.raises(SettingsError):
        load_settings(home)
