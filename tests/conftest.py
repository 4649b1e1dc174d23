"""Fixtures for all tests: a clean environment, no network beyond this machine, a home of its own, a fake encoder."""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.home import Home

if "PYTEST_XDIST_WORKER" in os.environ:  # before torch is imported: workers share the cores, each computes on one
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long bytes are named by their argument: what a packer writes holds the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's reaches a test, and no test reaches the developer's home."""
    for name in list(os.environ):
        if name.startswith("CHANCERY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CHANCERY_HOME", str(tmp_path / "default-home"))


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections to anything but the loopback range fail, and say to whom."""
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: object, real: Callable[..., object] = real) -> object:
            if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
                raise AssertionError(f"a test tried to connect to {address}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


_AXES = ("sanction", "treaty", "summit", "syria", "iran", "grain", "prison", "embass")


class AxisEncoder:
    """A fake whose order can be checked by hand: one axis a topic word, the value is how often the text has it.

    A text with none of the words lies on a last axis of its own, so that no vector is zero.
    """

    name = "axis"
    fingerprint = "axis-1"
    dimension = len(_AXES) + 1

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def _vector(self, text: str) -> NDArray[np.float32]:
        counts = [text.casefold().count(axis) for axis in _AXES]
        vector = np.array([*counts, 0.0 if any(counts) else 1.0], dtype=np.float32)
        return vector / np.linalg.norm(vector)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        sentences = [
            np.array([self._vector(text[a:b]) for a, b in some], dtype=np.float32).reshape(-1, self.dimension)
            for text, some in zip(texts, spans, strict=True)
        ]
        return self.encode(texts), sentences

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


@pytest.fixture
def encoder() -> Iterator[AxisEncoder]:
    """The fake encoder."""
    yield AxisEncoder()
