"""The README cannot drift: its help block, its file map and its pictures are what the project has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_block_is_what_help_prints() -> None:
    environment = {"COLUMNS": "100", "PATH": ""}
    program = "from assistant.cli import main; main(['--help'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() in README


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README) + re.findall(r"^\| `([\w/]+)` \|", README, re.M)))
)
def test_what_it_points_to_is_there(name: str) -> None:
    assert (ROOT / name).exists(), name


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^\$ make (\w+)", README, re.M))))
def test_its_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
