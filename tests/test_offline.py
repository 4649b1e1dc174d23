"""After installation nothing leaves the machine: add, index and ask with every way to the network shut."""

import json
import os
import subprocess
import sys
from pathlib import Path

SHUT = """
import socket

def refuse(*given, **named):
    raise SystemExit(f"something tried to reach the network: {given[1:]}")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse

from assistant.cli import main
"""


def chancery(home: Path, *argv: str) -> "subprocess.CompletedProcess[str]":
    program = f"{SHUT}\nraise SystemExit(main({[*argv, '--home', str(home), '--json']!r}))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)


def test_add_index_and_ask_reach_nothing(tmp_path: Path) -> None:
    article = tmp_path / "summit.txt"
    article.write_text("A summit by the lake\n\nThe two presidents met in Geneva on 16 June 2021.\n", encoding="utf-8")
    home = tmp_path / "home"
    for argv in (["add", str(article)], ["index"], ["ask", "Where did the two presidents meet?"]):
        done = chancery(home, *argv)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    assert "Geneva" in json.loads(done.stdout)["answer"]


def test_the_shut_network_is_shut() -> None:
    program = f"{SHUT}\nimport urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "tried to reach the network" in done.stderr
